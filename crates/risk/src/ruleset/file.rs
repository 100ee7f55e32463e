//! The file format of rulesets: TOML, every field known.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Lanes, Random};
use crate::lookup::Matching;
use crate::outcome::{Kind, Lane, Measure};

/// The only value of `format`; another means that the file is for another version of this reader.
pub(super) const FORMAT: &str = "rahdari-ruleset/1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesetFile {
    pub(super) format: Spanned<String>,
    pub(super) id: Spanned<String>,
    pub(super) version: Spanned<String>,
    pub(super) title: String,
    /// The fact that the regimes of a rule are compared with.
    pub(super) regime_fact: Option<Spanned<String>>,
    /// The fact that the offices of a rule are compared with.
    pub(super) office_fact: Option<Spanned<String>>,
    pub(super) lanes: Spanned<Lanes>,
    pub(super) random: Option<Spanned<Random>>,
    #[serde(default)]
    pub(super) lists: BTreeMap<String, ListFile>,
    #[serde(default)]
    pub(super) tables: BTreeMap<String, TableFile>,
    #[serde(default)]
    pub(super) rules: Vec<RuleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListFile {
    pub(super) about: Spanned<String>,
    pub(super) source: Spanned<String>,
    #[serde(default, rename = "match")]
    pub(super) matching: Matching,
    pub(super) values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub(super) about: Spanned<String>,
    pub(super) source: Spanned<String>,
    #[serde(default, rename = "match")]
    pub(super) matching: Matching,
    pub(super) values: BTreeMap<String, Spanned<Cell>>,
}

/// A value of a table; all of one table have one type.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Cell {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<String>,
    pub(super) reason: Spanned<String>,
    pub(super) kind: Kind,
    pub(super) legal_basis: Spanned<String>,
    pub(super) owner: Spanned<String>,
    pub(super) valid_from: Spanned<toml::value::Datetime>,
    pub(super) valid_until: Spanned<toml::value::Datetime>,
    pub(super) scope: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) regimes: Vec<String>,
    #[serde(default)]
    pub(super) offices: Vec<String>,
    pub(super) when: Spanned<String>,
    pub(super) points: Option<Spanned<i16>>,
    pub(super) minimum_lane: Option<Lane>,
    #[serde(default)]
    pub(super) mandatory: bool,
    #[serde(default)]
    pub(super) measures: Vec<Measure>,
}

//! Rulesets: a text file of rules, compiled against a schema of facts, that scores and says why.
//!
//! A ruleset is never edited in place: the SHA-256 of its text is its name in every outcome, and the text with
//! that hash scores the same facts to the same outcome for ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use rahdari_kernel::Date;

use crate::compile::Code;
use crate::outcome::{Kind, Lane, Measure};
use crate::schema::Schema;

pub use error::RuleError;

mod build;
mod error;
mod file;
mod lookups;
mod score;

/// Rules compiled from one text.
#[derive(Clone, Debug)]
pub struct Ruleset {
    id: String,
    version: String,
    title: String,
    schema: Schema,
    hash: [u8; 32],
    hash_text: String,
    lanes: Lanes,
    random: Random,
    /// The fact that the regimes of a rule are compared with.
    regime: Option<usize>,
    /// The fact that the offices of a rule are compared with.
    office: Option<usize>,
    rules: Vec<Rule>,
}

/// The lowest score of each lane; below blue is green.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lanes {
    /// The lowest score of the blue lane.
    pub blue: u8,
    /// The lowest score of the yellow lane.
    pub yellow: u8,
    /// The lowest score of the orange lane.
    pub orange: u8,
    /// The lowest score of the red lane.
    pub red: u8,
}

/// How many of 10,000 declarations chance sends to each lane, whatever the rules say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Random {
    /// Of 10,000 to the blue lane.
    pub blue: u16,
    /// Of 10,000 to the yellow lane.
    pub yellow: u16,
    /// Of 10,000 to the orange lane.
    pub orange: u16,
    /// Of 10,000 to the red lane.
    pub red: u16,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name in outcomes, such as `unit-price-low`.
    pub id: String,
    /// What it looks for, in a phrase.
    pub title: String,
    /// Why that matters, in a sentence for the officer.
    pub reason: String,
    /// What the broker may be told.
    pub kind: Kind,
    /// The law it rests on.
    pub legal_basis: String,
    /// Who answers for it.
    pub owner: String,
    /// The first day it is in force.
    pub valid_from: Date,
    /// The last day it is in force; every rule ends, so that somebody looks at it again.
    pub valid_until: Date,
    /// The list of facts it is tried on row by row; nothing for a rule about the whole declaration.
    pub scope: Option<String>,
    /// The regimes it is for; empty for all.
    pub regimes: Vec<String>,
    /// The offices it is for; empty for all.
    pub offices: Vec<String>,
    /// The condition as written.
    pub condition: String,
    /// The points it adds; a rule about trust may take some away.
    pub points: i16,
    /// The lightest lane it allows.
    pub minimum_lane: Option<Lane>,
    /// Whether an officer may never lower the lane below it.
    pub mandatory: bool,
    /// What to do.
    pub measures: Vec<Measure>,
    /// The place of the list it is tried on.
    rows: Option<RowScope>,
    code: Code,
}

/// The list that a rule is tried on.
#[derive(Clone, Debug)]
struct RowScope {
    slot: usize,
    element: Arc<str>,
}

impl Ruleset {
    /// Compiles the text of a ruleset against a schema, or says everything that is wrong with it.
    pub fn compile(text: &str, schema: &Schema) -> Result<Self, Vec<RuleError>> {
        build::compile(text, schema)
    }

    /// Returns the id, the same for all versions.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the SHA-256 of the text.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// Returns the SHA-256 of the text in hexadecimal, as outcomes carry it.
    pub fn hash_text(&self) -> &str {
        &self.hash_text
    }

    /// Returns the schema the rules were compiled against.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Returns the rules in the order of the text.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Finds a rule by its id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Returns the lowest score of each lane.
    pub fn lanes(&self) -> Lanes {
        self.lanes
    }

    /// Returns the rates of random selection.
    pub fn random(&self) -> Random {
        self.random
    }
}

impl Rule {
    /// Tells whether the rule is in force on a date.
    pub fn in_force(&self, on: Date) -> bool {
        self.valid_from <= on && on <= self.valid_until
    }
}

impl Lanes {
    /// Returns the lane of a score.
    pub fn lane(self, score: u8) -> Lane {
        match score {
            score if score >= self.red => Lane::Red,
            score if score >= self.orange => Lane::Orange,
            score if score >= self.yellow => Lane::Yellow,
            score if score >= self.blue => Lane::Blue,
            _ => Lane::Green,
        }
    }
}

impl Random {
    /// Returns the lane that a draw of 0 to 9999 selects.
    pub fn lane(self, draw: u16) -> Lane {
        let mut left = i32::from(draw % 10_000);
        let lanes = [
            (Lane::Red, self.red),
            (Lane::Orange, self.orange),
            (Lane::Yellow, self.yellow),
            (Lane::Blue, self.blue),
        ];
        for (lane, rate) in lanes {
            left -= i32::from(rate);
            if left < 0 {
                return lane;
            }
        }
        Lane::Green
    }
}

/// Lists and tables by the names that rules use.
#[derive(Debug, Default)]
struct Lookups {
    lists: BTreeMap<String, Arc<crate::lookup::NamedList>>,
    tables: BTreeMap<String, Arc<crate::lookup::NamedTable>>,
}

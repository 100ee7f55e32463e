//! Reads the texts into entries with their places. Each entry is read by itself, so that one mistake
//! hides no other.

use std::sync::Arc;

use rahdari_kernel::Finding;
use serde::de::{DeserializeOwned, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::entry::{
    AgreementEntry, ExchangeRatesEntry, LegEntry, OfficeEntry, PackageRow, RouteEntry, ScheduleEntry,
    TariffRow, TimerEntry,
};
use crate::place::{self, Lines, Located};
use crate::table;

/// All entries of all files.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) offices: Vec<Located<OfficeEntry>>,
    pub(crate) legs: Vec<Located<LegEntry>>,
    pub(crate) routes: Vec<Located<RouteEntry>>,
    pub(crate) schedules: Vec<Located<ScheduleEntry>>,
    pub(crate) exchange_rates: Vec<Located<ExchangeRatesEntry>>,
    pub(crate) timers: Vec<Located<TimerEntry>>,
    pub(crate) agreements: Vec<Located<AgreementEntry>>,
    pub(crate) tariff: Vec<Located<TariffRow>>,
    pub(crate) packages: Vec<Located<PackageRow>>,
}

/// Reads every file: `.csv` as a table, everything else as TOML.
pub(crate) fn collect(files: &[(String, String)], findings: &mut Vec<Finding>) -> Collected {
    let mut into = Collected::default();
    for (name, text) in files {
        let lines = Arc::new(Lines::of(name, text));
        if name.ends_with(".csv") {
            table::read(text, &lines, &mut into, findings);
        } else {
            read(text, &lines, &mut into, findings);
        }
    }
    into
}

fn read(text: &str, lines: &Arc<Lines>, into: &mut Collected, findings: &mut Vec<Finding>) {
    let (table, mistakes) = DeTable::parse_recoverable(text);
    if !mistakes.is_empty() {
        let all = mistakes.iter().map(|mistake| place::syntax(&lines.at(mistake.span()), mistake.message()));
        findings.extend(all);
        return;
    }
    for (section, value) in table.into_inner() {
        match section.get_ref().as_ref() {
            "office" => entries(lines, value, &mut into.offices, findings),
            "leg" => entries(lines, value, &mut into.legs, findings),
            "route" => entries(lines, value, &mut into.routes, findings),
            "schedule" => entries(lines, value, &mut into.schedules, findings),
            "exchange_rates" => entries(lines, value, &mut into.exchange_rates, findings),
            "timer" => entries(lines, value, &mut into.timers, findings),
            "agreement" => entries(lines, value, &mut into.agreements, findings),
            other => {
                let at = lines.at(Some(section.span()));
                findings.push(place::entry(&at, format!("no section is called {other}")));
            }
        }
    }
}

fn entries<T: DeserializeOwned>(
    lines: &Arc<Lines>,
    section: Spanned<DeValue<'_>>,
    into: &mut Vec<Located<T>>,
    findings: &mut Vec<Finding>,
) {
    let span = section.span();
    let DeValue::Array(array) = section.into_inner() else {
        findings.push(place::entry(&lines.at(Some(span)), "expected [[sections]] in double brackets"));
        return;
    };
    for item in array {
        let at = lines.at(Some(item.span()));
        match T::deserialize(item.into_deserializer()) {
            Ok(entry) => into.push(Located { at, lines: lines.clone(), entry }),
            Err(mistake) => {
                let at = mistake.span().map_or(at, |span| lines.at(Some(span)));
                findings.push(place::entry(&at, mistake.message()));
            }
        }
    }
}

//! Routes: a route entry lists alternatives for each of its legs; every combination is a route of its own,
//! with one office of departure and one of destination.

use std::collections::HashMap;

use rahdari_intake::law::{Leg, Office, Route, Text};
use rahdari_kernel::{Finding, OfficeCode};

use super::provenance;
use crate::entry::{LegEntry, RouteEntry};
use crate::place::{self, Located, Place};

/// More combinations than a real corridor has; an imported file must not exhaust the memory.
const ROUTES_MAX: usize = 500;

/// The legs by their ids, nothing for those with mistakes.
type Legs = HashMap<Text, Option<Leg>>;

/// The routes of each route entry by its id.
pub(super) type Routes = HashMap<Text, Vec<Route>>;

pub(super) fn routes(
    legs: Vec<Located<LegEntry>>,
    entries: Vec<Located<RouteEntry>>,
    offices: &[Located<Office>],
    findings: &mut Vec<Finding>,
) -> Routes {
    let offices: HashMap<OfficeCode, &Office> =
        offices.iter().map(|office| (office.entry.code, &office.entry)).collect();
    let mut known = Legs::new();
    for Located { at, entry, .. } in legs {
        let id = entry.id.clone();
        let leg = leg(entry, &at, &offices, findings);
        if known.insert(id.clone(), leg).is_some() {
            findings.push(place::overlap(&at, format!("leg {id} is there twice")));
        }
    }
    let mut routes = Routes::new();
    for Located { at, entry, .. } in entries {
        let combinations = combine(&entry, &at, &known, findings).unwrap_or_default();
        let each = combinations.into_iter().filter_map(|legs| join(&entry, legs, &offices)).collect();
        if routes.insert(entry.id.clone(), each).is_some() {
            findings.push(place::overlap(&at, format!("route {} is there twice", entry.id)));
        }
    }
    routes
}

fn leg(
    entry: LegEntry,
    at: &Place,
    offices: &HashMap<OfficeCode, &Office>,
    findings: &mut Vec<Finding>,
) -> Option<Leg> {
    for code in [entry.entry, entry.exit] {
        if !offices.contains_key(&code) {
            findings.push(place::link(at, format!("leg {}: no office {code}", entry.id)));
        }
    }
    let country = offices.get(&entry.entry)?.country;
    if offices.get(&entry.exit)?.country != country {
        findings.push(place::link(at, format!("leg {} begins and ends in different countries", entry.id)));
    }
    if entry.days_allowed == 0 {
        findings.push(place::entry(at, format!("leg {}: days_allowed is 0", entry.id)));
    }
    Some(Leg {
        sequence: 1,
        country,
        entry: entry.entry,
        exit: entry.exit,
        days_allowed: entry.days_allowed,
        km: entry.km,
        provenance: provenance(format!("leg {}", entry.id), entry.source, entry.verified),
    })
}

/// Returns every way to choose one alternative for each stage, in the order of the file.
fn combine(
    entry: &RouteEntry,
    at: &Place,
    known: &Legs,
    findings: &mut Vec<Finding>,
) -> Option<Vec<Vec<Leg>>> {
    let count = entry.stages.iter().try_fold(1_usize, |count, stage| count.checked_mul(stage.len()));
    if entry.stages.is_empty() || !count.is_some_and(|count| (1..=ROUTES_MAX).contains(&count)) {
        let message = format!("route {} needs stages with 1 to {ROUTES_MAX} combinations", entry.id);
        findings.push(place::entry(at, message));
        return None;
    }
    let mut combinations: Vec<Vec<Leg>> = vec![Vec::new()];
    for stage in &entry.stages {
        let mut longer = Vec::with_capacity(combinations.len() * stage.len());
        for begun in &combinations {
            for id in stage {
                let Some(Some(leg)) = known.get(id) else { continue };
                let mut legs = begun.clone();
                legs.push(leg.clone());
                longer.push(legs);
            }
        }
        for id in stage.iter().filter(|id| !known.contains_key(*id)) {
            findings.push(place::link(at, format!("route {}: no leg {id}", entry.id)));
        }
        combinations = longer;
    }
    let turns_back = |legs: &Vec<Leg>| {
        legs.windows(2).any(|pair| matches!(pair, [before, after] if before.country == after.country))
    };
    if combinations.iter().any(turns_back) {
        let message = format!("route {} has two legs in the same country one after the other", entry.id);
        findings.push(place::link(at, message));
    }
    Some(combinations)
}

fn join(entry: &RouteEntry, legs: Vec<Leg>, offices: &HashMap<OfficeCode, &Office>) -> Option<Route> {
    let (departure, destination) = (legs.first()?.entry, legs.last()?.exit);
    let name = |code: &OfficeCode| offices.get(code).map_or_else(|| code.to_string(), |o| o.name.to_string());
    let title = format!("{}: {} to {}", entry.title, name(&departure), name(&destination));
    let id = format!("{}:{departure}-{destination}", entry.id);
    let provenance = provenance(format!("route {}", entry.id), entry.source.clone(), entry.verified);
    Route::new(id.into(), title.into(), legs, provenance)
}

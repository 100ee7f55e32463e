//! Deciding on the way: exit, entry into the next country, arrival. A passage is a fact even when something
//! differs: it is recorded, and the difference holds security and discharge. Late but intact passes.

use rahdari_kernel::{Refusal, SealNumber};

use crate::command::Found;
use crate::decide::Case;
use crate::departure::{freed, numbered};
use crate::event::{Because, Fact};
use crate::facet::Difference;
use crate::matching::{ExitMatch, differences, seal_differences};
use crate::movement::{Movement, Unit, UnitLeg};
use crate::table::Action;

/// Records that a unit leaves a country and frees that country's security when it matches.
pub(crate) fn exit(case: &Case<'_>, sequence: u16, found: &Found) -> Result<Vec<Fact>, Refusal> {
    let unit = case.may_unit(Action::RecordExit, sequence)?;
    let (leg, way) = current(case, unit)?;
    fresh(case, found)?;
    let late = case.movement.is_late_at(unit, leg, case.stamp.occurred_at);
    let differing = differences(unit, found, case.movement.parameters.weight_tolerance_bp.value);
    let mut facts = vec![Fact::ExitRecorded { unit: sequence, leg, found: found.clone(), late }];
    if let Some(proof) = ExitMatch::of_exit(case.movement, unit, leg, &differing) {
        facts.extend(freed_at_exit(unit, leg, way, &proof));
    }
    facts.extend(opened(case.movement, unit, leg, differing));
    Ok(facts)
}

/// Records that a unit enters the next country with the seals it left the last one with.
pub(crate) fn crossing(case: &Case<'_>, sequence: u16, seals: &[SealNumber]) -> Result<Vec<Fact>, Refusal> {
    let unit = case.may_unit(Action::RecordCrossing, sequence)?;
    let (leg, _) = current(case, unit)?;
    let differing = seal_differences(&unit.seals, seals).into_iter().collect();
    let mut facts = vec![Fact::CrossingRecorded { unit: sequence, leg, seals: seals.to_vec() }];
    facts.extend(opened(case.movement, unit, leg, differing));
    Ok(facts)
}

/// Records that a unit is presented at the destination. Security waits for the discharge.
pub(crate) fn arrival(case: &Case<'_>, sequence: u16, found: &Found) -> Result<Vec<Fact>, Refusal> {
    let unit = case.may_unit(Action::RecordArrival, sequence)?;
    let (leg, _) = current(case, unit)?;
    fresh(case, found)?;
    let late = case.movement.is_late_at(unit, leg, case.stamp.occurred_at);
    let differing = differences(unit, found, case.movement.parameters.weight_tolerance_bp.value);
    let mut facts = vec![Fact::ArrivalRecorded { unit: sequence, leg, found: found.clone(), late }];
    facts.extend(opened(case.movement, unit, leg, differing));
    Ok(facts)
}

/// Returns the fact that a leg's security becomes free at its exit, for whoever holds the proof.
pub(crate) fn freed_at_exit(unit: &Unit, leg: u16, way: &UnitLeg, _proof: &ExitMatch) -> Option<Fact> {
    freed(unit.sequence, leg, way, Because::Exit)
}

/// Returns the fact that something differs, when something does.
pub(crate) fn opened(movement: &Movement, unit: &Unit, leg: u16, differing: Vec<Difference>) -> Option<Fact> {
    let number = movement.next_discrepancy();
    (!differing.is_empty()).then_some(Fact::DiscrepancyOpened {
        number,
        unit: unit.sequence,
        leg,
        differences: differing,
    })
}

/// Refuses seals said to be newly affixed that hang somewhere in the movement already, or are named twice.
fn fresh(case: &Case<'_>, found: &Found) -> Result<(), Refusal> {
    let hangs = |seal: &SealNumber| {
        let on_units = case.movement.units.iter().any(|unit| unit.seals.contains(seal));
        on_units || found.seals.contains(seal)
    };
    let mut affixed = found.affixed.iter().enumerate();
    match affixed.find(|(at, seal)| hangs(seal) || found.affixed.iter().take(*at).any(|other| other == *seal))
    {
        None => Ok(()),
        Some((_, seal)) => {
            Err(case.refuse("seal-twice", format!("seal {seal} is known in this movement already")))
        }
    }
}

/// Returns the leg a unit is on or about to enter. The table has asked for that already, so the refusal is
/// for a movement whose units do not fit its legs.
fn current<'u>(case: &Case<'_>, unit: &'u Unit) -> Result<(u16, &'u UnitLeg), Refusal> {
    let index = unit.position().1;
    let way = index.and_then(|index| numbered(unit).nth(index));
    way.ok_or_else(|| case.refuse("wrong-state", format!("unit {} is on no leg", unit.sequence)))
}

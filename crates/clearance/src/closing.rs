//! Deciding at the end: unloading remarks, discrepancies, discharge.

use rahdari_kernel::Refusal;

use crate::command::ItemRemark;
use crate::decide::{Case, ended, reasoned};
use crate::departure::{freed, numbered};
use crate::event::{Because, Fact};
use crate::facet::Difference;
use crate::journey::{freed_at_exit, opened};
use crate::matching::ExitMatch;
use crate::movement::Unit;
use crate::table::Action;

/// Records what was found when a unit was unloaded; goods that differ open a discrepancy on the last leg.
pub(crate) fn remarks(
    case: &Case<'_>,
    sequence: u16,
    conform: bool,
    text: &str,
    items: &[ItemRemark],
) -> Result<Vec<Fact>, Refusal> {
    let unit = case.may_unit(Action::RecordUnloadingRemarks, sequence)?;
    if conform && !items.is_empty() {
        let detail = "the remarks say that all conforms and name items that differ";
        return Err(case.refuse("remarks-contradict", detail));
    }
    if !conform && items.is_empty() {
        reasoned(case, text)?;
    }
    let (text, items) = (text.to_owned(), items.to_vec());
    let differing = Difference::Goods { items: items.iter().map(|remark| remark.item).collect() };
    let mut facts = vec![Fact::UnloadingRemarksRecorded { unit: sequence, conform, text, items }];
    if !conform {
        let last = u16::try_from(unit.legs.len()).unwrap_or(u16::MAX);
        facts.extend(opened(case.movement, unit, last, vec![differing]));
    }
    Ok(facts)
}

/// Decides on what another office found; acceptance frees the security of a leg that the unit has left.
pub(crate) fn resolve(
    case: &Case<'_>,
    sequence: u16,
    leg: u16,
    accept: bool,
    text: &str,
) -> Result<Vec<Fact>, Refusal> {
    let numbers = case.may_resolve(sequence, leg)?;
    reasoned(case, text)?;
    let decided = |number: &u16| {
        let (number, unit, text) = (*number, sequence, text.to_owned());
        if accept {
            Fact::DiscrepancyResolved { number, unit, leg, text }
        } else {
            Fact::DiscrepancyUpheld { number, unit, leg, text }
        }
    };
    let mut facts: Vec<Fact> = numbers.iter().map(decided).collect();
    if let Some(unit) = case.movement.unit(sequence).filter(|_| accept) {
        // What was found on this leg held the later ones too.
        for (leg, way) in numbered(unit).filter(|(number, _)| *number >= leg) {
            let proof = ExitMatch::explained(case.movement, unit, leg, &numbers);
            facts.extend(proof.and_then(|proof| freed_at_exit(unit, leg, way, &proof)));
        }
    }
    Ok(facts)
}

/// Ends the procedure for one unit, or for all that are left, and frees what is still held for them.
pub(crate) fn discharge(case: &Case<'_>, sequence: Option<u16>) -> Result<Vec<Fact>, Refusal> {
    let left = |unit: &&Unit| unit.discharged.is_none();
    let mut sequences: Vec<u16> = match sequence {
        Some(one) => vec![one],
        None => case.movement.units.iter().filter(left).map(|unit| unit.sequence).collect(),
    };
    if sequences.is_empty() {
        // Asked about units that are all discharged, the table says of the first that it is.
        sequences.extend(case.movement.units.first().map(|unit| unit.sequence));
    }
    let mut facts = Vec::new();
    for sequence in sequences {
        let unit = case.may_unit(Action::Discharge, sequence)?;
        facts.push(Fact::UnitDischarged { unit: sequence });
        facts.extend(numbered(unit).filter_map(|(leg, way)| freed(sequence, leg, way, Because::Discharge)));
    }
    Ok(ended(case.movement, facts))
}

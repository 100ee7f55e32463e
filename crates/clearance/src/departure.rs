//! Deciding before the journey: security, control, release, withdrawal.

use rahdari_kernel::Refusal;

use crate::checklist::ReleaseChecklist;
use crate::command::{Reservation, StillShort};
use crate::decide::{Case, reasoned};
use crate::event::{Because, Fact};
use crate::facet::{ControlResult, Security};
use crate::movement::{Unit, UnitLeg};
use crate::table::Action;

/// Takes over what the ledger holds now; other security for a leg already secured replaces it.
pub(crate) fn secure(
    case: &Case<'_>,
    reservations: &[Reservation],
    short: &[StillShort],
) -> Result<Vec<Fact>, Refusal> {
    case.may(Action::Secure)?;
    if reservations.is_empty() && short.is_empty() {
        return Err(case.refuse("nothing-cited", "no guarantee was cited for any leg"));
    }
    let mut facts = Vec::new();
    let mut named: Vec<(u16, u16)> = Vec::new();
    for held in reservations {
        let way = way(case, held.unit, held.leg, &mut named)?;
        if way.security.amount() != Some(held.amount) {
            let detail = format!("leg {} of unit {} does not ask for {}", held.leg, held.unit, held.amount);
            return Err(case.refuse("security-differs", detail));
        }
        if way.security.reserved().is_some_and(|before| before.transfer == held.transfer) {
            let detail = format!("leg {} of unit {} is held by that transfer already", held.leg, held.unit);
            return Err(case.refuse("already-recorded", detail));
        }
        facts.extend(freed(held.unit, held.leg, way, Because::Replacement));
        let Reservation { unit, leg, transfer, guarantee, amount, valid_until } = *held;
        facts.push(Fact::SecurityReserved { unit, leg, transfer, guarantee, amount, valid_until });
    }
    for still in short {
        let way = way(case, still.unit, still.leg, &mut named)?;
        if !matches!(way.security, Security::Insufficient { .. }) {
            let detail = format!("leg {} of unit {} lacks nothing", still.leg, still.unit);
            return Err(case.refuse("security-differs", detail));
        }
        facts.push(Fact::SecurityRefused {
            unit: still.unit,
            leg: still.leg,
            reasons: still.reasons.clone(),
        });
    }
    Ok(facts)
}

/// Records the outcome of a control.
pub(crate) fn control(case: &Case<'_>, result: ControlResult, text: &str) -> Result<Vec<Fact>, Refusal> {
    case.may(Action::RecordControlResult)?;
    if !result.satisfies() {
        reasoned(case, text)?;
    }
    Ok(vec![Fact::ControlRecorded { result, text: text.to_owned() }])
}

/// Lets the units go, as the checklist proves that they may.
pub(crate) fn release(case: &Case<'_>, checklist: &ReleaseChecklist) -> Result<Vec<Fact>, Refusal> {
    case.may(Action::Release)?;
    let units = checklist.units_for(case.movement).ok_or_else(|| {
        case.refuse("stale-checklist", "the movement changed after the checklist was made; check again")
    })?;
    Ok(vec![Fact::Released { units: units.to_vec() }])
}

/// Withdraws the movement and frees all that is held for it.
pub(crate) fn invalidate(case: &Case<'_>, reason: &str) -> Result<Vec<Fact>, Refusal> {
    case.may(Action::Invalidate)?;
    reasoned(case, reason)?;
    let mut facts = vec![Fact::Invalidated { reason: reason.to_owned() }];
    for unit in &case.movement.units {
        facts.extend(
            numbered(unit).filter_map(|(leg, way)| freed(unit.sequence, leg, way, Because::Invalidation)),
        );
    }
    Ok(facts)
}

/// Returns a unit's legs with their numbers, counted from 1.
pub(crate) fn numbered(unit: &Unit) -> impl Iterator<Item = (u16, &UnitLeg)> {
    (1_u16..).zip(&unit.legs)
}

/// Returns the fact that what is held for a unit and leg becomes free, when something is.
pub(crate) fn freed(unit: u16, leg: u16, way: &UnitLeg, because: Because) -> Option<Fact> {
    way.security.reserved().map(|held| Fact::SecurityReleased {
        unit,
        leg,
        transfer: held.transfer,
        guarantee: held.guarantee,
        amount: held.amount,
        because,
    })
}

fn way<'c>(
    case: &'c Case<'_>,
    unit: u16,
    leg: u16,
    named: &mut Vec<(u16, u16)>,
) -> Result<&'c UnitLeg, Refusal> {
    if named.contains(&(unit, leg)) {
        return Err(case.refuse("security-differs", format!("leg {leg} of unit {unit} is named twice")));
    }
    named.push((unit, leg));
    let found = case.movement.unit(unit).and_then(|unit| numbered(unit).find(|(number, _)| *number == leg));
    found.map(|(_, way)| way).ok_or_else(|| {
        case.refuse("unknown-unit", format!("the movement has no unit {unit} with a leg {leg}"))
    })
}

//! Folding events into the movement. It decides nothing and refuses nothing: an event has happened.

use crate::command::Stamp;
use crate::event::{Event, Fact};
use crate::facet::{Control, ControlResult, Difference, Discrepancy, Reserved, Security, Standing};
use crate::movement::{Movement, Phase, Unit, UnitLeg};

/// Changes the movement as an event says.
pub fn evolve(movement: &mut Movement, event: &Event) {
    if let Fact::Accepted(new) = &event.fact {
        *movement = Movement::begin(new, &event.stamp);
        return;
    }
    apply(movement, &event.fact, &event.stamp);
    movement.version = movement.version.saturating_add(1);
    movement.changed_at = event.stamp.recorded_at;
    movement.phase = movement.derived_phase();
}

/// Returns the movement that its events make, or nothing when they do not begin with an acceptance.
pub fn fold<'e>(events: impl IntoIterator<Item = &'e Event>) -> Option<Movement> {
    let mut events = events.into_iter();
    let first = events.next()?;
    let Fact::Accepted(new) = &first.fact else { return None };
    let mut movement = Movement::begin(new, &first.stamp);
    for event in events {
        evolve(&mut movement, event);
    }
    Some(movement)
}

fn apply(movement: &mut Movement, fact: &Fact, stamp: &Stamp) {
    let seen = stamp.seen();
    match fact {
        // Handled by `evolve`, which begins anew.
        Fact::Accepted(_) => {}
        Fact::SecurityReserved { unit, leg, transfer, guarantee, amount, valid_until } => {
            let reserved = Reserved {
                transfer: *transfer,
                guarantee: *guarantee,
                amount: *amount,
                valid_until: *valid_until,
            };
            on_leg(movement, *unit, *leg, |leg| leg.security = Security::Reserved(reserved));
        }
        Fact::SecurityRefused { unit, leg, reasons: why } => on_leg(movement, *unit, *leg, |leg| {
            if let Security::Insufficient { reasons, .. } = &mut leg.security {
                reasons.clone_from(why);
            }
        }),
        Fact::SecurityReleased { unit, leg, amount, .. } => {
            on_leg(movement, *unit, *leg, |leg| leg.security = Security::Released(*amount));
        }
        Fact::ControlRecorded { result, .. } => movement.control = control(*result, stamp),
        Fact::Released { units } => {
            for released in units {
                on_unit(movement, released.unit, |unit| {
                    unit.seals.clone_from(&released.seals);
                    unit.limit = Some(released.limit);
                    if let Some(first) = unit.legs.first_mut() {
                        first.entered = Some(seen);
                    }
                });
            }
        }
        Fact::ExitRecorded { unit, leg, found, late } | Fact::ArrivalRecorded { unit, leg, found, late } => {
            on_leg(movement, *unit, *leg, |leg| {
                leg.exited = Some(seen);
                leg.late = *late;
            });
            on_unit(movement, *unit, |unit| unit.seals.extend(found.affixed.iter().cloned()));
        }
        Fact::CrossingRecorded { unit, leg, .. } => {
            on_leg(movement, *unit, *leg, |leg| leg.entered = Some(seen));
        }
        Fact::UnloadingRemarksRecorded { unit, .. } => {
            on_unit(movement, *unit, |unit| unit.remarks = Some(seen));
        }
        Fact::DiscrepancyOpened { unit, leg, differences, .. } => {
            on_unit(movement, *unit, |unit| differences.iter().for_each(|one| carry_on(unit, one)));
            // An officer without an office cannot find anything: the table asks for one.
            if let Some(office) = stamp.office {
                movement.discrepancies.push(Discrepancy {
                    unit: *unit,
                    leg: *leg,
                    office,
                    found: seen,
                    differences: differences.clone(),
                    standing: Standing::Open,
                });
            }
        }
        Fact::DiscrepancyUpheld { number, .. } => stand(movement, *number, Standing::Upheld(seen)),
        Fact::DiscrepancyResolved { number, .. } => stand(movement, *number, Standing::Accepted(seen)),
        Fact::UnitDischarged { unit } => on_unit(movement, *unit, |unit| unit.discharged = Some(seen)),
        // The phase follows from the units; the event is there for those who wait for it.
        Fact::Discharged => {}
        Fact::Invalidated { .. } => movement.phase = Phase::Invalidated,
    }
}

fn control(result: ControlResult, stamp: &Stamp) -> Control {
    if result.satisfies() {
        Control::Satisfactory(result, stamp.seen())
    } else {
        Control::Unsatisfactory(result, stamp.seen())
    }
}

/// Takes a difference over into what the next office will expect, so that one broken seal is found once and
/// the next country answers only for what changes on its own leg.
fn carry_on(unit: &mut Unit, difference: &Difference) {
    match difference {
        Difference::Container { found, .. } => unit.container.clone_from(found),
        Difference::Vehicle { found, .. } => unit.vehicle.clone_from(found),
        Difference::Seals { missing, strange } => {
            unit.seals.retain(|seal| !missing.contains(seal));
            unit.seals.extend(strange.iter().cloned());
        }
        Difference::Weight { found, .. } => unit.gross = *found,
        Difference::Goods { .. } => {}
    }
}

fn stand(movement: &mut Movement, number: u16, standing: Standing) {
    let found = usize::from(number).checked_sub(1).and_then(|at| movement.discrepancies.get_mut(at));
    if let Some(discrepancy) = found {
        discrepancy.standing = standing;
    }
}

fn on_unit(movement: &mut Movement, sequence: u16, change: impl FnOnce(&mut Unit)) {
    if let Some(unit) = movement.units.iter_mut().find(|unit| unit.sequence == sequence) {
        change(unit);
    }
}

fn on_leg(movement: &mut Movement, sequence: u16, leg: u16, change: impl FnOnce(&mut UnitLeg)) {
    on_unit(movement, sequence, |unit| {
        let at = usize::from(leg).checked_sub(1).and_then(|at| unit.legs.get_mut(at));
        if let Some(leg) = at {
            change(leg);
        }
    });
}

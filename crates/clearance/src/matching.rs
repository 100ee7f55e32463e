//! The match: what is found at an exit, an entry or the destination against what the unit carried when it
//! was last seen. Security is freed only by the proof that this module makes.

use rahdari_kernel::SealNumber;

use crate::command::Found;
use crate::facet::{Difference, Grams};
use crate::movement::{Movement, Unit};

/// Proof that a unit's exit from a leg matched what was expected and that nothing found on this leg or an
/// earlier one is open, or that another office accepted the explanation of all that was. Goods that went
/// missing on the first leg are missing on every later one too, though no later office sees a difference.
#[derive(Debug)]
pub(crate) struct ExitMatch(());

impl ExitMatch {
    /// Proves an exit as it is recorded now: no difference, and nothing open from earlier on the leg.
    pub(crate) fn of_exit(
        movement: &Movement,
        unit: &Unit,
        leg: u16,
        differences: &[Difference],
    ) -> Option<Self> {
        let held = movement.holds(unit.sequence).any(|found| found.leg <= leg);
        (differences.is_empty() && !held).then_some(Self(()))
    }

    /// Proves an exit recorded earlier whose every discrepancy is accepted, counting these as accepted.
    pub(crate) fn explained(movement: &Movement, unit: &Unit, leg: u16, accepted: &[u16]) -> Option<Self> {
        let index = usize::from(leg).checked_sub(1)?;
        let ahead = index.checked_add(1)? < movement.legs.len();
        let exited = unit.legs.get(index)?.exited.is_some();
        let held = movement.numbered().any(|(number, found)| {
            found.unit == unit.sequence && found.leg <= leg && found.holds() && !accepted.contains(&number)
        });
        (ahead && exited && !held).then_some(Self(()))
    }
}

/// Returns everything in which what was found differs from what the unit should carry.
pub(crate) fn differences(unit: &Unit, found: &Found, tolerance_bp: u32) -> Vec<Difference> {
    let mut all = Vec::new();
    if found.container != unit.container {
        all.push(Difference::Container { expected: unit.container.clone(), found: found.container.clone() });
    }
    if let Some(vehicle) = found.vehicle.as_ref().filter(|vehicle| !same_plate(vehicle, &unit.vehicle)) {
        all.push(Difference::Vehicle { expected: unit.vehicle.clone(), found: vehicle.clone() });
    }
    all.extend(seal_differences(&unit.seals, &found.seals));
    if !within(unit.gross, found.gross, tolerance_bp) {
        all.push(Difference::Weight { expected: unit.gross, found: found.gross });
    }
    all
}

/// Returns in what the seals found intact differ from those that should hang there.
pub(crate) fn seal_differences(expected: &[SealNumber], found: &[SealNumber]) -> Option<Difference> {
    let without = |all: &[SealNumber], others: &[SealNumber]| -> Vec<SealNumber> {
        all.iter().filter(|seal| !others.contains(seal)).cloned().collect()
    };
    let (missing, strange) = (without(expected, found), without(found, expected));
    (!missing.is_empty() || !strange.is_empty()).then_some(Difference::Seals { missing, strange })
}

/// Returns whether a weight lies within the tolerance of the expected one; exactly at its edge is within.
fn within(expected: Grams, found: Grams, tolerance_bp: u32) -> bool {
    let off = u128::from(expected.0.abs_diff(found.0));
    off * 10_000 <= u128::from(expected.0) * u128::from(tolerance_bp)
}

/// Returns whether two registrations are the same apart from spaces, hyphens and case.
fn same_plate(one: &str, other: &str) -> bool {
    let bare = |plate: &str| -> String {
        plate.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_at_the_edge_of_the_tolerance_passes_and_a_gram_beyond_does_not() {
        let expected = Grams(20_000_000);
        assert!(within(expected, Grams(21_000_000), 500));
        assert!(within(expected, Grams(19_000_000), 500));
        assert!(!within(expected, Grams(21_000_001), 500));
        assert!(!within(expected, Grams(18_999_999), 500));
        assert!(within(Grams(u64::MAX), Grams(u64::MAX), 0));
        assert!(!within(Grams(0), Grams(u64::MAX), u32::MAX));
    }

    #[test]
    fn the_order_of_seals_does_not_matter_and_a_plate_keeps_its_meaning_without_hyphens() {
        let seal = |text: &str| text.parse::<SealNumber>().unwrap();
        assert_eq!(seal_differences(&[seal("A1"), seal("B2")], &[seal("B2"), seal("A1")]), None);
        let swapped = seal_differences(&[seal("A1")], &[seal("C3")]);
        assert_eq!(swapped, Some(Difference::Seals { missing: vec![seal("A1")], strange: vec![seal("C3")] }));
        assert!(same_plate("TKA-123", "tka 123"));
        assert!(!same_plate("TKA-123", "TKA-124"));
    }
}

//! What every datum of the law carries: when it holds, where it is written, whether it was verified.

use std::sync::Arc;

use rahdari_kernel::Date;
use serde::{Deserialize, Serialize};

/// A text shared between the law and what is computed from it, so that an assessment copies none.
pub type Text = Arc<str>;

/// The days on which a datum holds, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day, or nothing when no end is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Period {
    /// Tells whether the datum holds on this day.
    pub fn contains(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }

    /// Tells whether a day belongs to both periods.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}

/// Where a datum comes from and how far it can be trusted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// What the datum is called when it is cited: `PK tariff 8504`.
    pub name: Text,
    /// The legal text or publication it was taken from.
    pub source: Text,
    /// Whether a lawyer compared it with the text in force. Unverified data work only in demo mode.
    pub verified: bool,
}

/// One number or choice that an agreement fixes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter<T> {
    /// The value, in the unit that the name of the parameter says.
    pub value: T,
    /// Where it is written.
    pub provenance: Provenance,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        let to = if to.is_empty() { None } else { Some(to.parse().unwrap()) };
        Period { from: from.parse().unwrap(), to }
    }

    #[test]
    fn both_ends_belong_to_a_period() {
        let year = period("2025-01-01", "2025-12-31");
        let contains = |on: &str| year.contains(on.parse().unwrap());
        assert!(contains("2025-01-01") && contains("2025-12-31"));
        assert!(!contains("2024-12-31") && !contains("2026-01-01"));
        assert!(period("2025-01-01", "").contains("9999-12-31".parse().unwrap()));
    }

    #[test]
    fn periods_overlap_when_they_share_a_day() {
        let year = period("2025-01-01", "2025-12-31");
        for (other, expected) in [
            (period("2025-12-31", ""), true),
            (period("2026-01-01", ""), false),
            (period("2024-01-01", "2025-01-01"), true),
            (period("2024-01-01", "2024-12-31"), false),
            (period("2025-03-01", "2025-04-01"), true),
        ] {
            assert_eq!((year.overlaps(&other), other.overlaps(&year)), (expected, expected), "{other:?}");
        }
    }
}

//! Timers: days and hours that the work of offices lives by, as dated values.

use serde::{Deserialize, Serialize};

use super::dated::{Period, Provenance, Text};

/// A number of days or hours that a deadline is computed from; its name says which unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// Its name, ending with the unit: `discharge_days`.
    pub name: Text,
    /// The number.
    pub value: u32,
    /// The days on which deadlines are computed with it.
    pub validity: Period,
    /// Where it is written.
    pub provenance: Provenance,
}

//! The numbers that law or policy sets, each with the place it was read from. None is a constant here: they
//! are handed in when a movement is accepted and stay with it, so that a later change of law by date does
//! not reach back and every decision can be made again.

use serde::{Deserialize, Serialize};

/// A number and the law, rule or policy that sets it. Written as `[value, "citation"]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, String)", into = "(u32, String)")]
pub struct Parameter {
    /// The number, in the unit that its field names.
    pub value: u32,
    /// Where it is written: a short citation that a person can look up.
    pub cites: String,
}

impl Parameter {
    /// Names a number and its source.
    pub fn new(value: u32, cites: impl Into<String>) -> Self {
        Self { value, cites: cites.into() }
    }
}

impl From<(u32, String)> for Parameter {
    fn from((value, cites): (u32, String)) -> Self {
        Self { value, cites }
    }
}

impl From<Parameter> for (u32, String) {
    fn from(parameter: Parameter) -> Self {
        (parameter.value, parameter.cites)
    }
}

/// The numbers that one movement lives under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {
    /// How far a found weight may lie from the expected one, in hundredths of a percent (500 is 5 %).
    #[serde(rename = "weight")]
    pub weight_tolerance_bp: Parameter,
    /// How many days after it occurred something may still be recorded by one person alone.
    #[serde(rename = "backdate")]
    pub backdating_days: Parameter,
    /// How many hours after its limit a passage still counts as in time.
    #[serde(rename = "grace")]
    pub late_grace_hours: Parameter,
    /// How many days the declarant has to bring security that suffices.
    #[serde(rename = "secure")]
    pub security_days: Parameter,
    /// How many days the office of departure has for control, and again for release.
    #[serde(rename = "depart")]
    pub departure_days: Parameter,
    /// How many hours a unit may take from one country's exit to the next one's entry.
    #[serde(rename = "border")]
    pub border_hours: Parameter,
    /// How many days after arrival unloading remarks are due.
    #[serde(rename = "remarks")]
    pub remarks_days: Parameter,
    /// How many days another office has to resolve a discrepancy.
    #[serde(rename = "resolve")]
    pub resolution_days: Parameter,
    /// How many days after the remarks a unit's discharge is due.
    #[serde(rename = "discharge")]
    pub discharge_days: Parameter,
}

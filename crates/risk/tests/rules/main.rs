//! Rulesets as a whole: the shipped one by example, faults and scoring, and properties that always hold.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod language;
mod properties;
mod rulesets;
mod shipped;
mod support;

//! Whole documents in, declarations and findings out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on should say where"
)]

mod checks;
mod generated;
mod hostile;
mod messages;
mod sample;
mod shared;

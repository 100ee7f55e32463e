//! Tests of the whole: the real binary on real databases, over HTTP and in a browser.
//!
//! Build the binary first (`cargo build --workspace`); `cargo xtask test` does. What a single crate can
//! show about itself is tested there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    reason = "a test that cannot go on should stop, and says where"
)]

mod architecture;
mod detours;
mod documents;
mod harness;
mod lists;
mod pages;
mod permissions;
mod problems;
mod serving;
mod tutorial;
mod walk;

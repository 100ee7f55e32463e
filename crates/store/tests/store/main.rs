//! The promises of the store, each shown on SQLite and on PostgreSQL, each in a fresh database.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod commit;
mod gate;
mod hostile;
mod lists;
mod property;
mod proxy;
mod schema;
mod tamper;
mod world;

//! The use cases: who may, what is prepared, what is decided.
//!
//! One function for each thing that people can do; pages, API, commands and tests call the same one. It
//! asks the permission table, does the pure work with no lock held, and hands the store one `Write` whose
//! decision sees loaded rows only. Here the domain crates are introduced to one another; they do not know
//! each other.

pub mod error;
pub mod permission;
pub mod request;
pub mod view;

pub use error::{Error, Kind, Result};
pub use permission::Action;

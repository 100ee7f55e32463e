//! The use cases: who may, what is prepared, what is decided.
//!
//! One function for each thing that people can do; pages, API, commands and tests call the same one. It
//! asks the permission table, does the pure work with no lock held, and hands the store one `Write` whose
//! decision sees loaded rows only. Here the domain crates are introduced to one another; they do not know
//! each other.

pub mod audit;
pub mod declaration;
pub mod error;
pub mod examine;
pub mod facts;
pub mod guarantee;
pub mod lodge;
pub mod movement;
pub mod people;
pub mod permission;
pub mod request;
pub mod sign_in;
pub mod token;
pub mod view;
pub mod write;

mod attempts;
mod clock;
mod context;
mod draft;
mod field;
mod identity;
mod scope;
mod secrets;
mod security;
mod show;

pub use clock::Clock;
pub use context::{Context, Mode, embedded_law};
pub use error::{Error, Kind, Result};
pub use examine::check_bytes;
pub use permission::Action;
pub use secrets::Secrets;
pub use token::SignedIn;
pub use write::{Request, Written};

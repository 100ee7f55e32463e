//! Believable trade from a seed: companies, people and guarantees of four administrations, and an endless
//! stream of declarations between them.
//!
//! Pure, so that the demo, the benchmarks and the tests make the same trade from the same seed. Names are
//! made up from places and trades; nobody real is meant. Whether a declaration is acceptable, and what
//! becomes of it, is decided by the use cases and not here.

mod goods;
mod trade;
mod world;

pub use trade::{Flow, Shipment, Trade};
pub use world::{Company, CompanyKind, Guarantee, Mandate, Person, World};

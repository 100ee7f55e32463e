//! What tests need and production must never see: a clock turned by hand, a fresh database of either
//! engine, a loud way to skip.
//!
//! Everything here panics when it cannot do its work, because a test without its surroundings must
//! stop at once. How a database is migrated and filled belongs to `store` and `app`.

mod clock;
mod database;
mod postgres;
mod skip;

pub use clock::ManualClock;
pub use database::{Database, Engine};
pub use postgres::{Durability, PostgresServer, SERVER_VARIABLE, postgres_is_installed};
pub use skip::{SKIPS_VARIABLE, in_ci, shared_file, skip};

/// Runs one test body on a fresh database of each engine, as two tests named after the engines.
///
/// ```no_run
/// rahdari_testkit::on_each_engine! {
///     fn a_fresh_database_has_an_address(database) {
///         assert!(database.url().contains("://"));
///     }
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! on_each_engine {
    ($($(#[$attribute:meta])* fn $name:ident($database:ident) $body:block)+) => { $(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, reason = "a body may need nothing from its surroundings")]
            use super::*;

            fn body($database: &$crate::Database) $body

            #[test]
            fn sqlite() {
                body(&$crate::Database::sqlite());
            }

            #[test]
            fn postgres() {
                if let Some(database) = $crate::Database::postgres() {
                    body(&database);
                }
            }
        }
    )+ };
}

//! Brings the tables up to date. The migrations stand in `migrations/`, once for each engine, and are
//! part of the program.

use diesel::connection::SimpleConnection as _;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use crate::StoreError;
use crate::connection::{Address, Conn, Purpose, open};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Only one node migrates at a time; the number is ours alone by convention.
const ADVISORY_LOCK: i64 = 0x7261_6864_6172_6901;

/// Runs what is missing and returns the versions that were run.
pub(crate) fn migrate(address: &Address) -> Result<Vec<String>, StoreError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration(error.to_string());
    let versions = match open(address, Purpose::Migrate)? {
        Conn::Sqlite(mut conn) => {
            conn.run_pending_migrations(SQLITE).map_err(failed)?.iter().map(ToString::to_string).collect()
        }
        Conn::Postgres(mut conn) => {
            conn.batch_execute(&format!("set lock_timeout = 0; select pg_advisory_lock({ADVISORY_LOCK});"))?;
            conn.run_pending_migrations(POSTGRES).map_err(failed)?.iter().map(ToString::to_string).collect()
        }
    };
    Ok(versions)
}

/// Returns whether every migration was run.
pub(crate) fn is_current(conn: &mut Conn) -> Result<bool, StoreError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration(error.to_string());
    match conn {
        Conn::Sqlite(conn) => Ok(!conn.has_pending_migration(SQLITE).map_err(failed)?),
        Conn::Postgres(conn) => Ok(!conn.has_pending_migration(POSTGRES).map_err(failed)?),
    }
}

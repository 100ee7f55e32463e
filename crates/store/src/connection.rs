//! A connection to either engine, opened by the scheme of its address.
//!
//! The derive's own `establish` is never used: it tries one engine after the other and may open a file
//! called `postgres://…`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, SqliteConnection};

use crate::StoreError;

/// A connection to one of the two engines, for queries that are written once.
#[derive(diesel::MultiConnection)]
pub(crate) enum Conn {
    /// A file beside the program.
    Sqlite(SqliteConnection),
    /// A server.
    Postgres(PgConnection),
}

/// Where the data are, as an address with a scheme.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// `sqlite:PATH`, also written `sqlite://PATH`.
    Sqlite(PathBuf),
    /// `postgres://…` or `postgresql://…`, as libpq takes it.
    Postgres(String),
}

/// The address names no engine that we know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a database address begins with sqlite: or postgres:// and names a file or a server")]
pub struct NotAnAddress;

impl FromStr for Address {
    type Err = NotAnAddress;
    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").ok_or(NotAnAddress)?;
        let path = path.strip_prefix("//").unwrap_or(path);
        // Readers and the committer open the file by name, so it needs one.
        if path.is_empty() || path.starts_with(':') {
            Err(NotAnAddress)
        } else {
            Ok(Self::Sqlite(path.into()))
        }
    }
}

/// Writes the address without what may be a password.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(text) => {
                let rest = text.rsplit_once('@').map_or("", |(_, rest)| rest);
                write!(f, "postgres://…{}{rest}", if rest.is_empty() { "" } else { "@" })
            }
        }
    }
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The committer: may write, and waits for the disk.
    Commit,
    /// A reader: cannot write at all.
    Read,
    /// Migrations: may change tables.
    Migrate,
}

/// Opens a connection and sets it up for its purpose.
pub(crate) fn open(address: &Address, purpose: Purpose) -> Result<Conn, StoreError> {
    match address {
        Address::Sqlite(path) => {
            let path =
                path.to_str().ok_or_else(|| StoreError::Unavailable("the path is not UTF-8".into()))?;
            let mut conn = SqliteConnection::establish(path)?;
            // The busy timeout comes first: switching to WAL needs the file for a moment.
            conn.batch_execute(
                "pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full; \
                 pragma cache_size = -65536; pragma temp_store = memory; pragma wal_autocheckpoint = 8192;",
            )?;
            if purpose == Purpose::Read {
                conn.batch_execute("pragma query_only = on;")?;
            }
            Ok(Conn::Sqlite(conn))
        }
        Address::Postgres(url) => {
            let mut conn = PgConnection::establish(url)?;
            // A committer that lost its way must not hold the log's head for ever.
            conn.batch_execute(
                "set client_min_messages = warning; set synchronous_commit = on; set lock_timeout = '20s'; \
                 set idle_in_transaction_session_timeout = '30s'; \
                 set default_transaction_isolation = 'read committed';",
            )?;
            match purpose {
                // Every statement of a committer finds rows by a key. A plan made while the tables were small
                // would walk them when they are large, and planning anew each time costs as much as the work.
                Purpose::Commit => conn.batch_execute(
                    "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off;",
                )?,
                Purpose::Read => conn.batch_execute("set default_transaction_read_only = on;")?,
                Purpose::Migrate => {}
            }
            Ok(Conn::Postgres(conn))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_chooses_the_engine_and_nothing_else_does() {
        assert_eq!("sqlite:rahdari.db".parse(), Ok(Address::Sqlite("rahdari.db".into())));
        assert_eq!("sqlite:///srv/rahdari.db".parse(), Ok(Address::Sqlite("/srv/rahdari.db".into())));
        assert_eq!("postgres://host/db".parse(), Ok(Address::Postgres("postgres://host/db".into())));
        for wrong in ["rahdari.db", "sqlite:", "sqlite::memory:", "mysql://host/db", ""] {
            assert_eq!(wrong.parse::<Address>(), Err(NotAnAddress), "{wrong}");
        }
    }

    #[test]
    fn an_address_is_shown_without_its_password() {
        let address: Address = "postgres://broker:secret@host/db".parse().unwrap();
        assert_eq!(format!("{address:?}"), "postgres://…@host/db");
    }
}

//! A fresh, empty database of either engine, gone when the value is dropped.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context as _;
use tempfile::TempDir;

use crate::postgres::{self, PostgresServer};
use crate::skip::skip;

/// Which database program keeps the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in a temporary folder.
    Sqlite,
    /// A database on a private server.
    Postgres,
}

/// An empty database that belongs to one test.
#[derive(Debug)]
pub struct Database {
    url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(TempDir),
    Server { server: &'static PostgresServer, name: String },
}

impl Database {
    /// Makes a SQLite database in a folder of its own. The file itself comes with the first connection.
    ///
    /// # Panics
    /// When the system gives no temporary folder.
    #[expect(clippy::panic, reason = "a test without its database must stop at once")]
    pub fn sqlite() -> Self {
        let folder = match tempfile::Builder::new().prefix("rahdari-").tempdir() {
            Ok(folder) => folder,
            Err(error) => panic!("no temporary folder for a SQLite database: {error}"),
        };
        let url = format!("sqlite://{}", file_in(&folder).display());
        Self { url, place: Place::Folder(folder) }
    }

    /// Makes a PostgreSQL database on this process's private server, or announces that PostgreSQL is
    /// not installed and returns nothing.
    ///
    /// # Panics
    /// When PostgreSQL is installed and does not start, and in CI also when it is not installed.
    #[expect(clippy::panic, reason = "a test without its database must stop at once")]
    pub fn postgres() -> Option<Self> {
        match postgres::server_of_this_process() {
            Ok(Some(server)) => match Self::on(server) {
                Ok(database) => Some(database),
                Err(error) => panic!("no fresh PostgreSQL database: {error:#}"),
            },
            Ok(None) => {
                skip("PostgreSQL (Debian, Ubuntu: apt-get install postgresql)");
                None
            }
            Err(error) => panic!("no private PostgreSQL server: {error}"),
        }
    }

    /// Makes a database of the engine asked for; see [`Database::sqlite`] and [`Database::postgres`].
    pub fn of(engine: Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite => Some(Self::sqlite()),
            Engine::Postgres => Self::postgres(),
        }
    }

    /// Returns the address to open the database by: `sqlite:///…/rahdari.db` or `postgres://…/name`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the engine behind the address.
    pub fn engine(&self) -> Engine {
        match self.place {
            Place::Folder(_) => Engine::Sqlite,
            Place::Server { .. } => Engine::Postgres,
        }
    }

    /// Returns the SQLite file, for tests that look at it or damage it.
    pub fn file(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(file_in(folder)),
            Place::Server { .. } => None,
        }
    }

    /// Runs SQL from outside, past everything the store guards, and returns the rows as lines of columns
    /// parted by `|`. For PostgreSQL only; a SQLite file is opened with a connection of one's own.
    ///
    /// # Errors
    /// With what `psql` says.
    pub fn psql(&self, sql: &str) -> anyhow::Result<String> {
        match &self.place {
            Place::Folder(_) => anyhow::bail!("psql cannot open a SQLite file"),
            Place::Server { server, name } => server.psql(name, sql),
        }
    }

    fn on(server: &'static PostgresServer) -> anyhow::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        // A killed process may have left a database under a process id that is ours now.
        server.psql("postgres", &format!("drop database if exists {name} with (force)"))?;
        server
            .psql("postgres", &format!("create database {name} template template0"))
            .with_context(|| format!("database {name}"))?;
        Ok(Self { url: server.url(&name), place: Place::Server { server, name } })
    }
}

fn file_in(folder: &TempDir) -> PathBuf {
    folder.path().join("rahdari.db")
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Place::Server { server, name } = &self.place
            && let Err(error) =
                server.psql("postgres", &format!("drop database if exists {name} with (force)"))
        {
            eprintln!("the test database {name} stays behind: {error:#}");
        }
    }
}

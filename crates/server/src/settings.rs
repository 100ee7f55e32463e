//! The settings that several commands share, and the context they make.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use rahdari_app::{Clock, Context, Mode};
use rahdari_store::Store;

use crate::keys;

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub(crate) struct Database {
    /// The database: `sqlite://FILE` (or just a file name) or `postgres://USER@HOST/NAME`.
    #[arg(long, env = "RAHDARI_DATABASE", default_value = "sqlite://rahdari.db")]
    pub(crate) database: String,
    /// The file of the installation's secrets; beside the database when not named. Made on the first start.
    #[arg(long, env = "RAHDARI_KEYS")]
    pub(crate) keys: Option<PathBuf>,
}

impl Database {
    /// Opens the database, brings its tables up to date, loads the law and returns what the use cases need.
    pub(crate) async fn context(&self, mode: Mode, clock: Clock) -> anyhow::Result<Arc<Context>> {
        let store = self.store()?;
        store.migrate().context("the tables could not be made or widened")?;
        let path = self.keys.clone().unwrap_or_else(|| keys::default_path(&self.database));
        let secrets = keys::load_or_make(&path)?;
        let context = Context::open(store, secrets, clock, mode)
            .await
            .context("the reference data could not be loaded")?;
        Ok(Arc::new(context))
    }

    /// Opens the database as it is.
    pub(crate) fn store(&self) -> anyhow::Result<Store> {
        Store::open(&self.url()).with_context(|| format!("the database {} could not be opened", self.shown()))
    }

    /// Refuses a SQLite file that is not there, for commands that only read: opening would make it.
    pub(crate) fn must_exist(&self) -> anyhow::Result<()> {
        let url = self.url();
        let file = url.strip_prefix("sqlite:").map(|rest| rest.trim_start_matches("//"));
        if let Some(file) = file.filter(|file| !std::path::Path::new(file).exists()) {
            anyhow::bail!("there is no database {file}");
        }
        Ok(())
    }

    /// Returns the database's address; a bare file name means SQLite.
    pub(crate) fn url(&self) -> String {
        if self.database.contains("://") || self.database.starts_with("sqlite:") {
            self.database.clone()
        } else {
            format!("sqlite://{}", self.database)
        }
    }

    /// Returns the address without its password, for messages.
    pub(crate) fn shown(&self) -> String {
        match (self.database.split_once("://"), self.database.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
            _ => self.database.clone(),
        }
    }
}

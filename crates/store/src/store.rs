//! The store: opened by an address, it takes writes and lends readers.

use std::fmt;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, TrySendError, bounded};
use diesel::{QueryDsl as _, RunQueryDsl as _};
use tokio::sync::oneshot;

use crate::StoreError;
use crate::committer::{Committer, Waiting};
use crate::connection::{Address, Purpose, open};
use crate::fault::Faults;
use crate::migrate;
use crate::pool::Pool;
use crate::read::Reader;
use crate::record::{CheckpointRecord, tables};
use crate::table::insert;
use crate::write::{CommitError, Key, Outcome, Write};

/// How a store works. The default suits a server.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many committers work side by side on PostgreSQL; SQLite has one writer by nature. One is the fastest
    /// while most declarations are accepted by one office: further ones wait for its serial numbers.
    pub committers: usize,
    /// How many writes one transaction takes at most.
    pub batch_max: usize,
    /// How many writes may wait before further ones are turned away.
    pub waiting_max: usize,
    /// How many readers work side by side.
    pub readers: usize,
    /// Failures on order, for tests.
    #[doc(hidden)]
    pub faults: Faults,
}

impl Default for Options {
    fn default() -> Self {
        Self { committers: 1, batch_max: 256, waiting_max: 8192, readers: 8, faults: Faults::default() }
    }
}

/// The one way to the database. Cheap to clone; the last clone to go waits for the writes it took.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    address: Address,
    queues: Vec<Sender<Waiting>>,
    threads: Vec<JoinHandle<()>>,
    pool: Pool,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.inner.address).finish()
    }
}

impl Store {
    /// Opens the database at an address such as `sqlite:rahdari.db` or `postgres://host/name`. A SQLite file
    /// that is not there is made; tables are made by [`Store::migrate`].
    ///
    /// # Errors
    /// When the address names no known engine or the database cannot be reached.
    pub fn open(address: &str) -> Result<Self, StoreError> {
        Self::open_with(address, Options::default())
    }

    /// Opens the database with options of one's own; see [`Store::open`].
    ///
    /// # Errors
    /// When the address names no known engine or the database cannot be reached.
    pub fn open_with(address: &str, options: Options) -> Result<Self, StoreError> {
        let address: Address =
            address.parse().map_err(|error| StoreError::Unavailable(format!("{error}")))?;
        // An address that does not work should be noticed now, not at the first request.
        drop(open(&address, Purpose::Commit)?);
        let count = match &address {
            Address::Sqlite(_) => 1,
            Address::Postgres(_) => options.committers.max(1),
        };
        let mut queues = Vec::with_capacity(count);
        let mut threads = Vec::with_capacity(count);
        for number in 0..count {
            let (sender, waiting) = bounded(options.waiting_max.max(1));
            let committer = Committer::new(address.clone(), options.batch_max, options.faults.clone());
            let thread = std::thread::Builder::new()
                .name(format!("committer-{number}"))
                .spawn(move || committer.run(&waiting))
                .map_err(|error| StoreError::Unavailable(format!("no thread for a committer: {error}")))?;
            queues.push(sender);
            threads.push(thread);
        }
        let pool = Pool::new(address.clone(), options.readers);
        Ok(Self { inner: Arc::new(Inner { address, queues, threads, pool }) })
    }

    /// Brings the tables up to date and returns the versions of the migrations that were run.
    ///
    /// # Errors
    /// When the database cannot be reached or a migration fails.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        migrate::migrate(&self.inner.address)
    }

    /// Returns whether the tables are up to date, for readiness checks.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn is_current(&self) -> Result<bool, StoreError> {
        // A reader may not make the table of migrations, so a connection that may is opened for this.
        migrate::is_current(&mut open(&self.inner.address, Purpose::Migrate)?)
    }

    /// Hands in a write and waits, without blocking the thread, until its answer is durable.
    ///
    /// # Errors
    /// When there is no durable answer; see [`CommitError`].
    pub async fn commit(&self, write: Write) -> Result<Outcome, CommitError> {
        self.hand_in(write)?.await.unwrap_or(Err(CommitError::Closed))
    }

    /// Hands in a write and blocks the thread until its answer is durable. Not for async code.
    ///
    /// # Errors
    /// When there is no durable answer; see [`CommitError`].
    pub fn commit_blocking(&self, write: Write) -> Result<Outcome, CommitError> {
        self.hand_in(write)?.blocking_recv().unwrap_or(Err(CommitError::Closed))
    }

    /// Runs queries on a reader connection, away from the async threads.
    ///
    /// # Errors
    /// What the queries return, or when no connection can be opened.
    pub async fn read<T, F>(&self, queries: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Reader<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let store = self.clone();
        let ended = tokio::task::spawn_blocking(move || store.read_blocking(queries)).await;
        ended.unwrap_or_else(|error| Err(StoreError::Unavailable(format!("the query was ended: {error}"))))
    }

    /// Runs queries on a reader connection and blocks the thread meanwhile. Not for async code.
    ///
    /// # Errors
    /// What the queries return, or when no connection can be opened.
    pub fn read_blocking<T>(
        &self,
        queries: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.inner.pool.with(|conn| queries(&mut Reader::new(conn)))
    }

    /// Keeps a checkpoint that was signed; one for the same size that is there already stays. It says nothing
    /// that the log does not hold, so it is not an event itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_checkpoint(&self, checkpoint: CheckpointRecord) -> Result<(), StoreError> {
        let address = self.inner.address.clone();
        let saved = tokio::task::spawn_blocking(move || save_checkpoint(&address, &checkpoint)).await;
        saved.unwrap_or_else(|error| Err(StoreError::Unavailable(format!("it was ended: {error}"))))
    }

    fn hand_in(&self, write: Write) -> Result<oneshot::Receiver<Result<Outcome, CommitError>>, CommitError> {
        if write.key.text.contains('\0') {
            let cause = "the idempotency key holds a NUL character".to_owned();
            return Err(CommitError::Internal { action: write.action, cause });
        }
        let (answer, receiver) = oneshot::channel();
        let queue = self.queue_for(&write).ok_or(CommitError::Closed)?;
        match queue.try_send(Waiting { write, answer }) {
            Ok(()) => Ok(receiver),
            Err(TrySendError::Full(_)) => Err(CommitError::Overloaded),
            Err(TrySendError::Disconnected(_)) => Err(CommitError::Closed),
        }
    }

    /// Writes on the same guarantee go to the same committer, so that they do not wait for one another's
    /// locks.
    fn queue_for(&self, write: &Write) -> Option<&Sender<Waiting>> {
        let queues = &self.inner.queues;
        let guarantee = write.touches.iter().find(|key| matches!(key, Key::Guarantee(_) | Key::Grn(_)));
        let hash = match guarantee.or(write.touches.first()) {
            Some(key) => BuildHasherDefault::<DefaultHasher>::default().hash_one(key),
            None => 0,
        };
        let count = u64::try_from(queues.len()).ok().filter(|count| *count > 0)?;
        queues.get(usize::try_from(hash % count).unwrap_or(0))
    }
}

fn save_checkpoint(address: &Address, checkpoint: &CheckpointRecord) -> Result<(), StoreError> {
    use crate::schema::checkpoints;
    let mut conn = open(address, Purpose::Commit)?;
    let there = checkpoints::table.find(checkpoint.size).count();
    if there.get_result::<i64>(&mut conn)? > 0 {
        return Ok(());
    }
    match insert(&mut conn, &tables::CHECKPOINTS, &checkpoint.cells()) {
        // Another request signed the same size in the meantime.
        Err(StoreError::Refused(_)) => Ok(()),
        result => result,
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Without senders the committers end once they have answered what is waiting.
        self.queues.clear();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a committer ended by a panic");
            }
        }
    }
}

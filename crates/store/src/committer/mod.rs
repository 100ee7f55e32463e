//! The committer: takes all writes that are waiting, decides and saves them in one transaction, and answers
//! when that is durable.
//!
//! It needs no savepoints: a refused decision is taken back in the book, before anything is written. When
//! the database fails in any way the transaction is rolled back, the connection dropped, and each write
//! tried alone; whether a lost COMMIT was carried out shows in the answers kept by idempotency key.

mod batch;
mod flush;
mod load;

use crossbeam_channel::Receiver;
use tokio::sync::oneshot;

use crate::StoreError;
use crate::connection::{Address, Conn, Purpose, open};
use crate::fault::Faults;
use crate::salt::Salts;
use crate::write::{CommitError, Outcome, Write};
use batch::{Failure, Settling};
pub(crate) use flush::{frontier, link};

/// How often one write is tried alone before its caller is told that the database is not available.
const ATTEMPTS_MAX: u32 = 4;

/// How long to wait after the first failed attempt; doubled after each further one.
const PAUSE_MILLIS: u64 = 20;

/// A write and whom to answer.
pub(crate) struct Waiting {
    pub(crate) write: Write,
    pub(crate) answer: oneshot::Sender<Result<Outcome, CommitError>>,
}

/// What one committer thread owns.
pub(crate) struct Committer {
    address: Address,
    batch_max: usize,
    faults: Faults,
    salts: Salts,
    conn: Option<Conn>,
}

impl Committer {
    pub(crate) fn new(address: Address, batch_max: usize, faults: Faults) -> Self {
        Self { address, batch_max: batch_max.max(1), faults, salts: Salts::new(), conn: None }
    }

    /// Works until nobody can hand in writes any more.
    pub(crate) fn run(mut self, waiting: &Receiver<Waiting>) {
        while let Ok(first) = waiting.recv() {
            let mut batch = vec![first];
            while batch.len() < self.batch_max
                && let Ok(next) = waiting.try_recv()
            {
                batch.push(next);
            }
            self.settle(batch);
        }
    }

    /// Answers every write of a batch, whatever happens.
    fn settle(&mut self, mut batch: Vec<Waiting>) {
        while !batch.is_empty() {
            match self.attempt(&batch, Settling::First) {
                Ok(outcomes) => {
                    for (waiting, outcome) in batch.drain(..).zip(outcomes) {
                        answer(waiting, Ok(outcome));
                    }
                }
                Err(Failure::Mistake { at, cause }) => {
                    // The others never happened: they are decided again, on a fresh book.
                    let mistaken = batch.remove(at.min(batch.len().saturating_sub(1)));
                    tracing::error!(action = mistaken.write.action, cause, "a decision failed");
                    let action = mistaken.write.action;
                    answer(mistaken, Err(CommitError::Internal { action, cause }));
                }
                Err(Failure::Database(error)) => {
                    tracing::warn!(%error, writes = batch.len(), "a batch failed; each write is tried alone");
                    self.settle_each(std::mem::take(&mut batch));
                }
            }
        }
    }

    fn settle_each(&mut self, batch: Vec<Waiting>) {
        let mut reachable = true;
        for waiting in batch {
            let attempts = if reachable { ATTEMPTS_MAX } else { 1 };
            let settled = self.settle_alone(&waiting, attempts);
            reachable = !matches!(settled, Err(CommitError::Unavailable(_)));
            answer(waiting, settled);
        }
    }

    fn settle_alone(&mut self, waiting: &Waiting, attempts: u32) -> Result<Outcome, CommitError> {
        let action = waiting.write.action;
        let mut last = CommitError::Unavailable("it was not tried".to_owned());
        for attempt in 0..attempts {
            if attempt > 0 {
                std::thread::sleep(std::time::Duration::from_millis(PAUSE_MILLIS << attempt));
            }
            match self.attempt(std::slice::from_ref(waiting), Settling::Again) {
                Ok(outcomes) => match outcomes.into_iter().next() {
                    Some(outcome) => return Ok(outcome),
                    None => last = CommitError::Unavailable("a write had no outcome".to_owned()),
                },
                Err(Failure::Mistake { cause, .. }) => {
                    tracing::error!(action, cause, "a decision failed");
                    return Err(CommitError::Internal { action, cause });
                }
                // Another node may just have made the same row: the next attempt sees it.
                Err(Failure::Database(StoreError::Refused(cause))) => {
                    last = CommitError::Internal { action, cause };
                }
                Err(Failure::Database(StoreError::Damaged(cause))) => {
                    return Err(CommitError::Internal { action, cause });
                }
                Err(Failure::Database(error)) => last = CommitError::Unavailable(error.to_string()),
            }
        }
        tracing::error!(error = %last, action, "a write was given up");
        Err(last)
    }

    /// Tries to carry out and save all of a batch in one transaction, and returns the outcomes in order.
    fn attempt(&mut self, batch: &[Waiting], settling: Settling) -> Result<Vec<Outcome>, Failure> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => open(&self.address, Purpose::Commit)?,
        };
        // A panic outside a decision is a fault of ours; the thread must live on to answer.
        let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            batch::attempt(&mut conn, batch, settling, &mut self.salts, &self.faults)
        }));
        let result = tried.unwrap_or_else(|panic| {
            Err(StoreError::Damaged(format!("the committer panicked: {}", batch::panic_text(&*panic))).into())
        });
        // Without the connection a transaction that is still open ends by itself.
        if result.is_ok() {
            self.conn = Some(conn);
        }
        result
    }
}

fn answer(waiting: Waiting, outcome: Result<Outcome, CommitError>) {
    // Whoever asked may have gone away; what was saved stays saved.
    if waiting.answer.send(outcome).is_err() {
        tracing::debug!(action = waiting.write.action, "nobody waits for the answer");
    }
}

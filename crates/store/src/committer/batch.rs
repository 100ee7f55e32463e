//! One transaction: load, decide, write, commit.

use std::any::Any;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::connection::{AnsiTransactionManager, SimpleConnection as _, TransactionManager as _};
use rahdari_kernel::Refusal;

use super::Waiting;
use super::flush::flush;
use super::load::load;
use crate::StoreError;
use crate::book::Journal;
use crate::connection::Conn;
use crate::fault::{Fault, Faults, Moment};
use crate::record::IdempotencyRow;
use crate::salt::Salts;
use crate::write::{IDEMPOTENCY_CONFLICT, IdempotencyKey, Outcome, Write};

/// Whether the writes may have been saved by an attempt whose end is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settling {
    /// They were not tried before.
    First,
    /// They were; an answer that is found may be that of the attempt before.
    Again,
}

/// Why a batch was not saved.
pub(crate) enum Failure {
    /// One decision panicked or made a mistake; nothing was written yet.
    Mistake {
        /// Its place in the batch.
        at: usize,
        /// What happened.
        cause: String,
    },
    /// The database failed; during COMMIT it is unknown whether all or nothing was saved.
    Database(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Database(error)
    }
}

/// What is known of a write's answer before the transaction is over.
enum Known {
    /// It was answered before this batch.
    Before(Outcome),
    /// It is answered by the answer at this place of the journal.
    Journal { at: usize, replayed: bool },
}

/// Carries out and saves a batch, and returns the outcomes in order.
pub(crate) fn attempt(
    conn: &mut Conn,
    batch: &[Waiting],
    settling: Settling,
    salts: &mut Salts,
    faults: &Faults,
) -> Result<Vec<Outcome>, Failure> {
    begin(conn)?;
    match transact(conn, batch, settling, salts, faults) {
        Ok(outcomes) => Ok(outcomes),
        Err(failure) => {
            // The connection is dropped after this, so a rollback that fails changes nothing.
            if let Err(error) = roll_back(conn) {
                tracing::debug!(%error, "the rollback failed");
            }
            Err(failure)
        }
    }
}

fn transact(
    conn: &mut Conn,
    batch: &[Waiting],
    settling: Settling,
    salts: &mut Salts,
    faults: &Faults,
) -> Result<Vec<Outcome>, Failure> {
    interfere(conn, faults, Moment::Begun, batch.len())?;
    let (mut book, before) = load(conn, batch.iter().map(|waiting| &waiting.write))?;
    interfere(conn, faults, Moment::Loaded, batch.len())?;
    let mut journal = Journal::default();
    let mut by_key: HashMap<&IdempotencyKey, usize> = HashMap::new();
    let mut known = Vec::with_capacity(batch.len());
    for (at, Waiting { write, .. }) in batch.iter().enumerate() {
        if let Some(row) = before.get(&write.key) {
            known.push(Known::Before(replay(row, write, settling)?));
            continue;
        }
        if let Some(&earlier) = by_key.get(&write.key) {
            let same =
                journal.answers.get(earlier).is_some_and(|first| first.request_hash == write.request_hash);
            known.push(if same {
                Known::Journal { at: earlier, replayed: true }
            } else {
                Known::Before(conflict())
            });
            continue;
        }
        book.begin(&write.touches);
        let decided = catch_unwind(AssertUnwindSafe(|| (write.decide)(&mut book)))
            .map_err(|panic| Failure::Mistake { at, cause: format!("panic: {}", panic_text(&*panic)) })?;
        book.finish(write, decided, salts, &mut journal).map_err(|cause| Failure::Mistake { at, cause })?;
        let answer = journal.answers.len().saturating_sub(1);
        by_key.insert(&write.key, answer);
        known.push(Known::Journal { at: answer, replayed: false });
    }
    let base = flush(conn, &mut book, &mut journal)?;
    interfere(conn, faults, Moment::BeforeCommit, batch.len())?;
    commit(conn)?;
    interfere(conn, faults, Moment::AfterCommit, batch.len())?;
    known.into_iter().map(|known| outcome(known, &journal, base)).collect()
}

fn outcome(known: Known, journal: &Journal, base: u64) -> Result<Outcome, Failure> {
    match known {
        Known::Before(outcome) => Ok(outcome),
        Known::Journal { at, replayed } => {
            let missing = || StoreError::Damaged("an answer is missing".to_owned());
            let answer = journal.answers.get(at).ok_or_else(missing)?;
            let leaf = u64::try_from(answer.leaf).map_err(|_| missing())?;
            Ok(match answer.decided.clone() {
                Ok(answer) => Outcome::Done { answer, replayed, log_size: base + leaf + 1 },
                Err(refusal) => Outcome::Refused { refusal, replayed },
            })
        }
    }
}

/// Answers a write that was answered before.
fn replay(row: &IdempotencyRow, write: &Write, settling: Settling) -> Result<Outcome, StoreError> {
    if row.request_hash != write.request_hash {
        return Ok(conflict());
    }
    let replayed = settling == Settling::First;
    let damaged = |error: serde_json::Error| StoreError::Damaged(format!("answer to {}: {error}", row.key));
    if row.done {
        let answer = serde_json::from_str(&row.answer).map_err(damaged)?;
        Ok(Outcome::Done { answer, replayed, log_size: u64::try_from(row.log_size).unwrap_or(0) })
    } else {
        let refusal = serde_json::from_str(&row.answer).map_err(damaged)?;
        Ok(Outcome::Refused { refusal, replayed })
    }
}

fn conflict() -> Outcome {
    let detail = "the idempotency key was used for another request; use a new one";
    Outcome::Refused { refusal: Refusal::new(IDEMPOTENCY_CONFLICT, detail), replayed: false }
}

/// Returns what a panic said.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a text".to_owned())
}

fn begin(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        // Takes the write lock at once, so that nothing read here can be changed by others.
        Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "begin immediate")?,
        Conn::Postgres(conn) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "begin isolation level read committed")?;
        }
    }
    Ok(())
}

fn commit(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn)?,
        Conn::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn)?,
    }
    Ok(())
}

fn roll_back(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn)?,
        Conn::Postgres(conn) => AnsiTransactionManager::rollback_transaction(conn)?,
    }
    Ok(())
}

fn interfere(conn: &mut Conn, faults: &Faults, moment: Moment, writes: usize) -> Result<(), StoreError> {
    match faults.at(moment, writes) {
        None => Ok(()),
        Some(Fault::Sql(sql)) => Ok(conn.batch_execute(&sql)?),
        Some(Fault::Drop) => Err(StoreError::Unavailable("the connection broke, as ordered".to_owned())),
    }
}

//! Recomputes everything from the log and names what does not fit: which event, transfer, account or row was
//! altered, is missing, was added or stands out of order.
//!
//! The log is checked against itself (leaf hashes, the chain over them, the root in the head, signed
//! checkpoints); the journal and the rows are checked against the log. Whoever rewrites the whole log,
//! its head and all rows consistently is found by a checkpoint that was given out before, and only there.

mod chain;
mod derived;
mod journal;
mod rows;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::StoreError;
use crate::book::DONE;
use crate::book::TRANSFER;
use crate::committer::frontier;
use crate::connection::Conn;
use crate::read::Reader;
use crate::record::{CheckpointRecord, EventRecord, EventRow, HeadRow, tables};
use crate::schema::{checkpoints, events, log_head};
use crate::store::Store;
use chain::Chain;
use journal::JournalCheck;
use rows::Seals;

/// How many rows are read at once.
const ROWS_AT_ONCE: i64 = 1000;

/// How many problems are described; further ones are counted.
const PROBLEMS_MAX: usize = 1000;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many events were read.
    pub events: u64,
    /// How many transfers were read.
    pub entries: u64,
    /// How many versions of declarations were read.
    pub versions: u64,
    /// How many events the head of the log claims.
    pub size: u64,
    /// The root over the events as they stand.
    pub root: [u8; 32],
    /// Everything that is wrong, each with its place; empty when nothing was altered.
    pub problems: Vec<String>,
}

/// Collects problems up to a number that a person can still read.
#[derive(Default)]
struct Problems {
    told: Vec<String>,
    untold: u64,
    /// Whether an event is among them, which explains why the root is another.
    of_events: bool,
    /// Whether a movement is among them, so that nothing can be worked out from movements.
    of_movements: bool,
}

impl Problems {
    fn add_row(&mut self, table: &str, problem: String) {
        self.of_movements |= table == tables::MOVEMENTS.name;
        self.add(problem);
    }

    fn add_event(&mut self, problem: String) {
        self.of_events = true;
        self.add(problem);
    }

    fn add(&mut self, problem: String) {
        if self.told.len() < PROBLEMS_MAX { self.told.push(problem) } else { self.untold += 1 }
    }

    fn into_vec(mut self) -> Vec<String> {
        if self.untold > 0 {
            self.told.push(format!("… and {} more", self.untold));
        }
        self.told
    }
}

impl Store {
    /// Verifies everything; see [`Reader::verify`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify(&self) -> Result<VerifyReport, StoreError> {
        self.read(|reader| reader.verify(|_, _| {})).await
    }
}

impl Reader<'_> {
    /// Verifies everything on one snapshot, and tells how many of the log's events it has read so far.
    ///
    /// # Errors
    /// When the database fails. What was tampered with is no error but a problem in the report.
    pub fn verify(&mut self, progress: impl Fn(u64, u64)) -> Result<VerifyReport, StoreError> {
        match self.conn {
            Conn::Sqlite(conn) => conn.batch_execute("begin")?,
            Conn::Postgres(conn) => {
                conn.batch_execute("begin isolation level repeatable read read only")?;
            }
        }
        // On an error the connection is closed, and the transaction with it.
        let report = verify(self.conn, &progress)?;
        self.conn.batch_execute("rollback")?;
        Ok(report)
    }
}

fn verify(conn: &mut Conn, progress: &dyn Fn(u64, u64)) -> Result<VerifyReport, StoreError> {
    let mut problems = Problems::default();
    let heads: Vec<HeadRow> = log_head::table.select(HeadRow::as_select()).load(conn)?;
    let head = heads.into_iter().next();
    let size = head.as_ref().map(|head| head.size);
    let mut signed = checkpoints::table
        .order(checkpoints::size)
        .select(CheckpointRecord::as_select())
        .load::<CheckpointRecord>(conn)?
        .into_iter()
        .peekable();
    let mut chain = Chain::default();
    let mut journal = JournalCheck::default();
    let mut seals = Seals::default();
    let mut after = i64::MIN;
    loop {
        let rows: Vec<EventRow> = events::table
            .filter(events::log_index.gt(after))
            .order(events::log_index)
            .limit(ROWS_AT_ONCE)
            .select(EventRow::as_select())
            .load(conn)?;
        let Some(last) = rows.last() else { break };
        let upto = last.log_index;
        journal.load(conn, after, upto)?;
        for row in rows {
            // A checkpoint covers the events before its size, so it is compared when that size is reached.
            while let Some(checkpoint) = signed.next_if(|checkpoint| checkpoint.size <= row.log_index) {
                compare_checkpoint(&checkpoint, &chain, &mut problems);
            }
            match check_event(&row, size, &mut chain, &mut problems) {
                Some(event) if event.event.kind == TRANSFER => journal.check(&event, &mut problems),
                Some(event) if event.event.kind == DONE => seals.learn(&event, &mut problems),
                Some(_) => {}
                None => journal.pass_over(row.log_index),
            }
        }
        journal.expect_nothing_else(&mut problems);
        after = upto;
        progress(chain.read(), claimed(size));
    }
    journal.load(conn, after, i64::MAX)?;
    journal.expect_nothing_else(&mut problems);
    for checkpoint in signed {
        compare_checkpoint(&checkpoint, &chain, &mut problems);
    }
    chain.tell(size, &mut problems);
    compare_head(head.as_ref(), &chain, &mut problems);
    journal.check_accounts(conn, &mut seals, &mut problems)?;
    let versions = seals.check_all(conn, &mut problems)?;
    if !problems.of_movements {
        derived::check(conn, &mut problems)?;
    }
    Ok(VerifyReport {
        events: chain.read(),
        entries: journal.read(),
        versions,
        size: claimed(size),
        root: chain.root(),
        problems: problems.into_vec(),
    })
}

fn claimed(size: Option<i64>) -> u64 {
    size.and_then(|size| u64::try_from(size).ok()).unwrap_or(0)
}

/// Checks an event against itself and the one before, and returns it if it is what was hashed.
fn check_event(
    row: &EventRow,
    size: Option<i64>,
    chain: &mut Chain,
    problems: &mut Problems,
) -> Option<EventRecord> {
    let at = row.log_index;
    if at < 0 || size.is_some_and(|size| at >= size) {
        problems.add_event(format!("event {at}: added beyond the end of the log"));
        return None;
    }
    let fits = rahdari_ledger::leaf_hash(row.canonical.as_bytes()) == row.leaf_hash;
    chain.add(row);
    if !fits {
        problems.add_event(format!("event {at} ({}): altered; its text is not what was hashed", row.kind));
        return None;
    }
    match EventRecord::try_from(row.clone()) {
        Ok(record) => {
            let event = &record.event;
            let same = event.kind == row.kind
                && event.subject.kind == row.subject_kind
                && event.subject.id == row.subject_id
                && event.administration.as_str() == row.administration
                && event.recorded_at == row.recorded_at;
            if !same {
                problems.add_event(format!(
                    "event {at} ({}): altered; its columns are not what was hashed",
                    event.kind
                ));
            }
            Some(record)
        }
        Err(error) => {
            problems.add_event(format!("event {at}: {error}"));
            None
        }
    }
}

fn compare_checkpoint(checkpoint: &CheckpointRecord, chain: &Chain, problems: &mut Problems) {
    let size = checkpoint.size;
    if u64::try_from(size).ok() != Some(chain.read()) {
        problems.add(format!("checkpoint {size}: the log does not hold the {size} events that were signed"));
    } else if checkpoint.root != chain.root() {
        problems.add(format!("checkpoint {size}: the first {size} events are not those that were signed"));
    }
}

fn compare_head(head: Option<&HeadRow>, chain: &Chain, problems: &mut Problems) {
    let Some(head) = head else {
        return problems.add("the head of the log: missing".to_owned());
    };
    if problems.of_events {
        // Another root is what those must lead to.
        return;
    }
    let root = frontier(head).ok().map(|frontier| (frontier.size(), frontier.root()));
    if root != Some((chain.read(), chain.root())) {
        problems.add("the head of the log: its root is not that of the events as they stand".to_owned());
    } else if head.chain_hash != chain.end() {
        problems.add("the head of the log: its chain does not end with the last event".to_owned());
    }
}

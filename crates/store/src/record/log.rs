//! The log and what stands beside it: events, checkpoints, answers by idempotency key, notifications,
//! serial numbers, reference files.

use std::sync::Arc;

use diesel::{Queryable, Selectable};
use rahdari_kernel::{CompanyId, Country, EventId, Instant, NewEvent, OfficeCode, Subject};

use super::row::{Row, counted};
use super::tables;
use crate::schema::{checkpoints, events, idempotency, log_head, outbox, reference_files, serials};
use crate::sql::{Bytes, Maybe, Micros, Word};
use crate::table::{Cell, Table};

/// An event of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRecord {
    /// Its place in the log, from 0; the only global order.
    pub log_index: u64,
    /// What happened.
    pub event: NewEvent,
    /// The RFC 6962 hash of its canonical bytes.
    pub leaf_hash: [u8; 32],
}

/// The row of an event. What can be searched is repeated beside the canonical text, which alone counts.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = events)]
pub(crate) struct EventRow {
    pub(crate) log_index: i64,
    pub(crate) kind: String,
    pub(crate) subject_kind: String,
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) subject_id: EventId,
    pub(crate) administration: String,
    #[diesel(deserialize_as = Micros)]
    pub(crate) recorded_at: Instant,
    pub(crate) canonical: String,
    #[diesel(deserialize_as = Bytes<32>)]
    pub(crate) leaf_hash: [u8; 32],
    #[diesel(deserialize_as = Bytes<32>)]
    pub(crate) chain_hash: [u8; 32],
}

/// The one row that knows how long the log is.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = log_head)]
pub(crate) struct HeadRow {
    pub(crate) id: i64,
    pub(crate) size: i64,
    pub(crate) frontier: Vec<u8>,
    #[diesel(deserialize_as = Bytes<32>)]
    pub(crate) chain_hash: [u8; 32],
}

/// A signed checkpoint of the log, given out or to be given out.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = checkpoints)]
pub struct CheckpointRecord {
    /// How many events it covers.
    pub size: i64,
    /// The root hash over them.
    #[diesel(deserialize_as = Bytes<32>)]
    pub root: [u8; 32],
    /// The signed note, as outsiders verify it.
    pub note: String,
    /// When it was signed.
    #[diesel(deserialize_as = Micros)]
    pub made_at: Instant,
}

/// The answer that a key was given.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = idempotency)]
pub(crate) struct IdempotencyRow {
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) scope: [u8; 16],
    pub(crate) key: String,
    #[diesel(deserialize_as = Bytes<32>)]
    pub(crate) request_hash: [u8; 32],
    #[diesel(deserialize_as = Word)]
    pub(crate) administration: Country,
    pub(crate) done: bool,
    pub(crate) answer: String,
    pub(crate) log_size: i64,
    #[diesel(deserialize_as = Micros)]
    pub(crate) at: Instant,
}

/// Whom a notification is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The people of a company.
    Company(CompanyId),
    /// The officers of an office.
    Office(OfficeCode),
    /// The administrators of an administration.
    Administration(Country),
}

/// Something that people or systems outside should learn. It leaves through the outbox, at least once, in
/// log order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// What it tells, such as `movement.released`.
    pub kind: String,
    /// Whom.
    pub to: Audience,
    /// What it is about.
    pub subject: Subject,
    /// A sentence for the reader, without personal data.
    pub text: String,
}

/// A notification that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationRecord {
    /// The place in the log of the request that caused it.
    pub log_index: u64,
    /// Its number among the notifications of that request, from 0.
    pub ordinal: u32,
    /// The administration whose business it is.
    pub administration: Country,
    /// What it tells.
    pub notification: Notification,
    /// When it was recorded.
    pub at: Instant,
}

/// The row of a notification.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub(crate) struct OutboxRow {
    pub(crate) log_index: i64,
    pub(crate) ordinal: i64,
    #[diesel(deserialize_as = Word)]
    pub(crate) administration: Country,
    pub(crate) kind: String,
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub(crate) company: Option<CompanyId>,
    #[diesel(deserialize_as = Maybe<Word>)]
    pub(crate) office: Option<OfficeCode>,
    pub(crate) subject_kind: String,
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) subject_id: EventId,
    pub(crate) text: String,
    #[diesel(deserialize_as = Micros)]
    pub(crate) at: Instant,
}

/// A file of reference data that was imported.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = reference_files)]
pub struct ReferenceFile {
    /// Its name, unique in the installation.
    pub name: String,
    /// The administration whose law it is, or that of the installation's first administration.
    #[diesel(deserialize_as = Word)]
    pub administration: Country,
    /// Counts its changes.
    pub version: i64,
    /// Its text.
    #[diesel(deserialize_as = Word)]
    pub content: Arc<str>,
    /// SHA-256 of the text.
    #[diesel(deserialize_as = Bytes<32>)]
    pub hash: [u8; 32],
    /// When it was imported.
    #[diesel(deserialize_as = Micros)]
    pub loaded_at: Instant,
}

/// The next serial number of an office in a year.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = serials)]
pub(crate) struct SerialRow {
    #[diesel(deserialize_as = Word)]
    pub(crate) office: OfficeCode,
    pub(crate) year: i64,
    #[diesel(deserialize_as = Word)]
    pub(crate) administration: Country,
    pub(crate) next: i64,
}

impl Row for ReferenceFile {
    const TABLE: &'static Table = &tables::REFERENCE_FILES;
    type Id = String;
    fn id(&self) -> String {
        self.name.clone()
    }
    counted!();
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        Ok(vec![
            self.name.as_str().into(),
            self.administration.as_str().into(),
            self.version.into(),
            (&self.content).into(),
            self.hash.into(),
            self.loaded_at.into(),
        ])
    }
}

impl SerialRow {
    pub(crate) fn cells(&self) -> [Cell; 4] {
        [self.office.as_str().into(), self.year.into(), self.administration.as_str().into(), self.next.into()]
    }
}

impl EventRow {
    pub(crate) fn into_cells(self) -> [Cell; 9] {
        [
            self.log_index.into(),
            self.kind.into(),
            self.subject_kind.into(),
            self.subject_id.to_bytes().into(),
            self.administration.as_str().into(),
            self.recorded_at.into(),
            self.canonical.into(),
            self.leaf_hash.into(),
            self.chain_hash.into(),
        ]
    }
}

impl CheckpointRecord {
    pub(crate) fn cells(&self) -> [Cell; 4] {
        [self.size.into(), self.root.into(), self.note.as_str().into(), self.made_at.into()]
    }
}

impl IdempotencyRow {
    pub(crate) fn into_cells(self) -> [Cell; 8] {
        [
            self.scope.into(),
            self.key.into(),
            self.request_hash.into(),
            self.administration.as_str().into(),
            self.done.into(),
            self.answer.into(),
            self.log_size.into(),
            self.at.into(),
        ]
    }
}

impl OutboxRow {
    pub(crate) fn into_cells(self) -> [Cell; 10] {
        [
            self.log_index.into(),
            self.ordinal.into(),
            self.administration.as_str().into(),
            self.kind.into(),
            self.company.map(CompanyId::to_bytes).into(),
            self.office.as_ref().map(OfficeCode::as_str).into(),
            self.subject_kind.into(),
            self.subject_id.to_bytes().into(),
            self.text.into(),
            self.at.into(),
        ]
    }
}

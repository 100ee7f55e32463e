//! The log: events, its head and checkpoints, notifications, reference files.

use diesel::dsl;
use diesel::prelude::*;
use rahdari_kernel::{Country, MovementId};
use serde::Deserialize;
use serde_json::Value;

use super::{Page, Reader, ask_for, log_index, page};
use crate::StoreError;
use crate::committer::frontier;
use crate::connection::Conn;
use crate::record::{
    Audience, CheckpointRecord, EventRecord, EventRow, HeadRow, Notification, NotificationRecord, OutboxRow,
    ReferenceFile,
};
use crate::schema::{checkpoints, events, log_head, outbox, reference_files, transfers};

impl Reader<'_> {
    /// Returns the events of an administration after a place in the log, in its order.
    ///
    /// # Errors
    /// When the database fails or an event cannot be read.
    pub fn events(
        &mut self,
        administration: Country,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<EventRecord>, StoreError> {
        let rows: Vec<EventRow> = events::table
            .filter(events::administration.eq(administration.as_str()))
            .filter(events::log_index.gt(place(after)))
            .order(events::log_index)
            .limit(ask_for(limit) - 1)
            .select(EventRow::as_select())
            .load(self.conn)?;
        rows.into_iter().map(EventRecord::try_from).collect()
    }

    /// Returns the events of a movement after a place in the log, in its order: its own, those of its
    /// declaration, and the transfers made for it.
    ///
    /// # Errors
    /// When the database fails or an event cannot be read.
    pub fn events_of_movement(
        &mut self,
        movement: MovementId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<EventRecord>, StoreError> {
        let (after, limit) = (place(after), ask_for(limit) - 1);
        let id = movement.to_bytes().to_vec();
        // Two queries with an index each; one with `or` would walk the whole log.
        let mut rows: Vec<EventRow> = events::table
            .filter(events::subject_id.eq(&id))
            .filter(events::subject_kind.ne("request"))
            .filter(events::log_index.gt(after))
            .order(events::log_index)
            .limit(limit)
            .select(EventRow::as_select())
            .load(self.conn)?;
        let of_ledger: Vec<EventRow> = transfers::table
            .inner_join(events::table.on(events::log_index.eq(transfers::log_index)))
            .filter(transfers::movement.eq(&id))
            .filter(transfers::log_index.gt(after))
            .order(transfers::log_index)
            .limit(limit)
            .select(EventRow::as_select())
            .load(self.conn)?;
        rows.extend(of_ledger);
        rows.sort_unstable_by_key(|row| row.log_index);
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        rows.into_iter().map(EventRecord::try_from).collect()
    }

    /// Returns how many events the log holds, and its root hash.
    ///
    /// # Errors
    /// When the database fails or the head cannot be read.
    pub fn log_head(&mut self) -> Result<(u64, [u8; 32]), StoreError> {
        let head: HeadRow = log_head::table.find(1_i64).select(HeadRow::as_select()).first(self.conn)?;
        let frontier = frontier(&head)?;
        Ok((frontier.size(), frontier.root()))
    }

    /// Returns the hashes of the leaves in a part of the log, for proofs.
    ///
    /// # Errors
    /// When the database fails.
    pub fn leaf_hashes(&mut self, from: u64, to: u64) -> Result<Vec<[u8; 32]>, StoreError> {
        let rows: Vec<Vec<u8>> = events::table
            .filter(events::log_index.ge(number(from)))
            .filter(events::log_index.lt(number(to)))
            .order(events::log_index)
            .select(events::leaf_hash)
            .load(self.conn)?;
        let hash = |bytes: Vec<u8>| {
            bytes.try_into().map_err(|_| StoreError::Damaged("a leaf hash has not 32 bytes".to_owned()))
        };
        rows.into_iter().map(hash).collect()
    }

    /// Returns the last checkpoint that was signed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn latest_checkpoint(&mut self) -> Result<Option<CheckpointRecord>, StoreError> {
        let query = checkpoints::table.order(checkpoints::size.desc()).select(CheckpointRecord::as_select());
        Ok(query.first(self.conn).optional()?)
    }

    /// Returns a page of notifications for an audience, the oldest first.
    ///
    /// # Errors
    /// When the cursor is not of this list or the database fails.
    pub fn notifications(
        &mut self,
        audience: Audience,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<NotificationRecord>, StoreError> {
        let (after, ordinal) = match cursor.map(|cursor| cursor.split_once('.').ok_or(StoreError::Cursor)) {
            None => (-1, -1),
            Some(parts) => {
                let (after, ordinal) = parts?;
                (log_index(Some(after))?, log_index(Some(ordinal))?)
            }
        };
        let same_request = outbox::log_index.eq(after).and(outbox::ordinal.gt(ordinal));
        let rows: Vec<OutboxRow> = told(audience)
            .filter(outbox::log_index.ge(after))
            .filter(outbox::log_index.gt(after).or(same_request))
            .order((outbox::log_index, outbox::ordinal))
            .limit(ask_for(limit))
            .load(self.conn)?;
        let (rows, next) = page(rows, limit, |row| format!("{}.{}", row.log_index, row.ordinal));
        let records: Result<Vec<_>, _> = rows.into_iter().map(NotificationRecord::try_from).collect();
        Ok((records?, next))
    }

    /// Returns the latest notifications for an audience, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn latest_notifications(
        &mut self,
        audience: Audience,
        limit: u32,
    ) -> Result<Vec<NotificationRecord>, StoreError> {
        let rows: Vec<OutboxRow> = told(audience)
            .order((outbox::log_index.desc(), outbox::ordinal.desc()))
            .limit(ask_for(limit) - 1)
            .load(self.conn)?;
        rows.into_iter().map(NotificationRecord::try_from).collect()
    }

    /// Returns the reference files that were imported, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn reference_files(&mut self) -> Result<Vec<ReferenceFile>, StoreError> {
        let query = reference_files::table.order(reference_files::name).select(ReferenceFile::as_select());
        Ok(query.load(self.conn)?)
    }
}

/// The engine of a connection, whichever of the two it is.
type Engine = <Conn as diesel::Connection>::Backend;

/// Selects what an audience was told.
fn told(
    audience: Audience,
) -> dsl::IntoBoxed<'static, dsl::Select<outbox::table, dsl::AsSelect<OutboxRow, Engine>>, Engine> {
    let query = outbox::table.select(OutboxRow::as_select()).into_boxed();
    match audience {
        Audience::Company(company) => query.filter(outbox::company.eq(company.to_bytes().to_vec())),
        Audience::Office(office) => query.filter(outbox::office.eq(office.as_str().to_owned())),
        Audience::Administration(country) => query
            .filter(outbox::administration.eq(country.as_str().to_owned()))
            .filter(outbox::company.is_null())
            .filter(outbox::office.is_null()),
    }
}

fn number(index: u64) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

fn place(after: Option<u64>) -> i64 {
    after.map_or(-1, number)
}

/// The canonical form of an event, as far as it is not in the order of a [`rahdari_kernel::NewEvent`].
#[derive(Deserialize)]
struct Canonical {
    administration: Country,
    by: rahdari_kernel::event::By,
    device: Option<String>,
    kind: String,
    occurred_at: rahdari_kernel::Instant,
    payload: Option<Value>,
    payload_text: Option<String>,
    recorded_at: rahdari_kernel::Instant,
    source: rahdari_kernel::Source,
    subject: rahdari_kernel::Subject,
}

impl TryFrom<EventRow> for EventRecord {
    type Error = StoreError;
    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let damaged = |cause: &str| StoreError::Damaged(format!("event {}: {cause}", row.log_index));
        let json = row.canonical.strip_prefix(rahdari_ledger::log::CANONICAL_PREFIX);
        let json = json.ok_or_else(|| damaged("its form is unknown"))?;
        let event: Canonical = serde_json::from_str(json).map_err(|error| damaged(&error.to_string()))?;
        let payload = match (event.payload, event.payload_text) {
            (Some(payload), None) => rahdari_ledger::log::payload(&payload),
            (None, Some(text)) => text,
            // `null` is a payload too.
            (None, None) => "null".to_owned(),
            (Some(_), Some(_)) => return Err(damaged("it has two payloads")),
        };
        Ok(Self {
            log_index: u64::try_from(row.log_index).map_err(|_| damaged("its place is negative"))?,
            leaf_hash: row.leaf_hash,
            event: rahdari_kernel::NewEvent {
                kind: event.kind.into(),
                subject: event.subject,
                administration: event.administration,
                by: event.by,
                source: event.source,
                device: event.device,
                occurred_at: event.occurred_at,
                recorded_at: event.recorded_at,
                payload,
            },
        })
    }
}

impl TryFrom<OutboxRow> for NotificationRecord {
    type Error = StoreError;
    fn try_from(row: OutboxRow) -> Result<Self, StoreError> {
        let damaged = |_| StoreError::Damaged(format!("notification {}.{}", row.log_index, row.ordinal));
        let to = match (row.company, row.office) {
            (Some(company), _) => Audience::Company(company),
            (None, Some(office)) => Audience::Office(office),
            (None, None) => Audience::Administration(row.administration),
        };
        Ok(Self {
            log_index: u64::try_from(row.log_index).map_err(damaged)?,
            ordinal: u32::try_from(row.ordinal).map_err(damaged)?,
            administration: row.administration,
            notification: Notification {
                kind: row.kind,
                to,
                subject: rahdari_kernel::Subject { kind: row.subject_kind.into(), id: row.subject_id },
                text: row.text,
            },
            at: row.at,
        })
    }
}

//! Writes what a batch changed. Records first; then the head of the log is locked, everything that carries
//! a place in the log is numbered and written, and nothing but COMMIT is left.

use std::collections::BTreeMap;

use rahdari_ledger::Frontier;
use sha2::{Digest as _, Sha256};

use crate::StoreError;
use crate::book::{Book, Dirty, Journal, Leaf};
use crate::connection::Conn;
use crate::record::{
    Audience, EventRow, HeadRow, IdempotencyRow, OutboxRow, SerialRow, tables, transfer_cells,
};
use crate::table::{Cell, Lock, Table, count_up, insert, load, update};

/// Writes everything and returns the size that the log had before.
pub(crate) fn flush(conn: &mut Conn, book: &mut Book, journal: &mut Journal) -> Result<u64, StoreError> {
    write_records(conn, book)?;
    write_accounts(conn, journal)?;
    write_serials(conn, book)?;
    if journal.leaves.is_empty() {
        // A batch of replays changes nothing.
        return Ok(0);
    }
    let head = lock_head(conn)?;
    let base = head.size;
    write_log(conn, head, std::mem::take(&mut journal.leaves))?;
    write_transfers(conn, base, journal)?;
    write_told(conn, base, journal)?;
    write_answers(conn, base, journal)?;
    u64::try_from(base).map_err(|_| StoreError::Damaged("the log has a negative size".to_owned()))
}

fn write_records(conn: &mut Conn, book: &mut Book) -> Result<(), StoreError> {
    let tables: [Dirty; 9] = [
        book.users.dirty(),
        book.companies.dirty(),
        book.mandates.dirty(),
        book.sessions.dirty(),
        book.references.dirty(),
        book.declarations.dirty(),
        book.versions.dirty(),
        book.movements.dirty(),
        book.guarantees.dirty(),
    ];
    for Dirty { table, inserts, updates } in &tables {
        write(conn, table, inserts, updates)?;
    }
    let (mut inserts, mut updates) = (Vec::new(), Vec::new());
    for (row, new) in std::mem::take(&mut book.offices).into_values() {
        if new { inserts.extend(row.cells()) } else { updates.extend(row.cells()) }
    }
    write(conn, &tables::MOVEMENT_OFFICES, &inserts, &updates)?;
    let mut tracks = Vec::new();
    for (track, tally) in std::mem::take(&mut book.tracks) {
        tracks.extend([
            Cell::Id(track.company.to_bytes()),
            Cell::Word(track.part),
            track.administration.as_str().into(),
            tally.first_at.into(),
            tally.movements.into(),
            tally.irregular.into(),
        ]);
    }
    count_up(conn, &tables::TRACK_RECORDS, tables::TRACK_RECORD_COUNTS, &tracks)
}

fn write_accounts(conn: &mut Conn, journal: &Journal) -> Result<(), StoreError> {
    let (mut inserts, mut updates) = (Vec::new(), Vec::new());
    for (row, exists) in journal.accounts.values() {
        if *exists { updates.extend(row.cells()) } else { inserts.extend(row.cells()) }
    }
    write(conn, &tables::ACCOUNTS, &inserts, &updates)
}

fn write_serials(conn: &mut Conn, book: &Book) -> Result<(), StoreError> {
    let (mut inserts, mut updates) = (Vec::new(), Vec::new());
    for ((office, year), serial) in book.serials.iter().filter(|(_, serial)| serial.changed) {
        let administration = office
            .country()
            .ok_or_else(|| StoreError::Damaged(format!("office {office} is in no country")))?;
        let row = SerialRow {
            office: *office,
            year: i64::from(*year),
            administration,
            next: i64::from(serial.next),
        };
        if serial.exists { updates.extend(row.cells()) } else { inserts.extend(row.cells()) }
    }
    write(conn, &tables::SERIALS, &inserts, &updates)
}

fn write(
    conn: &mut Conn,
    table: &'static Table,
    inserts: &[Cell],
    updates: &[Cell],
) -> Result<(), StoreError> {
    if !inserts.is_empty() {
        insert(conn, table, inserts)?;
    }
    if !updates.is_empty() {
        update(conn, table, updates)?;
    }
    Ok(())
}

/// Locks the one row that everybody needs, as late as can be.
fn lock_head(conn: &mut Conn) -> Result<HeadRow, StoreError> {
    let head = load(conn, &tables::LOG_HEAD, &[0], &[Cell::Int(1)], Lock::Rows)?;
    head.into_iter().next().ok_or_else(|| StoreError::Damaged("the log has no head".to_owned()))
}

fn write_log(conn: &mut Conn, head: HeadRow, leaves: Vec<Leaf>) -> Result<(), StoreError> {
    let mut frontier = frontier(&head)?;
    let mut chain = head.chain_hash;
    let mut cells = Vec::with_capacity(leaves.len() * tables::EVENTS.columns.len());
    for (log_index, leaf) in (head.size..).zip(leaves) {
        frontier.append(leaf.hash);
        chain = link(&chain, &leaf.hash);
        let row = EventRow {
            log_index,
            kind: leaf.kind,
            subject_kind: leaf.subject.kind.into_owned(),
            subject_id: leaf.subject.id,
            administration: leaf.administration.to_string(),
            recorded_at: leaf.recorded_at,
            canonical: leaf.canonical,
            leaf_hash: leaf.hash,
            chain_hash: chain,
        };
        cells.extend(row.into_cells());
    }
    insert(conn, &tables::EVENTS, &cells)?;
    let size =
        i64::try_from(frontier.size()).map_err(|_| StoreError::Damaged("the log is full".to_owned()))?;
    let head = [
        Cell::Int(head.id),
        Cell::Int(size),
        Cell::Bytes(frontier.hashes().concat().into()),
        Cell::Hash(chain),
    ];
    update(conn, &tables::LOG_HEAD, &head)
}

fn write_transfers(conn: &mut Conn, base: i64, journal: &Journal) -> Result<(), StoreError> {
    let mut cells = Vec::with_capacity(journal.entries.len() * tables::TRANSFERS.columns.len());
    for (leaf, entry, guarantee, administration) in &journal.entries {
        cells.extend(transfer_cells(place(base, *leaf)?, entry, *guarantee, *administration));
    }
    write(conn, &tables::TRANSFERS, &cells, &[])
}

fn write_told(conn: &mut Conn, base: i64, journal: &Journal) -> Result<(), StoreError> {
    let mut cells = Vec::new();
    for told in &journal.told {
        let (company, office) = match told.notification.to {
            Audience::Company(company) => (Some(company), None),
            Audience::Office(office) => (None, Some(office)),
            Audience::Administration(_) => (None, None),
        };
        let row = OutboxRow {
            log_index: place(base, told.leaf)?,
            ordinal: told.ordinal,
            administration: told.administration,
            kind: told.notification.kind.clone(),
            company,
            office,
            subject_kind: told.notification.subject.kind.clone().into_owned(),
            subject_id: told.notification.subject.id,
            text: told.notification.text.clone(),
            at: told.at,
        };
        cells.extend(row.into_cells());
    }
    write(conn, &tables::OUTBOX, &cells, &[])
}

fn write_answers(conn: &mut Conn, base: i64, journal: &Journal) -> Result<(), StoreError> {
    // In the order of their keys, so that two nodes with the same requests do not wait for each other.
    let ordered: BTreeMap<_, _> = journal.answers.iter().map(|answer| (&answer.key, answer)).collect();
    let mut cells = Vec::with_capacity(ordered.len() * tables::IDEMPOTENCY.columns.len());
    for answer in ordered.into_values() {
        let row = IdempotencyRow {
            scope: answer.key.scope,
            key: answer.key.text.clone(),
            request_hash: answer.request_hash,
            administration: answer.administration,
            done: answer.decided.is_ok(),
            answer: answer.text.clone(),
            log_size: place(base, answer.leaf)?.saturating_add(1),
            at: answer.at,
        };
        cells.extend(row.into_cells());
    }
    insert(conn, &tables::IDEMPOTENCY, &cells)
}

fn place(base: i64, leaf: usize) -> Result<i64, StoreError> {
    let leaf = i64::try_from(leaf).ok();
    leaf.and_then(|leaf| base.checked_add(leaf))
        .ok_or_else(|| StoreError::Damaged("the log is full".to_owned()))
}

/// Returns the frontier that the head keeps.
pub(crate) fn frontier(head: &HeadRow) -> Result<Frontier, StoreError> {
    let damaged = || StoreError::Damaged("the head of the log does not fit its size".to_owned());
    let (hashes, rest) = head.frontier.as_chunks::<32>();
    let size = u64::try_from(head.size).map_err(|_| damaged())?;
    if rest.is_empty() { Frontier::new(size, hashes.to_vec()).map_err(|_| damaged()) } else { Err(damaged()) }
}

/// Returns the next link of the chain that covers every event in order.
pub(crate) fn link(chain: &[u8; 32], leaf: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(chain).chain_update(leaf).finalize().into()
}

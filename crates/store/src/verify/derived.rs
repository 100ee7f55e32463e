//! What is derived from movements and kept for speed: the offices that see them, and track records.

use std::collections::{BTreeMap, HashMap};

use rahdari_clearance::Movement;
use rahdari_kernel::CompanyId;

use super::{Problems, ROWS_AT_ONCE};
use crate::StoreError;
use crate::connection::Conn;
use crate::record::{MovementRecord, OfficeRow, tables};
use crate::table::{Cell, Table, walk};

/// A company, its part in movements, and an administration, each as text or bytes of a key.
type Track = (Vec<u8>, String, String);

/// Works everything out again from the movements and compares.
pub(super) fn check(conn: &mut Conn, problems: &mut Problems) -> Result<(), StoreError> {
    let mut offices: HashMap<(String, Vec<u8>), Vec<Cell>> = HashMap::new();
    each(conn, &tables::MOVEMENT_OFFICES, |cells| {
        if let [office, _, movement, ..] = cells.as_slice() {
            let place = (office.text().unwrap_or("?").to_owned(), movement.bytes().unwrap_or(&[]).to_vec());
            offices.insert(place, cells);
        }
    })?;
    let mut tracks: BTreeMap<Track, (i64, i64)> = BTreeMap::new();
    each(conn, &tables::MOVEMENTS, |cells| {
        // One that cannot be read was altered, which its seal has told already.
        let Some(record) = read(&cells) else { return };
        for (office, row) in OfficeRow::all_of(&record) {
            let id = record.id();
            let place = (office.as_str().to_owned(), id.to_bytes().to_vec());
            match offices.remove(&place) {
                None => problems.add(format!("movement_offices {office}/{id}: missing")),
                Some(found) if !same(&found, &row.cells()) => {
                    problems.add(format!("movement_offices {office}/{id}: altered"));
                }
                Some(_) => {}
            }
        }
        let parts = [(Some(record.company), "declarant"), (record.holder, "holder")];
        for (company, part) in parts {
            let Some(company) = company else { continue };
            let track = (company.to_bytes().to_vec(), part.to_owned(), record.administration.to_string());
            let (movements, irregular) = tracks.entry(track).or_default();
            *movements += 1;
            *irregular += i64::from(record.is_irregular());
        }
    })?;
    let mut left: Vec<_> = offices.into_keys().collect();
    left.sort_unstable();
    for (office, movement) in left {
        problems.add(format!("movement_offices {office}/{}: added", Cell::Bytes(movement.into()).name()));
    }
    each(conn, &tables::TRACK_RECORDS, |cells| {
        let [company, part, administration, _, movements, irregular, ..] = cells.as_slice() else { return };
        let name = [company, part, administration].map(Cell::name).join("/");
        let [part, administration] = [part, administration].map(|cell| cell.text().unwrap_or("?").to_owned());
        let counted = tracks.remove(&(company.bytes().unwrap_or(&[]).to_vec(), part, administration));
        match counted {
            None => problems.add(format!("track_records {name}: added")),
            Some((m, i)) if (movements, irregular) != (&Cell::Int(m), &Cell::Int(i)) => {
                problems
                    .add(format!("track_records {name}: altered; there are {m} movements, {i} irregular"));
            }
            Some(_) => {}
        }
    })?;
    for (company, part, administration) in tracks.into_keys() {
        let company = Cell::Bytes(company.into()).name();
        problems.add(format!("track_records {company}/{part}/{administration}: missing"));
    }
    Ok(())
}

/// Walks a table.
fn each(conn: &mut Conn, table: &'static Table, mut take: impl FnMut(Vec<Cell>)) -> Result<(), StoreError> {
    let mut after: Vec<Cell> = Vec::new();
    loop {
        let rows = walk(conn, table, &after, ROWS_AT_ONCE)?;
        if rows.is_empty() {
            return Ok(());
        }
        for cells in rows {
            after = cells.iter().take(table.key).cloned().collect();
            take(cells);
        }
    }
}

/// Returns whether two rows say the same, however their cells are kept.
fn same(left: &[Cell], right: &[Cell]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|(left, right)| {
            (left.bytes(), left.text(), left.int(), left.bool())
                == (right.bytes(), right.text(), right.int(), right.bool())
        })
}

/// Reads a movement from its cells: administration, company and holder stand second, fourth and fifth, the
/// value before the salt.
fn read(cells: &[Cell]) -> Option<MovementRecord> {
    let [_, administration, _, company, holder, .., state, _] = cells else { return None };
    let company_of = |cell: &Cell| cell.bytes()?.try_into().ok().map(CompanyId::from_bytes);
    let movement: Movement = serde_json::from_str(state.text()?).ok()?;
    let administration = administration.text()?.parse().ok()?;
    Some(MovementRecord {
        administration,
        company: company_of(company)?,
        holder: company_of(holder),
        movement,
    })
}

//! The rows against the log: every change of a row left the digest of its new content.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Problems, ROWS_AT_ONCE};
use crate::StoreError;
use crate::book::{Seal, digest, hex};
use crate::connection::Conn;
use crate::record::{EventRecord, tables};
use crate::table::{Cell, Table, walk};

/// The tables whose rows the log seals; accounts are sealed and compared with the journal.
const SEALED: [&Table; 9] = [
    &tables::USERS,
    &tables::COMPANIES,
    &tables::MANDATES,
    &tables::SESSIONS,
    &tables::REFERENCE_FILES,
    &tables::DECLARATIONS,
    &tables::DECLARATION_VERSIONS,
    &tables::MOVEMENTS,
    &tables::GUARANTEES,
];

/// The last seal of every row, and whether the row was met.
#[derive(Default)]
pub(super) struct Seals {
    last: HashMap<(String, String), Last>,
}

struct Last {
    version: i64,
    digest: String,
    met: bool,
}

/// What is needed of the event that closes a request.
#[derive(Deserialize)]
struct Done {
    rows: Vec<(String, String, i64, String)>,
}

impl Seals {
    /// Takes the seals of a request.
    pub(super) fn learn(&mut self, event: &EventRecord, problems: &mut Problems) {
        match serde_json::from_str::<Done>(&event.event.payload) {
            Ok(done) => {
                for (table, id, version, digest) in done.rows {
                    self.last.insert((table, id), Last { version, digest, met: false });
                }
            }
            Err(error) => problems.add(format!("event {}: it cannot be read: {error}", event.log_index)),
        }
    }

    /// Compares a row with its last seal.
    pub(super) fn compare(&mut self, seal: &Seal, problems: &mut Problems) {
        let Seal { table, id, version, digest } = seal;
        match self.last.get_mut(&((*table).to_owned(), id.clone())) {
            None => problems.add_row(table, format!("{table} {id}: added; the log knows no such row")),
            Some(last) => {
                last.met = true;
                if last.digest != hex(digest) {
                    let sealed = last.version;
                    let problem = format!(
                        "{table} {id}: altered; it stands at version {version}, the log sealed version {sealed}"
                    );
                    problems.add_row(table, problem);
                }
            }
        }
    }

    /// Compares every row of every sealed table and tells which are missing. Returns how many versions of
    /// declarations there are.
    pub(super) fn check_all(&mut self, conn: &mut Conn, problems: &mut Problems) -> Result<u64, StoreError> {
        let mut versions = 0;
        for table in SEALED {
            let rows = self.check(conn, table, problems)?;
            if table.name == tables::DECLARATION_VERSIONS.name {
                versions = rows;
            }
        }
        let mut missing: Vec<_> =
            self.last.iter().filter(|(_, last)| !last.met).map(|(row, _)| row).collect();
        missing.sort_unstable();
        for (table, id) in missing {
            problems.add_row(table, format!("{table} {id}: missing"));
        }
        Ok(versions)
    }

    fn check(
        &mut self,
        conn: &mut Conn,
        table: &'static Table,
        problems: &mut Problems,
    ) -> Result<u64, StoreError> {
        let mut count = 0;
        let mut after: Vec<Cell> = Vec::new();
        loop {
            // The values are taken as they stand: reading and writing them again might not give the same bytes.
            let rows = walk(conn, table, &after, ROWS_AT_ONCE)?;
            if rows.is_empty() {
                return Ok(count);
            }
            for mut cells in rows {
                let salt = cells.pop().unwrap_or(Cell::Null);
                let salt: [u8; 16] = salt.bytes().and_then(|salt| salt.try_into().ok()).unwrap_or_default();
                after = cells.iter().take(table.key).cloned().collect();
                let version = table.columns.iter().zip(&cells).find_map(|((column, _), cell)| match cell {
                    Cell::Int(number) if matches!(*column, "version" | "number") => Some(*number),
                    _ => None,
                });
                let id = after.iter().map(Cell::name).collect::<Vec<_>>().join("/");
                let seal = Seal {
                    table: table.name,
                    id,
                    version: version.unwrap_or(0),
                    digest: digest(table, &salt, &cells),
                };
                self.compare(&seal, problems);
                count += 1;
            }
        }
    }
}

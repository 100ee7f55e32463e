//! The records of one kind that are at hand, with a way back to how they were before the current decision.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::record::Row;
use crate::salt::Salts;
use crate::table::{Cell, Table};

/// Records by id.
pub(crate) struct Shelf<R: Row> {
    slots: HashMap<R::Id, Slot<R>>,
    /// What stood there before each change of the current decision, in the order of the changes.
    undo: Vec<(R::Id, Option<Slot<R>>)>,
}

struct Slot<R> {
    record: R,
    /// Whether the database has a row of it.
    exists: bool,
    /// The cells to write, with the salt, when a finished decision changed it.
    cells: Option<Vec<Cell>>,
}

/// What the log says of a changed row: table, id, version, and the digest of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seal {
    pub(crate) table: &'static str,
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) digest: [u8; 32],
}

/// Rows to write into one table.
pub(crate) struct Dirty {
    pub(crate) table: &'static Table,
    pub(crate) inserts: Vec<Cell>,
    pub(crate) updates: Vec<Cell>,
}

impl<R: Row> Default for Shelf<R> {
    fn default() -> Self {
        Self { slots: HashMap::new(), undo: Vec::new() }
    }
}

impl<R: Row> Shelf<R> {
    /// Puts a record at hand as the database has it.
    pub(crate) fn load(&mut self, record: R) {
        self.slots.insert(record.id(), Slot { record, exists: true, cells: None });
    }

    /// Returns a record.
    pub(crate) fn get(&self, id: &R::Id) -> Option<&R> {
        self.slots.get(id).map(|slot| &slot.record)
    }

    /// Puts a new or changed record; says why not when its version does not follow.
    pub(crate) fn put(&mut self, mut record: R) -> Result<(), String> {
        let id = record.id();
        let before = self.slots.remove(&id);
        let stored = before.as_ref().map_or(0, |slot| slot.record.version());
        let came_with = record.version();
        if !record.follow(stored) {
            let table = R::TABLE.name;
            if let Some(before) = before {
                self.slots.insert(id.clone(), before);
            }
            return Err(format!("{table} {id}: version {came_with} does not follow {stored}"));
        }
        let exists = before.as_ref().is_some_and(|slot| slot.exists);
        self.slots.insert(id.clone(), Slot { record, exists, cells: None });
        self.undo.push((id, before));
        Ok(())
    }

    /// Takes back everything since the last accepted decision.
    pub(crate) fn undo(&mut self) {
        while let Some((id, before)) = self.undo.pop() {
            match before {
                Some(slot) => self.slots.insert(id, slot),
                None => self.slots.remove(&id),
            };
        }
    }

    /// Returns what the current decision changed: each record with how it was before.
    pub(crate) fn changed(&self) -> impl Iterator<Item = (&R, Option<&R>)> {
        self.undo.iter().enumerate().filter_map(|(at, (id, before))| {
            let first = self.undo.iter().position(|(other, _)| other == id) == Some(at);
            let now = self.slots.get(id).map(|slot| &slot.record)?;
            first.then_some((now, before.as_ref().map(|slot| &slot.record)))
        })
    }

    /// Makes the cells of everything the current decision changed and adds their seals.
    pub(crate) fn seal(&mut self, salts: &mut Salts, seals: &mut Vec<Seal>) -> Result<(), String> {
        for (id, _) in &self.undo {
            let Some(slot) = self.slots.get_mut(id).filter(|slot| slot.cells.is_none()) else { continue };
            let mut cells =
                slot.record.cells().map_err(|error| format!("{} {id}: {error}", R::TABLE.name))?;
            if cells.iter().any(Cell::has_nul) {
                return Err(format!("{} {id}: a text holds a NUL character", R::TABLE.name));
            }
            let salt = salts.next();
            seals.push(Seal {
                table: R::TABLE.name,
                id: id.to_string(),
                version: slot.record.version(),
                digest: digest(R::TABLE, &salt, &cells),
            });
            cells.push(Cell::Id(salt));
            slot.cells = Some(cells);
        }
        Ok(())
    }

    /// Lets the current decision stand.
    pub(crate) fn accept(&mut self) {
        self.undo.clear();
    }

    /// Takes out the rows to write, in the order of their ids.
    pub(crate) fn dirty(&mut self) -> Dirty {
        let mut changed: Vec<_> = self
            .slots
            .iter_mut()
            .filter_map(|(id, slot)| slot.cells.take().map(|cells| (id.clone(), slot.exists, cells)))
            .collect();
        changed.sort_unstable_by(|(left, ..), (right, ..)| left.cmp(right));
        let mut dirty = Dirty { table: R::TABLE, inserts: Vec::new(), updates: Vec::new() };
        for (_, exists, cells) in changed {
            if exists { dirty.updates.extend(cells) } else { dirty.inserts.extend(cells) }
        }
        dirty
    }
}

/// Returns the digest by which the log knows a row.
pub(crate) fn digest(table: &Table, salt: &[u8; 16], cells: &[Cell]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"rahdari-row/v1\n");
    hash.update(table.name.as_bytes());
    hash.update(salt);
    cells.iter().for_each(|cell| cell.digest(&mut hash));
    hash.finalize().into()
}

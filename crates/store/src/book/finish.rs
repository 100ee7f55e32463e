//! The beginning and the end of a decision: what it may touch, and what it leaves to be written.

use rahdari_kernel::{AccountId, Country, EventId, GuaranteeId, NewEvent, Refusal, Subject};
use rahdari_ledger::TransferFlags;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::journal::{Answer, Journal, Told};
use super::{Book, Now, Seal, Tally, Track, hex};
use crate::record::{AccountRow, Audience, MovementRecord, OfficeRow, tables, transfer_payload};
use crate::salt::Salts;
use crate::table::Cell;
use crate::write::{INTERNAL, Key, Write};

/// The kind of the event that makes a transfer a leaf of the log.
pub(crate) const TRANSFER: &str = "ledger.transfer";
/// The kind of the event that closes a request that was carried out.
pub(crate) const DONE: &str = "request.done";
/// The kind of the event that is all a refused request leaves.
const REFUSED: &str = "request.refused";
const OWN_KINDS: [&str; 3] = [TRANSFER, DONE, REFUSED];

/// What the log says of a request that was carried out. Fields stand in the order of their names.
#[derive(Serialize)]
struct DonePayload<'a> {
    action: &'a str,
    answer: String,
    request: String,
    rows: Vec<(&'static str, &'a str, i64, String)>,
}

/// What the log says of a request that was refused: nothing of its content.
#[derive(Serialize)]
struct RefusedPayload<'a> {
    action: &'a str,
    code: &'a str,
    request: String,
}

impl Book {
    /// Begins a decision that may touch these rows.
    pub(crate) fn begin(&mut self, touches: &[Key]) {
        self.now = Now {
            touches: touches.iter().cloned().collect(),
            mark: Some(self.ledger.mark()),
            ..Now::default()
        };
    }

    /// Ends a decision: adds what it did to the journal, or takes it back and adds its refusal.
    ///
    /// # Errors
    /// A mistake of the program. The book is spoilt then and must be thrown away.
    pub(crate) fn finish(
        &mut self,
        write: &Write,
        decided: Result<Value, Refusal>,
        salts: &mut Salts,
        journal: &mut Journal,
    ) -> Result<(), String> {
        if let Some(mistake) = self.now.broken.take() {
            return Err(mistake);
        }
        if let Some(refusal) = decided.as_ref().err().filter(|refusal| refusal.code == INTERNAL) {
            return Err(refusal.detail.clone());
        }
        let text = match &decided {
            Ok(answer) => serde_json::to_string(answer),
            Err(refusal) => serde_json::to_string(refusal),
        };
        let text = text.map_err(|error| format!("the answer cannot be written: {error}"))?;
        match &decided {
            Ok(_) => self.stand(write, &text, salts, journal)?,
            Err(refusal) => {
                self.take_back();
                let payload = RefusedPayload {
                    action: write.action,
                    code: &refusal.code,
                    request: hex(&write.request_hash),
                };
                journal.push(request_event(write, REFUSED, payload)?)?;
            }
        }
        journal.answers.push(Answer {
            leaf: journal.leaves.len().saturating_sub(1),
            key: write.key.clone(),
            request_hash: write.request_hash,
            administration: write.administration,
            at: write.at,
            decided,
            text,
        });
        Ok(())
    }

    /// Lets the current decision stand.
    fn stand(
        &mut self,
        write: &Write,
        answer: &str,
        salts: &mut Salts,
        journal: &mut Journal,
    ) -> Result<(), String> {
        let now = std::mem::take(&mut self.now);
        for event in now.events {
            // What the committer says itself must not be said by anybody else.
            if OWN_KINDS.contains(&event.kind.as_ref()) {
                return Err(format!("{} is recorded by the store alone", event.kind));
            }
            journal.push(event)?;
        }
        let mut seals = self.seal(salts)?;
        self.take_entries(write, &now.touches, &mut seals, journal)?;
        self.take_offices();
        self.take_tracks();
        let payload = DonePayload {
            action: write.action,
            answer: hex(&Sha256::digest(answer.as_bytes()).into()),
            request: hex(&write.request_hash),
            rows: seals
                .iter()
                .map(|seal| (seal.table, seal.id.as_str(), seal.version, hex(&seal.digest)))
                .collect(),
        };
        journal.push(request_event(write, DONE, payload)?)?;
        let leaf = journal.leaves.len().saturating_sub(1);
        for (ordinal, notification) in (0..).zip(now.told) {
            let administration = match notification.to {
                Audience::Administration(country) => country,
                Audience::Company(_) | Audience::Office(_) => write.administration,
            };
            journal.told.push(Told { leaf, ordinal, administration, at: write.at, notification });
        }
        for ((office, year), _) in now.serials {
            if let Some(serial) = self.serials.get_mut(&(office, year)) {
                serial.changed = true;
            }
        }
        self.accept();
        Ok(())
    }

    /// Takes back everything the current decision did.
    fn take_back(&mut self) {
        let now = std::mem::take(&mut self.now);
        for (key, next) in now.serials.into_iter().rev() {
            if let Some(serial) = self.serials.get_mut(&key) {
                serial.next = next;
            }
        }
        for (name, before) in now.usernames.into_iter().rev() {
            match before {
                Some(id) => self.usernames.insert(name, id),
                None => self.usernames.remove(&name),
            };
        }
        for (grn, before) in now.grns.into_iter().rev() {
            match before {
                Some(id) => self.grns.insert(grn, id),
                None => self.grns.remove(&grn),
            };
        }
        if let Some(mark) = now.mark {
            self.ledger.undo_to(mark);
        }
        self.users.undo();
        self.companies.undo();
        self.mandates.undo();
        self.sessions.undo();
        self.references.undo();
        self.declarations.undo();
        self.versions.undo();
        self.movements.undo();
        self.guarantees.undo();
    }

    fn seal(&mut self, salts: &mut Salts) -> Result<Vec<Seal>, String> {
        let mut seals = Vec::new();
        self.users.seal(salts, &mut seals)?;
        self.companies.seal(salts, &mut seals)?;
        self.mandates.seal(salts, &mut seals)?;
        self.sessions.seal(salts, &mut seals)?;
        self.references.seal(salts, &mut seals)?;
        self.declarations.seal(salts, &mut seals)?;
        self.versions.seal(salts, &mut seals)?;
        self.movements.seal(salts, &mut seals)?;
        self.guarantees.seal(salts, &mut seals)?;
        Ok(seals)
    }

    fn accept(&mut self) {
        self.users.accept();
        self.companies.accept();
        self.mandates.accept();
        self.sessions.accept();
        self.references.accept();
        self.declarations.accept();
        self.versions.accept();
        self.movements.accept();
        self.guarantees.accept();
    }

    /// Takes what happened in the ledger: every transfer becomes an event, every account a row.
    fn take_entries(
        &mut self,
        write: &Write,
        touches: &std::collections::HashSet<Key>,
        seals: &mut Vec<Seal>,
        journal: &mut Journal,
    ) -> Result<(), String> {
        for (guarantee, _) in self.guarantees.changed() {
            for pocket in &guarantee.pockets {
                for account in [pocket.available, pocket.undertaking, pocket.claimed] {
                    self.owners.insert(account, guarantee.id);
                }
            }
        }
        let changes = self.ledger.drain_changes();
        for entry in changes.entries {
            let (guarantee, administration) = self.owner(entry.transfer.debit)?;
            if self.owner(entry.transfer.credit)?.0 != guarantee {
                return Err(format!("transfer {} joins two guarantees", entry.transfer.id));
            }
            let movement = entry.transfer.why.as_deref().and_then(|why| why.movement);
            if let Some(movement) = movement {
                // Its other transfers were not loaded, so their ids could not be compared.
                if !touches.contains(&Key::Movement(movement)) {
                    return Err(format!("movement {movement} of a transfer is not among the touches"));
                }
                if entry.transfer.flags.contains(TransferFlags::PENDING) {
                    self.holds.entry(movement).or_default().insert(guarantee);
                }
            }
            let payload = transfer_payload(&entry, guarantee)
                .map_err(|error| format!("transfer {}: {error}", entry.transfer.id))?;
            journal.entries.push((journal.leaves.len(), entry, guarantee, administration));
            journal.push(NewEvent {
                kind: TRANSFER.into(),
                subject: Subject { kind: "guarantee".into(), id: EventId::from_bytes(guarantee.to_bytes()) },
                administration,
                by: write.by.clone(),
                source: write.source,
                device: None,
                occurred_at: write.at,
                recorded_at: write.at,
                payload,
            })?;
        }
        for account in &changes.accounts {
            let (guarantee, administration) = self.owner(account.id)?;
            let row = AccountRow::new(account, guarantee, administration);
            let exists = match journal.accounts.get(&account.id) {
                Some((_, exists)) => *exists,
                None => self.stored_accounts.contains(&account.id),
            };
            if !exists && !journal.accounts.contains_key(&account.id) {
                seals.push(account_seal(&row));
            }
            journal.accounts.insert(account.id, (row, exists));
        }
        Ok(())
    }

    fn owner(&self, account: AccountId) -> Result<(GuaranteeId, Country), String> {
        let guarantee = self.owners.get(&account).and_then(|owner| self.guarantees.get(owner));
        let guarantee =
            guarantee.ok_or_else(|| format!("account {account} belongs to no guarantee at hand"))?;
        Ok((guarantee.id, guarantee.administration))
    }

    /// Counts new and newly irregular movements for the companies they belong to.
    fn take_tracks(&mut self) {
        for (now, before) in self.movements.changed() {
            let movements = i64::from(before.is_none());
            let irregular =
                i64::from(now.is_irregular() && !before.is_some_and(MovementRecord::is_irregular));
            if movements == 0 && irregular == 0 {
                continue;
            }
            let parts = [(Some(now.company), "declarant"), (now.holder, "holder")];
            for (company, part) in parts.into_iter().filter_map(|(company, part)| Some((company?, part))) {
                let track = Track { company, part, administration: now.administration };
                let first_at = now.movement.accepted_at;
                let tally =
                    self.tracks.entry(track).or_insert(Tally { first_at, movements: 0, irregular: 0 });
                tally.movements += movements;
                tally.irregular += irregular;
            }
        }
    }

    /// Notes which offices have something new to do.
    fn take_offices(&mut self) {
        for (now, before) in self.movements.changed() {
            let before = before.map(OfficeRow::all_of).unwrap_or_default();
            for (office, row) in OfficeRow::all_of(now) {
                let known = before.get(&office);
                if known == Some(&row) {
                    continue;
                }
                let slot = (office, row.movement);
                let new = self.offices.get(&slot).map_or(known.is_none(), |(_, new)| *new);
                self.offices.insert(slot, (row, new));
            }
        }
    }
}

/// Returns the seal of what never changes of an account; its totals are sealed by the journal.
pub(crate) fn account_seal(row: &AccountRow) -> Seal {
    let cells = row.cells();
    let lasting: Vec<Cell> = cells.iter().take(tables::ACCOUNT_LASTING).cloned().collect();
    Seal {
        table: tables::ACCOUNTS.name,
        id: row.id.to_string(),
        version: 1,
        // Account ids and codes tell nothing about anybody, so no salt is needed.
        digest: super::digest(&tables::ACCOUNTS, &[0; 16], &lasting),
    }
}

fn request_event(write: &Write, kind: &'static str, payload: impl Serialize) -> Result<NewEvent, String> {
    Ok(NewEvent {
        kind: kind.into(),
        subject: Subject { kind: "request".into(), id: write.key.request_id() },
        administration: write.administration,
        by: write.by.clone(),
        source: write.source,
        device: None,
        occurred_at: write.at,
        recorded_at: write.at,
        payload: serde_json::to_string(&payload).map_err(|error| format!("{kind}: {error}"))?,
    })
}

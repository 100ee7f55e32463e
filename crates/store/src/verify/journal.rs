//! The journal against the log, and the accounts against the journal.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use rahdari_kernel::{AccountId, TransferId};
use rahdari_ledger::{Balance, Entry, TransferFlags};
use serde::Deserialize;

use super::rows::Seals;
use super::{Problems, ROWS_AT_ONCE};
use crate::StoreError;
use crate::book::account_seal;
use crate::connection::Conn;
use crate::record::{AccountRow, EventRecord, TransferRecord, TransferRow, transfer_payload};
use crate::schema::{accounts, transfers};

/// What totals need of a transfer in the log.
#[derive(Deserialize)]
struct Logged {
    transfer: TransferId,
    debit: AccountId,
    credit: AccountId,
    amount_minor: i64,
    flags: u16,
    pending: Option<TransferId>,
    debit_after: Balance,
    credit_after: Balance,
}

impl From<TransferRecord> for Logged {
    fn from(record: TransferRecord) -> Self {
        let Entry { transfer, debit_after, credit_after } = record.entry;
        Self {
            transfer: transfer.id,
            debit: transfer.debit,
            credit: transfer.credit,
            amount_minor: transfer.amount_minor,
            flags: transfer.flags.bits(),
            pending: transfer.pending,
            debit_after,
            credit_after,
        }
    }
}

/// What the journal says so far.
#[derive(Default)]
pub(super) struct JournalCheck {
    read: u64,
    /// Transfers whose event has not been met yet.
    waiting: BTreeMap<i64, TransferRow>,
    balances: HashMap<AccountId, Balance>,
    /// What pending transfers hold.
    held: HashMap<TransferId, i64>,
}

impl JournalCheck {
    /// Returns how many transfers were read.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// Reads the transfers of a part of the log.
    pub(super) fn load(&mut self, conn: &mut Conn, after: i64, upto: i64) -> Result<(), StoreError> {
        let rows: Vec<TransferRow> = transfers::table
            .filter(transfers::log_index.gt(after))
            .filter(transfers::log_index.le(upto))
            .select(TransferRow::as_select())
            .load(conn)?;
        self.read += u64::try_from(rows.len()).unwrap_or(0);
        self.waiting.extend(rows.into_iter().map(|row| (row.log_index, row)));
        Ok(())
    }

    /// Compares a transfer with the event that made it a leaf. Totals are added up from the log, so that one
    /// altered row is told once and not again with every later one.
    pub(super) fn check(&mut self, event: &EventRecord, problems: &mut Problems) {
        let at = event.log_index;
        let logged: Logged = match serde_json::from_str(&event.event.payload) {
            Ok(logged) => logged,
            Err(error) => return problems.add_event(format!("event {at}: it cannot be read: {error}")),
        };
        match self.waiting.remove(&i64::try_from(at).unwrap_or(i64::MAX)) {
            None => problems.add(format!("transfer {} at {at}: missing", logged.transfer)),
            Some(row) => compare(row, event, &logged, problems),
        }
        if let Err(cause) = self.fold(&logged) {
            problems.add_event(format!("event {at}: transfer {}: {cause}", logged.transfer));
        }
        let after = |account| self.balances.get(&account).copied().unwrap_or_default();
        if (after(logged.debit), after(logged.credit)) != (logged.debit_after, logged.credit_after) {
            problems.add_event(format!(
                "event {at}: transfer {}: the totals after it do not follow from those before",
                logged.transfer
            ));
        }
    }

    /// Takes a transfer as it stands, because the event that should vouch for it was altered itself.
    pub(super) fn pass_over(&mut self, at: i64) {
        let row = self.waiting.remove(&at).map(TransferRecord::try_from);
        if let Some(Ok(record)) = row {
            // What does not fit here is told of the event already.
            self.fold(&record.into()).unwrap_or_default();
        }
    }

    /// Tells of transfers that no event speaks of.
    pub(super) fn expect_nothing_else(&mut self, problems: &mut Problems) {
        for (at, row) in std::mem::take(&mut self.waiting) {
            problems.add(format!("transfer {} at {at}: added; the log has no transfer there", row.id));
        }
    }

    /// Compares the accounts with the journal.
    pub(super) fn check_accounts(
        &mut self,
        conn: &mut Conn,
        seals: &mut Seals,
        problems: &mut Problems,
    ) -> Result<(), StoreError> {
        let mut after: Vec<u8> = Vec::new();
        loop {
            let rows: Vec<AccountRow> = accounts::table
                .filter(accounts::id.gt(&after))
                .order(accounts::id)
                .limit(ROWS_AT_ONCE)
                .select(AccountRow::as_select())
                .load(conn)?;
            let Some(last) = rows.last() else { break };
            after = last.id.to_bytes().to_vec();
            for row in &rows {
                seals.compare(&account_seal(row), problems);
                let folded = self.balances.remove(&row.id).unwrap_or_default();
                if folded != row.balance() {
                    problems.add(format!(
                        "accounts {}: altered; its totals are {}, the journal makes {}",
                        row.id,
                        totals(&row.balance()),
                        totals(&folded)
                    ));
                }
            }
        }
        Ok(())
    }

    /// Applies a transfer to the totals of its accounts.
    fn fold(&mut self, transfer: &Logged) -> Result<(), &'static str> {
        let flags = TransferFlags::from_bits(transfer.flags).ok_or("its flags make no sense")?;
        let (mut pending, mut posted) = (0, 0);
        if flags.contains(TransferFlags::PENDING) {
            pending = transfer.amount_minor;
            self.held.insert(transfer.transfer, pending);
        } else if flags.intersects(TransferFlags::POST_PENDING | TransferFlags::VOID_PENDING) {
            let resolved = transfer.pending.and_then(|id| self.held.remove(&id));
            pending = -resolved.ok_or("it resolves a transfer that holds nothing")?;
            if flags.contains(TransferFlags::POST_PENDING) {
                posted = transfer.amount_minor;
            }
        } else {
            posted = transfer.amount_minor;
        }
        let debit = self.balances.entry(transfer.debit).or_default();
        debit.debits_pending = debit.debits_pending.saturating_add(pending);
        debit.debits_posted = debit.debits_posted.saturating_add(posted);
        let credit = self.balances.entry(transfer.credit).or_default();
        credit.credits_pending = credit.credits_pending.saturating_add(pending);
        credit.credits_posted = credit.credits_posted.saturating_add(posted);
        Ok(())
    }
}

fn compare(row: TransferRow, event: &EventRecord, logged: &Logged, problems: &mut Problems) {
    let (id, at) = (row.id, event.log_index);
    let record = match TransferRecord::try_from(row) {
        Ok(record) => record,
        Err(error) => return problems.add(format!("transfer {id} at {at}: altered; {error}")),
    };
    let payload = transfer_payload(&record.entry, record.guarantee).ok();
    let same = payload.as_ref() == Some(&event.event.payload)
        && record.administration == event.event.administration
        && record.entry.transfer.at == event.event.recorded_at;
    if same {
        return;
    }
    problems.add(if logged.transfer == id {
        format!("transfer {id} at {at}: altered; the log says {}", event.event.payload)
    } else {
        format!(
            "transfer {id} at {at}: out of order or exchanged; the log has transfer {} there",
            logged.transfer
        )
    });
}

fn totals(balance: &Balance) -> String {
    format!(
        "debits {} pending {} posted, credits {} pending {} posted",
        balance.debits_pending, balance.debits_posted, balance.credits_pending, balance.credits_posted
    )
}

//! Guarantees, their accounts, and the journal of transfers.

use std::sync::Arc;

use diesel::{Queryable, Selectable};
use rahdari_kernel::{
    AccountId, CompanyId, Country, Currency, Date, Grn, GuaranteeId, Instant, MovementId, TransferId,
};
use rahdari_ledger::{Account, AccountFlags, Balance, Entry, Guarantee, Transfer, TransferFlags, Why};
use serde::Serialize;

use super::row::Row;
use super::tables;
use crate::StoreError;
use crate::schema::{accounts, guarantees, transfers};
use crate::sql::{Bytes, Maybe, Micros, Word};
use crate::table::{Cell, Table};

/// A guarantee; its version is its own count of changes.
pub type GuaranteeRecord = Guarantee;

/// The row of a guarantee.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = guarantees)]
pub(crate) struct GuaranteeRow {
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) id: GuaranteeId,
    #[diesel(deserialize_as = Word)]
    pub(crate) administration: Country,
    pub(crate) version: i64,
    #[diesel(deserialize_as = Word)]
    pub(crate) grn: Grn,
    pub(crate) kind: String,
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) holder: CompanyId,
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub(crate) guarantor: Option<CompanyId>,
    #[diesel(deserialize_as = Word)]
    pub(crate) currency: Currency,
    pub(crate) status: String,
    pub(crate) limit_minor: i64,
    #[diesel(deserialize_as = Word)]
    pub(crate) valid_from: Date,
    #[diesel(deserialize_as = Word)]
    pub(crate) valid_until: Date,
    pub(crate) state: String,
}

impl TryFrom<GuaranteeRow> for Guarantee {
    type Error = StoreError;
    fn try_from(row: GuaranteeRow) -> Result<Self, StoreError> {
        serde_json::from_str(&row.state)
            .map_err(|error| StoreError::Damaged(format!("guarantee {}: {error}", row.id)))
    }
}

/// The row of an account: what it permits, and its totals, which the journal can rebuild.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(crate) struct AccountRow {
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) id: AccountId,
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) guarantee: GuaranteeId,
    pub(crate) administration: String,
    pub(crate) ledger: i64,
    pub(crate) code: i64,
    pub(crate) flags: i64,
    pub(crate) debits_pending: i64,
    pub(crate) debits_posted: i64,
    pub(crate) credits_pending: i64,
    pub(crate) credits_posted: i64,
}

impl AccountRow {
    pub(crate) fn new(account: &Account, guarantee: GuaranteeId, administration: Country) -> Self {
        let Balance { debits_pending, debits_posted, credits_pending, credits_posted } = account.balance;
        Self {
            id: account.id,
            guarantee,
            administration: administration.to_string(),
            ledger: account.ledger.into(),
            code: account.code.into(),
            flags: account.flags.bits().into(),
            debits_pending,
            debits_posted,
            credits_pending,
            credits_posted,
        }
    }

    pub(crate) fn balance(&self) -> Balance {
        Balance {
            debits_pending: self.debits_pending,
            debits_posted: self.debits_posted,
            credits_pending: self.credits_pending,
            credits_posted: self.credits_posted,
        }
    }
}

impl TryFrom<AccountRow> for Account {
    type Error = StoreError;
    fn try_from(row: AccountRow) -> Result<Self, StoreError> {
        let damaged = || StoreError::Damaged(format!("account {}: a value makes no sense", row.id));
        let flags = u16::try_from(row.flags).ok().and_then(AccountFlags::from_bits).ok_or_else(damaged)?;
        let ledger = u32::try_from(row.ledger).map_err(|_| damaged())?;
        let code = u16::try_from(row.code).map_err(|_| damaged())?;
        Ok(Self { id: row.id, ledger, code, flags, balance: row.balance() })
    }
}

/// The row of a transfer with the totals it left on both of its accounts. Never changed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = transfers)]
pub(crate) struct TransferRow {
    pub(crate) log_index: i64,
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) id: TransferId,
    pub(crate) administration: String,
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) guarantee: GuaranteeId,
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) debit: AccountId,
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) credit: AccountId,
    pub(crate) amount_minor: i64,
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub(crate) pending: Option<TransferId>,
    pub(crate) timeout_seconds: i64,
    pub(crate) ledger: i64,
    pub(crate) code: i64,
    pub(crate) flags: i64,
    #[diesel(deserialize_as = Micros)]
    pub(crate) at: Instant,
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub(crate) movement: Option<MovementId>,
    pub(crate) leg: Option<i64>,
    pub(crate) unit: Option<i64>,
    pub(crate) law: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) debit_debits_pending: i64,
    pub(crate) debit_debits_posted: i64,
    pub(crate) debit_credits_pending: i64,
    pub(crate) debit_credits_posted: i64,
    pub(crate) credit_debits_pending: i64,
    pub(crate) credit_debits_posted: i64,
    pub(crate) credit_credits_pending: i64,
    pub(crate) credit_credits_posted: i64,
}

/// One line of the journal as readers get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferRecord {
    /// Its place in the log.
    pub log_index: u64,
    /// The administration of the guarantee.
    pub administration: Country,
    /// The guarantee that owns both accounts.
    pub guarantee: GuaranteeId,
    /// The transfer, why it was made, and the totals it left.
    pub entry: Entry,
}

impl TryFrom<TransferRow> for TransferRecord {
    type Error = StoreError;
    fn try_from(row: TransferRow) -> Result<Self, StoreError> {
        let damaged = || StoreError::Damaged(format!("transfer {}: a value makes no sense", row.id));
        let small = |number: Option<i64>| number.map(u16::try_from).transpose().map_err(|_| damaged());
        let why = match (row.law, row.note) {
            (Some(law), Some(note)) => Some(Arc::new(Why {
                guarantee: Some(row.guarantee),
                movement: row.movement,
                leg: small(row.leg)?,
                unit: small(row.unit)?,
                law,
                note,
            })),
            _ => None,
        };
        let transfer = Transfer {
            id: row.id,
            debit: row.debit,
            credit: row.credit,
            amount_minor: row.amount_minor,
            pending: row.pending,
            timeout_seconds: u32::try_from(row.timeout_seconds).map_err(|_| damaged())?,
            ledger: u32::try_from(row.ledger).map_err(|_| damaged())?,
            code: u16::try_from(row.code).map_err(|_| damaged())?,
            flags: u16::try_from(row.flags).ok().and_then(TransferFlags::from_bits).ok_or_else(damaged)?,
            at: row.at,
            why,
        };
        let debit_after = Balance {
            debits_pending: row.debit_debits_pending,
            debits_posted: row.debit_debits_posted,
            credits_pending: row.debit_credits_pending,
            credits_posted: row.debit_credits_posted,
        };
        let credit_after = Balance {
            debits_pending: row.credit_debits_pending,
            debits_posted: row.credit_debits_posted,
            credits_pending: row.credit_credits_pending,
            credits_posted: row.credit_credits_posted,
        };
        Ok(Self {
            log_index: u64::try_from(row.log_index).map_err(|_| damaged())?,
            administration: row.administration.parse().map_err(|_| damaged())?,
            guarantee: row.guarantee,
            entry: Entry { transfer, debit_after, credit_after },
        })
    }
}

/// What the log says of a transfer. Fields stand in the order of their names, as the log asks for.
#[derive(Serialize)]
struct TransferPayload<'a> {
    amount_minor: i64,
    code: u16,
    credit: AccountId,
    credit_after: BalancePayload,
    debit: AccountId,
    debit_after: BalancePayload,
    flags: u16,
    guarantee: GuaranteeId,
    law: Option<&'a str>,
    ledger: u32,
    leg: Option<u16>,
    movement: Option<MovementId>,
    note: Option<&'a str>,
    pending: Option<TransferId>,
    timeout_seconds: u32,
    transfer: TransferId,
    unit: Option<u16>,
}

#[derive(Serialize)]
struct BalancePayload {
    credits_pending: i64,
    credits_posted: i64,
    debits_pending: i64,
    debits_posted: i64,
}

impl From<&Balance> for BalancePayload {
    fn from(balance: &Balance) -> Self {
        Self {
            credits_pending: balance.credits_pending,
            credits_posted: balance.credits_posted,
            debits_pending: balance.debits_pending,
            debits_posted: balance.debits_posted,
        }
    }
}

/// Returns the payload of the event that makes a transfer a leaf of the log.
pub(crate) fn transfer_payload(entry: &Entry, guarantee: GuaranteeId) -> Result<String, serde_json::Error> {
    let transfer = &entry.transfer;
    let why = transfer.why.as_deref();
    serde_json::to_string(&TransferPayload {
        amount_minor: transfer.amount_minor,
        code: transfer.code,
        credit: transfer.credit,
        credit_after: (&entry.credit_after).into(),
        debit: transfer.debit,
        debit_after: (&entry.debit_after).into(),
        flags: transfer.flags.bits(),
        guarantee,
        law: why.map(|why| why.law.as_str()),
        ledger: transfer.ledger,
        leg: why.and_then(|why| why.leg),
        movement: why.and_then(|why| why.movement),
        note: why.map(|why| why.note.as_str()),
        pending: transfer.pending,
        timeout_seconds: transfer.timeout_seconds,
        transfer: transfer.id,
        unit: why.and_then(|why| why.unit),
    })
}

impl Row for Guarantee {
    const TABLE: &'static Table = &tables::GUARANTEES;
    type Id = GuaranteeId;
    fn id(&self) -> GuaranteeId {
        self.id
    }
    fn version(&self) -> i64 {
        i64::try_from(self.version).unwrap_or(i64::MAX)
    }
    fn follow(&mut self, stored: i64) -> bool {
        Row::version(self) > stored
    }
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        GuaranteeRow::new(self).map(GuaranteeRow::into_cells)
    }
}

impl GuaranteeRow {
    fn new(guarantee: &Guarantee) -> Result<Self, serde_json::Error> {
        Ok(Self {
            id: guarantee.id,
            administration: guarantee.administration,
            version: Row::version(guarantee),
            grn: guarantee.grn.clone(),
            kind: guarantee.kind.as_str().to_owned(),
            holder: guarantee.holder,
            guarantor: guarantee.guarantor,
            currency: guarantee.currency,
            status: guarantee.status.as_str().to_owned(),
            limit_minor: guarantee.limit_minor,
            valid_from: guarantee.valid_from,
            valid_until: guarantee.valid_until,
            state: serde_json::to_string(guarantee)?,
        })
    }

    pub(crate) fn into_cells(self) -> Vec<Cell> {
        vec![
            self.id.to_bytes().into(),
            self.administration.as_str().into(),
            self.version.into(),
            self.grn.as_str().into(),
            self.kind.into(),
            self.holder.to_bytes().into(),
            self.guarantor.map(CompanyId::to_bytes).into(),
            Cell::Word(self.currency.as_str()),
            self.status.into(),
            self.limit_minor.into(),
            self.valid_from.into(),
            self.valid_until.into(),
            self.state.into(),
        ]
    }
}

impl AccountRow {
    pub(crate) fn cells(&self) -> [Cell; 10] {
        [
            self.id.to_bytes().into(),
            self.guarantee.to_bytes().into(),
            self.administration.as_str().into(),
            self.ledger.into(),
            self.code.into(),
            self.flags.into(),
            self.debits_pending.into(),
            self.debits_posted.into(),
            self.credits_pending.into(),
            self.credits_posted.into(),
        ]
    }
}

/// Returns the cells of a journal line.
pub(crate) fn transfer_cells(
    log_index: i64,
    entry: &Entry,
    guarantee: GuaranteeId,
    administration: Country,
) -> [Cell; 26] {
    let transfer = &entry.transfer;
    let why = transfer.why.as_deref();
    let (debit, credit) = (&entry.debit_after, &entry.credit_after);
    [
        log_index.into(),
        transfer.id.to_bytes().into(),
        administration.as_str().into(),
        guarantee.to_bytes().into(),
        transfer.debit.to_bytes().into(),
        transfer.credit.to_bytes().into(),
        transfer.amount_minor.into(),
        transfer.pending.map(rahdari_kernel::TransferId::to_bytes).into(),
        i64::from(transfer.timeout_seconds).into(),
        i64::from(transfer.ledger).into(),
        i64::from(transfer.code).into(),
        i64::from(transfer.flags.bits()).into(),
        transfer.at.into(),
        why.and_then(|why| why.movement).map(MovementId::to_bytes).into(),
        why.and_then(|why| why.leg).map(i64::from).into(),
        why.and_then(|why| why.unit).map(i64::from).into(),
        why.map(|why| why.law.as_str()).into(),
        why.map(|why| why.note.as_str()).into(),
        debit.debits_pending.into(),
        debit.debits_posted.into(),
        debit.credits_pending.into(),
        debit.credits_posted.into(),
        credit.debits_pending.into(),
        credit.debits_posted.into(),
        credit.credits_pending.into(),
        credit.credits_posted.into(),
    ]
}

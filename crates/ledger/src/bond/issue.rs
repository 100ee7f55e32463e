//! Issuing a guarantee and changing its limit.

use std::sync::Arc;

use rahdari_kernel::{AccountId, Country, Instant, Money, Refusal, TransferId};

use super::guarantee::{Guarantee, GuaranteeKind, GuaranteeStatus, NewGuarantee, Pocket};
use super::reserve::Reason;
use super::{account_code, fault, transfer_code};
use crate::account::{Account, AccountFlags};
use crate::book::Ledger;
use crate::status::{AccountStatus, TransferStatus};
use crate::transfer::{Transfer, TransferFlags, Why};

/// Why a guarantee was not issued or its limit not changed. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotIssued {
    /// It covers no country, or one twice.
    #[error("the guarantee must name the countries it covers, each once")]
    Countries,
    /// The amount is negative, or zero where the kind needs one.
    #[error("the amount must be more than zero")]
    Amount,
    /// The required part is more than all of it.
    #[error("the part to be covered must be 0 to 100 percent")]
    Percent,
    /// The term ends before it begins.
    #[error("the term of the guarantee ends before it begins")]
    Term,
    /// The guarantee is not active.
    #[error("the guarantee is {0}")]
    NotActive(GuaranteeStatus),
    /// Less is free than should be taken away.
    #[error("only {available} of the guarantee is free")]
    InUse {
        /// What is free in the fullest pocket.
        available: Money,
    },
    /// An id is taken.
    #[error("the guarantee was issued before")]
    AlreadyIssued,
    /// The book refused the entry.
    #[error("the ledger refused the entry: {0}")]
    Book(TransferStatus),
}

impl From<NotIssued> for Refusal {
    fn from(reason: NotIssued) -> Self {
        let code = match reason {
            NotIssued::Countries | NotIssued::Amount | NotIssued::Percent | NotIssued::Term => "invalid",
            NotIssued::NotActive(_) => "wrong-state",
            NotIssued::InUse { .. } => "guarantee-in-use",
            NotIssued::AlreadyIssued => "already-exists",
            NotIssued::Book(_) => "ledger-refused",
        };
        Self::new(code, reason.to_string())
    }
}

/// Opens the accounts of a guarantee and puts its limit into each pocket.
///
/// # Errors
/// When its terms make no sense, or it was issued before; the ledger is then as it was.
pub fn issue(
    new: NewGuarantee,
    ledger: &mut Ledger,
    reason: &Reason,
    at: Instant,
) -> Result<Guarantee, NotIssued> {
    check_terms(&new)?;
    let pockets = pockets(&new);
    let guarantee = Guarantee {
        id: new.id,
        grn: new.grn,
        kind: new.kind,
        administration: new.administration,
        holder: new.holder,
        guarantor: new.guarantor,
        countries: new.countries,
        currency: new.currency,
        limit_minor: new.limit_minor,
        per_country: new.per_country,
        percent_required: new.percent_required,
        valid_from: new.valid_from,
        valid_until: new.valid_until,
        access_code_hash: new.access_code_hash,
        status: GuaranteeStatus::Active,
        version: 1,
        pockets,
    };
    let before = ledger.mark();
    let opened = open(&guarantee, ledger)
        .and_then(|()| move_limit(&guarantee, ledger, Change::Issue, guarantee.limit_minor, reason, at));
    opened.inspect_err(|_| ledger.undo_to(before)).map(|()| guarantee)
}

/// Raises the limit of a guarantee by an amount of minor units, in each country where it holds in each.
///
/// # Errors
/// When the guarantee is not active or the amount is not more than zero; nothing is changed then.
pub fn increase(
    guarantee: &mut Guarantee,
    ledger: &mut Ledger,
    by_minor: i64,
    reason: &Reason,
    at: Instant,
) -> Result<(), NotIssued> {
    change_limit(guarantee, ledger, Change::Increase, by_minor, reason, at)
}

/// Lowers the limit of a guarantee by an amount of minor units that is free in every pocket.
///
/// # Errors
/// When the guarantee is not active, the amount is not more than zero, or less is free; nothing is changed.
pub fn reduce(
    guarantee: &mut Guarantee,
    ledger: &mut Ledger,
    by_minor: i64,
    reason: &Reason,
    at: Instant,
) -> Result<(), NotIssued> {
    let rooms = guarantee.pockets.iter().filter_map(|pocket| ledger.account(pocket.available));
    let least = rooms.map(|account| account.balance.debit_room()).min().unwrap_or(0);
    if by_minor > least {
        return Err(NotIssued::InUse { available: Money::new(least, guarantee.currency) });
    }
    change_limit(guarantee, ledger, Change::Reduce, by_minor, reason, at)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Issue,
    Increase,
    Reduce,
}

impl Change {
    fn word(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Increase => "increase",
            Self::Reduce => "reduce",
        }
    }

    fn code(self) -> u16 {
        match self {
            Self::Issue => transfer_code::ISSUE,
            Self::Increase => transfer_code::INCREASE,
            Self::Reduce => transfer_code::REDUCE,
        }
    }
}

fn change_limit(
    guarantee: &mut Guarantee,
    ledger: &mut Ledger,
    change: Change,
    by_minor: i64,
    reason: &Reason,
    at: Instant,
) -> Result<(), NotIssued> {
    if guarantee.status != GuaranteeStatus::Active {
        return Err(NotIssued::NotActive(guarantee.status));
    }
    let signed = if change == Change::Reduce { by_minor.checked_neg() } else { Some(by_minor) };
    let limit_minor = signed.and_then(|by| guarantee.limit_minor.checked_add(by));
    let limit_minor = limit_minor.filter(|limit| by_minor > 0 && *limit >= 0).ok_or(NotIssued::Amount)?;
    move_limit(guarantee, ledger, change, by_minor, reason, at)?;
    guarantee.limit_minor = limit_minor;
    guarantee.version += 1;
    Ok(())
}

fn check_terms(new: &NewGuarantee) -> Result<(), NotIssued> {
    let mut countries = new.countries.clone();
    countries.sort_unstable();
    countries.dedup();
    if countries.is_empty() || countries.len() != new.countries.len() {
        return Err(NotIssued::Countries);
    }
    // A waiver may stand for nothing at all; everything else stands for an amount.
    if new.limit_minor < i64::from(new.kind != GuaranteeKind::Waiver) {
        return Err(NotIssued::Amount);
    }
    if new.percent_required > 100 {
        return Err(NotIssued::Percent);
    }
    if new.valid_until < new.valid_from {
        return Err(NotIssued::Term);
    }
    Ok(())
}

fn pockets(new: &NewGuarantee) -> Vec<Pocket> {
    let countries: Vec<Option<Country>> =
        if new.per_country { new.countries.iter().copied().map(Some).collect() } else { vec![None] };
    let pocket = |country: Option<Country>| {
        let place = country.map_or_else(|| "all".to_owned(), |country| country.to_string());
        let scope = new.id.to_bytes();
        let account = |side: &str| AccountId::derive(&scope, format!("{side}/{place}").as_bytes());
        Pocket {
            country,
            available: account("available"),
            undertaking: account("undertaking"),
            claimed: account("claimed"),
        }
    };
    countries.into_iter().map(pocket).collect()
}

fn open(guarantee: &Guarantee, ledger: &mut Ledger) -> Result<(), NotIssued> {
    let ledger_number = u32::from(guarantee.currency.numeric());
    let limited = AccountFlags::DEBITS_MUST_NOT_EXCEED_CREDITS;
    let accounts: Vec<Account> = guarantee
        .pockets
        .iter()
        .flat_map(|pocket| {
            [
                (pocket.available, account_code::AVAILABLE, limited),
                (pocket.undertaking, account_code::UNDERTAKING, AccountFlags::NONE),
                (pocket.claimed, account_code::CLAIMED, AccountFlags::NONE),
            ]
        })
        .map(|(id, code, flags)| Account::new(id, ledger_number, code, flags))
        .collect();
    let answers = ledger.create_accounts(&accounts);
    let made = answers.iter().all(|answer| *answer == AccountStatus::Created);
    if made { Ok(()) } else { Err(NotIssued::AlreadyIssued) }
}

/// Moves an amount between undertaking and available in every pocket, in all of them or in none.
fn move_limit(
    guarantee: &Guarantee,
    ledger: &mut Ledger,
    change: Change,
    amount_minor: i64,
    reason: &Reason,
    at: Instant,
) -> Result<(), NotIssued> {
    let why = Arc::new(Why {
        guarantee: Some(guarantee.id),
        law: reason.law.clone(),
        note: reason.note.clone(),
        ..Why::default()
    });
    let last = guarantee.pockets.len().saturating_sub(1);
    let scope = guarantee.id.to_bytes();
    let batch: Vec<Transfer> = guarantee
        .pockets
        .iter()
        .enumerate()
        .map(|(index, pocket)| {
            let name = format!("{}/{}/{}", change.word(), guarantee.version, pocket.available);
            let (debit, credit) = match change {
                Change::Issue | Change::Increase => (pocket.undertaking, pocket.available),
                Change::Reduce => (pocket.available, pocket.undertaking),
            };
            Transfer {
                id: TransferId::derive(&scope, name.as_bytes()),
                debit,
                credit,
                amount_minor,
                pending: None,
                timeout_seconds: 0,
                ledger: u32::from(guarantee.currency.numeric()),
                code: change.code(),
                flags: if index < last { TransferFlags::LINKED } else { TransferFlags::NONE },
                at,
                why: Some(Arc::clone(&why)),
            }
        })
        .collect();
    fault(&ledger.commit(&batch, at)).map_or(Ok(()), |status| Err(NotIssued::Book(status)))
}

//! Whether a transfer may be committed, and what it does to its two accounts.

use rahdari_kernel::{AccountId, Instant};

use super::create::refuse;
use super::undo::{Side, Step};
use super::{Ledger, Record};
use crate::account::{Account, AccountFlags};
use crate::status::TransferStatus as Status;
use crate::transfer::{PendingState, Transfer, TransferFlags};

/// The last microsecond of the ledger's clock: 64-bit nanoseconds since 1970 end in April 2262. The calendar
/// goes further, but the data model that we follow counts nanoseconds, and answers should agree.
const CLOCK_END_MICROS: i64 = i64::MAX / 1000;

const ZERO: [u8; 16] = [0; 16];
const MAX: [u8; 16] = [0xff; 16];

/// Returns the microsecond in which a pending transfer expires, or nothing when it never does.
pub(super) fn expires_at(transfer: &Transfer) -> Option<i64> {
    let waits = transfer.timeout_seconds > 0 && transfer.flags.contains(TransferFlags::PENDING);
    waits.then(|| {
        transfer.at.as_micros().saturating_add(i64::from(transfer.timeout_seconds).saturating_mul(1_000_000))
    })
}

impl Ledger {
    pub(super) fn create_transfer(&mut self, new: &Transfer, at: Instant) -> Status {
        match self.try_transfer(new, at) {
            Ok(()) => Status::Created,
            Err(status) => status,
        }
    }

    fn try_transfer(&mut self, new: &Transfer, at: Instant) -> Result<(), Status> {
        refuse(new.id.to_bytes() == ZERO, Status::IdMustNotBeZero)?;
        refuse(new.id.to_bytes() == MAX, Status::IdMustNotBeIntMax)?;
        refuse(new.amount_minor < 0, Status::AmountMustNotBeNegative)?;
        if let Some((_, old)) = self.record(new.id) {
            return Err(self.compare(new, &old.transfer));
        }
        refuse(!self.failed.is_empty() && self.failed.contains(&new.id), Status::IdAlreadyFailed)?;
        if new.flags.intersects(TransferFlags::POST_PENDING | TransferFlags::VOID_PENDING) {
            self.resolve(new, at)
        } else {
            self.transfer_between(new, at)
        }
    }

    /// Commits a transfer that stands by itself, at once or pending.
    fn transfer_between(&mut self, new: &Transfer, at: Instant) -> Result<(), Status> {
        let pending = new.flags.contains(TransferFlags::PENDING);
        let closing = TransferFlags::CLOSING_DEBIT | TransferFlags::CLOSING_CREDIT;
        refuse(new.debit.to_bytes() == ZERO, Status::DebitAccountIdMustNotBeZero)?;
        refuse(new.debit.to_bytes() == MAX, Status::DebitAccountIdMustNotBeIntMax)?;
        refuse(new.credit.to_bytes() == ZERO, Status::CreditAccountIdMustNotBeZero)?;
        refuse(new.credit.to_bytes() == MAX, Status::CreditAccountIdMustNotBeIntMax)?;
        refuse(new.debit == new.credit, Status::AccountsMustBeDifferent)?;
        refuse(new.pending.is_some_and(|id| id.to_bytes() != ZERO), Status::PendingIdMustBeZero)?;
        refuse(!pending && new.timeout_seconds != 0, Status::TimeoutReservedForPendingTransfer)?;
        refuse(!pending && new.flags.intersects(closing), Status::ClosingTransferMustBePending)?;
        refuse(new.ledger == 0, Status::LedgerMustNotBeZero)?;
        refuse(new.code == 0, Status::CodeMustNotBeZero)?;

        let (debit_slot, debit) = self.account_at(new.debit).ok_or(Status::DebitAccountNotFound)?;
        let (credit_slot, credit) = self.account_at(new.credit).ok_or(Status::CreditAccountNotFound)?;
        refuse(debit.ledger != credit.ledger, Status::AccountsMustHaveTheSameLedger)?;
        refuse(new.ledger != debit.ledger, Status::TransferMustHaveTheSameLedgerAsAccounts)?;
        refuse(debit.flags.contains(AccountFlags::CLOSED), Status::DebitAccountAlreadyClosed)?;
        refuse(credit.flags.contains(AccountFlags::CLOSED), Status::CreditAccountAlreadyClosed)?;

        let (mut debit_after, mut credit_after) = added(&debit, &credit, new.amount_minor, pending)?;
        refuse(overflows_clock(new, at), Status::OverflowsTimeout)?;
        refuse(debit.debits_exceed_credits(new.amount_minor), Status::ExceedsCredits)?;
        refuse(credit.credits_exceed_debits(new.amount_minor), Status::ExceedsDebits)?;

        if new.flags.contains(TransferFlags::CLOSING_DEBIT) {
            debit_after.flags = debit_after.flags | AccountFlags::CLOSED;
        }
        if new.flags.contains(TransferFlags::CLOSING_CREDIT) {
            credit_after.flags = credit_after.flags | AccountFlags::CLOSED;
        }
        let transfer = Transfer { pending: None, at, ..new.clone() };
        let slot = self.add_transfer(transfer, pending.then_some(PendingState::Pending));
        let debit = Side::new(debit_slot, &debit, &debit_after);
        let credit = Side::new(credit_slot, &credit, &credit_after);
        self.put(debit_slot, debit_after);
        self.put(credit_slot, credit_after);
        self.steps.push(Step::Posted { slot, debit, credit, resolved: None });
        Ok(())
    }

    /// Posts or voids a pending transfer.
    fn resolve(&mut self, new: &Transfer, at: Instant) -> Result<(), Status> {
        let void = new.flags.contains(TransferFlags::VOID_PENDING);
        let post = new.flags.contains(TransferFlags::POST_PENDING);
        let other = TransferFlags::PENDING | TransferFlags::CLOSING_DEBIT | TransferFlags::CLOSING_CREDIT;
        refuse(post && void || new.flags.intersects(other), Status::FlagsAreMutuallyExclusive)?;
        let pending_id =
            new.pending.filter(|id| id.to_bytes() != ZERO).ok_or(Status::PendingIdMustNotBeZero)?;
        refuse(pending_id.to_bytes() == MAX, Status::PendingIdMustNotBeIntMax)?;
        refuse(pending_id == new.id, Status::PendingIdMustBeDifferent)?;
        refuse(new.timeout_seconds != 0, Status::TimeoutReservedForPendingTransfer)?;

        let (held_slot, held) = self.record(pending_id).ok_or(Status::PendingTransferNotFound)?;
        let state = held.state.ok_or(Status::PendingTransferNotPending)?;
        let held = &held.transfer;
        refuse(differs(new.debit, held.debit), Status::PendingTransferHasDifferentDebitAccountId)?;
        refuse(differs(new.credit, held.credit), Status::PendingTransferHasDifferentCreditAccountId)?;
        let other_ledger = new.ledger != 0 && new.ledger != held.ledger;
        refuse(other_ledger, Status::PendingTransferHasDifferentLedger)?;
        refuse(new.code != 0 && new.code != held.code, Status::PendingTransferHasDifferentCode)?;
        let amount_minor = resolved_amount(new, held);
        refuse(amount_minor > held.amount_minor, Status::ExceedsPendingTransferAmount)?;
        refuse(void && amount_minor < held.amount_minor, Status::PendingTransferHasDifferentAmount)?;
        match state {
            PendingState::Pending => {}
            PendingState::Posted => return Err(Status::PendingTransferAlreadyPosted),
            PendingState::Voided => return Err(Status::PendingTransferAlreadyVoided),
            PendingState::Expired => return Err(Status::PendingTransferExpired),
        }
        let expired = expires_at(held).is_some_and(|expires| expires <= at.as_micros());
        refuse(expired, Status::PendingTransferExpired)?;

        let (debit_slot, debit) = self.account_at(held.debit).ok_or(Status::DebitAccountNotFound)?;
        let (credit_slot, credit) = self.account_at(held.credit).ok_or(Status::CreditAccountNotFound)?;
        // A closed account takes nothing more; voiding only gives back.
        refuse(post && debit.flags.contains(AccountFlags::CLOSED), Status::DebitAccountAlreadyClosed)?;
        refuse(post && credit.flags.contains(AccountFlags::CLOSED), Status::CreditAccountAlreadyClosed)?;

        let (debit_after, credit_after) =
            freed(&debit, &credit, held).ok_or(Status::OverflowsDebitsPending)?;
        let (debit_after, credit_after) = if post {
            added(&debit_after, &credit_after, amount_minor, false)?
        } else {
            reopened(debit_after, credit_after, held)
        };
        let transfer = Transfer {
            debit: held.debit,
            credit: held.credit,
            amount_minor,
            ledger: held.ledger,
            code: held.code,
            at,
            why: new.why.clone().or_else(|| held.why.clone()),
            ..new.clone()
        };
        let expires = expires_at(held);
        self.settle(held_slot, expires, if post { PendingState::Posted } else { PendingState::Voided });
        let slot = self.add_transfer(transfer, None);
        let debit = Side::new(debit_slot, &debit, &debit_after);
        let credit = Side::new(credit_slot, &credit, &credit_after);
        self.put(debit_slot, debit_after);
        self.put(credit_slot, credit_after);
        self.steps.push(Step::Posted { slot, debit, credit, resolved: Some(held_slot) });
        Ok(())
    }

    /// Lets one pending transfer expire; nothing happens while its accounts are not at hand.
    pub(super) fn expire_one(&mut self, slot: usize) -> Option<()> {
        let held = &self.transfers.get(slot)?.transfer;
        let (debit_slot, debit) = self.account_at(held.debit)?;
        let (credit_slot, credit) = self.account_at(held.credit)?;
        let (debit_after, credit_after) = freed(&debit, &credit, held)?;
        let (debit_after, credit_after) = reopened(debit_after, credit_after, held);
        let expires = expires_at(held);
        self.settle(slot, expires, PendingState::Expired);
        let debit = Side::new(debit_slot, &debit, &debit_after);
        let credit = Side::new(credit_slot, &credit, &credit_after);
        self.put(debit_slot, debit_after);
        self.put(credit_slot, credit_after);
        self.steps.push(Step::Expired { slot, debit, credit });
        Some(())
    }

    fn settle(&mut self, slot: usize, expires: Option<i64>, state: PendingState) {
        if let Some(expires) = expires {
            self.expiries.remove(&(expires, slot));
        }
        if let Some(Record { state: stored, .. }) = self.transfers.get_mut(slot) {
            *stored = Some(state);
        }
    }

    fn put(&mut self, slot: usize, account: Account) {
        if let Some(stored) = self.accounts.get_mut(slot) {
            *stored = account;
        }
    }

    /// Compares a transfer with the committed one that has its id.
    fn compare(&self, new: &Transfer, old: &Transfer) -> Status {
        let compared = || {
            refuse(new.flags != old.flags, Status::ExistsWithDifferentFlags)?;
            let resolves = new.pending.filter(|id| id.to_bytes() != ZERO);
            refuse(resolves != old.pending, Status::ExistsWithDifferentPendingId)?;
            refuse(new.timeout_seconds != old.timeout_seconds, Status::ExistsWithDifferentTimeout)?;
            let resolving = old.pending.is_some();
            let differ = |new: AccountId, old| if resolving { differs(new, old) } else { new != old };
            refuse(differ(new.debit, old.debit), Status::ExistsWithDifferentDebitAccountId)?;
            refuse(differ(new.credit, old.credit), Status::ExistsWithDifferentCreditAccountId)?;
            let held = old.pending.and_then(|id| self.transfer(id));
            let amount_minor = held.map_or(new.amount_minor, |held| resolved_amount(new, held));
            refuse(amount_minor != old.amount_minor, Status::ExistsWithDifferentAmount)?;
            // Without a reason a post or void took that of the pending transfer. A transfer that was loaded
            // without its reason is not compared.
            let why = new.why.as_ref().or_else(|| held.and_then(|held| held.why.as_ref()));
            let other_why = why.zip(old.why.as_ref()).is_some_and(|(new, old)| new != old);
            refuse(other_why, Status::ExistsWithDifferentWhy)?;
            let optional = |is_zero: bool| resolving && is_zero;
            let other_ledger = new.ledger != old.ledger && !optional(new.ledger == 0);
            refuse(other_ledger, Status::ExistsWithDifferentLedger)?;
            refuse(new.code != old.code && !optional(new.code == 0), Status::ExistsWithDifferentCode)
        };
        compared().err().unwrap_or(Status::Exists)
    }
}

/// Returns whether an account is named and is another one than in the pending transfer.
fn differs(named: AccountId, held: AccountId) -> bool {
    named != held && named.to_bytes() != ZERO
}

/// Returns the amount that a post or void stands for.
fn resolved_amount(new: &Transfer, held: &Transfer) -> i64 {
    let void = new.flags.contains(TransferFlags::VOID_PENDING);
    let whole = new.amount_minor == i64::MAX || (void && new.amount_minor == 0);
    if whole { held.amount_minor } else { new.amount_minor }
}

fn overflows_clock(new: &Transfer, at: Instant) -> bool {
    let micros = i64::from(new.timeout_seconds).saturating_mul(1_000_000);
    micros > 0 && at.as_micros().saturating_add(micros) > CLOCK_END_MICROS
}

/// Returns both accounts after debiting and crediting, or which total would pass the largest amount.
fn added(
    debit: &Account,
    credit: &Account,
    amount_minor: i64,
    pending: bool,
) -> Result<(Account, Account), Status> {
    let (mut debit, mut credit) = (*debit, *credit);
    let (dr, cr) = (&mut debit.balance, &mut credit.balance);
    let sum = |total: i64| total.checked_add(amount_minor);
    if pending {
        let debits = sum(dr.debits_pending).ok_or(Status::OverflowsDebitsPending)?;
        let credits = sum(cr.credits_pending).ok_or(Status::OverflowsCreditsPending)?;
        sum(dr.debits_posted).ok_or(Status::OverflowsDebitsPosted)?;
        sum(cr.credits_posted).ok_or(Status::OverflowsCreditsPosted)?;
        (dr.debits_pending, cr.credits_pending) = (debits, credits);
    } else {
        let debits = sum(dr.debits_posted).ok_or(Status::OverflowsDebitsPosted)?;
        let credits = sum(cr.credits_posted).ok_or(Status::OverflowsCreditsPosted)?;
        (dr.debits_posted, cr.credits_posted) = (debits, credits);
    }
    dr.debits_pending.checked_add(dr.debits_posted).ok_or(Status::OverflowsDebits)?;
    cr.credits_pending.checked_add(cr.credits_posted).ok_or(Status::OverflowsCredits)?;
    Ok((debit, credit))
}

/// Returns both accounts after a pending transfer let go of them; nothing when they do not hold its amount,
/// which a sound book never shows.
fn freed(debit: &Account, credit: &Account, held: &Transfer) -> Option<(Account, Account)> {
    let (mut debit, mut credit) = (*debit, *credit);
    let less = |total: i64| total.checked_sub(held.amount_minor).filter(|rest| *rest >= 0);
    debit.balance.debits_pending = less(debit.balance.debits_pending)?;
    credit.balance.credits_pending = less(credit.balance.credits_pending)?;
    Some((debit, credit))
}

/// Returns both accounts open again where the pending transfer had closed them.
fn reopened(mut debit: Account, mut credit: Account, held: &Transfer) -> (Account, Account) {
    if held.flags.contains(TransferFlags::CLOSING_DEBIT) {
        debit.flags = debit.flags.without(AccountFlags::CLOSED);
    }
    if held.flags.contains(TransferFlags::CLOSING_CREDIT) {
        credit.flags = credit.flags.without(AccountFlags::CLOSED);
    }
    (debit, credit)
}

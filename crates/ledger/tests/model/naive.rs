//! The naive model. It keeps nothing but the list of committed transfers: balances are summed up from it each
//! time, a broken chain is undone by keeping a copy, and whether something expired is asked of the clock.

use std::collections::{BTreeMap, BTreeSet};

use rahdari_kernel::{AccountId, Instant, TransferId};
use rahdari_ledger::{
    Account, AccountFlags, Balance, PendingState, Transfer, TransferFlags, TransferStatus as Status,
};

pub(crate) const MAX: u128 = u128::MAX;

pub(crate) fn account_id(number: u128) -> AccountId {
    AccountId::from_bytes(number.to_be_bytes())
}

pub(crate) fn transfer_id(number: u128) -> TransferId {
    TransferId::from_bytes(number.to_be_bytes())
}

/// A transfer as the model sees it: plain numbers.
#[derive(Clone, Debug)]
pub(crate) struct Plain {
    pub(crate) id: u128,
    pub(crate) debit: u128,
    pub(crate) credit: u128,
    pub(crate) amount: i64,
    pub(crate) pending: u128,
    pub(crate) timeout: u32,
    pub(crate) ledger: u32,
    pub(crate) code: u16,
    pub(crate) flags: TransferFlags,
    pub(crate) at: i64,
}

impl Plain {
    pub(crate) fn has(&self, flag: TransferFlags) -> bool {
        self.flags.contains(flag)
    }

    pub(crate) fn real(&self) -> Transfer {
        Transfer {
            id: transfer_id(self.id),
            debit: account_id(self.debit),
            credit: account_id(self.credit),
            amount_minor: self.amount,
            pending: (self.pending != 0).then(|| transfer_id(self.pending)),
            timeout_seconds: self.timeout,
            ledger: self.ledger,
            code: self.code,
            flags: self.flags,
            at: Instant::EPOCH,
            why: None,
        }
    }
}

#[derive(Clone, Default)]
pub(crate) struct Model {
    pub(crate) accounts: BTreeMap<u128, Account>,
    pub(crate) committed: Vec<Plain>,
    pub(crate) failed: BTreeSet<u128>,
    pub(crate) now: i64,
}

impl Model {
    fn find(&self, id: u128) -> Option<&Plain> {
        self.committed.iter().find(|transfer| transfer.id == id)
    }

    pub(crate) fn state(&self, held: &Plain) -> PendingState {
        let resolved = self.committed.iter().find(|transfer| transfer.pending == held.id);
        match resolved {
            Some(by) if by.has(TransferFlags::POST_PENDING) => PendingState::Posted,
            Some(_) => PendingState::Voided,
            None if held.timeout > 0 && held.at + i64::from(held.timeout) <= self.now => {
                PendingState::Expired
            }
            None => PendingState::Pending,
        }
    }

    pub(crate) fn balance(&self, id: u128) -> Balance {
        let mut sum = Balance::default();
        for transfer in &self.committed {
            let holds = transfer.has(TransferFlags::PENDING) && self.state(transfer) == PendingState::Pending;
            let counts = !transfer.has(TransferFlags::PENDING) && !transfer.has(TransferFlags::VOID_PENDING);
            let (held, posted) = (i64::from(holds) * transfer.amount, i64::from(counts) * transfer.amount);
            if transfer.debit == id {
                (sum.debits_pending, sum.debits_posted) =
                    (sum.debits_pending + held, sum.debits_posted + posted);
            }
            if transfer.credit == id {
                sum.credits_pending += held;
                sum.credits_posted += posted;
            }
        }
        sum
    }

    pub(crate) fn closed(&self, id: u128) -> bool {
        let closing = |held: &&Plain| {
            held.debit == id && held.has(TransferFlags::CLOSING_DEBIT)
                || held.credit == id && held.has(TransferFlags::CLOSING_CREDIT)
        };
        self.committed.iter().filter(closing).any(|held| self.state(held) == PendingState::Pending)
    }

    pub(crate) fn commit(&mut self, batch: &[Plain]) -> Vec<Status> {
        let mut answers: Vec<Status> = Vec::new();
        let mut begin = 0;
        while begin < batch.len() {
            let linked = batch[begin..].iter().take_while(|event| event.has(TransferFlags::LINKED)).count();
            let open = begin + linked == batch.len();
            let end = if open { batch.len() } else { begin + linked + 1 };
            let before = self.committed.clone();
            let mut chain: Vec<Status> = Vec::new();
            let mut broken = None;
            for (index, event) in batch[begin..end].iter().enumerate() {
                let last_of_all = begin + index + 1 == batch.len();
                let answer = if last_of_all && event.has(TransferFlags::LINKED) {
                    Status::LinkedEventChainOpen
                } else if broken.is_some() {
                    Status::LinkedEventFailed
                } else {
                    self.one(event)
                };
                if answer != Status::Created && broken.is_none() {
                    broken = Some(index);
                }
                chain.push(answer);
            }
            if let Some(index) = broken {
                self.committed = before;
                chain[..index].fill(Status::LinkedEventFailed);
                if chain[index].is_transient() {
                    self.failed.insert(batch[begin + index].id);
                }
            }
            answers.extend(chain);
            begin = end;
        }
        answers
    }

    fn one(&mut self, new: &Plain) -> Status {
        let refused = self.refusal(new);
        if let Some(status) = refused {
            return status;
        }
        let mut made = Plain { at: self.now, ..new.clone() };
        if let Some(held) = self.find(new.pending).filter(|_| new.pending != 0) {
            made = Plain {
                debit: held.debit,
                credit: held.credit,
                ledger: held.ledger,
                code: held.code,
                amount: whole(new, held),
                ..made
            };
        }
        self.committed.push(made);
        Status::Created
    }

    /// All faults in their order; the first that holds is told.
    fn refusal(&self, new: &Plain) -> Option<Status> {
        let resolving = new.has(TransferFlags::POST_PENDING) || new.has(TransferFlags::VOID_PENDING);
        let first = [
            (new.id == 0, Status::IdMustNotBeZero),
            (new.id == MAX, Status::IdMustNotBeIntMax),
            (new.amount < 0, Status::AmountMustNotBeNegative),
        ];
        let known = self.find(new.id).map(|old| self.difference(new, old));
        let failed = self.failed.contains(&new.id).then_some(Status::IdAlreadyFailed);
        pick(&first)
            .or(known)
            .or(failed)
            .or_else(|| if resolving { self.resolving_refusal(new) } else { self.plain_refusal(new) })
    }

    fn difference(&self, new: &Plain, old: &Plain) -> Status {
        let held = self.find(old.pending).filter(|_| old.pending != 0);
        let amount = held.map_or(new.amount, |held| whole(new, held));
        let zero = held.is_some();
        pick(&[
            (new.flags != old.flags, Status::ExistsWithDifferentFlags),
            (new.pending != old.pending, Status::ExistsWithDifferentPendingId),
            (new.timeout != old.timeout, Status::ExistsWithDifferentTimeout),
            (new.debit != old.debit && !(zero && new.debit == 0), Status::ExistsWithDifferentDebitAccountId),
            (
                new.credit != old.credit && !(zero && new.credit == 0),
                Status::ExistsWithDifferentCreditAccountId,
            ),
            (amount != old.amount, Status::ExistsWithDifferentAmount),
            (new.ledger != old.ledger && !(zero && new.ledger == 0), Status::ExistsWithDifferentLedger),
            (new.code != old.code && !(zero && new.code == 0), Status::ExistsWithDifferentCode),
        ])
        .unwrap_or(Status::Exists)
    }

    fn plain_refusal(&self, new: &Plain) -> Option<Status> {
        let pending = new.has(TransferFlags::PENDING);
        let closing = new.has(TransferFlags::CLOSING_DEBIT) || new.has(TransferFlags::CLOSING_CREDIT);
        let formal = pick(&[
            (new.debit == 0, Status::DebitAccountIdMustNotBeZero),
            (new.debit == MAX, Status::DebitAccountIdMustNotBeIntMax),
            (new.credit == 0, Status::CreditAccountIdMustNotBeZero),
            (new.credit == MAX, Status::CreditAccountIdMustNotBeIntMax),
            (new.debit == new.credit, Status::AccountsMustBeDifferent),
            (new.pending != 0, Status::PendingIdMustBeZero),
            (!pending && new.timeout != 0, Status::TimeoutReservedForPendingTransfer),
            (!pending && closing, Status::ClosingTransferMustBePending),
            (new.ledger == 0, Status::LedgerMustNotBeZero),
            (new.code == 0, Status::CodeMustNotBeZero),
            (!self.accounts.contains_key(&new.debit), Status::DebitAccountNotFound),
            (!self.accounts.contains_key(&new.credit), Status::CreditAccountNotFound),
        ]);
        if formal.is_some() {
            return formal;
        }
        let (debit, credit) = (self.accounts[&new.debit], self.accounts[&new.credit]);
        let (dr, cr) = (self.balance(new.debit), self.balance(new.credit));
        let over = |total: i64| total.checked_add(new.amount).is_none();
        pick(&[
            (debit.ledger != credit.ledger, Status::AccountsMustHaveTheSameLedger),
            (new.ledger != debit.ledger, Status::TransferMustHaveTheSameLedgerAsAccounts),
            (self.closed(new.debit), Status::DebitAccountAlreadyClosed),
            (self.closed(new.credit), Status::CreditAccountAlreadyClosed),
            (pending && over(dr.debits_pending), Status::OverflowsDebitsPending),
            (pending && over(cr.credits_pending), Status::OverflowsCreditsPending),
            (over(dr.debits_posted), Status::OverflowsDebitsPosted),
            (over(cr.credits_posted), Status::OverflowsCreditsPosted),
            (over(dr.debits_pending + dr.debits_posted), Status::OverflowsDebits),
            (over(cr.credits_pending + cr.credits_posted), Status::OverflowsCredits),
        ])
        .or_else(|| {
            let debits = dr.debits_pending + dr.debits_posted + new.amount;
            let credits = cr.credits_pending + cr.credits_posted + new.amount;
            let limited_debit = debit.flags.contains(AccountFlags::DEBITS_MUST_NOT_EXCEED_CREDITS);
            let limited_credit = credit.flags.contains(AccountFlags::CREDITS_MUST_NOT_EXCEED_DEBITS);
            pick(&[
                (limited_debit && debits > dr.credits_posted, Status::ExceedsCredits),
                (limited_credit && credits > cr.debits_posted, Status::ExceedsDebits),
            ])
        })
    }

    fn resolving_refusal(&self, new: &Plain) -> Option<Status> {
        let void = new.has(TransferFlags::VOID_PENDING);
        let both = void && new.has(TransferFlags::POST_PENDING);
        let other = TransferFlags::PENDING | TransferFlags::CLOSING_DEBIT | TransferFlags::CLOSING_CREDIT;
        let held = self.find(new.pending);
        let formal = pick(&[
            (both || new.flags.intersects(other), Status::FlagsAreMutuallyExclusive),
            (new.pending == 0, Status::PendingIdMustNotBeZero),
            (new.pending == MAX, Status::PendingIdMustNotBeIntMax),
            (new.pending == new.id, Status::PendingIdMustBeDifferent),
            (new.timeout != 0, Status::TimeoutReservedForPendingTransfer),
            (held.is_none(), Status::PendingTransferNotFound),
        ]);
        if formal.is_some() {
            return formal;
        }
        let held = held.unwrap();
        let differs = |named: u128, held: u128| named != 0 && named != held;
        let amount = whole(new, held);
        let state = self.state(held);
        pick(&[
            (!held.has(TransferFlags::PENDING), Status::PendingTransferNotPending),
            (differs(new.debit, held.debit), Status::PendingTransferHasDifferentDebitAccountId),
            (differs(new.credit, held.credit), Status::PendingTransferHasDifferentCreditAccountId),
            (new.ledger != 0 && new.ledger != held.ledger, Status::PendingTransferHasDifferentLedger),
            (new.code != 0 && new.code != held.code, Status::PendingTransferHasDifferentCode),
            (amount > held.amount, Status::ExceedsPendingTransferAmount),
            (void && amount < held.amount, Status::PendingTransferHasDifferentAmount),
            (state == PendingState::Posted, Status::PendingTransferAlreadyPosted),
            (state == PendingState::Voided, Status::PendingTransferAlreadyVoided),
            (state == PendingState::Expired, Status::PendingTransferExpired),
            (!void && self.closed(held.debit), Status::DebitAccountAlreadyClosed),
            (!void && self.closed(held.credit), Status::CreditAccountAlreadyClosed),
        ])
    }
}

fn pick(faults: &[(bool, Status)]) -> Option<Status> {
    faults.iter().find(|(holds, _)| *holds).map(|(_, status)| *status)
}

fn whole(new: &Plain, held: &Plain) -> i64 {
    let all = new.amount == i64::MAX || new.amount == 0 && new.has(TransferFlags::VOID_PENDING);
    if all { held.amount } else { new.amount }
}

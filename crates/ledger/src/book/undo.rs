//! The way back: every change leaves a step with what stood there before.

use crate::account::{Account, AccountFlags, Balance};
use crate::transfer::PendingState;
use rahdari_kernel::TransferId;

use super::{Ledger, post};

/// A moment of a ledger to which it can go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    epoch: u64,
    steps: usize,
}

/// One change.
#[derive(Clone, Debug)]
pub(super) enum Step {
    AccountLoaded,
    AccountMade { slot: usize },
    TransferLoaded { slot: usize },
    Posted { slot: usize, debit: Side, credit: Side, resolved: Option<usize> },
    Expired { slot: usize, debit: Side, credit: Side },
    Failed { id: TransferId },
}

/// What a change did to one account.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    pub(super) slot: usize,
    pub(super) before: Balance,
    pub(super) flags_before: AccountFlags,
    pub(super) after: Balance,
}

impl Side {
    pub(super) fn new(slot: usize, before: &Account, after: &Account) -> Self {
        Self { slot, before: before.balance, flags_before: before.flags, after: after.balance }
    }
}

impl Ledger {
    /// Remembers this moment.
    pub fn mark(&self) -> Mark {
        Mark { epoch: self.epoch, steps: self.steps.len() }
    }

    /// Goes back to a mark as if nothing had happened since. A mark from before the changes were last drained
    /// changes nothing, for what was drained may be stored.
    pub fn undo_to(&mut self, mark: Mark) {
        if mark.epoch != self.epoch {
            return;
        }
        while self.steps.len() > mark.steps {
            if let Some(step) = self.steps.pop() {
                self.take_back(step);
            }
        }
    }

    fn take_back(&mut self, step: Step) {
        match step {
            Step::AccountLoaded | Step::AccountMade { .. } => {
                if let Some(account) = self.accounts.pop() {
                    self.account_slots.remove(&account.id);
                }
            }
            Step::TransferLoaded { slot } => self.remove_last_transfer(slot),
            Step::Posted { slot, debit, credit, resolved } => {
                self.remove_last_transfer(slot);
                self.restore(&debit);
                self.restore(&credit);
                if let Some(pending) = resolved {
                    self.reopen(pending);
                }
            }
            Step::Expired { slot, debit, credit } => {
                self.restore(&debit);
                self.restore(&credit);
                self.reopen(slot);
            }
            Step::Failed { id } => {
                self.failed.remove(&id);
            }
        }
    }

    /// Steps are taken back last first, so the transfer of a step is always the last one.
    fn remove_last_transfer(&mut self, slot: usize) {
        if let Some(record) = self.transfers.pop() {
            self.transfer_slots.remove(&record.transfer.id);
            if let Some(expires) = post::expires_at(&record.transfer) {
                self.expiries.remove(&(expires, slot));
            }
        }
    }

    fn restore(&mut self, side: &Side) {
        if let Some(account) = self.accounts.get_mut(side.slot) {
            account.balance = side.before;
            account.flags = side.flags_before;
        }
    }

    fn reopen(&mut self, slot: usize) {
        if let Some(record) = self.transfers.get_mut(slot) {
            record.state = Some(PendingState::Pending);
            if let Some(expires) = post::expires_at(&record.transfer) {
                self.expiries.insert((expires, slot));
            }
        }
    }
}

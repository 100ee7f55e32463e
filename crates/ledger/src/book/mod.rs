//! The accounts and transfers that are at hand, with a way back to every earlier moment.
//!
//! A `Ledger` need not hold the whole book: the committer loads what its decisions may touch, and what is
//! not loaded does not exist for them. `create` decides about accounts and chains, `post` about transfers,
//! `undo` takes decisions back. Ids that failed for a passing reason are remembered as long as the value
//! lives; the store keeps refused requests for good.

mod create;
mod post;
mod undo;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rahdari_kernel::{AccountId, Instant, TransferId};
use rustc_hash::FxBuildHasher;

use crate::account::{Account, Balance};
use crate::transfer::{Changes, Entry, PendingState, Transfer};
pub use undo::Mark;
use undo::Step;

/// The book, or the part of it that was loaded.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    accounts: Vec<Account>,
    account_slots: HashMap<AccountId, usize, FxBuildHasher>,
    transfers: Vec<Record>,
    transfer_slots: HashMap<TransferId, usize, FxBuildHasher>,
    failed: HashSet<TransferId, FxBuildHasher>,
    /// Pending transfers with a time-out, by the microsecond in which it ends.
    expiries: BTreeSet<(i64, usize)>,
    steps: Vec<Step>,
    /// How often the changes were taken away: marks from before that are worthless.
    epoch: u64,
}

/// A transfer and, where it was pending, what became of it.
#[derive(Clone, Debug)]
struct Record {
    transfer: Transfer,
    state: Option<PendingState>,
}

/// The sums over all accounts of one ledger; in a sound book each pair is equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrialBalance {
    /// All pending debits.
    pub debits_pending: i128,
    /// All pending credits.
    pub credits_pending: i128,
    /// All posted debits.
    pub debits_posted: i128,
    /// All posted credits.
    pub credits_posted: i128,
}

impl TrialBalance {
    /// Adds an account's totals.
    pub fn add(&mut self, balance: &Balance) {
        self.debits_pending += i128::from(balance.debits_pending);
        self.credits_pending += i128::from(balance.credits_pending);
        self.debits_posted += i128::from(balance.debits_posted);
        self.credits_posted += i128::from(balance.credits_posted);
    }

    /// Returns whether debits equal credits, both pending and posted.
    pub fn is_even(&self) -> bool {
        self.debits_pending == self.credits_pending && self.debits_posted == self.credits_posted
    }
}

impl Ledger {
    /// Puts a stored account at hand; one that is there already stays as it is. Load before taking a mark:
    /// going back to an earlier mark takes it away again.
    pub fn load_account(&mut self, account: Account) {
        if !self.account_slots.contains_key(&account.id) {
            self.add_account(account);
            self.steps.push(Step::AccountLoaded);
        }
    }

    /// Puts a stored transfer at hand with what became of it, which counts only where it was pending; one that
    /// is there already stays as it is. Its accounts must be loaded as well if it may be resolved.
    pub fn load_transfer(&mut self, transfer: Transfer, state: PendingState) {
        if !self.transfer_slots.contains_key(&transfer.id) {
            let pending = transfer.flags.contains(crate::TransferFlags::PENDING);
            let slot = self.add_transfer(transfer, pending.then_some(state));
            self.steps.push(Step::TransferLoaded { slot });
        }
    }

    /// Returns an account that is at hand.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.account_slots.get(&id).and_then(|&slot| self.accounts.get(slot))
    }

    /// Returns a transfer that is at hand.
    pub fn transfer(&self, id: TransferId) -> Option<&Transfer> {
        self.record(id).map(|(_, record)| &record.transfer)
    }

    /// Returns what became of a pending transfer; nothing when it is not at hand or never was pending.
    pub fn state(&self, id: TransferId) -> Option<PendingState> {
        self.record(id).and_then(|(_, record)| record.state)
    }

    /// Returns the sums of each ledger over the accounts at hand. They are even when whole ledgers are loaded.
    pub fn trial_balance(&self) -> BTreeMap<u32, TrialBalance> {
        let mut ledgers: BTreeMap<u32, TrialBalance> = BTreeMap::new();
        for account in &self.accounts {
            ledgers.entry(account.ledger).or_default().add(&account.balance);
        }
        ledgers
    }

    /// Lets every pending transfer expire whose time has run out, and returns how many did. A commit does this
    /// first, so it is needed only where balances are read without one.
    pub fn expire(&mut self, at: Instant) -> usize {
        let mut expired = 0;
        let mut passed = Vec::new();
        for &(expires, slot) in &self.expiries {
            if expires > at.as_micros() {
                break;
            }
            passed.push(slot);
        }
        for slot in passed {
            expired += usize::from(self.expire_one(slot).is_some());
        }
        expired
    }

    /// Takes away what changed since the last time. Marks taken before are of no use afterwards.
    pub fn drain_changes(&mut self) -> Changes {
        // The steps go back afterwards, emptied: a batch needs the same room as the last one.
        let mut steps = std::mem::take(&mut self.steps);
        let mut changes = Changes { entries: Vec::with_capacity(steps.len()), ..Changes::default() };
        let mut touched = Vec::with_capacity(2 * steps.len());
        for step in steps.drain(..) {
            match step {
                Step::AccountMade { slot } => touched.push(slot),
                Step::Posted { slot, debit, credit, resolved } => {
                    if let Some(record) = self.transfers.get(slot) {
                        let transfer = record.transfer.clone();
                        let (debit_after, credit_after) = (debit.after, credit.after);
                        changes.entries.push(Entry { transfer, debit_after, credit_after });
                    }
                    changes.resolved.extend(resolved.and_then(|slot| self.resolution(slot)));
                    touched.extend([debit.slot, credit.slot]);
                }
                Step::Expired { slot, debit, credit } => {
                    changes.resolved.extend(self.resolution(slot));
                    touched.extend([debit.slot, credit.slot]);
                }
                Step::AccountLoaded | Step::TransferLoaded { .. } | Step::Failed { .. } => {}
            }
        }
        touched.sort_unstable();
        touched.dedup();
        changes.accounts.extend(touched.iter().filter_map(|&slot| self.accounts.get(slot)));
        changes.accounts.sort_unstable_by_key(|account| account.id);
        self.steps = steps;
        self.epoch += 1;
        changes
    }

    /// Replaces the totals of an account, as a replayed file may ask.
    pub(crate) fn set_balance(&mut self, id: AccountId, balance: Balance) -> bool {
        let account = self.account_slots.get(&id).and_then(|&slot| self.accounts.get_mut(slot));
        let found = account.is_some();
        if let Some(account) = account {
            account.balance = balance;
        }
        found
    }

    fn resolution(&self, slot: usize) -> Option<(TransferId, PendingState)> {
        self.transfers.get(slot).and_then(|record| Some((record.transfer.id, record.state?)))
    }

    fn record(&self, id: TransferId) -> Option<(usize, &Record)> {
        let slot = *self.transfer_slots.get(&id)?;
        Some((slot, self.transfers.get(slot)?))
    }

    fn account_at(&self, id: AccountId) -> Option<(usize, Account)> {
        let slot = *self.account_slots.get(&id)?;
        Some((slot, *self.accounts.get(slot)?))
    }

    fn add_account(&mut self, account: Account) -> usize {
        let slot = self.accounts.len();
        self.account_slots.insert(account.id, slot);
        self.accounts.push(account);
        slot
    }

    fn add_transfer(&mut self, transfer: Transfer, state: Option<PendingState>) -> usize {
        let slot = self.transfers.len();
        if state == Some(PendingState::Pending)
            && let Some(expires) = post::expires_at(&transfer)
        {
            self.expiries.insert((expires, slot));
        }
        self.transfer_slots.insert(transfer.id, slot);
        self.transfers.push(Record { transfer, state });
        slot
    }
}

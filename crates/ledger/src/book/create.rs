//! Batches: chains that succeed or fail whole, and the making of accounts.

use rahdari_kernel::Instant;

use super::Ledger;
use super::undo::{Mark, Step};
use crate::account::{Account, AccountFlags};
use crate::status::{AccountStatus, TransferStatus};
use crate::transfer::{Transfer, TransferFlags};

/// The three answers that belong to chains, for both kinds of batches.
trait Answer: Copy + PartialEq {
    const CREATED: Self;
    const CHAIN_FAILED: Self;
    const CHAIN_OPEN: Self;
}

impl Answer for AccountStatus {
    const CREATED: Self = Self::Created;
    const CHAIN_FAILED: Self = Self::LinkedEventFailed;
    const CHAIN_OPEN: Self = Self::LinkedEventChainOpen;
}

impl Answer for TransferStatus {
    const CREATED: Self = Self::Created;
    const CHAIN_FAILED: Self = Self::LinkedEventFailed;
    const CHAIN_OPEN: Self = Self::LinkedEventChainOpen;
}

/// A chain that has begun and not ended.
struct Chain {
    start: usize,
    before: Mark,
    broken: bool,
}

impl Ledger {
    /// Makes accounts, in order; a status for each. What is refused changes nothing.
    pub fn create_accounts(&mut self, batch: &[Account]) -> Vec<AccountStatus> {
        self.run(
            batch,
            |account| account.flags.contains(AccountFlags::LINKED),
            |ledger, account| match ledger.check_account(account) {
                Ok(()) => {
                    let slot = ledger.add_account(*account);
                    ledger.steps.push(Step::AccountMade { slot });
                    AccountStatus::Created
                }
                Err(status) => status,
            },
            |_, _, _| {},
        )
    }

    /// Commits transfers, in order, at an instant; a status for each. What is refused changes nothing. Pending
    /// transfers whose time has run out by `at` expire first.
    pub fn commit(&mut self, batch: &[Transfer], at: Instant) -> Vec<TransferStatus> {
        self.expire(at);
        self.run(
            batch,
            |transfer| transfer.flags.contains(TransferFlags::LINKED),
            |ledger, transfer| ledger.create_transfer(transfer, at),
            |ledger, transfer, status| {
                if status.is_transient() && ledger.failed.insert(transfer.id) {
                    ledger.steps.push(Step::Failed { id: transfer.id });
                }
            },
        )
    }

    /// Runs a batch with its chains. `refused` is told of each refusal after a broken chain was taken back.
    fn run<T, A: Answer>(
        &mut self,
        batch: &[T],
        linked: impl Fn(&T) -> bool,
        execute: impl Fn(&mut Self, &T) -> A,
        refused: impl Fn(&mut Self, &T, A),
    ) -> Vec<A> {
        let mut answers: Vec<A> = Vec::with_capacity(batch.len());
        let mut chain: Option<Chain> = None;
        for (index, event) in batch.iter().enumerate() {
            let is_linked = linked(event);
            if is_linked && chain.is_none() {
                chain = Some(Chain { start: index, before: self.mark(), broken: false });
            }
            let answer = if is_linked && index + 1 == batch.len() {
                A::CHAIN_OPEN
            } else if chain.as_ref().is_some_and(|chain| chain.broken) {
                A::CHAIN_FAILED
            } else {
                execute(self, event)
            };
            if answer != A::CREATED {
                if let Some(chain) = chain.as_mut().filter(|chain| !chain.broken) {
                    chain.broken = true;
                    self.undo_to(chain.before);
                    answers.iter_mut().skip(chain.start).for_each(|earlier| *earlier = A::CHAIN_FAILED);
                }
                refused(self, event, answer);
            }
            answers.push(answer);
            if !is_linked {
                chain = None;
            }
        }
        answers
    }

    fn check_account(&self, new: &Account) -> Result<(), AccountStatus> {
        use AccountStatus as Status;
        refuse(new.id.to_bytes() == [0; 16], Status::IdMustNotBeZero)?;
        refuse(new.id.to_bytes() == [0xff; 16], Status::IdMustNotBeIntMax)?;
        if let Some(old) = self.account(new.id) {
            refuse(new.flags != old.flags, Status::ExistsWithDifferentFlags)?;
            refuse(new.ledger != old.ledger, Status::ExistsWithDifferentLedger)?;
            refuse(new.code != old.code, Status::ExistsWithDifferentCode)?;
            return Err(Status::Exists);
        }
        let both =
            AccountFlags::DEBITS_MUST_NOT_EXCEED_CREDITS | AccountFlags::CREDITS_MUST_NOT_EXCEED_DEBITS;
        refuse(new.flags.contains(both), Status::FlagsAreMutuallyExclusive)?;
        refuse(new.balance.debits_pending != 0, Status::DebitsPendingMustBeZero)?;
        refuse(new.balance.debits_posted != 0, Status::DebitsPostedMustBeZero)?;
        refuse(new.balance.credits_pending != 0, Status::CreditsPendingMustBeZero)?;
        refuse(new.balance.credits_posted != 0, Status::CreditsPostedMustBeZero)?;
        refuse(new.ledger == 0, Status::LedgerMustNotBeZero)?;
        refuse(new.code == 0, Status::CodeMustNotBeZero)
    }
}

/// Ends a check with `status` when `fault` holds.
pub(super) fn refuse<S>(fault: bool, status: S) -> Result<(), S> {
    if fault { Err(status) } else { Ok(()) }
}

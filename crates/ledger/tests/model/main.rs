//! Random histories on the core and on a naive model: every answer and every balance must agree.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]

mod history;
mod naive;

use std::collections::BTreeMap;

use history::transfers;
use naive::{Model, Plain, account_id, transfer_id};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use rahdari_kernel::{AccountId, Instant, TransferId};
use rahdari_ledger::{
    Account, AccountFlags, Ledger, PendingState, Transfer, TransferFlags, TransferStatus as Status,
};

/// Six accounts: two free, two limited each way, one of another ledger, and one that is never made.
fn accounts() -> Vec<Account> {
    let (debits, credits) =
        (AccountFlags::DEBITS_MUST_NOT_EXCEED_CREDITS, AccountFlags::CREDITS_MUST_NOT_EXCEED_DEBITS);
    let kinds = [
        (1, AccountFlags::NONE),
        (1, AccountFlags::NONE),
        (1, debits),
        (1, credits),
        (2, AccountFlags::NONE),
    ];
    let numbered = (1_u128..).zip(kinds);
    numbered.map(|(id, (ledger, flags))| Account::new(account_id(id), ledger, 1, flags)).collect()
}

/// What the store would hold, built from the changes alone.
#[derive(Default)]
struct Stored {
    accounts: BTreeMap<AccountId, Account>,
    transfers: BTreeMap<TransferId, (Transfer, PendingState)>,
}

impl Stored {
    fn take(&mut self, ledger: &mut Ledger) {
        let changes = ledger.drain_changes();
        for entry in changes.entries {
            let (debit, credit) = (entry.transfer.debit, entry.transfer.credit);
            assert!(changes.accounts.iter().any(|account| account.id == debit));
            assert!(changes.accounts.iter().any(|account| account.id == credit));
            let known = self.transfers.insert(entry.transfer.id, (entry.transfer, PendingState::Pending));
            assert!(known.is_none(), "an id was committed twice");
        }
        for (id, state) in changes.resolved {
            self.transfers.get_mut(&id).unwrap().1 = state;
        }
        self.accounts.extend(changes.accounts.into_iter().map(|account| (account.id, account)));
    }

    fn load(&self) -> Ledger {
        let mut ledger = Ledger::default();
        self.accounts.values().for_each(|account| ledger.load_account(*account));
        self.transfers.values().for_each(|(transfer, state)| ledger.load_transfer(transfer.clone(), *state));
        ledger
    }
}

#[track_caller]
fn assert_agree(ledger: &Ledger, model: &Model) {
    for (id, account) in &model.accounts {
        let found = ledger.account(account_id(*id)).unwrap();
        assert_eq!(found.balance, model.balance(*id), "balance of account {id}");
        assert_eq!(found.flags.contains(AccountFlags::CLOSED), model.closed(*id), "account {id} closed");
        assert_eq!(found.flags.without(AccountFlags::CLOSED), account.flags);
        let balance = found.balance;
        if account.flags.contains(AccountFlags::DEBITS_MUST_NOT_EXCEED_CREDITS) {
            assert!(balance.debit_room() >= 0, "account {id} is over-committed");
        }
    }
    for transfer in &model.committed {
        let found = ledger.transfer(transfer_id(transfer.id)).unwrap();
        assert_eq!(found.amount_minor, transfer.amount);
        let state = transfer.has(TransferFlags::PENDING).then(|| model.state(transfer));
        assert_eq!(ledger.state(transfer_id(transfer.id)), state, "state of transfer {}", transfer.id);
    }
    assert!(ledger.trial_balance().values().all(rahdari_ledger::TrialBalance::is_even));
}

/// Everything that can be seen of a ledger: its accounts, and its transfers with what became of them.
type Seen = (Vec<Option<Account>>, Vec<Option<(Transfer, Option<PendingState>)>>);

fn seen(ledger: &Ledger) -> Seen {
    let accounts = (0..8).map(|id| ledger.account(account_id(id)).copied()).collect();
    let transfers = (0..121)
        .map(|id| Some((ledger.transfer(transfer_id(id))?.clone(), ledger.state(transfer_id(id)))))
        .collect();
    (accounts, transfers)
}

/// What happens next in a history.
#[derive(Clone, Debug)]
enum Act {
    Commit(Vec<Plain>),
    CommitAndUndo(Vec<Plain>),
    Wait(i64),
    Store,
    Reload,
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => prop::collection::vec(transfers(), 1..7).prop_map(Act::Commit),
        2 => prop::collection::vec(transfers(), 1..7).prop_map(Act::CommitAndUndo),
        2 => (1_i64..3).prop_map(Act::Wait),
        1 => Just(Act::Store),
        1 => Just(Act::Reload),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_core_agrees_with_a_naive_model(history in prop::collection::vec(acts(), 1..40)) {
        let mut ledger = Ledger::default();
        let mut model = Model::default();
        let mut stored = Stored::default();
        ledger.create_accounts(&accounts());
        model.accounts = (1_u128..).zip(accounts()).collect();
        for act in history {
            let at = Instant::EPOCH.plus_seconds(model.now);
            match act {
                Act::Commit(batch) => {
                    let real: Vec<Transfer> = batch.iter().map(Plain::real).collect();
                    prop_assert_eq!(ledger.commit(&real, at), model.commit(&batch), "{:?}", batch);
                }
                Act::CommitAndUndo(batch) => {
                    // Expiry first, so that going back shows exactly this moment.
                    ledger.expire(at);
                    let before = seen(&ledger);
                    let mark = ledger.mark();
                    let real: Vec<Transfer> = batch.iter().map(Plain::real).collect();
                    let answers = ledger.commit(&real, at);
                    ledger.undo_to(mark);
                    prop_assert_eq!(seen(&ledger), before);
                    prop_assert_eq!(ledger.commit(&real, at), answers, "again after going back");
                    ledger.undo_to(mark);
                }
                Act::Wait(seconds) => {
                    model.now += seconds;
                    ledger.expire(Instant::EPOCH.plus_seconds(model.now));
                }
                Act::Store => stored.take(&mut ledger),
                Act::Reload => {
                    stored.take(&mut ledger);
                    ledger = stored.load();
                    // What failed is remembered by the store's requests, not by its accounts and transfers.
                    model.failed.clear();
                    prop_assert_eq!(ledger.drain_changes(), rahdari_ledger::Changes::default());
                }
            }
            assert_agree(&ledger, &model);
        }
    }
}

/// A model test proves nothing about answers that its histories never reach.
#[test]
fn the_random_histories_reach_every_answer() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut reached: Vec<Status> = Vec::new();
    for _ in 0..600 {
        let histories = prop::collection::vec(prop::collection::vec(transfers(), 1..7), 30);
        let history = histories.new_tree(&mut runner).unwrap().current();
        let mut ledger = Ledger::default();
        ledger.create_accounts(&accounts());
        for (second, batch) in (0_i64..).zip(history) {
            let real: Vec<Transfer> = batch.iter().map(Plain::real).collect();
            reached.extend(ledger.commit(&real, Instant::EPOCH.plus_seconds(second / 4)));
        }
    }
    // The end of the clock and the reasons of transfers are shown by examples.
    let elsewhere = [Status::OverflowsTimeout, Status::ExistsWithDifferentWhy];
    let missed: Vec<&Status> = Status::ALL
        .iter()
        .filter(|status| !reached.contains(status) && !elsewhere.contains(status))
        .collect();
    assert!(missed.is_empty(), "never reached: {missed:?}");
}

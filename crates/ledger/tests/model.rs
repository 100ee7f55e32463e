//! Random histories on the core and on a naive model: every answer and every balance must agree.
//!
//! The model keeps nothing but the list of committed transfers. Balances are summed up from it each time, a
//! broken chain is undone by keeping a copy, and whether something expired is asked of the clock.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use rahdari_kernel::{AccountId, Instant, TransferId};
use rahdari_ledger::{
    Account, AccountFlags, Balance, Ledger, PendingState, Transfer, TransferFlags, TransferStatus as Status,
};

const MAX: u128 = u128::MAX;

fn account_id(number: u128) -> AccountId {
    AccountId::from_bytes(number.to_be_bytes())
}

fn transfer_id(number: u128) -> TransferId {
    TransferId::from_bytes(number.to_be_bytes())
}

/// A transfer as the model sees it: plain numbers.
#[derive(Clone, Debug)]
struct Plain {
    id: u128,
    debit: u128,
    credit: u128,
    amount: i64,
    pending: u128,
    timeout: u32,
    ledger: u32,
    code: u16,
    flags: TransferFlags,
    at: i64,
}

impl Plain {
    fn has(&self, flag: TransferFlags) -> bool {
        self.flags.contains(flag)
    }

    fn real(&self) -> Transfer {
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
struct Model {
    accounts: BTreeMap<u128, Account>,
    committed: Vec<Plain>,
    failed: BTreeSet<u128>,
    now: i64,
}

impl Model {
    fn find(&self, id: u128) -> Option<&Plain> {
        self.committed.iter().find(|transfer| transfer.id == id)
    }

    fn state(&self, held: &Plain) -> PendingState {
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

    fn balance(&self, id: u128) -> Balance {
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

    fn closed(&self, id: u128) -> bool {
        let closing = |held: &&Plain| {
            held.debit == id && held.has(TransferFlags::CLOSING_DEBIT)
                || held.credit == id && held.has(TransferFlags::CLOSING_CREDIT)
        };
        self.committed.iter().filter(closing).any(|held| self.state(held) == PendingState::Pending)
    }

    fn commit(&mut self, batch: &[Plain]) -> Vec<Status> {
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

/// The transfer that usually has this id: small ids hold, larger ones resolve them, the largest move at once.
/// So the same id comes again with the same content, and what is to be resolved is mostly there.
fn usual(id: u128) -> Plain {
    let small = u8::try_from(id % 97).unwrap();
    let (debit, credit) = [(1, 2), (2, 1), (1, 4), (3, 2), (3, 4), (2, 3), (4, 1)][usize::from(small % 7)];
    let amount = i64::from(small % 9);
    let plain = Plain {
        id,
        debit,
        credit,
        amount,
        pending: 0,
        timeout: 0,
        ledger: 1,
        code: 1,
        flags: TransferFlags::NONE,
        at: 0,
    };
    let resolving = Plain { debit: 0, credit: 0, ledger: 0, code: 0, pending: id % 20 + 1, ..plain.clone() };
    match id {
        1..=20 => {
            let flags = match id {
                19 => TransferFlags::PENDING | TransferFlags::CLOSING_DEBIT,
                20 => TransferFlags::PENDING | TransferFlags::CLOSING_CREDIT,
                _ => TransferFlags::PENDING,
            };
            let timeout = if id % 4 == 0 { 2 } else { 0 };
            Plain { timeout, flags, ..plain }
        }
        21..=50 => Plain { flags: TransferFlags::POST_PENDING, amount: i64::MAX, ..resolving },
        51..=80 => Plain { flags: TransferFlags::VOID_PENDING, amount: 0, ..resolving },
        _ => plain,
    }
}

/// One change to a transfer that makes it unusual.
#[derive(Clone, Debug)]
enum Twist {
    Debit(u128),
    Credit(u128),
    Amount(i64),
    Pending(u128),
    Timeout(u32),
    Ledger(u32),
    Code(u16),
    Flags(u16),
    Linked,
}

impl Twist {
    fn apply(&self, transfer: &mut Plain) {
        match *self {
            Self::Debit(id) => transfer.debit = id,
            Self::Credit(id) => transfer.credit = id,
            Self::Amount(amount) => transfer.amount = amount,
            Self::Pending(id) => transfer.pending = id,
            Self::Timeout(seconds) => transfer.timeout = seconds,
            Self::Ledger(ledger) => transfer.ledger = ledger,
            Self::Code(code) => transfer.code = code,
            // Bits 0 to 3 and 6 to 7 have a meaning.
            Self::Flags(bits) => {
                transfer.flags = TransferFlags::from_bits(bits & 0xf | (bits & 0x30) << 2).unwrap();
            }
            Self::Linked => transfer.flags = transfer.flags | TransferFlags::LINKED,
        }
    }
}

fn numbered(common: std::ops::Range<u128>) -> impl Strategy<Value = u128> {
    prop_oneof![30 => common, 1 => Just(0), 1 => Just(MAX)]
}

fn transfers() -> impl Strategy<Value = Plain> {
    let amount = prop_oneof![
        8 => 0_i64..12,
        3 => Just(i64::MAX),
        4 => i64::MAX - 9..i64::MAX,
        1 => Just(-1_i64),
    ];
    let twist = prop_oneof![
        2 => numbered(1..7).prop_map(Twist::Debit),
        2 => numbered(1..7).prop_map(Twist::Credit),
        4 => amount.prop_map(Twist::Amount),
        2 => numbered(1..120).prop_map(Twist::Pending),
        1 => (0_u32..4).prop_map(Twist::Timeout),
        1 => (0_u32..3).prop_map(Twist::Ledger),
        1 => (0_u16..3).prop_map(Twist::Code),
        1 => (0_u16..64).prop_map(Twist::Flags),
        4 => Just(Twist::Linked),
    ];
    let twists = prop_oneof![
        3 => Just(Vec::new()),
        2 => prop::collection::vec(twist.clone(), 1),
        1 => prop::collection::vec(twist, 2..4),
    ];
    (numbered(1..120), twists).prop_map(|(id, twists)| {
        let mut transfer = usual(id);
        twists.iter().for_each(|twist| twist.apply(&mut transfer));
        transfer
    })
}

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

/// Everything that can be seen of a ledger.
fn seen(ledger: &Ledger) -> (Vec<Option<Account>>, Vec<Option<(Transfer, Option<PendingState>)>>) {
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

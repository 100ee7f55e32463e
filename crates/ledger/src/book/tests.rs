//! What the committer relies on: going back, loading in part, and reasons.

use std::sync::Arc;

use proptest::prelude::*;
use rahdari_kernel::{AccountId, Instant, TransferId};

use crate::{
    Account, AccountFlags, Balance, Changes, Ledger, PendingState, Transfer, TransferFlags, TransferStatus,
    Why,
};

fn account(number: u8) -> AccountId {
    AccountId::from_bytes([number; 16])
}

fn id(number: u8) -> TransferId {
    TransferId::from_bytes([number; 16])
}

fn transfer(number: u8, amount_minor: i64, flags: TransferFlags) -> Transfer {
    Transfer {
        id: id(number),
        debit: account(1),
        credit: account(2),
        amount_minor,
        pending: None,
        timeout_seconds: 0,
        ledger: 586,
        code: 1,
        flags,
        at: Instant::EPOCH,
        why: None,
    }
}

fn book() -> Ledger {
    let mut ledger = Ledger::default();
    for number in [1, 2] {
        ledger.load_account(Account::new(account(number), 586, 1, AccountFlags::NONE));
    }
    ledger
}

fn reserved(ledger: &Ledger) -> i64 {
    ledger.account(account(1)).unwrap().balance.debits_pending
}

#[test]
fn going_back_takes_an_expiry_back_too() {
    let mut ledger = book();
    let held = Transfer { timeout_seconds: 5, ..transfer(1, 10, TransferFlags::PENDING) };
    ledger.commit(&[held], Instant::EPOCH);
    let mark = ledger.mark();
    ledger.commit(&[transfer(2, 1, TransferFlags::NONE)], Instant::EPOCH.plus_seconds(5));
    assert_eq!((reserved(&ledger), ledger.state(id(1))), (0, Some(PendingState::Expired)));
    ledger.undo_to(mark);
    assert_eq!((reserved(&ledger), ledger.state(id(1))), (10, Some(PendingState::Pending)));
    assert_eq!(ledger.expire(Instant::EPOCH.plus_seconds(5)), 1);
    let changes = ledger.drain_changes();
    assert_eq!(changes.resolved, [(id(1), PendingState::Expired)]);
    assert_eq!((changes.accounts.len(), changes.entries.len()), (2, 1));
}

#[test]
fn what_was_taken_away_cannot_be_undone() {
    let mut ledger = book();
    let mark = ledger.mark();
    ledger.commit(&[transfer(1, 10, TransferFlags::PENDING)], Instant::EPOCH);
    assert_eq!(ledger.drain_changes().entries.len(), 1);
    ledger.undo_to(mark);
    assert_eq!(reserved(&ledger), 10);
    assert_eq!(ledger.drain_changes(), Changes::default());
}

#[test]
fn an_undone_refusal_leaves_its_id_free() {
    let mut ledger = book();
    let mark = ledger.mark();
    let lost = Transfer { debit: account(3), ..transfer(1, 1, TransferFlags::NONE) };
    assert_eq!(ledger.commit(&[lost], Instant::EPOCH), [TransferStatus::DebitAccountNotFound]);
    let retry = [transfer(1, 1, TransferFlags::NONE)];
    assert_eq!(ledger.commit(&retry, Instant::EPOCH), [TransferStatus::IdAlreadyFailed]);
    ledger.undo_to(mark);
    assert_eq!(ledger.commit(&retry, Instant::EPOCH), [TransferStatus::Created]);
}

#[test]
fn loading_again_changes_nothing_that_was_decided_since() {
    let mut ledger = book();
    ledger.load_transfer(transfer(1, 0, TransferFlags::PENDING), PendingState::Pending);
    let void = Transfer { pending: Some(id(1)), ..transfer(2, 0, TransferFlags::VOID_PENDING) };
    let more = transfer(3, 7, TransferFlags::PENDING);
    ledger.commit(&[void, more], Instant::EPOCH);
    ledger.load_transfer(transfer(1, 0, TransferFlags::PENDING), PendingState::Pending);
    ledger.load_account(Account::new(account(1), 586, 1, AccountFlags::NONE));
    assert_eq!((reserved(&ledger), ledger.state(id(1))), (7, Some(PendingState::Voided)));
}

#[test]
fn an_account_that_does_not_hold_what_is_pending_is_not_drawn_below_zero() {
    let mut ledger = book();
    ledger.load_transfer(transfer(1, 10, TransferFlags::PENDING), PendingState::Pending);
    let void = Transfer { pending: Some(id(1)), ..transfer(2, 10, TransferFlags::VOID_PENDING) };
    assert_eq!(ledger.commit(&[void], Instant::EPOCH), [TransferStatus::OverflowsDebitsPending]);
    assert_eq!(ledger.account(account(1)).unwrap().balance, Balance::default());
}

#[test]
fn a_pending_transfer_without_its_accounts_is_left_alone() {
    let mut ledger = Ledger::default();
    let held = Transfer { timeout_seconds: 1, ..transfer(1, 10, TransferFlags::PENDING) };
    ledger.load_transfer(held, PendingState::Pending);
    let later = Instant::EPOCH.plus_seconds(9);
    assert_eq!(ledger.expire(later), 0);
    let post = Transfer { pending: Some(id(1)), ..transfer(2, 10, TransferFlags::POST_PENDING) };
    assert_eq!(ledger.commit(&[post], later), [TransferStatus::PendingTransferExpired]);
}

#[test]
fn a_reason_belongs_to_a_transfer_and_is_inherited() {
    let mut ledger = book();
    let why = |note: &str| Some(Arc::new(Why { note: note.into(), ..Why::default() }));
    let held = Transfer { why: why("first"), ..transfer(1, 10, TransferFlags::PENDING) };
    let other = Transfer { why: why("second"), ..held.clone() };
    let silent = Transfer { why: None, ..held.clone() };
    let post = Transfer { pending: Some(id(1)), ..transfer(2, 10, TransferFlags::POST_PENDING) };
    let post_other = Transfer { why: why("second"), ..post.clone() };
    let answers = ledger.commit(&[held, other, silent, post.clone(), post, post_other], Instant::EPOCH);
    use TransferStatus::{Created, Exists, ExistsWithDifferentWhy};
    assert_eq!(answers, [Created, ExistsWithDifferentWhy, Exists, Created, Exists, ExistsWithDifferentWhy]);
    assert_eq!(ledger.transfer(id(2)).unwrap().why, why("first"));
}

#[test]
fn stored_flags_with_an_unknown_bit_are_refused() {
    assert_eq!(TransferFlags::from_bits(0b1100_1111).map(TransferFlags::bits), Some(0b1100_1111));
    assert_eq!(TransferFlags::from_bits(1 << 4), None);
    assert!(serde_json::from_str::<AccountFlags>("8").is_err());
    assert_eq!(serde_json::to_string(&AccountFlags::CLOSED).unwrap(), "32");
}

fn totals() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), Just(i64::MAX), Just(i64::MIN), 0_i64..9]
}

proptest! {
    /// A damaged book is answered with a refusal or with what its numbers say, never with a panic, and going
    /// back works even there.
    #[test]
    fn no_book_makes_the_core_panic(
        damaged in prop::collection::vec((totals(), totals(), totals(), totals(), 0_u16..64), 2),
        acts in prop::collection::vec((1_u8..9, totals(), 0_u16..64, 0_u8..9, any::<u32>(), totals()), 1..12),
    ) {
        let mut ledger = Ledger::default();
        for (number, (a, b, c, d, bits)) in (1_u8..).zip(damaged) {
            let flags = AccountFlags::from_bits(bits & 0b10_0111).unwrap();
            let [debits_pending, debits_posted, credits_pending, credits_posted] = [a, b, c, d];
            let balance = Balance { debits_pending, debits_posted, credits_pending, credits_posted };
            ledger.load_account(Account { balance, ..Account::new(account(number), 586, 1, flags) });
        }
        ledger.load_transfer(transfer(200, i64::MIN, TransferFlags::PENDING), PendingState::Pending);
        ledger.drain_changes();
        let (mark, before) = (ledger.mark(), (ledger.account(account(1)).copied(), ledger.account(account(2)).copied()));
        for (number, amount, bits, pending, timeout_seconds, micros) in acts {
            let flags = TransferFlags::from_bits(bits & 0xf | (bits & 0x30) << 2).unwrap();
            let pending = (pending > 0).then(|| if pending == 8 { id(200) } else { id(pending) });
            let new = Transfer { pending, timeout_seconds, ..transfer(number, amount, flags) };
            ledger.commit(&[new], Instant::from_micros(micros));
            ledger.trial_balance();
        }
        ledger.undo_to(mark);
        prop_assert_eq!((ledger.account(account(1)).copied(), ledger.account(account(2)).copied()), before);
        prop_assert_eq!(ledger.drain_changes(), Changes::default());
    }
}

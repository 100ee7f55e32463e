//! How fast the core and the log are on this machine, without any storage:
//! `cargo run --release -p rahdari-ledger --example speed`.
//!
//! Batches as the committer makes them: reservations on many guarantees, each released later, every batch's
//! changes taken away. `rahdari bench ledger` measures the same with durable storage underneath.

use std::time::Instant as Clock;

use rahdari_kernel::event::By;
use rahdari_kernel::{AccountId, Country, EventId, Instant, NewEvent, Source, Subject, TransferId};
use rahdari_ledger::{
    Account, AccountFlags, Frontier, Ledger, Transfer, TransferFlags, TransferStatus, canonical, leaf_hash,
};

const BATCH: u64 = 1_000;
const BATCHES: u64 = 1_000;
const GUARANTEES: u64 = 10_000;

fn main() {
    let (made, seconds) = transfers();
    println!("transfers: {:.2} million/s ({made} in {seconds:.3} s)", millions(made, seconds));
    let (made, seconds) = leaves();
    println!(
        "canonical bytes, leaf and root: {:.2} million events/s ({made} in {seconds:.3} s)",
        millions(made, seconds)
    );
}

#[expect(clippy::as_conversions, reason = "a figure to be printed may be rounded")]
fn millions(count: u64, seconds: f64) -> f64 {
    count as f64 / seconds / 1e6
}

/// Spreads numbers over sixteen bytes as derived ids are spread.
fn bytes(kind: u64, number: u64) -> [u8; 16] {
    let high = (kind << 56 | number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let low = number.wrapping_add(1).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    (u128::from(high) << 64 | u128::from(low)).to_be_bytes()
}

fn transfers() -> (u64, f64) {
    let mut ledger = Ledger::default();
    let account = |kind, number| AccountId::from_bytes(bytes(kind, number));
    let fund = |number| {
        let limited = AccountFlags::DEBITS_MUST_NOT_EXCEED_CREDITS;
        let mut available = Account::new(account(1, number), 586, 1, limited);
        available.balance.credits_posted = i64::MAX / 2;
        [available, Account::new(account(2, number), 586, 3, AccountFlags::NONE)]
    };
    (0..GUARANTEES).flat_map(fund).for_each(|account| ledger.load_account(account));
    ledger.drain_changes();
    let reservation = |number: u64| Transfer {
        id: TransferId::from_bytes(bytes(3, number)),
        debit: account(1, number.wrapping_mul(7) % GUARANTEES),
        credit: account(2, number.wrapping_mul(7) % GUARANTEES),
        amount_minor: 1_000,
        pending: None,
        timeout_seconds: 0,
        ledger: 586,
        code: 10,
        flags: TransferFlags::PENDING,
        at: Instant::EPOCH,
        why: None,
    };
    let release = |number: u64| Transfer {
        id: TransferId::from_bytes(bytes(4, number)),
        pending: Some(TransferId::from_bytes(bytes(3, number))),
        flags: TransferFlags::VOID_PENDING,
        ..reservation(number)
    };
    let batches: Vec<Vec<Transfer>> = (0..BATCHES)
        .map(|batch| {
            let numbers = (batch / 2 * BATCH)..(batch / 2 * BATCH + BATCH);
            if batch % 2 == 0 { numbers.map(reservation).collect() } else { numbers.map(release).collect() }
        })
        .collect();
    let mut drained = 0;
    let clock = Clock::now();
    for batch in &batches {
        let answers = ledger.commit(batch, Instant::EPOCH);
        assert!(answers.iter().all(|answer| *answer == TransferStatus::Created));
        drained += ledger.drain_changes().entries.len();
    }
    let seconds = clock.elapsed().as_secs_f64();
    (u64::try_from(drained).unwrap_or(0), seconds)
}

fn leaves() -> (u64, f64) {
    let event = |number: u64| NewEvent {
        kind: "ledger.transfer".into(),
        subject: Subject { kind: "guarantee".into(), id: EventId::from_bytes(bytes(5, number)) },
        administration: Country::PK,
        by: By { user: None, role: None, office: None, company: None },
        source: Source::System,
        device: None,
        occurred_at: Instant::EPOCH,
        recorded_at: Instant::EPOCH,
        payload: format!(r#"{{"amount":{number},"leg":1,"note":"held at acceptance","unit":1}}"#),
    };
    let events: Vec<NewEvent> = (0..BATCH * BATCHES / 4).map(event).collect();
    let mut frontier = Frontier::default();
    let clock = Clock::now();
    for event in &events {
        frontier.append(leaf_hash(&canonical(event)));
    }
    assert_ne!(frontier.root(), [0; 32]);
    (frontier.size(), clock.elapsed().as_secs_f64())
}

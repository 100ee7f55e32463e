//! Whatever reserves, releases and claims at the same time, no guarantee is over-committed and the books
//! balance.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rahdari_kernel::{Country, Refusal};
use rahdari_ledger::bond;
use rahdari_store::{Key, Options, Outcome, Store, Write};
use rahdari_testkit::{Database, Engine};
use serde_json::json;

use crate::world::*;

const GUARANTEES: u32 = 3;
const LIMIT: i64 = 1000;

#[derive(Clone, Copy, Debug)]
enum Step {
    Reserve { guarantee: u32, movement: u32, leg: u16, amount: i64 },
    Release { guarantee: u32, movement: u32, leg: u16 },
    Claim { guarantee: u32, movement: u32, leg: u16 },
    Increase { guarantee: u32, by: i64 },
    Refuse { guarantee: u32, movement: u32, amount: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let (guarantee, movement, leg) = (1..=GUARANTEES, 1_u32..=6, 1_u16..=3);
    let amount = 0_i64..500;
    prop_oneof![
        4 => (guarantee.clone(), movement.clone(), leg.clone(), amount.clone())
            .prop_map(|(guarantee, movement, leg, amount)| Step::Reserve { guarantee, movement, leg, amount }),
        2 => (guarantee.clone(), movement.clone(), leg.clone())
            .prop_map(|(guarantee, movement, leg)| Step::Release { guarantee, movement, leg }),
        1 => (guarantee.clone(), movement.clone(), leg)
            .prop_map(|(guarantee, movement, leg)| Step::Claim { guarantee, movement, leg }),
        1 => (guarantee.clone(), 1_i64..100).prop_map(|(guarantee, by)| Step::Increase { guarantee, by }),
        1 => (guarantee, movement, amount)
            .prop_map(|(guarantee, movement, amount)| Step::Refuse { guarantee, movement, amount }),
    ]
}

fn refusal(reason: &impl ToString) -> Refusal {
    Refusal::new("not-possible", reason.to_string())
}

fn asked(key: &str, step: Step) -> Write {
    let both = |guarantee, movement| {
        vec![Key::Movement(movement_id(movement)), Key::Guarantee(guarantee_id(guarantee))]
    };
    match step {
        Step::Reserve { guarantee, movement, leg, amount } => {
            write(key, both(guarantee, movement), move |book| {
                let need = need(movement, leg, 1, "PK", amount);
                let (guarantee, ledger) = book.bond(guarantee_id(guarantee)).unwrap();
                bond::reserve(guarantee, ledger, &need, now()).map_err(|reason| refusal(&reason))?;
                Ok(json!("reserved"))
            })
        }
        Step::Release { guarantee, movement, leg } => write(key, both(guarantee, movement), move |book| {
            let held = reservation(guarantee, movement, leg, 1);
            bond::release(book.ledger(), held, &reason("released"), now())
                .map_err(|reason| refusal(&reason))?;
            Ok(json!("released"))
        }),
        Step::Claim { guarantee, movement, leg } => write(key, both(guarantee, movement), move |book| {
            let held = reservation(guarantee, movement, leg, 1);
            bond::claim(book.ledger(), held, &reason("claimed"), now()).map_err(|reason| refusal(&reason))?;
            Ok(json!("claimed"))
        }),
        Step::Increase { guarantee, by } => {
            write(key, vec![Key::Guarantee(guarantee_id(guarantee))], move |book| {
                let mut changed = book.guarantee(guarantee_id(guarantee)).unwrap().clone();
                bond::increase(&mut changed, book.ledger(), by, &reason("increased"), now())?;
                book.put_guarantee(changed);
                Ok(json!("increased"))
            })
        }
        // Takes part of what it can and then thinks better of it.
        Step::Refuse { guarantee, movement, amount } => write(key, both(guarantee, movement), move |book| {
            let (guarantee, ledger) = book.bond(guarantee_id(guarantee)).unwrap();
            for unit in 2..5 {
                let need = need(movement, 1, unit, "PK", amount);
                bond::reserve(guarantee, ledger, &need, now()).map_err(|reason| refusal(&reason))?;
            }
            Err(refusal(&"second thoughts"))
        }),
    }
}

fn holds(engine: Engine, steps: &[Step]) {
    let Some(database) = Database::of(engine) else { return };
    let nodes: Vec<Store> =
        (0..2).map(|_| open(database.url(), Options { committers: 2, ..Options::default() })).collect();
    for number in 1..=GUARANTEES {
        done(&nodes[0], issue(number, LIMIT));
    }
    // Four clients on two nodes share the steps between them.
    let clients: Vec<_> = (0..4)
        .map(|client| {
            let node = nodes[client % 2].clone();
            let mine: Vec<(usize, Step)> =
                steps.iter().copied().enumerate().skip(client).step_by(4).collect();
            std::thread::spawn(move || {
                for (at, step) in mine {
                    let outcome = node.commit_blocking(asked(&format!("step {at}"), step)).unwrap();
                    assert!(matches!(
                        outcome,
                        Outcome::Done { .. } | Outcome::Refused { replayed: false, .. }
                    ));
                }
            })
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
    let store = &nodes[0];
    for number in 1..=GUARANTEES {
        let (guarantee, usage) =
            store.read_blocking(|reader| reader.guarantee(guarantee_id(number))).unwrap().unwrap();
        let usage = &usage[0];
        assert!(usage.available.amount_minor >= 0 && usage.reserved.amount_minor >= 0, "{usage:?}");
        let parts = usage.available.amount_minor + usage.reserved.amount_minor + usage.claimed.amount_minor;
        assert_eq!(parts, guarantee.limit_minor, "{usage:?}");
    }
    let sums = store.read_blocking(|reader| reader.trial_balance(Country::PK)).unwrap();
    assert!(sums.iter().all(|(_, sum)| sum.is_even()), "{sums:?}");
    assert_eq!(problems(store), Vec::<String>::new());
}

fn run(engine: Engine, cases: u32) {
    let mut runner = TestRunner::new(Config {
        cases,
        max_shrink_iters: 20,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(step(), 20..80), |steps| {
            holds(engine, &steps);
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_guarantee_is_over_committed_sqlite() {
    run(Engine::Sqlite, 16);
}

#[test]
fn no_guarantee_is_over_committed_postgres() {
    run(Engine::Postgres, 8);
}

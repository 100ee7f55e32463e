//! Random lives of a few guarantees: never over-committed, and the books stay even.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rahdari_kernel::{GuaranteeId, Money, TransferId};
use rahdari_ledger::Ledger;
use rahdari_ledger::bond::{self, Guarantee, Need};

use super::{assert_even, at, need, reason, terms, tir};

/// What happens next in a random life.
#[derive(Clone, Debug)]
enum Act {
    Reserve { guarantee: usize, leg: u16, amount: i64, country: usize },
    Release(usize),
    Claim(usize),
    Part(usize, Vec<i64>),
    Increase(usize, i64),
    Reduce(usize, i64),
    Refuse,
}

fn acts() -> impl Strategy<Value = Act> {
    let amount = prop_oneof![8 => 0_i64..400, 1 => i64::MAX - 3..i64::MAX];
    let reserve = (0_usize..3, 1_u16..30, amount, 0_usize..2)
        .prop_map(|(guarantee, leg, amount, country)| Act::Reserve { guarantee, leg, amount, country });
    prop_oneof![
        6 => reserve,
        3 => (0_usize..60).prop_map(Act::Release),
        2 => (0_usize..60).prop_map(Act::Claim),
        2 => (0_usize..60, prop::collection::vec(-5_i64..300, 0..4)).prop_map(|(at, parts)| Act::Part(at, parts)),
        1 => (0_usize..3, -3_i64..300).prop_map(|(at, by)| Act::Increase(at, by)),
        1 => (0_usize..3, -3_i64..300).prop_map(|(at, by)| Act::Reduce(at, by)),
        1 => Just(Act::Refuse),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever happens: debits equal credits in each ledger, no pocket holds more than its limit, and what is
    /// free, held and claimed adds up to what was put in.
    #[test]
    fn guarantees_are_never_over_committed(history in prop::collection::vec(acts(), 1..80)) {
        let mut ledger = Ledger::default();
        let mut guarantees: Vec<Guarantee> = [terms(1, 1_000), terms(2, 700), tir(3, 500)]
            .into_iter()
            .map(|new| bond::issue(new, &mut ledger, &reason("issued"), at()).unwrap())
            .collect();
        let mut open: Vec<TransferId> = Vec::new();
        let mut claimed: BTreeMap<GuaranteeId, i64> = BTreeMap::new();
        let mut mark = ledger.mark();
        let mut before = (guarantees.clone(), open.clone(), claimed.clone());
        for act in history {
            let chosen = |index: usize| open.get(index % open.len().max(1)).copied();
            match act {
                Act::Reserve { guarantee, leg, amount, country } => {
                    let guarantee = &guarantees[guarantee];
                    let country = guarantee.countries[country];
                    let amount = Money::new(amount, guarantee.currency);
                    let wanted = Need { leg, amount, country, ..need(0) };
                    if let Ok(id) = bond::reserve(guarantee, &mut ledger, &wanted, at())
                        && !open.contains(&id)
                    {
                        open.push(id);
                    }
                }
                Act::Release(index) => if let Some(id) = chosen(index) {
                    prop_assert!(bond::release(&mut ledger, id, &reason("released"), at()).is_ok());
                    open.retain(|held| *held != id);
                },
                Act::Claim(index) => if let Some(id) = chosen(index) {
                    prop_assert!(bond::claim(&mut ledger, id, &reason("claimed"), at()).is_ok());
                    let transfer = ledger.transfer(id).unwrap();
                    let owner = transfer.why.as_ref().unwrap().guarantee.unwrap();
                    *claimed.entry(owner).or_default() += transfer.amount_minor;
                    open.retain(|held| *held != id);
                },
                Act::Part(index, parts) => if let Some(id) = chosen(index)
                    && let Ok(ids) = bond::part(&mut ledger, id, &parts, &reason("divided"), at())
                {
                    open.retain(|held| *held != id);
                    open.extend(ids);
                },
                Act::Increase(index, by) => {
                    let raised = bond::increase(&mut guarantees[index], &mut ledger, by, &reason("raised"), at());
                    prop_assert_eq!(raised.is_ok(), by > 0);
                }
                Act::Reduce(index, by) => {
                    let _ = bond::reduce(&mut guarantees[index], &mut ledger, by, &reason("lowered"), at());
                }
                Act::Refuse => {
                    ledger.undo_to(mark);
                    (guarantees, open, claimed) = before.clone();
                }
            }
            assert_even(&ledger);
            for guarantee in &guarantees {
                let usage = bond::usage(guarantee, &ledger);
                let called: i64 = usage.iter().map(|pocket| pocket.claimed.amount_minor).sum();
                prop_assert_eq!(called, claimed.get(&guarantee.id).copied().unwrap_or(0));
                for pocket in usage {
                    prop_assert!(pocket.available.amount_minor >= 0, "over-committed: {:?}", pocket);
                    prop_assert_eq!(pocket.limit.amount_minor, guarantee.limit_minor);
                }
            }
            if open.len().is_multiple_of(3) {
                mark = ledger.mark();
                before = (guarantees.clone(), open.clone(), claimed.clone());
            }
        }
    }
}

//! Guarantees and what they hold, by example and over random lives.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use rahdari_kernel::{CompanyId, Country, Date, Grn, GuaranteeId, Instant, Money, MovementId, TransferId};
use rahdari_ledger::bond::{
    self, Guarantee, GuaranteeKind, GuaranteeStatus, Need, NewGuarantee, NotIssued, NotReserved, NotResolved,
    Reason,
};
use rahdari_ledger::{Ledger, PendingState, TransferStatus};

fn at() -> Instant {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

fn reason(note: &str) -> Reason {
    Reason { law: "SRO 1402(I)/2023".into(), note: note.into() }
}

fn terms(number: u8, limit_minor: i64) -> NewGuarantee {
    NewGuarantee {
        id: GuaranteeId::from_bytes([number; 16]),
        grn: "26PKNBP0000000017".parse::<Grn>().unwrap(),
        kind: GuaranteeKind::Comprehensive,
        administration: Country::PK,
        holder: CompanyId::from_bytes([7; 16]),
        guarantor: Some(CompanyId::from_bytes([8; 16])),
        countries: vec![Country::PK, Country::AF],
        currency: "PKR".parse().unwrap(),
        limit_minor,
        per_country: false,
        percent_required: 100,
        valid_from: Date::constant(2026, 1, 1),
        valid_until: Date::constant(2027, 12, 31),
        access_code_hash: "opaque".into(),
    }
}

fn tir(number: u8, limit_minor: i64) -> NewGuarantee {
    NewGuarantee {
        kind: GuaranteeKind::Tir,
        per_country: true,
        currency: "EUR".parse().unwrap(),
        ..terms(number, limit_minor)
    }
}

fn need(amount_minor: i64) -> Need {
    Need {
        movement: MovementId::from_bytes([9; 16]),
        leg: 1,
        unit: 1,
        revision: 0,
        country: Country::PK,
        amount: Money::new(amount_minor, "PKR".parse().unwrap()),
        must_outlive: Date::constant(2027, 6, 1),
        reason: reason("held at acceptance"),
    }
}

fn issued(new: NewGuarantee) -> (Ledger, Guarantee) {
    let mut ledger = Ledger::default();
    let guarantee = bond::issue(new, &mut ledger, &reason("issued"), at()).unwrap();
    (ledger, guarantee)
}

/// Available, reserved, claimed of the first pocket.
fn used(guarantee: &Guarantee, ledger: &Ledger) -> (i64, i64, i64) {
    let usage = &bond::usage(guarantee, ledger)[0];
    (usage.available.amount_minor, usage.reserved.amount_minor, usage.claimed.amount_minor)
}

#[track_caller]
fn assert_even(ledger: &Ledger) {
    assert!(ledger.trial_balance().values().all(rahdari_ledger::TrialBalance::is_even));
}

#[test]
fn a_life_of_a_reservation() {
    let (mut ledger, guarantee) = issued(terms(1, 1_000));
    let held = bond::reserve(&guarantee, &mut ledger, &need(600), at()).unwrap();
    assert_eq!(used(&guarantee, &ledger), (400, 600, 0));
    assert_eq!(bond::reserve(&guarantee, &mut ledger, &need(600), at()), Ok(held), "asked twice, held once");
    assert_eq!(bond::reserve(&guarantee, &mut ledger, &need(601), at()), Err(NotReserved::ReservedBefore));
    let freed = bond::release(&mut ledger, held, &reason("exit confirmed"), at()).unwrap();
    assert_eq!(bond::release(&mut ledger, held, &reason("said again"), at()), Ok(freed));
    assert_eq!(used(&guarantee, &ledger), (1_000, 0, 0));
    assert_eq!(bond::claim(&mut ledger, held, &reason("late"), at()), Err(NotResolved::AlreadyReleased));
    assert_eq!(bond::reserve(&guarantee, &mut ledger, &need(600), at()), Err(NotReserved::ReservedBefore));
    let again = Need { revision: 1, ..need(250) };
    let held = bond::reserve(&guarantee, &mut ledger, &again, at()).unwrap();
    bond::claim(&mut ledger, held, &reason("goods never left"), at()).unwrap();
    assert_eq!(used(&guarantee, &ledger), (750, 0, 250));
    assert_eq!(bond::release(&mut ledger, held, &reason("late"), at()), Err(NotResolved::AlreadyClaimed));
    assert_even(&ledger);
}

#[test]
fn each_entry_says_why_and_what_it_left() {
    let (mut ledger, guarantee) = issued(terms(1, 1_000));
    let held = bond::reserve(&guarantee, &mut ledger, &need(600), at()).unwrap();
    bond::release(&mut ledger, held, &reason("exit confirmed"), at()).unwrap();
    let changes = ledger.drain_changes();
    assert_eq!(changes.accounts.len(), 3);
    assert_eq!(changes.resolved, [(held, PendingState::Voided)]);
    let rooms: Vec<i64> = changes
        .entries
        .iter()
        .map(|entry| {
            let pocket = &guarantee.pockets[0];
            let debited = entry.transfer.debit == pocket.available;
            if debited { entry.debit_after.debit_room() } else { entry.credit_after.debit_room() }
        })
        .collect();
    assert_eq!(rooms, [1_000, 400, 1_000]);
    let why = changes.entries[2].transfer.why.as_deref().unwrap();
    assert_eq!((why.movement, why.leg, why.unit), (Some(need(0).movement), Some(1), Some(1)));
    assert_eq!((why.guarantee, why.note.as_str()), (Some(guarantee.id), "exit confirmed"));
    assert_eq!(changes.entries[1].transfer.why.as_ref().unwrap().note, "held at acceptance");
}

#[test]
fn a_part_stays_held_when_the_rest_is_released_or_claimed() {
    let (mut ledger, guarantee) = issued(terms(1, 1_000));
    let held = bond::reserve(&guarantee, &mut ledger, &need(1_000), at()).unwrap();
    let parts = bond::part(&mut ledger, held, &[300, 500], &reason("two cartons missing"), at()).unwrap();
    assert_eq!(used(&guarantee, &ledger), (200, 800, 0));
    assert_eq!(bond::part(&mut ledger, held, &[300, 500], &reason("again"), at()), Ok(parts.clone()));
    let otherwise = bond::part(&mut ledger, held, &[300, 501], &reason("otherwise"), at());
    assert_eq!(otherwise, Err(NotResolved::AlreadyReleased));
    bond::claim(&mut ledger, parts[0], &reason("default"), at()).unwrap();
    assert_eq!(used(&guarantee, &ledger), (200, 500, 300));
    let kept = bond::part(&mut ledger, parts[1], &[100], &reason("explained in part"), at()).unwrap();
    assert_eq!(used(&guarantee, &ledger), (600, 100, 300));
    for wrong in [&[101][..], &[60, 41], &[-1], &[i64::MAX, i64::MAX]] {
        let refused = bond::part(&mut ledger, kept[0], wrong, &reason("too much"), at());
        assert_eq!(refused, Err(NotResolved::PartsDoNotFit { held: 100 }), "{wrong:?}");
    }
    assert_eq!(used(&guarantee, &ledger), (600, 100, 300));
    let void = bond::release(&mut ledger, kept[0], &reason("explained"), at()).unwrap();
    assert_eq!(bond::part(&mut ledger, void, &[1], &reason("no"), at()), Err(NotResolved::NotFound));
    assert_even(&ledger);
}

#[test]
fn a_part_keeps_its_amount_although_somebody_else_waits_for_it() {
    let (mut ledger, guarantee) = issued(terms(1, 500));
    let held = bond::reserve(&guarantee, &mut ledger, &need(500), at()).unwrap();
    bond::part(&mut ledger, held, &[500], &reason("kept whole"), at()).unwrap();
    let other = Need { leg: 2, ..need(1) };
    let refused = bond::reserve(&guarantee, &mut ledger, &other, at()).unwrap_err();
    let rupees = |amount| Money::new(amount, guarantee.currency);
    assert_eq!(refused, NotReserved::Insufficient { available: rupees(0), missing: rupees(1) });
}

#[test]
fn a_refused_need_can_come_back_after_an_increase() {
    let (mut ledger, mut guarantee) = issued(terms(1, 500));
    let rupees = |amount| Money::new(amount, guarantee.currency);
    let refused = NotReserved::Insufficient { available: rupees(500), missing: rupees(200) };
    assert_eq!(bond::reserve(&guarantee, &mut ledger, &need(700), at()), Err(refused));
    bond::increase(&mut guarantee, &mut ledger, 200, &reason("raised by the bank"), at()).unwrap();
    assert_eq!((guarantee.limit_minor, guarantee.version), (700, 2));
    bond::reserve(&guarantee, &mut ledger, &need(700), at()).unwrap();
    let in_use = NotIssued::InUse { available: Money::new(0, guarantee.currency) };
    assert_eq!(bond::reduce(&mut guarantee, &mut ledger, 1, &reason("lowered"), at()), Err(in_use));
    assert_eq!(used(&guarantee, &ledger), (0, 700, 0));
    assert_even(&ledger);
}

/// Checks why a need is refused, and that the refusal changes nothing.
#[track_caller]
fn check_refused(change: impl Fn(&mut Guarantee), need: &Need, code: &str, message: &str) {
    let (mut ledger, mut guarantee) = issued(terms(1, 1_000));
    change(&mut guarantee);
    ledger.drain_changes();
    let refused = bond::reserve(&guarantee, &mut ledger, need, at()).unwrap_err();
    let finding = refused.finding("/guarantees/0", &guarantee.grn);
    assert_eq!((finding.code.as_ref(), finding.message.as_str()), (code, message));
    assert_eq!(finding.pointer, "/guarantees/0");
    assert!(!finding.mend.is_empty());
    assert_eq!(ledger.drain_changes(), rahdari_ledger::Changes::default());
}

#[test]
fn each_reason_is_told() {
    let same = |_: &mut Guarantee| {};
    let suspend = |guarantee: &mut Guarantee| guarantee.change_status(GuaranteeStatus::Suspended).unwrap();
    check_refused(suspend, &need(1), "guarantee-not-active", "the guarantee is suspended");
    check_refused(
        |guarantee| guarantee.valid_from = Date::constant(2026, 12, 1),
        &need(1),
        "guarantee-not-yet-valid",
        "the guarantee is valid from 2026-12-01 only",
    );
    check_refused(
        same,
        &Need { must_outlive: Date::constant(2028, 1, 1), ..need(1) },
        "guarantee-expires-too-soon",
        "the guarantee is valid until 2027-12-31, but it must stand until 2028-01-01",
    );
    check_refused(
        same,
        &Need { country: Country::KZ, ..need(1) },
        "guarantee-country-not-covered",
        "the guarantee does not cover Kazakhstan",
    );
    check_refused(
        same,
        &Need { amount: Money::new(1, "KZT".parse().unwrap()), ..need(1) },
        "guarantee-other-currency",
        "the guarantee is in PKR, but the security is needed in KZT",
    );
    check_refused(same, &need(-1), "guarantee-negative-amount", "an amount to reserve cannot be negative");
    check_refused(
        same,
        &need(1_234),
        "guarantee-insufficient",
        "only PKR 10.00 of the guarantee is free; PKR 2.34 is missing",
    );
}

#[test]
fn the_last_day_of_the_term_still_counts() {
    let (mut ledger, guarantee) = issued(terms(1, 1_000));
    let day_after = Need { must_outlive: Date::constant(2028, 1, 1), ..need(1) };
    assert!(bond::reserve(&guarantee, &mut ledger, &day_after, at()).is_err());
    let last_day = Need { must_outlive: guarantee.valid_until, ..need(1) };
    assert!(bond::reserve(&guarantee, &mut ledger, &last_day, at()).is_ok());
    let over = "2028-01-01T00:00:00Z".parse().unwrap();
    let forgotten = Need { must_outlive: guarantee.valid_from, leg: 2, ..need(1) };
    assert!(bond::reserve(&guarantee, &mut ledger, &forgotten, over).is_err(), "the term is over");
}

#[test]
fn a_tir_limit_holds_in_each_country() {
    let (mut ledger, guarantee) = issued(tir(2, 100));
    let euros =
        |country, leg| Need { country, leg, amount: Money::new(100, "EUR".parse().unwrap()), ..need(0) };
    bond::reserve(&guarantee, &mut ledger, &euros(Country::PK, 1), at()).unwrap();
    bond::reserve(&guarantee, &mut ledger, &euros(Country::AF, 2), at()).unwrap();
    let refused = bond::reserve(&guarantee, &mut ledger, &euros(Country::AF, 3), at());
    assert!(matches!(refused, Err(NotReserved::Insufficient { .. })));
    assert_eq!(bond::headroom(&guarantee, &ledger, Country::PK).unwrap().amount_minor, 0);
    assert_eq!(bond::headroom(&guarantee, &ledger, Country::KZ), None);
    assert_even(&ledger);
}

#[test]
fn a_reduction_holds_the_required_part_and_a_waiver_leaves_a_trace() {
    let (mut ledger, guarantee) = issued(NewGuarantee { percent_required: 30, ..terms(3, 1_000) });
    bond::reserve(&guarantee, &mut ledger, &need(1_001), at()).unwrap();
    assert_eq!(used(&guarantee, &ledger), (699, 301, 0), "rounded up in favour of customs");
    let waiver = NewGuarantee {
        kind: GuaranteeKind::Waiver,
        percent_required: 0,
        limit_minor: 0,
        guarantor: None,
        ..terms(4, 0)
    };
    let (mut ledger, guarantee) = issued(waiver);
    let held = bond::reserve(&guarantee, &mut ledger, &need(5_000), at()).unwrap();
    assert_eq!(ledger.transfer(held).unwrap().amount_minor, 0);
    assert_eq!(ledger.state(held), Some(PendingState::Pending));
}

#[test]
fn terms_that_make_no_sense_are_refused_and_leave_nothing() {
    let wrong: [(NewGuarantee, NotIssued); 5] = [
        (NewGuarantee { countries: vec![], ..terms(1, 5) }, NotIssued::Countries),
        (NewGuarantee { countries: vec![Country::PK, Country::PK], ..terms(1, 5) }, NotIssued::Countries),
        (terms(1, 0), NotIssued::Amount),
        (NewGuarantee { percent_required: 101, ..terms(1, 5) }, NotIssued::Percent),
        (NewGuarantee { valid_until: Date::constant(2025, 1, 1), ..terms(1, 5) }, NotIssued::Term),
    ];
    let mut ledger = Ledger::default();
    for (new, expected) in wrong {
        assert_eq!(bond::issue(new, &mut ledger, &reason("wrong"), at()), Err(expected));
    }
    assert_eq!(ledger.drain_changes(), rahdari_ledger::Changes::default());
    bond::issue(terms(1, 5), &mut ledger, &reason("issued"), at()).unwrap();
    let again = bond::issue(terms(1, 5), &mut ledger, &reason("again"), at());
    assert_eq!(again, Err(NotIssued::AlreadyIssued));
}

#[test]
fn states_follow_one_another_and_a_revoked_guarantee_still_holds() {
    let (mut ledger, mut guarantee) = issued(terms(1, 100));
    let held = bond::reserve(&guarantee, &mut ledger, &need(60), at()).unwrap();
    guarantee.change_status(GuaranteeStatus::Suspended).unwrap();
    guarantee.change_status(GuaranteeStatus::Active).unwrap();
    guarantee.change_status(GuaranteeStatus::Revoked).unwrap();
    let refused = guarantee.change_status(GuaranteeStatus::Active).unwrap_err();
    assert_eq!((refused.code.as_ref(), refused.allowed.len()), ("wrong-state", 0));
    assert_eq!(guarantee.version, 4);
    assert_eq!(used(&guarantee, &ledger), (40, 60, 0));
    bond::claim(&mut ledger, held, &reason("default"), at()).unwrap();
    let not_active = NotIssued::NotActive(GuaranteeStatus::Revoked);
    assert_eq!(bond::increase(&mut guarantee, &mut ledger, 1, &reason("no"), at()), Err(not_active));
}

#[test]
fn a_guarantee_survives_its_json() {
    let (_, guarantee) = issued(tir(5, 77));
    let text = serde_json::to_string(&guarantee).unwrap();
    assert_eq!(serde_json::from_str::<Guarantee>(&text).unwrap(), guarantee);
    assert!(text.contains("\"kind\":\"tir\"") && text.contains("\"status\":\"active\""));
}

#[test]
fn what_is_not_loaded_is_told_and_not_guessed() {
    let (_, guarantee) = issued(terms(1, 100));
    let mut empty = Ledger::default();
    let refused = bond::reserve(&guarantee, &mut empty, &need(1), at());
    assert_eq!(refused, Err(NotReserved::Book(TransferStatus::DebitAccountNotFound)));
    let nothing = TransferId::from_bytes([3; 16]);
    assert_eq!(bond::release(&mut empty, nothing, &reason("no"), at()), Err(NotResolved::NotFound));
    assert_eq!(bond::headroom(&guarantee, &empty, Country::PK), None);
}

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
            mark = if open.len() % 3 == 0 { ledger.mark() } else { mark };
            if open.len() % 3 == 0 {
                before = (guarantees.clone(), open.clone(), claimed.clone());
            }
        }
    }
}

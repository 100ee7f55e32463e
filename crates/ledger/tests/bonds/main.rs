//! Guarantees and what they hold, by example and over random lives.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

mod examples;
mod lives;

use rahdari_kernel::{CompanyId, Country, Date, Grn, GuaranteeId, Instant, Money, MovementId};
use rahdari_ledger::Ledger;
use rahdari_ledger::bond::{self, Guarantee, GuaranteeKind, Need, NewGuarantee, Reason};

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

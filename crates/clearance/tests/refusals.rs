//! What is refused: another office, order or hand, impossible times, an unready release.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use rahdari_clearance::{
    Action, Command, ControlResult, Grams, ItemRemark, Lane, NewMovement, Phase, Reservation, Security,
    UnitSeals, accept, permitted,
};
use rahdari_kernel::Role;
use support::*;

#[test]
fn another_office_order_or_repetition_is_refused_with_what_is_allowed() {
    let mut journey = Journey::begin(Lane::Green);
    let found = journey.as_expected(1);
    let exit = Command::RecordExit { unit: 1, found: found.clone() };
    refused(journey.officer(TORKHAM_PK, &exit), "wrong-state", &[]);
    let stamp = officer_stamp(TORKHAM_PK, regular(TORKHAM_PK), journey.now);
    refused(journey.movement.check_release(&[], None, &stamp), "wrong-office", &[]);
    journey.release().unwrap();
    let stamp = officer_stamp(KARACHI, regular(KARACHI), journey.now);
    refused(journey.movement.check_release(&[], None, &stamp), "already-recorded", &[]);

    let exit = Command::RecordExit { unit: 1, found: journey.as_expected(1) };
    refused(journey.officer(HAIRATAN, &exit), "wrong-office", &[]);
    let crossing = Command::RecordCrossing { unit: 1, seals: vec![seal("PKS-1")] };
    refused(journey.officer(TORKHAM_AF, &crossing), "wrong-state", &[]);
    let arrival = Command::RecordArrival { unit: 1, found: journey.as_expected(1) };
    refused(journey.officer(ALMATY, &arrival), "wrong-state", &[]);
    refused(journey.discharge(None), "wrong-state", &[]);
    let nobody = Command::RecordExit { unit: 7, found };
    refused(journey.officer(TORKHAM_PK, &nobody), "unknown-unit", &["record-exit"]);

    journey.officer(TORKHAM_PK, &exit).unwrap();
    refused(journey.officer(TORKHAM_PK, &exit), "already-recorded", &["record-exit"]);
    journey.cross(1, TORKHAM_AF);
    refused(journey.officer(TORKHAM_AF, &crossing), "already-recorded", &[]);
    refused(journey.officer(TORKHAM_PK, &exit), "already-recorded", &["record-exit"]);
    let auditor = rahdari_clearance::Stamp { role: Role::Auditor, ..broker_stamp(journey.now) };
    refused(journey.act_as(auditor, &exit), "wrong-role", &[]);
    let withdrawn = Command::Invalidate { reason: "sold on".into() };
    let now = journey.now;
    refused(journey.act_as(broker_stamp(now), &withdrawn), "wrong-state", &[]);
}

#[test]
fn four_eyes_see_what_moves_money() {
    let mut journey = Journey::released();
    let found = journey.as_expected(1);
    let moved = officer_stamp(TORKHAM_PK, regular(KARACHI), journey.now);
    let exit = Command::RecordExit { unit: 1, found };
    refused(journey.act_as(moved, &exit), "four-eyes", &["record-exit"]);
    let may = permitted(&journey.movement, Role::Officer, Some(office(TORKHAM_PK)), Some(regular(KARACHI)));
    assert!(may.is_empty());

    journey.travel(1);
    journey.unload(1);
    let discharge = Command::Discharge { unit: Some(1) };
    refused(journey.officer(ALMATY, &discharge), "four-eyes", &["discharge"]);
    journey.discharge(Some(1)).unwrap();

    let mut journey = Journey::begin(Lane::Red);
    let bad = Command::RecordControlResult { result: ControlResult::B1, text: "undeclared goods".into() };
    let good = Command::RecordControlResult { result: ControlResult::A1, text: String::new() };
    journey.officer(KARACHI, &bad).unwrap();
    journey.expect(Phase::Accepted, "Goods not released");
    refused(journey.release(), "not-ready", &["record-control-result", "invalidate"]);
    refused(journey.officer(KARACHI, &good), "four-eyes", &["record-control-result", "invalidate"]);
    let second = officer_stamp(KARACHI, person(5), journey.now);
    journey.act_as(second, &good).unwrap();
    refused(journey.officer(KARACHI, &good), "already-recorded", &["release", "invalidate"]);
    journey.release().unwrap();
}

#[test]
fn who_let_a_unit_pass_or_unloaded_it_does_not_explain_what_differs() {
    let resolve = |leg| Command::ResolveDiscrepancy { unit: 1, leg, accept: true, text: "explained".into() };
    let offered = ["resolve-discrepancy"];
    let mut journey = Journey::released();
    let mut found = journey.as_expected(1);
    found.gross = Grams(9_000_000);
    journey.officer(TORKHAM_PK, &Command::RecordExit { unit: 1, found }).unwrap();
    let refusal = refused(journey.officer(KARACHI, &resolve(1)), "four-eyes", &offered);
    assert!(refusal.detail.contains("whoever released the unit"), "{}", refusal.detail);
    let may = |journey: &Journey, who| {
        permitted(&journey.movement, Role::Officer, Some(office(KARACHI)), Some(who))
    };
    assert!(may(&journey, regular(KARACHI)).is_empty());
    assert_eq!(may(&journey, person(98)).len(), 1);

    // An officer who recorded a later border, and moved to Karachi since, had the unit in hand as well.
    journey.cross(1, TORKHAM_AF);
    let moved = officer_stamp(KARACHI, regular(TORKHAM_AF), journey.now);
    refused(journey.act_as(moved, &resolve(1)), "four-eyes", &offered);
    journey.exit(1, HAIRATAN);
    journey.cross(1, TERMEZ);
    journey.exit(1, GISHT_KUPRIK);
    journey.cross(1, SARYAGASH);
    let found = journey.as_expected(1);
    journey
        .act_as(officer_stamp(ALMATY, person(1), journey.now), &Command::RecordArrival { unit: 1, found })
        .unwrap();
    journey.unload(1);
    let unloaded = officer_stamp(KARACHI, regular(ALMATY), journey.now);
    let refusal = refused(journey.act_as(unloaded, &resolve(1)), "four-eyes", &offered);
    assert!(refusal.detail.contains("unloading remarks"), "{}", refusal.detail);
    journey.decide(KARACHI, &resolve(1)).unwrap();
    journey.discharge(Some(1)).unwrap();
}

#[test]
fn the_declarant_does_not_withdraw_goods_from_a_control() {
    let withdraw = Command::Invalidate { reason: "sold on".into() };
    let result = |result| Command::RecordControlResult { result, text: "seen".into() };
    for lane in Lane::ALL {
        let mut journey = Journey::begin(lane);
        let broker = broker_stamp(journey.now);
        let offered = permitted(&journey.movement, Role::Broker, None, None);
        assert_eq!(
            offered.iter().any(|one| one.action == Action::Invalidate),
            !lane.asks_control(),
            "{lane:?}"
        );
        if !lane.asks_control() {
            journey.act_as(broker, &withdraw).unwrap();
            continue;
        }
        let refusal = refused(journey.act_as(broker, &withdraw), "control-announced", &["secure"]);
        assert!(refusal.detail.contains("ask the office of departure"), "{}", refusal.detail);
        journey.officer(KARACHI, &result(ControlResult::B1)).unwrap();
        refused(journey.act_as(broker, &withdraw), "control-announced", &["secure"]);
        journey.act_as(officer_stamp(KARACHI, person(5), journey.now), &result(ControlResult::A2)).unwrap();
        journey.act_as(broker, &withdraw).unwrap();
        journey.expect(Phase::Invalidated, "Declaration cancelled");
    }
    for bad in [false, true] {
        let mut journey = Journey::begin(Lane::Red);
        if bad {
            journey.officer(KARACHI, &result(ControlResult::B1)).unwrap();
        }
        journey.officer(KARACHI, &withdraw).unwrap();
        journey.expect(Phase::Invalidated, "Declaration cancelled");
    }
}

#[test]
fn the_checklist_names_everything_at_once_and_proves_one_version_only() {
    let mut new = without_security();
    new.lane = Lane::Red;
    let mut journey = Journey::of(new);
    let stamp = officer_stamp(KARACHI, regular(KARACHI), journey.now);
    let seals = [
        UnitSeals { unit: 1, seals: vec![] },
        UnitSeals { unit: 2, seals: vec![seal("S"), seal("S")] },
        UnitSeals { unit: 3, seals: vec![] },
    ];
    let limit = "2026-12-08".parse().ok();
    let refusal = journey.movement.check_release(&seals, limit, &stamp).unwrap_err();
    let codes: Vec<&str> = refusal.findings.iter().map(|finding| &*finding.code).collect();
    let expected = [
        "control-open",
        "security-insufficient",
        "security-insufficient",
        "limit-too-late",
        "unknown-unit",
        "seals-missing",
        "seal-twice",
    ];
    assert_eq!(codes, expected);
    let shown = journey.movement.release_checklist(journey.now);
    let open: Vec<&str> = shown.iter().filter(|item| !item.satisfied).map(|item| item.code).collect();
    assert_eq!(open, ["control", "security"]);

    journey = Journey::begin(Lane::Green);
    let early = journey.movement.check_release(&[], "2026-11-01".parse().ok(), &stamp).unwrap_err();
    assert_eq!(early.findings[0].code, "limit-too-early");
    let proof = journey.movement.check_release(&[], None, &stamp).unwrap();
    let short = vec![];
    let other = Reservation {
        unit: 1,
        leg: 1,
        transfer: transfer(1, 1, 9),
        guarantee: guarantee(1),
        amount: money(1_234_567_890, "PKR"),
        valid_until: "2027-01-01".parse().unwrap(),
    };
    let now = journey.now;
    journey.act_as(broker_stamp(now), &Command::Secure { reservations: vec![other], short }).unwrap();
    refused(
        journey.officer(KARACHI, &Command::Release(proof)),
        "stale-checklist",
        &["release", "invalidate"],
    );
}

#[test]
fn times_must_be_possible() {
    let mut journey = Journey::released();
    let exit = Command::RecordExit { unit: 1, found: journey.as_expected(1) };
    let mut stamp = officer_stamp(TORKHAM_PK, regular(TORKHAM_PK), journey.now);
    stamp.occurred_at = journey.now.plus_seconds(1);
    refused(journey.act_as(stamp, &exit), "in-future", &["record-exit"]);
    stamp.occurred_at = journey.now.plus_seconds(-60);
    refused(journey.act_as(stamp, &exit), "before-last-record", &["record-exit"]);
    stamp.recorded_at = journey.now.plus_days(7).plus_seconds(1);
    stamp.occurred_at = journey.now;
    let refusal = refused(journey.act_as(stamp, &exit), "backdated", &["record-exit"]);
    assert!(refusal.detail.contains("Rahdari demo timers"));
    stamp.recorded_at = journey.now.plus_days(7);
    journey.act_as(stamp, &exit).unwrap();
}

#[test]
fn a_journey_that_no_table_could_carry_is_not_accepted() {
    let stamp = broker_stamp(at("2026-11-02T08:00:00Z"));
    let pointers = |new: NewMovement| -> Vec<String> {
        let refusal = accept(new, &stamp).unwrap_err();
        assert_eq!(refusal.code, "unfit-movement");
        refusal.findings.into_iter().map(|finding| finding.pointer).collect()
    };
    let mut new = new_movement(Lane::Green);
    new.legs.clear();
    assert_eq!(pointers(new), ["/legs", "/units/0/security", "/units/1/security"]);
    let mut new = new_movement(Lane::Green);
    new.units[1].sequence = 1;
    new.units[1].security[0] = Security::Released(money(1, "PKR"));
    assert_eq!(pointers(new), ["/units/1/sequence", "/units/1/security"]);
    let mut new = new_movement(Lane::Green);
    new.units.clear();
    new.legs[1].country = new.legs[0].country;
    assert_eq!(pointers(new), ["/legs/1", "/units"]);
}

#[test]
fn a_seal_affixed_anew_must_be_a_new_one() {
    let mut journey = Journey::released();
    for (affixed, known) in
        [(vec!["PKS-2"], true), (vec!["PKS-1"], true), (vec!["N1", "N1"], true), (vec!["N1"], false)]
    {
        let mut found = journey.as_expected(1);
        found.affixed = affixed.into_iter().map(seal).collect();
        let answer = journey.officer(TORKHAM_PK, &Command::RecordExit { unit: 1, found });
        if known {
            refused(answer, "seal-twice", &["record-exit"]);
        } else {
            answer.unwrap();
        }
    }
    assert_eq!(journey.movement.unit(1).unwrap().seals, [seal("PKS-1"), seal("N1")]);
}

#[test]
fn remarks_say_what_differs_or_that_nothing_does() {
    let mut journey = Journey::released();
    journey.travel(1);
    let item = ItemRemark { item: 1, text: "short by one".into(), packages: Some(399), gross: None };
    let allowed = ["record-unloading-remarks"];
    for (conform, text, items, code) in
        [(true, "all well", vec![item], "remarks-contradict"), (false, " ", vec![], "reason-missing")]
    {
        let command = Command::RecordUnloadingRemarks { unit: 1, conform, text: text.into(), items };
        refused(journey.officer(ALMATY, &command), code, &allowed);
    }
    journey.unload(1);
}

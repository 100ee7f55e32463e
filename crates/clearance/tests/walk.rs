//! Walks by example: the clean journey of two units, and each thing that can go another way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use rahdari_clearance::{
    Action, Because, Command, ControlResult, Fact, Grams, ItemRemark, Lane, Phase, Reservation, Stage,
    StillShort, permitted, table_markdown,
};
use rahdari_kernel::Role;
use support::*;

#[test]
fn two_units_travel_on_different_days_and_each_leg_frees_its_own_security() {
    let mut journey = Journey::begin(Lane::Yellow);
    journey.expect(Phase::Accepted, "Goods under control");
    assert_eq!(next(&journey.movement), Some((Some(office(KARACHI)), Action::RecordControlResult)));
    journey.wait_hours(2);
    let control = Command::RecordControlResult { result: ControlResult::A1, text: "papers agree".into() };
    assert_eq!(kinds(&journey.officer(KARACHI, &control).unwrap()), ["movement.control-recorded"]);
    journey.expect(Phase::Accepted, "MRN allocated");
    assert_eq!(kinds(&journey.release().unwrap()), ["movement.released"]);
    journey.expect(Phase::Released, "Released for transit");
    let limit = journey.movement.unit(1).unwrap().limit.unwrap();
    assert_eq!(limit.to_string(), "2026-12-07", "2 November and 35 days");

    journey.wait_days(3);
    let events = journey.exit(1, TORKHAM_PK);
    assert_eq!(kinds(&events), ["movement.exit-recorded", "movement.security-released"]);
    let Fact::SecurityReleased { unit: 1, leg: 1, transfer: freed, because: Because::Exit, .. } =
        events[1].fact
    else {
        panic!("{events:?}")
    };
    assert_eq!(freed, transfer(1, 1, 0));
    journey.expect(Phase::InTransit, "Released for transit");
    assert_eq!((journey.security(1, 1), journey.security(2, 1)), ("released", "reserved"));
    journey.wait_hours(2);
    journey.cross(1, TORKHAM_AF);
    journey.wait_days(2);
    assert_eq!(kinds(&journey.exit(1, HAIRATAN)), ["movement.exit-recorded"], "Afghanistan asked for none");
    journey.wait_hours(2);
    journey.cross(1, TERMEZ);

    // The second truck leaves Karachi only now, and passes the others' offices later.
    assert_eq!(journey.movement.unit(2).unwrap().stage(), Stage::Travelling);
    journey.exit(2, TORKHAM_PK);
    journey.wait_days(1);
    journey.exit(1, GISHT_KUPRIK);
    assert_eq!(journey.security(1, 3), "released");
    journey.cross(1, SARYAGASH);
    journey.wait_days(1);
    assert_eq!(kinds(&journey.arrive(1)), ["movement.arrival-recorded"]);
    journey.expect(Phase::InTransit, "Released for transit");
    journey.wait_hours(4);
    journey.unload(1);
    let events = journey.discharge(Some(1)).unwrap();
    assert_eq!(kinds(&events), ["movement.unit-discharged", "movement.security-released"]);
    assert_eq!((journey.security(1, 4), journey.security(2, 4)), ("released", "reserved"));

    journey.cross(2, TORKHAM_AF);
    for (out, into) in [(HAIRATAN, TERMEZ), (GISHT_KUPRIK, SARYAGASH)] {
        journey.wait_days(1);
        journey.exit(2, out);
        journey.cross(2, into);
    }
    journey.arrive(2);
    journey.expect(Phase::Arrived, "Arrival notification sent");
    journey.unload(2);
    journey.expect(Phase::Arrived, "Unloading remarks sent");
    let events = journey.discharge(None).unwrap();
    assert_eq!(
        kinds(&events),
        ["movement.unit-discharged", "movement.security-released", "movement.discharged"]
    );
    journey.expect(Phase::Discharged, "Movement ended");
    assert!(journey.movement.tasks().is_empty() && !journey.movement.is_late());
    assert_eq!(journey.movement.version, u64::try_from(journey.events.len()).unwrap());
}

#[test]
fn the_row_of_a_movement_stays_small_from_acceptance_to_discharge() {
    let mut journey = Journey::begin(Lane::Yellow);
    let mut largest = 0;
    let mut weigh = |journey: &Journey| {
        largest = largest.max(serde_json::to_string(&journey.movement).unwrap().len());
    };
    weigh(&journey);
    let control = Command::RecordControlResult { result: ControlResult::A1, text: String::new() };
    journey.officer(KARACHI, &control).unwrap();
    journey.release().unwrap();
    weigh(&journey);
    for unit in [1, 2] {
        journey.travel(unit);
        weigh(&journey);
        journey.unload(unit);
        weigh(&journey);
    }
    journey.discharge(None).unwrap();
    weigh(&journey);
    assert!(largest < 2_500, "{largest} bytes: {}", serde_json::to_string(&journey.movement).unwrap());
}

#[test]
fn late_but_intact_passes_with_a_remark() {
    let mut journey = Journey::released();
    journey.wait_days(15);
    assert!(journey.movement.overdue(journey.now).is_empty());
    journey.wait_days(1);
    let overdue = journey.movement.overdue(journey.now);
    assert_eq!(overdue.len(), 2);
    assert_eq!(
        (overdue[0].action, overdue[0].owner.office()),
        (Action::RecordExit, Some(office(TORKHAM_PK)))
    );
    assert_eq!(overdue[0].deadline.cites, "CGO 10/2012 11(viii)");
    let events = journey.exit(1, TORKHAM_PK);
    assert!(matches!(events[0].fact, Fact::ExitRecorded { late: true, .. }));
    assert_eq!(journey.security(1, 1), "released");
    assert!(journey.movement.unit(1).unwrap().is_late() && !journey.movement.unit(2).unwrap().is_late());
}

#[test]
fn the_grace_after_the_limit_still_counts_as_in_time() {
    let mut journey = Journey::released();
    journey.now = at("2026-11-18T05:59:00Z");
    let events = journey.exit(1, TORKHAM_PK);
    assert!(matches!(events[0].fact, Fact::ExitRecorded { late: false, .. }));
    journey.now = at("2026-11-18T06:00:00Z");
    let events = journey.exit(2, TORKHAM_PK);
    assert!(matches!(events[0].fact, Fact::ExitRecorded { late: true, .. }));
}

#[test]
fn a_broken_seal_at_exit_holds_pakistans_security_until_another_office_resolves_it() {
    let mut journey = Journey::released();
    journey.wait_days(2);
    let mut found = journey.as_expected(1);
    found.seals.clear();
    found.affixed = vec![seal("PKT-77")];
    let events = journey.officer(TORKHAM_PK, &Command::RecordExit { unit: 1, found }).unwrap();
    assert_eq!(kinds(&events), ["movement.exit-recorded", "movement.discrepancy-opened"]);
    assert_eq!(journey.security(1, 1), "reserved");
    assert_eq!(journey.movement.unit(1).unwrap().seals, [seal("PKT-77")]);

    let resolve =
        Command::ResolveDiscrepancy { unit: 1, leg: 1, accept: true, text: "cut by police, report 4".into() };
    refused(journey.officer(TORKHAM_PK, &resolve), "wrong-office", &["record-exit"]);
    refused(journey.officer(HAIRATAN, &resolve), "wrong-office", &[]);
    let same_person = officer_stamp(KARACHI, regular(TORKHAM_PK), journey.now);
    refused(journey.act_as(same_person, &resolve), "four-eyes", &["resolve-discrepancy"]);
    let silent = Command::ResolveDiscrepancy { unit: 1, leg: 1, accept: true, text: " ".into() };
    refused(journey.decide(KARACHI, &silent), "reason-missing", &["resolve-discrepancy"]);

    let uphold = Command::ResolveDiscrepancy { unit: 1, leg: 1, accept: false, text: "no report".into() };
    journey.wait_days(1);
    assert_eq!(kinds(&journey.decide(KARACHI, &uphold).unwrap()), ["movement.discrepancy-upheld"]);
    assert_eq!(journey.security(1, 1), "reserved");

    // The new seal is what the next office expects, so the journey goes on meanwhile.
    assert_eq!(kinds(&journey.cross(1, TORKHAM_AF)), ["movement.crossing-recorded"]);
    let events = journey.decide(KARACHI, &resolve).unwrap();
    assert_eq!(kinds(&events), ["movement.discrepancy-resolved", "movement.security-released"]);
    assert_eq!(journey.security(1, 1), "released");
    refused(journey.decide(KARACHI, &resolve), "already-recorded", &[]);
}

#[test]
fn an_unresolved_discrepancy_blocks_the_discharge() {
    let mut journey = Journey::released();
    journey.wait_days(2);
    let mut found = journey.as_expected(1);
    found.gross = Grams(9_000_000);
    journey.officer(TORKHAM_PK, &Command::RecordExit { unit: 1, found }).unwrap();
    journey.cross(1, TORKHAM_AF);
    // Afghanistan answers for what changes on its own leg, not for what was found before.
    let mut found = journey.as_expected(1);
    found.gross = Grams(9_000_000);
    let events = journey.officer(HAIRATAN, &Command::RecordExit { unit: 1, found }).unwrap();
    assert_eq!(kinds(&events), ["movement.exit-recorded"]);
    journey.cross(1, TERMEZ);
    // What is missing since Pakistan is missing in Uzbekistan too: its security waits for the explanation.
    assert_eq!(kinds(&journey.exit(1, GISHT_KUPRIK)), ["movement.exit-recorded"]);
    assert_eq!((journey.security(1, 1), journey.security(1, 3)), ("reserved", "reserved"));
    journey.cross(1, SARYAGASH);
    journey.arrive(1);
    let items = vec![ItemRemark { item: 1, text: "40 cartons wet".into(), packages: Some(360), gross: None }];
    let remarks = Command::RecordUnloadingRemarks { unit: 1, conform: false, text: String::new(), items };
    let events = journey.officer(ALMATY, &remarks).unwrap();
    assert_eq!(kinds(&events), ["movement.unloading-remarks-recorded", "movement.discrepancy-opened"]);
    refused(journey.discharge(Some(1)), "discrepancy-open", &[]);
    let resolve = |leg| Command::ResolveDiscrepancy { unit: 1, leg, accept: true, text: "explained".into() };
    journey.decide(SARYAGASH, &resolve(4)).unwrap();
    refused(journey.discharge(Some(1)), "discrepancy-open", &[]);
    assert_eq!(next(&journey.movement).unwrap().1, Action::ResolveDiscrepancy);
    let events = journey.decide(KARACHI, &resolve(1)).unwrap();
    let freed = ["movement.discrepancy-resolved", "movement.security-released", "movement.security-released"];
    assert_eq!(kinds(&events), freed);
    journey.discharge(Some(1)).unwrap();
    assert_eq!(journey.security(1, 4), "released");
}

#[test]
fn seals_that_differ_at_entry_hold_that_legs_security_and_not_the_last_ones() {
    let mut journey = Journey::released();
    journey.exit(1, TORKHAM_PK);
    journey.cross(1, TORKHAM_AF);
    journey.exit(1, HAIRATAN);
    let strange = Command::RecordCrossing { unit: 1, seals: vec![seal("XX-9")] };
    let events = journey.officer(TERMEZ, &strange).unwrap();
    assert_eq!(kinds(&events), ["movement.crossing-recorded", "movement.discrepancy-opened"]);
    assert_eq!((journey.security(1, 1), journey.security(1, 3)), ("released", "reserved"));
    assert_eq!(kinds(&journey.exit(1, GISHT_KUPRIK)), ["movement.exit-recorded"]);
    let resolve =
        Command::ResolveDiscrepancy { unit: 1, leg: 3, accept: true, text: "resealed at the bridge".into() };
    let events = journey.decide(GISHT_KUPRIK, &resolve).unwrap();
    assert_eq!(kinds(&events), ["movement.discrepancy-resolved", "movement.security-released"]);
}

#[test]
fn without_enough_security_it_is_accepted_and_not_released_and_says_why() {
    let mut journey = Journey::of(without_security());
    journey.expect(Phase::Accepted, "Guarantee rejected");
    let task = journey.movement.next_task().unwrap();
    assert_eq!((task.owner.office(), task.action), (None, Action::Secure));
    let refusal = refused(journey.release(), "not-ready", &["invalidate"]);
    let codes: Vec<&str> = refusal.findings.iter().map(|finding| &*finding.code).collect();
    assert_eq!(codes, ["security-insufficient", "security-insufficient"]);
    assert!(refusal.findings[0].message.contains("PKR 1.00 available"));

    let stamp = broker_stamp(journey.now);
    let held = |unit, amount, round, until: &str| Reservation {
        unit,
        leg: 1,
        transfer: transfer(unit, 1, round),
        guarantee: guarantee(1),
        amount: money(amount, "PKR"),
        valid_until: until.parse().unwrap(),
    };
    let secure = |reservations: Vec<Reservation>, short| Command::Secure { reservations, short };
    let allowed = ["secure", "invalidate"];
    refused(journey.act_as(stamp, &secure(vec![], vec![])), "nothing-cited", &allowed);
    refused(
        journey.act_as(stamp, &secure(vec![held(1, 499, 1, "2027-01-01")], vec![])),
        "security-differs",
        &allowed,
    );
    let twice = vec![held(1, 500, 1, "2027-01-01"), held(1, 500, 2, "2027-01-01")];
    refused(journey.act_as(stamp, &secure(twice, vec![])), "security-differs", &allowed);
    let short = vec![StillShort { unit: 2, leg: 1, reasons: vec![] }];
    let events = journey.act_as(stamp, &secure(vec![held(1, 500, 1, "2026-11-20")], short)).unwrap();
    assert_eq!(kinds(&events), ["movement.security-reserved", "movement.security-refused"]);
    journey.act_as(stamp, &secure(vec![held(2, 500, 1, "2027-01-01")], vec![])).unwrap();
    journey.expect(Phase::Accepted, "MRN allocated");

    // The first guarantee ends before the limit date: another one takes its place.
    let refusal = refused(journey.release(), "not-ready", &["release", "invalidate"]);
    assert_eq!(refusal.findings[0].code, "security-too-short");
    let again = secure(vec![held(1, 500, 1, "2027-01-01")], vec![]);
    refused(journey.act_as(stamp, &again), "already-recorded", &allowed);
    let events = journey.act_as(stamp, &secure(vec![held(1, 500, 2, "2027-01-01")], vec![])).unwrap();
    assert_eq!(kinds(&events), ["movement.security-released", "movement.security-reserved"]);
    assert!(matches!(events[0].fact, Fact::SecurityReleased { because: Because::Replacement, .. }));
    journey.release().unwrap();
}

#[test]
fn withdrawn_before_release_all_security_is_free_and_nothing_more_happens() {
    let mut journey = Journey::begin(Lane::Green);
    let now = journey.now;
    let events =
        journey.act_as(broker_stamp(now), &Command::Invalidate { reason: "sold on".into() }).unwrap();
    let freed = events.iter().filter(|event| event.kind() == "movement.security-released").count();
    assert_eq!((events[0].kind(), freed), ("movement.invalidated", 6));
    journey.expect(Phase::Invalidated, "Declaration cancelled");
    assert!(journey.movement.tasks().is_empty());
    for code in OFFICES {
        assert!(permitted(&journey.movement, Role::Officer, Some(office(code)), None).is_empty());
    }
    let again = Command::Invalidate { reason: "sold on".into() };
    refused(journey.act_as(broker_stamp(now), &again), "already-recorded", &[]);
}

#[test]
fn the_page_shows_every_move_and_both_diagrams() {
    let page = table_markdown();
    for action in Action::ALL {
        assert!(page.contains(&format!("| `{}` |", action.as_str())), "{action:?}");
    }
    assert!(page.contains("    accepted --> released : release\n"));
    assert!(page.contains("    waiting --> travelling : release\n"));
    assert!(page.contains("    travelling --> at_border : record-exit\n"));
    assert_eq!(page.matches("stateDiagram-v2").count(), 2);
}

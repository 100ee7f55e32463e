//! Random people do random things to a movement: whatever they do, nothing panics, money is held exactly
//! while it should be, and somebody is always next.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use proptest::prelude::*;
use rahdari_clearance::{
    Action, Because, Command, ControlResult, Event, Fact, Found, Grams, ItemRemark, Lane, Movement, Owner,
    PASSING, PROBLEMS, Phase, Reservation, Security, Shortfall, Stamp, State, StillShort, UnitSeals, allowed,
    decide, evolve, fold, permitted, status_words,
};
use rahdari_kernel::{OfficeCode, Role};
use support::*;

/// One random thing that somebody does; every number is taken modulo what there is to choose from.
#[derive(Clone, Debug)]
struct Step {
    /// Below 5 of 6: do the task that is due, at the right office. Otherwise anything, anywhere.
    guided: u8,
    pick: u8,
    action: u8,
    office: u8,
    person: u8,
    role: u8,
    unit: u16,
    leg: u16,
    minutes: i32,
    delay_days: u8,
    fault: u8,
    accept: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = (0_u8..8, 0_u8..40, 0_u8..5);
    let what = (0_u8..6, any::<u8>(), 0_u8..10, 1_u16..4, 0_u16..6);
    let when = (-60_i32..2_000, 0_u8..10, 0_u8..20, any::<bool>());
    let step = (what, who, when).prop_map(|(what, who, when)| Step {
        guided: what.0,
        pick: what.1,
        action: what.2,
        unit: what.3,
        leg: what.4,
        office: who.0,
        person: who.1,
        role: who.2,
        minutes: when.0,
        delay_days: when.1,
        fault: when.2,
        accept: when.3,
    });
    prop::collection::vec(step, 1..70)
}

/// What the step asks for, and of whom.
fn ask(movement: &Movement, step: &Step) -> (Action, u16, u16, Role, Option<OfficeCode>) {
    let tasks = movement.tasks();
    let task = tasks.get(usize::from(step.pick) % tasks.len().max(1));
    match task.filter(|_| step.guided < 5) {
        Some(task) => {
            let (role, office) = match task.owner {
                Owner::Declarant => (Role::Broker, None),
                Owner::Office(office) => (Role::Officer, Some(office)),
            };
            (task.action, task.unit.unwrap_or(step.unit), task.leg.unwrap_or(step.leg), role, office)
        }
        None => {
            let action = Action::ALL[usize::from(step.action)];
            let role = if step.role < 3 { Role::Officer } else { Role::ALL[usize::from(step.role)] };
            let code = OFFICES[usize::from(step.office)];
            (action, step.unit, step.leg, role, Some(office(code)))
        }
    }
}

fn found(movement: &Movement, unit: u16, fault: u8) -> Found {
    let carried = movement.unit(unit).or_else(|| movement.units.first()).unwrap();
    let mut found = Found {
        container: carried.container.clone(),
        vehicle: Some(carried.vehicle.to_lowercase()),
        seals: carried.seals.clone(),
        gross: carried.gross,
        affixed: Vec::new(),
    };
    match fault {
        0 => found.container = None,
        1 => found.seals.clear(),
        2 => found.gross = Grams(carried.gross.0 / 2),
        3 => found.vehicle = Some("XYZ 1".into()),
        4 => found.affixed.push(seal("NEW-1")),
        _ => {}
    }
    found
}

fn command(movement: &Movement, step: &Step, ask: (Action, u16, u16), stamp: &Stamp) -> Command {
    let (action, unit, leg) = ask;
    let text = if step.fault == 19 { String::new() } else { "seen".to_owned() };
    match action {
        Action::Secure => {
            let open = movement.securities().find(|(_, _, one)| matches!(one, Security::Insufficient { .. }));
            let (unit, leg, amount) = match open {
                Some((unit, index, security)) => (unit, u16::try_from(index + 1).unwrap(), security.amount()),
                None => (unit, leg, None),
            };
            let reasons = vec![Shortfall { code: "guarantee-insufficient".into(), detail: "empty".into() }];
            let reservation = Reservation {
                unit,
                leg,
                transfer: transfer(unit, leg, step.pick),
                guarantee: guarantee(leg),
                amount: amount.unwrap_or(money(1_234_567_890, "PKR")),
                valid_until: "2027-10-31".parse().unwrap(),
            };
            if step.fault == 0 {
                Command::Secure { reservations: vec![], short: vec![StillShort { unit, leg, reasons }] }
            } else {
                Command::Secure { reservations: vec![reservation], short: vec![] }
            }
        }
        Action::RecordControlResult => {
            let result = if step.fault == 0 { ControlResult::B1 } else { ControlResult::A1 };
            Command::RecordControlResult { result, text }
        }
        Action::Release => {
            let seals = vec![UnitSeals { unit: 1, seals: vec![seal("PKS-1")] }];
            match movement.check_release(&seals, None, stamp) {
                Ok(checklist) => Command::Release(checklist),
                Err(_) => Command::Discharge { unit: None },
            }
        }
        Action::Invalidate => Command::Invalidate { reason: text },
        Action::RecordExit => Command::RecordExit { unit, found: found(movement, unit, step.fault) },
        Action::RecordCrossing => {
            Command::RecordCrossing { unit, seals: found(movement, unit, step.fault).seals }
        }
        Action::RecordArrival => Command::RecordArrival { unit, found: found(movement, unit, step.fault) },
        Action::RecordUnloadingRemarks => {
            let remark = ItemRemark { item: 1, text: "wet".into(), packages: None, gross: None };
            let items = if step.fault == 1 { vec![remark] } else { Vec::new() };
            Command::RecordUnloadingRemarks { unit, conform: step.fault > 1, text, items }
        }
        Action::ResolveDiscrepancy => Command::ResolveDiscrepancy { unit, leg, accept: step.accept, text },
        Action::Discharge => Command::Discharge { unit: (!step.pick.is_multiple_of(4)).then_some(unit) },
    }
}

/// What holds of a movement at every moment.
fn holds_always(movement: &Movement, events: &[Event]) -> Result<(), TestCaseError> {
    let folded = fold(events);
    prop_assert_eq!(folded.as_ref(), Some(movement));
    prop_assert!(!status_words(movement).is_empty());
    let tasks = movement.tasks();
    prop_assert_eq!(tasks.is_empty(), movement.phase.is_closed());
    for task in &tasks {
        prop_assert!(!task.deadline.cites.is_empty());
        let (role, office) = match task.owner {
            Owner::Declarant => (Role::Broker, None),
            Owner::Office(office) => (Role::Officer, Some(office)),
        };
        // Whoever is next finds the step offered.
        let offered = permitted(movement, role, office, None);
        let same = |one: &rahdari_clearance::Permitted| one.action == task.action && one.unit == task.unit;
        prop_assert!(offered.iter().any(same), "{task:?} is not among {offered:?}");
    }
    for (sequence, index, security) in movement.securities() {
        let unit = movement.unit(sequence).unwrap();
        let leg = u16::try_from(index + 1).unwrap();
        let held_back = movement.holds(sequence).any(|found| found.leg <= leg);
        let last = index + 1 == movement.legs.len();
        let over =
            if last { unit.discharged.is_some() } else { unit.legs[index].exited.is_some() && !held_back };
        let free = over || movement.phase == Phase::Invalidated;
        match security {
            Security::NotNeeded => {}
            Security::Reserved(_) => prop_assert!(!free, "unit {sequence} leg {leg} is over and still held"),
            Security::Released(_) => prop_assert!(free, "unit {sequence} leg {leg} was freed too early"),
            Security::Insufficient { .. } => {
                prop_assert!(matches!(movement.phase, Phase::Accepted | Phase::Invalidated));
            }
        }
    }
    if !matches!(movement.phase, Phase::Accepted | Phase::Invalidated) {
        prop_assert!(movement.control.allows_release());
        prop_assert!(movement.units.iter().all(|unit| unit.limit.is_some()));
    }
    Ok(())
}

/// What holds of the events that one command caused.
fn holds_of(events: &[Event], before: &Movement, after: &Movement) -> Result<(), TestCaseError> {
    prop_assert!(!events.is_empty());
    for event in events {
        match &event.fact {
            Fact::Invalidated { .. } => {
                prop_assert!(event.stamp.role != Role::Broker || before.control.allows_release());
            }
            Fact::DiscrepancyResolved { unit, .. } | Fact::DiscrepancyUpheld { unit, .. } => {
                let unit = before.unit(*unit).unwrap();
                let mut hands = unit.passages().chain(unit.remarks);
                prop_assert!(hands.all(|seen| seen.by != event.stamp.by));
            }
            _ => {}
        }
        let Fact::SecurityReleased { unit, leg, transfer, guarantee, amount, because } = &event.fact else {
            continue;
        };
        let way = &before.unit(*unit).unwrap().legs[usize::from(*leg) - 1];
        let held = way.security.reserved().copied();
        prop_assert_eq!(
            held.map(|held| (held.transfer, held.guarantee, held.amount)),
            Some((*transfer, *guarantee, *amount))
        );
        let last = usize::from(*leg) == before.legs.len();
        match because {
            Because::Exit => {
                let way = &after.unit(*unit).unwrap().legs[usize::from(*leg) - 1];
                prop_assert!(!last && way.exited.is_some());
                prop_assert!(!after.holds(*unit).any(|found| found.leg == *leg));
            }
            Because::Discharge => {
                prop_assert!(last && after.unit(*unit).unwrap().discharged.is_some());
                prop_assert!(after.holds(*unit).next().is_none());
            }
            Because::Invalidation => prop_assert_eq!(after.phase, Phase::Invalidated),
            Because::Replacement => prop_assert_eq!(before.phase, Phase::Accepted),
        }
    }
    if before.phase != after.phase {
        let by_row = rahdari_clearance::moves().any(|row| {
            row.from.contains(&State::Movement(before.phase))
                && row.to.contains(&State::Movement(after.phase))
        });
        let by_units = PASSING.iter().any(|(from, to, _)| (*from, *to) == (before.phase, after.phase));
        prop_assert!(by_row || by_units, "{:?} → {:?} is not in the table", before.phase, after.phase);
    }
    Ok(())
}

/// Codes that speak of what was sent, not of whether the step is possible at all.
const OF_CONTENT: [&str; 10] = [
    "seal-twice",
    "in-future",
    "backdated",
    "before-last-record",
    "reason-missing",
    "nothing-cited",
    "security-differs",
    "remarks-contradict",
    "stale-checklist",
    "already-recorded",
];

fn run(new: rahdari_clearance::NewMovement, steps: &[Step]) -> Result<Journey, TestCaseError> {
    let mut journey = Journey::of(new);
    for step in steps {
        journey.now = journey.now.plus_seconds(i64::from(step.minutes.max(0)) * 60);
        let (action, unit, leg, role, office) = ask(&journey.movement, step);
        let mut stamp = Stamp {
            by: person(step.person),
            role,
            office,
            occurred_at: journey.now,
            recorded_at: journey.now,
        };
        if step.minutes < 0 {
            stamp.occurred_at = journey.now.plus_seconds(i64::from(step.minutes) * 60);
        }
        if step.delay_days == 9 {
            stamp.recorded_at = journey.now.plus_days(i64::from(step.pick % 10));
        }
        let command = command(&journey.movement, step, (action, unit, leg), &stamp);
        let before = journey.movement.clone();
        let may = permitted(&before, role, office, Some(stamp.by));
        let offered = may.iter().any(|one| {
            one.action == command.action()
                && (one.unit.is_none() || command.unit().is_none() || one.unit == command.unit())
        });
        match decide(&before, &command, &stamp) {
            Ok(events) => {
                prop_assert!(offered, "{command:?} passed without being offered in {may:?}");
                for event in &events {
                    evolve(&mut journey.movement, event);
                }
                holds_of(&events, &before, &journey.movement)?;
                journey.events.extend(events);
            }
            Err(refusal) => {
                prop_assert!(PROBLEMS.iter().any(|problem| problem.code == refusal.code), "{refusal:?}");
                prop_assert_eq!(&refusal.allowed, &allowed(&before, role, office));
                let content = OF_CONTENT.contains(&&*refusal.code);
                let whole = command.unit().is_none() || command.action() == Action::ResolveDiscrepancy;
                prop_assert!(
                    content || whole || !offered,
                    "{command:?} was offered and refused: {refusal:?}"
                );
            }
        }
        holds_always(&journey.movement, &journey.events)?;
    }
    Ok(journey)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_money_is_held_exactly_while_it_should_be(lane in 0_usize..5, short in any::<bool>(), steps in steps()) {
        let mut new = new_movement(Lane::ALL[lane]);
        if short {
            let needed = money(1_234_567_890, "PKR");
            new.units[0].security[0] = Security::Insufficient { needed, reasons: vec![] };
        }
        let journey = run(new, &steps)?;
        let text = serde_json::to_string(&journey.movement).unwrap();
        prop_assert_eq!(serde_json::from_str::<Movement>(&text).unwrap(), journey.movement);
        let text = serde_json::to_string(&journey.events).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Event>>(&text).unwrap(), journey.events);
    }

    #[test]
    fn a_journey_of_one_leg_and_one_unit_lives_by_the_same_table(steps in steps()) {
        let mut new = new_movement(Lane::Green);
        new.legs.truncate(1);
        new.units.truncate(1);
        new.units[0].security.truncate(1);
        run(new, &steps)?;
    }

    #[test]
    fn any_times_at_all_are_answered(occurred in any::<i64>(), recorded in any::<i64>(), days in any::<u32>(), unit in any::<u16>()) {
        let mut new = new_movement(Lane::Green);
        new.parameters.backdating_days.value = days;
        new.parameters.late_grace_hours.value = days;
        new.parameters.border_hours.value = days;
        for leg in &mut new.legs {
            leg.days_allowed.value = days;
        }
        let mut journey = Journey::of(new);
        let times = |stamp: Stamp| Stamp {
            occurred_at: rahdari_kernel::Instant::from_micros(occurred),
            recorded_at: rahdari_kernel::Instant::from_micros(recorded),
            ..stamp
        };
        let stamp = times(officer_stamp(KARACHI, regular(KARACHI), journey.now));
        if let Ok(checklist) = journey.movement.check_release(&[], None, &stamp) {
            journey.act_as(stamp, &Command::Release(checklist)).unwrap();
        }
        let found = journey.as_expected(1);
        let stamp = times(officer_stamp(TORKHAM_PK, regular(TORKHAM_PK), journey.now));
        let _ = journey.act_as(stamp, &Command::RecordExit { unit, found });
        prop_assert!(!journey.movement.tasks().is_empty());
    }
}

/// The generator reaches every move and phase; without this a property could hold of nothing.
#[test]
fn random_people_reach_every_move() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut reached, mut phases): (Vec<&str>, Vec<Phase>) = (Vec::new(), Vec::new());
    let mut controls = 0;
    for round in 0..600 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let mut new = new_movement(Lane::ALL[round % 5]);
        if round % 3 == 0 {
            let needed = money(1_234_567_890, "PKR");
            new.units[0].security[0] = Security::Insufficient { needed, reasons: vec![] };
        }
        let journey = run(new, &steps).unwrap();
        reached.extend(journey.events.iter().map(Event::kind));
        phases.push(journey.movement.phase);
        let unsatisfactory =
            |event: &Event| matches!(event.fact, Fact::ControlRecorded { result: ControlResult::B1, .. });
        controls += usize::from(journey.events.iter().any(unsatisfactory));
    }
    reached.sort_unstable();
    reached.dedup();
    assert_eq!(reached.len(), 16, "every kind of event occurs: {reached:?}");
    assert!(Phase::ALL.iter().all(|phase| phases.contains(phase)), "{phases:?}");
    assert!(controls > 0);
}

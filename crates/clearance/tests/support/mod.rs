//! A movement from Karachi to Almaty in two containers, and a hand that acts on it and keeps its events.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared by several tests"
)]

use rahdari_clearance::{
    Action, Command, Event, Found, Grams, Lane, Leg, Movement, NewMovement, NewUnit, PROBLEMS, Parameter,
    Parameters, Phase, Reserved, Security, Shortfall, Stamp, UnitSeals, accept, decide, evolve, fold,
};
use rahdari_kernel::{
    GuaranteeId, Instant, Money, MovementId, OfficeCode, Refusal, Role, SealNumber, TransferId, UserId,
};

pub const KARACHI: &str = "PKKHI001";
pub const TORKHAM_PK: &str = "PKTOR001";
pub const TORKHAM_AF: &str = "AFTOR001";
pub const HAIRATAN: &str = "AFHRT001";
pub const TERMEZ: &str = "UZTER001";
pub const GISHT_KUPRIK: &str = "UZGIK001";
pub const SARYAGASH: &str = "KZSRY001";
pub const ALMATY: &str = "KZALA001";
pub const OFFICES: [&str; 8] =
    [KARACHI, TORKHAM_PK, TORKHAM_AF, HAIRATAN, TERMEZ, GISHT_KUPRIK, SARYAGASH, ALMATY];

pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub fn office(code: &str) -> OfficeCode {
    code.parse().unwrap()
}

pub fn person(number: u8) -> UserId {
    UserId::derive(&[7; 16], &[number])
}

/// The officer who usually works at an office.
pub fn regular(code: &str) -> UserId {
    UserId::derive(&[8; 16], code.as_bytes())
}

pub fn seal(text: &str) -> SealNumber {
    text.parse().unwrap()
}

pub fn parameters() -> Parameters {
    let own = |value| Parameter::new(value, "Rahdari demo timers");
    Parameters {
        weight_tolerance_bp: Parameter::new(500, "PK transit rules, S17"),
        backdating_days: own(7),
        late_grace_hours: own(6),
        security_days: own(14),
        departure_days: own(3),
        border_hours: own(24),
        remarks_days: Parameter::new(6, "IA 2015/2447 Art 310"),
        resolution_days: own(10),
        discharge_days: own(6),
    }
}

pub fn legs() -> Vec<Leg> {
    let leg = |country: &str, entry, exit, days, cites: &str| Leg {
        country: country.parse().unwrap(),
        entry: office(entry),
        exit: office(exit),
        days_allowed: Parameter::new(days, cites),
    };
    vec![
        leg("PK", KARACHI, TORKHAM_PK, 15, "CGO 10/2012 11(viii)"),
        leg("AF", TORKHAM_AF, HAIRATAN, 10, "UPTTA draft"),
        leg("UZ", TERMEZ, GISHT_KUPRIK, 5, "UPTTA draft"),
        leg("KZ", SARYAGASH, ALMATY, 5, "TK EAEU Art 144"),
    ]
}

pub fn money(amount: i64, currency: &str) -> Money {
    Money::new(amount, currency.parse().unwrap())
}

pub fn transfer(unit: u16, leg: u16, round: u8) -> TransferId {
    TransferId::derive(&[1; 16], format!("{unit}/{leg}/{round}").as_bytes())
}

pub fn guarantee(leg: u16) -> GuaranteeId {
    GuaranteeId::derive(&[2; 16], &leg.to_be_bytes())
}

/// What each leg asks for: Pakistan, Uzbekistan and Kazakhstan secured, Afghanistan free.
pub fn securities(unit: u16) -> Vec<Security> {
    let held = |leg, amount, currency| {
        Security::Reserved(Reserved {
            transfer: transfer(unit, leg, 0),
            guarantee: guarantee(leg),
            amount: money(amount, currency),
            valid_until: "2027-10-31".parse().unwrap(),
        })
    };
    vec![
        held(1, 1_234_567_890, "PKR"),
        Security::NotNeeded,
        held(3, 98_765_432_100, "UZS"),
        held(4, 4_567_890_100, "KZT"),
    ]
}

pub fn new_movement(lane: Lane) -> NewMovement {
    let unit = |sequence: u16, container: &str, vehicle: &str, seals: &str, gross| NewUnit {
        sequence,
        container: Some(container.parse().unwrap()),
        vehicle: vehicle.to_owned(),
        gross: Grams(gross),
        seals: vec![seal(seals)],
        security: securities(sequence),
    };
    NewMovement {
        id: MovementId::derive(&[9; 16], b"movement"),
        mrn: "24GB000246J8NY33L7".parse().unwrap(),
        agreement: "PK-KZ".into(),
        lane,
        legs: legs(),
        units: vec![
            unit(1, "MSKU2666542", "TKA-123", "PK0001", 11_000_000),
            unit(2, "CSQU3054383", "TKB-456", "PK0002", 12_000_500),
        ],
        parameters: parameters(),
    }
}

pub fn broker_stamp(when: Instant) -> Stamp {
    Stamp { by: person(0), role: Role::Broker, office: None, occurred_at: when, recorded_at: when }
}

pub fn officer_stamp(code: &str, by: UserId, when: Instant) -> Stamp {
    Stamp { by, role: Role::Officer, office: Some(office(code)), occurred_at: when, recorded_at: when }
}

/// A movement with its events and a clock turned by hand.
pub struct Journey {
    pub movement: Movement,
    pub events: Vec<Event>,
    pub now: Instant,
}

impl Journey {
    pub fn begin(lane: Lane) -> Self {
        Self::of(new_movement(lane))
    }

    pub fn of(new: NewMovement) -> Self {
        let now = at("2026-11-02T08:00:00Z");
        let (movement, event) = accept(new, &broker_stamp(now)).unwrap();
        Self { movement, events: vec![event], now }
    }

    /// Begins a movement and releases it the same day.
    pub fn released() -> Self {
        let mut journey = Self::begin(Lane::Green);
        journey.release().unwrap();
        journey
    }

    pub fn wait_days(&mut self, days: i64) {
        self.now = self.now.plus_days(days);
    }

    pub fn wait_hours(&mut self, hours: i64) {
        self.now = self.now.plus_seconds(hours * 3600);
    }

    /// Acts under a stamp; what it causes is folded in and the fold is compared with starting over.
    #[track_caller]
    pub fn act_as(&mut self, stamp: Stamp, command: &Command) -> Result<Vec<Event>, Refusal> {
        let events = decide(&self.movement, command, &stamp)?;
        for event in &events {
            evolve(&mut self.movement, event);
        }
        self.events.extend(events.iter().cloned());
        assert_eq!(fold(&self.events).as_ref(), Some(&self.movement));
        let text = serde_json::to_string(&self.movement).unwrap();
        assert_eq!(serde_json::from_str::<Movement>(&text).unwrap(), self.movement);
        let text = serde_json::to_string(&events).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Event>>(&text).unwrap(), events);
        Ok(events)
    }

    #[track_caller]
    pub fn officer(&mut self, code: &str, command: &Command) -> Result<Vec<Event>, Refusal> {
        let stamp = officer_stamp(code, regular(code), self.now);
        self.act_as(stamp, command)
    }

    /// Acts as the second officer of an office, who decides on what its colleague took part in.
    #[track_caller]
    pub fn decide(&mut self, code: &str, command: &Command) -> Result<Vec<Event>, Refusal> {
        let stamp = officer_stamp(code, person(98), self.now);
        self.act_as(stamp, command)
    }

    #[track_caller]
    pub fn release(&mut self) -> Result<Vec<Event>, Refusal> {
        let seals = [
            UnitSeals { unit: 1, seals: vec![seal("PKS-1")] },
            UnitSeals { unit: 2, seals: vec![seal("PKS-2")] },
        ];
        let stamp = officer_stamp(KARACHI, regular(KARACHI), self.now);
        let checklist = self.movement.check_release(&seals, None, &stamp)?;
        self.act_as(stamp, &Command::Release(checklist))
    }

    /// What an honest officer finds: exactly what the unit carries.
    pub fn as_expected(&self, unit: u16) -> Found {
        let unit = self.movement.unit(unit).unwrap();
        Found {
            container: unit.container.clone(),
            vehicle: None,
            seals: unit.seals.clone(),
            gross: unit.gross,
            affixed: Vec::new(),
        }
    }

    #[track_caller]
    pub fn exit(&mut self, unit: u16, code: &str) -> Vec<Event> {
        let found = self.as_expected(unit);
        self.officer(code, &Command::RecordExit { unit, found }).unwrap()
    }

    #[track_caller]
    pub fn cross(&mut self, unit: u16, code: &str) -> Vec<Event> {
        let seals = self.as_expected(unit).seals;
        self.officer(code, &Command::RecordCrossing { unit, seals }).unwrap()
    }

    #[track_caller]
    pub fn arrive(&mut self, unit: u16) -> Vec<Event> {
        let found = self.as_expected(unit);
        self.officer(ALMATY, &Command::RecordArrival { unit, found }).unwrap()
    }

    #[track_caller]
    pub fn unload(&mut self, unit: u16) -> Vec<Event> {
        let command =
            Command::RecordUnloadingRemarks { unit, conform: true, text: String::new(), items: vec![] };
        self.officer(ALMATY, &command).unwrap()
    }

    #[track_caller]
    pub fn discharge(&mut self, unit: Option<u16>) -> Result<Vec<Event>, Refusal> {
        let stamp = officer_stamp(ALMATY, person(99), self.now);
        self.act_as(stamp, &Command::Discharge { unit })
    }

    /// Takes a unit from the office of departure to the destination without a fault, a few hours a step.
    #[track_caller]
    pub fn travel(&mut self, unit: u16) {
        for (out, into) in [(TORKHAM_PK, TORKHAM_AF), (HAIRATAN, TERMEZ), (GISHT_KUPRIK, SARYAGASH)] {
            self.wait_days(2);
            self.exit(unit, out);
            self.wait_hours(3);
            self.cross(unit, into);
        }
        self.wait_days(2);
        self.arrive(unit);
    }

    pub fn security(&self, unit: u16, leg: usize) -> &'static str {
        self.movement.unit(unit).unwrap().legs[leg - 1].security.as_str()
    }

    #[track_caller]
    pub fn expect(&self, phase: Phase, words: &str) {
        assert_eq!((self.movement.phase, rahdari_clearance::status_words(&self.movement)), (phase, words));
    }
}

pub fn kinds(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(Event::kind).collect()
}

pub fn next(movement: &Movement) -> Option<(Option<OfficeCode>, Action)> {
    movement.next_task().map(|task| (task.owner.office(), task.action))
}

#[track_caller]
pub fn refused<T: std::fmt::Debug>(answer: Result<T, Refusal>, code: &str, allowed: &[&str]) -> Refusal {
    let refusal = answer.unwrap_err();
    assert_eq!(refusal.code, code, "{}", refusal.detail);
    assert_eq!(refusal.allowed, allowed, "{}", refusal.detail);
    assert!(PROBLEMS.iter().any(|problem| problem.code == code), "{code}");
    refusal
}

/// The movement, with a guarantee that does not suffice for Pakistan.
pub fn without_security() -> NewMovement {
    let mut new = new_movement(Lane::Green);
    for unit in &mut new.units {
        unit.security[0] = Security::Insufficient {
            needed: money(500, "PKR"),
            reasons: vec![Shortfall {
                code: "guarantee-insufficient".into(),
                detail: "PKR 1.00 available".into(),
            }],
        };
    }
    new
}

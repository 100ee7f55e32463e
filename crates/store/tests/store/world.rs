//! What the tests do again and again: a fresh store, a guarantee, a lodged declaration, a release.

use std::sync::Arc;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use rahdari_clearance::{
    Grams, Lane, Leg, NewMovement, NewUnit, Parameter, Parameters, Reserved, Security, Stamp,
};
use rahdari_kernel::event::By;
use rahdari_kernel::{
    CompanyId, Country, Currency, Date, DeclarationId, EventId, Grn, GuaranteeId, Instant, Money, MovementId,
    Mrn, NewEvent, OfficeCode, Refusal, Role, Source, Subject, TransferId, UserId,
};
use rahdari_ledger::GuaranteeKind;
use rahdari_ledger::bond::{self, Need, NewGuarantee, Reason};
use rahdari_store::record::{
    Audience, DeclarationRecord, DeclarationVersion, MovementRecord, Notification, UserRecord,
};
use rahdari_store::{Book, IdempotencyKey, Key, Options, Outcome, Store, Write};
use rahdari_testkit::Database;
use serde_json::{Value, json};

/// The only scope of the tests' idempotency keys.
pub(crate) const SCOPE: [u8; 16] = [7; 16];

/// The broker, holder and guarantor of everything.
pub(crate) fn company() -> CompanyId {
    CompanyId::derive(&SCOPE, b"company")
}

pub(crate) fn now() -> Instant {
    "2026-11-23T08:30:00Z".parse().unwrap()
}

pub(crate) fn by() -> By {
    By {
        user: Some(UserId::derive(&SCOPE, b"user")),
        role: Some(Role::Broker),
        office: None,
        company: Some(company()),
    }
}

/// Opens and migrates a store.
pub(crate) fn open(url: &str, options: Options) -> Store {
    let store = Store::open_with(url, options).unwrap();
    store.migrate().unwrap();
    store
}

/// Makes a write under a key; its content is told apart by the key alone.
pub(crate) fn write(
    key: &str,
    touches: Vec<Key>,
    decide: impl Fn(&mut Book) -> Result<Value, Refusal> + Send + 'static,
) -> Write {
    Write {
        key: IdempotencyKey::new(SCOPE, key),
        request_hash: [1; 32],
        by: by(),
        administration: Country::PK,
        source: Source::Api,
        at: now(),
        touches,
        action: "test",
        decide: Box::new(decide),
    }
}

pub(crate) fn event(kind: &'static str, subject: (&'static str, [u8; 16])) -> NewEvent {
    NewEvent {
        kind: kind.into(),
        subject: Subject { kind: subject.0.into(), id: EventId::from_bytes(subject.1) },
        administration: Country::PK,
        by: by(),
        source: Source::Api,
        device: None,
        occurred_at: now(),
        recorded_at: now(),
        payload: r#"{"lane":"green"}"#.to_owned(),
    }
}

/// A user that a write can put.
pub(crate) fn user(name: &str) -> UserRecord {
    UserRecord {
        id: UserId::derive(&SCOPE, name.as_bytes()),
        administration: Country::PK,
        version: 0,
        username: name.to_owned(),
        display_name: format!("{name} of Karachi"),
        role: Role::Officer,
        office: Some(office("PKKHI001")),
        company: None,
        password_hash: "$argon2id$…".to_owned(),
        active: true,
    }
}

/// Returns a write that adds a user.
pub(crate) fn add_user(key: &str, name: &str) -> Write {
    let user = user(name);
    write(key, vec![Key::User(user.id), Key::Username(user.username.clone())], move |book| {
        if book.user_by_name(&user.username).is_some() {
            return Err(Refusal::new("already-exists", "the name is taken"));
        }
        book.put_user(user.clone());
        book.record(event("user.added", ("user", user.id.to_bytes())));
        Ok(json!({ "id": user.id.to_string() }))
    })
}

pub(crate) fn office(code: &str) -> OfficeCode {
    code.parse().unwrap()
}

pub(crate) fn rupees(amount_minor: i64) -> Money {
    Money::new(amount_minor, "PKR".parse::<Currency>().unwrap())
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn reason(note: &str) -> Reason {
    Reason { law: "Customs Act 1969, s. 129".to_owned(), note: note.to_owned() }
}

/// Returns the GRN of the guarantee with a number.
pub(crate) fn grn(number: u32) -> Grn {
    let body = format!("26PK{:012}", number);
    let digit = rahdari_kernel::number::check_digit(&body).unwrap();
    format!("{body}{digit}").parse().unwrap()
}

pub(crate) fn guarantee_id(number: u32) -> GuaranteeId {
    GuaranteeId::derive(&SCOPE, &number.to_be_bytes())
}

/// Returns a write that issues the guarantee with a number, for all four countries.
pub(crate) fn issue(number: u32, limit_minor: i64) -> Write {
    let new = NewGuarantee {
        id: guarantee_id(number),
        grn: grn(number),
        kind: GuaranteeKind::Comprehensive,
        administration: Country::PK,
        holder: company(),
        guarantor: Some(company()),
        countries: ["PK", "AF", "UZ", "KZ"].iter().map(|code| code.parse().unwrap()).collect(),
        currency: "PKR".parse().unwrap(),
        limit_minor,
        per_country: false,
        percent_required: 100,
        valid_from: date("2026-01-01"),
        valid_until: date("2030-12-31"),
        access_code_hash: "hash".to_owned(),
    };
    write(&format!("issue {number}"), vec![Key::Grn(new.grn.clone())], move |book| {
        let guarantee = bond::issue(new.clone(), book.ledger(), &reason("issued"), now())?;
        book.put_guarantee(guarantee);
        Ok(json!({ "id": new.id.to_string() }))
    })
}

pub(crate) fn declaration_id(number: u32) -> DeclarationId {
    DeclarationId::derive(&SCOPE, format!("declaration {number}").as_bytes())
}

pub(crate) fn movement_id(number: u32) -> MovementId {
    declaration_id(number).into()
}

const LEGS: [(&str, &str, &str); 3] =
    [("PK", "PKKHI001", "PKTOR001"), ("UZ", "UZTER001", "UZGIK001"), ("KZ", "KZSRY001", "KZALA001")];

/// A declaration as the preparing threads would hand it in: about 4 KB of document, three legs, two units.
#[derive(Clone)]
pub(crate) struct Lodging {
    pub(crate) number: u32,
    pub(crate) guarantee: u32,
    pub(crate) amount_minor: i64,
    pub(crate) version: DeclarationVersion,
}

impl Lodging {
    pub(crate) fn new(number: u32, guarantee: u32, amount_minor: i64) -> Self {
        let text = |length: usize| -> Arc<str> {
            format!("{{\"number\":{number},\"text\":\"{}\"}}", "goods ".repeat(length / 6)).into()
        };
        let version = DeclarationVersion {
            declaration: declaration_id(number),
            number: 1,
            administration: Country::PK,
            format: "native-json".to_owned(),
            original: text(1500).as_bytes().into(),
            document: text(1500),
            assessment: text(700),
            risk: text(200),
            facts: text(200),
            law_hash: [2; 32],
            ruleset_hash: [3; 32],
            salt: [4; 32],
            commitment: [5; 32],
            recorded_at: now(),
        };
        Self { number, guarantee, amount_minor, version }
    }

    /// One comes after the other, as on any day.
    fn at(&self) -> Instant {
        now().plus_seconds(self.number.into())
    }

    pub(crate) fn write(self) -> Write {
        self.keyed("lodge")
    }

    pub(crate) fn keyed(self, prefix: &str) -> Write {
        let id = declaration_id(self.number);
        let touches = vec![
            Key::Declaration(id),
            Key::Movement(id.into()),
            Key::Guarantee(guarantee_id(self.guarantee)),
            Key::Serial { office: office("PKKHI001"), year: 2026 },
        ];
        write(&format!("{prefix} {}", self.number), touches, move |book| self.decide(book))
    }

    fn decide(&self, book: &mut Book) -> Result<Value, Refusal> {
        let id = declaration_id(self.number);
        if book.declaration(id).is_some() {
            return Err(Refusal::new("already-exists", "this LRN was lodged before"));
        }
        let departure = office("PKKHI001");
        let serial = book.next_serial(departure, 2026);
        let mrn = Mrn::allot(date("2026-11-23"), &departure, serial).unwrap();
        let units = [1, 2].map(|unit| self.unit(book, unit));
        let [first, second] = units;
        let new = NewMovement {
            id: id.into(),
            mrn: mrn.clone(),
            agreement: "PK-KZ".to_owned(),
            lane: Lane::Green,
            legs: LEGS
                .iter()
                .map(|(country, entry, exit)| Leg {
                    country: country.parse().unwrap(),
                    entry: office(entry),
                    exit: office(exit),
                    days_allowed: Parameter::new(10, "Rules 2026, r. 471"),
                })
                .collect(),
            units: vec![first?, second?],
            parameters: parameters(),
        };
        let stamp = Stamp {
            by: UserId::derive(&SCOPE, b"user"),
            role: Role::Broker,
            office: None,
            occurred_at: self.at(),
            recorded_at: self.at(),
        };
        let (movement, _) = rahdari_clearance::accept(new, &stamp)?;
        book.record(event("declaration.lodged", ("declaration", id.to_bytes())));
        book.record(event("movement.accepted", ("movement", id.to_bytes())));
        book.put_declaration(self.record(mrn.clone()));
        book.add_version(self.version.clone());
        book.put_movement(MovementRecord {
            administration: Country::PK,
            company: company(),
            holder: Some(company()),
            movement,
        });
        book.notify(Notification {
            kind: "declaration.accepted".to_owned(),
            to: Audience::Office(departure),
            subject: Subject { kind: "movement".into(), id: EventId::from_bytes(id.to_bytes()) },
            text: format!("{mrn} waits for release"),
        });
        Ok(json!({ "mrn": mrn.to_string(), "lane": "green" }))
    }

    fn unit(&self, book: &mut Book, sequence: u16) -> Result<NewUnit, Refusal> {
        let mut security = Vec::new();
        for (leg, (country, ..)) in (1_u16..).zip(LEGS) {
            let need = need(self.number, leg, sequence, country, self.amount_minor);
            let id = guarantee_id(self.guarantee);
            let (guarantee, ledger) =
                book.bond(id).ok_or_else(|| Refusal::new("not-found", "no guarantee"))?;
            let transfer = bond::reserve(guarantee, ledger, &need, now())
                .map_err(|reason| Refusal::new("guarantee-insufficient", reason.to_string()))?;
            security.push(Security::Reserved(Reserved {
                transfer,
                guarantee: id,
                amount: rupees(self.amount_minor),
                valid_until: date("2030-12-31"),
            }));
        }
        Ok(NewUnit {
            sequence,
            container: Some("MSKU2666542".parse().unwrap()),
            vehicle: format!("TKA-{sequence}"),
            gross: Grams(23_000_500),
            seals: vec!["PK0001".parse().unwrap()],
            security,
        })
    }

    fn record(&self, mrn: Mrn) -> DeclarationRecord {
        DeclarationRecord {
            id: declaration_id(self.number),
            administration: Country::PK,
            version: 0,
            company: company(),
            holder: Some(company()),
            lrn: format!("LRN-{}", self.number),
            mrn: Some(mrn),
            type_code: "T1".to_owned(),
            agreement: "PK-KZ".to_owned(),
            office_departure: office("PKKHI001"),
            office_destination: office("KZALA001"),
            lane: Some("green".to_owned()),
            phase: "accepted".to_owned(),
            current_version: 1,
            lodged_at: self.at(),
            updated_at: self.at(),
        }
    }
}

fn parameters() -> Parameters {
    let of = |value| Parameter::new(value, "Rules 2026, annex 3");
    Parameters {
        weight_tolerance_bp: of(500),
        backdating_days: of(7),
        late_grace_hours: of(24),
        security_days: of(10),
        departure_days: of(2),
        border_hours: of(24),
        remarks_days: of(2),
        resolution_days: of(5),
        discharge_days: of(3),
    }
}

/// What a leg and unit of a movement need.
pub(crate) fn need(movement: u32, leg: u16, unit: u16, country: &str, amount_minor: i64) -> Need {
    Need {
        movement: movement_id(movement),
        leg,
        unit,
        revision: 0,
        country: country.parse().unwrap(),
        amount: rupees(amount_minor),
        must_outlive: date("2027-01-31"),
        reason: reason("import levies at risk"),
    }
}

/// Returns the reservation that a lodging made for a leg and unit.
pub(crate) fn reservation(guarantee: u32, movement: u32, leg: u16, unit: u16) -> TransferId {
    bond::reservation_id(guarantee_id(guarantee), &need(movement, leg, unit, "PK", 0))
}

/// Returns a write that releases a reservation of a movement.
pub(crate) fn release(key: &str, movement: u32, reservation: TransferId) -> Write {
    write(key, vec![Key::Movement(movement_id(movement))], move |book| {
        bond::release(book.ledger(), reservation, &reason("exit matched"), now())
            .map_err(|reason| Refusal::new("not-released", reason.to_string()))?;
        Ok(json!({ "released": reservation.to_string() }))
    })
}

/// Commits and expects it done.
#[track_caller]
pub(crate) fn done(store: &Store, write: Write) -> Value {
    match store.commit_blocking(write).unwrap() {
        Outcome::Done { answer, .. } => answer,
        Outcome::Refused { refusal, .. } => panic!("refused: {refusal}"),
    }
}

/// Commits and expects a refusal.
#[track_caller]
pub(crate) fn refused(store: &Store, write: Write) -> Refusal {
    match store.commit_blocking(write).unwrap() {
        Outcome::Done { answer, .. } => panic!("done: {answer}"),
        Outcome::Refused { refusal, .. } => refusal,
    }
}

/// Runs SQL from outside, past the triggers and everything else that the store guards.
#[track_caller]
pub(crate) fn tamper(database: &Database, sql: &str) {
    match database.file() {
        Some(file) => {
            let mut conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
            for table in ["events", "transfers", "declaration_versions", "checkpoints"] {
                let drop = format!(
                    "drop trigger if exists {table}_refuse_update; drop trigger if exists {table}_refuse_delete;"
                );
                conn.batch_execute(&drop).unwrap();
            }
            conn.batch_execute(sql).unwrap();
        }
        None => {
            let mut conn = PgConnection::establish(database.url()).unwrap();
            conn.batch_execute("set session_replication_role = replica").unwrap();
            conn.batch_execute(sql).unwrap();
        }
    }
}

/// Verifies and returns what was found.
#[track_caller]
pub(crate) fn problems(store: &Store) -> Vec<String> {
    store.read_blocking(|reader| reader.verify(|_, _| {})).unwrap().problems
}

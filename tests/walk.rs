//! One consignment from Karachi to Almaty, over HTTP, against the real binary on both engines: once in
//! calm, once with the process killed during and after every single write, once as an NCTS message.

use std::collections::BTreeMap;
use std::time::Duration;

use rahdari_testkit::on_each_engine;
use serde_json::{Value, json};

use crate::harness::client::{Answer, Client, Sending};
use crate::harness::journey::{self, BORDERS};
use crate::harness::papers::{self, UNITS, path, seen};
use crate::harness::people::{BROKER, OTHER_BROKER, People};
use crate::harness::server::{Server, run};

on_each_engine! {
    fn a_consignment_travels_from_karachi_to_almaty(database) {
        let mut walk = Walk::begin(Server::demo(database, 0), Weather::Calm);
        let lodging = walk.as_json("WALK-CALM");
        walk.whole(&lodging);
    }

    fn nothing_is_lost_or_doubled_when_the_process_is_killed_at_every_step(database) {
        let mut walk = Walk::begin(Server::demo(database, 0), Weather::Killed);
        let lodging = walk.as_json("WALK-KILLED");
        walk.whole(&lodging);
    }

    fn the_same_consignment_travels_as_an_ncts_message(database) {
        let mut walk = Walk::begin(Server::demo(database, 0), Weather::Calm);
        let lodging = walk.as_ncts("WALK-NCTS");
        walk.whole(&lodging);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Weather {
    /// Every write is sent twice.
    Calm,
    /// Every write is cut off by SIGKILL, at a later moment each time, and sent again after the restart.
    Killed,
}

/// How often each kind of event stands in the story of one consignment of two units across four countries,
/// three of which ask for security. The control's result is beside it: not every lane asks for one.
const STORY: [(&str, usize); 11] = [
    ("declaration.lodged", 1),
    ("ledger.transfer", 12),
    ("movement.accepted", 1),
    ("movement.arrival-recorded", 2),
    ("movement.crossing-recorded", 6),
    ("movement.discharged", 1),
    ("movement.exit-recorded", 6),
    ("movement.released", 1),
    ("movement.security-released", 6),
    ("movement.unit-discharged", 2),
    ("movement.unloading-remarks-recorded", 2),
];

struct Walk {
    server: Server,
    people: People,
    weather: Weather,
    writes: u64,
}

impl Walk {
    fn begin(server: Server, weather: Weather) -> Self {
        let people = People::of(&server);
        Self { server, people, weather, writes: 0 }
    }

    fn client(&self, who: &str) -> Client {
        self.people.client(&self.server, who)
    }

    fn as_json(&self, lrn: &str) -> Sending {
        let declaration = papers::declaration(lrn, &papers::grns(&self.client(BROKER)));
        Sending::json("/api/v1/declarations", &declaration)
    }

    fn as_ncts(&self, lrn: &str) -> Sending {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("declaration.json");
        std::fs::write(&file, self.as_json(lrn).body).unwrap();
        let message =
            run(folder.path(), &["declare", "convert", "--to", "cc015c", &file.display().to_string()]);
        assert!(message.contains("CC015C"), "{message}");
        Sending::document("/api/v1/declarations", "application/xml", message.as_bytes())
    }

    fn whole(&mut self, lodging: &Sending) {
        let free = self.free();
        let lodged = self.write(BROKER, lodging, 201);
        let id = lodged["id"].as_str().unwrap().to_owned();
        self.accepted(&id, &lodged);
        self.control_and_release(&id);
        self.cross_the_borders(&id);
        self.arrive(&id);
        assert_eq!(self.free(), free, "every reservation is given back, once");
        self.audit(&id);
    }

    /// The broker and the officer of departure see it, with its security; nobody else does.
    fn accepted(&self, id: &str, lodged: &Value) {
        let movement = self.movement(id);
        assert_eq!(movement["mrn"], lodged["mrn"]);
        assert!(lodged["mrn"].as_str().unwrap().parse::<rahdari_kernel::Mrn>().unwrap().is_transit());
        for country in ["PK", "UZ", "KZ"] {
            assert_eq!(self.security(id, country), ["reserved", "reserved"], "{country}: {movement:#}");
        }
        assert_eq!(self.security(id, "AF"), ["not_needed", "not_needed"], "{movement:#}");
        let notices = movement["notices"].as_array().unwrap();
        assert!(!notices.is_empty(), "a draft agreement is announced as such");
        assert!(movement["reasons"].is_null() && movement["score"].is_null(), "brokers see kinds of reason");

        let queue = self.client("officer.karachi").list("/api/v1/movements?queue=mine");
        assert!(queue.iter().any(|one| one["id"] == id), "{queue:#?}");
        let queue = self.client("officer.qasim").list("/api/v1/movements?queue=mine");
        assert!(!queue.iter().any(|one| one["id"] == id), "not in the queue of another office");
        for path in ["movements", "declarations"] {
            self.client(OTHER_BROKER).get(&format!("/api/v1/{path}/{id}")).problem(404, "not-found");
            let list = self.client(OTHER_BROKER).list(&format!("/api/v1/{path}"));
            assert!(!list.iter().any(|one| one["id"] == id));
        }
    }

    fn control_and_release(&mut self, id: &str) {
        let too_early = Sending::json(&path(id, "exit"), &seen(&UNITS[0]));
        self.client("officer.torkham").send(&too_early).problem(409, "wrong-state");

        let case = self.client("officer.karachi").get(&format!("/api/v1/movements/{id}")).expect(200);
        assert!(case["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()), "{case:#}");
        let release = Sending::json(&path(id, "release"), &journey::release());
        // An NCTS message has no prices to look suspicious: its lane may ask for no control.
        if journey::permits(&case, "control-result") {
            let unready = self.client("officer.karachi").send(&release.clone().under_new_key());
            assert!((400..500).contains(&unready.status), "released without a control: {}", unready.body);
            let result = json!({ "result": "A1", "text": "Documents and seals agree." });
            let control = Sending::json(&path(id, "control-result"), &result);
            self.write("officer.karachi", &control, 200);
            self.client("officer.karachi").send(&control.under_new_key()).problem(409, "already-recorded");
        } else {
            assert!(["green", "blue"].contains(&case["lane"].as_str().unwrap()), "{case:#}");
        }
        self.client("officer.qasim").send(&release.clone().under_new_key()).problem(404, "not-found");
        self.client("officer.torkham").send(&release.clone().under_new_key()).problem(403, "wrong-office");
        let answer = self.write("officer.karachi", &release, 200);
        assert_eq!(answer["phase"], "released", "{answer:#}");
        self.client("officer.karachi").send(&release.under_new_key()).problem(409, "already-recorded");
    }

    /// Each country's security is given back by its own exit, unit by unit and not before.
    fn cross_the_borders(&mut self, id: &str) {
        for (country, leaves, enters) in BORDERS {
            let (held, freed) =
                if country == "AF" { ("not_needed", "not_needed") } else { ("reserved", "released") };
            let mut expected = vec![held; UNITS.len()];
            for (unit, state) in UNITS.iter().zip(0..) {
                let exit: usize = state;
                assert_eq!(self.security(id, country), expected, "before the exit of unit {}", unit.number);
                self.write(leaves, &Sending::json(&path(id, "exit"), &seen(unit)), 200);
                expected[exit] = freed;
                assert_eq!(self.security(id, country), expected, "after the exit of unit {}", unit.number);
                self.write(enters, &Sending::json(&path(id, "crossing"), &journey::crossing(unit)), 200);
            }
        }
        assert_eq!(self.security(id, "KZ"), ["reserved", "reserved"], "Kazakhstan's waits for the discharge");
    }

    fn arrive(&mut self, id: &str) {
        for unit in &UNITS {
            self.write("officer.almaty", &Sending::json(&path(id, "arrival"), &seen(unit)), 200);
            let remarks = journey::remarks(unit);
            self.write("officer.almaty", &Sending::json(&path(id, "unloading-remarks"), &remarks), 200);
        }
        for unit in &UNITS {
            let discharge = Sending::json(&path(id, "discharge"), &json!({ "unit": unit.number }));
            self.client("officer.almaty").send(&discharge.clone().under_new_key()).problem(403, "four-eyes");
            self.write("officer.almaty.2", &discharge, 200);
        }
        assert_eq!(self.security(id, "KZ"), ["released", "released"]);
        assert_eq!(self.movement(id)["phase"], "discharged");
    }

    /// Auditors find the book balanced, every statement and the story complete and in order, and nothing
    /// altered.
    fn audit(&self, id: &str) {
        for country in ["pk", "uz", "kz"] {
            let auditor = self.client(&format!("auditor.{country}"));
            let balance = auditor.get("/api/v1/ledger/trial-balance").expect(200);
            assert_eq!(balance["balanced"], true, "{balance:#}");
            for line in balance["ledgers"].as_array().unwrap() {
                assert_eq!(line["debitsPending"]["amount"], "0.00", "{line:#}");
            }
            self.statement(&auditor, id);
        }
        let auditor = self.client("auditor.pk");
        let events = auditor.list(&format!("/api/v1/movements/{id}/events?limit=7"));
        let numbers = events.iter().map(|event| event["index"].as_u64().unwrap()).collect::<Vec<_>>();
        assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
        let mut counts = BTreeMap::<&str, usize>::new();
        for event in &events {
            assert!(event["occurredAt"].as_str() <= event["recordedAt"].as_str(), "{event:#}");
            assert!(event["by"].as_str().is_some_and(|name| !name.is_empty()), "{event:#}");
            *counts.entry(event["kind"].as_str().unwrap()).or_default() += 1;
        }
        counts.remove("movement.control-recorded");
        assert_eq!(counts, BTreeMap::from(STORY), "nothing is lost or doubled");
        let verified = auditor.send(&Sending::new("POST", "/api/v1/log/verification")).expect(200);
        assert_eq!(verified["sound"], true, "{verified:#}");
        assert_eq!(verified["versions"], 1, "{verified:#}");
    }

    /// On the one guarantee of the auditor's country that was used, each unit was held once and freed once.
    fn statement(&self, auditor: &Client, id: &str) {
        let mut of_movement = Vec::new();
        for guarantee in auditor.list("/api/v1/guarantees") {
            let statement =
                auditor.list(&format!("/api/v1/guarantees/{}/statement", guarantee["id"].as_str().unwrap()));
            of_movement.extend(statement.into_iter().filter(|entry| entry["movement"] == id));
        }
        let kinds = of_movement
            .iter()
            .map(|entry| (entry["kind"].as_str().unwrap().to_owned(), entry["unit"].as_u64().unwrap()));
        let mut kinds = kinds.collect::<Vec<_>>();
        kinds.sort();
        let once = [("release", 1), ("release", 2), ("reserve", 1), ("reserve", 2)];
        assert_eq!(kinds, once.map(|(kind, unit)| (kind.to_owned(), unit)), "{of_movement:#?}");
    }

    /// Sends a write until it is answered, then once more: the second answer is the first.
    #[track_caller]
    fn write(&mut self, who: &str, sending: &Sending, status: u16) -> Value {
        self.writes += 1;
        let given = (self.weather == Weather::Killed).then(|| self.interrupt(who, sending)).flatten();
        let answer = self.client(who).send(sending).expect(status);
        if let Some(given) = given {
            assert_eq!(given.expect(status), answer, "{}: the answer that was given is kept", sending.path);
        }
        if self.weather == Weather::Killed {
            self.server.kill_and_restart();
        }
        let again = self.client(who).send(sending).expect(status);
        assert_eq!(again, answer, "{} is answered anew", sending.path);
        answer
    }

    /// Sends a write and kills the process while it is under way: at another moment each time, so that the
    /// deaths fall before, into and after the commit. Returns the answer that came nevertheless.
    fn interrupt(&mut self, who: &str, sending: &Sending) -> Option<Answer> {
        let client = self.client(who);
        let request = sending.clone();
        let sent = std::thread::spawn(move || client.try_send(&request));
        std::thread::sleep(Duration::from_micros(self.writes * 700 % 8_000));
        self.server.kill_and_restart();
        sent.join().unwrap().ok()
    }

    fn movement(&self, id: &str) -> Value {
        self.client(BROKER).get(&format!("/api/v1/movements/{id}")).expect(200)
    }

    /// Returns the state of a country's security, unit by unit.
    fn security(&self, id: &str, country: &str) -> Vec<String> {
        papers::security(&self.movement(id), country)
    }

    /// Returns what is free in each pocket of each guarantee the broker sees.
    fn free(&self) -> Vec<(String, String)> {
        let all = self.client(BROKER).list("/api/v1/guarantees");
        let mut free = Vec::new();
        for guarantee in &all {
            for pocket in guarantee["pockets"].as_array().unwrap() {
                free.push((guarantee["grn"].to_string(), pocket["available"]["text"].to_string()));
            }
        }
        assert!(!free.is_empty());
        free
    }
}

//! One consignment from Karachi to Almaty, over HTTP, against the real binary on both engines: once in
//! calm, once with the process killed during every single write.

use std::time::Duration;

use rahdari_testkit::on_each_engine;
use serde_json::{Value, json};

use crate::harness::client::{Answer, Client, Sending};
use crate::harness::papers::{self, UNITS, Unit};
use crate::harness::people::{BROKER, OTHER_BROKER, People};
use crate::harness::server::{Server, run};

on_each_engine! {
    fn a_consignment_travels_from_karachi_to_almaty(database) {
        let mut walk = Walk::begin(Server::demo(database, 0), Weather::Calm);
        let lrn = "WALK-CALM";
        let body = walk.declaration(lrn).to_string();
        walk.whole(lrn, &Sending::document("/api/v1/declarations", "application/json", body.as_bytes()));
    }

    fn nothing_is_lost_or_doubled_when_the_process_is_killed_at_every_step(database) {
        let mut walk = Walk::begin(Server::demo(database, 0), Weather::Killed);
        let lrn = "WALK-KILLED";
        let body = walk.declaration(lrn).to_string();
        walk.whole(lrn, &Sending::document("/api/v1/declarations", "application/json", body.as_bytes()));
    }

    fn the_same_consignment_travels_as_an_ncts_message(database) {
        let mut walk = Walk::begin(Server::demo(database, 0), Weather::Calm);
        let lrn = "WALK-NCTS";
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("declaration.json");
        std::fs::write(&file, walk.declaration(lrn).to_string()).unwrap();
        let message = run(&["declare", "convert", "--to", "cc015c", &file.display().to_string()]);
        walk.whole(lrn, &Sending::document("/api/v1/declarations", "application/xml", message.as_bytes()));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Weather {
    /// Every write is sent twice.
    Calm,
    /// Every write is cut off by SIGKILL, at a later moment each time, and sent again after the restart.
    Killed,
}

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

    fn declaration(&self, lrn: &str) -> Value {
        papers::declaration(lrn, &papers::grns(&self.client(BROKER)))
    }

    fn whole(&mut self, lrn: &str, lodging: &Sending) {
        let before = self.guarantees();
        let lodged = self.write(BROKER, lodging, 201);
        let id = lodged["id"].as_str().unwrap().to_owned();
        assert_eq!(lodged["lrn"], lrn);
        self.accepted(&id, &lodged);
        self.release(&id);
        self.cross_the_borders(&id);
        self.arrive(&id);
        assert_eq!(self.guarantees(), before, "every reservation is given back, once");
        self.audit(&id);
    }

    /// The broker and the officer of departure see it, with its security; nobody else does.
    fn accepted(&self, id: &str, lodged: &Value) {
        let movement = self.client(BROKER).get(&format!("/api/v1/movements/{id}")).expect(200);
        assert_eq!(movement["mrn"], lodged["mrn"]);
        assert!(lodged["mrn"].as_str().unwrap().parse::<rahdari_kernel::Mrn>().unwrap().is_transit());
        for country in ["PK", "UZ", "KZ"] {
            let units = self.security(id, country);
            assert_eq!(units, ["reserved", "reserved"], "{country}: {movement:#}");
        }
        let notices = movement["notices"].as_array().unwrap();
        assert!(!notices.is_empty(), "a draft agreement is announced as such");
        assert!(
            movement["reasons"].as_array().is_none_or(Vec::is_empty),
            "brokers see kinds of reason alone"
        );

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

    fn release(&mut self, id: &str) {
        let too_early = self.client("officer.torkham").post(&path(id, "exit"), &seen(&UNITS[0]));
        assert!(matches!(too_early.status, 403 | 409), "{}", too_early.body);

        let result = json!({ "result": "A1", "text": "Documents and seals agree." });
        self.write("officer.karachi", &Sending::json(&path(id, "control-result"), &result), 200);
        let seals = UNITS.map(|unit| json!({ "unit": unit.number, "seals": [unit.seal] }));
        let release = Sending::json(&path(id, "release"), &json!({ "units": seals }));
        let elsewhere = self.client("officer.qasim").send(&release.clone().under_new_key());
        assert!(matches!(elsewhere.status, 403 | 404), "another office releases: {}", elsewhere.body);
        let released = self.write("officer.karachi", &release, 200);
        assert!(["released", "in_transit"].contains(&released["phase"].as_str().unwrap()), "{released:#}");
        let again = self.client("officer.karachi").send(&release.under_new_key());
        again.problem(409, again.json()["code"].as_str().unwrap());
    }

    /// Each country's security is given back by its own exit.
    fn cross_the_borders(&mut self, id: &str) {
        let legs = [
            ("PK", "officer.torkham", Some("officer.torkham.af")),
            ("AF", "officer.hairatan", Some("officer.termez")),
            ("UZ", "officer.gishtkuprik", Some("officer.saryagash")),
        ];
        for (country, leaves, enters) in legs {
            for unit in &UNITS {
                self.write(leaves, &Sending::json(&path(id, "exit"), &seen(unit)), 200);
                if let Some(enters) = enters {
                    let crossing = json!({ "unit": unit.number, "seals": [unit.seal] });
                    self.write(enters, &Sending::json(&path(id, "crossing"), &crossing), 200);
                }
            }
            let security = self.security(id, country);
            assert!(
                security.iter().all(|state| state == "released" || state == "not_needed"),
                "{security:?}"
            );
        }
        assert_eq!(self.security(id, "KZ"), ["reserved", "reserved"], "Kazakhstan's waits for the discharge");
    }

    fn arrive(&mut self, id: &str) {
        for unit in &UNITS {
            self.write("officer.almaty", &Sending::json(&path(id, "arrival"), &seen(unit)), 200);
            let remarks = json!({ "unit": unit.number, "conform": true, "text": "As declared." });
            self.write("officer.almaty", &Sending::json(&path(id, "unloading-remarks"), &remarks), 200);
        }
        for unit in &UNITS {
            let discharge = Sending::json(&path(id, "discharge"), &json!({ "unit": unit.number }));
            self.write("officer.almaty.2", &discharge, 200);
        }
        assert_eq!(self.security(id, "KZ"), ["released", "released"]);
        let movement = self.client(BROKER).get(&format!("/api/v1/movements/{id}")).expect(200);
        assert!(["discharged", "closed"].contains(&movement["phase"].as_str().unwrap()), "{movement:#}");
    }

    /// The auditor finds the book balanced, the story complete and in order, and nothing altered.
    fn audit(&self, id: &str) {
        let auditor = self.client("auditor.pk");
        let balance = auditor.get("/api/v1/ledger/trial-balance").expect(200);
        assert_eq!(balance["balanced"], true, "{balance:#}");
        let events = auditor.list(&format!("/api/v1/movements/{id}/events"));
        let numbers = events.iter().map(|event| event["index"].as_u64().unwrap()).collect::<Vec<_>>();
        assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
        for event in &events {
            assert!(event["occurredAt"].as_str() <= event["recordedAt"].as_str(), "{event:#}");
            assert!(event["by"].is_string(), "{event:#}");
        }
        let mut counts = std::collections::BTreeMap::<&str, usize>::new();
        for event in &events {
            *counts.entry(event["kind"].as_str().unwrap()).or_default() += 1;
        }
        eprintln!("{counts:#?}");
        let verified = auditor.send(&Sending::new("POST", "/api/v1/log/verification")).expect(200);
        assert_eq!(verified["sound"], true, "{verified:#}");
    }

    /// Sends a write until it is answered, then once more: the second answer is the first.
    #[track_caller]
    fn write(&mut self, who: &str, sending: &Sending, status: u16) -> Value {
        self.writes += 1;
        if self.weather == Weather::Killed {
            self.interrupt(who, sending);
        }
        let first = self.client(who).send(sending);
        let answer = first.expect(status);
        if self.weather == Weather::Killed {
            self.server.kill_and_restart();
        }
        let again = self.client(who).send(sending);
        assert_eq!(
            (again.status, again.json()),
            (status, answer.clone()),
            "{} is answered anew",
            sending.path
        );
        answer
    }

    /// Sends a write and kills the process while it is under way: a millisecond later each time, so that
    /// the deaths fall before, into and after the commit.
    fn interrupt(&mut self, who: &str, sending: &Sending) {
        let client = self.client(who);
        let request = sending.clone();
        let sent = std::thread::spawn(move || client.try_send(&request).map(|answer: Answer| answer.status));
        std::thread::sleep(Duration::from_millis(self.writes));
        self.server.kill_and_restart();
        let outcome = sent.join().unwrap();
        eprintln!("write {} was cut off: {outcome:?}", self.writes);
    }

    /// Returns the state of a country's security, unit by unit.
    fn security(&self, id: &str, country: &str) -> Vec<String> {
        let movement = self.client(BROKER).get(&format!("/api/v1/movements/{id}")).expect(200);
        let all = movement["security"].as_array().unwrap().iter().filter(|one| one["country"] == country);
        all.map(|one| one["state"].as_str().unwrap().to_owned()).collect()
    }

    /// Returns what is free in each pocket of each guarantee the broker sees.
    fn guarantees(&self) -> Vec<(String, String)> {
        let all = self.client(BROKER).list("/api/v1/guarantees");
        let mut free = Vec::new();
        for guarantee in &all {
            for pocket in guarantee["pockets"].as_array().unwrap() {
                free.push((guarantee["grn"].to_string(), pocket["available"]["text"].to_string()));
            }
        }
        free
    }
}

fn path(id: &str, action: &str) -> String {
    format!("/api/v1/movements/{id}/{action}")
}

/// What an officer writes down who finds a unit as it was declared.
fn seen(unit: &Unit) -> Value {
    json!({
        "unit": unit.number, "container": unit.container, "seals": [unit.seal],
        "grossMassKg": unit.gross_mass_kg,
    })
}

//! Where a consignment does not go straight on: security that does not suffice, a difference at a border, a
//! withdrawal; and the road under one TIR guarantee.

use rahdari_corridor::{Flow, Trade, World};
use rahdari_kernel::Date;
use rahdari_testkit::Database;
use serde_json::{Value, json};

use crate::harness::client::{Client, Sending};
use crate::harness::journey;
use crate::harness::papers::{self, UNITS, path, security, seen};
use crate::harness::people::{BROKER, People};
use crate::harness::server::Server;

struct Scene {
    server: Server,
    people: People,
    _database: Database,
}

impl Scene {
    fn new() -> Self {
        let database = Database::sqlite();
        let server = Server::demo(&database, 0);
        let people = People::of(&server);
        Self { server, people, _database: database }
    }

    #[track_caller]
    fn client(&self, who: &str) -> Client {
        self.people.client(&self.server, who)
    }

    #[track_caller]
    fn lodge(&self, declaration: &Value) -> String {
        let lodged = self.client(BROKER).post("/api/v1/declarations", declaration).expect(201);
        lodged["id"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn movement(&self, id: &str) -> Value {
        self.client(BROKER).get(&format!("/api/v1/movements/{id}")).expect(200)
    }

    fn company(&self, number: &str) -> String {
        let companies = self.client("admin.pk").list("/api/v1/companies");
        let found = companies.iter().find(|one| one["identification"] == number).unwrap();
        found["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn without_enough_security_a_declaration_is_accepted_and_waits_and_says_why() {
    let scene = Scene::new();
    let broker = scene.client(BROKER);
    let grns = papers::grns(&broker);
    let pakistani = grns.iter().filter(|grn| grn.contains("PK")).cloned().collect::<Vec<_>>();
    assert_eq!(pakistani.len(), 1);
    let id = scene.lodge(&papers::declaration("SHORT-1", &pakistani));
    let movement = scene.movement(&id);
    assert_eq!(security(&movement, "PK"), ["reserved", "reserved"]);
    for country in ["UZ", "KZ"] {
        assert_eq!(security(&movement, country), ["insufficient", "insufficient"]);
    }
    for missing in
        movement["security"].as_array().unwrap().iter().filter(|one| one["state"] == "insufficient")
    {
        assert!(missing["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()), "{missing:#}");
        assert!(missing["amount"].is_object(), "{missing:#}");
    }

    let officer = scene.client("officer.karachi");
    let result = json!({ "result": "A1", "text": "" });
    officer.post(&path(&id, "control-result"), &result).expect(200);
    let refused = officer.post(&path(&id, "release"), &journey::release()).problem(422, "not-ready");
    let codes = refused["findings"].as_array().unwrap().iter().map(|one| one["code"].clone());
    assert_eq!(codes.collect::<Vec<_>>(), ["security-insufficient"; 4], "{refused:#}");

    let cite = |grns: &[String], code: &str| {
        let cited = grns.iter().map(|grn| json!({ "grn": grn, "accessCode": code }));
        json!({ "guarantees": cited.collect::<Vec<_>>() })
    };
    broker.post(&path(&id, "security"), &cite(&grns, "XXXX")).expect(200);
    assert_eq!(security(&scene.movement(&id), "UZ"), ["insufficient", "insufficient"], "a wrong access code");
    broker.post(&path(&id, "security"), &cite(&grns, papers::ACCESS_CODE)).expect(200);
    assert_eq!(security(&scene.movement(&id), "UZ"), ["reserved", "reserved"]);
    let released = officer.post(&path(&id, "release"), &journey::release()).expect(200);
    assert_eq!(released["phase"], "released");
}

#[test]
fn a_guarantee_that_ends_too_soon_secures_nothing() {
    let scene = Scene::new();
    let today: Date = papers::today().parse().unwrap();
    let body = "25PKSHORT0000000";
    let grn = format!("{body}{}", rahdari_kernel::number::check_digit(body).unwrap());
    let issue = json!({
        "grn": grn, "kind": "comprehensive", "holder": scene.company(papers::HOLDER), "countries": ["PK"],
        "amount": "9000000000.00", "currency": "PKR", "validFrom": today.to_string(),
        "validUntil": today.tomorrow().unwrap().to_string(), "accessCode": papers::ACCESS_CODE,
    });
    scene.client("guarantor.rivers").post("/api/v1/guarantees", &issue).expect(201);
    let id = scene.lodge(&papers::declaration("SOON-1", &[grn]));
    let movement = scene.movement(&id);
    let pakistani =
        movement["security"].as_array().unwrap().iter().find(|one| one["country"] == "PK").unwrap();
    assert_eq!(pakistani["state"], "insufficient");
    let reasons = pakistani["reasons"].to_string();
    assert!(reasons.contains("until") || reasons.contains("expire"), "{reasons}");
}

#[test]
fn a_difference_at_the_border_holds_the_security_until_another_office_explains_it() {
    let scene = Scene::new();
    let id = scene.lodge(&papers::declaration("LIGHT-1", &papers::grns(&scene.client(BROKER))));
    journey::advance(&scene.server, &scene.people, &id, "exit");
    let torkham = scene.client("officer.torkham");
    let mut light = seen(&UNITS[0]);
    light["grossMassKg"] = json!("7000");
    torkham.post(&path(&id, "exit"), &light).expect(200);
    assert_eq!(security(&scene.movement(&id), "PK"), ["reserved", "reserved"]);

    let explained =
        json!({ "unit": 1, "leg": 1, "accept": true, "text": "The weighbridge was out of order." });
    torkham.post(&path(&id, "resolution"), &explained).problem(403, "wrong-office");
    let held = json!({ "unit": 1, "leg": 1, "accept": false, "text": "" });
    scene.client("officer.karachi").post(&path(&id, "resolution"), &held).problem(422, "invalid-request");
    scene.client("officer.karachi").post(&path(&id, "resolution"), &explained).expect(200);
    assert_eq!(security(&scene.movement(&id), "PK"), ["released", "reserved"]);
}

#[test]
fn a_withdrawn_declaration_gives_all_its_security_back() {
    let scene = Scene::new();
    let broker = scene.client(BROKER);
    let id = scene.lodge(&papers::declaration("GONE-1", &papers::grns(&broker)));
    let reason = json!({ "reason": "The buyer withdrew." });
    // Whoever knows that the goods will be looked at does not slip away.
    broker.post(&path(&id, "invalidation"), &reason).problem(422, "control-announced");
    journey::advance(&scene.server, &scene.people, &id, "release");
    let withdrawn = broker.post(&path(&id, "invalidation"), &reason).expect(200);
    assert_eq!(withdrawn["phase"], "invalidated");
    let movement = scene.movement(&id);
    for country in ["PK", "UZ", "KZ"] {
        assert_eq!(security(&movement, country), ["released", "released"]);
    }
    assert_eq!(movement["permittedActions"], json!([]));
    broker.post(&path(&id, "invalidation"), &reason).problem(409, "already-recorded");
}

#[test]
fn a_mandate_that_is_withdrawn_ends_what_it_allowed_until_it_is_given_again() {
    let scene = Scene::new();
    let (broker, administrator) = (scene.client(BROKER), scene.client("admin.pk"));
    let auditor = scene.client("auditor.pk");
    let grns = papers::grns(&broker);
    let mandates = administrator.list("/api/v1/mandates");
    let holder = scene.company(papers::HOLDER);
    let given = mandates.iter().find(|one| one["principal"] == holder).unwrap();
    let audit = mandates.iter().find(|one| one["kind"] == "auditor").unwrap();
    let withdraw = |mandate: &Value| {
        let path = format!("/api/v1/mandates/{}", mandate["id"].as_str().unwrap());
        administrator.send(&Sending::new("DELETE", &path)).expect(200);
    };
    withdraw(given);
    let refused = broker.post("/api/v1/declarations", &papers::declaration("MANDATE-1", &grns));
    refused.problem(403, "no-mandate");
    let seen = broker.list("/api/v1/guarantees");
    assert!(!seen.iter().any(|one| grns.iter().any(|grn| one["grn"] == *grn)), "{seen:#?}");
    auditor.get("/api/v1/events").expect(200);
    withdraw(audit);
    for path in ["events", "ledger/trial-balance", "guarantees", "declarations"] {
        auditor.get(&format!("/api/v1/{path}")).problem(403, "no-mandate");
    }

    for mandate in [given, audit] {
        let mut again = mandate.clone();
        for shown in ["id", "administration", "revoked"] {
            again.as_object_mut().unwrap().remove(shown);
        }
        administrator.post("/api/v1/mandates", &again).expect(201);
    }
    scene.lodge(&papers::declaration("MANDATE-2", &grns));
    auditor.get("/api/v1/events").expect(200);
}

#[test]
fn one_tir_guarantee_secures_every_country_for_its_own_amount() {
    let scene = Scene::new();
    let today: Date = papers::today().parse().unwrap();
    let world = World::new(today);
    let mut trade = Trade::new(&world, 7, "TIRTEST");
    let shipment = std::iter::repeat_with(|| trade.shipment_of(Flow::TirExport, today).unwrap())
        .find(|shipment| shipment.broker == "PK-CHA-2210")
        .unwrap();
    let tir = shipment.guarantee.unwrap();
    let issue = json!({
        "grn": tir.grn, "kind": tir.kind, "holder": scene.company(tir.holder), "countries": tir.countries,
        "amount": tir.amount.to_string(), "currency": tir.currency, "validFrom": tir.valid_from.to_string(),
        "validUntil": tir.valid_until.to_string(), "accessCode": tir.access_code,
    });
    let issued = scene.client("guarantor.tir").post("/api/v1/guarantees", &issue).expect(201);
    let id = scene.lodge(&serde_json::to_value(&shipment.declaration).unwrap());
    let movement = scene.movement(&id);
    let each = movement["security"].as_array().unwrap();
    assert!(each.iter().all(|one| one["state"] == "reserved" && one["grn"] == issue["grn"]), "{each:#?}");
    let countries = each.iter().map(|one| one["country"].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(countries, ["PK", "AF", "UZ", "KZ"]);

    let address = format!("/api/v1/guarantees/{}", issued["id"].as_str().unwrap());
    let guarantee = scene.client(BROKER).get(&address).expect(200);
    let pockets = guarantee["pockets"].as_array().unwrap();
    assert_eq!(pockets.len(), 4, "{guarantee:#}");
    for pocket in pockets {
        assert_eq!(pocket["limit"]["amount"], "100000.00");
        let one = each.iter().find(|one| one["country"] == pocket["country"]).unwrap();
        assert_eq!(pocket["reserved"], one["amount"], "the amount holds in each country: {guarantee:#}");
    }
}

//! Bad input is answered with everything that is wrong, each with its place and its remedy, and leaves
//! nothing behind but an audit event without the payload.

use std::fs;

use rahdari_testkit::{Database, shared_file};
use serde_json::{Value, json};

use crate::harness::client::{Client, Sending};
use crate::harness::papers;
use crate::harness::people::{BROKER, People};
use crate::harness::server::Server;

#[test]
fn a_bad_declaration_is_answered_with_every_problem_at_once() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let people = People::of(&server);
    let broker = people.client(&server, BROKER);
    let before = story(&people.client(&server, "auditor.pk"));

    let mut declaration = papers::declaration("BAD-1", &papers::grns(&broker));
    declaration["officeOfDestination"] = json!("KZXXX999");
    declaration["consignment"]["transportEquipment"][0]["container"] = json!("MSKU2666543");
    declaration["consignment"]["goodsItems"][0]["commodity"] = json!("85");
    declaration["consignment"]["goodsItems"][1]["grossMassKg"] = json!("6000");
    declaration["consignment"]["secret"] = json!("unheard-of");
    let problem = broker.post("/api/v1/declarations", &declaration).problem(422, "invalid-declaration");
    let findings = problem["findings"].as_array().unwrap();
    for pointer in [
        "/officeOfDestination",
        "/consignment/transportEquipment/0/container",
        "/consignment/goodsItems/0/commodity",
        "/consignment/secret",
    ] {
        let found = findings.iter().find(|one| one["pointer"] == pointer);
        let finding = found.unwrap_or_else(|| panic!("nothing about {pointer}: {problem:#}"));
        for part in ["code", "message", "mend", "source"] {
            assert!(finding[part].as_str().is_some_and(|text| !text.is_empty()), "{part}: {finding:#}");
        }
    }

    for code in findings.iter().map(|one| one["code"].as_str().unwrap()).chain(["invalid-declaration"]) {
        assert_eq!(server.client().get(&format!("/problems/{code}")).status, 200, "{code} has a page");
    }

    assert!(broker.list("/api/v1/declarations").is_empty(), "no declaration came of it");
    let after = story(&people.client(&server, "auditor.pk"));
    let new = &after[before.len()..];
    let refused = new.iter().filter(|event| event["kind"] == "request.refused").collect::<Vec<_>>();
    assert_eq!(refused.len(), 1, "{new:#?}");
    assert!(!refused[0].to_string().contains("MSKU2666543"), "the payload is not in the log");
}

#[test]
fn a_bad_message_is_answered_with_paths_into_the_xml() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let people = People::of(&server);
    let broker = people.client(&server, BROKER);
    let message = "<CC015C PhaseID=\"NCTS5.1\"><TransitOperation><LRN>?</LRN></TransitOperation></CC015C>";
    let sending = Sending::document("/api/v1/declarations/check", "application/xml", message.as_bytes());
    let checked = broker.send(&sending).expect(200);
    assert_eq!(checked["acceptable"], false);
    let findings = checked["findings"].as_array().unwrap();
    assert!(findings.iter().any(|one| one["pointer"] == "/CC015C/TransitOperation/LRN"), "{checked:#}");
    assert!(findings.len() > 5, "every problem at once: {checked:#}");
}

#[test]
fn messages_from_the_field_are_read_and_answered_path_by_path() {
    let Some(folder) = shared_file("data/messages/ncts") else { return };
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let broker = People::of(&server).client(&server, BROKER);
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("cc015c-") || !name.ends_with(".xml") {
            continue;
        }
        count += 1;
        let bytes = fs::read(&file).unwrap();
        let checked =
            broker.send(&Sending::document("/api/v1/declarations/check", "application/xml", &bytes));
        let checked = checked.expect(200);
        let Some(format) = checked["format"].as_str() else {
            assert_eq!(checked["acceptable"], false, "{name}: {checked:#}");
            continue;
        };
        assert!(format.starts_with("cc015c-p"), "{name}: {checked:#}");
        for finding in checked["findings"].as_array().unwrap() {
            let readable = finding["code"] != "xml-syntax";
            let placed = finding["pointer"].as_str().unwrap().starts_with("/CC015C");
            assert!(placed || !readable, "{name}: {finding:#}");
        }
    }
    assert!(count > 0, "no message in the folder");
}

#[test]
fn five_wrong_passwords_close_a_name_for_a_while_and_no_other() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let people = People::of(&server);
    let asked = |name: &str, password: &str| {
        server.client().post("/api/v1/sessions", &json!({ "username": name, "password": password }))
    };
    for _ in 0..5 {
        asked("broker.khyber", "guess").problem(401, "wrong-credentials");
    }
    let closed = asked("broker.khyber", people.password("broker.khyber"));
    closed.problem(429, "too-many-attempts");
    assert!(closed.header("retry-after").is_some());
    asked(BROKER, people.password(BROKER)).expect(201);
}

#[test]
fn what_is_no_declaration_is_told_so() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let people = People::of(&server);
    let broker = people.client(&server, BROKER);
    let attack = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><CC015C>&e;</CC015C>";
    for (content_type, body) in [
        ("application/json", "{"),
        ("application/json", "[]"),
        ("application/json", "\"\u{0}\""),
        ("application/xml", "<CC015C>"),
        ("application/xml", attack),
        ("text/plain", "hello"),
    ] {
        let sending = Sending::document("/api/v1/declarations", content_type, body.as_bytes());
        let answer = broker.send(&sending);
        assert!((400..500).contains(&answer.status), "{body}: {} {}", answer.status, answer.body);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert!(!answer.body.contains("root:"), "{}", answer.body);
    }
    let huge = vec![b' '; 11 << 20];
    let answer = broker.send(&Sending::document("/api/v1/declarations", "application/json", &huge));
    answer.problem(413, "too-large");
}

#[test]
fn a_key_serves_one_request_and_a_stale_version_none() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let people = People::of(&server);
    let broker = people.client(&server, BROKER);
    let grns = papers::grns(&broker);
    let first = Sending::json("/api/v1/declarations", &papers::declaration("KEY-1", &grns));
    let lodged = broker.send(&first).expect(201);
    let mut other = Sending::json("/api/v1/declarations", &papers::declaration("KEY-2", &grns));
    other.key.clone_from(&first.key);
    broker.send(&other).problem(409, "idempotency-conflict");
    let mut keyless = first.clone();
    keyless.key = None;
    assert_eq!(broker.send(&keyless).status, 400);

    let path = format!("/api/v1/movements/{}", lodged["id"].as_str().unwrap());
    let etag = broker.get(&path).header("etag").unwrap().to_owned();
    let officer = people.client(&server, "officer.karachi");
    let result = json!({ "result": "A1", "text": "" });
    let control = Sending::json(&format!("{path}/control-result"), &result);
    officer.send(&control.clone().if_match(&etag)).expect(200);
    officer.send(&control.under_new_key().if_match(&etag)).problem(412, "stale");
    assert_ne!(broker.get(&path).header("etag"), Some(etag.as_str()));
}

/// Returns every event the auditor may see.
fn story(auditor: &Client) -> Vec<Value> {
    auditor.list("/api/v1/events")
}

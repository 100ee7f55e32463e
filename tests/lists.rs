//! What every list and every thing read has in common: pages by cursor, versions, a request's number.

use rahdari_testkit::on_each_engine;
use serde_json::{Value, json};

use crate::harness::client::{Client, Sending};
use crate::harness::papers;
use crate::harness::people::{BROKER, People};
use crate::harness::server::Server;

on_each_engine! {
    fn every_list_is_the_same_in_small_pages_and_in_one(database) {
        let server = Server::demo(database, 12);
        let people = People::of(&server);
        // Whatever the seed did, Karachi has something to do.
        let broker = people.client(&server, BROKER);
        let grns = papers::grns(&broker);
        for lrn in ["LIST-1", "LIST-2", "LIST-3"] {
            broker.post("/api/v1/declarations", &papers::declaration(lrn, &grns)).expect(201);
        }
        for (who, path) in [
            (BROKER, "/api/v1/declarations"),
            (BROKER, "/api/v1/movements"),
            (BROKER, "/api/v1/guarantees"),
            (BROKER, "/api/v1/notifications"),
            ("officer.karachi", "/api/v1/movements?queue=mine"),
            ("officer.almaty", "/api/v1/movements"),
            ("officer.torkham", "/api/v1/declarations"),
            ("auditor.pk", "/api/v1/declarations"),
            ("auditor.pk", "/api/v1/events"),
            ("auditor.pk", "/api/v1/guarantees"),
            ("guarantor.tir", "/api/v1/guarantees"),
            ("admin.pk", "/api/v1/companies"),
            ("admin.pk", "/api/v1/users"),
            ("admin.pk", "/api/v1/mandates"),
        ] {
            same_in_any_pages(&people.client(&server, who), path);
        }
        let auditor = people.client(&server, "auditor.pk");
        let guarantees = auditor.list("/api/v1/guarantees");
        let statements = guarantees.iter().map(|one| format!("/api/v1/guarantees/{}/statement", one["id"].as_str().unwrap()));
        let used: Vec<String> = statements.filter(|path| auditor.list(path).len() > 1).take(3).collect();
        assert!(!used.is_empty(), "no guarantee was used");
        for path in &used {
            same_in_any_pages(&auditor, path);
        }
        let declaration = auditor.list("/api/v1/declarations").remove(0);
        let id = declaration["id"].as_str().unwrap();
        same_in_any_pages(&auditor, &format!("/api/v1/movements/{id}/events"));
    }
}

/// Reads a list in one page, in pages of one and of seven: each item comes once, in the same order.
#[track_caller]
fn same_in_any_pages(client: &Client, path: &str) {
    let joint = if path.contains('?') { '&' } else { '?' };
    let [whole, sevens, ones] = [200, 7, 1].map(|limit| client.list(&format!("{path}{joint}limit={limit}")));
    assert!(whole.len() > 1, "{path} has {} items", whole.len());
    assert!(whole == sevens && whole == ones, "{path} differs from page to page");
    for (at, item) in whole.iter().enumerate() {
        assert!(!whole[..at].contains(item), "{path} has an item twice: {item:#}");
    }
    let wrong = client.get(&format!("{path}{joint}cursor=nobody-gave-this-out"));
    assert!(matches!(wrong.status, 400 | 422), "{path}: {} {}", wrong.status, wrong.body);
    assert_eq!(wrong.json()["code"], "invalid-cursor", "{path}");
    client.get(&format!("{path}{joint}limit=0")).problem(400, "malformed-request");
}

on_each_engine! {
    fn a_thing_that_is_read_has_a_version_and_a_request_a_number(database) {
        let server = Server::demo(database, 0);
        let people = People::of(&server);
        let broker = people.client(&server, BROKER);
        let grns = papers::grns(&broker);
        let lodged = broker.post("/api/v1/declarations", &papers::declaration("TAG-1", &grns));
        let id = lodged.expect(201)["id"].as_str().unwrap().to_owned();
        let guarantee = broker.list("/api/v1/guarantees").remove(0)["id"].as_str().unwrap().to_owned();
        for path in [
            format!("/api/v1/declarations/{id}"),
            format!("/api/v1/movements/{id}"),
            format!("/api/v1/guarantees/{guarantee}"),
        ] {
            let answer = broker.get(&path);
            assert_eq!(answer.status, 200, "{}", answer.body);
            let tag = answer.header("etag").unwrap_or_else(|| panic!("{path} has no ETag")).to_owned();
            assert_eq!(answer.json()["rowVersion"].to_string(), tag.trim_matches('"'), "{path}");
            assert!(answer.header("x-request-id").is_some_and(|number| !number.is_empty()));
            let again = broker.send(&Sending::new("GET", &path).if_none_match(&tag));
            assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        }
        let result = json!({ "result": "A1", "text": "" });
        let changed = people.client(&server, "officer.karachi").post(&papers::path(&id, "control-result"), &result);
        let version = changed.expect(200)["rowVersion"].clone();
        assert_eq!(changed.header("etag").unwrap(), format!("\"{version}\""));
        let movement: Value = broker.get(&format!("/api/v1/movements/{id}")).expect(200);
        assert_eq!(movement["rowVersion"], version, "the answer to a write has the version it made");
    }
}

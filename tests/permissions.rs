//! Every route × every kind of asker. A route that the server has and the table has not fails the test, and
//! the other way round.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rahdari_testkit::Database;
use serde_json::{Value, json};

use crate::harness::client::{Answer, Client, Sending};
use crate::harness::papers::{self, UNITS};
use crate::harness::people::{BROKER, OTHER_BROKER, People};
use crate::harness::server::Server;

/// Who asks, column by column. The record asked for is a movement from Karachi to Almaty that the broker
/// lodged, its declaration, the Pakistani guarantee that secures it, or the mandate it was lodged under.
const ASKERS: [&str; 15] = [
    "",
    BROKER,
    OTHER_BROKER,
    "broker.alatau",
    "officer.karachi",
    "officer.qasim",
    "officer.torkham",
    "officer.almaty",
    "officer.shymkent",
    "auditor.pk",
    "auditor.kz",
    "guarantor.rivers",
    "guarantor.amu",
    "admin.pk",
    "admin.kz",
];

/// `+` lets the asker in, whatever the state of the record then says; a number is the answer's status.
/// A role that lacks the action gets 403; a thing outside one's scope is not there (404); an officer who
/// sees a movement and acts at the wrong office gets 403.
const TABLE: &str = "
#                                               nobody
#                                                    broker
#                                                        ... of another company
#                                                            ... of another administration
#                                                                officer of departure
#                                                                    ... of an office not on the way
#                                                                        ... of exit
#                                                                            ... of destination
#                                                                                ... not on the way, Kazakhstan
#                                                                                    auditor of Pakistan
#                                                                                        ... of Kazakhstan
#                                                                                            guarantor
#                                                                                                ... of another guarantee
#                                                                                                    administrator
#                                                                                                        ... of another
POST   /api/v1/sessions                         +    +   +   +   +   +   +   +   +   +   +   +   +   +   +
POST   /api/v1/sessions/refresh                 401  401 401 401 401 401 401 401 401 401 401 401 401 401 401
POST   /api/v1/declarations                     401  +   +   +   403 403 403 403 403 403 403 403 403 403 403
POST   /api/v1/declarations/check               401  +   +   +   403 403 403 403 403 403 403 403 403 403 403
GET    /api/v1/declarations                     401  +   +   +   +   +   +   +   +   +   +   403 403 403 403
GET    /api/v1/declarations/{id}                401  +   404 404 +   404 +   +   404 +   +   403 403 403 403
GET    /api/v1/declarations/{id}/document       401  +   404 404 +   404 +   +   404 +   +   403 403 403 403
GET    /api/v1/declarations/{id}/original       401  +   404 404 +   404 +   +   404 +   +   403 403 403 403
GET    /api/v1/movements                        401  +   +   +   +   +   +   +   +   +   +   403 403 403 403
GET    /api/v1/movements/{id}                   401  +   404 404 +   404 +   +   404 +   +   403 403 403 403
GET    /api/v1/movements/{id}/events            401  +   404 404 +   404 +   +   404 +   +   403 403 403 403
POST   /api/v1/movements/{id}/security          401  +   404 404 403 403 403 403 403 403 403 403 403 403 403
POST   /api/v1/movements/{id}/control-result    401  403 403 403 +   404 403 403 404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/release           401  403 403 403 +   404 403 403 404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/exit              401  403 403 403 403 404 +   403 404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/crossing          401  403 403 403 403 404 403 403 404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/arrival           401  403 403 403 403 404 403 +   404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/unloading-remarks 401  403 403 403 403 404 403 +   404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/resolution        401  403 403 403 +   404 +   +   404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/discharge         401  403 403 403 403 404 403 +   404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/invalidation      401  +   404 404 403 403 403 403 403 403 403 403 403 403 403
GET    /api/v1/guarantees                       401  +   +   +   403 403 403 403 403 +   +   +   +   403 403
POST   /api/v1/guarantees                       401  403 403 403 403 403 403 403 403 403 403 +   +   403 403
GET    /api/v1/guarantees/{id}                  401  +   404 404 403 403 403 403 403 +   404 +   404 403 403
POST   /api/v1/guarantees/{id}/increase         401  403 403 403 403 403 403 403 403 403 403 +   404 403 403
GET    /api/v1/guarantees/{id}/statement        401  +   404 404 403 403 403 403 403 +   404 +   404 403 403
GET    /api/v1/ledger/trial-balance             401  403 403 403 403 403 403 403 403 +   +   403 403 403 403
GET    /api/v1/events                           401  403 403 403 403 403 403 403 403 +   +   403 403 403 403
GET    /api/v1/log/checkpoint                   401  403 403 403 403 403 403 403 403 +   +   +   +   403 403
POST   /api/v1/log/verification                 401  403 403 403 403 403 403 403 403 +   +   403 403 403 403
GET    /api/v1/companies                        401  403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /api/v1/companies                        401  403 403 403 403 403 403 403 403 403 403 403 403 +   +
GET    /api/v1/users                            401  403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /api/v1/users                            401  403 403 403 403 403 403 403 403 403 403 403 403 +   +
GET    /api/v1/mandates                         401  403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /api/v1/mandates                         401  403 403 403 403 403 403 403 403 403 403 403 403 +   +
DELETE /api/v1/mandates/{id}                    401  403 403 403 403 403 403 403 403 403 403 403 403 +   404
GET    /api/v1/reference                        401  +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /api/v1/notifications                    401  +   +   +   +   +   +   +   +   403 403 +   +   403 403
DELETE /api/v1/sessions/current                 401  +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /api/v1/openapi.json                     +    +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /healthz                                 +    +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /readyz                                  +    +   +   +   +   +   +   +   +   +   +   +   +   +   +
";

struct Row<'t> {
    method: &'t str,
    path: &'t str,
    expected: Vec<&'t str>,
}

#[test]
fn every_row_of_the_permission_table_holds() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let people = People::of(&server);
    let askers = ASKERS.map(|who| if who.is_empty() { server.client() } else { people.client(&server, who) });
    let mut wrong = String::new();
    for (number, row) in rows().iter().enumerate() {
        let records = Records::fresh(&askers, number);
        for ((who, client), expected) in ASKERS.iter().zip(&askers).zip(&row.expected) {
            let sending = records.request(row, who, number);
            let answer = client.send(&sending);
            if !fits(&answer, expected) {
                let who = if who.is_empty() { "nobody" } else { who };
                writeln!(
                    wrong,
                    "{} {} as {who}: {expected} expected, {}",
                    row.method,
                    row.path,
                    said(&answer)
                )
                .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_permission_table_has_every_route_of_the_api() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let described = server.client().get("/api/v1/openapi.json").expect(200);
    let mut served = BTreeSet::new();
    for (path, operations) in described["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys().filter(|method| *method != "parameters") {
            served.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    let listed = rows().iter().map(|row| format!("{} {}", row.method, row.path)).collect::<BTreeSet<_>>();
    let missing = served.difference(&listed).collect::<Vec<_>>();
    assert!(missing.is_empty(), "served, and not in the table: {missing:#?}");
    let invented = listed.difference(&served).filter(|route| route.contains("/api/")).collect::<Vec<_>>();
    assert!(invented.is_empty(), "in the table, and not described by the server: {invented:#?}");
}

/// What the rows ask for: made anew for each row, because a row may change it.
struct Records {
    movement: String,
    guarantee: String,
    mandate: String,
    grns: Vec<String>,
}

impl Records {
    fn fresh(askers: &[Client; 15], number: usize) -> Self {
        let [_, broker, ..] = askers;
        let grns = papers::grns(broker);
        let declaration = papers::declaration(&format!("TABLE-{number}"), &grns);
        let lodged = broker.post("/api/v1/declarations", &declaration).expect(201);
        let guarantees = broker.list("/api/v1/guarantees");
        let pakistani = guarantees.iter().find(|one| one["countries"] == json!(["PK"])).unwrap();
        let mandates = askers[13].list("/api/v1/mandates");
        Self {
            movement: lodged["id"].as_str().unwrap().to_owned(),
            guarantee: pakistani["id"].as_str().unwrap().to_owned(),
            mandate: mandates[0]["id"].as_str().unwrap().to_owned(),
            grns,
        }
    }

    fn request(&self, row: &Row<'_>, who: &str, number: usize) -> Sending {
        let id = match row.path.split('/').nth(3) {
            Some("guarantees") => &self.guarantee,
            Some("mandates") => &self.mandate,
            _ => &self.movement,
        };
        let path = row.path.replace("{id}", id);
        let body = self.body(row.path, &format!("{number}-{}", who.replace('.', "-")));
        match body {
            Some(body) if row.method == "POST" => Sending::json(&path, &body),
            _ => Sending::new(row.method, &path),
        }
    }

    /// Returns a body that a permitted asker may send.
    fn body(&self, path: &str, unique: &str) -> Option<Value> {
        let unit = &UNITS[0];
        let seals = json!([unit.seal]);
        let seen = json!({ "unit": 1, "container": unit.container, "seals": seals, "grossMassKg": "10584" });
        let today = papers::today();
        Some(match path.rsplit('/').next()? {
            "sessions" => json!({ "username": "nobody", "password": "not the password" }),
            "refresh" => json!({ "refreshToken": "not a token" }),
            "declarations" | "check" => papers::declaration(&format!("BY-{unique}"), &self.grns),
            "security" => json!({ "guarantees": [{ "grn": self.grns[0], "accessCode": "K7D2" }] }),
            "control-result" => json!({ "result": "A1", "text": "" }),
            "release" => json!({ "units": [{ "unit": 1, "seals": seals }] }),
            "exit" | "arrival" => seen,
            "crossing" => json!({ "unit": 1, "seals": seals }),
            "unloading-remarks" => json!({ "unit": 1, "conform": true }),
            "resolution" => json!({ "unit": 1, "leg": 1, "text": "As weighed again." }),
            "discharge" => json!({ "unit": 1 }),
            "invalidation" => json!({ "reason": "Lodged twice." }),
            "guarantees" => json!({
                "grn": "26PKNBP0000000017", "kind": "comprehensive", "holder": "nobody", "countries": ["PK"],
                "amount": "1000.00", "currency": "PKR", "validFrom": today, "validUntil": today,
                "accessCode": "A1B2",
            }),
            "increase" => json!({ "amount": "1.00" }),
            "companies" => json!({ "kind": "trader", "identification": unique, "name": unique }),
            "users" => json!({
                "username": unique, "displayName": unique, "password": "a long enough password",
                "role": "auditor",
            }),
            "mandates" => json!({
                "kind": "auditor", "agent": "nobody", "validFrom": today, "validUntil": today,
            }),
            _ => return None,
        })
    }
}

fn fits(answer: &Answer, expected: &str) -> bool {
    match expected {
        // A wrong password or token is no matter of permission.
        "+" if answer.status == 401 => answer.json()["code"] == "wrong-credentials",
        "+" => !matches!(answer.status, 403 | 404 | 405 | 500..),
        status => answer.status.to_string() == status,
    }
}

fn said(answer: &Answer) -> String {
    format!("{} came: {}", answer.status, answer.body.chars().take(200).collect::<String>())
}

fn rows() -> Vec<Row<'static>> {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rows = lines.map(|line| {
        let mut words = line.split_whitespace();
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let expected = words.collect::<Vec<_>>();
        assert_eq!(expected.len(), ASKERS.len(), "{line}");
        Row { method, path, expected }
    });
    rows.collect()
}

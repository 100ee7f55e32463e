//! What the rows ask for, and the requests that ask for it: made anew for each row, because a row may change it.

use serde_json::{Value, json};

use super::table::Row;
use crate::harness::client::{Client, Sending};
use crate::harness::journey;
use crate::harness::papers::{self, UNITS};
use crate::harness::people::{BROKER, People};
use crate::harness::server::Server;

/// A movement with its declaration, a guarantee and a mandate.
pub(super) struct Records {
    movement: String,
    guarantee: String,
    mandate: String,
    grns: Vec<String>,
}

impl Records {
    /// Lodges a declaration, brings its movement to where the row's action is next, and finds the rest.
    pub(super) fn fresh(server: &Server, people: &People, row: &Row, number: usize) -> Self {
        let (broker, administrator) = (&people.client(server, BROKER), &people.client(server, "admin.pk"));
        let grns = papers::grns(broker);
        let declaration = papers::declaration(&format!("TABLE-{number}"), &grns);
        let lodged = broker.post("/api/v1/declarations", &declaration).expect(201);
        if row.method == "POST" && row.asked.contains("/movements/") {
            bring(server, people, lodged["id"].as_str().unwrap(), row.asked.rsplit('/').next().unwrap());
        }
        let guarantees = broker.list("/api/v1/guarantees");
        let pakistani = guarantees.iter().find(|one| one["countries"] == json!(["PK"])).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            movement: text(&lodged["id"]),
            guarantee: text(&pakistani["id"]),
            mandate: foreign_mandate(administrator),
            grns,
        }
    }

    /// Makes the request of a row, as a permitted asker would send it.
    pub(super) fn request(&self, row: &Row, client: &Client, unique: &str) -> Sending {
        let id = match () {
            () if row.asked.contains("guarantees") => &self.guarantee,
            () if row.asked.contains("mandates") => &self.mandate,
            () => &self.movement,
        };
        let path = row.asked.replace("{id}", id).replace("{code}", "not-found");
        let body = self.body(&row.asked, unique);
        match (row.method, row.page) {
            ("POST", false) => Sending::json(&path, &body),
            ("POST", true) if path == "/declarations/upload" => {
                let fields = [("do", "check".to_owned())];
                client.upload(&path, &fields, self.declaration(unique).to_string().as_bytes())
            }
            ("POST", true) => client.form(&path, &fields(&body)),
            (method, _) => Sending::new(method, &path),
        }
    }

    fn declaration(&self, unique: &str) -> Value {
        papers::declaration(&format!("BY-{unique}"), &self.grns)
    }

    fn body(&self, path: &str, unique: &str) -> Value {
        let unit = &UNITS[0];
        let today = papers::today();
        match path.rsplit('/').next().unwrap() {
            "sessions" | "sign-in" => json!({ "username": "nobody", "password": "not the password" }),
            "refresh" => json!({ "refreshToken": "not a token" }),
            "declarations" | "check" => self.declaration(unique),
            "security" => json!({ "guarantees": [{ "grn": self.grns[0], "accessCode": "K7D2" }] }),
            "control-result" => json!({ "result": "A1", "text": "" }),
            "release" => journey::release(),
            "exit" | "arrival" => papers::seen(unit),
            "crossing" => journey::crossing(unit),
            "unloading-remarks" => journey::remarks(unit),
            "resolution" => json!({ "unit": 1, "leg": 1, "accept": true, "text": "As weighed again." }),
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
            _ => json!({}),
        }
    }
}

/// Brings a movement to where the action is what comes next.
fn bring(server: &Server, people: &People, id: &str, action: &str) {
    match action {
        "security" | "invalidation" => {}
        "resolution" => {
            journey::advance(server, people, id, "exit");
            let mut light = papers::seen(&UNITS[0]);
            light["grossMassKg"] = json!("7000");
            people.client(server, "officer.torkham").post(&papers::path(id, "exit"), &light).expect(200);
        }
        _ => journey::advance(server, people, id, action),
    }
}

/// Returns a mandate that nobody in the table needs.
fn foreign_mandate(administrator: &Client) -> String {
    let companies = administrator.list("/api/v1/companies");
    let id_of =
        |number: &str| companies.iter().find(|one| one["identification"] == number).unwrap()["id"].clone();
    let (holder, broker) = (id_of("PK-NTN-588214"), id_of("PK-CHA-4471"));
    let mandates = administrator.list("/api/v1/mandates");
    let found = mandates.iter().find(|one| one["principal"] == holder && one["agent"] == broker).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

/// Writes a JSON body as the fields of the form that asks for the same.
fn fields(body: &Value) -> Vec<(&str, String)> {
    let word = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    let mut fields = Vec::new();
    for (name, value) in body.as_object().unwrap() {
        match name.as_str() {
            "units" => {
                fields.push(("seals-1", word(&value[0]["seals"])));
                fields.push(("seals-2", word(&value[1]["seals"])));
            }
            "guarantees" => {
                fields.push(("grn-1", word(&value[0]["grn"])));
                fields.push(("code-1", word(&value[0]["accessCode"])));
            }
            _ => fields.push((name, word(value))),
        }
    }
    fields
}

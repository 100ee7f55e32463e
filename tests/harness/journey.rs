//! The way from Karachi to Almaty in steps: who does what, in order. For tests that need a movement in the
//! middle of it.

use serde_json::{Value, json};

use super::papers::{UNITS, Unit, path, seen};
use super::people::People;
use super::server::Server;

/// Each border: the country that is left, who records the exit, who records the crossing behind it.
pub(crate) const BORDERS: [(&str, &str, &str); 3] = [
    ("PK", "officer.torkham", "officer.torkham.af"),
    ("AF", "officer.hairatan", "officer.termez"),
    ("UZ", "officer.gishtkuprik", "officer.saryagash"),
];

/// One write of an officer.
pub(crate) struct Step {
    pub(crate) who: &'static str,
    pub(crate) action: &'static str,
    pub(crate) body: Value,
}

/// Returns every step, unit by unit. Those of a second officer leave the first one free for what needs
/// another pair of eyes.
pub(crate) fn steps() -> Vec<Step> {
    let step = |who, action, body| Step { who, action, body };
    let mut steps = vec![
        step("officer.karachi.2", "control-result", json!({ "result": "A1", "text": "Documents agree." })),
        step("officer.karachi.2", "release", release()),
    ];
    for (_, leaves, enters) in BORDERS {
        for unit in &UNITS {
            steps.push(step(leaves, "exit", seen(unit)));
            steps.push(step(enters, "crossing", crossing(unit)));
        }
    }
    for action in ["arrival", "unloading-remarks", "discharge"] {
        for unit in &UNITS {
            steps.push(match action {
                "arrival" => step("officer.almaty", action, seen(unit)),
                "discharge" => step("officer.almaty", action, json!({ "unit": unit.number })),
                _ => step("officer.almaty.2", action, remarks(unit)),
            });
        }
    }
    steps
}

/// Takes every step before the first with the action named. A control that the lane does not ask for is
/// left out.
#[track_caller]
pub(crate) fn advance(server: &Server, people: &People, id: &str, before: &str) {
    let case = people.client(server, "officer.karachi").get(&format!("/api/v1/movements/{id}")).expect(200);
    let controlled = permits(&case, "control-result");
    for step in steps().into_iter().take_while(|step| step.action != before) {
        if step.action != "control-result" || controlled {
            people.client(server, step.who).post(&path(id, step.action), &step.body).expect(200);
        }
    }
}

/// Says whether the asker may take an action on a movement as it was shown.
pub(crate) fn permits(movement: &Value, action: &str) -> bool {
    movement["permittedActions"].as_array().unwrap().iter().any(|one| one["action"] == action)
}

/// What the officer of departure sends with the release.
pub(crate) fn release() -> Value {
    json!({ "units": UNITS.map(|unit| json!({ "unit": unit.number, "seals": [unit.seal] })) })
}

/// What the officer of entry sends.
pub(crate) fn crossing(unit: &Unit) -> Value {
    json!({ "unit": unit.number, "seals": [unit.seal] })
}

/// What is written down when a unit was unloaded as declared.
pub(crate) fn remarks(unit: &Unit) -> Value {
    json!({ "unit": unit.number, "conform": true, "text": "As declared." })
}

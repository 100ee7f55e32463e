//! The conformance cases of the Common Expression Language: each passes, or is refused by the name of the
//! feature that rules leave out; none gives another value.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use std::collections::BTreeMap;
use std::path::Path;

use rahdari_risk::{eval, read_bindings, write_answer};
use serde_json::Value as Json;

#[derive(Default)]
struct Count {
    passed: usize,
    refused: usize,
    wrong: Vec<String>,
}

#[test]
fn no_case_of_the_suite_gives_another_value() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/cel/cases.jsonl");
    if !path.exists() {
        eprintln!("SKIPPED: {} is not there", path.display());
        return;
    }
    let text = std::fs::read_to_string(&path).expect("the cases are there and can be read");
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for line in text.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let count = counts.entry(case["file"].as_str().unwrap().to_owned()).or_default();
        let expression = case["expr"].as_str().unwrap();
        let answer = match read_bindings(&case["bindings"]) {
            Ok(bindings) => write_answer(&eval(expression, &bindings)),
            Err(error) => serde_json::json!({ "error": error.to_string(), "kind": "unsupported" }),
        };
        let expect = &case["expect"];
        let expects_failure = expect.get("error").is_some();
        if answer["kind"] == "unsupported" {
            count.refused += 1;
        } else if expects_failure && answer.get("error").is_some() || same(expect, &answer) {
            count.passed += 1;
        } else {
            count.wrong.push(format!("{}: {expression}\n  expected {expect}\n  got {answer}", case["name"]));
        }
    }
    let mut wrong = Vec::new();
    println!("{:14} {:>7} {:>8} {:>6}", "file", "passed", "refused", "wrong");
    for (file, count) in &mut counts {
        println!("{file:14} {:>7} {:>8} {:>6}", count.passed, count.refused, count.wrong.len());
        wrong.append(&mut count.wrong);
    }
    let sum = |of: fn(&Count) -> usize| counts.values().map(of).sum::<usize>();
    println!("{:14} {:>7} {:>8} {:>6}", "all", sum(|c| c.passed), sum(|c| c.refused), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares typed values; doubles by number, since their texts may differ.
fn same(expected: &Json, found: &Json) -> bool {
    if expected.get("type").is_none() || expected["type"] != found["type"] {
        return false;
    }
    match (&expected["value"], &found["value"]) {
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Json::String(left), Json::String(right)) if expected["type"] == "double" => {
            let (left, right) = (left.parse::<f64>().unwrap(), right.parse::<f64>().unwrap());
            left == right || (left.is_nan() && right.is_nan())
        }
        (left, right) => left == right,
    }
}

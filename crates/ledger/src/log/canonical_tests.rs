//! The canonical bytes: written down once, and the same for whatever is asked.

use std::borrow::Cow;

use proptest::prelude::*;
use rahdari_kernel::event::By;
use rahdari_kernel::{Country, EventId, Instant, NewEvent, Role, Source, Subject, UserId};
use serde_json::{Value, json};

use super::*;

fn event(payload: &str) -> NewEvent {
    NewEvent {
        kind: Cow::Borrowed("declaration.accepted"),
        subject: Subject { kind: Cow::Borrowed("declaration"), id: EventId::from_bytes([0x11; 16]) },
        administration: Country::PK,
        by: By {
            user: Some(UserId::from_bytes([0x22; 16])),
            role: Some(Role::Officer),
            office: Some("PKKHI001".parse().unwrap()),
            company: None,
        },
        source: Source::Api,
        device: Some("gate \"3\"\n".into()),
        occurred_at: Instant::from_micros(1_764_000_000_000_001),
        recorded_at: Instant::from_micros(1_764_000_000_500_000),
        payload: payload.into(),
    }
}

fn text(payload: &str) -> String {
    String::from_utf8(canonical(&event(payload))).unwrap()
}

/// The bytes of version 1. If this test fails, the change needs another prefix: old leaves must stay valid.
#[test]
fn the_bytes_of_version_1_stay_as_they_are() {
    let expected = concat!(
        "rahdari-event/v1\n",
        r#"{"administration":"PK","by":{"company":null,"office":"PKKHI001","role":"officer","#,
        r#""user":"22222222-2222-2222-2222-222222222222"},"device":"gate \"3\"\n","#,
        r#""kind":"declaration.accepted","occurred_at":"2025-11-24T16:00:00.000001Z","#,
        r#""payload":{"lane":"green","mrn":"26PK…"},"recorded_at":"2025-11-24T16:00:00.500000Z","#,
        r#""source":"api","subject":{"id":"11111111-1111-1111-1111-111111111111","kind":"declaration"}}"#
    );
    assert_eq!(text(r#"{"lane":"green","mrn":"26PK…"}"#), expected);
}

#[test]
fn the_bytes_are_json_with_sorted_keys() {
    let text = text(r#"{"a":[1,-2,null,true,{"b":""}]}"#);
    let object = text.strip_prefix(CANONICAL_PREFIX).unwrap();
    let value: Value = serde_json::from_str(object).unwrap();
    assert_eq!(payload(&value), object);
}

#[test]
fn a_payload_in_another_form_is_kept_as_text() {
    for other in [
        "",
        "{",
        "{}x",
        "not json",
        r#"{"b":1,"a":2}"#,
        r#"{"a":1,"a":2}"#,
        r#"{"a": 1}"#,
        r#"{"a":1,}"#,
        "[1,]",
        "1.0",
        "1e3",
        "01",
        "-0",
        "-",
        r#""\/""#,
        r#""\u0041""#,
        r#""\u0009""#,
        r#""\u001F""#,
        "\"\t\"",
        r#"{"\n":1}"#,
        &"[".repeat(100_000),
        &format!("{}{}", "[".repeat(70), "]".repeat(70)),
    ] {
        let text = text(other);
        let object = text.strip_prefix(CANONICAL_PREFIX).unwrap();
        let value: Value = serde_json::from_str(object).unwrap();
        assert_eq!(value.get("payload_text"), Some(&json!(other)), "{other:?}");
        assert_eq!(value.get("payload"), None);
        assert_eq!(payload(&value), object, "even then the keys are sorted");
    }
}

#[test]
fn fractions_become_text() {
    assert_eq!(payload(&json!({"b": 1.5, "a": u64::MAX})), r#"{"a":18446744073709551615,"b":"1.5"}"#);
}

#[test]
fn a_commitment_depends_on_salt_and_text() {
    let one = commitment(&[1; 32], b"Ali Khan");
    assert_eq!(one, commitment(&[1; 32], b"Ali Khan"));
    assert_ne!(one, commitment(&[2; 32], b"Ali Khan"));
    assert_ne!(one, commitment(&[1; 32], b"Ali Khan "));
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[\\x00-\\x22\\x5c]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[a-zA-Z_é]{0,6}", inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_payload_writes_stands_in_the_event_as_it_is(value in values()) {
        let written = payload(&value);
        prop_assert!(serde_json::from_str::<Value>(&written).is_ok());
        let expected = format!(",\"payload\":{},\"recorded_at\"", written);
        prop_assert!(text(&written).contains(&expected), "{}", written);
        prop_assert_eq!(payload(&serde_json::from_str(&written).unwrap()), written);
    }

    #[test]
    fn no_text_breaks_the_bytes(other in "\\PC{0,30}|[\\x00-\\x7f]{0,30}") {
        let text = text(&other);
        let object = text.strip_prefix(CANONICAL_PREFIX).unwrap();
        let value: Value = serde_json::from_str(object).unwrap();
        let kept = value.get("payload_text").and_then(Value::as_str);
        let kept = kept.map(str::to_owned).or_else(|| value.get("payload").map(payload));
        prop_assert_eq!(kept, Some(other));
    }
}

//! Documents that mean harm, or nothing, are refused with a reason, quickly and without panic.

use std::time::Instant;

use rahdari_intake::format::DOCUMENT_BYTES_MAX;
use rahdari_intake::read;

use crate::sample::good;

/// Reads bytes and compares the codes found, in order.
#[track_caller]
fn refused(bytes: &[u8], expected: &[&str]) {
    let reading = read(None, bytes);
    assert_eq!(reading.declaration, None);
    let codes: Vec<&str> = reading.findings.iter().map(|finding| &*finding.code).collect();
    assert_eq!(codes, expected, "{:#?}", reading.findings);
}

fn message(before: &str, inside: &str) -> String {
    format!("{before}<n:CC015C PhaseID=\"NCTS6\" xmlns:n=\"http://ncts.dgtaxud.ec\">{inside}</n:CC015C>")
}

#[test]
fn what_is_no_declaration_is_refused() {
    refused(b"", &["unknown-format"]);
    refused(b"  \n", &["unknown-format"]);
    refused(b"hello", &["unknown-format"]);
    refused(b"[]", &["unknown-format"]);
    refused(b"{", &["json-syntax"]);
    refused(b"{\"n1:CC015C\":{}}", &["unknown-format"]);
    refused(b"<html/>", &["unknown-format"]);
    refused(b"<", &["xml-syntax"]);
    refused(b"<!-- only a comment -->", &["xml-syntax"]);
    refused(b"<CC015C", &["xml-syntax"]);
}

#[test]
fn other_encodings_are_refused() {
    refused(b"{\"a\":\"\xff\"}", &["not-utf-8"]);
    refused("\u{feff}{".as_bytes(), &["json-syntax"]);
    refused(b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><CC015C/>", &["not-utf-8"]);
    let utf16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(&utf16, &["not-utf-8"]);
    let reading = read(Some("application/json; charset=ISO-8859-1"), b"{}");
    assert_eq!(reading.findings[0].code, "not-utf-8");
    let good = good().to_string();
    for content_type in ["application/json; charset=UTF-8", "application/xml", "nonsense"] {
        assert!(read(Some(content_type), good.as_bytes()).declaration.is_some(), "{content_type}");
    }
}

#[test]
fn size_depth_and_number_of_parts_are_limited() {
    let begun = Instant::now();
    refused(&vec![b' '; DOCUMENT_BYTES_MAX + 1], &["too-large"]);
    refused("{\"a\":".repeat(1_000_000).as_bytes(), &["too-deep"]);
    refused(format!("{{\"a\":[{}0]}}", "0,".repeat(5_000_000)).as_bytes(), &["too-many-parts"]);
    let deep = message("", &"<a>".repeat(1_000_000));
    let reading = read(None, deep.as_bytes());
    assert_eq!(reading.findings.last().unwrap().code, "too-deep");
    let many = message("", &"<Guarantee/>".repeat(800_000));
    assert!(read(None, many.as_bytes()).findings.iter().any(|finding| finding.code == "too-many-parts"));
    assert!(begun.elapsed().as_secs() < 60, "took {:?}", begun.elapsed());
}

#[test]
fn entities_are_never_expanded() {
    let laughs = "<!DOCTYPE CC015C [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>";
    refused(message(laughs, "<messageSender>&b;</messageSender>").as_bytes(), &["xml-doctype"]);
    let reading = read(None, message("", "<messageSender>&b;</messageSender>").as_bytes());
    assert_eq!(reading.findings[0].code, "xml-doctype");
    let outside = "<!DOCTYPE CC015C SYSTEM \"file:///etc/passwd\">";
    refused(message(outside, "").as_bytes(), &["xml-doctype"]);
}

#[test]
fn doubled_names_and_giant_numbers_are_told() {
    let text = good().to_string();
    let doubled = text.replacen("\"typeCode\":", "\"typeCode\":\"TIR\",\"typeCode\":", 1);
    refused(doubled.as_bytes(), &["duplicate-field"]);
    let giant = text.replacen(
        "\"insurance\":{\"amount\":100",
        &format!("\"insurance\":{{\"amount\":1{}", "0".repeat(400)),
        1,
    );
    assert_ne!(giant, text);
    refused(giant.as_bytes(), &["number-form"]);
    let exponent = text.replacen("\"amount\":100", "\"amount\":1e999999999", 1);
    refused(exponent.as_bytes(), &["number-form"]);
}

#[test]
fn findings_have_an_end() {
    let fields: Vec<String> = (0..2000).map(|n| format!("\"x{n}\":1")).collect();
    let reading = read(None, format!("{{{}}}", fields.join(",")).as_bytes());
    assert_eq!(reading.findings.len(), 501);
    assert_eq!(reading.findings.last().unwrap().code, "too-many-findings");
}

#[test]
fn what_was_found_is_shortened_and_harmless() {
    let text = good().to_string().replacen("\"T1\"", &format!("\"\\u0007{}\"", "x".repeat(500)), 1);
    let reading = read(None, text.as_bytes());
    let found = reading.findings[0].found.as_deref().unwrap();
    assert!(found.chars().count() <= 81 && !found.contains('\u{7}'), "{found}");
}

#[test]
fn an_access_code_is_never_shown() {
    let text = good().to_string().replacen("\"A1B2\"", "\"A1B2X\"", 1);
    let reading = read(None, text.as_bytes());
    assert_eq!((&*reading.findings[0].code, &reading.findings[0].found), ("access-code", &None));
    let declaration = read(None, good().to_string().as_bytes()).declaration.unwrap();
    assert!(!format!("{declaration:?}").contains("A1B2"));
    assert!(declaration.without_access_codes().guarantees[0].access_code.is_none());
}

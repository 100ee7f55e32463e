//! Mistakes in reference files are found, all of them, each with its file and line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use proptest::prelude::*;
use rahdari_reference::{embedded, load};
use support::{law_files, shipped_files};

/// Replaces a text in a file of the small law and checks what is found, each `file:line code`, with a
/// part of the message.
#[track_caller]
fn check(file: &str, replace: (&str, &str), expected: &[(&str, &str)]) {
    let mut files = law_files();
    let (_, text) = files.iter_mut().find(|(name, _)| name == file).unwrap();
    assert!(text.contains(replace.0), "nothing to replace");
    *text = text.replacen(replace.0, replace.1, 1);
    let findings = load(&files).unwrap_err();
    let told: Vec<_> = findings.iter().map(|f| format!("{} {}: {}", f.pointer, f.code, f.message)).collect();
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, (place, message)) in told.iter().zip(expected) {
        assert!(told.starts_with(place) && told.contains(message), "{told}\n{place} {message}");
    }
}

#[test]
fn broken_syntax_is_found_at_its_line() {
    check("law.toml", ("km = 1465", "km = 1465 1"), &[("law.toml:79 reference-syntax", "")]);
    check("law.toml", ("exit = \"PKTOR001\"", "exit = PKTOR001"), &[("law.toml:78 reference-syntax", "")]);
    check("tariff.csv", ("KZ,1006,Rice,", "KZ,1006,Rice,,"), &[("tariff.csv:11 reference-syntax", "")]);
    check(
        "tariff.csv",
        ("country,code", "land,code"),
        &[("tariff.csv:1 reference-syntax", "expected the header")],
    );
}

#[test]
fn a_field_that_is_wrong_unknown_or_missing_is_found_at_its_line() {
    let office = ("code = \"KZALA001\"", "code = \"KZALA01\"");
    check("law.toml", office, &[("law.toml:67 reference-entry", "not a customs office reference")]);
    let status = ("status = \"in_force\"", "status = \"signed\"");
    check("law.toml", status, &[("law.toml:135 reference-entry", "signed")]);
    let grace = ("late_grace_days", "grace");
    check("law.toml", grace, &[("law.toml:145 reference-entry", "unknown field `grace`")]);
    let missing = ("status = \"in_force\"\n", "");
    check("law.toml", missing, &[("law.toml:132 reference-entry", "missing field `status`")]);
    let section = ("[[exchange_rates]]\n", "[[rates]]\n[[exchange_rates]]\n");
    check("law.toml", section, &[("law.toml:342 reference-entry", "no section is called rates")]);
    let day = ("2020-01-01,,test,true", "2020-13-01,,test,true");
    check("tariff.csv", day, &[("tariff.csv:8 reference-entry", "month")]);
    let mark = ("test,true", "test,perhaps");
    check("tariff.csv", mark, &[("tariff.csv:2 reference-entry", "verified: ")]);
}

#[test]
fn notations_inside_a_field_are_found_at_their_line() {
    let unit = ("CD=10 min 0.03 EUR/kg", "CD=10 min 0.03 EUR/lb");
    check("tariff.csv", unit, &[("tariff.csv:11 reference-entry", "EUR/lb")]);
    check("tariff.csv", ("KZ,1006", "KZ,1006x"), &[("tariff.csv:11 reference-entry", "1006x")]);
    let amount = ("value = \"EUR 10000\"", "value = \"EUR 1,000\"");
    check("law.toml", amount, &[("law.toml:141 reference-entry", "default_amount")]);
    let nothing = ("value = \"EUR 10000\"", "value = \"EUR 0\"");
    check("law.toml", nothing, &[("law.toml:141 reference-entry", "above zero")]);
    let percent = ("percent = \"50\"", "percent = \"150\"");
    check("law.toml", percent, &[("law.toml:157 reference-entry", "levies need a percent")]);
    let base = ("base = \"customs_value + CD + ACD\"", "base = \"customs_value + VAT\"");
    check("law.toml", base, &[("law.toml:294 reference-entry", "PK charge ST: the base is not a sum")]);
    let later = ("rate = \"by CD\"", "rate = \"by IT\"");
    check("law.toml", later, &[("law.toml:284 reference-entry", "PK charge ACD: the rate is not")]);
    check(
        "law.toml",
        ("USD = \"160\"", "USD = \"0\""),
        &[("law.toml:342 reference-entry", "cannot be a rate")],
    );
    let ends = ("to = \"2022-06-30\"\nvaluation", "to = \"2019-06-30\"\nvaluation");
    check("law.toml", ends, &[("law.toml:239 reference-entry", "ends before it begins")]);
}

#[test]
fn what_does_not_fit_together_is_found() {
    let unknown = ("stages = [[\"pk\"]]", "stages = [[\"pk\"], [\"pq\"]]");
    check("law.toml", unknown, &[("law.toml:118 reference-link", "route pakistan: no leg pq")]);
    let twice = ("stages = [[\"pk\"]]", "stages = [[\"pk\"], [\"pk\"]]");
    check("law.toml", twice, &[("law.toml:118 reference-link", "two legs in the same country")]);
    let nothing = ("stages = [[\"pk\"]]", "stages = [[\"pk\"], []]");
    check("law.toml", nothing, &[("law.toml:118 reference-entry", "combinations")]);
    let abroad = ("exit = \"AFHRT001\"", "exit = \"UZTER001\"");
    check("law.toml", abroad, &[("law.toml:84 reference-link", "different countries")]);
    let half = ("routes = [\"whole\"]", "routes = [\"half\"]");
    check("law.toml", half, &[("law.toml:165 reference-link", "WHOLE: no route half")]);
    let charge = ("CD=10,2025", "CDX=10,2025");
    check("tariff.csv", charge, &[("tariff.csv:6 reference-link", "no schedule of PK has a charge CDX")]);
    check(
        "tariff.csv",
        ("KZ,*", "KZ,99"),
        &[
            ("law.toml:321 reference-link", "the tariff of KZ has no line `*`"),
            ("law.toml:332 reference-link", "the tariff of KZ has no line `*`"),
        ],
    );
    let rule = ("code = \"AF\"", "code = \"TM\"");
    check("law.toml", rule, &[("law.toml:165 reference-link", "a route passes AF, which has no rule")]);
}

#[test]
fn two_entries_about_the_same_day_are_found() {
    let line = ("PK,8517,Telephones", "PK,8504,Telephones");
    check("tariff.csv", line, &[("tariff.csv:6 reference-overlap", "tariff.csv:5")]);
    let agreement = ("id = \"BOUNDS\"", "id = \"ONE\"");
    check("law.toml", agreement, &[("law.toml:211 reference-overlap", "agreement ONE is there twice")]);
    let rate = ("to = \"2025-06-30\"\nrates", "to = \"2025-07-01\"\nrates");
    check("law.toml", rate, &[("law.toml:358 reference-overlap", "PK exchange rate USD is there twice")]);
    let office = ("code = \"AFHRT001\"", "code = \"AFTOR001\"");
    check(
        "law.toml",
        office,
        &[
            ("law.toml:30 reference-overlap", "office AFTOR001 is there twice"),
            ("law.toml:84 reference-link", "no office AFHRT001"),
        ],
    );
    let rule = ("code = \"AF\"", "code = \"PK\"");
    check(
        "law.toml",
        rule,
        &[
            ("law.toml:165 reference-link", "a route passes AF"),
            ("law.toml:165 reference-overlap", "PK has more than one rule"),
        ],
    );
}

#[test]
fn all_mistakes_are_found_at_once() {
    let mut files = law_files();
    files[0].1 = files[0].1.replace("days_allowed = 5", "days_allowed = \"5\"");
    files[1].1 = files[1].1.replace("test,true", "test,perhaps");
    let findings = load(&files).unwrap_err();
    let rows = findings.iter().filter(|finding| finding.pointer.starts_with("tariff.csv:")).count();
    assert_eq!((rows, findings.len()), (13, 15), "{findings:#?}");

    let mut files = law_files();
    files[0].1 = files[0].1.replace("days_allowed = 5", "days_allowed = 0").replace("half_up 2", "nearest");
    assert_eq!(load(&files).unwrap_err().len(), 6);
}

#[test]
fn the_hash_tells_any_change_and_no_order() {
    let law = load(&law_files()).unwrap();
    let mut turned = law_files();
    turned.reverse();
    assert_eq!(load(&turned).unwrap().hash(), law.hash());
    let mut other = law_files();
    other[1].1.push_str("# a comment\n");
    assert_ne!(load(&other).unwrap().hash(), law.hash());
    assert_eq!(law.hash_hex().len(), 64);
    assert_ne!(load(&[]).unwrap().hash(), law.hash());
}

proptest! {
    #[test]
    fn no_text_makes_the_loader_panic(name in "[a-z]{1,8}\\.(toml|csv)", text in "\\PC{0,200}") {
        let _ = load(&[(name, text)]);
    }

    #[test]
    fn no_change_of_a_shipped_file_makes_the_loader_panic(
        file in 0_usize..embedded().len(), at in any::<prop::sample::Index>(), cut in 0_usize..12, put in "[ -~\n]{0,6}"
    ) {
        let (name, mut text) = shipped_files().swap_remove(file);
        let mut begin = at.index(text.len());
        while !text.is_char_boundary(begin) { begin -= 1; }
        let mut end = (begin + cut).min(text.len());
        while !text.is_char_boundary(end) { end += 1; }
        text.replace_range(begin..end, &put);
        let mut files = shipped_files();
        files[file] = (name, text);
        if let Err(findings) = load(&files) {
            prop_assert!(findings.iter().all(|finding| finding.pointer.contains(':')));
        }
    }
}

//! The shipped files: they load, they speak of what the corridor needs, and mistakes in them are found
//! with their lines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use rahdari_kernel::{Country, Date, Finding};
use rahdari_reference::{embedded, load};

fn shipped() -> Vec<(String, String)> {
    embedded().iter().map(|file| (file.name.to_owned(), file.text.to_owned())).collect()
}

fn on() -> Date {
    "2026-11-23".parse().unwrap()
}

fn told(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{} {} {}", finding.pointer, finding.code, finding.message))
        .collect()
}

#[test]
fn every_shipped_file_loads_without_a_finding() {
    let law = load(&shipped()).map_err(|findings| told(&findings)).unwrap();
    assert!(law.offices().len() >= 19);
    assert_eq!(law.agreements().len(), 7);
    assert!(law.package_kinds().len() > 100);
    for country in [Country::PK, Country::UZ, Country::KZ] {
        assert!(law.tariff(country).len() > 30, "{country}");
        assert!(law.charges(country, on()).is_some(), "{country}");
    }
}

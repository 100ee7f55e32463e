//! Declarations and a law for the tests, and short forms of what comes out.
#![allow(dead_code, reason = "each test file uses its part")]

use rahdari_intake::assess::{Assessment, assess};
use rahdari_intake::document::{Amount, Declaration};
use rahdari_intake::law::Law;
use rahdari_reference::{embedded, load};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// Goods: commodity, value in dollars, net mass in kilograms.
pub(crate) type Goods<'a> = (&'a str, Option<&'a str>, &'a str);

pub(crate) fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn amount(amount: &str, currency: &str) -> Amount {
    Amount { amount: dec(amount), currency: currency.parse().unwrap() }
}

pub(crate) fn law_files() -> Vec<(String, String)> {
    vec![
        ("law.toml".to_owned(), include_str!("../law/law.toml").to_owned()),
        ("tariff.csv".to_owned(), include_str!("../law/tariff.csv").to_owned()),
    ]
}

/// The small verified law.
pub(crate) fn law() -> Law {
    load(&law_files()).unwrap()
}

pub(crate) fn shipped_files() -> Vec<(String, String)> {
    embedded().iter().map(|file| (file.name.to_owned(), file.text.to_owned())).collect()
}

/// The shipped law.
pub(crate) fn shipped() -> Law {
    load(&shipped_files()).unwrap()
}

/// Goods from Karachi to Torkham, each item in a container of its own.
pub(crate) fn declaration(agreement: &str, incoterm: &str, goods: &[Goods<'_>]) -> Declaration {
    let items: Vec<Value> = (1..)
        .zip(goods)
        .map(|(sequence, (commodity, value, net))| {
            let mut item = json!({
                "sequence": sequence, "commodity": commodity, "description": "goods",
                "grossMassKg": net, "netMassKg": net,
                "packages": [{"kind": "CT", "count": 10, "marks": "N/M"}],
            });
            if let Some(value) = value {
                item["value"] = json!({"amount": value, "currency": "USD"});
            }
            item
        })
        .collect();
    let units: Vec<Value> = (1..=goods.len())
        .map(|sequence| json!({"sequence": sequence, "seals": [], "goodsItems": [sequence]}))
        .collect();
    serde_json::from_value(json!({
        "functionalReferenceId": "TEST-1", "typeCode": "T1", "additionalTypeCode": "A", "agreement": agreement,
        "officeOfDeparture": "PKKHI001", "officesOfTransit": [], "officeOfDestination": "PKTOR001",
        "holder": {"id": "PK1234567"},
        "consignment": {
            "countryOfDispatch": "AE", "countryOfDestination": "KZ", "grossMassKg": "1000",
            "deliveryTerms": {"incoterm": incoterm, "place": "PKKHI"},
            "transportEquipment": units, "goodsItems": items,
        },
    }))
    .unwrap()
}

#[track_caller]
pub(crate) fn assessed(declaration: &Declaration, law: &Law, at: &str) -> Assessment {
    assess(declaration, law, at.parse().unwrap(), false).unwrap()
}

/// Returns the security of a leg, each `unit amount`.
pub(crate) fn security(assessment: &Assessment, leg: usize) -> Vec<String> {
    let units = &assessment.legs[leg - 1].security;
    units.iter().map(|unit| format!("{} {}", unit.unit, unit.amount)).collect()
}

/// Checks that the small law refuses a declaration, each finding `pointer code`.
#[track_caller]
pub(crate) fn refused(declaration: &Declaration, at: &str, expected: &[&str]) {
    let findings = assess(declaration, &law(), at.parse().unwrap(), false).unwrap_err();
    let told: Vec<_> =
        findings.iter().map(|finding| format!("{} {}", finding.pointer, finding.code)).collect();
    assert_eq!(told, expected);
}

//! The shipped files: they load, and they speak of what the corridor needs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use rahdari_intake::assess::assess;
use rahdari_intake::document::Declaration;
use rahdari_intake::law::AgreementStatus;
use rahdari_intake::{Circumstances, examine};
use rahdari_kernel::{Country, Date, Finding, Instant, OfficeCode, Severity};
use rahdari_reference::load;
use support::{security, shipped, shipped_files};

fn on() -> Date {
    "2026-11-23".parse().unwrap()
}

fn at() -> Instant {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

fn told(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{} {} {}", finding.pointer, finding.code, finding.message))
        .collect()
}

#[test]
fn every_shipped_file_loads_without_a_finding() {
    let law = load(&shipped_files()).map_err(|findings| told(&findings)).unwrap();
    assert!(law.offices().len() >= 19);
    assert_eq!(law.agreements().len(), 7);
    assert!(law.package_kinds().len() > 100);
    for country in [Country::PK, Country::UZ, Country::KZ] {
        assert!(law.tariff(country).len() > 30, "{country}");
        assert!(law.charges(country, on()).is_some(), "{country}");
    }
}

#[track_caller]
fn route(agreement: &str, departure: &str, transit: &str, destination: &str) -> Option<(String, u32)> {
    let law = shipped();
    let agreement = law.agreement(agreement, on()).unwrap();
    let transit: Vec<OfficeCode> = transit.split_whitespace().map(|code| code.parse().unwrap()).collect();
    let route = agreement.route(&departure.parse().unwrap(), &transit, &destination.parse().unwrap())?;
    Some((route.id.to_string(), route.legs.iter().map(|leg| leg.km).sum()))
}

#[test]
fn every_journey_of_the_corridor_has_its_routes() {
    for agreement in ["PK-KZ", "TIR"] {
        for port in ["PKKHI001", "PKBQM001", "PKGWD001"] {
            for city in ["KZALA001", "KZSHY001", "KZAST001"] {
                for post in ["PKTOR001", "PKCMN001"] {
                    assert!(route(agreement, port, post, city).is_some(), "{agreement} {port} {post} {city}");
                    assert!(route(agreement, city, post, port).is_some(), "{agreement} {city} {post} {port}");
                }
            }
        }
    }
    for (city, post) in [("PKLHE001", "PKTOR001"), ("PKPEW001", "PKTOR001"), ("PKLHE001", "PKCMN001")] {
        assert!(route("TIR", city, post, "KZALA001").is_some(), "{city} {post}");
    }
    assert!(route("UPTTA", "PKKHI001", "AFHRT001", "UZTAS001").is_some());
    assert!(route("APTTA-2010", "PKGWD001", "AFSBK001", "AFKDH001").is_some());
    assert!(route("QTTA", "PKISB001", "CNKJB001 KGTRG001", "KZALA001").is_some());
    assert!(route("EAEU", "KZSRY001", "", "KZAST001").is_some());
}

#[test]
fn the_offices_of_transit_say_which_way_and_may_be_some_or_all() {
    let torkham = "north-torkham:PKKHI001-KZALA001";
    let all = "PKTOR001 AFTOR001 AFHRT001 UZTER001 UZGIK001 KZSRY001";
    for transit in [all, "PKTOR001 KZSRY001", "UZTER001", ""] {
        let (id, km) = route("PK-KZ", "PKKHI001", transit, "KZALA001").unwrap();
        assert_eq!((id.as_str(), km), (torkham, 3731), "{transit}");
    }
    let (id, km) = route("PK-KZ", "PKKHI001", "PKCMN001", "KZALA001").unwrap();
    assert_eq!((id.as_str(), km), ("north-chaman:PKKHI001-KZALA001", 3453));
    // Against the direction, through two posts at once, beyond the route, or beginning on the way.
    for transit in ["KZSRY001 PKTOR001", "PKTOR001 PKCMN001", "KZALA001", "PKTOR001 PKTOR001"] {
        assert_eq!(route("PK-KZ", "PKKHI001", transit, "KZALA001"), None, "{transit}");
    }
    assert_eq!(route("PK-KZ", "PKTOR001", "", "KZALA001"), None);
    assert_eq!(route("PK-KZ", "PKKHI001", "", "KZSRY001"), None);
}

#[test]
fn an_agreement_shortens_the_days_of_a_leg() {
    let law = shipped();
    let days = |agreement: &str| {
        let agreement = law.agreement(agreement, on()).unwrap();
        let ends = ("PKKHI001".parse().unwrap(), "KZALA001".parse().unwrap());
        agreement.route(&ends.0, &["PKSST001".parse().unwrap()], &ends.1).unwrap().legs[0].days_allowed
    };
    assert_eq!((days("QTTA"), days("TIR")), (11, 10));
}

#[test]
fn the_suspension_of_the_afghan_agreement_has_its_date() {
    let law = shipped();
    let status = |day: &str| law.agreement("APTTA-2010", day.parse().unwrap()).map(|version| version.status);
    assert_eq!(status("2023-10-06"), None);
    assert_eq!(status("2025-10-15"), Some(AgreementStatus::InForce));
    assert_eq!(status("2025-10-16"), Some(AgreementStatus::Suspended));
    assert_eq!(law.agreement_versions("APTTA-2010").len(), 2);
}

/// The goods of the walk: converters and telephones from the Emirates, two containers, to Almaty.
fn walk(agreement: &str) -> Declaration {
    let goods = [("85044090", Some("85000.00"), "10500"), ("85176200", Some("42000.00"), "9000")];
    let mut walk = support::declaration(agreement, "CFR", &goods);
    walk.office_of_destination = "KZALA001".parse().unwrap();
    walk.offices_of_transit = vec!["PKTOR001".parse().unwrap(), "KZSRY001".parse().unwrap()];
    walk
}

#[test]
fn the_walk_is_assessed_on_each_leg_in_demo_mode() {
    let assessment = assess(&walk("PK-KZ"), &shipped(), at(), true).unwrap();
    assert_eq!(assessment.agreement_status, AgreementStatus::Draft);
    // 85,000 × 281 × 1.02 = 24,362,700: duty 20 %, additional duty 4 %, taxes 18 % and 3 %, income tax 5.5 %.
    assert_eq!(security(&assessment, 1), ["1 PKR 14,201,554.00", "2 PKR 7,017,239.00"]);
    assert_eq!(security(&assessment, 2), [""; 0]);
    // 85,000 × 12,100 at 10 % and 12 %; 42,000 × 12,100 at 5 % and 12 %.
    assert_eq!(security(&assessment, 3), ["1 UZS 238,612,000.00", "2 UZS 89,443,200.00"]);
    // 85,000 × 525 at 12 % and 16 %; 42,000 × 525 at 0 % and 16 %.
    assert_eq!(security(&assessment, 4), ["1 KZT 13,351,800.00", "2 KZT 3,528,000.00"]);
    for name in ["agreement PK-KZ (draft)", "PK tariff 8504", "KZ charge VAT", "UZ exchange rate USD"] {
        assert!(assessment.unverified.iter().any(|unverified| &**unverified == name), "{name}");
    }
}

#[test]
fn under_tir_every_country_has_the_ceiling_of_the_carnet() {
    let assessment = assess(&walk("TIR"), &shipped(), at(), true).unwrap();
    for leg in 1..=4 {
        assert_eq!(security(&assessment, leg), ["1 EUR 50,000.00", "2 EUR 50,000.00"]);
        assert!(assessment.legs[leg - 1].charges.is_empty());
    }
}

#[test]
fn nothing_unverified_is_applied_outside_demo_mode() {
    let findings = assess(&walk("TIR"), &shipped(), at(), false).unwrap_err();
    let named: Vec<_> = findings.iter().map(|finding| finding.found.clone().unwrap()).collect();
    assert!(named.iter().any(|name| name.starts_with("agreement TIR")), "{named:?}");
    assert!(named.contains(&"leg pk-khi-tor".to_owned()), "{named:?}");
    assert!(findings.iter().all(|finding| finding.code == "law-not-verified"));

    let findings = assess(&walk("PK-KZ"), &shipped(), at(), false).unwrap_err();
    assert_eq!(
        told(&findings),
        [
            "/agreement agreement-not-in-force The agreement PK-KZ is a draft, which works only in demo mode on 2026-11-23."
        ]
    );
}

#[test]
fn any_commodity_can_be_assessed_everywhere() {
    let law = shipped();
    for chapter in (1..=97).filter(|chapter| *chapter != 77) {
        let code = format!("{chapter:02}9999");
        let mut goods = support::declaration("PK-KZ", "CFR", &[(&code, Some("1000"), "10")]);
        goods.office_of_destination = "KZALA001".parse().unwrap();
        let assessment = assess(&goods, &law, at(), true).unwrap();
        assert_eq!(assessment.legs.iter().filter(|leg| leg.security.len() == 1).count(), 3, "{code}");
    }
}

/// A declaration as a broker sends it, under the shipped law.
const SENT: &str = r#"{ "functionalReferenceId": "KHI-2026-1", "typeCode": "T1", "additionalTypeCode": "A",
  "agreement": "PK-KZ", "officeOfDeparture": "PKKHI001",
  "officesOfTransit": ["PKTOR001", "AFTOR001", "AFHRT001", "UZTER001", "UZGIK001", "KZSRY001"],
  "officeOfDestination": "KZALA001",
  "holder": {"id": "PK1234567", "name": "Khyber Transit", "country": "PK", "address": "Karachi"},
  "consignor": {"name": "Gulf Electric", "country": "AE", "address": "Dubai"},
  "consignee": {"name": "Almaty Energo", "country": "KZ", "address": "Almaty"},
  "consignment": { "countryOfDispatch": "AE", "countryOfDestination": "KZ", "placeOfLoading": "AEJEA",
    "arrivedOn": "2026-11-01", "deliveryTerms": {"incoterm": "CFR", "place": "PKKHI"},
    "grossMassKg": "20500", "manifest": {"index": "KAPE-0123-2026", "line": 45}, "billOfLading": "MAEU1234567",
    "itinerary": ["PK", "AF", "UZ", "KZ"],
    "transportEquipment": [
      {"sequence": 1, "container": "MSKU2666542", "seals": ["PK0001"],
       "vehicle": {"registration": "TKA-123", "country": "PK"}, "goodsItems": [1]},
      {"sequence": 2, "container": "CSQU3054383", "seals": ["PK0002"],
       "vehicle": {"registration": "TKB-456", "country": "PK"}, "goodsItems": [2]}],
    "goodsItems": [
      {"sequence": 1, "commodity": "85044090", "description": "Static converters", "countryOfOrigin": "AE",
       "grossMassKg": "11000", "netMassKg": "10500",
       "packages": [{"kind": "CT", "count": 400, "marks": "GE 1-400"}],
       "value": {"amount": "85000.00", "currency": "USD"}, "supplementaryUnits": "400",
       "documents": [{"type": "N380", "reference": "INV-1"}]},
      {"sequence": 2, "commodity": "85176200", "description": "Network switches", "countryOfOrigin": "AE",
       "grossMassKg": "9500", "netMassKg": "9000",
       "packages": [{"kind": "CT", "count": 300, "marks": "GE 401-700"}],
       "value": {"amount": "42000.00", "currency": "USD"}, "supplementaryUnits": "300",
       "documents": [{"type": "N380", "reference": "INV-2"}]}],
    "documents": [{"type": "N705", "reference": "MAEU1234567"}] },
  "guarantees": [] }"#;

#[test]
fn a_declaration_as_sent_passes_the_checks_and_is_assessed() {
    let law = shipped();
    let circumstances = Circumstances { at: at(), demo: true };
    let reading = examine(Some("application/json"), SENT.as_bytes(), &law, &circumstances);
    let errors = reading.findings.iter().filter(|finding| finding.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{:?}", told(&reading.findings));
    let sent = assess(&reading.declaration.unwrap(), &law, at(), true).unwrap();
    let walked = assess(&walk("PK-KZ"), &law, at(), true).unwrap();
    assert_eq!(sent, walked);
}

//! A declaration in which nothing is wrong, and a small law under which it is so.

use rahdari_intake::law::{
    Agreement, AgreementStatus, CountryRule, DocumentRequirement, Instrument, Law, LawParts, Leg, Office,
    OfficeRole, PackageKind, Parameter, Period, Prohibition, Provenance, Rounding, RoundingMode, Route,
    SecurityBasis, TariffLine,
};
use rahdari_intake::{Circumstances, Declaration, Reading, examine};
use rahdari_kernel::{Country, Finding};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// The declaration as JSON.
pub(crate) fn good() -> Value {
    json!({
        "functionalReferenceId": "LRN-2026/1", "typeCode": "T1", "additionalTypeCode": "A", "agreement": "TEST",
        "officeOfDeparture": "PKKHI001", "officesOfTransit": ["PKTOR001", "AFTOR001", "AFHRT001", "UZTER001"],
        "officeOfDestination": "UZTAS001",
        "holder": {"id": "PK-1234567", "name": "Khyber Traders", "country": "PK", "address": "Napier Road 12, Karachi"},
        "declarant": {"id": "PK-CHAL-77"},
        "consignor": {"name": "Gulf Electric", "country": "AE", "address": "Gate 4, Jebel Ali, Dubai"},
        "consignee": {"id": "UZ-301", "name": "Toshkent Energo"},
        "consignment": {
            "countryOfDispatch": "AE", "countryOfDestination": "UZ", "placeOfLoading": "AEJEA",
            "arrivedOn": "2026-11-01", "deliveryTerms": {"incoterm": "FOB", "place": "AEJEA"},
            "freight": {"amount": "1200.00", "currency": "USD"},
            "insurance": {"amount": 100, "currency": "USD"},
            "grossMassKg": "23000.5", "manifest": {"index": "KAPE-0123-2026", "line": 45},
            "billOfLading": "MAEU1234567", "itinerary": ["PK", "AF", "UZ"],
            "transportEquipment": [
                {"sequence": 1, "container": "MSKU2666542", "seals": ["PK0001", "PK0002"],
                 "vehicle": {"registration": "TKA-123", "country": "PK"}, "goodsItems": [1]},
                {"sequence": 2, "container": "CSQU3054383", "seals": ["PK0003"],
                 "vehicle": {"registration": "TKA-124", "country": "PK"}, "goodsItems": [2]},
            ],
            "goodsItems": [
                {"sequence": 1, "commodity": "8504.4090", "description": "Static converters",
                 "countryOfOrigin": "AE", "grossMassKg": "11000", "netMassKg": "10500",
                 "packages": [{"kind": "CT", "count": 400, "marks": "GE 1-400"}],
                 "value": {"amount": "85000.00", "currency": "USD"}, "supplementaryUnits": "400",
                 "documents": [{"type": "N380", "reference": "INV-1"}]},
                {"sequence": 2, "commodity": "85044090", "description": "محول ساکن & <more>",
                 "grossMassKg": 12000.5, "packages": [{"kind": "VO"}],
                 "value": {"amount": "90000", "currency": "USD"}},
            ],
            "documents": [{"type": "N271", "reference": "PL-1"}],
        },
        "guarantees": [{"type": "2", "grn": "26PKNBP0000000017", "accessCode": "A1B2",
                        "amountToBeCovered": {"amount": "1000000.00", "currency": "PKR"}}],
    })
}

/// The declaration as a value.
pub(crate) fn declaration() -> Declaration {
    let reading = rahdari_intake::read(None, good().to_string().as_bytes());
    reading.declaration.unwrap_or_else(|| panic!("{:#?}", reading.findings))
}

/// Noon in Karachi on a day on which everything in the law is in force.
pub(crate) fn circumstances() -> Circumstances {
    Circumstances { at: "2026-11-23T07:00:00Z".parse().unwrap(), demo: true }
}

/// Reads and checks under the small law.
pub(crate) fn examined(document: &str) -> Reading {
    examine(None, document.as_bytes(), &law(), &circumstances())
}

/// The findings in short, sorted.
pub(crate) fn short(findings: &[Finding]) -> Vec<(String, String)> {
    let mut short: Vec<_> = findings.iter().map(|f| (f.code.to_string(), f.pointer.clone())).collect();
    short.sort();
    short
}

fn provenance() -> Provenance {
    Provenance { name: "test".into(), source: "the law of these tests".into(), verified: true }
}

fn always() -> Period {
    Period { from: "2020-01-01".parse().unwrap(), to: None }
}

fn parameter<T>(value: T) -> Parameter<T> {
    Parameter { value, provenance: provenance() }
}

fn office(code: &str, roles: &[OfficeRole]) -> Office {
    Office {
        code: code.parse().unwrap(),
        name: code.into(),
        country: code[..2].parse().unwrap(),
        locode: None,
        roles: roles.to_vec(),
        utc_offset_minutes: 300,
        validity: always(),
        provenance: provenance(),
    }
}

fn leg(country: &str, entry: &str, exit: &str) -> Leg {
    Leg {
        sequence: 0,
        country: country.parse().unwrap(),
        entry: entry.parse().unwrap(),
        exit: exit.parse().unwrap(),
        days_allowed: 10,
        km: 1000,
        provenance: provenance(),
    }
}

fn agreement(id: &str, status: AgreementStatus, instruments: &[Instrument]) -> Agreement {
    let legs = vec![
        leg("PK", "PKKHI001", "PKTOR001"),
        leg("AF", "AFTOR001", "AFHRT001"),
        leg("UZ", "UZTER001", "UZTAS001"),
    ];
    let rule = |country| CountryRule {
        country,
        security: SecurityBasis::Declared,
        instruments: instruments.to_vec(),
        days_allowed_max: None,
        provenance: provenance(),
    };
    let document = |types: &[&str], from_sea_port_only| DocumentRequirement {
        types: types.iter().map(|kind| (*kind).into()).collect(),
        title: types[0].into(),
        from_sea_port_only,
        provenance: provenance(),
    };
    let prohibition = |prefix: &str, arrived_between| Prohibition {
        title: format!("Goods of {prefix}").into(),
        prefixes: vec![prefix.into()],
        validity: always(),
        arrived_between,
        provenance: provenance(),
    };
    Agreement {
        id: id.into(),
        title: format!("Agreement {id}").into(),
        status,
        parties: vec![Country::PK, Country::UZ],
        validity: always(),
        routes: Route::new("R".into(), "The route".into(), legs, provenance()).into_iter().collect(),
        countries: [Country::PK, Country::AF, Country::UZ].map(rule).to_vec(),
        default_amount: None,
        floor: None,
        ceiling: None,
        security_rounding: parameter(Rounding { mode: RoundingMode::Up, decimals: 0 }),
        claim_window_days: parameter(90),
        weight_tolerance_percent: parameter(Decimal::from(5)),
        late_grace_days: parameter(3),
        scan_percent_min: None,
        examination_percent_min: None,
        seals_required: parameter(true),
        tracking_required: parameter(false),
        documents: vec![
            document(&["N380", "N325"], false),
            document(&["N705"], true),
            document(&["N785"], true),
        ],
        prohibitions: vec![
            prohibition("0902", None),
            prohibition(
                "4011",
                Some(Period { from: "2026-10-01".parse().unwrap(), to: Some("2026-11-30".parse().unwrap()) }),
            ),
        ],
        provenance: provenance(),
    }
}

/// The small law: one route from Karachi to Tashkent, and agreements of every status.
pub(crate) fn law() -> Law {
    use OfficeRole::{Departure, Destination, SeaPort, Transit};
    let banks = [Instrument::IndividualUndertaking, Instrument::Comprehensive, Instrument::FlatRateVoucher];
    let line = |prefix: &str| TariffLine {
        country: Country::PK,
        prefix: prefix.into(),
        description: prefix.into(),
        rates: Vec::new(),
        validity: always(),
        provenance: provenance(),
    };
    let kind = |code: &str, bulk| PackageKind {
        code: code.into(),
        name: code.into(),
        bulk,
        provenance: provenance(),
    };
    let mut closed = office("PKOLD001", &[Departure]);
    closed.validity.to = Some("2025-12-31".parse().unwrap());
    Law::new(LawParts {
        offices: vec![
            office("PKKHI001", &[Departure, SeaPort]),
            office("PKLHE001", &[Departure]),
            closed,
            office("PKTOR001", &[Transit]),
            office("AFTOR001", &[Transit]),
            office("AFHRT001", &[Transit]),
            office("UZTER001", &[Transit]),
            office("UZTAS001", &[Destination]),
        ],
        agreements: vec![
            agreement("TEST", AgreementStatus::InForce, &banks),
            agreement("DRAFT", AgreementStatus::Draft, &banks),
            agreement("SUSPENDED", AgreementStatus::Suspended, &banks),
            agreement("TIR", AgreementStatus::InForce, &[Instrument::Tir]),
        ],
        tariff_lines: vec![line("85"), line("0902"), line("4011")],
        package_kinds: vec![kind("CT", false), kind("VO", true)],
        ..LawParts::default()
    })
}

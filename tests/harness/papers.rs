//! Declarations as a broker would send them: third-country goods from the UAE, landed at Karachi, in two
//! containers on two trucks to Almaty.

use std::time::{SystemTime, UNIX_EPOCH};

use rahdari_kernel::Instant;
use serde_json::{Value, json};

use super::client::Client;

/// The holder whose mandate the broker of these tests has.
pub(crate) const HOLDER: &str = "PK-NTN-301877";
/// The access code of the demo's lasting guarantees.
pub(crate) const ACCESS_CODE: &str = "K7D2";

/// A transport unit of [`declaration`], as the officers along the way find it.
pub(crate) struct Unit {
    pub(crate) number: u16,
    pub(crate) container: &'static str,
    pub(crate) seal: &'static str,
    pub(crate) gross_mass_kg: &'static str,
}

/// The two trucks.
pub(crate) const UNITS: [Unit; 2] = [
    Unit { number: 1, container: "MSKU2666542", seal: "PCCSS1000001", gross_mass_kg: "10584" },
    Unit { number: 2, container: "CSQU3054383", seal: "PCCSS1000002", gross_mass_kg: "7040" },
];

/// Returns the declaration under a local reference number, secured by the guarantees cited.
pub(crate) fn declaration(lrn: &str, grns: &[String]) -> Value {
    let guarantees = grns.iter().map(|grn| json!({ "type": "1", "grn": grn, "accessCode": ACCESS_CODE }));
    let unit = |unit: &Unit, vehicle: &str| {
        json!({
            "sequence": unit.number, "container": unit.container, "seals": [unit.seal],
            "vehicle": { "registration": vehicle, "country": "PK" }, "goodsItems": [unit.number],
        })
    };
    let equipment = json!([unit(&UNITS[0], "TLA-1001"), unit(&UNITS[1], "TLA-1002")]);
    json!({
        "functionalReferenceId": lrn, "typeCode": "T1", "additionalTypeCode": "A", "agreement": "PK-KZ",
        "officeOfDeparture": "PKKHI001",
        "officesOfTransit": ["PKTOR001", "AFTOR001", "AFHRT001", "UZTER001", "UZGIK001", "KZSRY001"],
        "officeOfDestination": "KZALA001",
        "holder": { "id": HOLDER, "name": "Karakoram Transit", "country": "PK" },
        "declarant": { "id": "PK-CHA-2210", "name": "Indus Clearing Agency", "country": "PK" },
        "consignor": { "name": "Jebel Ali Trading House", "country": "AE", "address": "Plot 5, Jebel Ali" },
        "consignee": { "name": "Almaty Wholesale Centre", "country": "KZ", "address": "Raiymbek 12, Almaty" },
        "consignment": {
            "countryOfDispatch": "AE", "countryOfDestination": "KZ", "placeOfLoading": "AEJEA",
            "arrivedOn": today(), "deliveryTerms": { "incoterm": "CFR", "place": "PKKHI" },
            "grossMassKg": "17624", "manifest": { "index": "KAPE-0123-2026", "line": 45 },
            "billOfLading": "MAEU1234567", "itinerary": ["PK", "AF", "UZ", "KZ"],
            "transportEquipment": equipment,
            "goodsItems": [
                // So cheap a kilogram that the papers are looked at, whoever the holder is.
                item(1, "850440", "Static converters for telecommunication", "AE", "10584", "9800", "75000.00"),
                item(2, "851762", "Switching and routing apparatus", "CN", "7040", "6400", "396800.00"),
            ],
            "documents": [
                { "type": "N730", "reference": format!("CMR-{lrn}") },
                { "type": "N271", "reference": format!("PL-{lrn}") },
            ],
        },
        "guarantees": guarantees.collect::<Vec<_>>(),
    })
}

fn item(sequence: u16, code: &str, what: &str, origin: &str, gross: &str, net: &str, usd: &str) -> Value {
    json!({
        "sequence": sequence, "commodity": code, "description": what, "countryOfOrigin": origin,
        "grossMassKg": gross, "netMassKg": net,
        "packages": [{ "kind": "CT", "count": 700, "marks": format!("LOT {sequence}") }],
        "value": { "amount": usd, "currency": "USD" },
        "documents": [{ "type": "N380", "reference": format!("INV-{sequence}") }],
    })
}

/// Returns the numbers of the guarantees that the broker may cite for the holder: one for each country.
#[track_caller]
pub(crate) fn grns(broker: &Client) -> Vec<String> {
    let guarantees = broker.list("/api/v1/guarantees");
    let lasting = guarantees.iter().filter(|guarantee| {
        guarantee["kind"] == "comprehensive" && guarantee["grn"].as_str().unwrap().contains("RAH00")
    });
    let numbers = lasting.map(|guarantee| guarantee["grn"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert!(!numbers.is_empty(), "the broker sees no lasting guarantee: {guarantees:#?}");
    numbers
}

/// Returns today's date in UTC.
pub(crate) fn today() -> String {
    let micros = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros();
    Instant::from_micros(i64::try_from(micros).unwrap()).date().to_string()
}

/// Returns the address of an action on a movement.
pub(crate) fn path(id: &str, action: &str) -> String {
    format!("/api/v1/movements/{id}/{action}")
}

/// What an officer writes down who finds a unit as it was declared.
pub(crate) fn seen(unit: &Unit) -> Value {
    json!({
        "unit": unit.number, "container": unit.container, "seals": [unit.seal],
        "grossMassKg": unit.gross_mass_kg,
    })
}

/// Returns the state of a country's security in a movement, unit by unit.
pub(crate) fn security(movement: &Value, country: &str) -> Vec<String> {
    let all = movement["security"].as_array().unwrap().iter().filter(|one| one["country"] == country);
    all.map(|one| one["state"].as_str().unwrap().to_owned()).collect()
}

//! Each check finds what it is for, where it is, and everything is found at once.

use std::collections::BTreeSet;

use rahdari_intake::check::check;
use rahdari_intake::{Circumstances, catalogue, examine, write_cc015c};
use rahdari_kernel::Severity;
use serde_json::{Value, json};

use crate::sample::{circumstances, declaration, examined, good, law, short};

/// Changes to the good declaration, each as pointer and value (null removes), and what must be found.
type Case = (&'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

const ITEM: &str = "/consignment/goodsItems/0";

const CASES: &[Case] = &[
    (&[], &[]),
    // Structure.
    (&[("/typecode", "\"T1\"")], &[("unknown-field", "/typecode")]),
    (&[("/holder", "null")], &[("missing", "/holder")]),
    (&[("/holder/id", "null")], &[("missing", "/holder/id")]),
    (&[("/holder", "[]")], &[("wrong-type", "/holder")]),
    (
        &[("/consignment/goodsItems/0/sequence", "\"1\"")],
        &[("wrong-type", "/consignment/goodsItems/0/sequence")],
    ),
    (&[("/consignment/goodsItems", "[]")], &[("too-few", "/consignment/goodsItems")]),
    // Fields.
    (&[("/holder/name", "\" \"")], &[("text-form", "/holder/name")]),
    (&[("/consignment/grossMassKg", "\"1e5\"")], &[("number-form", "/consignment/grossMassKg")]),
    (&[("/consignment/grossMassKg", "99999999999999999999")], &[("number-form", "/consignment/grossMassKg")]),
    (
        &[("/consignment/transportEquipment/0/sequence", "0")],
        &[("sequence-form", "/consignment/transportEquipment/0/sequence")],
    ),
    (&[("/consignment/arrivedOn", "\"2026-02-30\"")], &[("date-form", "/consignment/arrivedOn")]),
    (&[("/functionalReferenceId", "\"ä\"")], &[("lrn-form", "/functionalReferenceId")]),
    (&[("/typeCode", "\"T2\"")], &[("declaration-type", "/typeCode")]),
    (&[("/additionalTypeCode", "\"B\"")], &[("additional-type", "/additionalTypeCode")]),
    (&[("/officesOfTransit/1", "\"AFTOR\"")], &[("office-form", "/officesOfTransit/1")]),
    (&[("/consignment/countryOfDispatch", "\"AB\"")], &[("country-code", "/consignment/countryOfDispatch")]),
    (&[("/consignment/freight/currency", "\"USX\"")], &[("currency-code", "/consignment/freight/currency")]),
    (&[("/consignment/placeOfLoading", "\"Dubai\"")], &[("place-code", "/consignment/placeOfLoading")]),
    (
        &[("/consignment/goodsItems/0/commodity", "\"7700000\"")],
        &[("goods-code", "/consignment/goodsItems/0/commodity")],
    ),
    (
        &[("/consignment/transportEquipment/0/container", "\"CSQU3054384\"")],
        &[("container-number", "/consignment/transportEquipment/0/container")],
    ),
    (
        &[("/consignment/transportEquipment/0/seals/0", "\"a b\"")],
        &[("seal-number", "/consignment/transportEquipment/0/seals/0")],
    ),
    (&[("/guarantees/0/grn", "\"26PKNBP0000000018\"")], &[("guarantee-number", "/guarantees/0/grn")]),
    (&[("/guarantees/0/accessCode", "\"A1\"")], &[("access-code", "/guarantees/0/accessCode")]),
    (&[("/guarantees/0/type", "\"Z\"")], &[("guarantee-type", "/guarantees/0/type")]),
    (
        &[("/consignment/deliveryTerms/incoterm", "\"CNF\"")],
        &[("incoterm", "/consignment/deliveryTerms/incoterm")],
    ),
    (&[("/consignment/documents/0/type", "\"271\"")], &[("document-type", "/consignment/documents/0/type")]),
    (
        &[("/consignment/goodsItems/0/packages/0/kind", "\"carton\"")],
        &[("package-kind-form", "/consignment/goodsItems/0/packages/0/kind")],
    ),
    // Fields against one another.
    (&[("/consignor/country", "null")], &[("party-unnamed", "/consignor")]),
    (
        &[("/consignment/transportEquipment/1/sequence", "3")],
        &[("sequence-order", "/consignment/transportEquipment/1/sequence")],
    ),
    (
        &[("/consignment/transportEquipment/1/goodsItems", "[2,7]")],
        &[("unit-item-unknown", "/consignment/transportEquipment/1/goodsItems/1")],
    ),
    (
        &[("/consignment/transportEquipment/1/goodsItems", "[]")],
        &[
            ("item-without-unit", "/consignment/goodsItems/1"),
            ("unit-empty", "/consignment/transportEquipment/1/goodsItems"),
        ],
    ),
    (
        &[("/consignment/transportEquipment/1/goodsItems", "[1,2]")],
        &[("item-in-two-units", "/consignment/transportEquipment/1/goodsItems/0")],
    ),
    (
        &[("/consignment/transportEquipment/1/container", "\"MSKU2666542\"")],
        &[("container-twice", "/consignment/transportEquipment/1/container")],
    ),
    (
        &[("/consignment/transportEquipment/1/seals/0", "\"PK0002\"")],
        &[("seal-twice", "/consignment/transportEquipment/1/seals/0")],
    ),
    (
        &[
            ("/consignment/transportEquipment/1/container", "null"),
            ("/consignment/transportEquipment/1/vehicle", "null"),
        ],
        &[("unit-unidentified", "/consignment/transportEquipment/1")],
    ),
    (
        &[("/consignment/transportEquipment/1/vehicle", "null")],
        &[("vehicle-missing", "/consignment/transportEquipment/1/vehicle")],
    ),
    (
        &[("/consignment/goodsItems/0/netMassKg", "11000.1")],
        &[("net-above-gross", "/consignment/goodsItems/0/netMassKg")],
    ),
    (
        &[("/consignment/goodsItems/0/netMassKg", "0")],
        &[("mass-zero", "/consignment/goodsItems/0/netMassKg")],
    ),
    (&[("/consignment/grossMassKg", "23000")], &[("mass-sum", "/consignment/grossMassKg")]),
    (
        &[("/consignment/goodsItems/0/packages/0/count", "null")],
        &[("package-count", "/consignment/goodsItems/0/packages/0/count")],
    ),
    (
        &[("/consignment/goodsItems/0/packages/0/count", "0")],
        &[("package-marks", "/consignment/goodsItems/0/packages")],
    ),
    (
        &[("/consignment/freight/amount", "\"1200.001\"")],
        &[("amount-decimals", "/consignment/freight/amount")],
    ),
    (
        &[("/guarantees/0/amountToBeCovered/amount", "0")],
        &[("amount-zero", "/guarantees/0/amountToBeCovered/amount")],
    ),
    (
        &[("/consignment/goodsItems/0/value/amount", "\"0.00\"")],
        &[("amount-zero", "/consignment/goodsItems/0/value/amount")],
    ),
    (
        &[("/consignment/goodsItems/0/value/amount", "\"-1\"")],
        &[("number-form", "/consignment/goodsItems/0/value/amount")],
    ),
    (
        &[("/consignment/goodsItems/0/value", "null"), ("/guarantees/0/amountToBeCovered", "null")],
        &[("value-missing", "/consignment/goodsItems/0/value")],
    ),
    // An amount to be covered does not silence the warning.
    (
        &[
            ("/consignment/goodsItems/0/value", "null"),
            ("/guarantees/0/amountToBeCovered/amount", "\"0.01\""),
        ],
        &[("value-missing", "/consignment/goodsItems/0/value")],
    ),
    (&[("/consignment/freight", "null")], &[("freight-missing", "/consignment/freight")]),
    (
        &[("/officeOfDestination", "\"PKKHI001\"")],
        &[
            ("destination-country", "/consignment/countryOfDestination"),
            ("itinerary-ends", "/consignment/itinerary/2"),
            ("office-role", "/officeOfDestination"),
            ("route-not-permitted", "/officeOfDestination"),
            ("same-office", "/officeOfDestination"),
        ],
    ),
    (
        &[("/officesOfTransit/1", "\"PKTOR001\"")],
        &[("office-twice", "/officesOfTransit/1"), ("route-not-permitted", "/officesOfTransit")],
    ),
    (
        &[("/consignment/itinerary", "[\"PK\",\"UZ\"]")],
        &[("itinerary-offices", "/officesOfTransit/1"), ("itinerary-offices", "/officesOfTransit/2")],
    ),
    (
        &[("/consignment/itinerary", "[\"PK\",\"AF\",\"TM\",\"UZ\"]")],
        &[("itinerary-route", "/consignment/itinerary")],
    ),
    (&[("/consignment/arrivedOn", "\"2026-11-24\"")], &[("arrived-later", "/consignment/arrivedOn")]),
    (
        &[("/typeCode", "\"TIR\""), ("/agreement", "\"TIR\""), ("/guarantees", "[{\"type\":\"B\"}]")],
        &[("carnet-missing", "/tirCarnet")],
    ),
    (
        &[
            ("/typeCode", "\"TIR\""),
            ("/agreement", "\"TIR\""),
            ("/guarantees", "[{\"type\":\"B\"}]"),
            ("/tirCarnet", "\"XX72581267\""),
        ],
        &[("carnet-number", "/tirCarnet")],
    ),
    (
        &[("/typeCode", "\"TIR\""), ("/agreement", "\"TIR\""), ("/tirCarnet", "\"JX72581267\"")],
        &[("guarantee-instrument", "/guarantees/0/type"), ("guarantee-tir", "/guarantees/0/type")],
    ),
    (&[("/tirCarnet", "\"JX72581267\"")], &[("carnet-without-tir", "/tirCarnet")]),
    (
        &[(
            "/guarantees",
            "[{\"type\":\"2\",\"grn\":\"26PKNBP0000000017\"},{\"type\":\"2\",\"grn\":\"26PKNBP0000000017\"}]",
        )],
        &[("guarantee-twice", "/guarantees/1/grn")],
    ),
    (&[("/guarantees/0/grn", "null")], &[("guarantee-number-missing", "/guarantees/0/grn")]),
    (&[("/guarantees/0/type", "\"4\"")], &[("guarantee-voucher", "/guarantees/0/grn")]),
    (
        &[(
            "/consignment/documents",
            "[{\"type\":\"N271\",\"reference\":\"PL-1\"},{\"type\":\"N271\",\"reference\":\"PL-1\"}]",
        )],
        &[("document-twice", "/consignment/documents/1")],
    ),
    // Law.
    (&[("/agreement", "\"PTA\"")], &[("agreement-unknown", "/agreement")]),
    (&[("/agreement", "\"SUSPENDED\"")], &[("agreement-not-in-force", "/agreement")]),
    (&[("/agreement", "\"DRAFT\"")], &[("agreement-draft", "/agreement")]),
    (
        &[("/agreement", "\"TIR\"")],
        &[("agreement-tir", "/typeCode"), ("guarantee-instrument", "/guarantees/0/type")],
    ),
    (
        &[("/officeOfDeparture", "\"PKISB001\"")],
        &[("office-unknown", "/officeOfDeparture"), ("route-not-permitted", "/officeOfDestination")],
    ),
    (
        &[("/officeOfDeparture", "\"PKOLD001\"")],
        &[("office-unknown", "/officeOfDeparture"), ("route-not-permitted", "/officeOfDestination")],
    ),
    (
        &[("/officesOfTransit", "[\"UZTER001\",\"AFHRT001\"]")],
        &[("route-not-permitted", "/officesOfTransit")],
    ),
    (
        &[("/consignment/goodsItems/0/commodity", "\"100110\"")],
        &[("goods-not-in-tariff", "/consignment/goodsItems/0/commodity")],
    ),
    (
        &[("/consignment/goodsItems/0/packages/0/kind", "\"QQ\"")],
        &[("package-kind-unknown", "/consignment/goodsItems/0/packages/0/kind")],
    ),
    (
        &[("/consignment/goodsItems/0/commodity", "\"09024090\"")],
        &[("goods-prohibited", "/consignment/goodsItems/0/commodity")],
    ),
    (
        &[("/consignment/goodsItems/0/commodity", "\"40111000\"")],
        &[("goods-prohibited", "/consignment/goodsItems/0/commodity")],
    ),
    (
        &[
            ("/consignment/goodsItems/0/commodity", "\"40111000\""),
            ("/consignment/arrivedOn", "\"2026-09-30\""),
        ],
        &[],
    ),
    (
        &[("/consignment/goodsItems/0/commodity", "\"40111000\""), ("/consignment/arrivedOn", "null")],
        &[("goods-prohibited-arrival", "/consignment/arrivedOn")],
    ),
    (&[("/consignment/goodsItems/0/documents", "null")], &[("document-required", "/consignment/documents")]),
    (
        &[("/consignment/transportEquipment/1/seals", "[]")],
        &[("seals-required", "/consignment/transportEquipment/1/seals")],
    ),
    (&[("/guarantees/0/type", "\"3\"")], &[("guarantee-instrument", "/guarantees/0/type")]),
];

/// Sets or removes what a pointer names, adding it where it is not there.
fn change(document: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap();
    match parent {
        Value::Object(members) if value.is_null() => drop(members.remove(name)),
        Value::Object(members) => drop(members.insert(name.to_owned(), value)),
        Value::Array(entries) => entries[name.parse::<usize>().unwrap()] = value,
        other => panic!("{pointer}: {other}"),
    }
}

fn changed(changes: &[(&str, &str)]) -> String {
    let mut document = good();
    for (pointer, value) in changes {
        change(&mut document, pointer, serde_json::from_str(value).unwrap());
    }
    document.to_string()
}

#[test]
fn each_check_finds_what_it_is_for_and_nothing_else() {
    for (changes, expected) in CASES {
        let reading = examined(&changed(changes));
        let expected: Vec<_> =
            expected.iter().map(|(code, at)| ((*code).to_owned(), (*at).to_owned())).collect();
        assert_eq!(short(&reading.findings), expected, "{changes:?}: {:#?}", reading.findings);
        let errors = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
        assert_eq!(reading.declaration.is_none(), errors, "{changes:?}");
    }
}

#[test]
fn every_check_between_fields_and_against_the_law_has_a_case() {
    let covered: BTreeSet<&str> =
        CASES.iter().flat_map(|(_, found)| found.iter().map(|(code, _)| *code)).collect();
    let of_assessment: BTreeSet<&str> =
        rahdari_intake::assess::catalogue().iter().map(|check| check.code).collect();
    let left: Vec<&str> = catalogue().iter().map(|check| check.code).collect::<Vec<_>>();
    let left: Vec<&str> =
        left.into_iter().filter(|code| !covered.contains(code) && !of_assessment.contains(code)).collect();
    // These have cases among the hostile documents and the messages.
    let elsewhere = [
        "too-large",
        "not-utf-8",
        "unknown-format",
        "json-syntax",
        "xml-syntax",
        "xml-doctype",
        "too-deep",
        "too-many-parts",
        "too-many-findings",
        "wrong-namespace",
        "default-namespace",
        "unknown-phase",
        "duplicate-field",
        "too-many",
        "not-handled",
        "element-order",
        "element-value",
    ];
    assert_eq!(left, elsewhere);
}

#[test]
fn everything_wrong_is_found_at_once() {
    let document = changed(&[
        ("/typeCode", "\"T9\""),
        ("/officesOfTransit/0", "\"nowhere\""),
        ("/consignment/transportEquipment/0/container", "\"MSCU6639871\""),
        ("/consignment/goodsItems/0/netMassKg", "20000"),
        ("/consignment/goodsItems/1/commodity", "true"),
        ("/consignment/grossMassKg", "1"),
        ("/guarantees/0/grn", "null"),
        ("/extra", "{}"),
    ]);
    let reading = examined(&document);
    assert!(reading.declaration.is_none());
    let expected = [
        ("container-number", "/consignment/transportEquipment/0/container"),
        ("declaration-type", "/typeCode"),
        ("guarantee-number-missing", "/guarantees/0/grn"),
        ("mass-sum", "/consignment/grossMassKg"),
        ("net-above-gross", "/consignment/goodsItems/0/netMassKg"),
        ("office-form", "/officesOfTransit/0"),
        ("unknown-field", "/extra"),
        ("wrong-type", "/consignment/goodsItems/1/commodity"),
    ];
    let expected: Vec<_> = expected.iter().map(|(code, at)| ((*code).to_owned(), (*at).to_owned())).collect();
    assert_eq!(short(&reading.findings), expected);
    let container = reading.findings.iter().find(|finding| finding.code == "container-number").unwrap();
    assert_eq!(container.found.as_deref(), Some("MSCU6639871"));
    assert!(container.message.contains("should be 0"), "{}", container.message);
    assert!(!container.mend.is_empty() && !container.source.is_empty());
}

#[test]
fn a_draft_agreement_works_only_for_demonstration() {
    let document = changed(&[("/agreement", "\"DRAFT\"")]);
    let circumstances = Circumstances { demo: false, ..circumstances() };
    let reading = examine(None, document.as_bytes(), &law(), &circumstances);
    assert!(reading.declaration.is_none());
    assert_eq!(short(&reading.findings), [("agreement-not-in-force".to_owned(), "/agreement".to_owned())]);
}

#[test]
fn the_local_day_of_the_office_counts() {
    // Half past eight in the evening UTC is the next day in Karachi.
    let document = changed(&[("/consignment/arrivedOn", "\"2026-11-24\"")]);
    let circumstances = Circumstances { at: "2026-11-23T20:30:00Z".parse().unwrap(), demo: true };
    assert_eq!(examine(None, document.as_bytes(), &law(), &circumstances).findings, []);
}

#[test]
fn a_declaration_already_read_is_checked_alike() {
    let mut declaration = declaration();
    assert_eq!(check(&declaration, &law(), &circumstances()), []);
    declaration.consignment.goods_items[0].net_mass_kg = Some(99_999.into());
    let findings = check(&declaration, &law(), &circumstances());
    assert_eq!(short(&findings), [("net-above-gross".to_owned(), format!("{ITEM}/netMassKg"))]);
}

#[test]
fn a_check_of_a_message_points_at_its_element() {
    let mut declaration = declaration();
    declaration.consignment.goods_items[1].commodity = "100110".parse().unwrap();
    declaration.consignment.transport_equipment[1].seals = vec!["PK0001".parse().unwrap()];
    declaration.guarantees[0].kind = "3".parse().unwrap();
    let message = write_cc015c(&declaration, circumstances().at);
    let item = "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]";
    let expected = [
        ("goods-not-in-tariff", format!("{item}/Commodity/CommodityCode/harmonizedSystemSubHeadingCode")),
        ("guarantee-instrument", "/CC015C/Guarantee[1]/guaranteeType".to_owned()),
        ("seal-twice", "/CC015C/Consignment/TransportEquipment[2]/Seal[1]/identifier".to_owned()),
        ("value-missing", "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]".to_owned()),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(code, at)| (code.to_owned(), at)).collect();
    assert_eq!(short(&examined(&message).findings), expected);
}

#[test]
fn names_that_are_nearly_right_are_suggested() {
    let mut document = good();
    let value = document["officeOfDeparture"].take();
    document.as_object_mut().unwrap().remove("officeOfDeparture");
    document["officeofDeparture"] = value;
    document["guarantee"] = json!([]);
    let findings = examined(&document.to_string()).findings;
    let messages: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(
        messages.contains(&"There is no field officeofDeparture here; officeOfDeparture is meant?"),
        "{messages:?}"
    );
    assert!(messages.contains(&"There is no field guarantee here; guarantees is meant?"), "{messages:?}");
}

//! CC015C messages: phases, namespaces, structure, and what is mapped to where.

use rahdari_intake::{Format, read, write_cc015c};

use crate::sample::{circumstances, declaration, examined, short};

fn good() -> String {
    write_cc015c(&declaration(), circumstances().at)
}

/// The findings in short, without the warning that every message bears: it has no place for values.
fn told(message: &str) -> Vec<(String, String)> {
    let mut told = short(&examined(message).findings);
    told.retain(|(code, _)| code != "value-missing");
    told
}

/// Replaces a part of the good message and compares what is found.
#[track_caller]
fn found(from: &str, to: &str, expected: &[(&str, &str)]) {
    let message = good().replacen(from, to, 1);
    assert_ne!(message, good(), "{from} is not in the message");
    let expected: Vec<_> = expected.iter().map(|(code, at)| ((*code).to_owned(), (*at).to_owned())).collect();
    assert_eq!(told(&message), expected);
}

#[test]
fn an_amount_to_be_covered_does_not_silence_that_values_are_missing() {
    assert!(good().contains("<amountToBeCovered>"));
    let examined = examined(&good());
    let at = "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]";
    assert_eq!(short(&examined.findings), [("value-missing".to_owned(), at.to_owned())]);
    assert_eq!(
        examined.findings[0].message,
        "This and 1 more items have no value; security follows the agreement's default amount, \
         or the amount to be covered if that is more."
    );
    assert!(examined.declaration.is_some());
}

#[test]
fn the_phases_are_told_apart() {
    let phase_5 = read(None, good().as_bytes());
    assert_eq!((phase_5.format, phase_5.findings), (Some(Format::Cc015cPhase5), vec![]));
    let message = good().replacen("NCTS5.1", "NCTS6", 1);
    assert_eq!(read(None, message.as_bytes()).format, Some(Format::Cc015cPhase6));
    found("NCTS5.1", "NCTS7", &[("unknown-phase", "/CC015C/@PhaseID")]);
    // Phase 6 wants an amount where phase 5 does not.
    let amount = "<amountToBeCovered>1000000.00</amountToBeCovered><currency>PKR</currency>";
    let without = good().replacen(amount, "", 1);
    assert!(read(None, without.as_bytes()).declaration.is_some());
    let reading = read(None, without.replacen("NCTS5.1", "NCTS6", 1).as_bytes());
    let at = "/CC015C/Guarantee[1]/GuaranteeReference[1]";
    let expected =
        ["amountToBeCovered", "currency"].map(|name| ("missing".to_owned(), format!("{at}/{name}")));
    assert_eq!(short(&reading.findings), expected);
}

#[test]
fn the_namespace_belongs_to_the_root_alone() {
    let bare = good().replace("ncts:CC015C", "CC015C");
    let own = bare.replacen("xmlns:ncts", "xmlns", 1);
    let expected = [("default-namespace".to_owned(), "/CC015C".to_owned())];
    assert_eq!(told(&own), expected);
    found("http://ncts.dgtaxud.ec", "http://example.org", &[("wrong-namespace", "/CC015C")]);
}

#[test]
fn the_structure_is_that_of_the_schema() {
    let guarantee = "/CC015C/Guarantee[1]";
    found("<security>0</security>", "", &[("missing", "/CC015C/TransitOperation/security")]);
    found(
        "<security>0</security>",
        "<security>x</security>",
        &[("element-value", "/CC015C/TransitOperation/security")],
    );
    found(
        "<security>0</security>",
        "<security>0</security><security>0</security>",
        &[("too-many", "/CC015C/TransitOperation/security")],
    );
    found("<security>", "<safety/><security>", &[("unknown-field", "/CC015C/TransitOperation/safety")]);
    found("<guaranteeType>", "text<guaranteeType>", &[("wrong-type", guarantee)]);
    found(
        "<messageType>CC015C</messageType>",
        "<messageType>CC013C</messageType>",
        &[("element-value", "/CC015C/messageType")],
    );
    found(
        "<declarationType>T1</declarationType><additionalDeclarationType>A</additionalDeclarationType>",
        "<additionalDeclarationType>A</additionalDeclarationType><declarationType>T1</declarationType>",
        &[("element-order", "/CC015C/TransitOperation/declarationType")],
    );
    found(
        "<numberOfSeals>2</numberOfSeals>",
        "<numberOfSeals>1</numberOfSeals>",
        &[("element-value", "/CC015C/Consignment/TransportEquipment[1]/numberOfSeals")],
    );
    found("</ncts:CC015C>", "</ncts:CC015C><more/>", &[("xml-syntax", "")]);
    found("</LRN>", "</LRM>", &[("xml-syntax", "")]);
}

#[test]
fn characters_are_read_as_xml_writes_them() {
    let lrn = "<LRN>LRN-2026/1</LRN>";
    for same in [
        "<LRN> LRN-2026/1\n</LRN>",
        "<LRN>&#76;RN-2026&#x2F;1</LRN>",
        "<LRN><![CDATA[LRN-2026/1]]></LRN>",
        "<LRN>LRN<!-- c -->-2026/1</LRN>",
    ] {
        let message = good().replacen(lrn, same, 1);
        let reading = read(None, message.as_bytes());
        assert_eq!(reading.declaration.unwrap().functional_reference_id.as_str(), "LRN-2026/1", "{same}");
    }
}

#[test]
fn fields_of_our_own_are_asked_for_where_they_would_stand() {
    found(
        "<type>9TTA</type>",
        "<type>9XXX</type>",
        &[("missing", "/CC015C/Consignment/AdditionalReference")],
    );
    let item = "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Commodity";
    found(
        "<CommodityCode><harmonizedSystemSubHeadingCode>850440</harmonizedSystemSubHeadingCode><combinedNomenclatureCode>90</combinedNomenclatureCode></CommodityCode>",
        "",
        &[("missing", &format!("{item}/CommodityCode"))],
    );
    found("<grossMass>11000</grossMass>", "", &[("missing", &format!("{item}/GoodsMeasure/grossMass"))]);
    found(
        "<currency>PKR</currency>",
        "",
        &[("missing", "/CC015C/Guarantee[1]/GuaranteeReference[1]/currency")],
    );
}

#[test]
fn goods_of_several_houses_must_agree() {
    let split = "</ConsignmentItem></HouseConsignment><HouseConsignment><sequenceNumber>2</sequenceNumber><countryOfDestination>KZ</countryOfDestination><grossMass>1</grossMass><ConsignmentItem>";
    let message = good()
        .replacen("<countryOfDestination>UZ</countryOfDestination>", "", 1)
        .replacen(
            "<sequenceNumber>1</sequenceNumber><grossMass>",
            "<sequenceNumber>1</sequenceNumber><countryOfDestination>UZ</countryOfDestination><grossMass>",
            1,
        )
        .replacen("</ConsignmentItem><ConsignmentItem>", split, 1);
    let at = "/CC015C/Consignment/HouseConsignment[2]/countryOfDestination";
    assert_eq!(told(&message), [("not-handled".to_owned(), at.to_owned())]);
    let same = message.replacen(">KZ<", ">UZ<", 1);
    assert!(examined(&same).declaration.is_some());
}

#[test]
fn a_carnet_needs_no_agreement_of_its_own() {
    let mut declaration = declaration();
    declaration.type_code = "TIR".parse().unwrap();
    declaration.agreement = "TIR".to_owned();
    declaration.tir_carnet = Some("JX72581267".to_owned());
    declaration.guarantees[0].kind = "B".parse().unwrap();
    let message = write_cc015c(&declaration, circumstances().at);
    let without = message.replacen("<type>9TTA</type>", "<type>Y999</type>", 1);
    assert_eq!(examined(&without).declaration.unwrap().agreement, "TIR");
}

#[test]
fn one_unit_and_one_vehicle_stand_for_all() {
    let mut declaration = declaration();
    declaration.consignment.transport_equipment.truncate(1);
    let message = write_cc015c(&declaration, circumstances().at);
    let reference = "<GoodsReference><sequenceNumber>1</sequenceNumber><declarationGoodsItemNumber>1</declarationGoodsItemNumber></GoodsReference>";
    assert!(message.contains(reference));
    let read = examined(&message.replacen(reference, "", 1));
    assert_eq!(read.declaration.unwrap().consignment.transport_equipment[0].goods_items, [1, 2]);
}

//! Properties over generated declarations and bytes.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use rahdari_intake::document::{
    Amount, Consignment, Declaration, DeliveryTerms, Document, GoodsItem, GuaranteeReference, Manifest,
    Package, Party, Trader, TransportUnit, Vehicle,
};
use rahdari_intake::{Format, examine, read, write_cc015c, write_json};
use rahdari_kernel::number::check_digit;
use rahdari_kernel::{Country, Currency};
use rust_decimal::Decimal;

use crate::sample::{circumstances, good, law};

fn text(max: usize) -> impl Strategy<Value = String> {
    // Letters of the corridor's scripts and what XML and JSON must escape.
    let alphabet = "[A-Za-zА-Яа-яء-ی0-9 &<>\"'/\\\\,.;:()#%+-]";
    proptest::string::string_regex(&format!("[A-Zа-яء-ی]{alphabet}{{0,{}}}", max - 1))
        .unwrap()
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug> + std::fmt::Debug>(
    pattern: &str,
) -> impl Strategy<Value = T> {
    proptest::string::string_regex(pattern).unwrap().prop_map(|text| text.parse().unwrap())
}

fn country() -> impl Strategy<Value = Country> {
    select(vec!["PK", "AF", "UZ", "KZ", "AE", "CN", "TM"]).prop_map(|code| code.parse().unwrap())
}

fn currency() -> impl Strategy<Value = Currency> {
    select(vec!["USD", "PKR", "KZT", "UZS", "AFN"]).prop_map(|code| code.parse().unwrap())
}

fn mass() -> impl Strategy<Value = Decimal> {
    (0_i64..10_000_000_000_000, 0_u32..=6).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn amount() -> impl Strategy<Value = Amount> {
    (0_i64..100_000_000_000_000, currency())
        .prop_map(|(minor, currency)| Amount { amount: Decimal::new(minor, 2), currency })
}

fn with_digit<T: std::str::FromStr<Err: std::fmt::Debug> + std::fmt::Debug>(
    body: &str,
) -> impl Strategy<Value = T> {
    proptest::string::string_regex(body).unwrap().prop_map(|body| {
        let digit = check_digit(&body).unwrap();
        format!("{body}{digit}").parse().unwrap()
    })
}

fn trader() -> impl Strategy<Value = Trader> {
    ("[A-Z0-9-]{1,17}", of(text(70)), of(country()), of(text(200)))
        .prop_map(|(id, name, country, address)| Trader { id, name, country, address })
}

fn party() -> impl Strategy<Value = Party> {
    (of("[A-Z0-9-]{1,17}"), of(text(70)), of(country()), of(text(200)))
        .prop_map(|(id, name, country, address)| Party { id, name, country, address })
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let document = ("[A-Z0-9]{4}", text(70)).prop_map(|(kind, reference)| Document { kind, reference });
    vec(document, 0..3)
}

fn item() -> impl Strategy<Value = GoodsItem> {
    let package = ("[A-Z0-9]{2}", of(0_u32..100_000_000), of(text(100)))
        .prop_map(|(kind, count, marks)| Package { kind, count, marks });
    let kind = (1_u16..2000, parsed("(0[1-9]|[1-6][0-9]|8[0-9])[0-9]{4,8}"), text(512), of(country()));
    let amounts = (mass(), of(mass()), of(amount()), of(mass()));
    (kind, amounts, vec(package, 1..3), documents()).prop_map(|(kind, amounts, packages, documents)| {
        GoodsItem {
            sequence: kind.0,
            commodity: kind.1,
            description: kind.2,
            country_of_origin: kind.3,
            gross_mass_kg: amounts.0,
            net_mass_kg: amounts.1,
            value: amounts.2,
            supplementary_units: amounts.3,
            packages,
            documents,
        }
    })
}

fn unit() -> impl Strategy<Value = TransportUnit> {
    let vehicle = (text(35), country()).prop_map(|(registration, country)| Vehicle { registration, country });
    let seals = vec(parsed("[A-Z0-9/-]{1,20}"), 0..3);
    (of(with_digit("[A-Z]{3}[UJZ][0-9]{6}")), seals, of(vehicle), vec(1_u16..2000, 0..4)).prop_map(
        |(container, seals, vehicle, goods_items)| TransportUnit {
            sequence: 1,
            container,
            seals,
            vehicle,
            goods_items,
        },
    )
}

fn guarantee() -> impl Strategy<Value = GuaranteeReference> {
    let kinds = rahdari_intake::code::GuaranteeType::ALL.to_vec();
    (
        select(kinds),
        of(with_digit("[0-9]{2}(PK|UZ|KZ)[A-Z0-9]{12}")),
        of(parsed("[A-Za-z0-9]{4}")),
        of(amount()),
    )
        .prop_map(|(kind, grn, access_code, amount_to_be_covered)| GuaranteeReference {
            kind,
            grn,
            access_code,
            amount_to_be_covered,
        })
}

fn consignment() -> impl Strategy<Value = Consignment> {
    let terms = (select(rahdari_intake::code::Incoterm::ALL.to_vec()), text(35))
        .prop_map(|(incoterm, place)| DeliveryTerms { incoterm, place });
    let manifest = (text(70), of(1_u32..100_000)).prop_map(|(index, line)| Manifest { index, line });
    let date = (2020_i16..2030, 1_i8..13, 1_i8..29)
        .prop_map(|(year, month, day)| rahdari_kernel::Date::constant(year, month, day));
    let journey = (country(), country(), of(parsed("[A-Z]{2}[A-Z2-9]{3}")), of(date), vec(country(), 0..5));
    let costs = (of(terms), of(amount()), of(amount()), mass());
    let papers = (of(manifest), of(text(70)), documents());
    (journey, costs, papers, vec(unit(), 1..4), vec(item(), 1..4)).prop_map(
        |(journey, costs, papers, mut units, goods_items)| {
            for (sequence, unit) in (1..).zip(&mut units) {
                unit.sequence = sequence;
            }
            Consignment {
                country_of_dispatch: journey.0,
                country_of_destination: journey.1,
                place_of_loading: journey.2,
                arrived_on: journey.3,
                itinerary: journey.4,
                delivery_terms: costs.0,
                freight: costs.1,
                insurance: costs.2,
                gross_mass_kg: costs.3,
                manifest: papers.0,
                bill_of_lading: papers.1,
                documents: papers.2,
                transport_equipment: units,
                goods_items,
            }
        },
    )
}

fn declarations() -> impl Strategy<Value = Declaration> {
    let codes = (
        parsed("[A-Za-z0-9][A-Za-z0-9/_.-]{0,21}"),
        select(rahdari_intake::code::DeclarationType::ALL.to_vec()),
        select(rahdari_intake::code::AdditionalType::ALL.to_vec()),
        text(35),
        of("[A-Z0-9]{1,12}"),
    );
    let office = || parsed("[A-Z]{2}[A-Z0-9]{6}");
    let offices = (office(), vec(office(), 0..5), office());
    let parties = (trader(), of(trader()), of(party()), of(party()));
    (codes, offices, parties, consignment(), vec(guarantee(), 0..3)).prop_map(
        |(codes, offices, parties, consignment, guarantees)| Declaration {
            functional_reference_id: codes.0,
            type_code: codes.1,
            additional_type_code: codes.2,
            agreement: codes.3,
            tir_carnet: codes.4,
            office_of_departure: offices.0,
            offices_of_transit: offices.1,
            office_of_destination: offices.2,
            holder: parties.0,
            declarant: parties.1,
            consignor: parties.2,
            consignee: parties.3,
            consignment,
            guarantees,
        },
    )
}

/// Leaves out of a declaration what CC015C has no place for.
fn carried(mut declaration: Declaration) -> Declaration {
    let address = |address: &mut Option<String>, country: Option<Country>| {
        *address = address.take().filter(|_| country.is_some()).map(|text| match text.rsplit_once(", ") {
            Some((street, city)) if city.chars().count() <= 35 => {
                format!("{}, {city}", street.chars().take(70).collect::<String>().trim())
            }
            _ => text.chars().take(70).collect::<String>().trim().to_owned(),
        });
    };
    address(&mut declaration.holder.address, declaration.holder.country);
    for party in [&mut declaration.consignor, &mut declaration.consignee].into_iter().flatten() {
        address(&mut party.address, party.country);
    }
    if let Some(declarant) = &mut declaration.declarant {
        *declarant = Trader { id: declarant.id.clone(), name: None, country: None, address: None };
    }
    if declaration.guarantees.is_empty() {
        let waiver = rahdari_intake::code::GuaranteeType::Waiver;
        let none =
            GuaranteeReference { kind: waiver, grn: None, access_code: None, amount_to_be_covered: None };
        declaration.guarantees.push(none);
    }
    let consignment = &mut declaration.consignment;
    (consignment.arrived_on, consignment.delivery_terms) = (None, None);
    (consignment.freight, consignment.insurance) = (None, None);
    // A single unit that names no goods carries them all; a single vehicle carries all units.
    let items: Vec<u16> = consignment.goods_items.iter().map(|item| item.sequence).collect();
    if let [unit] = consignment.transport_equipment.as_mut_slice()
        && unit.goods_items.is_empty()
    {
        unit.goods_items = items;
    }
    let vehicles: Vec<Vehicle> =
        consignment.transport_equipment.iter().filter_map(|unit| unit.vehicle.clone()).collect();
    if let [vehicle] = vehicles.as_slice() {
        consignment.transport_equipment.iter_mut().for_each(|unit| unit.vehicle = Some(vehicle.clone()));
    }
    for item in &mut consignment.goods_items {
        let digits = item.commodity.as_str();
        let kept = if digits.len() >= 8 { &digits[..8] } else { &digits[..6] };
        item.commodity = kept.parse().unwrap();
        (item.country_of_origin, item.value) = (None, None);
    }
    declaration
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn json_carries_a_declaration_whole(declaration in declarations()) {
        let written = write_json(&declaration);
        let reading = read(None, written.as_bytes());
        prop_assert_eq!(&reading.findings, &[]);
        prop_assert_eq!(reading.format, Some(Format::Json));
        prop_assert_eq!(reading.declaration.as_ref(), Some(&declaration));
        // The reader of problems and the derived reader agree.
        let derived: Declaration = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(derived, declaration);
    }

    #[test]
    fn a_message_carries_what_it_has_a_place_for(declaration in declarations()) {
        let written = write_cc015c(&declaration, circumstances().at);
        let reading = read(None, written.as_bytes());
        prop_assert_eq!(&reading.findings, &[], "{}", written);
        prop_assert_eq!(reading.declaration, Some(carried(declaration)));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(read(None, &bytes).declaration, None);
    }

    #[test]
    fn no_change_of_a_good_document_makes_it_panic(
        as_message in any::<bool>(),
        changes in vec((any::<prop::sample::Index>(), select(b"<>&;/\"'{}[]:,0129.-eAa \\\n\xC3\x00!?=".to_vec())), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let declaration = crate::sample::declaration();
        let text = if as_message { write_cc015c(&declaration, circumstances().at) } else { good().to_string() };
        let mut bytes = text.into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let reading = examine(None, &bytes, &law(), &circumstances());
        let errors = reading.findings.iter().any(|finding| finding.severity == rahdari_kernel::Severity::Error);
        prop_assert_eq!(reading.declaration.is_none(), errors);
        bytes.truncate(cut.index(bytes.len()));
        prop_assert_eq!(read(None, &bytes).declaration, None);
    }
}

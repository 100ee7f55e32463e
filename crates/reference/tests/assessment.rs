//! Assessments that a person can check by hand, under a small verified law (`tests/law`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use proptest::prelude::*;
use rahdari_intake::assess::{LegBasis, assess};
use rahdari_intake::document::Declaration;
use rust_decimal::Decimal;
use serde_json::json;
use support::{assessed, dec, declaration, law, refused, security};

/// Checks lines of the first leg, each `item unit charge base rate exact amount`.
#[track_caller]
fn check(declaration: &Declaration, at: &str, expected: &[&str]) {
    let assessment = assessed(declaration, &law(), at);
    let lines: Vec<String> = assessment.legs[0]
        .charges
        .iter()
        .map(|line| {
            let (base, exact) = (line.base.normalize(), line.exact.normalize());
            let amount = line.amount.normalize();
            format!("{} {} {} {base} {} {exact} {amount}", line.item, line.unit, line.charge, line.rate)
        })
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_published_assessment_of_converters_comes_out_to_the_last_decimal() {
    let converters = declaration("ONE", "CFR", &[("85044090", Some("850"), "10")]);
    check(
        &converters,
        "2021-01-15T08:00:00Z",
        &[
            "1 1 CD 138720 3 % 4161.6 4161.6",
            "1 1 ACD 138720 1 % 1387.2 1387.2",
            "1 1 RD 138720 3 % 4161.6 4161.6",
            "1 1 ST 148430.4 17 % 25233.168 25233.168",
            "1 1 AST 148430.4 3 % 4452.912 4452.912",
            "1 1 IT 178116.48 6 % 10686.9888 10686.9888",
        ],
    );
    let assessment = assessed(&converters, &law(), "2021-01-15T08:00:00Z");
    let total = assessment.legs[0].charges.iter().map(|line| line.amount).sum::<Decimal>();
    assert_eq!(total, dec("50083.4688"));
    assert_eq!(security(&assessment, 1), ["1 PKR 50,084.00"]);
}

#[test]
fn a_published_assessment_of_dates_comes_out_to_the_last_decimal() {
    let dates = declaration("ONE", "CFR", &[("08041010", Some("1000"), "10")]);
    check(
        &dates,
        "2023-03-01T08:00:00Z",
        &[
            "1 1 CD 228480 20 % 45696 45696",
            "1 1 ACD 228480 1 % 2284.8 2284.8",
            "1 1 RD 228480 10 % 22848 22848",
            "1 1 ST 299308.8 17 % 50882.496 50882.496",
            "1 1 AST 299308.8 3 % 8979.264 8979.264",
            "1 1 IT 359170.56 5.5 % 19754.3808 19754.3808",
        ],
    );
    let assessment = assessed(&dates, &law(), "2023-03-01T08:00:00Z");
    let total = assessment.legs[0].charges.iter().map(|line| line.amount).sum::<Decimal>();
    assert_eq!(total, dec("150444.9408"));
    assert_eq!(security(&assessment, 1), ["1 PKR 150,445.00"]);
}

/// Two containers from the Emirates, free on board, with the freight and insurance of both together.
fn two_containers(agreement: &str) -> Declaration {
    let mut two = declaration(
        agreement,
        "FOB",
        &[("85044090", Some("85000"), "9000"), ("85171300", Some("15000"), "900")],
    );
    two.consignment.freight = Some(support::amount("1200", "USD"));
    two.consignment.insurance = Some(support::amount("300", "USD"));
    two
}

#[test]
fn freight_and_insurance_are_shared_by_value_and_each_levy_is_rounded() {
    // 85,000 and 15,000 of 100,000: freight 287,130 and 50,670, insurance 71,782.50 and 12,667.50 rupees;
    // landing is 1 % of cost and freight. Telephones at 10 % bear no additional customs duty.
    check(
        &two_containers("ONE"),
        "2026-11-23T08:00:00Z",
        &[
            "1 1 CD 24528558.8 20 % 4905711.76 4905712",
            "1 1 ACD 24528558.8 4 % 981142.352 981142",
            "1 1 ST 30415412.912 18 % 5474774.32416 5474774",
            "1 1 AST 30415412.912 3 % 912462.38736 912462",
            "1 1 IT 36802649.62352 5.5 % 2024145.7292936 2024146",
            "2 2 CD 4328569.2 10 % 432856.92 432857",
            "2 2 ST 4761426.12 18 % 857056.7016 857057",
            "2 2 AST 4761426.12 3 % 142842.7836 142843",
            "2 2 IT 5761325.6052 5.5 % 316872.908286 316873",
        ],
    );
    let assessment = assessed(&two_containers("ONE"), &law(), "2026-11-23T08:00:00Z");
    assert_eq!(security(&assessment, 1), ["1 PKR 14,298,236.00", "2 PKR 1,749,630.00"]);
    assert_eq!(assessment.legs[0].security[0].basis, "100 % of the duties and taxes on 1 item");
    assert!(assessment.unverified.is_empty() && assessment.notes.is_empty());
}

#[test]
fn terms_that_include_freight_and_insurance_add_neither() {
    let mut cif = two_containers("ONE");
    cif.consignment.delivery_terms.as_mut().unwrap().incoterm = "CIF".parse().unwrap();
    // 85,000 × 281.5 × 1.01 and 15,000 × 281.5 × 1.01: only landing is added.
    let assessment = assessed(&cif, &law(), "2026-11-23T08:00:00Z");
    let bases: Vec<_> = assessment.legs[0]
        .charges
        .iter()
        .filter(|line| &*line.charge == "CD")
        .map(|line| line.base.normalize().to_string())
        .collect();
    assert_eq!(bases, ["24166775", "4264725"]);
}

/// One item from Saryagash to Almaty.
fn kazakh(commodity: &str, usd: Option<&str>, net_mass_kg: &str) -> Declaration {
    let mut inland = declaration("ONE", "CIF", &[(commodity, usd, net_mass_kg)]);
    inland.office_of_departure = "KZSRY001".parse().unwrap();
    inland.office_of_destination = "KZALA001".parse().unwrap();
    inland
}

#[test]
fn the_greater_of_percentage_and_weight_is_levied_on_rice() {
    // 2,000 dollars are 1,050,000 tenge: 10 % is 105,000, but 24 t at 0.03 euro are 439,200.
    check(
        &kazakh("1006301000", Some("2000"), "24000"),
        "2026-11-23T08:00:00Z",
        &["1 1 CD 1050000 10 %, at least 0.03 EUR/kg 439200 439200", "1 1 VAT 1489200 16 % 238272 238272"],
    );
    check(
        &kazakh("1006301000", Some("20000"), "24000"),
        "2026-11-23T08:00:00Z",
        &[
            "1 1 CD 10500000 10 %, at least 0.03 EUR/kg 1050000 1050000",
            "1 1 VAT 11550000 16 % 1848000 1848000",
        ],
    );
}

#[test]
fn amounts_by_tonne_by_weight_and_by_unit_are_converted() {
    // 20 t at 340 dollars; 4.5 % of 525,000 and 1,000 kg at 0.02 euro; 100 pairs at 1.5 euro.
    let at = "2026-11-23T08:00:00Z";
    let sugar = ["1 1 CD 5250000 340 USD/t 3570000 3570000", "1 1 VAT 8820000 16 % 1411200 1411200"];
    check(&kazakh("170114", Some("10000"), "20000"), at, &sugar);
    let soap = ["1 1 CD 525000 4.5 % and 0.02 EUR/kg 35825 35825", "1 1 VAT 560825 16 % 89732 89732"];
    check(&kazakh("340111", Some("1000"), "1000"), at, &soap);
    let mut shoes = kazakh("640399", Some("1000"), "100");
    shoes.consignment.goods_items[0].supplementary_units = Some(dec("100"));
    let pairs = ["1 1 CD 525000 1.5 EUR/unit 91500 91500", "1 1 VAT 616500 16 % 98640 98640"];
    check(&shoes, at, &pairs);
    // Half of 91,500 and 98,640 is what the agreement asks in Kazakhstan.
    assert_eq!(security(&assessed(&shoes, &law(), at), 1), ["1 KZT 95,070.00"]);
}

#[test]
fn the_calendar_day_at_the_office_of_departure_decides() {
    // Half past eleven at night in Saryagash on 31 December, and an hour later.
    let goods = kazakh("851713", Some("1000"), "100");
    check(&goods, "2025-12-31T18:30:00Z", &["1 1 CD 525000 0 % 0 0", "1 1 VAT 525000 12 % 63000 63000"]);
    check(&goods, "2025-12-31T19:30:00Z", &["1 1 CD 525000 0 % 0 0", "1 1 VAT 525000 16 % 84000 84000"]);
}

#[test]
fn each_leg_is_secured_in_its_own_way() {
    let mut whole = two_containers("WHOLE");
    whole.office_of_destination = "KZALA001".parse().unwrap();
    whole.guarantees = serde_json::from_value(json!([
        {"type": "1", "grn": "26KZHSBK000000429", "amountToBeCovered": {"amount": "1000.01", "currency": "EUR"}},
    ]))
    .unwrap();
    let assessment = assessed(&whole, &law(), "2026-11-23T08:00:00Z");
    let legs: Vec<_> = assessment
        .legs
        .iter()
        .map(|leg| {
            format!("{} {} {}-{} {}", leg.sequence, leg.country, leg.entry, leg.exit, leg.days_allowed)
        })
        .collect();
    assert_eq!(
        legs,
        [
            "1 PK PKKHI001-PKTOR001 7",
            "2 AF AFTOR001-AFHRT001 5",
            "3 UZ UZTER001-UZGIK001 5",
            "4 KZ KZSRY001-KZALA001 6"
        ]
    );
    let bases: Vec<_> = assessment.legs.iter().map(|leg| leg.basis).collect();
    assert_eq!(bases, [LegBasis::Levies, LegBasis::Unknown, LegBasis::Flat, LegBasis::Declared]);
    assert_eq!(security(&assessment, 2), [""; 0]);
    assert_eq!(security(&assessment, 3), ["1 EUR 5,000.00", "2 EUR 5,000.00"]);
    // 1,000.01 euro are 610,006.10 tenge, half for each unit, rounded up.
    assert_eq!(security(&assessment, 4), ["1 KZT 305,004.00", "2 KZT 305,004.00"]);
    assert!(assessment.notes[0].starts_with("AF: no rule on security was found"), "{:?}", assessment.notes);
}

#[test]
fn the_first_unit_takes_what_a_fixed_amount_leaves() {
    let goods = ("85044090", Some("1000"), "10");
    let mut three = declaration("WHOLE", "CIF", &[goods, goods, goods]);
    three.office_of_destination = "KZALA001".parse().unwrap();
    three.guarantees = serde_json::from_value(json!([
        {"type": "1", "amountToBeCovered": {"amount": "6000", "currency": "KZT"}},
    ]))
    .unwrap();
    let assessment = assessed(&three, &law(), "2026-11-23T08:00:00Z");
    assert_eq!(security(&assessment, 3), ["1 EUR 3,333.34", "2 EUR 3,333.33", "3 EUR 3,333.33"]);
    assert_eq!(security(&assessment, 4), ["1 KZT 2,000.00", "2 KZT 2,000.00", "3 KZT 2,000.00"]);
}

#[test]
fn without_a_value_the_default_amount_secures_the_unit() {
    let one = declaration("ONE", "CFR", &[("85044090", None, "10")]);
    let assessment = assessed(&one, &law(), "2026-11-23T08:00:00Z");
    assert_eq!(assessment.legs[0].basis, LegBasis::Declared);
    assert_eq!(security(&assessment, 1), ["1 PKR 3,260,000.00"]);
    assert_eq!(
        assessment.legs[0].security[0].basis,
        "the default amount of EUR 10,000.00; a value is missing"
    );
    // A unit whose duties are known keeps them; the other takes half of the default amount.
    let two = declaration("ONE", "CFR", &[("85044090", Some("85000"), "10"), ("851713", None, "10")]);
    let assessment = assessed(&two, &law(), "2026-11-23T08:00:00Z");
    let known = assessed(
        &declaration("ONE", "CFR", &[("85044090", Some("85000"), "10")]),
        &law(),
        "2026-11-23T08:00:00Z",
    );
    assert_eq!(security(&assessment, 1), [&*security(&known, 1)[0], "2 PKR 1,630,000.00"]);
}

#[test]
fn the_amount_declared_for_a_country_raises_the_default_and_never_lowers_it() {
    // The default is 3,260,000 rupees; 1,000 dollars are 281,500.
    let at = "2026-11-23T08:00:00Z";
    let secured = |goods: &[support::Goods<'_>], rupees: &str| {
        let mut declared = declaration("ONE", "CFR", goods);
        declared.guarantees = serde_json::from_value(json!([
            {"type": "1", "grn": "26PKNBP0000000017", "amountToBeCovered": {"amount": rupees, "currency": "PKR"}},
            {"type": "1", "grn": "26PKEFU0000000A14", "amountToBeCovered": {"amount": "1000", "currency": "USD"}},
            {"type": "1", "grn": "26KZHSBK000000429", "amountToBeCovered": {"amount": "9999999", "currency": "KZT"}},
        ]))
        .unwrap();
        let assessment = assessed(&declared, &law(), at);
        assert_eq!(assessment.legs[0].basis, LegBasis::Declared);
        (security(&assessment, 1), assessment.legs[0].security[0].basis.clone())
    };
    let one = [("85044090", None, "10")];
    let default = "the default amount of EUR 10,000.00; a value is missing";
    for low in ["0.01", "1000000", "2978500"] {
        assert_eq!(secured(&one, low), (vec!["1 PKR 3,260,000.00".to_owned()], default.to_owned()));
    }
    let (raised, basis) = secured(&one, "2978501");
    assert_eq!(raised, ["1 PKR 3,260,001.00"]);
    assert_eq!(basis, "the amount declared to be covered; a value is missing");
    // Both are for the consignment, so that the units share the greater one.
    let two = [("85044090", None, "10"), ("851713", None, "10")];
    assert_eq!(secured(&two, "0.01").0, ["1 PKR 1,630,000.00", "2 PKR 1,630,000.00"]);
    assert_eq!(secured(&two, "3718500").0, ["1 PKR 2,000,000.00", "2 PKR 2,000,000.00"]);
}

#[test]
fn a_value_of_zero_is_secured_like_a_missing_one() {
    let at = "2026-11-23T08:00:00Z";
    // Rice bears a duty by weight and lentils none; neither price tells what is at risk.
    for zero in ["0", "0.00"] {
        let lentils = assessed(&declaration("ONE", "CFR", &[("071340", Some(zero), "10")]), &law(), at);
        assert_eq!(security(&lentils, 1), ["1 PKR 3,260,000.00"]);
        let rice = assessed(&kazakh("1006301000", Some(zero), "1"), &law(), at);
        assert_eq!(security(&rice, 1), ["1 KZT 6,100,000.00"]);
        assert_eq!(rice.legs[0].charges, []);
    }
}

#[test]
fn the_declarant_alone_cannot_choose_the_security_of_duties() {
    let mut one = declaration("BOUNDS", "CFR", &[("85044090", None, "1")]);
    one.guarantees = serde_json::from_value(json!([
        {"type": "1", "amountToBeCovered": {"amount": "0.01", "currency": "PKR"}},
    ]))
    .unwrap();
    refused(&one, "2026-11-23T08:00:00Z", &["/consignment/goodsItems security-unknown"]);
}

#[test]
fn goods_in_no_line_are_assessed_at_the_highest_rates_with_a_note() {
    let other = declaration("ONE", "CFR", &[("970121", Some("1000"), "10")]);
    let assessment = assessed(&other, &law(), "2026-11-23T08:00:00Z");
    assert_eq!(&*assessment.legs[0].charges[0].rate, "20 %");
    assert!(assessment.notes[0].contains("item 1 (970121) is in no line"), "{:?}", assessment.notes);
}

#[test]
fn floor_and_ceiling_bound_each_unit_but_nothing_due_stays_nothing() {
    // 1,000 and 5,000 dollars are 281,500 and 1,407,500 rupees.
    let at = "2026-11-23T08:00:00Z";
    let goods = [("85044090", Some("100"), "1"), ("85044090", Some("100000"), "1")];
    let assessment = assessed(&declaration("BOUNDS", "CFR", &goods), &law(), at);
    assert_eq!(security(&assessment, 1), ["1 PKR 281,500.00", "2 PKR 1,407,500.00"]);
    let mut files = support::law_files();
    files[0].1 = files[0].1.replace("percent = \"100\"", "percent = \"0\"");
    let nothing = rahdari_reference::load(&files).unwrap();
    let assessment = assessed(&declaration("BOUNDS", "CFR", &goods), &nothing, at);
    assert_eq!(security(&assessment, 1), ["1 PKR 0.00", "2 PKR 0.00"]);
}

#[test]
fn what_cannot_be_assessed_says_why() {
    let at = "2026-11-23T08:00:00Z";
    let goods = [("85044090", Some("1000"), "10")];
    let plain = declaration("ONE", "CFR", &goods);
    refused(&declaration("NONE", "CFR", &goods), at, &["/agreement agreement-unknown"]);
    refused(&plain, "2019-12-01T00:00:00Z", &["/agreement agreement-unknown"]);
    refused(&plain, "2020-03-01T00:00:00Z", &["/agreement charges-missing"]);
    refused(
        &declaration("BOUNDS", "CFR", &[("85044090", None, "1")]),
        at,
        &["/consignment/goodsItems security-unknown"],
    );

    let mut elsewhere = plain.clone();
    elsewhere.offices_of_transit = vec!["AFTOR001".parse().unwrap()];
    refused(&elsewhere, at, &["/officesOfTransit route-not-permitted"]);

    let mut roubles = plain.clone();
    roubles.consignment.goods_items[0].value = Some(support::amount("1000", "RUB"));
    refused(&roubles, at, &["/consignment/goodsItems/0/value exchange-rate-missing"]);

    let mut huge = plain.clone();
    huge.consignment.goods_items[0].value = Some(support::amount("79228162514264337593543950335", "USD"));
    refused(&huge, at, &["/consignment/goodsItems/0/value amount-too-large"]);

    let mut loose = plain.clone();
    loose.consignment.transport_equipment[0].goods_items.clear();
    refused(&loose, at, &["/consignment/goodsItems/0/sequence item-without-unit"]);

    let mut none = plain;
    none.consignment.transport_equipment.clear();
    refused(&none, at, &["/consignment/transportEquipment too-few"]);
}

#[test]
fn one_unverified_datum_refuses_outside_demo_mode_and_is_named_within() {
    let mut files = support::law_files();
    files[1].1 = files[1].1.replace("CD=20,2025-07-01,,test,true", "CD=20,2025-07-01,,test,false");
    let law = rahdari_reference::load(&files).unwrap();
    let at = "2026-11-23T08:00:00Z".parse().unwrap();
    let goods = [("85044090", Some("1000"), "10"), ("85044010", Some("1000"), "10")];
    let converters = declaration("ONE", "CFR", &goods);
    let findings = assess(&converters, &law, at, false).unwrap_err();
    let named: Vec<_> = findings.iter().map(|f| (f.code.as_ref(), f.found.as_deref())).collect();
    assert_eq!(named, [("law-not-verified", Some("PK tariff 8504"))]);

    let assessment = assess(&converters, &law, at, true).unwrap();
    assert_eq!(assessment.unverified.iter().map(|name| &**name).collect::<Vec<_>>(), ["PK tariff 8504"]);
    let doubtful = |line: &&rahdari_intake::assess::ChargeLine| !line.verified;
    // The duty of both items has its rate from that line, the other charges from the schedule.
    assert_eq!(assessment.legs[0].charges.iter().filter(doubtful).count(), 2);

    let telephones = declaration("ONE", "CFR", &[("85171300", Some("1000"), "10")]);
    assert!(assess(&telephones, &law, at, false).is_ok());
}

proptest! {
    #[test]
    fn no_numbers_make_an_assessment_panic_and_security_covers_the_lines(
        values in prop::collection::vec((any::<i64>(), any::<i32>(), 0_u32..=28), 2),
        mass in (any::<i64>(), 0_u32..=28),
        pairs in prop::option::of((any::<i64>(), 0_u32..=28)),
        code in prop::sample::select(vec!["100630", "170114", "340111", "640399", "85044090", "970121"]),
    ) {
        let wide = |(high, low, scale): (i64, i32, u32)| {
            Decimal::try_from_i128_with_scale(i128::from(high) * i128::from(low), scale).unwrap()
        };
        let mut goods = kazakh(code, Some("1"), "1");
        goods.consignment.delivery_terms.as_mut().unwrap().incoterm = "EXW".parse().unwrap();
        goods.consignment.freight = Some(support::amount("1", "USD"));
        goods.consignment.freight.as_mut().unwrap().amount = wide(values[1]);
        let item = &mut goods.consignment.goods_items[0];
        item.value.as_mut().unwrap().amount = wide(values[0]);
        item.net_mass_kg = Some(Decimal::new(mass.0, mass.1));
        item.supplementary_units = pairs.map(|(count, scale)| Decimal::new(count, scale));
        if let Ok(assessment) = assess(&goods, &law(), "2026-11-23T08:00:00Z".parse().unwrap(), false) {
            let leg = &assessment.legs[0];
            let lines = leg.charges.iter().map(|line| line.amount).sum::<Decimal>();
            let security = Decimal::new(leg.security[0].amount.amount_minor, 2);
            prop_assert!(security >= Decimal::ZERO);
            prop_assert!(security >= lines / Decimal::TWO);
            // 10,000 euro are the default amount.
            prop_assert!(leg.basis == LegBasis::Levies || security >= dec("6100000"));
        }
    }
}

#[test]
fn an_assessment_reads_back_as_it_was_written() {
    let mut whole = two_containers("WHOLE");
    whole.office_of_destination = "KZALA001".parse().unwrap();
    whole.guarantees = serde_json::from_value(json!([
        {"type": "1", "amountToBeCovered": {"amount": "6000", "currency": "KZT"}},
    ]))
    .unwrap();
    let assessment = assessed(&whole, &law(), "2026-11-23T08:00:00Z");
    let text = serde_json::to_string(&assessment).unwrap();
    assert!(text.contains(r#""exact":"4905711.76"#), "{text}");
    let back: rahdari_intake::assess::Assessment = serde_json::from_str(&text).unwrap();
    assert_eq!(back, assessment);
    assert_eq!(&*back.law_hash, &**law().hash_hex());
}

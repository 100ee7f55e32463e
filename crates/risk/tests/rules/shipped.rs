//! The shipped ruleset: it compiles, each rule can be true, and a believable trade is mostly green.
use std::collections::BTreeMap;

use crate::support::{Item, SHIPPED, Slots, slots};
use rahdari_kernel::Date;
use rahdari_risk::{Facts, Kind, Lane, Ruleset, SelectedBy};

const ON: Date = Date::constant(2026, 11, 23);
/// A draw that selects nothing.
const NO_LUCK: u16 = 9_999;

const POLYMER: Item = item("390210", "SA", "Polypropylene in primary forms", 24_000.0, 1.28, 25.0);
const LAPTOPS: Item = item("847130", "CN", "Portable computers", 5_200.0, 145.0, 12.0);
const FLASKS: Item = item("961700", "CN", "Vacuum flasks", 6_900.0, 4.1, 15.0);

/// Goods of the corridor and how often each travels, of a hundred.
const TRADE: [(Item, u32); 16] = [
    (item("850440", "AE", "Static converters", 9_800.0, 14.5, 14.0), 9),
    (item("851762", "CN", "Routing apparatus", 6_400.0, 62.0, 8.0), 9),
    (LAPTOPS, 8),
    (item("401110", "CN", "New pneumatic tyres", 11_500.0, 3.9, 230.0), 8),
    (POLYMER, 9),
    (item("090240", "KE", "Black tea in bulk", 18_000.0, 2.65, 60.0), 8),
    (item("843149", "AE", "Parts of excavators", 17_500.0, 7.2, 350.0), 8),
    (item("852872", "CN", "Television receivers", 7_800.0, 9.8, 13.0), 8),
    (FLASKS, 3),
    (item("100630", "PK", "Basmati rice, milled", 24_500.0, 0.96, 25.0), 6),
    (item("300490", "PK", "Medicaments for retail sale", 6_500.0, 38.0, 9.0), 4),
    (item("080521", "PK", "Mandarins, fresh", 22_000.0, 0.62, 10.0), 5),
    (item("620342", "PK", "Trousers of cotton", 8_200.0, 11.2, 16.0), 5),
    (item("901890", "PK", "Surgical instruments", 4_300.0, 54.0, 18.0), 4),
    (item("720851", "KZ", "Flat-rolled steel", 24_800.0, 0.74, 6_200.0), 4),
    (item("284130", "KZ", "Sodium dichromate", 21_000.0, 1.4, 25.0), 2),
];

const fn item(
    hs: &'static str,
    origin: &'static str,
    description: &'static str,
    net_kg: f64,
    usd_per_kg: f64,
    kg_per_package: f64,
) -> Item {
    Item { hs, origin, description, net_kg, usd_per_kg, kg_per_package }
}

fn shipped(slots: &Slots) -> Ruleset {
    Ruleset::compile(SHIPPED, &slots.schema).unwrap_or_else(|errors| {
        let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", shown.join("\n\n"))
    })
}

/// Checks which rules a change of a clean declaration makes true, and the lane.
#[track_caller]
fn check(change: impl FnOnce(&Slots, &mut Facts), items: &[Item], expected: (&[&str], Lane)) {
    let slots = slots();
    let mut facts = slots.declaration(items);
    change(&slots, &mut facts);
    let outcome = shipped(&slots).score(&facts, ON, NO_LUCK);
    let rules: Vec<&str> = outcome.hits.iter().map(|hit| hit.rule.as_str()).collect();
    assert_eq!((rules.as_slice(), outcome.lane), expected);
    assert_eq!(outcome.undecided, []);
}

#[test]
fn a_clean_declaration_is_green() {
    check(|_, _| (), &[POLYMER], (&[], Lane::Green));
}

#[test]
fn every_rule_can_be_true() {
    let cheap = |factor| Item { usd_per_kg: POLYMER.usd_per_kg * factor, ..POLYMER };
    check(|_, _| (), &[cheap(0.5)], (&["unit-price-low"], Lane::Yellow));
    check(|_, _| (), &[cheap(0.3)], (&["unit-price-low", "unit-price-far-too-low"], Lane::Orange));
    check(|_, _| (), &[LAPTOPS], (&["high-value-item"], Lane::Blue));
    check(|s, f| f.set(s.security_usd_cents, 50_000_000), &[POLYMER], (&["high-security"], Lane::Green));
    check(|_, _| (), &[FLASKS], (&["sensitive-goods"], Lane::Orange));
    check(|s, f| f.set(s.kind, "TIR"), &[FLASKS], (&[], Lane::Green));
    let acid = item("291524", "CN", "Acetic anhydride", 20_000.0, 1.5, 25.0);
    check(|_, _| (), &[acid], (&["drug-precursors"], Lane::Red));
    let oxidiser = item("284130", "KZ", "Sodium dichromate", 21_000.0, 1.4, 25.0);
    check(|s, f| f.set(s.destination_country, "PK"), &[oxidiser], (&["hazardous-goods"], Lane::Yellow));
    let medicine = item("300490", "PK", "Medicaments", 6_500.0, 38.0, 9.0);
    check(|_, _| (), &[medicine], (&["licensed-medicines"], Lane::Yellow));
    let tobacco = Item { description: "Hookah TOBACCO", ..POLYMER };
    check(|_, _| (), &[tobacco], (&["tobacco-under-another-code"], Lane::Red));
    let vague = Item { description: "Misc. goods", ..POLYMER };
    check(|_, _| (), &[POLYMER, vague], (&["vague-description"], Lane::Blue));
    let crates = Item { kg_per_package: 200.0, net_kg: 2_600.0, ..LAPTOPS };
    check(|_, _| (), &[crates], (&["package-too-heavy"], Lane::Yellow));
    check(|s, f| f.set(s.gross_mass_kg, 31_000.0), &[POLYMER], (&["unit-too-heavy"], Lane::Yellow));
    check(|s, f| f.set(s.dispatch, "IR"), &[POLYMER], (&["origin-not-dispatch"], Lane::Green));
    check(|s, f| f.set(s.destination_country, "SA"), &[POLYMER], (&["origin-is-destination"], Lane::Yellow));
    check(|s, f| f.set(s.holder_movements, 0), &[POLYMER], (&["new-holder"], Lane::Green));
    check(|s, f| f.set(s.holder_irregular, 9), &[POLYMER], (&["holder-irregular"], Lane::Yellow));
    check(|s, f| f.set(s.declarant_irregular, 30), &[POLYMER], (&["declarant-irregular"], Lane::Blue));
    check(|s, f| f.set(s.suspended, true), &[POLYMER], (&["corridor-suspended"], Lane::Red));
    let proven = |slots: &Slots, facts: &mut Facts| {
        facts.set(slots.holder_movements, 500);
        facts.set(slots.holder_irregular, 0);
        facts.set(slots.holder_days_known, 900);
    };
    check(proven, &[POLYMER], (&["holder-proven"], Lane::Green));
    check(proven, &[cheap(0.5)], (&["unit-price-low", "holder-proven"], Lane::Yellow));
    let untold = |slots: &Slots, facts: &mut Facts| {
        let mut row = facts.add(slots.items);
        row.set(slots.hs, "390210").set(slots.description, "Polypropylene").set(slots.packages, 10);
        row.set(slots.item_gross_mass_kg, 900.0).set(slots.net_mass_kg, 500.0);
    };
    check(untold, &[], (&["value-not-given", "packaging-too-heavy"], Lane::Orange));
}

#[test]
fn a_hit_says_what_it_saw_and_the_broker_is_told_only_the_kind() {
    let slots = slots();
    let cheap = Item { usd_per_kg: 0.41, ..POLYMER };
    let outcome = shipped(&slots).score(&slots.declaration(&[POLYMER, cheap]), ON, NO_LUCK);
    let hit = outcome.hits.first().unwrap();
    assert_eq!(hit.rows, [2]);
    let seen = [
        ("item 2 unit_price_usd_per_kg", "0.41"),
        ("item 2 hs", "390210"),
        ("usual_unit_price[390210]", "1.25"),
    ];
    for (name, value) in seen {
        assert!(hit.saw.contains(&(name.to_owned(), value.to_owned())), "{name}: {:?}", hit.saw);
    }
    let notice = outcome.notice();
    assert_eq!((notice.lane, notice.kinds.as_slice()), (Lane::Orange, &[Kind::Goods][..]));
    let told = serde_json::to_string(&notice).unwrap();
    assert!(!told.contains("price"), "{told}");
}

#[test]
fn a_believable_trade_is_seven_tenths_green() {
    let slots = slots();
    let rules = shipped(&slots);
    let mut dice = Dice(20_261_123);
    let mut lanes: BTreeMap<Lane, u32> = BTreeMap::new();
    let all = 5_000;
    for _ in 0..all {
        let items: Vec<Item> = (0..=dice.below(2)).map(|_| dice.goods()).collect();
        let mut facts = slots.declaration(&items);
        if items.iter().all(|item| item.origin == "PK") {
            facts.set(slots.kind, "TIR");
            facts.set(slots.dispatch, "PK");
        }
        if items.iter().any(|item| item.origin == "KZ") {
            facts.set(slots.dispatch, "KZ");
            facts.set(slots.destination_country, "PK");
        }
        facts.set(slots.holder_movements, i64::from(dice.below(200)));
        facts.set(slots.holder_irregular, i64::from(dice.below(3)));
        let draw = u16::try_from(dice.below(10_000)).unwrap();
        *lanes.entry(rules.score(&facts, ON, draw).lane).or_default() += 1;
    }
    println!("of {all}: {lanes:?}");
    let share = |lane| f64::from(*lanes.get(&lane).unwrap_or(&0)) / f64::from(all);
    assert!((0.62..0.78).contains(&share(Lane::Green)), "{lanes:?}");
    for lane in [Lane::Blue, Lane::Yellow, Lane::Orange, Lane::Red] {
        assert!((0.005..0.2).contains(&share(lane)), "{lane}: {lanes:?}");
    }
}

#[test]
fn chance_selects_at_the_published_rates() {
    let slots = slots();
    let rules = shipped(&slots);
    let facts = slots.declaration(&[POLYMER]);
    let mut lanes: BTreeMap<Lane, u32> = BTreeMap::new();
    for draw in 0..10_000 {
        let outcome = rules.score(&facts, ON, draw);
        let by_chance = outcome.selected_by == SelectedBy::Random;
        assert_eq!(by_chance, outcome.lane > Lane::Green);
        assert_eq!(outcome.notice().kinds == [Kind::Random], by_chance);
        *lanes.entry(outcome.lane).or_default() += 1;
    }
    let expected = [(Lane::Green, 9_500), (Lane::Yellow, 200), (Lane::Orange, 200), (Lane::Red, 100)];
    assert_eq!(lanes, BTreeMap::from(expected));
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % end
    }

    /// Goods at about their usual price; one in thirty far below it.
    fn goods(&mut self) -> Item {
        let mut left = self.below(100);
        let (mut goods, _) = TRADE[0];
        for (item, share) in TRADE {
            if left < share {
                goods = item;
                break;
            }
            left -= share;
        }
        let percent = if self.below(30) == 0 { 30 } else { 85 + self.below(32) };
        Item { usd_per_kg: goods.usd_per_kg * f64::from(percent) / 100.0, ..goods }
    }
}

//! Rulesets: what is refused and where, what is in force when, and what an outcome keeps.
use crate::support::{SHIPPED, slots};
use rahdari_kernel::Date;
use rahdari_risk::{Facts, Lane, Outcome, RuleError, Ruleset, SchemaBuilder, SelectedBy, Slot, Text};

const HEAD: &str = r#"
format = "rahdari-ruleset/1"
id = "test"
version = "1"
title = "A test"
regime_fact = "declaration.type"
office_fact = "declaration.departure"
lanes = { blue = 10, yellow = 20, orange = 50, red = 80 }
[lists.odd]
about = "odd goods"
source = "a test"
match = "prefix"
values = ["12", "8703"]
[tables.price]
about = "prices"
source = "a test"
values = { "1" = 1.5 }
"#;

/// Writes a rule with a condition and further lines.
fn rule(id: &str, when: &str, more: &str) -> String {
    format!(
        r#"
[[rules]]
id = "{id}"
title = "A title"
reason = "A reason."
kind = "goods"
legal_basis = "a law"
owner = "somebody"
valid_from = 2026-01-01
valid_until = 2026-12-31
{more}
when = '''
{when}
'''
"#
    )
}

fn compile(rules: &str) -> Result<Ruleset, Vec<RuleError>> {
    Ruleset::compile(&format!("{HEAD}{rules}"), &slots().schema)
}

/// Checks the faults of a condition over items: message, excerpt with carets, and help.
#[track_caller]
fn check_fault(when: &str, expected: &str) {
    let errors = compile(&rule("r", when, "points = 5\nscope = \"items\"")).unwrap_err();
    let shown: Vec<String> = errors
        .iter()
        .map(|error| {
            assert_eq!(error.rule.as_deref(), Some("r"));
            let help = error.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
            format!("{}\n{}{help}", error.message, error.place.excerpt)
        })
        .collect();
    assert_eq!(shown.join("\n"), expected);
}

#[test]
fn a_misspelt_name_is_shown_with_the_nearest() {
    check_fault(
        "item.unit_prise > 1.0",
        "item has no column unit_prise\n  item.unit_prise > 1.0\n  ^^^^^^^^^^^^^^^",
    );
    check_fault(
        "item.valu_usd > 1.0",
        "item has no column valu_usd\n  item.valu_usd > 1.0\n  ^^^^^^^^^^^^^\nhelp: did you mean value_usd?",
    );
    check_fault(
        "declaration.tipe == \"T1\"",
        "there is no fact, list or table declaration.tipe\n  declaration.tipe == \"T1\"\n  ^^^^^^^^^^^^^^^^\n\
         help: did you mean declaration.type?",
    );
    check_fault(
        "item.hs.startWith(\"1\")",
        "there is no function startWith\n  item.hs.startWith(\"1\")\n  ^^^^^^^^^^^^^^^^^^^^^^\n\
         help: did you mean startsWith?",
    );
}

#[test]
fn types_are_compared_before_anything_is_scored() {
    check_fault(
        "item.packages == 1.0",
        "== does not take int and double\n  item.packages == 1.0\n  ^^^^^^^^^^^^^^^^^^^^\n\
         help: write 1.0 rather than 1, or convert with double(…) or int(…)",
    );
    check_fault(
        "true && item.hs",
        "a condition should stand here, this is string\n  true && item.hs\n          ^^^^^^^",
    );
    check_fault("item.packages / 0 > 1", "division by zero\n  item.packages / 0 > 1\n                  ^");
    check_fault(
        "item.hs in [\"1\", 2]",
        "the elements of a list need one type, the earlier are string and this is int\n  item.hs in [\"1\", 2]\n  \
         \u{20}                ^",
    );
    check_fault(
        "item.hs.matches(\"(\")",
        "not a regular expression: error: unclosed group\n  item.hs.matches(\"(\")\n                  ^^^",
    );
    check_fault(
        "dyn(item.hs) == 1",
        "not supported: dyn values in rules, where every type is known\n  dyn(item.hs) == 1\n  ^^^^^^^^^^^^",
    );
}

#[test]
fn every_fault_of_a_condition_is_found_at_once() {
    check_fault(
        "item.a > 1\n  && declaration.b",
        "item has no column a\n  item.a > 1\n  ^^^^^^\nthere is no fact, list or table declaration.b\n    && \
         declaration.b\n       ^^^^^^^^^^^^^",
    );
}

#[test]
fn a_fault_is_placed_in_the_file() {
    let errors = compile(&rule("r", "true &&\n  no.such", "points = 5")).unwrap_err();
    let line = format!("{HEAD}{}", rule("r", "true &&\n  no.such", "points = 5"));
    let line = line.lines().position(|line| line == "  no.such").unwrap() + 1;
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].place.line, errors[0].place.column), (line, 3));
    assert!(errors[0].to_string().starts_with(&format!("{line}:3: rule r: there is no fact")));
}

#[test]
fn a_rule_that_cannot_be_right_is_refused() {
    let refused = |more: &str, message: &str| {
        let errors = compile(&rule("r", "true", more)).unwrap_err();
        assert!(errors.iter().any(|error| error.message.contains(message)), "{errors:?}");
    };
    refused("", "the rule changes nothing");
    refused("points = 101", "between -100 and 100");
    refused("points = 1\nmandatory = true", "needs a minimum_lane");
    refused("points = 1\nscope = \"goods\"", "no list of facts goods");
    refused("points = 1\ncolour = \"red\"", "unknown field `colour`");
    let twice = [rule("r", "true", "points = 1"), rule("r", "true", "points = 1")].concat();
    assert!(compile(&twice).unwrap_err()[0].message.contains("used twice"));
    let ended = rule("r", "true", "points = 1").replace("2026-12-31", "2025-12-31");
    assert!(compile(&ended).unwrap_err()[0].message.contains("ends before it begins"));
    let endless = rule("r", "true", "points = 1").replace("valid_until = 2026-12-31\n", "");
    assert!(compile(&endless).unwrap_err()[0].message.contains("missing field `valid_until`"));
}

#[test]
fn a_rule_holds_for_its_days_regimes_and_offices() {
    let slots = slots();
    let more = "points = 30\nregimes = [\"T1\", \"TIR\"]\noffices = [\"PKKHI001\"]";
    let rules = compile(&rule("r", "true", more)).unwrap();
    let score = |kind: &str, office: &str, on: &str| {
        let mut facts = slots.schema.facts();
        facts.set(slots.kind, kind);
        facts.set(slots.departure, office);
        rules.score(&facts, on.parse().unwrap(), 0).score
    };
    assert_eq!(score("T1", "PKKHI001", "2026-01-01"), 30);
    assert_eq!(score("TIR", "PKKHI001", "2026-12-31"), 30);
    assert_eq!(score("T1", "PKKHI001", "2027-01-01"), 0);
    assert_eq!(score("T1", "PKKHI001", "2025-12-31"), 0);
    assert_eq!(score("IM", "PKKHI001", "2026-06-01"), 0);
    assert_eq!(score("T1", "PKBQM001", "2026-06-01"), 0);
}

#[test]
fn points_add_up_and_stay_between_0_and_100() {
    let on: Date = "2026-06-01".parse().unwrap();
    let total = |points: &[i16]| {
        let rules: String = (0..)
            .zip(points)
            .map(|(n, p)| rule(&format!("r{n}"), "true", &format!("points = {p}")))
            .collect();
        let outcome = compile(&rules).unwrap().score(&slots().schema.facts(), on, 0);
        (outcome.score, outcome.lane)
    };
    assert_eq!(total(&[5]), (5, Lane::Green));
    assert_eq!(total(&[5, 6]), (11, Lane::Blue));
    assert_eq!(total(&[90, 90]), (100, Lane::Red));
    assert_eq!(total(&[-50, 20]), (0, Lane::Green));
}

#[test]
fn what_is_not_known_makes_a_rule_undecided_and_not_a_hit() {
    let slots = slots();
    let on: Date = "2026-06-01".parse().unwrap();
    let rules = [
        rule("whole", "declaration.gross_mass_kg > 1.0", "points = 5"),
        rule("each", "item.value_usd > 1.0", "points = 5\nscope = \"items\""),
        rule("some", "items.exists(i, i.value_usd > 1.0)", "points = 5"),
        rule("asked", "!has(declaration.gross_mass_kg)", "points = 5"),
        rule("lookup", "price[declaration.type] > 1.0", "points = 5"),
    ];
    let rules = compile(&rules.concat()).unwrap();
    let mut facts = slots.schema.facts();
    facts.set(slots.kind, "T1");
    facts.add(slots.items).set(slots.hs, "1");
    let outcome = rules.score(&facts, on, 0);
    let because: Vec<&str> = outcome.undecided.iter().map(|undecided| undecided.because.as_str()).collect();
    assert_eq!(
        because,
        [
            "declaration.gross_mass_kg is not known",
            "item 1 value_usd is not known",
            "item 1 value_usd is not known",
            "there is no entry T1 in price",
        ]
    );
    assert_eq!(outcome.hits.len(), 1);
    // Another item that is known decides the rules over items.
    facts.add(slots.items).set(slots.value_usd, 2.0);
    let outcome = rules.score(&facts, on, 0);
    let rows: Vec<(&str, &[usize])> =
        outcome.hits.iter().map(|hit| (hit.rule.as_str(), hit.rows.as_slice())).collect();
    assert_eq!(rows, [("each", &[2][..]), ("some", &[]), ("asked", &[])]);
    assert_eq!(outcome.hits[1].saw, [("item 2 value_usd".to_owned(), "2".to_owned())]);
}

#[test]
fn facts_of_another_schema_decide_nothing() {
    let mut builder = SchemaBuilder::new();
    let other: Slot<Text> = builder.field("other", "another table");
    let schema = builder.build().unwrap();
    let mut facts = schema.facts();
    facts.set(other, "x");
    let outcome =
        compile(&rule("r", "true", "points = 5")).unwrap().score(&facts, "2026-06-01".parse().unwrap(), 0);
    assert!(outcome.hits.is_empty());
    assert_eq!(outcome.undecided.len(), 1);
}

#[test]
fn a_mandatory_hit_is_the_floor() {
    let more = "minimum_lane = \"orange\"\nmandatory = true";
    let rules =
        compile(&[rule("r", "true", more), rule("s", "true", "minimum_lane = \"red\"")].concat()).unwrap();
    let outcome = rules.score(&slots().schema.facts(), "2026-06-01".parse().unwrap(), 0);
    assert_eq!((outcome.score, outcome.lane, outcome.floor()), (0, Lane::Red, Lane::Orange));
    assert_eq!(outcome.selected_by, SelectedBy::Rules);
}

#[test]
fn a_decision_is_replayed_from_what_was_kept_to_the_same_bytes() {
    let slots = slots();
    let rules = Ruleset::compile(SHIPPED, &slots.schema).unwrap();
    let mut facts = slots.schema.facts();
    facts.set(slots.kind, "T1");
    facts.set(slots.gross_mass_kg, 0.1 + 0.2);
    facts.set(slots.security_usd_cents, i64::MAX);
    facts
        .add(slots.items)
        .set(slots.hs, "961700")
        .set(slots.unit_price, 1.0 / 3.0)
        .set(slots.value_usd, f64::NAN);
    let on: Date = "2026-11-23".parse().unwrap();
    let outcome = rules.score(&facts, on, 9_999);
    let kept = (facts.to_json().to_string(), serde_json::to_string(&outcome).unwrap());
    let again = Facts::read(&slots.schema, &serde_json::from_str(&kept.0).unwrap()).unwrap();
    let rules = Ruleset::compile(SHIPPED, &slots.schema).unwrap();
    let replayed = rules.score(&again, on, 9_999);
    assert_eq!(serde_json::to_string(&replayed).unwrap(), kept.1);
    assert_eq!(serde_json::from_str::<Outcome>(&kept.1).unwrap(), outcome);
    assert_eq!(outcome.ruleset, rules.hash_text());
}

#[test]
fn kept_facts_that_do_not_fit_are_named() {
    let json = serde_json::json!({
        "declaration": { "type": 1, "colour": "red" },
        "items": [{ "hs": "1" }, { "size": 2 }],
        "other": true,
    });
    let wrong = Facts::read(&slots().schema, &json).unwrap_err();
    let names: Vec<&str> = wrong.iter().map(|error| error.name.as_str()).collect();
    assert_eq!(names, ["declaration.colour", "declaration.type", "items[1].size", "other"]);
}

#[test]
fn a_schema_refuses_names_that_no_rule_could_speak() {
    let build = |names: &[&str]| {
        let mut builder = SchemaBuilder::new();
        for name in names {
            let _: Slot<bool> = builder.field(name, "");
        }
        builder.build().map(|_| ())
    };
    assert!(build(&["a.type", "a.b", "c"]).is_ok());
    for names in [&["a", "a.b"][..], &["a", "a"], &["in.a"], &["a-b"], &[""], &["a..b"], &["for"]] {
        assert!(build(names).is_err(), "{names:?}");
    }
}

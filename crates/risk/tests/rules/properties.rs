//! Whatever the text and whatever the facts: no panic, no endless work, and printing keeps the meaning.
use crate::support::{SHIPPED, Slots, slots};
use proptest::prelude::*;
use rahdari_kernel::Date;
use rahdari_risk::{Bindings, Facts, Ruleset, Value, eval, format, write_answer};

const ON: Date = Date::constant(2026, 11, 23);

/// Pieces that expressions are made of, put together at random.
const PIECES: [&str; 48] = [
    "a",
    "b",
    "x",
    ".f",
    ".size()",
    "[0]",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "{'k': 1}",
    ",",
    ":",
    "?",
    "!",
    "-",
    "+",
    "*",
    "/",
    "%",
    "<",
    "<=",
    "==",
    "!=",
    "in",
    "&&",
    "||",
    "1",
    "2u",
    "0.5",
    "1e308",
    "9223372036854775807",
    "'s'",
    "\"\\u00e9\"",
    "r'\\d'",
    "true",
    "null",
    "has(a.f)",
    ".exists(x, x > 0)",
    ".map(x, [x, x])",
    ".matches('a+')",
    "int(",
    "string(",
    ".`a b`",
    "//",
    " ",
];

/// Expressions that parse, as text.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(|value| value.to_string()),
        any::<u64>().prop_map(|value| format!("{value}u")),
        any::<f64>()
            .prop_filter("written out", |value| value.is_finite())
            .prop_map(|value| format!("{value:?}")),
        "[a-zA-Z0-9é\"\\\\\n\t ]{0,6}".prop_map(|text| format!("{text:?}")),
        Just("true".to_owned()),
        Just("null".to_owned()),
        "[abc]".prop_map(|name| name),
    ];
    leaf.prop_recursive(6, 64, 4, |inner| {
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||",
        ]);
        let field = prop::sample::select(vec!["f", "as", "`a-b`", "type"]);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(l, o, r)| format!("({l} {o} {r})")),
            (inner.clone(), prop::sample::select(vec!["+", "&&", "||", "<"]), inner.clone())
                .prop_map(|(l, o, r)| format!("{l} {o} {r}")),
            inner.clone().prop_map(|e| format!("!({e})")),
            inner.clone().prop_map(|e| format!("-({e})")),
            inner.clone().prop_map(|e| format!("-{e}")),
            (inner.clone(), field).prop_map(|(e, field)| format!("({e}).{field}")),
            (inner.clone(), inner.clone()).prop_map(|(e, key)| format!("({e})[{key}]")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(c, y, n)| format!("({c} ? ({y}) : {n})")),
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            (inner.clone(), inner.clone()).prop_map(|(k, v)| format!("{{{k}: {v}}}")),
            (inner.clone(), inner.clone()).prop_map(|(e, b)| format!("({e}).exists(x, {b})")),
            (inner.clone(), inner).prop_map(|(e, b)| format!("[{e}].map(x, {b})")),
        ]
    })
}

fn bindings() -> Bindings {
    let list = Value::list(vec![Value::Int(1), Value::text("two"), Value::Double(f64::NAN)]).unwrap();
    let map = Value::map(vec![(Value::text("f"), Value::Uint(7))]).unwrap();
    Bindings::from([("a".to_owned(), list), ("b".to_owned(), map), ("c".to_owned(), Value::Bool(true))])
}

/// Evaluates; only that it returns and can be written matters.
fn try_out(text: &str) {
    let answer = eval(text, &bindings());
    let _ = write_answer(&answer).to_string();
    if let Err(rahdari_risk::EvalError::Problem(problem)) = &answer {
        assert!(!problem.show(text).is_empty());
    }
}

proptest! {
    #[test]
    fn no_text_makes_evaluation_panic(text in any::<String>()) {
        try_out(&text);
    }

    #[test]
    fn no_heap_of_pieces_makes_evaluation_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        try_out(&pieces.concat());
        try_out(&pieces.join(" "));
    }

    #[test]
    fn no_expression_makes_evaluation_panic(text in expression()) {
        try_out(&text);
    }

    #[test]
    fn printing_and_reading_again_gives_the_same(text in expression()) {
        if let Ok(printed) = format(&text) {
            prop_assert_eq!(format(&printed), Ok(printed.clone()), "{}", text);
            let (left, right) = (eval(&text, &bindings()), eval(&printed, &bindings()));
            prop_assert_eq!(write_answer(&left), write_answer(&right));
        }
    }

    #[test]
    fn no_text_makes_a_ruleset_panic(text in any::<String>(), when in "[ -~\n]{0,60}", at in 0..9000_usize) {
        let slots = slots();
        let schema = &slots.schema;
        let _ = Ruleset::compile(&text, schema);
        let _ = Ruleset::compile(&SHIPPED.replacen("has(item.value_usd)", &when, 1), schema);
        let mut cut = SHIPPED.to_owned();
        cut.truncate((0..=at).rev().find(|end| SHIPPED.is_char_boundary(*end)).unwrap_or(0));
        let _ = Ruleset::compile(&cut, schema);
    }

    #[test]
    fn no_facts_make_scoring_panic_and_replay_gives_the_same(
        texts in prop::collection::vec(prop::option::of("[A-Z0-9é]{0,8}"), 6),
        numbers in prop::collection::vec(prop::option::of(any::<i64>()), 8),
        masses in prop::collection::vec(prop::option::of(any::<f64>()), 12),
        draw in any::<u16>(),
    ) {
        let slots = slots();
        let rules = shipped(&slots);
        let facts = filled(&slots, &texts, &numbers, &masses);
        let outcome = rules.score(&facts, ON, draw);
        prop_assert!(outcome.score <= 100);
        prop_assert!(outcome.lane >= outcome.floor());
        let kept: serde_json::Value = serde_json::from_str(&facts.to_json().to_string()).unwrap();
        let again = rules.score(&Facts::read(&slots.schema, &kept).unwrap(), ON, draw);
        prop_assert_eq!(serde_json::to_string(&outcome).unwrap(), serde_json::to_string(&again).unwrap());
    }
}

#[test]
fn work_and_depth_are_bounded() {
    let doubled = format!("['s']{}", ".map(x, x + x)".repeat(40));
    let doubled = write_answer(&eval(&doubled, &Bindings::new()));
    assert_eq!(doubled["kind"], "evaluation", "{doubled}");
    let shared = format!("[1]{}", ".map(x, [x, x])".repeat(40));
    assert_eq!(write_answer(&eval(&shared, &Bindings::new()))["kind"], "evaluation");
    // Large values cost more than turns: copying and comparing them a thousand times is refused.
    let doubling = " + x".repeat(30);
    let copies =
        (0..3).fold("['0123456789abcdef']".to_owned(), |list, _| format!("{list}.map(x, x{doubling})"));
    let compared =
        format!("{copies}.all(y, [{}].all(z, [{}].all(w, y == y)))", "0,".repeat(999), "0,".repeat(999));
    assert_eq!(write_answer(&eval(&compared, &Bindings::new()))["kind"], "evaluation");
    let deep = (0..60).fold("true".to_owned(), |body, n| format!("[1].all(x{n}, {body})"));
    assert_eq!(write_answer(&eval(&deep, &Bindings::new()))["value"], true);
    let ten = "[0,1,2,3,4,5,6,7,8,9]";
    let nested = (0..12).fold("true".to_owned(), |body, n| format!("{ten}.all(x{n}, {body})"));
    assert_eq!(write_answer(&eval(&nested, &Bindings::new()))["kind"], "evaluation");
    for (open, close) in
        [("(", ")"), ("[", "]"), ("!(", ")"), ("a[", "]"), ("size(", ")"), ("true ? 1 : ", "")]
    {
        let deep = format!("{}1{}", open.repeat(5_000), close.repeat(5_000));
        assert_eq!(write_answer(&eval(&deep, &Bindings::new()))["kind"], "parse", "{open}");
        let allowed = format!("{}1{}", open.repeat(60), close.repeat(60));
        assert_ne!(write_answer(&eval(&allowed, &Bindings::new()))["kind"], "parse", "{open}");
    }
    let chain = format!("1{}", " + 1".repeat(5_000));
    assert_eq!(write_answer(&eval(&chain, &Bindings::new()))["kind"], "parse");
    let chain = format!("1{}", " + 1".repeat(190));
    assert_eq!(write_answer(&eval(&chain, &Bindings::new()))["value"], "191");
    let wide = vec!["true"; 5_000].join(" && ");
    assert_eq!(write_answer(&eval(&wide, &Bindings::new()))["value"], true);
}

fn shipped(slots: &Slots) -> Ruleset {
    Ruleset::compile(SHIPPED, &slots.schema).unwrap()
}

fn filled(slots: &Slots, texts: &[Option<String>], numbers: &[Option<i64>], masses: &[Option<f64>]) -> Facts {
    let mut facts = slots.schema.facts();
    let text = |at: usize| texts[at].as_deref();
    facts.set_known(slots.kind, text(0));
    facts.set_known(slots.departure, text(1));
    facts.set_known(slots.dispatch, text(2));
    facts.set_known(slots.destination_country, text(3));
    facts.set_known(slots.gross_mass_kg, masses[0]);
    facts.set_known(slots.units, numbers[0]);
    facts.set_known(slots.security_usd_cents, numbers[1]);
    facts.set_known(slots.holder_movements, numbers[2]);
    facts.set_known(slots.holder_irregular, numbers[3]);
    facts.set_known(slots.declarant_movements, numbers[4]);
    facts.set_known(slots.declarant_irregular, numbers[5]);
    facts.set_known(slots.holder_days_known, numbers[6]);
    facts.set_known(slots.suspended, numbers[7].map(|number| number % 2 == 0));
    for row in masses[1..].chunks(4) {
        let mass = |at: usize| row.get(at).copied().flatten();
        facts
            .add(slots.items)
            .set_known(slots.hs, mass(0).map(|mass| if mass > 0.0 { "847130" } else { "2402" }))
            .set_known(slots.origin, text(4))
            .set_known(slots.description, text(5))
            .set_known(slots.item_gross_mass_kg, mass(0))
            .set_known(slots.net_mass_kg, mass(1))
            .set_known(slots.value_usd, mass(2))
            .set_known(slots.unit_price, mass(3))
            .set_known(slots.packages, numbers[0]);
    }
    facts
}

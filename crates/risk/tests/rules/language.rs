//! The expression language by example: what it gives, what it leaves out, and how it is printed.

use rahdari_risk::{Bindings, eval, format, read_bindings, write_answer};
use serde_json::json;

/// Checks the value of an expression, written with its type.
#[track_caller]
fn check(expression: &str, expected: &str) {
    let bindings = json!({
        "x": { "type": "int", "value": "7" },
        "a.b": { "type": "map", "value": [[{ "type": "string", "value": "c" }, { "type": "uint", "value": "1" }]] },
        "a.b.d": { "type": "list", "value": [{ "type": "double", "value": "0.5" }, { "type": "null" }] },
    });
    let answer = write_answer(&eval(expression, &read_bindings(&bindings).unwrap()));
    let shown = match answer.get("error") {
        Some(error) => format!("{}: {}", answer["kind"].as_str().unwrap(), error.as_str().unwrap()),
        None => format!("{} {}", answer["type"].as_str().unwrap(), answer["value"]),
    };
    assert_eq!(shown, expected, "{expression}");
}

#[test]
fn the_longest_bound_name_is_meant() {
    check("a.b.c", "uint \"1\"");
    check("a.b.d[0] * 4.0", "double \"2\"");
    check("[1].map(x, x + 1)[0] + x", "int \"9\"");
    check("[1].map(x, .x)[0]", "int \"7\"");
    check("a", "type: no value is bound to a");
    check("has(a.b.c) && !has(a.b.e)", "bool true");
}

#[test]
fn a_failure_that_does_not_matter_is_forgotten() {
    check("1 / 0 > 1 || x == 7", "bool true");
    check("x == 7 && 1 / 0 > 1", "evaluation: division by zero");
    check("x == 1 ? 1 / 0 : 2", "int \"2\"");
    check("[0, 2].exists(y, 4 / y == 2)", "bool true");
    check("[0, 2].all(y, 4 / y == 2)", "evaluation: division by zero");
    check("x + 1u", "type: + does not take int and uint");
}

#[test]
fn what_rules_leave_out_is_refused_by_name() {
    check("b'x' == b'x' || true", "unsupported: not supported: bytes literals");
    check("type(1) == int", "unsupported: not supported: type values (type)");
    check("int == 1", "unsupported: not supported: type values");
    check(
        "timestamp('2026-11-23T00:00:00Z')",
        "unsupported: not supported: timestamps and durations (timestamp)",
    );
    check("Thing{name: 1}", "unsupported: not supported: messages");
    check("a.b.Thing{}", "unsupported: not supported: messages");
    check("a.?b", "unsupported: not supported: optional values");
    check("{?'a': 1}", "unsupported: not supported: optional values");
    check("sets.contains([1], [1])", "unsupported: not supported: the sets extension (contains)");
    check("math.greatest(1, 2)", "unsupported: not supported: the math extension (greatest)");
}

#[test]
fn texts_are_characters_and_not_bytes() {
    check("size('πέντε') + 'añb'.size()", "int \"8\"");
    check("'añb'.substring(1, 2) + 'añb'.substring(2)", "string \"ñb\"");
    check("'abc'.substring(2, 1)", "evaluation: position 1 is outside the list");
    check("' Añ '.trim().upperAscii() + 'B'.lowerAscii()", "string \"Añb\"");
    check(r#""\ud83d\ude2c" == "\U0001F62C""#, "bool true");
    check(r#""\ud83d""#, "parse: the escape does not name a character");
    check("r'\\d' + \"\\x41\\101\"", "string \"\\\\dAA\"");
}

#[test]
fn numbers_convert_only_where_nothing_is_lost_silently() {
    check("double('1e400')", "evaluation: 1e400 cannot be converted to double");
    check("double('-Infinity')", "double \"-Infinity\"");
    check("uint('+1')", "evaluation: +1 cannot be converted to uint");
    check("int(9223372036854775808.0)", "evaluation: 9223372036854776000 cannot be converted to int");
    check("int(1e300)", "evaluation: 1e+300 cannot be converted to int");
    check("string(1e21) + ' ' + string(0.00001)", "string \"1e+21 1e-5\"");
    check("bool(1)", "type: bool does not take int");
}

#[test]
fn printing_keeps_only_the_brackets_that_matter() {
    let cases = [
        ("((1+2))*3-(4-5)", "(1 + 2) * 3 - (4 - 5)"),
        ("(a&&b)||c&&(d||e)", "a && b || c && (d || e)"),
        ("(a&&b)&&c", "(a && b) && c"),
        ("(a?b:c)?d:(e?f:g)", "(a ? b : c) ? d : e ? f : g"),
        ("-(1)", "-(1)"),
        ("-((0)[0])", "-(0[0])"),
        ("- - x.f", "x.f"),
        ("!(!x)", "!(!x)"),
        ("a.`b-c`[ 'd\\n' ]", "a.`b-c`[\"d\\n\"]"),
        ("(-5).f(1,)", "(-5).f(1)"),
        ("{1:2,}.exists( k,k in[1] ) // why", "{1: 2}.exists(k, k in [1])"),
    ];
    for (text, printed) in cases {
        assert_eq!(format(text).unwrap(), printed);
        assert_eq!(format(printed).unwrap(), printed);
    }
}

#[test]
fn bindings_that_are_no_values_are_named() {
    let wrong = |json| read_bindings(&json).unwrap_err().to_string();
    assert!(wrong(json!({ "x": 1 })).starts_with("x: write"));
    assert_eq!(
        wrong(json!({ "x": { "type": "int", "value": "1.5" } })),
        "x: the value is not one of its type"
    );
    assert_eq!(
        wrong(json!({ "x": { "type": "bytes", "value": "" } })),
        "x: values of type bytes are not supported"
    );
    assert_eq!(read_bindings(&json!({})).unwrap(), Bindings::new());
}

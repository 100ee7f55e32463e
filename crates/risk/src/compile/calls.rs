//! Functions: which there are, and what they take and give.

use std::sync::Arc;

use super::checker::Checker;
use super::code::{Code, Function};
use crate::failure::Failure;
use crate::pattern::Pattern;
use crate::problem::{Problem, Span};
use crate::syntax::{Expr, ExprKind};
use crate::types::Type;
use crate::value::Value;

/// Functions of the language and its usual extensions that rules leave out, with the name of the feature.
const LEFT_OUT: [(&str, &[&str]); 7] = [
    ("type values", &["type"]),
    ("bytes", &["bytes"]),
    (
        "timestamps and durations",
        &[
            "timestamp",
            "duration",
            "getDate",
            "getDayOfMonth",
            "getDayOfWeek",
            "getDayOfYear",
            "getFullYear",
            "getHours",
            "getMilliseconds",
            "getMinutes",
            "getMonth",
            "getSeconds",
        ],
    ),
    (
        "this function of the strings extension",
        &["charAt", "format", "indexOf", "join", "lastIndexOf", "quote", "replace", "reverse", "split"],
    ),
    ("the math extension", &["abs", "ceil", "floor", "greatest", "least", "round", "sqrt", "trunc"]),
    (
        "optional values",
        &["hasValue", "none", "of", "ofNonZeroValue", "optFlatMap", "optMap", "or", "orValue"],
    ),
    ("this macro", &["bind", "block", "sortBy", "transformMapEntry"]),
];

/// Beginnings of the names of functions in extensions that rules leave out.
const NAMESPACES: [&str; 12] =
    ["base64", "cel", "ip", "cidr", "lists", "math", "net", "optional", "proto", "regex", "sets", "strings"];

/// What a function takes and gives.
struct Signature {
    function: Function,
    /// Whether it may be written as `target.function(…)`, and as `function(…)`.
    method: bool,
    global: bool,
    takes: &'static [Type],
    /// How many of the last arguments may be left out.
    optional: usize,
    gives: Type,
}

const CONVERSIONS: [Function; 6] =
    [Function::Int, Function::Uint, Function::Double, Function::Text, Function::Bool, Function::Dyn];

fn signature(name: &str) -> Option<Signature> {
    use Type::{Bool, Dyn, Int, Text};
    let method = |function, takes, gives| Signature {
        function,
        method: true,
        global: false,
        takes,
        optional: 0,
        gives,
    };
    let global = |function, gives| Signature {
        function,
        method: false,
        global: true,
        takes: &[Dyn],
        optional: 0,
        gives,
    };
    Some(match name {
        "size" => Signature { method: true, ..global(Function::Size, Int) },
        "contains" => method(Function::Contains, &[Text, Text], Bool),
        "startsWith" => method(Function::StartsWith, &[Text, Text], Bool),
        "endsWith" => method(Function::EndsWith, &[Text, Text], Bool),
        "matches" => Signature { global: true, ..method(Function::Matches, &[Text, Text], Bool) },
        "lowerAscii" => method(Function::LowerAscii, &[Text], Text),
        "upperAscii" => method(Function::UpperAscii, &[Text], Text),
        "trim" => method(Function::Trim, &[Text], Text),
        "substring" => Signature { optional: 1, ..method(Function::Substring, &[Text, Int, Int], Text) },
        "int" => global(Function::Int, Int),
        "uint" => global(Function::Uint, Type::Uint),
        "double" => global(Function::Double, Type::Double),
        "string" => global(Function::Text, Text),
        "bool" => global(Function::Bool, Bool),
        "dyn" => global(Function::Dyn, Dyn),
        _ => return None,
    })
}

/// Names to offer when a function is misspelt.
const NAMES: [&str; 23] = [
    "size",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "lowerAscii",
    "upperAscii",
    "trim",
    "substring",
    "int",
    "uint",
    "double",
    "string",
    "bool",
    "has",
    "all",
    "exists",
    "exists_one",
    "existsOne",
    "filter",
    "map",
    "transformList",
    "transformMap",
];

impl Checker<'_> {
    /// Checks a call of a function or macro.
    pub(super) fn call(
        &mut self,
        span: Span,
        target: Option<&Expr>,
        name: &Arc<str>,
        arguments: &[Expr],
    ) -> (Code, Type) {
        if let Some(unfolded) = self.unfold(span, target, name, arguments) {
            return unfolded;
        }
        if let Some((feature, _)) = LEFT_OUT.iter().find(|(_, names)| names.contains(&&**name)) {
            return self.fault(Problem::unsupported(span, &format!("{feature} ({name})")));
        }
        if let Some(ExprKind::Name { name: namespace, .. }) = target.map(|target| &target.kind)
            && NAMESPACES.contains(&&**namespace)
            && !self.means_something(namespace)
        {
            return self.fault(Problem::unsupported(span, &format!("the {namespace} extension ({name})")));
        }
        let all: Vec<&Expr> = target.into_iter().chain(arguments).collect();
        let Some(signature) = signature(name) else {
            if !self.is_strict() {
                for argument in &all {
                    self.check(argument);
                }
                return (Code::Fail(Failure::UnknownFunction(Arc::clone(name))), Type::Dyn);
            }
            let problem = Problem::typed(span, format!("there is no function {name}"));
            return self.fault(problem.nearest(name, NAMES.into_iter()));
        };
        let checked: Vec<(Code, Type)> = all.iter().map(|argument| self.check(argument)).collect();
        let kinds: Vec<Type> = checked.iter().map(|(_, kind)| kind.clone()).collect();
        let codes: Vec<Code> = checked.into_iter().map(|(code, _)| code).collect();
        let style = if target.is_some() { signature.method } else { signature.global };
        let most = signature.takes.len();
        let count = codes.len() <= most && codes.len() + signature.optional >= most;
        let fits = signature.takes.iter().zip(&kinds).all(|(wanted, kind)| wanted.join(kind).is_some())
            && self.converts(signature.function, kinds.first());
        if !style || !count || !fits {
            return self.fault_or_fail(span, Failure::NoOverload(signature.function.as_str(), shown(&kinds)));
        }
        match signature.function {
            Function::Matches => self.pattern(span, codes, all.last().map_or(span, |last| last.span)),
            Function::Dyn if self.is_strict() => {
                self.fault(Problem::unsupported(span, "dyn values in rules, where every type is known"))
            }
            function => (Code::Call(function, codes), signature.gives),
        }
    }

    /// Tells whether a function whose argument can have several types takes this one.
    fn converts(&self, function: Function, kind: Option<&Type>) -> bool {
        let Some(kind) = kind.filter(|kind| **kind != Type::Dyn) else { return true };
        match function {
            Function::Size => matches!(kind, Type::Text | Type::List(_) | Type::Map(..)),
            Function::Bool => matches!(kind, Type::Text | Type::Bool),
            Function::Text => kind.is_numeric() || matches!(kind, Type::Text | Type::Bool),
            function if CONVERSIONS.contains(&function) => kind.is_numeric() || *kind == Type::Text,
            _ => true,
        }
    }

    /// Compiles a regular expression that is written out; rules take no other, for their speed.
    fn pattern(&mut self, span: Span, codes: Vec<Code>, at: Span) -> (Code, Type) {
        let mut codes = codes.into_iter();
        let (Some(text), Some(pattern)) = (codes.next(), codes.next()) else {
            return self.fault_or_fail(span, Failure::NoOverload("matches", "this".to_owned()));
        };
        match pattern {
            Code::Const(Value::Text(pattern)) => match Pattern::new(&pattern) {
                Ok(pattern) => {
                    (Code::Matches { text: Box::new(text), pattern: Arc::new(pattern) }, Type::Bool)
                }
                Err(why) => self.fault_or_fail(at, Failure::BadPattern(why)),
            },
            other if !self.is_strict() => (Code::Call(Function::Matches, vec![text, other]), Type::Bool),
            _ => self.fault(Problem::typed(at, "the regular expression should be written out here")),
        }
    }
}

fn shown(kinds: &[Type]) -> String {
    let names: Vec<String> = kinds.iter().map(ToString::to_string).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

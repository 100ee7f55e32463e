//! One expression with bound values, as analysts try them out and conformance is measured.
//!
//! Bindings and answers are JSON with their types written out, so that `1`, `1u` and `1.0` stay apart:
//! `{"type": "int", "value": "1"}`. A list holds such objects, a map holds pairs of them.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::compile::{Checker, World};
use crate::failure::Failure;
use crate::number::double_text;
use crate::problem::{Problem, ProblemKind};
use crate::run::Run;
use crate::syntax::parse;
use crate::value::Value;

/// Values by the names they are bound to.
pub type Bindings = BTreeMap<String, Value>;

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// The text is at fault.
    #[error("{0}")]
    Problem(Problem),
    /// The evaluation failed.
    #[error("{0}")]
    Failure(Failure),
}

/// A binding that is not a typed value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BindingError {
    /// The JSON does not have the shape of a typed value.
    #[error("{0}: write {{\"type\": …, \"value\": …}}")]
    Shape(String),
    /// The value is not one of its type.
    #[error("{0}: the value is not one of its type")]
    Value(String),
    /// The type is one that rules leave out.
    #[error("{0}: values of type {1} are not supported")]
    Unsupported(String, String),
}

/// Evaluates an expression over bound values.
pub fn eval(expression: &str, bindings: &Bindings) -> Result<Value, EvalError> {
    let tree = parse(expression).map_err(EvalError::Problem)?;
    let mut checker = Checker::new(World::Bound(bindings));
    let (code, _) = checker.check(&tree);
    if let Some(problem) = checker.problems.into_iter().next() {
        return Err(EvalError::Problem(problem));
    }
    Run::new(&[]).eval(&code).map(std::borrow::Cow::into_owned).map_err(EvalError::Failure)
}

/// Reads an expression and writes it in its plainest form, which reads as the same expression.
pub fn format(expression: &str) -> Result<String, Problem> {
    parse(expression).map(|tree| tree.to_string())
}

/// Reads bindings: an object of typed values by name.
pub fn read_bindings(json: &Json) -> Result<Bindings, BindingError> {
    let object = json.as_object().ok_or_else(|| BindingError::Shape("bindings".to_owned()))?;
    object.iter().map(|(name, value)| Ok((name.clone(), read_value(name, value)?))).collect()
}

/// Writes an answer: `{"type", "value"}`, or `{"error", "kind"}` with the kind `parse`, `type`, `unsupported` or
/// `evaluation`.
pub fn write_answer(answer: &Result<Value, EvalError>) -> Json {
    match answer {
        Ok(value) => write_value(value),
        Err(error) => json!({ "error": error.to_string(), "kind": error.kind() }),
    }
}

impl EvalError {
    /// Returns `parse`, `type`, `unsupported` or `evaluation`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Problem(problem) => match problem.kind {
                ProblemKind::Parse => "parse",
                ProblemKind::Type => "type",
                ProblemKind::Unsupported => "unsupported",
            },
            Self::Failure(failure) if failure.is_about_types() => "type",
            Self::Failure(_) => "evaluation",
        }
    }
}

fn read_value(name: &str, json: &Json) -> Result<Value, BindingError> {
    let shape = || BindingError::Shape(name.to_owned());
    let wrong = || BindingError::Value(name.to_owned());
    let kind = json.get("type").and_then(Json::as_str).ok_or_else(shape)?;
    let value = json.get("value").unwrap_or(&Json::Null);
    // Numbers are texts, so that no reader of JSON rounds them; plain numbers are taken too.
    let number = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Ok(match kind {
        "null" | "null_type" => Value::Null,
        "bool" => Value::Bool(value.as_bool().ok_or_else(wrong)?),
        "int" => Value::Int(number().parse().map_err(|_| wrong())?),
        "uint" => Value::Uint(number().parse().map_err(|_| wrong())?),
        "double" => Value::Double(number().parse().map_err(|_| wrong())?),
        "string" => Value::text(value.as_str().ok_or_else(wrong)?),
        "list" => {
            let items = value.as_array().ok_or_else(wrong)?;
            let items = items.iter().map(|item| read_value(name, item)).collect::<Result<_, _>>()?;
            Value::list(items).map_err(|_| wrong())?
        }
        "map" => {
            let entries = match value {
                Json::Array(pairs) => {
                    pairs.iter().map(|pair| read_entry(name, pair)).collect::<Result<_, _>>()?
                }
                Json::Object(object) => object
                    .iter()
                    .map(|(key, value)| Ok((Value::text(key.as_str()), read_value(name, value)?)))
                    .collect::<Result<_, _>>()?,
                _ => return Err(wrong()),
            };
            Value::map(entries).map_err(|_| wrong())?
        }
        other => return Err(BindingError::Unsupported(name.to_owned(), other.to_owned())),
    })
}

/// Reads an entry of a map: a pair in a list, or an object with `key` and `value`.
fn read_entry(name: &str, json: &Json) -> Result<(Value, Value), BindingError> {
    let pair = match json {
        Json::Array(pair) => pair.first().zip(pair.get(1)),
        other => other.get("key").zip(other.get("value")),
    };
    let (key, value) = pair.ok_or_else(|| BindingError::Shape(name.to_owned()))?;
    Ok((read_value(name, key)?, read_value(name, value)?))
}

fn write_value(value: &Value) -> Json {
    let json = match value {
        Value::Null | Value::Row(_) => Json::Null,
        Value::Bool(value) => Json::from(*value),
        Value::Int(value) => Json::from(value.to_string()),
        Value::Uint(value) => Json::from(value.to_string()),
        Value::Double(value) => Json::from(double_text(*value)),
        Value::Text(text) => Json::from(&**text),
        Value::List(list) => list.items().iter().map(write_value).collect(),
        Value::Map(map) => {
            map.entries().iter().map(|(k, v)| json!([write_value(k), write_value(v)])).collect()
        }
    };
    json!({ "type": value.type_name(), "value": json })
}

//! Functions on values.

use std::sync::Arc;

use super::machine::{Answer, Run, bool, own};
use crate::compile::{Code, Function};
use crate::failure::Failure;
use crate::number::{double_text, double_to_int, double_to_uint};
use crate::pattern::Pattern;
use crate::value::Value;

impl<'a> Run<'a> {
    pub(super) fn call(&mut self, function: Function, arguments: &'a [Code]) -> Answer<'a> {
        let (first, rest) = match arguments {
            [first, rest @ ..] => (self.eval(first)?, rest),
            [] => return Err(Failure::NoOverload(function.as_str(), "nothing".to_owned())),
        };
        self.charge(&first)?;
        if function == Function::Dyn {
            return Ok(first);
        }
        let mut others = Vec::with_capacity(rest.len());
        for argument in rest {
            others.push(self.eval(argument)?);
        }
        let wrong = || {
            let mut names = vec![first.type_name()];
            names.extend(others.iter().map(|other| other.type_name()));
            Failure::NoOverload(function.as_str(), names.join(", "))
        };
        match (function, &*first) {
            (Function::Size, value) => {
                size(value).map(Value::Int).map(std::borrow::Cow::Owned).ok_or_else(wrong)
            }
            (Function::Int, value) => {
                own(Value::Int(to_int(value).ok_or_else(|| unconvertible(value, "int", wrong))?))
            }
            (Function::Uint, value) => {
                own(Value::Uint(to_uint(value).ok_or_else(|| unconvertible(value, "uint", wrong))?))
            }
            (Function::Double, value) => {
                own(Value::Double(to_double(value).ok_or_else(|| unconvertible(value, "double", wrong))?))
            }
            (Function::Bool, value) => {
                bool(to_bool(value).ok_or_else(|| unconvertible(value, "bool", wrong))?)
            }
            (Function::Text, value) => own(Value::Text(to_text(value).ok_or_else(wrong)?)),
            (_, Value::Text(text)) => {
                let others: Vec<&Value> = others.iter().map(|other| &**other).collect();
                on_text(function, text, &others)?.map(std::borrow::Cow::Owned).ok_or_else(wrong)
            }
            _ => Err(wrong()),
        }
    }
}

/// Applies a function of texts; nothing when it does not take what follows.
fn on_text(function: Function, text: &Arc<str>, others: &[&Value]) -> Result<Option<Value>, Failure> {
    Ok(match (function, others) {
        (Function::Contains, [Value::Text(part)]) => Some(Value::Bool(text.contains(&**part))),
        (Function::StartsWith, [Value::Text(part)]) => Some(Value::Bool(text.starts_with(&**part))),
        (Function::EndsWith, [Value::Text(part)]) => Some(Value::Bool(text.ends_with(&**part))),
        (Function::Matches, [Value::Text(pattern)]) => {
            let pattern = Pattern::new(pattern).map_err(Failure::BadPattern)?;
            Some(Value::Bool(pattern.matches(text)))
        }
        (Function::LowerAscii, []) => Some(Value::text(text.to_ascii_lowercase())),
        (Function::UpperAscii, []) => Some(Value::text(text.to_ascii_uppercase())),
        (Function::Trim, []) => Some(Value::text(text.trim())),
        (Function::Substring, [Value::Int(from)]) => Some(substring(text, *from, None)?),
        (Function::Substring, [Value::Int(from), Value::Int(to)]) => Some(substring(text, *from, Some(*to))?),
        _ => None,
    })
}

/// Takes the characters from one position up to another, counted from 0.
fn substring(text: &str, from: i64, to: Option<i64>) -> Result<Value, Failure> {
    let end = |position: i64| {
        let position = usize::try_from(position).ok()?;
        let mut ends = text.char_indices().map(|(offset, _)| offset).chain([text.len()]);
        ends.nth(position)
    };
    let outside = |position: i64| Failure::OutsideList(position.to_string());
    let start = end(from).ok_or_else(|| outside(from))?;
    let stop = match to {
        Some(to) => end(to).filter(|stop| *stop >= start).ok_or_else(|| outside(to))?,
        None => text.len(),
    };
    Ok(Value::text(text.get(start..stop).unwrap_or("")))
}

fn size(value: &Value) -> Option<i64> {
    let size = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(list) => list.items().len(),
        Value::Map(map) => map.entries().len(),
        _ => return None,
    };
    i64::try_from(size).ok()
}

fn to_int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(value) => Some(*value),
        Value::Uint(value) => i64::try_from(*value).ok(),
        Value::Double(value) => double_to_int(*value),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn to_uint(value: &Value) -> Option<u64> {
    match value {
        Value::Int(value) => u64::try_from(*value).ok(),
        Value::Uint(value) => Some(*value),
        Value::Double(value) => double_to_uint(*value),
        Value::Text(text) if text.starts_with('+') => None,
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn to_double(value: &Value) -> Option<f64> {
    match value {
        // Digits beyond the range are no number; only the word is infinity.
        Value::Text(text) => {
            let worded = text.contains(['i', 'I']);
            text.parse().ok().filter(|value: &f64| !value.is_infinite() || worded)
        }
        other => other.number().map(|number| number.to_double()),
    }
}

fn to_bool(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Text(text) => match &**text {
            "1" | "t" | "T" | "true" | "True" | "TRUE" => Some(true),
            "0" | "f" | "F" | "false" | "False" | "FALSE" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn to_text(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Text(text) => Some(Arc::clone(text)),
        Value::Bool(value) => Some(value.to_string().into()),
        Value::Int(value) => Some(value.to_string().into()),
        Value::Uint(value) => Some(value.to_string().into()),
        Value::Double(value) => Some(double_text(*value).into()),
        _ => None,
    }
}

/// Tells a value that cannot be converted from a type that never can.
fn unconvertible(value: &Value, to: &'static str, wrong: impl FnOnce() -> Failure) -> Failure {
    match value {
        Value::Text(_) | Value::Int(_) | Value::Uint(_) | Value::Double(_) if to != "bool" => {
            Failure::NotConvertible(value.to_string(), to)
        }
        Value::Text(text) => Failure::NotConvertible(text.to_string(), to),
        _ => wrong(),
    }
}

//! Operators on values.

use std::cmp::Ordering;

use super::machine::{Answer, Run, own};
use crate::compile::Code;
use crate::failure::Failure;
use crate::syntax::Operator;
use crate::value::{Value, pair};

/// The longest text an expression may build, in bytes.
const TEXT_MAX: usize = 1 << 20;

impl<'a> Run<'a> {
    pub(super) fn negate(&mut self, operand: &'a Code) -> Answer<'a> {
        match &*self.eval(operand)? {
            Value::Int(value) => own(Value::Int(value.checked_neg().ok_or(Failure::Overflow)?)),
            Value::Double(value) => own(Value::Double(-value)),
            other => Err(Failure::NoOverload("-", other.type_name().to_owned())),
        }
    }
}

/// Tells whether a relation holds between two values.
pub(super) fn relate(operator: Operator, left: &Value, right: &Value) -> Result<bool, Failure> {
    let ordered = |holds: fn(Ordering) -> bool| Ok(left.order(right, operator.as_str())?.is_some_and(holds));
    match operator {
        Operator::Equal => Ok(left == right),
        Operator::NotEqual => Ok(left != right),
        Operator::Less => ordered(Ordering::is_lt),
        Operator::LessOrEqual => ordered(Ordering::is_le),
        Operator::Greater => ordered(Ordering::is_gt),
        Operator::GreaterOrEqual => ordered(Ordering::is_ge),
        Operator::In => match right {
            Value::List(list) => Ok(list.items().contains(left)),
            Value::Map(map) => Ok(map.get(left).is_some()),
            _ => Err(Failure::NoOverload("in", pair(left, right))),
        },
        Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder => {
            Err(Failure::NoOverload(operator.as_str(), pair(left, right)))
        }
    }
}

/// Calculates with two values.
pub(super) fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Result<Value, Failure> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => int(operator, *left, *right).map(Value::Int),
        (Value::Uint(left), Value::Uint(right)) => uint(operator, *left, *right).map(Value::Uint),
        (Value::Double(a), Value::Double(b)) => match operator {
            Operator::Add => Ok(Value::Double(a + b)),
            Operator::Subtract => Ok(Value::Double(a - b)),
            Operator::Multiply => Ok(Value::Double(a * b)),
            Operator::Divide => Ok(Value::Double(a / b)),
            _ => Err(Failure::NoOverload(operator.as_str(), pair(left, right))),
        },
        (Value::Text(left), Value::Text(right)) if operator == Operator::Add => {
            if left.len() + right.len() > TEXT_MAX {
                return Err(Failure::TooMuchWork);
            }
            Ok(Value::text([&**left, &**right].concat()))
        }
        (Value::List(left), Value::List(right)) if operator == Operator::Add => {
            Value::list([left.items(), right.items()].concat())
        }
        _ => Err(Failure::NoOverload(operator.as_str(), pair(left, right))),
    }
}

fn int(operator: Operator, left: i64, right: i64) -> Result<i64, Failure> {
    if right == 0 && matches!(operator, Operator::Divide | Operator::Remainder) {
        return Err(Failure::DivisionByZero);
    }
    let value = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        Operator::Divide => left.checked_div(right),
        _ => left.checked_rem(right),
    };
    value.ok_or(Failure::Overflow)
}

fn uint(operator: Operator, left: u64, right: u64) -> Result<u64, Failure> {
    if right == 0 && matches!(operator, Operator::Divide | Operator::Remainder) {
        return Err(Failure::DivisionByZero);
    }
    let value = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        Operator::Divide => left.checked_div(right),
        _ => left.checked_rem(right),
    };
    value.ok_or(Failure::Overflow)
}

/// Returns how many elements a loop goes over.
pub(super) fn length(range: &Value) -> Result<usize, Failure> {
    match range {
        Value::List(list) => Ok(list.items().len()),
        Value::Map(map) => Ok(map.entries().len()),
        other => Err(Failure::NoOverload("a loop", other.type_name().to_owned())),
    }
}

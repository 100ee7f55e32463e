//! Which operators take which types.

use super::checker::Checker;
use super::code::Code;
use crate::problem::{Problem, Span};
use crate::syntax::{Expr, Operator};
use crate::types::Type;
use crate::value::Value;

impl Checker<'_> {
    /// Checks an operator between two operands.
    pub(super) fn binary(
        &mut self,
        span: Span,
        operator: Operator,
        left: &Expr,
        right: &Expr,
    ) -> (Code, Type) {
        if operator == Operator::In {
            return self.membership(span, left, right);
        }
        let (left_code, left_kind) = self.check(left);
        let (right_code, right_kind) = self.check(right);
        let Some(kind) = result(operator, &left_kind, &right_kind) else {
            return self.fault(no_overload(span, operator, &left_kind, &right_kind));
        };
        let by_zero = matches!(operator, Operator::Divide | Operator::Remainder)
            && matches!(right_code, Code::Const(Value::Int(0) | Value::Uint(0)));
        if by_zero && self.is_strict() {
            return self.fault(Problem::typed(right.span, "division by zero"));
        }
        (Code::Binary(operator, Box::new(left_code), Box::new(right_code)), kind)
    }

    /// Checks a minus before an operand.
    pub(super) fn negate(&mut self, operand: &Expr) -> (Code, Type) {
        let (code, kind) = self.check(operand);
        match kind {
            Type::Int | Type::Double | Type::Dyn => (Code::Negate(Box::new(code)), kind),
            other => self
                .fault(Problem::typed(operand.span, format!("a minus takes int or double, this is {other}"))),
        }
    }

    fn membership(&mut self, span: Span, left: &Expr, right: &Expr) -> (Code, Type) {
        if let Some(list) = self.named_list(right) {
            let value = Box::new(self.text(left));
            return (Code::InList { value, list }, Type::Bool);
        }
        if let Some(table) = self.table(right) {
            let value = Box::new(self.text(left));
            return (Code::InTable { value, table }, Type::Bool);
        }
        let (left_code, left_kind) = self.check(left);
        let (right_code, right_kind) = self.check(right);
        let element = match &right_kind {
            Type::List(element) => element,
            Type::Map(key, _) => key,
            Type::Dyn => &Type::Dyn,
            other => {
                let message = format!("`in` takes a list, map or table on its right, this is {other}");
                return self.fault(Problem::typed(right.span, message));
            }
        };
        if element.join(&left_kind).is_none() {
            let message = format!("{left_kind} can never be in {right_kind}");
            return self.fault(Problem::typed(span, message));
        }
        (Code::Binary(Operator::In, Box::new(left_code), Box::new(right_code)), Type::Bool)
    }
}

/// Returns the type an operator gives for two types, or nothing when it does not take them.
fn result(operator: Operator, left: &Type, right: &Type) -> Option<Type> {
    let joined = left.join(right);
    match operator {
        Operator::Add => {
            joined.filter(|kind| kind.is_numeric() || matches!(kind, Type::Text | Type::List(_) | Type::Dyn))
        }
        Operator::Subtract | Operator::Multiply | Operator::Divide => {
            joined.filter(|kind| kind.is_numeric() || *kind == Type::Dyn)
        }
        Operator::Remainder => joined.filter(|kind| matches!(kind, Type::Int | Type::Uint | Type::Dyn)),
        Operator::Equal | Operator::NotEqual | Operator::In => joined.map(|_| Type::Bool),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            let ordered = match joined {
                Some(kind) => kind.is_numeric() || matches!(kind, Type::Bool | Type::Text | Type::Dyn),
                // Numbers of different types stand on one line.
                None => left.is_numeric() && right.is_numeric(),
            };
            ordered.then_some(Type::Bool)
        }
    }
}

fn no_overload(span: Span, operator: Operator, left: &Type, right: &Type) -> Problem {
    let problem = Problem::typed(span, format!("{} does not take {left} and {right}", operator.as_str()));
    if *left == Type::Null || *right == Type::Null {
        return problem.help("ask whether a fact is known with has(…)");
    }
    if left.is_numeric() && right.is_numeric() && left != right {
        return problem.help("write 1.0 rather than 1, or convert with double(…) or int(…)");
    }
    problem
}

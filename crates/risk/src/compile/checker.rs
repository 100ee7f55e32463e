//! The walk over the tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::code::Code;
use crate::failure::Failure;
use crate::lookup::{NamedList, NamedTable};
use crate::problem::{Problem, Span};
use crate::schema::Schema;
use crate::syntax::{Expr, ExprKind, Literal};
use crate::types::Type;
use crate::value::Value;

/// What names mean outside loops.
#[derive(Clone, Copy, Debug)]
pub(crate) enum World<'a> {
    /// The facts of a schema, and the lists and tables of a ruleset.
    Rules {
        schema: &'a Schema,
        lists: &'a BTreeMap<String, Arc<NamedList>>,
        tables: &'a BTreeMap<String, Arc<NamedTable>>,
    },
    /// Values bound by name, the names perhaps with dots.
    Bound(&'a BTreeMap<String, Value>),
}

/// A variable of a loop or of the rule.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub(crate) name: Arc<str>,
    pub(crate) kind: Type,
}

/// Checks an expression and collects what is wrong with it.
pub(crate) struct Checker<'a> {
    pub(crate) world: World<'a>,
    pub(crate) locals: Vec<Local>,
    pub(crate) problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(world: World<'a>) -> Self {
        Self { world, locals: Vec::new(), problems: Vec::new() }
    }

    /// Adds a variable that the caller will bind before it evaluates.
    pub(crate) fn with_local(mut self, name: Arc<str>, kind: Type) -> Self {
        self.locals.push(Local { name, kind });
        self
    }

    /// Checks an expression; what is wrong with it is in `problems`.
    pub(crate) fn check(&mut self, expr: &Expr) -> (Code, Type) {
        let (code, kind) = self.check_kind(expr);
        // Bound values have types only when they are there.
        if self.is_strict() { (code, kind) } else { (code, Type::Dyn) }
    }

    /// Checks an expression that must be true or false.
    pub(crate) fn check_truth(&mut self, expr: &Expr) -> Code {
        let (code, kind) = self.check(expr);
        if kind.join(&Type::Bool).is_none() {
            let message = format!("a condition should stand here, this is {kind}");
            self.problems.push(Problem::typed(expr.span, message));
        }
        code
    }

    /// Tells whether types are known before evaluation.
    pub(crate) fn is_strict(&self) -> bool {
        matches!(self.world, World::Rules { .. })
    }

    /// Notes a fault and goes on, so that every fault is found at once.
    pub(crate) fn fault(&mut self, problem: Problem) -> (Code, Type) {
        self.problems.push(problem);
        (Code::Const(Value::Null), Type::Dyn)
    }

    /// A fault in a rule; in a single expression it fails only if it is reached.
    pub(crate) fn fault_or_fail(&mut self, span: Span, failure: Failure) -> (Code, Type) {
        if self.is_strict() {
            return self.fault(Problem::typed(span, failure.to_string()));
        }
        (Code::Fail(failure), Type::Dyn)
    }

    fn check_kind(&mut self, expr: &Expr) -> (Code, Type) {
        match &expr.kind {
            ExprKind::Literal(literal) => literal_code(literal),
            ExprKind::Name { .. } | ExprKind::Select { .. } => self.name(expr),
            ExprKind::Index { base, key } => self.index(base, key),
            ExprKind::Call { target, function, arguments } => {
                self.call(expr.span, target.as_deref(), function, arguments)
            }
            ExprKind::List(items) => self.list(items),
            ExprKind::Map(entries) => self.map(expr.span, entries),
            ExprKind::Not(operand) => (Code::Not(Box::new(self.check_truth(operand))), Type::Bool),
            ExprKind::Negate(operand) => self.negate(operand),
            ExprKind::Binary(operator, left, right) => self.binary(expr.span, *operator, left, right),
            ExprKind::And(parts) => {
                (Code::And(parts.iter().map(|part| self.check_truth(part)).collect()), Type::Bool)
            }
            ExprKind::Or(parts) => {
                (Code::Or(parts.iter().map(|part| self.check_truth(part)).collect()), Type::Bool)
            }
            ExprKind::Conditional(condition, yes, no) => self.conditional(expr.span, condition, yes, no),
        }
    }

    fn conditional(&mut self, span: Span, condition: &Expr, yes: &Expr, no: &Expr) -> (Code, Type) {
        let condition = self.check_truth(condition);
        let (yes, yes_kind) = self.check(yes);
        let (no, no_kind) = self.check(no);
        match yes_kind.join(&no_kind) {
            Some(kind) => (Code::Conditional(Box::new(condition), Box::new(yes), Box::new(no)), kind),
            None => self.fault(Problem::typed(
                span,
                format!("both sides of a conditional need one type, these are {yes_kind} and {no_kind}"),
            )),
        }
    }

    fn list(&mut self, items: &[Expr]) -> (Code, Type) {
        let mut element = Type::Dyn;
        let mut codes = Vec::with_capacity(items.len());
        for item in items {
            let (code, kind) = self.check(item);
            element = self.join(item.span, &element, &kind, "the elements of a list");
            codes.push(code);
        }
        let constants: Option<Vec<Value>> = codes.iter().map(constant).collect();
        let code = match constants.map(Value::list) {
            Some(Ok(list)) => Code::Const(list),
            Some(Err(_)) | None => Code::List(codes),
        };
        (code, Type::List(Box::new(element)))
    }

    fn map(&mut self, span: Span, entries: &[(Expr, Expr)]) -> (Code, Type) {
        let (mut key_kind, mut value_kind) = (Type::Dyn, Type::Dyn);
        let mut codes = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let (key_code, found) = self.check(key);
            key_kind = self.join(key.span, &key_kind, &found, "the keys of a map");
            let (value_code, found) = self.check(value);
            value_kind = self.join(value.span, &value_kind, &found, "the values of a map");
            codes.push((key_code, value_code));
        }
        let kind = Type::Map(Box::new(key_kind), Box::new(value_kind));
        let constants: Option<Vec<(Value, Value)>> =
            codes.iter().map(|(key, value)| Some((constant(key)?, constant(value)?))).collect();
        match constants.map(Value::map) {
            Some(Ok(map)) => (Code::Const(map), kind),
            Some(Err(failure)) => self.fault_or_fail(span, failure),
            None => (Code::Map(codes), kind),
        }
    }

    /// Returns the common type, or notes that there is none.
    fn join(&mut self, span: Span, known: &Type, found: &Type, what: &str) -> Type {
        known.join(found).unwrap_or_else(|| {
            let message = format!("{what} need one type, the earlier are {known} and this is {found}");
            self.problems.push(Problem::typed(span, message));
            Type::Dyn
        })
    }
}

fn constant(code: &Code) -> Option<Value> {
    match code {
        Code::Const(value) => Some(value.clone()),
        _ => None,
    }
}

fn literal_code(literal: &Literal) -> (Code, Type) {
    let (value, kind) = match literal {
        Literal::Null => (Value::Null, Type::Null),
        Literal::Bool(value) => (Value::Bool(*value), Type::Bool),
        Literal::Int(value) => (Value::Int(*value), Type::Int),
        Literal::Uint(value) => (Value::Uint(*value), Type::Uint),
        Literal::Double(value) => (Value::Double(*value), Type::Double),
        Literal::Text(text) => (Value::Text(Arc::clone(text)), Type::Text),
    };
    (Code::Const(value), kind)
}

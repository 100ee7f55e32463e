//! Macros: `has`, and loops over lists and maps.

use std::sync::Arc;

use super::checker::{Checker, Local, World};
use super::code::{Code, Loop, LoopKind};
use crate::problem::{Problem, Span};
use crate::syntax::{Expr, ExprKind};
use crate::types::Type;

/// A macro as it is written: how many variables, whether a filter comes before the body.
struct Shape {
    kind: LoopKind,
    two: bool,
    filter: bool,
}

fn shape(name: &str, arguments: usize) -> Option<Shape> {
    let one = |kind| Some(Shape { kind, two: false, filter: false });
    let two = |kind| Some(Shape { kind, two: true, filter: false });
    match (name, arguments) {
        ("all", 2) => one(LoopKind::All),
        ("exists", 2) => one(LoopKind::Exists),
        ("exists_one" | "existsOne", 2) => one(LoopKind::ExistsOne),
        ("filter", 2) => one(LoopKind::Filter),
        ("map", 2) => one(LoopKind::List),
        ("map", 3) => Some(Shape { kind: LoopKind::List, two: false, filter: true }),
        ("all", 3) => two(LoopKind::All),
        ("exists", 3) => two(LoopKind::Exists),
        ("exists_one" | "existsOne", 3) => two(LoopKind::ExistsOne),
        ("transformList", 3) => two(LoopKind::List),
        ("transformList", 4) => Some(Shape { kind: LoopKind::List, two: true, filter: true }),
        ("transformMap", 3) => two(LoopKind::Map),
        ("transformMap", 4) => Some(Shape { kind: LoopKind::Map, two: true, filter: true }),
        _ => None,
    }
}

impl Checker<'_> {
    /// Checks a call that is a macro; nothing when it is none.
    pub(super) fn unfold(
        &mut self,
        span: Span,
        target: Option<&Expr>,
        name: &str,
        arguments: &[Expr],
    ) -> Option<(Code, Type)> {
        match (target, name, arguments) {
            (None, "has", [argument]) => Some(self.has(span, argument)),
            (Some(range), _, [variable, rest @ ..]) => {
                let shape = shape(name, arguments.len())?;
                Some(self.unfold_loop(shape, range, variable, rest))
            }
            _ => None,
        }
    }

    fn unfold_loop(&mut self, shape: Shape, range: &Expr, variable: &Expr, rest: &[Expr]) -> (Code, Type) {
        let (range_code, range_kind) = self.check(range);
        let (first, second) = match &range_kind {
            Type::List(element) if shape.two => (Type::Int, (**element).clone()),
            Type::List(element) => ((**element).clone(), Type::Dyn),
            Type::Map(key, value) => ((**key).clone(), (**value).clone()),
            Type::Dyn => (Type::Dyn, Type::Dyn),
            other => {
                let message = format!("a loop takes a list or map, this is {other}");
                return self.fault(Problem::typed(range.span, message));
            }
        };
        let element = self.element(&range_code);
        let outside = self.locals.len();
        let mut rest = rest.iter().peekable();
        self.add_variable(variable, first.clone());
        if let Some(variable) = rest.next_if(|_| shape.two) {
            self.add_variable(variable, second.clone());
        }
        let filter = if shape.filter { rest.next().map(|filter| self.check_truth(filter)) } else { None };
        let Some(body) = rest.next() else {
            self.locals.truncate(outside);
            return self.fault(Problem::parse(range.span, "the macro needs a body"));
        };
        let truth =
            matches!(shape.kind, LoopKind::All | LoopKind::Exists | LoopKind::ExistsOne | LoopKind::Filter);
        let (body, body_kind) = if truth { (self.check_truth(body), Type::Bool) } else { self.check(body) };
        self.locals.truncate(outside);
        let kind = match shape.kind {
            LoopKind::All | LoopKind::Exists | LoopKind::ExistsOne => Type::Bool,
            LoopKind::Filter => Type::List(Box::new(first)),
            LoopKind::List => Type::List(Box::new(body_kind)),
            LoopKind::Map => Type::Map(Box::new(first), Box::new(body_kind)),
        };
        let unfolded = Loop { kind: shape.kind, range: range_code, two: shape.two, filter, body, element };
        (Code::Loop(Box::new(unfolded)), kind)
    }

    /// Adds a variable for the inside of a loop.
    fn add_variable(&mut self, variable: &Expr, kind: Type) {
        let name: Arc<str> = match &variable.kind {
            ExprKind::Name { name, absolute: false } => Arc::clone(name),
            _ => {
                let message = "the name of a variable should stand here";
                self.problems.push(Problem::parse(variable.span, message));
                "".into()
            }
        };
        self.locals.push(Local { name, kind });
    }

    /// Returns what one element is called when the range is a list of facts.
    fn element(&self, range: &Code) -> Option<Arc<str>> {
        match (range, self.world) {
            (Code::Slot { index, .. }, World::Rules { schema, .. }) => {
                schema.rows_at(*index).map(|rows| Arc::clone(&rows.element))
            }
            _ => None,
        }
    }
}

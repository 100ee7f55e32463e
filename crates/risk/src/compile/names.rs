//! What a name with its dots means: the variable of a loop, a fact, a list, a bound value; and selections.

use std::sync::Arc;

use super::checker::{Checker, World};
use super::code::Code;
use crate::failure::Failure;
use crate::problem::{Problem, Span};
use crate::syntax::{Expr, ExprKind};
use crate::types::Type;
use crate::value::Value;

/// Names that stand for types in the language.
const TYPE_NAMES: [&str; 10] =
    ["bool", "bytes", "double", "int", "list", "map", "null_type", "string", "type", "uint"];

impl Checker<'_> {
    /// Checks a name or a selection from something.
    pub(super) fn name(&mut self, expr: &Expr) -> (Code, Type) {
        let Some((parts, absolute)) = path(expr) else {
            let ExprKind::Select { base, field } = &expr.kind else {
                return self.fault_or_fail(expr.span, Failure::Undeclared("?".into()));
            };
            let base = self.check(base);
            return self.select(expr.span, base, field);
        };
        let Some((base, used)) = self.root(expr.span, &parts, absolute) else {
            return self.unknown_name(expr.span, &parts.join("."));
        };
        parts.iter().skip(used).fold(base, |base, field| self.select(expr.span, base, field))
    }

    /// Checks `has(base.field)`.
    pub(super) fn has(&mut self, span: Span, argument: &Expr) -> (Code, Type) {
        let ExprKind::Select { base, field } = &argument.kind else {
            return self.fault(Problem::parse(span, "has(…) takes a selection such as has(item.value_usd)"));
        };
        if let (Some((parts, absolute)), World::Rules { schema, .. }) = (path(argument), self.world) {
            let is_local = !absolute && parts.first().is_some_and(|first| self.local(first).is_some());
            if let (false, Some((slot, _))) = (is_local, schema.find(&parts.join("."))) {
                return (Code::HasSlot(slot), Type::Bool);
            }
            let named_only = !is_local && self.root(span, &parts, absolute).is_none();
            if named_only {
                return self.unknown_name(span, &parts.join("."));
            }
        }
        let (base, kind) = self.check(base);
        match self.select(argument.span, (base, kind), field) {
            (Code::Column { row, index, .. }, _) => (Code::HasColumn { row, index }, Type::Bool),
            (Code::Index { base, key }, _) => match *key {
                Code::Const(key) => (Code::HasKey { base, key }, Type::Bool),
                _ => self.fault_or_fail(span, Failure::NoOverload("has", "this".to_owned())),
            },
            other => other,
        }
    }

    /// Checks `base[key]`.
    pub(super) fn index(&mut self, base: &Expr, key: &Expr) -> (Code, Type) {
        if let Some(table) = self.table(base) {
            let key = self.text(key);
            let kind = table.kind.clone();
            return (Code::Lookup { key: Box::new(key), table }, kind);
        }
        let span = key.span;
        let (base, base_kind) = self.check(base);
        let (key, key_kind) = self.check(key);
        let (wanted, kind) = match base_kind {
            Type::List(element) => (Type::Int, *element),
            Type::Map(key, value) => (*key, *value),
            Type::Dyn => (Type::Dyn, Type::Dyn),
            other => {
                return self
                    .fault(Problem::typed(span, format!("[…] takes a list, map or table, this is {other}")));
            }
        };
        if wanted.join(&key_kind).is_none() {
            return self
                .fault(Problem::typed(span, format!("the index should be {wanted}, this is {key_kind}")));
        }
        (Code::Index { base: Box::new(base), key: Box::new(key) }, kind)
    }

    /// Checks an expression that must be a text.
    pub(super) fn text(&mut self, expr: &Expr) -> Code {
        let (code, kind) = self.check(expr);
        if kind.join(&Type::Text).is_none() {
            self.problems
                .push(Problem::typed(expr.span, format!("a string should stand here, this is {kind}")));
        }
        code
    }

    /// Returns the table that an expression names.
    pub(super) fn table(&self, expr: &Expr) -> Option<Arc<crate::lookup::NamedTable>> {
        let (World::Rules { tables, .. }, ExprKind::Name { name, .. }) = (self.world, &expr.kind) else {
            return None;
        };
        if self.local(name).is_some() { None } else { tables.get(&**name).cloned() }
    }

    /// Returns the list that an expression names.
    pub(super) fn named_list(&self, expr: &Expr) -> Option<Arc<crate::lookup::NamedList>> {
        let (World::Rules { lists, .. }, ExprKind::Name { name, .. }) = (self.world, &expr.kind) else {
            return None;
        };
        if self.local(name).is_some() { None } else { lists.get(&**name).cloned() }
    }

    /// Tells whether a single name is a variable, a fact, a list, a table or a bound value.
    pub(super) fn means_something(&self, name: &str) -> bool {
        self.local(name).is_some()
            || match self.world {
                World::Rules { schema, lists, tables } => {
                    schema.find(name).is_some() || lists.contains_key(name) || tables.contains_key(name)
                }
                World::Bound(bindings) => bindings.contains_key(name),
            }
    }

    fn local(&self, name: &str) -> Option<usize> {
        self.locals.iter().rposition(|local| &*local.name == name)
    }

    /// Finds what the first parts of a name mean, and how many they are: the longest that means something.
    fn root(&mut self, span: Span, parts: &[Arc<str>], absolute: bool) -> Option<((Code, Type), usize)> {
        let first = parts.first()?;
        if let Some(place) = self.local(first).filter(|_| !absolute) {
            let kind = self.locals.get(place)?.kind.clone();
            return Some(((Code::Local(place), kind), 1));
        }
        for used in (1..=parts.len()).rev() {
            let name = parts.get(..used)?.join(".");
            let found = match self.world {
                World::Rules { schema, lists, tables } => match schema.find(&name) {
                    Some((index, field)) => {
                        let name = Arc::clone(&field.name);
                        Some((Code::Slot { index, name }, field.kind.clone()))
                    }
                    None if tables.contains_key(&name) => {
                        Some(self.fault(Problem::typed(span, format!("{name} is a table")).help(format!(
                            "look a key up with {name}[key], or ask for it with key in {name}"
                        ))))
                    }
                    None => lists
                        .get(&name)
                        .map(|list| (Code::Const(list.value.clone()), Type::List(Box::new(Type::Text)))),
                },
                World::Bound(bindings) => {
                    bindings.get(&name).map(|value| (Code::Const(value.clone()), Type::Dyn))
                }
            };
            if let Some(found) = found {
                return Some((found, used));
            }
        }
        None
    }

    fn select(&mut self, span: Span, (base, kind): (Code, Type), field: &Arc<str>) -> (Code, Type) {
        match kind {
            Type::Row(list) => {
                let World::Rules { schema, .. } = self.world else {
                    return self.fault_or_fail(span, Failure::Undeclared(Arc::clone(field)));
                };
                let Some(rows) = schema.lists().get(list) else {
                    return self.fault_or_fail(span, Failure::OtherSchema);
                };
                let Some((index, column)) = rows.find(field) else {
                    let names = rows.columns.iter().map(|column| &*column.name);
                    let message = format!("{} has no column {field}", rows.element);
                    return self.fault(Problem::typed(span, message).nearest(field, names));
                };
                let name = Arc::clone(&column.name);
                (Code::Column { row: Box::new(base), index, name }, column.kind.clone())
            }
            Type::Dyn => (key_of(base, field), Type::Dyn),
            Type::Map(key, value) if key.join(&Type::Text).is_some() => (key_of(base, field), *value),
            other => self.fault(Problem::typed(span, format!("{other} has no field {field}"))),
        }
    }

    fn unknown_name(&mut self, span: Span, name: &str) -> (Code, Type) {
        let World::Rules { schema, lists, tables } = self.world else {
            if TYPE_NAMES.contains(&name) {
                return self.fault(Problem::unsupported(span, "type values"));
            }
            if name.starts_with("google.") {
                return self.fault(Problem::unsupported(span, "messages"));
            }
            return (Code::Fail(Failure::Undeclared(name.into())), Type::Dyn);
        };
        let group = format!("{name}.");
        let within: Vec<&str> =
            schema.fields().iter().filter(|f| f.name.starts_with(&group)).map(|f| &*f.name).take(3).collect();
        if !within.is_empty() {
            let problem = Problem::typed(span, format!("{name} is a group of facts"));
            return self.fault(problem.help(format!("name one of them, such as {}", within.join(", "))));
        }
        let fields = schema.fields().iter().map(|field| &*field.name);
        let locals: Vec<Arc<str>> = self.locals.iter().map(|local| Arc::clone(&local.name)).collect();
        let known = fields
            .chain(locals.iter().map(|local| &**local))
            .chain(lists.keys().map(String::as_str))
            .chain(tables.keys().map(String::as_str));
        let problem = Problem::typed(span, format!("there is no fact, list or table {name}"));
        self.fault(problem.nearest(name, known))
    }
}

fn key_of(base: Code, field: &Arc<str>) -> Code {
    let key = Code::Const(Value::Text(Arc::clone(field)));
    Code::Index { base: Box::new(base), key: Box::new(key) }
}

/// Returns the names from a plain name through its selections, and whether it began with a dot.
fn path(expr: &Expr) -> Option<(Vec<Arc<str>>, bool)> {
    match &expr.kind {
        ExprKind::Name { name, absolute } => Some((vec![Arc::clone(name)], *absolute)),
        ExprKind::Select { base, field } => {
            let (mut parts, absolute) = path(base)?;
            parts.push(Arc::clone(field));
            Some((parts, absolute))
        }
        _ => None,
    }
}

//! From a tree back to text that reads as the same tree, with brackets only where they are needed.

use std::fmt::{self, Display, Formatter};

use super::name::is_name;
use super::tree::{Expr, ExprKind, Literal};

/// How tightly the parts bind: what is looser than its place needs brackets.
const CONDITIONAL: u8 = 0;
const OR: u8 = 1;
const AND: u8 = 2;
const RELATION: u8 = 3;
const UNARY: u8 = 6;
const MEMBER: u8 = 7;

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_at(f, self, CONDITIONAL)
    }
}

/// Writes the expression, in brackets if it binds less tightly than asked.
fn write_at(f: &mut Formatter<'_>, expr: &Expr, tightness: u8) -> fmt::Result {
    if tightness_of(expr) < tightness {
        f.write_str("(")?;
        write_bare(f, expr)?;
        return f.write_str(")");
    }
    write_bare(f, expr)
}

fn tightness_of(expr: &Expr) -> u8 {
    match &expr.kind {
        ExprKind::Conditional(..) => CONDITIONAL,
        ExprKind::Or(_) => OR,
        ExprKind::And(_) => AND,
        // Relations, sums and products follow one another.
        ExprKind::Binary(operator, ..) => RELATION - 1 + operator.tightness(),
        ExprKind::Not(_) | ExprKind::Negate(_) => UNARY,
        // A number with a minus would lose it to what follows.
        ExprKind::Literal(Literal::Int(value)) if *value < 0 => UNARY,
        ExprKind::Literal(Literal::Double(value)) if value.is_sign_negative() => UNARY,
        _ => MEMBER,
    }
}

fn write_bare(f: &mut Formatter<'_>, expr: &Expr) -> fmt::Result {
    match &expr.kind {
        ExprKind::Literal(literal) => write_literal(f, literal),
        ExprKind::Name { name, absolute } => write!(f, "{}{name}", if *absolute { "." } else { "" }),
        ExprKind::Select { base, field } => {
            write_at(f, base, MEMBER)?;
            if is_name(field, true) { write!(f, ".{field}") } else { write!(f, ".`{field}`") }
        }
        ExprKind::Index { base, key } => {
            write_at(f, base, MEMBER)?;
            write!(f, "[{key}]")
        }
        ExprKind::Call { target, function, arguments } => {
            if let Some(target) = target {
                write_at(f, target, MEMBER)?;
                f.write_str(".")?;
            }
            write!(f, "{function}(")?;
            write_list(f, arguments, ", ", CONDITIONAL)?;
            f.write_str(")")
        }
        ExprKind::List(items) => {
            f.write_str("[")?;
            write_list(f, items, ", ", CONDITIONAL)?;
            f.write_str("]")
        }
        ExprKind::Map(entries) => {
            f.write_str("{")?;
            for (position, (key, value)) in entries.iter().enumerate() {
                write!(f, "{}{key}: {value}", if position == 0 { "" } else { ", " })?;
            }
            f.write_str("}")
        }
        ExprKind::Not(operand) => write_sign(f, "!", operand),
        ExprKind::Negate(operand) => write_sign(f, "-", operand),
        ExprKind::Binary(operator, left, right) => {
            let own = tightness_of(expr);
            write_at(f, left, own)?;
            write!(f, " {} ", operator.as_str())?;
            write_at(f, right, own + 1)
        }
        ExprKind::And(parts) => write_list(f, parts, " && ", AND + 1),
        ExprKind::Or(parts) => write_list(f, parts, " || ", OR + 1),
        ExprKind::Conditional(condition, yes, no) => {
            write_at(f, condition, OR)?;
            f.write_str(" ? ")?;
            write_at(f, yes, OR)?;
            f.write_str(" : ")?;
            write_at(f, no, CONDITIONAL)
        }
    }
}

/// Writes a sign; what begins with a number is bracketed, else a minus would become part of the number.
fn write_sign(f: &mut Formatter<'_>, sign: &str, operand: &Expr) -> fmt::Result {
    f.write_str(sign)?;
    if begins_with_literal(operand) {
        return write!(f, "({operand})");
    }
    write_at(f, operand, MEMBER)
}

fn begins_with_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_) => true,
        ExprKind::Select { base, .. } | ExprKind::Index { base, .. } => begins_with_literal(base),
        ExprKind::Call { target: Some(target), .. } => begins_with_literal(target),
        _ => false,
    }
}

fn write_list(f: &mut Formatter<'_>, items: &[Expr], between: &str, tightness: u8) -> fmt::Result {
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            f.write_str(between)?;
        }
        write_at(f, item, tightness)?;
    }
    Ok(())
}

fn write_literal(f: &mut Formatter<'_>, literal: &Literal) -> fmt::Result {
    match literal {
        Literal::Null => f.write_str("null"),
        Literal::Bool(value) => write!(f, "{value}"),
        Literal::Int(value) => write!(f, "{value}"),
        Literal::Uint(value) => write!(f, "{value}u"),
        Literal::Double(value) => write!(f, "{value:?}"),
        Literal::Text(text) => {
            f.write_str("\"")?;
            for letter in text.chars() {
                match letter {
                    '"' | '\\' => write!(f, "\\{letter}")?,
                    '\n' => f.write_str("\\n")?,
                    '\r' => f.write_str("\\r")?,
                    '\t' => f.write_str("\\t")?,
                    control if control.is_control() => write!(f, "\\u{:04x}", u32::from(control))?,
                    other => write!(f, "{other}")?,
                }
            }
            f.write_str("\"")
        }
    }
}

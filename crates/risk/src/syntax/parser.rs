//! From tokens to a tree, by recursive descent.
//!
//! Nesting is bounded, so that neither parsing nor walking the tree can exhaust the stack; the language asks
//! for at least 32 levels.

use std::sync::Arc;

use super::lexer::{Token, tokens};
use super::name::is_name;
use super::tree::{Expr, ExprKind, Literal, Operator};
use crate::problem::{Problem, Span};

/// How deep brackets, calls and conditionals may nest in the text.
const NESTING_MAX: usize = 64;
/// How deep the tree may become; chains of one operator grow it too.
const DEPTH_MAX: usize = 200;
/// The longest text that is looked at, in bytes.
const LENGTH_MAX: usize = 64 * 1024;

/// Reads an expression.
pub(crate) fn parse(text: &str) -> Result<Expr, Problem> {
    if text.len() > LENGTH_MAX {
        let end = Span { start: LENGTH_MAX, end: LENGTH_MAX };
        return Err(Problem::parse(end, format!("an expression may have {LENGTH_MAX} bytes")));
    }
    let mut parser = Parser { tokens: tokens(text)?, next: 0, nesting: 0 };
    let expr = parser.expression()?;
    match parser.peek() {
        Token::End => Ok(expr),
        _ => Err(parser.unexpected("the expression should end here")),
    }
}

struct Parser {
    tokens: Vec<(Token, Span)>,
    next: usize,
    nesting: usize,
}

impl Parser {
    fn expression(&mut self) -> Result<Expr, Problem> {
        self.nesting += 1;
        if self.nesting > NESTING_MAX {
            return Err(Problem::parse(self.span(), "the expression is nested too deeply"));
        }
        let condition = self.either()?;
        let expr = if self.accept("?") {
            let yes = self.either()?;
            self.demand(":", "a conditional is written `condition ? one : other`")?;
            let no = self.expression()?;
            let span = Span { start: condition.span.start, end: no.span.end };
            let depth = condition.depth.max(yes.depth).max(no.depth);
            node(ExprKind::Conditional(Box::new(condition), Box::new(yes), Box::new(no)), span, depth)?
        } else {
            condition
        };
        self.nesting -= 1;
        Ok(expr)
    }

    fn either(&mut self) -> Result<Expr, Problem> {
        self.chain("||", Self::both, ExprKind::Or)
    }

    fn both(&mut self) -> Result<Expr, Problem> {
        self.chain("&&", |parser| parser.binary(1), ExprKind::And)
    }

    fn chain(
        &mut self,
        mark: &'static str,
        part: fn(&mut Self) -> Result<Expr, Problem>,
        make: fn(Vec<Expr>) -> ExprKind,
    ) -> Result<Expr, Problem> {
        let first = part(self)?;
        if !self.at(mark) {
            return Ok(first);
        }
        let (start, mut depth, mut end) = (first.span.start, first.depth, first.span.end);
        let mut parts = vec![first];
        while self.accept(mark) {
            let next = part(self)?;
            depth = depth.max(next.depth);
            end = next.span.end;
            parts.push(next);
        }
        node(make(parts), Span { start, end }, depth)
    }

    /// Reads operands joined by operators that bind at least so tightly.
    fn binary(&mut self, tightness: u8) -> Result<Expr, Problem> {
        let mut left = self.unary()?;
        while let Some(operator) = self.operator().filter(|found| found.tightness() >= tightness) {
            self.next += 1;
            let right = self.binary(operator.tightness() + 1)?;
            let span = Span { start: left.span.start, end: right.span.end };
            let depth = left.depth.max(right.depth);
            left = node(ExprKind::Binary(operator, Box::new(left), Box::new(right)), span, depth)?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, Problem> {
        let start = self.span().start;
        let mark = if self.at("!") { "!" } else { "-" };
        let mut count = 0_usize;
        while self.accept(mark) {
            count += 1;
        }
        if count > 0
            && mark == "-"
            && let Some(literal) = self.negative(start)?
        {
            let literal = self.members(literal)?;
            return negated(literal, start, count - 1, ExprKind::Negate);
        }
        let operand = self.primary()?;
        let operand = self.members(operand)?;
        negated(operand, start, count, if mark == "!" { ExprKind::Not } else { ExprKind::Negate })
    }

    /// Reads a number after a minus, which belongs to it: only so can the smallest integer be written.
    fn negative(&mut self, start: usize) -> Result<Option<Expr>, Problem> {
        let span = Span { start, end: self.span().end };
        let literal = match self.peek() {
            Token::Int(value) => {
                let value = 0_i64.checked_sub_unsigned(*value);
                Literal::Int(value.ok_or_else(|| Problem::parse(span, "the whole number is too small"))?)
            }
            Token::Double(value) => Literal::Double(-value),
            _ => return Ok(None),
        };
        self.next += 1;
        node(ExprKind::Literal(literal), span, 0).map(Some)
    }

    /// Reads selections, indexes and calls that follow a value.
    fn members(&mut self, mut base: Expr) -> Result<Expr, Problem> {
        loop {
            let start = base.span.start;
            if self.accept(".") {
                if self.at("?") {
                    return Err(Problem::unsupported(self.span(), "optional values"));
                }
                let (field, callable) = self.field()?;
                let depth = base.depth;
                if callable && self.accept("(") {
                    let (arguments, inner) = self.expressions(")")?;
                    let kind = ExprKind::Call { target: Some(Box::new(base)), function: field, arguments };
                    base = node(kind, self.since(start), depth.max(inner))?;
                } else {
                    base = node(ExprKind::Select { base: Box::new(base), field }, self.since(start), depth)?;
                }
            } else if self.accept("[") {
                if self.at("?") {
                    return Err(Problem::unsupported(self.span(), "optional values"));
                }
                let key = self.expression()?;
                self.demand("]", "an index ends with ]")?;
                let depth = base.depth.max(key.depth);
                let kind = ExprKind::Index { base: Box::new(base), key: Box::new(key) };
                base = node(kind, self.since(start), depth)?;
            } else if self.at("{") && matches!(base.kind, ExprKind::Name { .. } | ExprKind::Select { .. }) {
                return Err(Problem::unsupported(self.since(start), "messages"));
            } else {
                return Ok(base);
            }
        }
    }

    /// Reads the name after a dot, and whether it may be called.
    fn field(&mut self) -> Result<(Arc<str>, bool), Problem> {
        let found = match self.peek() {
            Token::Word(word) if is_name(word, true) => (Arc::clone(word), true),
            Token::Quoted(name) => (Arc::clone(name), false),
            _ => return Err(self.unexpected("a name should follow the dot")),
        };
        self.next += 1;
        Ok(found)
    }

    fn primary(&mut self) -> Result<Expr, Problem> {
        let span = self.span();
        let literal = match self.peek().clone() {
            Token::Mark("(") => {
                self.next += 1;
                let inner = self.expression()?;
                self.demand(")", "the bracket ( is not closed")?;
                // A bracketed number is no longer a literal that a minus could belong to.
                return Ok(Expr { span: self.since(span.start), ..inner });
            }
            Token::Mark("[") => {
                self.next += 1;
                let (items, depth) = self.expressions("]")?;
                return node(ExprKind::List(items), self.since(span.start), depth);
            }
            Token::Mark("{") => return self.map(span.start),
            Token::Mark(".") => {
                self.next += 1;
                return self.name(span.start, true);
            }
            Token::Word(word) => match &*word {
                "null" => Literal::Null,
                "true" => Literal::Bool(true),
                "false" => Literal::Bool(false),
                _ => return self.name(span.start, false),
            },
            Token::Int(value) => Literal::Int(
                i64::try_from(value).map_err(|_| Problem::parse(span, "the whole number is too large"))?,
            ),
            Token::Uint(value) => Literal::Uint(value),
            Token::Double(value) => Literal::Double(value),
            Token::Text(text) => Literal::Text(text),
            Token::Quoted(_) | Token::Mark(_) | Token::End => {
                return Err(self.unexpected("a value should stand here"));
            }
        };
        self.next += 1;
        node(ExprKind::Literal(literal), span, 0)
    }

    fn name(&mut self, start: usize, absolute: bool) -> Result<Expr, Problem> {
        let Token::Word(name) = self.peek().clone() else {
            return Err(self.unexpected("a name should stand here"));
        };
        if !is_name(&name, false) {
            return Err(self.unexpected("the word is reserved and cannot be a name"));
        }
        self.next += 1;
        if self.accept("(") {
            let (arguments, depth) = self.expressions(")")?;
            let kind = ExprKind::Call { target: None, function: name, arguments };
            return node(kind, self.since(start), depth);
        }
        node(ExprKind::Name { name, absolute }, self.since(start), 0)
    }

    /// Reads expressions and the bracket that ends them. A comma may follow the last.
    fn expressions(&mut self, end: &'static str) -> Result<(Vec<Expr>, usize), Problem> {
        let (mut list, mut depth) = (Vec::new(), 0);
        while !self.accept(end) {
            if self.at("?") {
                return Err(Problem::unsupported(self.span(), "optional values"));
            }
            let item = self.expression()?;
            depth = depth.max(item.depth);
            list.push(item);
            if !self.accept(",") {
                self.demand(end, &format!("a comma or {end} should stand here"))?;
                break;
            }
        }
        Ok((list, depth))
    }

    fn map(&mut self, start: usize) -> Result<Expr, Problem> {
        self.next += 1;
        let (mut entries, mut depth) = (Vec::new(), 0);
        while !self.accept("}") {
            if self.at("?") {
                return Err(Problem::unsupported(self.span(), "optional values"));
            }
            let key = self.expression()?;
            self.demand(":", "an entry of a map is written `key: value`")?;
            let value = self.expression()?;
            depth = depth.max(key.depth).max(value.depth);
            entries.push((key, value));
            if !self.accept(",") {
                self.demand("}", "a comma or } should stand here")?;
                break;
            }
        }
        node(ExprKind::Map(entries), self.since(start), depth)
    }

    fn operator(&self) -> Option<Operator> {
        Some(match self.peek() {
            Token::Mark("+") => Operator::Add,
            Token::Mark("-") => Operator::Subtract,
            Token::Mark("*") => Operator::Multiply,
            Token::Mark("/") => Operator::Divide,
            Token::Mark("%") => Operator::Remainder,
            Token::Mark("==") => Operator::Equal,
            Token::Mark("!=") => Operator::NotEqual,
            Token::Mark("<") => Operator::Less,
            Token::Mark("<=") => Operator::LessOrEqual,
            Token::Mark(">") => Operator::Greater,
            Token::Mark(">=") => Operator::GreaterOrEqual,
            Token::Word(word) if &**word == "in" => Operator::In,
            _ => return None,
        })
    }

    fn peek(&self) -> &Token {
        self.tokens.get(self.next).map_or(&Token::End, |(token, _)| token)
    }

    fn span(&self) -> Span {
        let last = self.tokens.get(self.next).or(self.tokens.last());
        last.map_or(Span::default(), |(_, span)| *span)
    }

    /// Returns the stretch from a place to the end of the last token read.
    fn since(&self, start: usize) -> Span {
        let last = self.next.checked_sub(1).and_then(|last| self.tokens.get(last));
        Span { start, end: last.map_or(start, |(_, span)| span.end) }
    }

    fn at(&self, mark: &str) -> bool {
        matches!(self.peek(), Token::Mark(found) if *found == mark)
    }

    fn accept(&mut self, mark: &str) -> bool {
        let found = self.at(mark);
        self.next += usize::from(found);
        found
    }

    fn demand(&mut self, mark: &str, message: &str) -> Result<(), Problem> {
        if self.accept(mark) { Ok(()) } else { Err(self.unexpected(message)) }
    }

    fn unexpected(&self, message: &str) -> Problem {
        match self.peek() {
            Token::End => Problem::parse(self.span(), format!("{message}; the text ends")),
            _ => Problem::parse(self.span(), message),
        }
    }
}

/// Applies a sign so many times; an even number of them changes nothing.
fn negated(
    operand: Expr,
    start: usize,
    count: usize,
    make: fn(Box<Expr>) -> ExprKind,
) -> Result<Expr, Problem> {
    if count.is_multiple_of(2) {
        return Ok(operand);
    }
    let (span, depth) = (Span { start, end: operand.span.end }, operand.depth);
    node(make(Box::new(operand)), span, depth)
}

fn node(kind: ExprKind, span: Span, below: usize) -> Result<Expr, Problem> {
    if below >= DEPTH_MAX {
        return Err(Problem::parse(span, "the expression is too deep"));
    }
    Ok(Expr { kind, span, depth: below + 1 })
}

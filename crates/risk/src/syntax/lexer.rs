//! From characters to tokens. String literals are read by [`super::quoted`].

use std::sync::Arc;

use super::quoted::{self, Quoted};
use crate::problem::{Problem, Span};

/// The smallest piece of an expression that means something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Word(Arc<str>),
    /// A name in backticks, which may hold dots, dashes and slashes; only after a dot.
    Quoted(Arc<str>),
    /// A whole number without its sign.
    Int(u64),
    Uint(u64),
    Double(f64),
    Text(Arc<str>),
    /// Operators and punctuation.
    Mark(&'static str),
    End,
}

/// Longer marks come before those they begin with.
const MARKS: [&str; 24] = [
    "&&", "||", "==", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "!", "-", "+", "*",
    "/", "%", "<", ">",
];

/// Splits a text into tokens; the last is always [`Token::End`].
pub(crate) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, Problem> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blanks();
        let start = lexer.at;
        let token = lexer.next()?;
        let end = token == Token::End;
        tokens.push((token, Span { start, end: lexer.at }));
        if end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}']);
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with("//") {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn next(&mut self) -> Result<Token, Problem> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(Token::End) };
        if let Some(quoted) = quoted::read(rest, self.at)? {
            let Quoted { text, length } = quoted;
            self.at += length;
            return Ok(Token::Text(text));
        }
        if first.is_ascii_digit() || (first == '.' && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()))
        {
            return self.number();
        }
        if first.is_ascii_alphabetic() || first == '_' {
            return Ok(Token::Word(self.take_while(|c| c.is_ascii_alphanumeric() || c == '_').into()));
        }
        if first == '`' {
            return self.backticks();
        }
        if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) {
            self.at += mark.len();
            return Ok(Token::Mark(mark));
        }
        let span = Span { start: self.at, end: self.at + first.len_utf8() };
        let problem = Problem::parse(span, format!("{first:?} has no meaning here"));
        Err(match first {
            '=' => problem.help("compare with =="),
            '&' => problem.help("write && for and"),
            '|' => problem.help("write || for or"),
            _ => problem,
        })
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or("")
    }

    fn backticks(&mut self) -> Result<Token, Problem> {
        let start = self.at;
        self.at += 1;
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || "_.-/ ".contains(c));
        if name.is_empty() || !self.rest().starts_with('`') {
            return Err(Problem::parse(Span { start, end: self.at }, "the name in backticks does not end"));
        }
        self.at += 1;
        Ok(Token::Quoted(name.into()))
    }

    fn number(&mut self) -> Result<Token, Problem> {
        let start = self.at;
        let rest = self.rest();
        if let Some(digits) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X"))
            && digits.starts_with(|c: char| c.is_ascii_hexdigit())
        {
            self.at += 2;
            let digits = self.take_while(|c| c.is_ascii_hexdigit());
            return self.whole(digits, 16, start);
        }
        let whole = self.take_while(|c| c.is_ascii_digit());
        let mut is_double = false;
        if fraction_follows(self.rest()) {
            is_double = true;
            self.at += 1;
            self.take_while(|c| c.is_ascii_digit());
        }
        if let Some(length) = exponent_mark(self.rest()) {
            is_double = true;
            self.at += length;
            self.take_while(|c| c.is_ascii_digit());
        }
        if !is_double {
            return self.whole(whole, 10, start);
        }
        let span = Span { start, end: self.at };
        let value = self.text.get(start..self.at).and_then(|text| text.parse::<f64>().ok());
        match value.filter(|value| value.is_finite()) {
            Some(value) => Ok(Token::Double(value)),
            None => Err(Problem::parse(span, "the number is too large")),
        }
    }

    fn whole(&mut self, digits: &str, radix: u32, start: usize) -> Result<Token, Problem> {
        let value = u64::from_str_radix(digits, radix)
            .map_err(|_| Problem::parse(Span { start, end: self.at }, "the whole number is too large"))?;
        if self.rest().starts_with(['u', 'U']) {
            self.at += 1;
            return Ok(Token::Uint(value));
        }
        Ok(Token::Int(value))
    }
}

fn fraction_follows(rest: &str) -> bool {
    rest.strip_prefix('.').is_some_and(|digits| digits.starts_with(|c: char| c.is_ascii_digit()))
}

/// Returns the length of `e`, `e+` or `e-` if digits follow.
fn exponent_mark(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix(['e', 'E'])?;
    let digits = after.strip_prefix(['+', '-']).unwrap_or(after);
    digits.starts_with(|c: char| c.is_ascii_digit()).then(|| rest.len() - digits.len())
}

//! String literals: four kinds of quotes, raw or with escapes.

use std::sync::Arc;

use crate::problem::{Problem, Span};

/// A string literal and how many bytes it takes in the text.
pub(crate) struct Quoted {
    pub(crate) text: Arc<str>,
    pub(crate) length: usize,
}

/// Reads the string literal a text begins with; nothing when it begins with something else.
pub(crate) fn read(rest: &str, at: usize) -> Result<Option<Quoted>, Problem> {
    let (mut raw, mut bytes, mut prefix) = (false, false, 0);
    for letter in rest.bytes().take(2) {
        match letter {
            b'r' | b'R' if !raw => raw = true,
            b'b' | b'B' if !bytes => bytes = true,
            _ => break,
        }
        prefix += 1;
    }
    let body = rest.get(prefix..).unwrap_or("");
    let Some(quote) = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| body.starts_with(quote)) else {
        return Ok(None);
    };
    if bytes {
        return Err(Problem::unsupported(
            Span { start: at, end: at + prefix + quote.len() },
            "bytes literals",
        ));
    }
    let mut literal = Literal { rest, at, next: prefix + quote.len(), quote };
    let text = literal.text(raw)?;
    Ok(Some(Quoted { text: text.into(), length: literal.next }))
}

struct Literal<'a> {
    rest: &'a str,
    /// Where the literal begins in the expression.
    at: usize,
    /// How much of `rest` has been read.
    next: usize,
    quote: &'static str,
}

impl Literal<'_> {
    fn text(&mut self, raw: bool) -> Result<String, Problem> {
        let many_lines = self.quote.len() == 3;
        let mut text = String::new();
        loop {
            let rest = self.rest.get(self.next..).unwrap_or("");
            if rest.starts_with(self.quote) {
                self.next += self.quote.len();
                return Ok(text);
            }
            match rest.chars().next() {
                None => return Err(self.unended("the string does not end")),
                Some('\n' | '\r') if !many_lines => {
                    return Err(self.unended("the string does not end on its line"));
                }
                // In a raw string a backslash is a letter like any other: it does not even keep a quote from ending it.
                Some('\\') if !raw => text.push(self.escape()?),
                Some(other) => {
                    text.push(other);
                    self.next += other.len_utf8();
                }
            }
        }
    }

    /// Reads an escape, standing at its backslash.
    fn escape(&mut self) -> Result<char, Problem> {
        let start = self.next;
        let letter = self.rest.get(start + 1..).and_then(|rest| rest.chars().next());
        let simple = match letter {
            Some('a') => '\u{7}',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('v') => '\u{b}',
            Some(same @ ('\\' | '?' | '"' | '\'' | '`')) => same,
            Some('x' | 'X') => return self.coded(start, 2, 2, 16),
            Some('u') => return self.coded_or_pair(start),
            Some('U') => return self.coded(start, 2, 8, 16),
            Some('0'..='3') => return self.coded(start, 1, 3, 8),
            _ => return Err(self.bad_escape(2, "there is no such escape").help(r"write \\ for a backslash")),
        };
        self.next += 2;
        Ok(simple)
    }

    /// Reads four digits; two such escapes may be the halves of one character, as JSON writes them.
    fn coded_or_pair(&mut self, start: usize) -> Result<char, Problem> {
        let half = |at: usize| {
            let digits = self.rest.get(at..at + 6)?.strip_prefix("\\u")?;
            digits.chars().all(|c| c.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
        };
        if let (Some(high), Some(low)) = (half(start), half(start + 6))
            && let Some(Ok(found)) = char::decode_utf16([high, low]).next()
            && u32::from(found) > 0xffff
        {
            self.next += 12;
            return Ok(found);
        }
        self.coded(start, 2, 4, 16)
    }

    /// Reads the digits of an escape: so many, in a base, after so many letters.
    fn coded(&mut self, start: usize, letters: usize, digits: usize, radix: u32) -> Result<char, Problem> {
        let code = self.rest.get(start + letters..start + letters + digits);
        let code = code.filter(|code| code.chars().all(|c| c.is_digit(radix)));
        let found = code.and_then(|code| u32::from_str_radix(code, radix).ok()).and_then(char::from_u32);
        self.next += letters + digits;
        found.ok_or_else(|| {
            self.next = start;
            self.bad_escape(letters + digits, "the escape does not name a character")
        })
    }

    fn unended(&self, message: &str) -> Problem {
        Problem::parse(Span { start: self.at, end: self.at + self.next }, message)
    }

    fn bad_escape(&self, length: usize, message: &str) -> Problem {
        let start = self.at + self.next;
        Problem::parse(Span { start, end: start + length }, message)
    }
}

//! A JSON text as one flat list of tokens that borrow from it.
//!
//! `serde_json` stops at the first value of a wrong type, rounds numbers through floats and keeps the last
//! of two equal names. A declaration needs every problem, exact decimals and no doubt about which value
//! was meant, so the text is read here (RFC 8259) and interpreted in a second step. A property test holds
//! this parser against `serde_json`.

use std::borrow::Cow;

use crate::check::catalogue::{self, Check};

/// The deepest nesting that is read; a declaration needs eight levels.
const DEPTH_MAX: usize = 32;

/// The most tokens that are read, which bounds the memory that a hostile text can claim.
const TOKENS_MAX: usize = 500_000;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    Array,
    /// Followed by names (as texts) and values in turn.
    Object,
}

/// A value, or the name of a member.
#[derive(Debug)]
struct Token<'a> {
    kind: Kind,
    /// The text of a number, text, name or Boolean.
    text: Cow<'a, str>,
    /// The index after the last token that belongs to this one.
    end: usize,
}

/// The tokens of a text.
#[derive(Debug)]
pub(super) struct Tape<'a> {
    tokens: Vec<Token<'a>>,
}

/// A value on the tape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'t> {
    tape: &'t [Token<'t>],
    at: usize,
}

impl<'t> Value<'t> {
    fn token(&self) -> Option<&'t Token<'t>> {
        self.tape.get(self.at)
    }

    /// Returns what it is.
    pub(super) fn kind(&self) -> Kind {
        self.token().map_or(Kind::Null, |token| token.kind)
    }

    /// Returns the text of a number, text or Boolean; of a composite value nothing.
    pub(super) fn text(&self) -> &'t str {
        self.token().map_or("", |token| &token.text)
    }

    /// Returns the values directly within: the entries of an array, names and values of an object in turn.
    pub(super) fn within(&self) -> impl Iterator<Item = Value<'t>> + use<'t> {
        let (tape, end) = (self.tape, self.token().map_or(0, |token| token.end));
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let token = tape.get(at).filter(|_| at < end)?;
            let value = Value { tape, at };
            at = token.end;
            Some(value)
        })
    }

    /// Returns the members of an object: name and value.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'t str, Value<'t>)> + use<'t> {
        let mut within = self.within();
        std::iter::from_fn(move || Some((within.next()?.text(), within.next()?)))
    }
}

/// Why a text is not JSON.
#[derive(Debug)]
pub(super) struct NotJson {
    /// The check that found it.
    pub(super) check: Check,
    /// What is wrong.
    pub(super) message: String,
    /// The byte at which it was noticed.
    pub(super) at: usize,
}

impl<'a> Tape<'a> {
    /// Reads a text that is one JSON value.
    pub(super) fn read(text: &'a str) -> Result<Self, NotJson> {
        // One token for about twelve bytes was measured on declarations.
        let capacity = (text.len() / 12).min(TOKENS_MAX);
        let mut parser = Parser { text, at: 0, tokens: Vec::with_capacity(capacity), depth: 0 };
        parser.skip_blank();
        parser.value()?;
        parser.skip_blank();
        if parser.at < text.len() {
            return Err(parser.wrong("Something follows the end of the document."));
        }
        Ok(Self { tokens: parser.tokens })
    }

    /// Returns the outermost value.
    pub(super) fn root(&self) -> Value<'_> {
        Value { tape: &self.tokens, at: 0 }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token<'a>>,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn wrong(&self, message: impl Into<String>) -> NotJson {
        NotJson { check: catalogue::JSON_SYNTAX, message: message.into(), at: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn push(&mut self, kind: Kind, text: Cow<'a, str>) -> Result<(), NotJson> {
        if self.tokens.len() >= TOKENS_MAX {
            let message = format!("The document has more than {TOKENS_MAX} values.");
            return Err(NotJson { check: catalogue::TOO_MANY_PARTS, message, at: self.at });
        }
        let end = self.tokens.len() + 1;
        self.tokens.push(Token { kind, text, end });
        Ok(())
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or("")
    }

    fn value(&mut self) -> Result<(), NotJson> {
        match self.peek() {
            Some(b'{') => self.composite(Kind::Object, b'}'),
            Some(b'[') => self.composite(Kind::Array, b']'),
            Some(b'"') => {
                let text = self.string()?;
                self.push(Kind::Text, text)
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Kind::Bool),
            Some(b'f') => self.word("false", Kind::Bool),
            Some(b'n') => self.word("null", Kind::Null),
            Some(_) => Err(self.wrong("A value was expected here.")),
            None => Err(self.wrong("The document ends before it is complete.")),
        }
    }

    fn word(&mut self, word: &'static str, kind: Kind) -> Result<(), NotJson> {
        if self.slice(self.at, self.at + word.len()) != word {
            return Err(self.wrong("A value was expected here."));
        }
        self.at += word.len();
        self.push(kind, Cow::Borrowed(word))
    }

    fn composite(&mut self, kind: Kind, close: u8) -> Result<(), NotJson> {
        if self.depth >= DEPTH_MAX {
            let message = format!("The document is nested more than {DEPTH_MAX} levels deep.");
            return Err(NotJson { check: catalogue::TOO_DEEP, message, at: self.at });
        }
        let own = self.tokens.len();
        self.push(kind, Cow::Borrowed(""))?;
        self.depth += 1;
        self.at += 1;
        self.skip_blank();
        if self.peek() == Some(close) {
            self.at += 1;
        } else {
            self.inside(kind, close)?;
        }
        self.depth -= 1;
        let end = self.tokens.len();
        if let Some(token) = self.tokens.get_mut(own) {
            token.end = end;
        }
        Ok(())
    }

    /// Reads entries or members up to and with the closing bracket.
    fn inside(&mut self, kind: Kind, close: u8) -> Result<(), NotJson> {
        loop {
            if kind == Kind::Object {
                if self.peek() != Some(b'"') {
                    return Err(self.wrong("A field name in double quotes was expected here."));
                }
                let name = self.string()?;
                self.push(Kind::Text, name)?;
                self.skip_blank();
                if self.peek() != Some(b':') {
                    return Err(self.wrong("A colon was expected after the field name."));
                }
                self.at += 1;
                self.skip_blank();
            }
            self.value()?;
            self.skip_blank();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return Ok(());
                }
                Some(_) => return Err(self.wrong("A comma or a closing bracket was expected here.")),
                None => return Err(self.wrong("The document ends before it is complete.")),
            }
            self.skip_blank();
        }
    }

    fn digits(&mut self) -> Result<(), NotJson> {
        let from = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == from { Err(self.wrong("A digit was expected here.")) } else { Ok(()) }
    }

    fn number(&mut self) -> Result<(), NotJson> {
        let from = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.at;
        self.digits()?;
        if leading_zero && self.at > whole + 1 {
            return Err(self.wrong("A number must not begin with a zero."));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = self.slice(from, self.at);
        self.push(Kind::Number, Cow::Borrowed(text))
    }

    /// Reads a text; without escapes it is borrowed.
    fn string(&mut self) -> Result<Cow<'a, str>, NotJson> {
        self.at += 1;
        let mut unescaped: Option<String> = None;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
            let part = self.slice(self.at, self.at + plain.unwrap_or(rest.len()));
            self.at += part.len();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match unescaped {
                        Some(text) => Cow::Owned(text + part),
                        None => Cow::Borrowed(part),
                    });
                }
                Some(b'\\') => {
                    let character = self.escape()?;
                    let text = unescaped.get_or_insert_default();
                    text.push_str(part);
                    text.push(character);
                }
                Some(_) => return Err(self.wrong("A text has a raw control character.")),
                None => return Err(self.wrong("A text is not closed.")),
            }
        }
    }

    /// Reads an escape from its backslash on.
    fn escape(&mut self) -> Result<char, NotJson> {
        self.at += 1;
        let letter = self.peek();
        self.at += 1;
        Ok(match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.hex4()?;
                let code = match first {
                    0xD800..=0xDBFF if self.slice(self.at, self.at + 2) == "\\u" => {
                        self.at += 2;
                        let second = self.hex4()?;
                        let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400);
                        low.map_or(first, |low| 0x1_0000 + ((first - 0xD800) << 10) + low)
                    }
                    _ => first,
                };
                char::from_u32(code).ok_or_else(|| self.wrong("Half of a surrogate pair stands alone."))?
            }
            _ => return Err(self.wrong("This escape is not known to JSON.")),
        })
    }

    fn hex4(&mut self) -> Result<u32, NotJson> {
        let digits = self.slice(self.at, self.at + 4);
        let hexadecimal = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| hexadecimal);
        self.at += 4;
        code.ok_or_else(|| self.wrong("Four hexadecimal digits were expected here."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rebuilds what serde_json would make, for texts whose numbers it does not round.
    fn rebuilt(value: Value<'_>) -> serde_json::Value {
        match value.kind() {
            Kind::Null => serde_json::Value::Null,
            Kind::Bool => (value.text() == "true").into(),
            Kind::Number => serde_json::from_str(value.text()).unwrap(),
            Kind::Text => value.text().into(),
            Kind::Array => value.within().map(rebuilt).collect(),
            Kind::Object => value.members().map(|(name, value)| (name.to_owned(), rebuilt(value))).collect(),
        }
    }

    #[track_caller]
    fn agree(text: &str) {
        let ours = Tape::read(text);
        match (&ours, serde_json::from_str::<serde_json::Value>(text)) {
            (Ok(tape), Ok(theirs)) => assert_eq!(rebuilt(tape.root()), theirs, "{text}"),
            (Err(_), Err(_)) => {}
            // serde_json refuses numbers beyond the floats; they are texts to us.
            (Ok(_), Err(error)) if error.to_string().contains("out of range") => {}
            (ours, theirs) => panic!("{text:?}: {ours:?} {theirs:?}"),
        }
    }

    #[test]
    fn it_agrees_with_serde_json_on_the_corners() {
        for text in [
            "",
            " ",
            "{}",
            "[]",
            "{\"a\":[1,2.50,-0,1e5,{\"b\":null}],\"c\":true}",
            "[1,]",
            "{,}",
            "{\"a\"}",
            "{\"a\":}",
            "01",
            "-",
            "1.",
            "1e",
            "+1",
            ".5",
            "1e999",
            "\"\\u0041\\ud83d\\ude00\\n\\/\"",
            "\"\\ud83d\"",
            "\"\\ud83dx\"",
            "\"\\ud83d\\u0041\"",
            "\"\\x\"",
            "\"\u{1}\"",
            "\"a",
            "nul",
            "truex",
            "[1]]",
            "{\"a\":1 \"b\":2}",
            "\"راه\\\"داری\"",
            "{\"a\":1,\"a\":2}",
            "\u{feff}{}",
            "[\"\\u12\"]",
            "[\"\\u+123\"]",
            "tru",
            "\"\\",
            "[[[]],[{}]]",
        ] {
            agree(text);
        }
    }

    #[test]
    fn hostile_sizes_are_refused() {
        let deep = "[".repeat(100_000);
        assert_eq!(Tape::read(&deep).unwrap_err().check.code, "too-deep");
        let many = format!("[{}0]", "0,".repeat(TOKENS_MAX));
        assert_eq!(Tape::read(&many).unwrap_err().check.code, "too-many-parts");
    }

    proptest! {
        #[test]
        fn it_agrees_with_serde_json(text in "[\\[\\]{}:,\"\\\\ua0-9.eE+\\- trufalsn]{0,40}") {
            agree(&text);
        }

        #[test]
        fn it_reads_what_serde_json_writes(names in proptest::collection::btree_map("\\PC{0,8}", "\\PC{0,12}", 0..6)) {
            agree(&serde_json::to_string(&names).unwrap());
        }
    }
}

//! The bytes of an event that are hashed: versioned, the same on every machine and for ever.
//!
//! A version is never changed; another form of the bytes gets another prefix.

use std::fmt::{Display, Write};

use rahdari_kernel::NewEvent;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::tree::Hash;

/// What the canonical bytes of an event begin with.
pub const CANONICAL_PREFIX: &str = "rahdari-event/v1\n";

/// How deep arrays and objects may nest before a payload is kept as text.
const DEPTH_MAX: u32 = 64;

/// Returns the canonical bytes of an event: the prefix and one JSON object without spaces whose keys are
/// sorted. Its payload stands there as a JSON value under `payload` if [`payload`] could have written it, and
/// otherwise, so that different texts never give the same bytes, as a string under `payload_text`.
pub fn canonical(event: &NewEvent) -> Vec<u8> {
    let mut out = String::with_capacity(CANONICAL_PREFIX.len() + 640 + event.payload.len());
    out.push_str(CANONICAL_PREFIX);
    out.push_str("{\"administration\":");
    quoted(&mut out, event.administration);
    out.push_str(",\"by\":{\"company\":");
    optional(&mut out, event.by.company);
    out.push_str(",\"office\":");
    optional(&mut out, event.by.office);
    out.push_str(",\"role\":");
    optional(&mut out, event.by.role);
    out.push_str(",\"user\":");
    optional(&mut out, event.by.user);
    out.push_str("},\"device\":");
    match &event.device {
        Some(device) => string(&mut out, device),
        None => out.push_str("null"),
    }
    out.push_str(",\"kind\":");
    string(&mut out, &event.kind);
    out.push_str(",\"occurred_at\":");
    quoted(&mut out, event.occurred_at);
    if is_canonical(&event.payload) {
        out.push_str(",\"payload\":");
        out.push_str(&event.payload);
    } else {
        out.push_str(",\"payload_text\":");
        string(&mut out, &event.payload);
    }
    out.push_str(",\"recorded_at\":");
    quoted(&mut out, event.recorded_at);
    out.push_str(",\"source\":");
    quoted(&mut out, source_word(event.source));
    out.push_str(",\"subject\":{\"id\":");
    quoted(&mut out, event.subject.id);
    out.push_str(",\"kind\":");
    string(&mut out, &event.subject.kind);
    out.push_str("}}");
    out.into_bytes()
}

/// Writes a JSON value as the payload of an event: keys sorted by their bytes, no spaces, and numbers with a
/// fraction or exponent as strings, since their digits depend on who writes them.
pub fn payload(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

/// Returns the commitment to a text that must not be in the log itself, such as a name: without the salt it
/// tells nothing, and once the salt is erased nobody can show any more what it stood for.
pub fn commitment(salt: &[u8; 32], text: &[u8]) -> Hash {
    Sha256::new()
        .chain_update(b"rahdari-commitment/v1\n")
        .chain_update(salt)
        .chain_update(text)
        .finalize()
        .into()
}

fn source_word(source: rahdari_kernel::Source) -> &'static str {
    use rahdari_kernel::Source;
    match source {
        Source::Api => "api",
        Source::Message => "message",
        Source::Page => "page",
        Source::System => "system",
    }
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) if number.is_f64() => quoted(out, number),
        Value::Number(number) => display(out, number),
        Value::String(text) => string(out, text),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(out, item);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            // The map sorts by itself only as long as no crate asks it to keep the order of insertion.
            let mut sorted: Vec<(&String, &Value)> = fields.iter().collect();
            sorted.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            for (index, (key, item)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(out, key);
                out.push(':');
                write_value(out, item);
            }
            out.push('}');
        }
    }
}

/// Writes what needs no escaping.
fn display(out: &mut String, value: impl Display) {
    // Writing to a string cannot fail.
    write!(out, "{value}").unwrap_or_default();
}

fn quoted(out: &mut String, value: impl Display) {
    out.push('"');
    display(out, value);
    out.push('"');
}

fn optional(out: &mut String, value: Option<impl Display>) {
    match value {
        Some(value) => quoted(out, value),
        None => out.push_str("null"),
    }
}

/// Writes a JSON string with the fewest escapes.
fn string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\t') => out.push_str("\\t"),
            Some('\n') => out.push_str("\\n"),
            Some('\u{c}') => out.push_str("\\f"),
            Some('\r') => out.push_str("\\r"),
            Some(control) => write!(out, "\\u{:04x}", u32::from(control)).unwrap_or_default(),
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Returns whether a text is JSON exactly as [`payload`] writes it.
fn is_canonical(text: &str) -> bool {
    let mut scan = Scan { rest: text.as_bytes() };
    scan.value(0).is_some() && scan.rest.is_empty()
}

/// Reads JSON from the front and ends with nothing at the first byte that is not canonical.
struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(word)?;
        Some(())
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.rest.first()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string().map(|_| ()),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.integer(),
        }
    }

    fn object(&mut self, depth: u32) -> Option<()> {
        self.word(b"{")?;
        if self.word(b"}").is_some() {
            return Some(());
        }
        let mut before: Option<&[u8]> = None;
        loop {
            let key = self.string()?;
            // Escapes could hide the true order, and no key of ours needs one.
            if depth >= DEPTH_MAX || key.contains(&b'\\') || before.is_some_and(|before| before >= key) {
                return None;
            }
            before = Some(key);
            self.word(b":")?;
            self.value(depth + 1)?;
            match self.next()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    fn array(&mut self, depth: u32) -> Option<()> {
        self.word(b"[")?;
        if self.word(b"]").is_some() {
            return Some(());
        }
        loop {
            if depth >= DEPTH_MAX {
                return None;
            }
            self.value(depth + 1)?;
            match self.next()? {
                b',' => {}
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Reads a string and returns what stands between its quotes.
    fn string(&mut self) -> Option<&'a [u8]> {
        self.word(b"\"")?;
        let inside = self.rest;
        loop {
            match self.next()? {
                b'"' => return inside.get(..inside.len().checked_sub(self.rest.len() + 1)?),
                b'\\' => self.escape()?,
                0..0x20 => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r' => Some(()),
            b'u' => {
                self.word(b"00")?;
                let (high, low) = (self.next()?, self.next()?);
                let short = high == b'0' && matches!(low, b'8' | b'9' | b'a' | b'c' | b'd');
                let lower = matches!(low, b'0'..=b'9' | b'a'..=b'f');
                (matches!(high, b'0' | b'1') && lower && !short).then_some(())
            }
            _ => None,
        }
    }

    fn integer(&mut self) -> Option<()> {
        let negative = self.word(b"-").is_some();
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = self.rest.split_at_checked(digits)?;
        let formed = match number.first()? {
            b'0' => digits == 1 && !negative,
            _ => true,
        };
        self.rest = rest;
        formed.then_some(())
    }
}

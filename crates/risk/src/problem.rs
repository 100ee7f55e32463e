//! What is wrong with the text of an expression, and where: line, column, caret and the nearest known name.

use std::fmt;

/// What sort of fault a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The text is not an expression.
    Parse,
    /// A name means nothing, or types do not fit.
    Type,
    /// The text is right in the Common Expression Language, and uses a part of it that rules leave out.
    Unsupported,
}

/// A fault in the text of an expression, found before anything is evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of fault it is.
    pub kind: ProblemKind,
    /// Where it begins, in bytes from the start of the expression.
    pub at: usize,
    /// How many bytes are at fault.
    pub length: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it, when something near is right.
    pub help: Option<String>,
}

/// A place in a text, counted from 1, with the line it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column in characters.
    pub column: usize,
    /// The line's text and, below it, carets under what is at fault.
    pub excerpt: String,
}

/// A stretch of text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, span: Span, message: impl Into<String>) -> Self {
        let length = span.end.saturating_sub(span.start).max(1);
        Self { kind, at: span.start, length, message: message.into(), help: None }
    }

    pub(crate) fn parse(span: Span, message: impl Into<String>) -> Self {
        Self::new(ProblemKind::Parse, span, message)
    }

    pub(crate) fn typed(span: Span, message: impl Into<String>) -> Self {
        Self::new(ProblemKind::Type, span, message)
    }

    /// Refuses a part of the language that rules leave out; the message names it.
    pub(crate) fn unsupported(span: Span, feature: &str) -> Self {
        Self::new(ProblemKind::Unsupported, span, format!("not supported: {feature}"))
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the known name that is nearest to the one that was written, if one is near.
    pub(crate) fn nearest<'a>(self, written: &str, known: impl Iterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(name) => self.help(format!("did you mean {name}?")),
            None => self,
        }
    }

    /// Finds the place in the text it was found in.
    pub fn place(&self, text: &str) -> Place {
        Place::find(text, self.at, self.length)
    }

    /// Writes the problem with the line it is in, for people.
    pub fn show(&self, text: &str) -> String {
        let place = self.place(text);
        let help = self.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        format!("{}:{}: {}\n{}{help}", place.line, place.column, self.message, place.excerpt)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}

impl Place {
    /// Finds the place of some bytes in a text; beyond its end it is the end.
    pub(crate) fn find(text: &str, at: usize, length: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let before_on_line = before.get(line_start..).unwrap_or("");
        let after_on_line = after.split('\n').next().unwrap_or("").trim_end_matches('\r');
        let at_fault = after_on_line.char_indices().take_while(|(offset, _)| *offset < length).count().max(1);
        let margin: String = before_on_line.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        Self {
            line: before.matches('\n').count() + 1,
            column: before_on_line.chars().count() + 1,
            excerpt: format!("  {before_on_line}{after_on_line}\n  {margin}{}", "^".repeat(at_fault)),
        }
    }
}

/// Returns the known name with the fewest differing letters, if they are few.
fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Letters before the last dot are mostly right, and say nothing about how near the rest is.
    let last = written.rsplit('.').next().unwrap_or(written);
    let allowed = (last.chars().count() / 3).clamp(1, 3);
    let scored = known.map(|name| (distance(written, name), name));
    scored.filter(|(distance, _)| *distance <= allowed).min().map(|(_, name)| name)
}

/// Counts the letters to insert, delete or replace to make one word of the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (position, from) in left.chars().enumerate() {
        let mut corner = position;
        let mut previous = position + 1;
        for (to, cell) in right.iter().zip(row.iter_mut().skip(1)) {
            let replaced = corner + usize::from(from != *to);
            corner = *cell;
            *cell = replaced.min(corner + 1).min(previous + 1);
            previous = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = position + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_letters() {
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("holder", "holder"), 0);
        assert_eq!(distance("holdr", "holder"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn a_place_has_line_column_and_carets() {
        let place = Place::find("a &&\n  bé.qux > 1", 11, 3);
        assert_eq!((place.line, place.column), (2, 6));
        assert_eq!(place.excerpt, "    bé.qux > 1\n       ^^^");
        assert_eq!(Place::find("ab", 99, 1).column, 3);
    }
}

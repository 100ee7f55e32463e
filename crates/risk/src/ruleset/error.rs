//! Faults in the text of a ruleset, each with its place.

use std::fmt;

use crate::problem::{Place, Problem};

/// A fault in the text of a ruleset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// The id of the rule it is in, if it is in one.
    pub rule: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to mend it, when something near is right.
    pub help: Option<String>,
    /// Where in the text.
    pub place: Place,
}

impl RuleError {
    pub(super) fn at(text: &str, span: std::ops::Range<usize>, message: impl Into<String>) -> Self {
        let place = Place::find(text, span.start, span.end.saturating_sub(span.start));
        Self { rule: None, message: message.into(), help: None, place }
    }

    /// Moves a problem of a condition to its place in the whole text.
    pub(super) fn in_condition(text: &str, written: &toml::Spanned<String>, problem: Problem) -> Self {
        let Problem { at, length, message, help, .. } = problem;
        let place = match inside(text, written) {
            Some(start) => Place::find(text, start + at, length),
            // Escapes in the condition move its letters: show the condition itself, at the line it begins on.
            None => {
                let begins = Place::find(text, written.span().start, 1);
                let own = Place::find(written.get_ref(), at, length);
                Place { line: begins.line + own.line - 1, ..own }
            }
        };
        Self { rule: None, message, help, place }
    }

    pub(super) fn of_rule(mut self, id: &str) -> Self {
        self.rule = Some(id.to_owned());
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Takes over what the reader of TOML found.
    pub(super) fn from_toml(text: &str, error: &toml::de::Error) -> Self {
        let span = error.span().unwrap_or_default();
        Self::at(text, span, error.message())
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column, excerpt } = &self.place;
        let rule = self.rule.as_ref().map(|rule| format!("rule {rule}: ")).unwrap_or_default();
        write!(f, "{line}:{column}: {rule}{}\n{excerpt}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleError {}

/// Returns where the letters of a string begin, if they stand in the text as they are.
fn inside(text: &str, written: &toml::Spanned<String>) -> Option<usize> {
    let raw = text.get(written.span())?;
    let quotes = ["'''", "\"\"\"", "'", "\""].into_iter().find(|quotes| raw.starts_with(quotes))?;
    let body = raw.get(quotes.len()..)?;
    // The newline after three opening quotes does not belong to the string.
    let skipped = if quotes.len() == 3 && body.starts_with('\n') { 1 } else { 0 };
    let letters = body.get(skipped..)?;
    letters.starts_with(written.get_ref().as_str()).then_some(written.span().start + quotes.len() + skipped)
}

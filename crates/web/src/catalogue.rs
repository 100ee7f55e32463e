//! What each problem code means, for the page `/problems/<code>` that every answer points at.

use std::borrow::Cow;

use crate::page::show;

/// A problem, explained.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its stable code.
    pub code: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What happened, for the person who can act on it.
    pub meaning: &'static str,
    /// What to do now.
    pub mend: &'static str,
}

const fn entry(code: &'static str, title: &'static str, meaning: &'static str, mend: &'static str) -> Entry {
    Entry { code, title, meaning, mend }
}

/// Returns what a problem or check is called.
pub fn title(code: &str) -> Cow<'static, str> {
    if let Some(entry) = find(code) {
        return Cow::Borrowed(entry.title);
    }
    match rahdari_intake::check::explain(code) {
        Some(check) => Cow::Borrowed(check.title),
        None => Cow::Owned(show::words(code)),
    }
}

/// Returns the explanation of a problem.
pub fn find(code: &str) -> Option<&'static Entry> {
    PROBLEMS.iter().find(|entry| entry.code == code)
}

/// Every problem that a request can end with, by code.
pub const PROBLEMS: &[Entry] = &[entry(
    "conflict",
    "Conflict",
    "The thing is not in a state that allows this.",
    "Read it again and choose from what it allows.",
)];

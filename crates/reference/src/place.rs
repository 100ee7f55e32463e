//! Where an entry stands, and findings that say so.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rahdari_intake::law::Text;
use rahdari_kernel::Finding;

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: Text,
    pub(crate) line: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Something read, with its place.
#[derive(Clone, Debug)]
pub(crate) struct Located<T> {
    pub(crate) at: Place,
    pub(crate) lines: Arc<Lines>,
    pub(crate) entry: T,
}

/// The lines of a file, to find the one in which something stands.
#[derive(Debug)]
pub(crate) struct Lines {
    file: Text,
    /// Where each line but the first begins, in bytes.
    starts: Vec<usize>,
}

impl Lines {
    pub(crate) fn of(file: &str, text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { file: file.into(), starts: breaks.map(|(at, _)| at + 1).collect() }
    }

    /// Returns the line in which a span of bytes begins, the first one without a span.
    pub(crate) fn at(&self, span: Option<Range<usize>>) -> Place {
        let begin = span.map_or(0, |span| span.start);
        let before = self.starts.partition_point(|start| *start <= begin);
        self.line(u64::try_from(before).unwrap_or_default() + 1)
    }

    pub(crate) fn line(&self, line: u64) -> Place {
        Place { file: self.file.clone(), line }
    }
}

const SOURCE: &str = "crates/reference/data/README.md";

/// The text cannot be read at all: TOML or CSV is broken.
pub(crate) fn syntax(at: &Place, message: impl fmt::Display) -> Finding {
    let mend = "Mend the syntax of the file; nothing after the mistake was read.";
    Finding::error("reference-syntax", at.to_string(), one_line(message), mend, SOURCE)
}

/// An entry has a field that is missing, unknown or not of its kind.
pub(crate) fn entry(at: &Place, message: impl fmt::Display) -> Finding {
    let mend = "Compare the entry with its neighbours and mend the field.";
    Finding::error("reference-entry", at.to_string(), one_line(message), mend, SOURCE)
}

/// An entry names another one that does not exist or does not fit.
pub(crate) fn link(at: &Place, message: impl fmt::Display) -> Finding {
    let mend = "Name an entry that exists, or add the missing one.";
    Finding::error("reference-link", at.to_string(), one_line(message), mend, SOURCE)
}

/// Two entries speak of the same thing at the same time.
pub(crate) fn overlap(at: &Place, message: impl fmt::Display) -> Finding {
    let mend = "End the earlier entry on the day before the later one begins.";
    Finding::error("reference-overlap", at.to_string(), one_line(message), mend, SOURCE)
}

/// Returns the message without line breaks, which the libraries put in.
fn one_line(message: impl fmt::Display) -> String {
    let text = message.to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

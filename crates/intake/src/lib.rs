//! A declaration as a document: read from any format, checked as a whole, assessed under dated law.
//!
//! Everything here is pure: bytes, law and a point in time go in; a [`Declaration`], findings and an
//! assessment come out. Whether a declarant may lodge, which lane it takes and what is reserved for it is
//! decided elsewhere.

pub mod assess;
pub mod check;
pub mod code;
pub mod document;
pub mod format;
pub mod law;

use format::field::Draft;
use law::Law;

pub use check::{Check, Circumstances, catalogue, explain};
pub use document::Declaration;
pub use format::{Format, Reading, read, write_cc015c, write_json};

/// Reads bytes and checks as much as could be read, so that everything wrong is reported at once.
///
/// The pointers of all findings are those of the format that came: JSON pointers, or element paths.
pub fn examine(
    content_type: Option<&str>,
    bytes: &[u8],
    law: &Law,
    circumstances: &Circumstances,
) -> Reading {
    let mut reading = format::read_draft(content_type, bytes);
    if let Some(draft) = &reading.draft {
        for mut finding in check::check_draft(draft, law, circumstances) {
            if let Some(path) = reading.places.locate(&finding.pointer) {
                finding.pointer = path;
            }
            reading.findings.add(finding);
        }
    }
    let complete = reading.draft.filter(|_| !reading.findings.any_error());
    Reading {
        format: reading.format,
        declaration: complete.and_then(Draft::finish),
        findings: reading.findings.into_list(),
    }
}

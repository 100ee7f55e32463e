//! The native JSON: a declaration under the names of the WCO Data Model.

mod object;
mod read;
mod tape;

use rahdari_kernel::Finding;

use super::Format;
use super::draft::DeclarationDraft;
use super::findings::Findings;
use super::path::Path;
use crate::check::catalogue;
use crate::document::Declaration;

/// Reads a text into a draft. Nothing comes back when it is not JSON, or JSON of another format.
pub(super) fn read(text: &str, findings: &mut Findings) -> (Option<Format>, Option<DeclarationDraft>) {
    let tape = match tape::Tape::read(text) {
        Ok(tape) => tape,
        Err(wrong) => {
            findings.add(syntax_finding(text, &wrong));
            return (None, None);
        }
    };
    // NCTS messages also go about as JSON, as one member named after the root element.
    if let Some((name, _)) = tape.root().members().next().filter(|(name, _)| name.starts_with("n1:")) {
        let message = "This is a JSON rendering of an NCTS message; send the XML message itself.";
        findings.add(catalogue::UNKNOWN_FORMAT.at(Path::Root, message).found(name));
        return (None, None);
    }
    (Some(Format::Json), Some(read::declaration(tape.root(), findings)))
}

fn syntax_finding(text: &str, wrong: &tape::NotJson) -> Finding {
    // The place may lie within a character; count what comes before it.
    let before = String::from_utf8_lossy(text.as_bytes().get(..wrong.at).unwrap_or(text.as_bytes()));
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    wrong.check.at(Path::Root, format!("Line {line}, column {column}: {}", wrong.message))
}

/// Writes a declaration as native JSON, from which [`crate::read`] makes the same declaration again.
pub fn write_json(declaration: &Declaration) -> String {
    // Only maps with keys that are not texts and failing writers make this fail; here is neither.
    serde_json::to_string(declaration).unwrap_or_default()
}

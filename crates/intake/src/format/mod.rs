//! The formats of a declaration, each in its own folder, and the one door they share.
//!
//! Bytes become a draft in which every field is known, absent or unreadable, and each field that cannot be
//! read is a finding; a draft without errors becomes a [`Declaration`]. To add a format, add its folder, a
//! case of [`Format`] and an arm where [`read`] tells formats apart.

pub mod cc015c;
pub(crate) mod draft;
pub(crate) mod field;
pub(crate) mod findings;
pub mod json;
mod leaf;
pub(crate) mod path;

use rahdari_kernel::Finding;

use crate::check::catalogue;
use crate::document::Declaration;
use cc015c::Places;
use draft::DeclarationDraft;
use field::Draft;
use findings::Findings;
use path::Path;

pub use cc015c::write_cc015c;
pub use json::write_json;

/// A format in which declarations come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The native JSON, named after the WCO Data Model.
    Json,
    /// The NCTS message CC015C (IE015) of phase 5.
    Cc015cPhase5,
    /// The NCTS message CC015C (IE015) of phase 6.
    Cc015cPhase6,
}

impl Format {
    /// Returns the short name kept with the original bytes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Cc015cPhase5 => "cc015c-p5",
            Self::Cc015cPhase6 => "cc015c-p6",
        }
    }
}

/// What came of reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The format, when the bytes are one that is known.
    pub format: Option<Format>,
    /// The declaration, when no finding is an error.
    pub declaration: Option<Declaration>,
    /// Everything that is wrong, in the order in which it was found.
    pub findings: Vec<Finding>,
}

/// The largest document that is read, in bytes: 10 MiB.
pub const DOCUMENT_BYTES_MAX: usize = 10 * 1024 * 1024;

/// Reads bytes of any known format and reports every problem of its fields at once.
///
/// The content type may be missing or wrong: the first character decides between JSON and XML, and only a
/// foreign character set in it is heeded. Whether fields agree with each other and with the law is asked by
/// [`crate::examine`], which reads and checks.
pub fn read(content_type: Option<&str>, bytes: &[u8]) -> Reading {
    let DraftReading { format, draft, findings, .. } = read_draft(content_type, bytes);
    let declaration = draft.filter(|_| !findings.any_error()).and_then(Draft::finish);
    Reading { format, declaration, findings: findings.into_list() }
}

/// What came of reading, before it is known whether the whole makes a declaration.
pub(crate) struct DraftReading {
    pub(crate) format: Option<Format>,
    pub(crate) draft: Option<DeclarationDraft>,
    pub(crate) findings: Findings,
    pub(crate) places: Places,
}

/// Reads bytes into a draft.
pub(crate) fn read_draft(content_type: Option<&str>, bytes: &[u8]) -> DraftReading {
    let mut findings = Findings::default();
    let places = Places::default();
    let text = match text(content_type, bytes) {
        Ok(text) => text,
        Err(finding) => {
            findings.add(*finding);
            return DraftReading { format: None, draft: None, findings, places };
        }
    };
    match text.trim_start().bytes().next() {
        Some(b'{') => {
            let (format, draft) = json::read(text, &mut findings);
            DraftReading { format, draft, findings, places }
        }
        Some(b'<') => {
            let (format, draft, places) = cc015c::read(text, &mut findings);
            DraftReading { format, draft, findings, places }
        }
        first => {
            let message = match first {
                Some(_) => "The document begins neither like a JSON object nor like XML.",
                None => "The document is empty.",
            };
            findings.add(catalogue::UNKNOWN_FORMAT.at(Path::Root, message));
            DraftReading { format: None, draft: None, findings, places }
        }
    }
}

/// Returns the bytes as text without a byte order mark.
fn text<'a>(content_type: Option<&str>, bytes: &'a [u8]) -> Result<&'a str, Box<Finding>> {
    if bytes.len() > DOCUMENT_BYTES_MAX {
        let message = format!("The document has {} bytes; {DOCUMENT_BYTES_MAX} are allowed.", bytes.len());
        return Err(Box::new(catalogue::TOO_LARGE.at(Path::Root, message)));
    }
    let charset = content_type.and_then(|value| {
        value
            .to_ascii_lowercase()
            .split_once("charset=")
            .map(|(_, rest)| rest.split(';').next().unwrap_or("").trim().trim_matches('"').to_owned())
    });
    if let Some(charset) =
        charset.filter(|charset| !matches!(charset.as_str(), "utf-8" | "utf8" | "us-ascii"))
    {
        let message = "The content type names another character set than UTF-8.";
        return Err(Box::new(catalogue::NOT_UTF8.at(Path::Root, message).found(charset)));
    }
    if bytes.contains(&0) {
        let message = "The document has NUL bytes, as text in UTF-16 has.";
        return Err(Box::new(catalogue::NOT_UTF8.at(Path::Root, message)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let message = format!("Byte {} does not belong to UTF-8 text.", error.valid_up_to() + 1);
        Box::new(catalogue::NOT_UTF8.at(Path::Root, message))
    })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

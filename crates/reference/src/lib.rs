//! The corridor's law and code lists as dated text files that a customs lawyer can read, embedded in the
//! program and importable.
//!
//! [`load`] turns texts into a [`Law`] or says, for each mistake, in which file and line it stands. What
//! the law means is left to `rahdari-intake`; the shipped demo ruleset is only carried here.

mod collect;
mod embedded;
mod entry;
mod place;
mod resolve;
mod table;

use rahdari_intake::law::Law;
use rahdari_kernel::Finding;
use sha2::{Digest, Sha256};

pub use embedded::{ReferenceFile, embedded, ruleset};

/// Reads reference files, each given by its name and text, into the law they describe. What a file holds
/// is told by its content: TOML by the names of its sections, CSV by its header.
///
/// # Errors
/// Returns every mistake found, each pointing at `file:line`; a law is built from faultless files only.
/// How entries fit together is looked at when all of them can be read.
pub fn load(files: &[(String, String)]) -> Result<Law, Vec<Finding>> {
    let mut findings = Vec::new();
    let collected = collect::collect(files, &mut findings);
    // What could not be read would be missed by everything that names it.
    if !findings.is_empty() {
        return Err(findings);
    }
    let parts = resolve::resolve(collected, hash(files), &mut findings);
    if findings.is_empty() { Ok(Law::new(parts)) } else { Err(findings) }
}

/// Returns SHA-256 over the files in the order of their names, each part preceded by its length, so that
/// no two different sets of files have the same bytes.
fn hash(files: &[(String, String)]) -> [u8; 32] {
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort();
    let mut hasher = Sha256::new_with_prefix(b"rahdari-law/v1\n");
    for part in sorted.iter().flat_map(|(name, text)| [name, text]) {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        hasher.update(length.to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

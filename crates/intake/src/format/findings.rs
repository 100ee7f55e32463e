//! The findings of one document, in order and not without end.

use rahdari_kernel::{Finding, Severity};

use super::path::Path;
use crate::check::catalogue;

/// The most findings that are listed; a person mends them in portions anyway.
const FINDINGS_MAX: usize = 500;

/// Collects findings.
#[derive(Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
    errors: bool,
    left_out: usize,
}

impl Findings {
    /// Adds one unless it says what another says already, or counts it when the list is full.
    pub(crate) fn add(&mut self, finding: Finding) {
        self.errors |= finding.severity == Severity::Error;
        if self.list.len() >= FINDINGS_MAX {
            self.left_out += 1;
            return;
        }
        let same = |other: &Finding| other.code == finding.code && other.pointer == finding.pointer;
        if !self.list.iter().any(same) {
            self.list.push(finding);
        }
    }

    /// Adds the one that ended the reading, even when the list is full.
    pub(crate) fn end_with(&mut self, finding: Finding) {
        self.errors |= finding.severity == Severity::Error;
        self.list.push(finding);
    }

    /// Returns whether one of them is an error.
    pub(crate) fn any_error(&self) -> bool {
        self.errors
    }

    /// Returns the list, ended by how many were left out.
    pub(crate) fn into_list(mut self) -> Vec<Finding> {
        if self.left_out > 0 {
            let message = format!("{} more problems were found and are not listed.", self.left_out);
            self.list.push(catalogue::TOO_MANY_FINDINGS.at(Path::Root, message));
        }
        self.list
    }
}

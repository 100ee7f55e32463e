//! What is wrong, where, and how to mend it; and a refusal, which carries all of it at once.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; the declaration can be lodged.
    Warning,
    /// Must be mended before the declaration can be lodged.
    Error,
}

/// One thing that is wrong with what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The stable code of the check, such as `container-check-digit`; `docs/PROBLEMS.md` explains each.
    pub code: Cow<'static, str>,
    /// Whether it prevents lodging.
    pub severity: Severity,
    /// Where: a JSON pointer (`/goodsItems/0/commodity`) or an XML path (`/CC015C/Consignment/…`).
    pub pointer: String,
    /// What stood there, shortened to 80 characters; nothing when it was missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What is wrong, in a sentence for the person who can act on it.
    pub message: String,
    /// How to mend it.
    pub mend: String,
    /// The law or standard that asks for it.
    pub source: Cow<'static, str>,
}

impl Finding {
    /// Begins an error; [`Finding::found`], [`Finding::warning`] and the fields add the rest.
    pub fn error(
        code: impl Into<Cow<'static, str>>,
        pointer: impl Into<String>,
        message: impl Into<String>,
        mend: impl Into<String>,
        source: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Error,
            pointer: pointer.into(),
            found: None,
            message: message.into(),
            mend: mend.into(),
            source: source.into(),
        }
    }

    /// Adds what stood there, shortened to 80 characters and without control characters.
    #[must_use]
    pub fn found(mut self, found: impl fmt::Display) -> Self {
        let text = found.to_string();
        let mut shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        self.found = Some(shown);
        self
    }

    /// Makes it a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }
}

/// The answer to a request that is understood and declined. It changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Refusal {
    /// The stable code of the problem, a short noun such as `wrong-state`; `docs/PROBLEMS.md` explains each.
    pub code: Cow<'static, str>,
    /// Why, in a sentence for the person who can act on it.
    pub detail: String,
    /// Everything that is wrong, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// The actions that are allowed instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
}

impl Refusal {
    /// Refuses with a code and a reason.
    pub fn new(code: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        Self { code: code.into(), detail: detail.into(), findings: Vec::new(), allowed: Vec::new() }
    }

    /// Adds what is wrong, field by field.
    #[must_use]
    pub fn with_findings(mut self, findings: Vec<Finding>) -> Self {
        self.findings = findings;
        self
    }

    /// Adds what is allowed instead.
    #[must_use]
    pub fn with_allowed(mut self, allowed: Vec<String>) -> Self {
        self.allowed = allowed;
        self
    }
}

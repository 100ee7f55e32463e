//! What can be said of a declaration without saving anything: reading, checking, assessing, scoring.

use rahdari_intake::assess::{Assessment, assess};
use rahdari_intake::law::Law;
use rahdari_intake::{Circumstances, Reading};
use rahdari_kernel::{Actor, Finding, Instant, Severity};
use rahdari_risk::Lane;

use crate::context::{Context, Mode};
use crate::error::Result;
use crate::facts::History;
use crate::permission::{Action, may};
use crate::show;
use crate::view::CheckView;

/// Reads, checks and assesses a declaration without lodging it.
///
/// # Errors
/// When the role may not.
pub fn check_declaration(
    ctx: &Context,
    actor: &Actor,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<CheckView> {
    may(actor, Action::CheckDeclaration)?;
    Ok(check_bytes(&ctx.law, ctx.mode, ctx.clock.now(), content_type, body))
}

/// Reads, checks and assesses a declaration against a law, with no installation at hand.
pub fn check_bytes(law: &Law, mode: Mode, at: Instant, content_type: Option<&str>, body: &[u8]) -> CheckView {
    let (reading, assessment) = examine(law, mode, at, content_type, body);
    let acceptable = assessment.is_some() && !has_errors(&reading.findings);
    CheckView {
        format: reading.format.map(|format| format.as_str().to_owned()),
        acceptable,
        findings: reading.findings,
        legs: assessment.as_ref().map(show::legs).unwrap_or_default(),
    }
}

/// Does what lodging does before any row is seen: reads, checks, assesses and scores, for parties of whom
/// nothing is known. Returns the lane, or nothing when the declaration would be refused. For measurements.
pub fn lane_of(ctx: &Context, content_type: Option<&str>, body: &[u8]) -> Option<Lane> {
    let at = ctx.clock.now();
    let (reading, assessment) = examine(&ctx.law, ctx.mode, at, content_type, body);
    let (declaration, assessment) = (reading.declaration?, assessment?);
    let facts = ctx.facts.facts_for_risk(&declaration, &assessment, &History::default(), &ctx.law, at);
    Some(ctx.ruleset.score(&facts, at.date(), 9_999).lane)
}

/// Reads and checks, and assesses when there is something to assess; all findings are in the reading.
pub(crate) fn examine(
    law: &Law,
    mode: Mode,
    at: Instant,
    content_type: Option<&str>,
    body: &[u8],
) -> (Reading, Option<Assessment>) {
    let demo = mode == Mode::Demo;
    let mut reading = rahdari_intake::examine(content_type, body, law, &Circumstances { at, demo });
    let Some(declaration) = &reading.declaration else { return (reading, None) };
    match assess(declaration, law, at, demo) {
        Ok(assessment) => (reading, Some(assessment)),
        Err(findings) => {
            for finding in findings {
                let known = reading
                    .findings
                    .iter()
                    .any(|other| other.code == finding.code && other.pointer == finding.pointer);
                if !known {
                    reading.findings.push(finding);
                }
            }
            (reading, None)
        }
    }
}

pub(crate) fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

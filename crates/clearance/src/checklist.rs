//! The checklist of release: everything that must be in order before goods leave under bond, shown as a
//! list to the officer and demanded as a proof by the command.

use rahdari_kernel::{Date, Finding, Instant, MovementId, Refusal, SealNumber};
use serde::Serialize;

use crate::command::Stamp;
use crate::decide::Case;
use crate::event::ReleasedUnit;
use crate::facet::Security;
use crate::movement::Movement;
use crate::table::Action;

/// The code of a release that is asked for too soon.
pub(crate) const NOT_READY: &str = "not-ready";

/// The seals an officer affixed to a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitSeals {
    /// The transport unit.
    pub unit: u16,
    /// The seals on it now.
    pub seals: Vec<SealNumber>,
}

/// One line of the checklist as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckItem {
    /// The stable code: `control`, `security`, `seals`, `limit`.
    pub code: &'static str,
    /// Whether it is in order.
    pub satisfied: bool,
    /// What stands there, in a sentence.
    pub detail: String,
}

/// Proof that control, security, seals and limit of a movement were in order at one version of it. Only
/// [`Movement::check_release`] makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseChecklist {
    movement: MovementId,
    version: u64,
    units: Vec<ReleasedUnit>,
}

impl ReleaseChecklist {
    /// Returns what each unit will be released with, when the proof is about this movement as it is now.
    pub(crate) fn units_for(&self, movement: &Movement) -> Option<&[ReleasedUnit]> {
        let fits = self.movement == movement.id && self.version == movement.version;
        fits.then_some(self.units.as_slice())
    }
}

impl Movement {
    /// Returns the latest limit date for a release at this time: the days allowed of all legs together.
    pub fn latest_limit(&self, released_at: Instant) -> Date {
        let days = self.legs.iter().map(|leg| i64::from(leg.days_allowed.value)).sum::<i64>();
        released_at.plus_days(days).date()
    }

    /// Returns the checklist as an officer sees it before sealing, for a release at this time.
    pub fn release_checklist(&self, at: Instant) -> Vec<CheckItem> {
        let limit = self.latest_limit(at);
        let held: Vec<(u16, usize, &Security)> = self.securities().collect();
        let open =
            held.iter().filter(|(_, _, security)| matches!(security, Security::Insufficient { .. })).count();
        let short_lived = held
            .iter()
            .filter(|(_, _, security)| security.reserved().is_some_and(|held| held.valid_until < limit))
            .count();
        let unsealed = self.units.iter().filter(|unit| unit.seals.is_empty()).count();
        vec![
            CheckItem {
                code: "control",
                satisfied: self.control.allows_release(),
                detail: format!("lane {}, control {}", self.lane.as_str(), self.control.as_str()),
            },
            CheckItem {
                code: "security",
                satisfied: open == 0,
                detail: format!("{open} of {} legs of units lack security", held.len()),
            },
            CheckItem {
                code: "limit",
                satisfied: short_lived == 0,
                detail: format!("limit {limit}; {short_lived} guarantees end before it"),
            },
            CheckItem {
                code: "seals",
                satisfied: unsealed == 0,
                detail: format!("{unsealed} of {} units have no seal yet", self.units.len()),
            },
        ]
    }

    /// Checks everything that release demands and returns the proof of it.
    ///
    /// `sealed` names the seals affixed now; a unit it leaves out keeps its declared seals. Without a limit
    /// the latest one is set. Refuses whoever may not release, as [`crate::decide()`] would; and with
    /// `not-ready`, every reason at once: `control-open`, `security-insufficient`, `security-too-short`,
    /// `seals-missing`, `seal-twice`, `unknown-unit`, `limit-too-late`, `limit-too-early`.
    pub fn check_release(
        &self,
        sealed: &[UnitSeals],
        limit: Option<Date>,
        stamp: &Stamp,
    ) -> Result<ReleaseChecklist, Refusal> {
        let case = Case { movement: self, stamp };
        case.in_time()?;
        // What is not ready is told below together with the rest; everything else is told at once.
        case.may(Action::Release).or_else(|why| if why.code == NOT_READY { Ok(()) } else { Err(why) })?;
        let latest = case.latest_limit();
        let limit = limit.unwrap_or(latest);
        let mut findings = self.unready(limit);
        if limit > latest {
            let message = format!("the limit lies after {latest}, the last day that the legs allow");
            findings
                .push(finding("limit-too-late", "/limitDate", message, "choose an earlier day").found(limit));
        }
        if limit < stamp.occurred_at.date() {
            let message = "the limit lies before the release".to_owned();
            findings
                .push(finding("limit-too-early", "/limitDate", message, "choose a later day").found(limit));
        }
        for (index, seals) in sealed.iter().enumerate() {
            let twice = sealed.iter().take(index).any(|earlier| earlier.unit == seals.unit);
            if twice || self.unit(seals.unit).is_none() {
                let message = "the movement has no such unit, or it is named twice".to_owned();
                let pointer = format!("/units/{index}/sequence");
                let mend = "name each transport unit of the movement once";
                findings.push(finding("unknown-unit", &pointer, message, mend).found(seals.unit));
            }
        }
        let units: Vec<ReleasedUnit> = self
            .units
            .iter()
            .map(|unit| {
                let affixed = sealed.iter().find(|seals| seals.unit == unit.sequence);
                let seals = affixed.map_or_else(|| unit.seals.clone(), |affixed| affixed.seals.clone());
                ReleasedUnit { unit: unit.sequence, seals, limit }
            })
            .collect();
        findings.extend(badly_sealed(&units));
        if findings.is_empty() {
            Ok(ReleaseChecklist { movement: self.id, version: self.version, units })
        } else {
            Err(case.refuse(NOT_READY, "the movement is not ready for release").with_findings(findings))
        }
    }

    /// Returns the security of every unit and leg, with the unit's number and the leg's index.
    pub fn securities(&self) -> impl Iterator<Item = (u16, usize, &Security)> {
        self.units.iter().flat_map(|unit| {
            unit.legs.iter().enumerate().map(|(index, leg)| (unit.sequence, index, &leg.security))
        })
    }

    /// Returns what stands against a release with this limit, apart from the seals.
    pub(crate) fn unready(&self, limit: Date) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !self.control.allows_release() {
            let message = format!("the control is {}", self.control.as_str());
            let mend = "record a satisfactory control result first";
            findings.push(finding("control-open", "/control", message, mend));
        }
        for (unit, index, security) in self.securities() {
            let pointer = format!("/units/{unit}/legs/{}/security", index.saturating_add(1));
            match security {
                Security::NotNeeded | Security::Released(_) => {}
                Security::Insufficient { needed, reasons } => {
                    let reasons: Vec<&str> = reasons.iter().map(|reason| reason.detail.as_str()).collect();
                    let message = format!("{needed} must be secured: {}", reasons.join("; "));
                    let mend = "the declarant brings a further guarantee for this leg";
                    findings.push(finding("security-insufficient", &pointer, message, mend));
                }
                Security::Reserved(held) if held.valid_until < limit => {
                    let message = format!("the guarantee ends on {}, before the limit", held.valid_until);
                    let mend = "set an earlier limit, or the declarant brings another guarantee";
                    findings.push(finding("security-too-short", &pointer, message, mend));
                }
                Security::Reserved(_) => {}
            }
        }
        findings
    }
}

fn badly_sealed(units: &[ReleasedUnit]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: Vec<&SealNumber> = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        let pointer = format!("/units/{index}/seals");
        if unit.seals.is_empty() {
            let message = format!("unit {} has no seal", unit.unit);
            findings.push(finding("seals-missing", &pointer, message, "affix a seal and record its number"));
        }
        for seal in &unit.seals {
            if seen.contains(&seal) {
                let message = "the seal is named twice in this movement".to_owned();
                findings.push(
                    finding("seal-twice", &pointer, message, "each seal hangs on one unit").found(seal),
                );
            }
            seen.push(seal);
        }
    }
    findings
}

fn finding(code: &'static str, pointer: &str, message: String, mend: &str) -> Finding {
    Finding::error(code, pointer, message, mend, "release checklist")
}

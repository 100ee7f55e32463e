//! Who is next, with what, until when. Every movement that is not closed has at least one task; each cites
//! the parameter that its deadline comes from. Worked out from the movement, so it can never be stale.

use rahdari_kernel::{Instant, OfficeCode};
use serde::Serialize;

use crate::facet::{Control, Discrepancy, Security, Standing};
use crate::movement::{Movement, Phase, Stage, Unit};
use crate::parameter::Parameter;
use crate::table::Action;

/// The queue in which a task lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The declarant's.
    Declarant,
    /// An office's.
    Office(OfficeCode),
}

impl Owner {
    /// Returns the office, when it is one.
    pub fn office(self) -> Option<OfficeCode> {
        match self {
            Self::Declarant => None,
            Self::Office(office) => Some(office),
        }
    }
}

/// Until when, and by which parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The instant after which it is overdue.
    pub at: Instant,
    /// The parameter it was computed from: `days-allowed`, `limit`, `security-days` and so on.
    pub parameter: &'static str,
    /// Where that parameter is written.
    pub cites: String,
}

/// One next action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Who is next.
    pub owner: Owner,
    /// With what.
    pub action: Action,
    /// For which transport unit, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<u16>,
    /// About which leg, counted from 1, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<u16>,
    /// Until when.
    pub deadline: Deadline,
}

impl Movement {
    /// Returns every next action, the most urgent first; nothing only when the movement is closed.
    pub fn tasks(&self) -> Vec<Task> {
        let mut tasks = match self.phase {
            Phase::Discharged | Phase::Invalidated => Vec::new(),
            Phase::Accepted => self.departure_tasks(),
            Phase::Released | Phase::InTransit | Phase::Arrived => {
                let of_units = self.units.iter().filter_map(|unit| self.unit_task(unit));
                let held = self.discrepancies.iter().filter(|found| found.holds());
                of_units.chain(held.filter_map(|found| self.resolution_task(found))).collect()
            }
        };
        tasks.sort_by_key(|task| task.deadline.at);
        tasks
    }

    /// Returns the most urgent next action: its owner, action and deadline are those of the movement.
    pub fn next_task(&self) -> Option<Task> {
        self.tasks().into_iter().next()
    }

    /// Returns the tasks whose deadline has passed.
    pub fn overdue(&self, now: Instant) -> Vec<Task> {
        let mut tasks = self.tasks();
        tasks.retain(|task| task.deadline.at < now);
        tasks
    }

    /// Returns whether a passage of a leg at this time is later than its limit and the grace.
    pub(crate) fn is_late_at(&self, unit: &Unit, leg: u16, at: Instant) -> bool {
        let grace = i64::from(self.parameters.late_grace_hours.value).saturating_mul(3600);
        self.leg_deadline(unit, leg).is_some_and(|limit| at >= limit.at.plus_seconds(grace))
    }

    fn departure_tasks(&self) -> Vec<Task> {
        let Some(office) = self.departure() else { return Vec::new() };
        let law = &self.parameters;
        let own = Owner::Office(office);
        let days =
            |action, from: Instant| self.task(own, action, due(from, &law.departure_days, "departure-days"));
        let open = |security: &Security| matches!(security, Security::Insufficient { .. });
        let unsecured = self.securities().any(|(_, _, security)| open(security));
        let control = match self.control {
            Control::Required => Some(days(Action::RecordControlResult, self.accepted_at)),
            Control::Unsatisfactory(_, seen) => Some(days(Action::RecordControlResult, seen.at)),
            Control::None | Control::Satisfactory(..) => None,
        };
        let security = unsecured.then(|| {
            let deadline = due(self.accepted_at, &law.security_days, "security-days");
            self.task(Owner::Declarant, Action::Secure, deadline)
        });
        let mut tasks: Vec<Task> = control.into_iter().chain(security).collect();
        if tasks.is_empty() {
            tasks.push(days(Action::Release, self.changed_at));
        }
        tasks
    }

    fn unit_task(&self, unit: &Unit) -> Option<Task> {
        let law = &self.parameters;
        let (stage, index) = unit.position();
        let leg = index.and_then(|index| self.legs.get(index));
        let number = index.and_then(|index| u16::try_from(index).ok()?.checked_add(1));
        let last = index.is_some_and(|index| index.saturating_add(1) == self.legs.len());
        let (office, action, deadline) = match stage {
            Stage::Waiting | Stage::Discharged => return None,
            Stage::Travelling => {
                let action = if last { Action::RecordArrival } else { Action::RecordExit };
                (leg?.exit, action, self.leg_deadline(unit, number?)?)
            }
            Stage::AtBorder => {
                let left = unit.passages().last()?.at;
                let at = left.plus_seconds(i64::from(law.border_hours.value).saturating_mul(3600));
                let cites = law.border_hours.cites.clone();
                (leg?.entry, Action::RecordCrossing, Deadline { at, parameter: "border-hours", cites })
            }
            Stage::Arrived => {
                let deadline = due(unit.arrival()?.at, &law.remarks_days, "remarks-days");
                (self.destination()?, Action::RecordUnloadingRemarks, deadline)
            }
            Stage::Unloaded => {
                // While a discrepancy holds, its resolution is the next action, not the discharge.
                if self.holds(unit.sequence).next().is_some() {
                    return None;
                }
                let deadline = due(unit.remarks?.at, &law.discharge_days, "discharge-days");
                (self.destination()?, Action::Discharge, deadline)
            }
        };
        let task = self.task(Owner::Office(office), action, deadline);
        Some(Task { unit: Some(unit.sequence), leg: number, ..task })
    }

    fn resolution_task(&self, found: &Discrepancy) -> Option<Task> {
        let since = match found.standing {
            Standing::Open => found.found.at,
            Standing::Upheld(seen) => seen.at,
            Standing::Accepted(_) => return None,
        };
        let deadline = due(since, &self.parameters.resolution_days, "resolution-days");
        let task = self.task(Owner::Office(self.resolver(found)?), Action::ResolveDiscrepancy, deadline);
        Some(Task { unit: Some(found.unit), leg: Some(found.leg), ..task })
    }

    /// Returns until when a unit must have left a leg: the end of the last day its law allows, or of the
    /// unit's limit date when that is earlier. Days end at midnight UTC, which on this corridor is never
    /// before midnight at the office.
    fn leg_deadline(&self, unit: &Unit, leg: u16) -> Option<Deadline> {
        let index = usize::from(leg).checked_sub(1)?;
        let days = &self.legs.get(index)?.days_allowed;
        let entered = unit.legs.get(index)?.entered?.at;
        let end_of = |date| Instant::start_of(date).plus_days(1);
        let at = end_of(entered.date()).plus_days(i64::from(days.value));
        let cites = days.cites.clone();
        match unit.limit.map(end_of) {
            Some(limit) if limit < at => Some(Deadline { at: limit, parameter: "limit", cites }),
            Some(_) | None => Some(Deadline { at, parameter: "days-allowed", cites }),
        }
    }

    fn task(&self, owner: Owner, action: Action, deadline: Deadline) -> Task {
        Task { owner, action, unit: None, leg: None, deadline }
    }
}

fn due(from: Instant, days: &Parameter, parameter: &'static str) -> Deadline {
    Deadline { at: from.plus_days(i64::from(days.value)), parameter, cites: days.cites.clone() }
}

//! Deciding: a command and its stamp against a movement, answered with the facts it causes, or with a
//! refusal that says why and what is allowed instead. Nothing here changes the movement.

use rahdari_kernel::{Date, Instant, Refusal};

use crate::checklist::NOT_READY;
use crate::command::{Command, Stamp};
use crate::event::{Event, Fact};
use crate::movement::{Movement, Unit};
use crate::permitted::{Block, Seat, Target, allowed, check, office_of, targets};
use crate::table::{Action, Need};
use crate::{closing, departure, journey};

/// Answers a command with the events it causes, or says why not and what is allowed instead.
///
/// Every refusal's code is one of [`crate::PROBLEMS`].
pub fn decide(movement: &Movement, command: &Command, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
    let case = Case { movement, stamp };
    case.in_time()?;
    let facts = match command {
        Command::Secure { reservations, short } => departure::secure(&case, reservations, short)?,
        Command::RecordControlResult { result, text } => departure::control(&case, *result, text)?,
        Command::Release(checklist) => departure::release(&case, checklist)?,
        Command::Invalidate { reason } => departure::invalidate(&case, reason)?,
        Command::RecordExit { unit, found } => journey::exit(&case, *unit, found)?,
        Command::RecordCrossing { unit, seals } => journey::crossing(&case, *unit, seals)?,
        Command::RecordArrival { unit, found } => journey::arrival(&case, *unit, found)?,
        Command::RecordUnloadingRemarks { unit, conform, text, items } => {
            closing::remarks(&case, *unit, *conform, text, items)?
        }
        Command::ResolveDiscrepancy { unit, leg, accept, text } => {
            closing::resolve(&case, *unit, *leg, *accept, text)?
        }
        Command::Discharge { unit } => closing::discharge(&case, *unit)?,
    };
    Ok(facts.into_iter().map(|fact| Event { stamp: *stamp, fact }).collect())
}

/// A movement and the stamp under which something is asked of it.
pub(crate) struct Case<'c> {
    pub(crate) movement: &'c Movement,
    pub(crate) stamp: &'c Stamp,
}

impl Case<'_> {
    /// Refuses with what is allowed instead.
    pub(crate) fn refuse(&self, code: &'static str, detail: impl Into<String>) -> Refusal {
        Refusal::new(code, detail).with_allowed(allowed(self.movement, self.stamp.role, self.stamp.office))
    }

    /// Checks that an action on the movement as a whole may be taken.
    pub(crate) fn may(&self, action: Action) -> Result<(), Refusal> {
        self.may_on(action, &Target { unit: None, discrepancy: None })?;
        self.not_before(action, self.movement.accepted_at)
    }

    /// Checks that an action on a unit may be taken, and returns the unit.
    pub(crate) fn may_unit(&self, action: Action, sequence: u16) -> Result<&Unit, Refusal> {
        let unit = self.unit(sequence)?;
        self.may_on(action, &Target { unit: Some(unit), discrepancy: None })?;
        let latest = unit.passages().chain(unit.remarks).map(|seen| seen.at).max();
        self.not_before(action, latest.unwrap_or(self.movement.accepted_at))?;
        Ok(unit)
    }

    /// Returns the numbers of the discrepancies of a unit and leg on which this person may decide.
    pub(crate) fn may_resolve(&self, sequence: u16, leg: u16) -> Result<Vec<u16>, Refusal> {
        let action = Action::ResolveDiscrepancy;
        let unit = self.unit(sequence)?;
        let mut numbers = Vec::new();
        let mut first_refusal = None;
        for target in targets(self.movement, action) {
            let this = target.discrepancy.filter(|(_, found)| found.unit == sequence && found.leg == leg);
            let Some((number, found)) = this else { continue };
            let answer = self.may_on(action, &target).and_then(|()| self.not_before(action, found.found.at));
            match answer {
                Ok(()) => numbers.push(number),
                Err(refusal) => first_refusal = first_refusal.or(Some(refusal)),
            }
        }
        match (numbers.is_empty(), first_refusal) {
            (false, _) => Ok(numbers),
            (true, Some(refusal)) => Err(refusal),
            (true, None) => {
                let block = Block::Need(Need::DiscrepancyHolds);
                Err(self.blocked(action, &Target { unit: Some(unit), discrepancy: None }, block))
            }
        }
    }

    /// Returns the latest limit date of a release now.
    pub(crate) fn latest_limit(&self) -> Date {
        self.movement.latest_limit(self.stamp.occurred_at)
    }

    fn unit(&self, sequence: u16) -> Result<&Unit, Refusal> {
        let known = self.movement.unit(sequence);
        known.ok_or_else(|| {
            self.refuse("unknown-unit", format!("the movement has no transport unit {sequence}"))
        })
    }

    fn may_on(&self, action: Action, target: &Target<'_>) -> Result<(), Refusal> {
        let seat = Seat { role: self.stamp.role, office: self.stamp.office, person: Some(self.stamp.by) };
        check(self.movement, action.row(), target, &seat).map_err(|block| self.blocked(action, target, block))
    }

    fn blocked(&self, action: Action, target: &Target<'_>, block: Block) -> Refusal {
        let row = action.row();
        let name = action.as_str();
        let recorded = || self.already(action, target).then_some("already-recorded");
        match block {
            Block::Role => {
                let desks: Vec<&str> = row.desks.iter().map(|desk| desk.as_str()).collect();
                self.refuse("wrong-role", format!("{name} is for {}", desks.join(" or ")))
            }
            Block::State => {
                let is = target.unit.map_or_else(
                    || format!("the movement is {}", self.movement.phase.as_str()),
                    |unit| format!("unit {} is {}", unit.sequence, unit.stage().as_str()),
                );
                let from: Vec<&str> = row.from.iter().map(|state| state.as_str()).collect();
                let code = recorded().unwrap_or("wrong-state");
                self.refuse(code, format!("{is}; {name} needs it {}", from.join(" or ")))
            }
            Block::Office => {
                let code = recorded().unwrap_or("wrong-office");
                let offices: Vec<String> = row
                    .desks
                    .iter()
                    .filter_map(|desk| office_of(self.movement, target, *desk))
                    .map(|office| office.to_string())
                    .collect();
                self.refuse(code, format!("{name} is now for {}", offices.join(" or ")))
            }
            Block::Need(need) => {
                let code = match need {
                    Need::SecurityAsked
                    | Need::ControlOpen
                    | Need::CountryAhead
                    | Need::LastLeg
                    | Need::DiscrepancyHolds => recorded().unwrap_or("wrong-state"),
                    Need::ControlSatisfiedForDeclarant => "control-announced",
                    Need::ControlSatisfied | Need::FullySecured => NOT_READY,
                    Need::NoDiscrepancyHolds => "discrepancy-open",
                };
                let findings =
                    if code == NOT_READY { self.movement.unready(self.latest_limit()) } else { Vec::new() };
                let mut detail = format!("{name} is possible when {}", need.as_str());
                detail.push_str(match need {
                    Need::ControlSatisfiedForDeclarant => {
                        "; wait for a satisfactory result, or ask the office of departure to withdraw it"
                    }
                    Need::NoDiscrepancyHolds => "; have the other office of the leg decide on it first",
                    Need::ControlSatisfied | Need::FullySecured => "; bring what the findings name first",
                    Need::SecurityAsked
                    | Need::ControlOpen
                    | Need::CountryAhead
                    | Need::LastLeg
                    | Need::DiscrepancyHolds => "",
                });
                self.refuse(code, detail).with_findings(findings)
            }
            Block::Hand(hand) => {
                let detail = format!(
                    "{name} needs another person than {}; ask a colleague of the office",
                    hand.as_str()
                );
                self.refuse("four-eyes", detail)
            }
        }
    }

    /// Returns whether this office recorded just that before, so that the answer can say so.
    fn already(&self, action: Action, target: &Target<'_>) -> bool {
        let movement = self.movement;
        let office = self.stamp.office;
        let unit = target.unit;
        let here = |place: Option<rahdari_kernel::OfficeCode>| place.is_some() && place == office;
        let (departure, destination) = (here(movement.departure()), here(movement.destination()));
        let passed = |exit: bool| {
            let legs = unit.into_iter().flat_map(|unit| movement.legs.iter().zip(&unit.legs));
            legs.skip(usize::from(!exit)).any(|(leg, way)| {
                let (at, seen) = if exit { (leg.exit, way.exited) } else { (leg.entry, way.entered) };
                seen.is_some() && Some(at) == office
            })
        };
        match action {
            Action::Secure => false,
            Action::RecordControlResult => {
                departure && matches!(movement.control, crate::Control::Satisfactory(..))
            }
            Action::Release => departure && movement.units.iter().any(|unit| unit.limit.is_some()),
            Action::Invalidate => movement.phase == crate::Phase::Invalidated,
            Action::RecordExit => passed(true),
            Action::RecordCrossing => passed(false),
            Action::RecordArrival => destination && unit.is_some_and(|unit| unit.arrival().is_some()),
            Action::RecordUnloadingRemarks => destination && unit.is_some_and(|unit| unit.remarks.is_some()),
            Action::ResolveDiscrepancy => {
                let of_unit =
                    |found: &&crate::Discrepancy| Some(found.unit) == unit.map(|unit| unit.sequence);
                movement.discrepancies.iter().any(|found| of_unit(&found) && !found.holds())
            }
            Action::Discharge => destination && unit.is_some_and(|unit| unit.discharged.is_some()),
        }
    }

    /// Refuses what is said to occur later than it is recorded, or too long before.
    pub(crate) fn in_time(&self) -> Result<(), Refusal> {
        let Stamp { occurred_at, recorded_at, .. } = *self.stamp;
        if occurred_at > recorded_at {
            return Err(self.refuse("in-future", format!("{occurred_at} has not come yet")));
        }
        let limit = &self.movement.parameters.backdating_days;
        if recorded_at > occurred_at.plus_days(i64::from(limit.value)) {
            let detail = format!("{occurred_at} lies more than {} days back ({})", limit.value, limit.cites);
            return Err(self.refuse("backdated", detail));
        }
        Ok(())
    }

    /// Refuses what is said to occur before what went before it. People give times to the minute, so
    /// within one minute any order passes.
    fn not_before(&self, action: Action, earlier: Instant) -> Result<(), Refusal> {
        let minute = |at: Instant| at.as_micros().div_euclid(60_000_000);
        if minute(self.stamp.occurred_at) < minute(earlier) {
            let detail = format!("{} cannot occur before {earlier}, the record it follows", action.as_str());
            return Err(self.refuse("before-last-record", detail));
        }
        Ok(())
    }
}

/// Refuses an empty text where a reason must be given.
pub(crate) fn reasoned(case: &Case<'_>, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(case.refuse("reason-missing", "say why, in a sentence")) } else { Ok(()) }
}

/// Returns the facts, and after them the one that ends the movement when this is its end.
pub(crate) fn ended(movement: &Movement, mut facts: Vec<Fact>) -> Vec<Fact> {
    let ends = |unit: &Unit| {
        let now = facts
            .iter()
            .any(|fact| matches!(fact, Fact::UnitDischarged { unit: done } if *done == unit.sequence));
        now || unit.discharged.is_some()
    };
    if movement.units.iter().all(ends) {
        facts.push(Fact::Discharged);
    }
    facts
}

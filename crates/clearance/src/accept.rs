//! How a movement begins: from a declaration that was checked, assessed and scored elsewhere.

use rahdari_kernel::{ContainerNumber, Finding, MovementId, Mrn, Refusal, SealNumber};
use serde::{Deserialize, Serialize};

use crate::command::Stamp;
use crate::event::{Event, Fact};
use crate::facet::{Control, Grams, Lane, Security};
use crate::movement::{Leg, Movement, Phase, Unit, UnitLeg};
use crate::parameter::Parameters;

/// A transport unit as declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUnit {
    /// Its number in the declaration, from 1.
    pub sequence: u16,
    /// Its container, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<ContainerNumber>,
    /// The vehicle's registration.
    pub vehicle: String,
    /// The declared gross mass of the unit's goods, as the weighbridges will be compared with.
    pub gross: Grams,
    /// The seals declared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seals: Vec<SealNumber>,
    /// The security of each leg, in order of the legs: held, short, or not needed.
    pub security: Vec<Security>,
}

/// Everything a movement begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMovement {
    /// Its id, the same sixteen bytes as its declaration's.
    pub id: MovementId,
    /// The movement reference number allotted.
    pub mrn: Mrn,
    /// The agreement it travels under.
    pub agreement: String,
    /// The lane chosen.
    pub lane: Lane,
    /// The legs in order of travel, from the office of departure to the office of destination.
    pub legs: Vec<Leg>,
    /// The transport units.
    pub units: Vec<NewUnit>,
    /// The numbers it will live under.
    pub parameters: Parameters,
}

/// Begins a movement.
///
/// Refuses with `unfit-movement` a journey that no table of moves could carry: without legs or units, with
/// legs that do not join, ending at the office it began at, or with units numbered twice or without one
/// security for each leg.
pub fn accept(new: NewMovement, stamp: &Stamp) -> Result<(Movement, Event), Refusal> {
    let findings = unfit(&new);
    if !findings.is_empty() {
        return Err(Refusal::new("unfit-movement", "the journey cannot be followed as it is given")
            .with_findings(findings));
    }
    let movement = Movement::begin(&new, stamp);
    Ok((movement, Event { stamp: *stamp, fact: Fact::Accepted(Box::new(new)) }))
}

impl Movement {
    /// Begins the movement that an acceptance describes.
    pub(crate) fn begin(new: &NewMovement, stamp: &Stamp) -> Self {
        let control = if new.lane.asks_control() { Control::Required } else { Control::None };
        let mut movement = Self {
            id: new.id,
            mrn: new.mrn.clone(),
            agreement: new.agreement.clone(),
            lane: new.lane,
            phase: Phase::Accepted,
            version: 1,
            accepted_at: stamp.occurred_at,
            changed_at: stamp.recorded_at,
            control,
            legs: new.legs.clone(),
            units: new.units.iter().map(unit).collect(),
            discrepancies: Vec::new(),
            parameters: new.parameters.clone(),
        };
        movement.phase = movement.derived_phase();
        movement
    }
}

fn unit(new: &NewUnit) -> Unit {
    let leg = |security: &Security| UnitLeg {
        security: security.clone(),
        entered: None,
        exited: None,
        late: false,
    };
    Unit {
        sequence: new.sequence,
        container: new.container.clone(),
        vehicle: new.vehicle.clone(),
        gross: new.gross,
        seals: new.seals.clone(),
        limit: None,
        legs: new.security.iter().map(leg).collect(),
        remarks: None,
        discharged: None,
    }
}

fn unfit(new: &NewMovement) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |pointer: String, message: &str, mend: &str| {
        findings.push(Finding::error("unfit-movement", pointer, message, mend, "rahdari table of moves"));
    };
    let ends = new.legs.first().zip(new.legs.last());
    if ends.is_none_or(|(first, last)| first.entry == last.exit) {
        say(
            "/legs".into(),
            "the journey has no legs, or ends where it began",
            "name a route to another office",
        );
    }
    let joined = new.legs.iter().zip(new.legs.iter().skip(1));
    for (at, (leg, next)) in joined.enumerate() {
        if leg.country == next.country {
            let pointer = format!("/legs/{}", at.saturating_add(1));
            say(
                pointer,
                "two legs that follow one another are in the same country",
                "join them into one leg",
            );
        }
    }
    if new.units.is_empty() || u16::try_from(new.legs.len()).is_err() {
        say("/units".into(), "there is nothing that travels", "name at least one transport unit");
    }
    for (at, unit) in new.units.iter().enumerate() {
        if new.units.iter().take(at).any(|earlier| earlier.sequence == unit.sequence) {
            say(format!("/units/{at}/sequence"), "two units have the same number", "number each unit once");
        }
        if unit.security.len() != new.legs.len() {
            say(
                format!("/units/{at}/security"),
                "the unit has not one security for each leg",
                "assess every leg of every unit",
            );
        }
        if unit.security.iter().any(|security| matches!(security, Security::Released(_))) {
            say(
                format!("/units/{at}/security"),
                "security is said to be released before the movement begins",
                "reserve it, say what is missing, or that none is needed",
            );
        }
    }
    findings
}

//! The movement: one transit operation from acceptance to discharge, as legs by country and transport
//! units with their own seals, limit, passages and security. It holds what later decisions need; how each
//! thing came about stays in the events.

use rahdari_kernel::{
    ContainerNumber, Country, Date, Instant, MovementId, Mrn, OfficeCode, SealNumber, UserId,
};
use serde::{Deserialize, Serialize};

use crate::compact::{SeenRow, micros};
use crate::facet::{Control, Discrepancy, Grams, Lane, Security};
use crate::parameter::{Parameter, Parameters};

/// What a movement is in the middle of; everything else about it is a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It has an MRN and waits for security, control and release.
    Accepted,
    /// It may leave; no border has seen a unit of it yet.
    Released,
    /// A border has seen at least one unit, and not every unit has arrived.
    InTransit,
    /// Every unit is at the destination.
    Arrived,
    /// Every unit is discharged. Nothing more happens.
    Discharged,
    /// It was withdrawn before release. Nothing more happens.
    Invalidated,
}

impl Phase {
    /// Every phase, in the order of life.
    pub const ALL: [Self; 6] =
        [Self::Accepted, Self::Released, Self::InTransit, Self::Arrived, Self::Discharged, Self::Invalidated];

    /// Returns the word used in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Released => "released",
            Self::InTransit => "in_transit",
            Self::Arrived => "arrived",
            Self::Discharged => "discharged",
            Self::Invalidated => "invalidated",
        }
    }

    /// Returns whether nothing more can happen.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Discharged | Self::Invalidated)
    }
}

/// Where a transport unit is, by what was recorded of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not released.
    Waiting,
    /// Within a country, towards the office where it leaves it.
    Travelling,
    /// Out of one country and not yet recorded in the next.
    AtBorder,
    /// At the destination.
    Arrived,
    /// Unloaded, with remarks.
    Unloaded,
    /// Discharged.
    Discharged,
}

impl Stage {
    /// Every stage, in the order of life.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Travelling, Self::AtBorder, Self::Arrived, Self::Unloaded, Self::Discharged];

    /// Returns the word used in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Travelling => "travelling",
            Self::AtBorder => "at_border",
            Self::Arrived => "arrived",
            Self::Unloaded => "unloaded",
            Self::Discharged => "discharged",
        }
    }
}

/// Who recorded something, and when it occurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SeenRow", into = "SeenRow")]
pub struct Seen {
    /// The person.
    pub by: UserId,
    /// When it occurred.
    pub at: Instant,
}

/// The part of the journey within one country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The country, whose law asks for this leg's security.
    #[serde(rename = "in")]
    pub country: Country,
    /// The office of entry; of the first leg the office of departure.
    #[serde(rename = "from")]
    pub entry: OfficeCode,
    /// The office of exit; of the last leg the office of destination.
    #[serde(rename = "to")]
    pub exit: OfficeCode,
    /// How many days a unit may take for it.
    #[serde(rename = "days")]
    pub days_allowed: Parameter,
}

/// One unit's way through one leg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLeg {
    /// The security for this leg and unit.
    #[serde(rename = "s")]
    pub security: Security,
    /// The entry into the country; on the first leg the release.
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<Seen>,
    /// The exit from the country; on the last leg the arrival.
    #[serde(rename = "out", default, skip_serializing_if = "Option::is_none")]
    pub exited: Option<Seen>,
    /// Whether the exit or arrival came after its limit and the grace.
    #[serde(default, skip_serializing_if = "is_false")]
    pub late: bool,
}

/// A transport unit: a container on a truck, or a vehicle alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its number in the declaration, from 1.
    #[serde(rename = "no")]
    pub sequence: u16,
    /// The container it was last seen with.
    #[serde(rename = "box", default, skip_serializing_if = "Option::is_none")]
    pub container: Option<ContainerNumber>,
    /// The vehicle's registration, as last seen.
    #[serde(rename = "truck", default, skip_serializing_if = "String::is_empty")]
    pub vehicle: String,
    /// Its weight: the declared one, or the last one found outside the tolerance.
    #[serde(rename = "g")]
    pub gross: Grams,
    /// The seals it was last seen with: declared, then affixed at release.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seals: Vec<SealNumber>,
    /// The last day to present it at the destination, set at release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Date>,
    /// Its way, leg by leg, as many as the movement has legs.
    pub legs: Vec<UnitLeg>,
    /// The unloading remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarks: Option<Seen>,
    /// The discharge.
    #[serde(rename = "done", default, skip_serializing_if = "Option::is_none")]
    pub discharged: Option<Seen>,
}

/// A movement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Its id, the same sixteen bytes as its declaration's.
    pub id: MovementId,
    /// Its movement reference number.
    pub mrn: Mrn,
    /// The agreement it travels under.
    pub agreement: String,
    /// The lane chosen at acceptance.
    pub lane: Lane,
    /// What it is in the middle of.
    pub phase: Phase,
    /// How many events made it.
    #[serde(rename = "v")]
    pub version: u64,
    /// When it was accepted.
    #[serde(rename = "accepted", with = "micros")]
    pub accepted_at: Instant,
    /// When something was last recorded of it.
    #[serde(rename = "changed", with = "micros")]
    pub changed_at: Instant,
    /// The control before release.
    pub control: Control,
    /// The legs in order of travel; the first has the sequence 1.
    pub legs: Vec<Leg>,
    /// The transport units.
    pub units: Vec<Unit>,
    /// What differed on the way, in order of finding.
    #[serde(rename = "diffs", default, skip_serializing_if = "Vec::is_empty")]
    pub discrepancies: Vec<Discrepancy>,
    /// The numbers it lives under.
    #[serde(rename = "law")]
    pub parameters: Parameters,
}

/// Why an office has to do with a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeRole {
    /// It accepted the declaration and releases it.
    Departure,
    /// A unit leaves or enters a country there.
    Transit,
    /// Units arrive there.
    Destination,
}

impl OfficeRole {
    /// Returns the word used in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Departure => "departure",
            Self::Transit => "transit",
            Self::Destination => "destination",
        }
    }
}

impl Unit {
    /// Returns where it is, and the index of the leg it is on or about to enter, when it is on the way.
    pub fn position(&self) -> (Stage, Option<usize>) {
        if self.discharged.is_some() {
            return (Stage::Discharged, None);
        }
        if self.remarks.is_some() {
            return (Stage::Unloaded, None);
        }
        let next = self.legs.iter().enumerate().find(|(_, leg)| leg.exited.is_none());
        match next {
            None => (Stage::Arrived, None),
            Some((index, leg)) if leg.entered.is_some() => (Stage::Travelling, Some(index)),
            Some((0, _)) => (Stage::Waiting, None),
            Some((index, _)) => (Stage::AtBorder, Some(index)),
        }
    }

    /// Returns where it is.
    pub fn stage(&self) -> Stage {
        self.position().0
    }

    /// Returns the arrival at the destination, when it is recorded.
    pub fn arrival(&self) -> Option<Seen> {
        self.legs.last().and_then(|leg| leg.exited)
    }

    /// Returns everything recorded of its journey so far: release, exits, entries, arrival.
    pub fn passages(&self) -> impl Iterator<Item = Seen> + '_ {
        self.legs.iter().flat_map(|leg| leg.entered.into_iter().chain(leg.exited))
    }

    /// Returns whether any passage was late.
    pub fn is_late(&self) -> bool {
        self.legs.iter().any(|leg| leg.late)
    }
}

impl Movement {
    /// Returns the transport unit with a number.
    pub fn unit(&self, sequence: u16) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.sequence == sequence)
    }

    /// Returns the leg with a number, counted from 1.
    pub fn leg(&self, sequence: u16) -> Option<&Leg> {
        self.legs.get(usize::from(sequence).checked_sub(1)?)
    }

    /// Returns the office of departure, or nothing for a movement without legs, which cannot be accepted.
    pub fn departure(&self) -> Option<OfficeCode> {
        self.legs.first().map(|leg| leg.entry)
    }

    /// Returns the office of destination, or nothing for a movement without legs.
    pub fn destination(&self) -> Option<OfficeCode> {
        self.legs.last().map(|leg| leg.exit)
    }

    /// Returns every office on its way once, with the first reason it has to do with it, in order of travel.
    pub fn offices(&self) -> Vec<(OfficeCode, OfficeRole)> {
        let along = self.legs.iter().flat_map(|leg| [leg.entry, leg.exit]);
        let mut offices: Vec<(OfficeCode, OfficeRole)> = Vec::new();
        for office in along {
            let role = if Some(office) == self.departure() {
                OfficeRole::Departure
            } else if Some(office) == self.destination() {
                OfficeRole::Destination
            } else {
                OfficeRole::Transit
            };
            if !offices.iter().any(|(known, _)| *known == office) {
                offices.push((office, role));
            }
        }
        offices
    }

    /// Returns the discrepancies that still hold security and discharge of a unit.
    pub fn holds(&self, unit: u16) -> impl Iterator<Item = &Discrepancy> {
        self.discrepancies.iter().filter(move |found| found.unit == unit && found.holds())
    }

    /// Returns the discrepancies with their numbers, counted from 1.
    pub fn numbered(&self) -> impl Iterator<Item = (u16, &Discrepancy)> {
        (1_u16..).zip(&self.discrepancies)
    }

    /// Returns the number of the next discrepancy.
    pub(crate) fn next_discrepancy(&self) -> u16 {
        u16::try_from(self.discrepancies.len()).unwrap_or(u16::MAX).saturating_add(1)
    }

    /// Returns whether any unit passed anywhere late.
    pub fn is_late(&self) -> bool {
        self.units.iter().any(Unit::is_late)
    }

    /// Returns the phase that the units' stages make.
    pub(crate) fn derived_phase(&self) -> Phase {
        let all = |stage: Stage| self.units.iter().all(|unit| unit.stage() >= stage);
        let first_leg = |unit: &Unit| unit.position() == (Stage::Travelling, Some(0));
        if self.phase == Phase::Invalidated {
            Phase::Invalidated
        } else if all(Stage::Discharged) {
            Phase::Discharged
        } else if all(Stage::Arrived) {
            Phase::Arrived
        } else if !all(Stage::Travelling) {
            Phase::Accepted
        } else if self.units.iter().all(first_leg) {
            Phase::Released
        } else {
            Phase::InTransit
        }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

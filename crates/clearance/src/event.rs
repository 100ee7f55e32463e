//! What happened to a movement. The events of a movement, folded in order, are the movement: each carries
//! all that the fold needs, and nothing is worked out twice.

use rahdari_kernel::{Date, GuaranteeId, Money, SealNumber, TransferId};
use serde::{Deserialize, Serialize};

use crate::accept::NewMovement;
use crate::command::{Found, ItemRemark, Stamp};
use crate::facet::{ControlResult, Difference, Shortfall};

/// A fact, and the stamp under which it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Who recorded it, where and when.
    pub stamp: Stamp,
    /// What happened.
    pub fact: Fact,
}

/// Why security became free again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The exit from its country was recorded, and matched or was explained.
    Exit,
    /// The unit was discharged at the destination.
    Discharge,
    /// The movement was withdrawn before release.
    Invalidation,
    /// The declarant put other security in its place before release.
    Replacement,
}

/// Seals and limit date that a unit was released with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedUnit {
    /// The transport unit.
    pub unit: u16,
    /// The seals affixed.
    pub seals: Vec<SealNumber>,
    /// The last day to present it at the destination.
    pub limit: Date,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The movement began, with everything it began with.
    Accepted(Box<NewMovement>),
    /// Security was held for a unit and leg.
    SecurityReserved {
        /// The transport unit.
        unit: u16,
        /// The leg, counted from 1.
        leg: u16,
        /// The pending transfer.
        transfer: TransferId,
        /// The guarantee.
        guarantee: GuaranteeId,
        /// How much.
        amount: Money,
        /// The guarantee's last day.
        valid_until: Date,
    },
    /// The guarantees cited did not suffice for a unit and leg.
    SecurityRefused {
        /// The transport unit.
        unit: u16,
        /// The leg, counted from 1.
        leg: u16,
        /// Why.
        reasons: Vec<Shortfall>,
    },
    /// Security of a unit and leg became free: the ledger voids the transfer in the same transaction.
    SecurityReleased {
        /// The transport unit.
        unit: u16,
        /// The leg, counted from 1.
        leg: u16,
        /// The pending transfer to void.
        transfer: TransferId,
        /// The guarantee it was held on.
        guarantee: GuaranteeId,
        /// How much.
        amount: Money,
        /// Why.
        because: Because,
    },
    /// A control at departure ended.
    ControlRecorded {
        /// The outcome.
        result: ControlResult,
        /// What was seen.
        text: String,
    },
    /// The movement was released for transit.
    Released {
        /// Every unit, with its seals and limit.
        units: Vec<ReleasedUnit>,
    },
    /// A unit left a country.
    ExitRecorded {
        /// The transport unit.
        unit: u16,
        /// The leg it ended, counted from 1.
        leg: u16,
        /// What was found.
        found: Found,
        /// Whether the limit and its grace had passed.
        late: bool,
    },
    /// A unit entered the next country.
    CrossingRecorded {
        /// The transport unit.
        unit: u16,
        /// The leg it began, counted from 1.
        leg: u16,
        /// The seals found intact.
        seals: Vec<SealNumber>,
    },
    /// A unit was presented at the destination.
    ArrivalRecorded {
        /// The transport unit.
        unit: u16,
        /// The last leg, counted from 1.
        leg: u16,
        /// What was found.
        found: Found,
        /// Whether the limit and its grace had passed.
        late: bool,
    },
    /// A unit was unloaded.
    UnloadingRemarksRecorded {
        /// The transport unit.
        unit: u16,
        /// Whether the goods are those declared.
        conform: bool,
        /// What was seen.
        text: String,
        /// What differs, item by item.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        items: Vec<ItemRemark>,
    },
    /// Something differs and holds the leg's security and the unit's discharge.
    DiscrepancyOpened {
        /// Its number within the movement, counted from 1.
        number: u16,
        /// The transport unit.
        unit: u16,
        /// The leg whose security it holds, counted from 1.
        leg: u16,
        /// What differs.
        differences: Vec<Difference>,
    },
    /// Another office did not accept the explanation; the discrepancy goes on holding.
    DiscrepancyUpheld {
        /// Its number within the movement.
        number: u16,
        /// The transport unit.
        unit: u16,
        /// The leg, counted from 1.
        leg: u16,
        /// Why.
        text: String,
    },
    /// Another office accepted the explanation; the discrepancy holds nothing any more.
    DiscrepancyResolved {
        /// Its number within the movement.
        number: u16,
        /// The transport unit.
        unit: u16,
        /// The leg, counted from 1.
        leg: u16,
        /// Why.
        text: String,
    },
    /// The procedure ended for one unit.
    UnitDischarged {
        /// The transport unit.
        unit: u16,
    },
    /// The procedure ended for every unit.
    Discharged,
    /// The movement was withdrawn before release.
    Invalidated {
        /// Why.
        reason: String,
    },
}

impl Fact {
    /// Returns the event's kind in the log, in the past tense.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Accepted(_) => "movement.accepted",
            Self::SecurityReserved { .. } => "movement.security-reserved",
            Self::SecurityRefused { .. } => "movement.security-refused",
            Self::SecurityReleased { .. } => "movement.security-released",
            Self::ControlRecorded { .. } => "movement.control-recorded",
            Self::Released { .. } => "movement.released",
            Self::ExitRecorded { .. } => "movement.exit-recorded",
            Self::CrossingRecorded { .. } => "movement.crossing-recorded",
            Self::ArrivalRecorded { .. } => "movement.arrival-recorded",
            Self::UnloadingRemarksRecorded { .. } => "movement.unloading-remarks-recorded",
            Self::DiscrepancyOpened { .. } => "movement.discrepancy-opened",
            Self::DiscrepancyUpheld { .. } => "movement.discrepancy-upheld",
            Self::DiscrepancyResolved { .. } => "movement.discrepancy-resolved",
            Self::UnitDischarged { .. } => "movement.unit-discharged",
            Self::Discharged => "movement.discharged",
            Self::Invalidated { .. } => "movement.invalidated",
        }
    }
}

impl Event {
    /// Returns the event's kind in the log, in the past tense.
    pub fn kind(&self) -> &'static str {
        self.fact.kind()
    }
}

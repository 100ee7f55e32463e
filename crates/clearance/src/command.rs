//! What people ask of a movement, and the stamp under which they ask. Who belongs to which company is
//! known above; here a broker is the declarant's and an officer is one of an office.

use rahdari_kernel::{
    ContainerNumber, Date, GuaranteeId, Instant, Money, OfficeCode, Role, SealNumber, TransferId, UserId,
};
use serde::{Deserialize, Serialize};

use crate::checklist::ReleaseChecklist;
use crate::facet::{ControlResult, Grams, Shortfall};
use crate::movement::Seen;
use crate::table::Action;

/// Who acts, in which role and at which office, when it occurred and when it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The person.
    pub by: UserId,
    /// The role it acts in.
    pub role: Role,
    /// The office it acts at, when it is an officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<OfficeCode>,
    /// When it occurred, as the person says.
    pub occurred_at: Instant,
    /// When it is recorded.
    pub recorded_at: Instant,
}

impl Stamp {
    /// Returns what a movement keeps of it.
    pub(crate) fn seen(&self) -> Seen {
        Seen { by: self.by, at: self.occurred_at }
    }
}

/// What an officer finds on a transport unit at an exit or at the destination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The container's number, as read from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<ContainerNumber>,
    /// The vehicle's registration, when it was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<String>,
    /// The seals that are there and intact.
    pub seals: Vec<SealNumber>,
    /// What the weighbridge shows.
    pub gross: Grams,
    /// The seals affixed afterwards in place of broken ones; the next office will expect them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affixed: Vec<SealNumber>,
}

/// Security that the ledger holds for one unit and leg, with the ledger's transfer to show for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// The transport unit.
    pub unit: u16,
    /// The leg, counted from 1.
    pub leg: u16,
    /// The pending transfer.
    pub transfer: TransferId,
    /// The guarantee it is held on.
    pub guarantee: GuaranteeId,
    /// How much.
    pub amount: Money,
    /// The guarantee's last day.
    pub valid_until: Date,
}

/// A unit and leg for which the guarantees cited did not suffice either.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StillShort {
    /// The transport unit.
    pub unit: u16,
    /// The leg, counted from 1.
    pub leg: u16,
    /// Why.
    pub reasons: Vec<Shortfall>,
}

/// What differs in one goods item when it is unloaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRemark {
    /// The item's sequence in the declaration.
    pub item: u16,
    /// What differs, in words.
    pub text: String,
    /// The packages found, when they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packages: Option<u64>,
    /// The gross mass found, when it was weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross: Option<Grams>,
}

/// A request to change a movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The declarant brought further or other guarantees; the ledger answered.
    Secure {
        /// What is held now.
        reservations: Vec<Reservation>,
        /// What is still missing.
        short: Vec<StillShort>,
    },
    /// The office of departure controlled documents, scan or goods.
    RecordControlResult {
        /// The outcome.
        result: ControlResult,
        /// What was seen.
        text: String,
    },
    /// The office of departure lets the units go; the checklist proves that they may.
    Release(ReleaseChecklist),
    /// A unit leaves the country of the leg it is on.
    RecordExit {
        /// The transport unit.
        unit: u16,
        /// What was found.
        found: Found,
    },
    /// A unit enters the country of its next leg.
    RecordCrossing {
        /// The transport unit.
        unit: u16,
        /// The seals that are there and intact.
        seals: Vec<SealNumber>,
    },
    /// A unit is presented at the destination.
    RecordArrival {
        /// The transport unit.
        unit: u16,
        /// What was found.
        found: Found,
    },
    /// A unit was unloaded and its goods compared with the declaration.
    RecordUnloadingRemarks {
        /// The transport unit.
        unit: u16,
        /// Whether the goods are those declared.
        conform: bool,
        /// What was seen.
        text: String,
        /// What differs, item by item.
        items: Vec<ItemRemark>,
    },
    /// Another office decides on what was found to differ.
    ResolveDiscrepancy {
        /// The transport unit.
        unit: u16,
        /// The leg whose security is held, counted from 1.
        leg: u16,
        /// Whether the explanation is accepted; otherwise the discrepancy is upheld and goes on holding.
        accept: bool,
        /// Why.
        text: String,
    },
    /// The destination ends the procedure for one unit, or for all that are left.
    Discharge {
        /// The transport unit, or nothing for all that are not discharged yet.
        unit: Option<u16>,
    },
    /// The movement is withdrawn before release.
    Invalidate {
        /// Why.
        reason: String,
    },
}

impl Command {
    /// Returns the action of the table that it asks for.
    pub fn action(&self) -> Action {
        match self {
            Self::Secure { .. } => Action::Secure,
            Self::RecordControlResult { .. } => Action::RecordControlResult,
            Self::Release(_) => Action::Release,
            Self::RecordExit { .. } => Action::RecordExit,
            Self::RecordCrossing { .. } => Action::RecordCrossing,
            Self::RecordArrival { .. } => Action::RecordArrival,
            Self::RecordUnloadingRemarks { .. } => Action::RecordUnloadingRemarks,
            Self::ResolveDiscrepancy { .. } => Action::ResolveDiscrepancy,
            Self::Discharge { .. } => Action::Discharge,
            Self::Invalidate { .. } => Action::Invalidate,
        }
    }

    /// Returns the transport unit it is about, when it is about one.
    pub fn unit(&self) -> Option<u16> {
        match self {
            Self::RecordExit { unit, .. }
            | Self::RecordCrossing { unit, .. }
            | Self::RecordArrival { unit, .. }
            | Self::RecordUnloadingRemarks { unit, .. }
            | Self::ResolveDiscrepancy { unit, .. } => Some(*unit),
            Self::Discharge { unit } => *unit,
            Self::Secure { .. }
            | Self::RecordControlResult { .. }
            | Self::Release(_)
            | Self::Invalidate { .. } => None,
        }
    }
}

//! What is true of a movement beside its phase: its lane and control, the security of each leg and unit,
//! and the discrepancies found. Facets change independently of one another and of the phase.

use std::fmt;

use rahdari_kernel::{ContainerNumber, Date, GuaranteeId, Money, OfficeCode, SealNumber, TransferId};
use serde::{Deserialize, Serialize};

use crate::compact::{ReservedRow, pair};
use crate::movement::Seen;

/// The treatment that selectivity chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lane {
    /// Release without control.
    Green,
    /// Release now, control of the records afterwards.
    Blue,
    /// Control of the documents before release.
    Yellow,
    /// A scan before release.
    Orange,
    /// Examination of the goods before release.
    Red,
}

impl Lane {
    /// Every lane, from the lightest to the heaviest treatment.
    pub const ALL: [Self; 5] = [Self::Green, Self::Blue, Self::Yellow, Self::Orange, Self::Red];

    /// Returns the word used in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
        }
    }

    /// Returns whether a control must be recorded before release.
    pub fn asks_control(self) -> bool {
        match self {
            Self::Green | Self::Blue => false,
            Self::Yellow | Self::Orange | Self::Red => true,
        }
    }
}

/// The outcome of a control at departure (NCTS code list 196).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ControlResult {
    /// Satisfactory.
    A1,
    /// Considered satisfactory.
    A2,
    /// Simplified procedure.
    A3,
    /// Not satisfactory.
    B1,
}

impl ControlResult {
    /// Every result.
    pub const ALL: [Self; 4] = [Self::A1, Self::A2, Self::A3, Self::B1];

    /// Returns the code of the list.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::A3 => "A3",
            Self::B1 => "B1",
        }
    }

    /// Returns whether the goods may go on with this result.
    pub fn satisfies(self) -> bool {
        match self {
            Self::A1 | Self::A2 | Self::A3 => true,
            Self::B1 => false,
        }
    }
}

/// Where the control before release stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Control {
    /// The lane asks for none.
    None,
    /// The lane asks for one and none is recorded yet.
    Required,
    /// A control was recorded and the goods may go.
    Satisfactory(ControlResult, Seen),
    /// A control was recorded and the goods may not go; somebody else may control again.
    Unsatisfactory(ControlResult, Seen),
}

impl Control {
    /// Returns the word used in views: `none`, `required`, `satisfactory` or `unsatisfactory`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Required => "required",
            Self::Satisfactory(..) => "satisfactory",
            Self::Unsatisfactory(..) => "unsatisfactory",
        }
    }

    /// Returns whether nothing stands against release.
    pub fn allows_release(self) -> bool {
        matches!(self, Self::None | Self::Satisfactory(..))
    }
}

/// Security held in the ledger for one leg and unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "ReservedRow", into = "ReservedRow")]
pub struct Reserved {
    /// The pending transfer.
    pub transfer: TransferId,
    /// The guarantee it is held on.
    pub guarantee: GuaranteeId,
    /// How much.
    pub amount: Money,
    /// The guarantee's last day, which the unit's limit date must not pass.
    pub valid_until: Date,
}

/// Why no guarantee could be held: a code and a sentence for the declarant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// The stable code, such as `guarantee-insufficient`.
    pub code: String,
    /// What is missing, for the person who can bring it.
    pub detail: String,
}

/// Where the security of one leg and unit stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// The law of the leg asks for none.
    #[serde(rename = "free")]
    NotNeeded,
    /// It is needed and not held.
    Insufficient {
        /// How much must be held.
        needed: Money,
        /// Why it is not.
        reasons: Vec<Shortfall>,
    },
    /// It is held.
    #[serde(rename = "held")]
    Reserved(Reserved),
    /// It was held and is free again.
    Released(#[serde(with = "pair")] Money),
}

impl Security {
    /// Returns the word used in views: `not-needed`, `insufficient`, `reserved` or `released`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotNeeded => "not-needed",
            Self::Insufficient { .. } => "insufficient",
            Self::Reserved(_) => "reserved",
            Self::Released(_) => "released",
        }
    }

    /// Returns what is held, when something is.
    pub fn reserved(&self) -> Option<&Reserved> {
        match self {
            Self::Reserved(reserved) => Some(reserved),
            Self::NotNeeded | Self::Insufficient { .. } | Self::Released(_) => None,
        }
    }

    /// Returns the amount that is needed, held or was held.
    pub fn amount(&self) -> Option<Money> {
        match self {
            Self::NotNeeded => None,
            Self::Insufficient { needed, .. } => Some(*needed),
            Self::Reserved(reserved) => Some(reserved.amount),
            Self::Released(amount) => Some(*amount),
        }
    }
}

/// A mass in whole grams, so that no fraction enters an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Grams(pub u64);

/// Writes kilograms: `23000.5 kg`.
impl fmt::Display for Grams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = format!("{:03}", self.0 % 1000);
        let fraction = fraction.trim_end_matches('0');
        let dot = if fraction.is_empty() { "" } else { "." };
        write!(f, "{}{dot}{fraction} kg", self.0 / 1000)
    }
}

/// One difference between what a unit carried when it was last seen and what is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Difference {
    /// Another container, or none.
    Container {
        /// The container it carried.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<ContainerNumber>,
        /// The container found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<ContainerNumber>,
    },
    /// Another vehicle.
    Vehicle {
        /// The registration it had.
        expected: String,
        /// The registration found.
        found: String,
    },
    /// Seals are missing or broken, or strange ones hang there.
    Seals {
        /// Seals that should be there and intact and are not.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        missing: Vec<SealNumber>,
        /// Seals that nobody recorded before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        strange: Vec<SealNumber>,
    },
    /// A weight outside the tolerance.
    Weight {
        /// The weight it had.
        expected: Grams,
        /// The weight found.
        found: Grams,
    },
    /// The goods unloaded are not the goods declared; the remarks say which.
    Goods {
        /// The item sequences concerned.
        items: Vec<u16>,
    },
}

impl Difference {
    /// Returns the word for its kind: `container`, `vehicle`, `seals`, `weight` or `goods`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Container { .. } => "container",
            Self::Vehicle { .. } => "vehicle",
            Self::Seals { .. } => "seals",
            Self::Weight { .. } => "weight",
            Self::Goods { .. } => "goods",
        }
    }
}

/// Where a discrepancy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Nobody has decided yet.
    Open,
    /// Another office upheld it: the security stays held until it decides anew.
    Upheld(Seen),
    /// Another office accepted the explanation.
    Accepted(Seen),
}

/// A difference found on the way, which holds the security of its leg and the unit's discharge until a
/// person of another office accepts the explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discrepancy {
    /// The transport unit.
    pub unit: u16,
    /// The leg whose security it holds.
    pub leg: u16,
    /// The office that found it.
    pub office: OfficeCode,
    /// Who found it, and when.
    pub found: Seen,
    /// What differs.
    #[serde(rename = "diff")]
    pub differences: Vec<Difference>,
    /// Where it stands.
    pub standing: Standing,
}

impl Discrepancy {
    /// Returns whether it still holds security and discharge.
    pub fn holds(&self) -> bool {
        match self.standing {
            Standing::Open | Standing::Upheld(_) => true,
            Standing::Accepted(_) => false,
        }
    }
}

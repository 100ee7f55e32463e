//! Customs offices and kinds of packages: the code lists that are not law.

use rahdari_kernel::{Country, OfficeCode, UnLocode};
use serde::{Deserialize, Serialize};

use super::dated::{Period, Provenance, Text};

/// What an office is competent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeRole {
    /// Journeys may begin here.
    Departure,
    /// Stands at a border that journeys cross.
    Transit,
    /// Journeys may end here.
    Destination,
    /// Stands at a sea port: goods that leave from here came under a manifest and a bill of lading.
    SeaPort,
    /// Accepts and manages guarantees.
    Guarantee,
}

/// A customs office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Its reference.
    pub code: OfficeCode,
    /// Its name in English.
    pub name: Text,
    /// The administration it belongs to.
    pub country: Country,
    /// Its place, when UN/LOCODE names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locode: Option<UnLocode>,
    /// What it is competent for.
    pub roles: Vec<OfficeRole>,
    /// Minutes by which its local time is ahead of UTC. Its calendar day decides which law applies.
    pub utc_offset_minutes: i32,
    /// When it is open.
    pub validity: Period,
    /// Where this comes from.
    pub provenance: Provenance,
}

impl Office {
    /// Tells whether the office has this competence.
    pub fn is(&self, role: OfficeRole) -> bool {
        self.roles.contains(&role)
    }
}

/// A kind of package of UN/ECE Recommendation 21.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageKind {
    /// Two letters or digits.
    pub code: Text,
    /// Its name in English.
    pub name: Text,
    /// Whether goods in it are loose: bulk has no number of packages (NCTS condition C0060).
    pub bulk: bool,
    /// Where this comes from.
    pub provenance: Provenance,
}

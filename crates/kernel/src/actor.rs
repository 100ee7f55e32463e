//! Who acts: a user in a role, within an administration, a company or an office.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::code::{Country, OfficeCode};
use crate::id::{CompanyId, UserId};

/// What a person is in the system. It decides which actions exist for them at all; scope decides on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Declares for holders whose mandate it has; bound to a company.
    Broker,
    /// Works the queue of one customs office.
    Officer,
    /// Reads the books of the administration that its mandate names; changes nothing.
    Auditor,
    /// A bank, insurer or association that stands behind guarantees; bound to a company.
    Guarantor,
    /// Makes users, companies and mandates of its administration; has no rights in the business.
    Administrator,
}

impl Role {
    /// Every role, in the order in which people meet them.
    pub const ALL: [Self; 5] =
        [Self::Broker, Self::Officer, Self::Auditor, Self::Guarantor, Self::Administrator];

    /// Returns the word used in tokens, the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Broker => "broker",
            Self::Officer => "officer",
            Self::Auditor => "auditor",
            Self::Guarantor => "guarantor",
            Self::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a role: broker, officer, auditor, guarantor or administrator")]
pub struct NotARole;

impl FromStr for Role {
    type Err = NotARole;
    fn from_str(text: &str) -> Result<Self, NotARole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(NotARole)
    }
}

/// A signed-in user with the scope within which it may act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The user.
    pub user: UserId,
    /// What it is.
    pub role: Role,
    /// The administration it belongs to.
    pub administration: Country,
    /// The company it acts for (brokers and guarantors).
    pub company: Option<CompanyId>,
    /// The office it works at (officers).
    pub office: Option<OfficeCode>,
}

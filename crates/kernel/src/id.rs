//! Sixteen-byte identities, a type for each kind, so that one can never stand where another is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps sixteen bytes that are this kind of id.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// Returns the sixteen bytes.
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }

            /// Wraps an existing UUID.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Derives the id that always belongs to `name` within `scope` (RFC 9562 version 5), so that
            /// the same request made twice names the same thing.
            pub fn derive(scope: &[u8; 16], name: &[u8]) -> Self {
                Self(Uuid::new_v5(&Uuid::from_bytes(*scope), name))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// A declaration, derived from its declarant and LRN: the same two are the same declaration.
    DeclarationId
);
id!(
    /// A transit movement. It has the sixteen bytes of the declaration it came from.
    MovementId
);
id!(
    /// A guarantee (bond) registered here.
    GuaranteeId
);
id!(
    /// An account of the ledger.
    AccountId
);
id!(
    /// A transfer of the ledger.
    TransferId
);
id!(
    /// A user who signs in.
    UserId
);
id!(
    /// A company: broker, trader, carrier or guarantor.
    CompanyId
);
id!(
    /// A dated mandate: of a holder for its broker, or of an administration for an auditor.
    MandateId
);
id!(
    /// A family of refresh tokens, begun by one sign-in.
    SessionId
);
id!(
    /// An event of the log.
    EventId
);

impl From<DeclarationId> for MovementId {
    fn from(id: DeclarationId) -> Self {
        Self::from_bytes(id.to_bytes())
    }
}

impl From<MovementId> for DeclarationId {
    fn from(id: MovementId) -> Self {
        Self::from_bytes(id.to_bytes())
    }
}

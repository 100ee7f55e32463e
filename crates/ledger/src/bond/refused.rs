//! Why a guarantee does not secure what it was asked to secure, in words for the person who can act on it.

use rahdari_kernel::{Country, Currency, Date, Finding, Grn, Money, Refusal};

use super::guarantee::GuaranteeStatus;
use crate::status::TransferStatus;

/// Why nothing was reserved. The ledger is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotReserved {
    /// The guarantee takes no new reservations.
    #[error("the guarantee is {0}")]
    NotActive(GuaranteeStatus),
    /// Its term has not begun.
    #[error("the guarantee is valid from {from} only")]
    NotYetValid {
        /// The first day of its term.
        from: Date,
    },
    /// Its term ends before the time limit plus the claim window do.
    #[error("the guarantee is valid until {until}, but it must stand until {must_outlive}")]
    ExpiresTooSoon {
        /// The last day of its term.
        until: Date,
        /// The last day on which it must still be valid.
        must_outlive: Date,
    },
    /// It does not cover the country of the leg.
    #[error("the guarantee does not cover {}", country.name())]
    CountryNotCovered {
        /// The country of the leg.
        country: Country,
        /// The countries that it covers.
        covered: Vec<Country>,
    },
    /// It is in another currency; currencies meet only in an exchange that keeps its rate.
    #[error("the guarantee is in {held}, but the security is needed in {needed}")]
    OtherCurrency {
        /// The currency of the amount needed.
        needed: Currency,
        /// The currency of the guarantee.
        held: Currency,
    },
    /// The amount is below zero.
    #[error("an amount to reserve cannot be negative")]
    NegativeAmount,
    /// Less is free than is needed.
    #[error("only {available} of the guarantee is free; {missing} is missing")]
    Insufficient {
        /// What is free.
        available: Money,
        /// What is missing.
        missing: Money,
    },
    /// The same leg and unit were reserved before on this guarantee, differently or no longer.
    #[error("this leg and unit have a reservation on the guarantee already")]
    ReservedBefore,
    /// The book refused the entry, which a sound book never does here.
    #[error("the ledger refused the entry: {0}")]
    Book(TransferStatus),
}

/// Where the reasons come from: the terms of the guarantee, which the agreements ask to be kept.
const SOURCE: &str = "terms of the guarantee";

impl NotReserved {
    /// Returns the stable code of the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotActive(_) => "guarantee-not-active",
            Self::NotYetValid { .. } => "guarantee-not-yet-valid",
            Self::ExpiresTooSoon { .. } => "guarantee-expires-too-soon",
            Self::CountryNotCovered { .. } => "guarantee-country-not-covered",
            Self::OtherCurrency { .. } => "guarantee-other-currency",
            Self::NegativeAmount => "guarantee-negative-amount",
            Self::Insufficient { .. } => "guarantee-insufficient",
            Self::ReservedBefore => "guarantee-reserved-before",
            Self::Book(_) => "ledger-refused",
        }
    }

    /// Returns the reason as a finding about the guarantee at `pointer`.
    pub fn finding(&self, pointer: &str, grn: &Grn) -> Finding {
        let mend = match self {
            Self::NotActive(_) => "Cite another guarantee, or ask the guarantor about this one.".to_owned(),
            Self::NotYetValid { from } => format!("Cite another guarantee, or wait until {from}."),
            Self::ExpiresTooSoon { must_outlive, .. } => {
                format!(
                    "Cite a guarantee that is valid until {must_outlive} or longer, or have this one prolonged."
                )
            }
            Self::CountryNotCovered { country, covered } => {
                let covered = covered.iter().map(Country::as_str).collect::<Vec<_>>().join(", ");
                format!("Cite a guarantee for {}; this one covers {covered}.", country.name())
            }
            Self::OtherCurrency { needed, .. } => format!("Cite a guarantee in {needed}."),
            Self::NegativeAmount => "Correct the amount to be covered.".to_owned(),
            Self::Insufficient { missing, .. } => format!(
                "Cite another guarantee for {missing}, have this one increased, or wait until a movement is \
                 discharged."
            ),
            Self::ReservedBefore => "Amend the reservation that is there, or release it first.".to_owned(),
            Self::Book(_) => "Report this to the operator; the book needs to be verified.".to_owned(),
        };
        Finding::error(self.code(), pointer, self.to_string(), mend, SOURCE).found(grn)
    }
}

/// Why a reservation was not released, claimed or divided. The ledger is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotResolved {
    /// There is no such reservation.
    #[error("there is no such reservation")]
    NotFound,
    /// It was released, or divided into others.
    #[error("the reservation was released already")]
    AlreadyReleased,
    /// It was claimed.
    #[error("the reservation was claimed already")]
    AlreadyClaimed,
    /// The parts are negative, or together more than what is held.
    #[error("the parts do not fit into the {held} that is held")]
    PartsDoNotFit {
        /// What is held, in minor units.
        held: i64,
    },
    /// The book refused the entry, which a sound book never does here.
    #[error("the ledger refused the entry: {0}")]
    Book(TransferStatus),
}

impl From<TransferStatus> for NotResolved {
    fn from(status: TransferStatus) -> Self {
        match status {
            TransferStatus::PendingTransferNotFound | TransferStatus::PendingTransferNotPending => {
                Self::NotFound
            }
            TransferStatus::PendingTransferAlreadyVoided | TransferStatus::PendingTransferExpired => {
                Self::AlreadyReleased
            }
            TransferStatus::PendingTransferAlreadyPosted => Self::AlreadyClaimed,
            other => Self::Book(other),
        }
    }
}

impl From<NotResolved> for Refusal {
    fn from(reason: NotResolved) -> Self {
        let code = match reason {
            NotResolved::NotFound => "reservation-not-found",
            NotResolved::AlreadyReleased | NotResolved::AlreadyClaimed => "wrong-state",
            NotResolved::PartsDoNotFit { .. } => "invalid",
            NotResolved::Book(_) => "ledger-refused",
        };
        Self::new(code, reason.to_string())
    }
}

//! Guarantees and what they secure, as accounts and transfers.
//!
//! A guarantee owns all its accounts, so that no account is shared by everybody: in each pocket `available`
//! may never be debited beyond its credits, `undertaking` is the guarantor's promise behind it, and `claimed`
//! is what was called in. Issue credits available and debits undertaking; a reservation is a pending transfer
//! from available to claimed; a release voids it, a claim posts it, and keeping a part is one linked chain.
//! Which amount is needed, and whether the access code is right, are the caller's business.

mod guarantee;
mod issue;
mod refused;
mod reserve;

use crate::status::TransferStatus;

pub use guarantee::{Guarantee, GuaranteeKind, GuaranteeStatus, NewGuarantee, Pocket, Usage};
pub use issue::{NotIssued, increase, issue, reduce};
pub use refused::{NotReserved, NotResolved};
pub use reserve::{Need, Reason, claim, headroom, part, release, reservation_id, reserve, usage};

/// The codes of the accounts that a guarantee owns.
pub mod account_code {
    /// What can still be reserved; debits never exceed credits.
    pub const AVAILABLE: u16 = 1;
    /// The guarantor's promise, the other side of what was issued.
    pub const UNDERTAKING: u16 = 2;
    /// What was called in.
    pub const CLAIMED: u16 = 3;
}

/// The codes of the transfers that bonds make. A release or a claim has the code of its reservation.
pub mod transfer_code {
    /// The guarantee was issued.
    pub const ISSUE: u16 = 1;
    /// Its limit was raised.
    pub const INCREASE: u16 = 2;
    /// Its limit was lowered.
    pub const REDUCE: u16 = 3;
    /// An amount is held for a leg and a transport unit.
    pub const RESERVE: u16 = 10;
}

/// Returns why a batch that stands or falls together fell, or nothing when it stands.
fn fault(answers: &[TransferStatus]) -> Option<TransferStatus> {
    let cause = |answer: &&TransferStatus| {
        !matches!(answer, TransferStatus::Created | TransferStatus::LinkedEventFailed)
    };
    answers.iter().find(cause).copied()
}

//! Transfers, why they were made, and what a batch of them leaves for the store to write.

use std::sync::Arc;

use rahdari_kernel::{AccountId, GuaranteeId, Instant, MovementId, TransferId};
use serde::{Deserialize, Serialize};

use crate::account::{Account, Balance, flags};

flags!(
    /// What a transfer does. The bits are those of TigerBeetle's data model.
    TransferFlags {
        /// Succeeds or fails together with the next transfer of its batch.
        LINKED = 0 "linked",
        /// Reserves the amount; a later transfer posts or voids it.
        PENDING = 1 "pending",
        /// Posts a pending transfer, whole or in part; the rest becomes free.
        POST_PENDING = 2 "post_pending",
        /// Voids a pending transfer, always whole.
        VOID_PENDING = 3 "void_pending",
        /// Closes the debited account until this pending transfer is voided or expires.
        CLOSING_DEBIT = 6 "closing_debit",
        /// Closes the credited account until this pending transfer is voided or expires.
        CLOSING_CREDIT = 7 "closing_credit",
    }
);

/// Why an entry was made; it travels with the entry into the journal and onto statements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Why {
    /// The guarantee whose account it moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guarantee: Option<GuaranteeId>,
    /// The movement it secures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub movement: Option<MovementId>,
    /// The leg of the journey, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leg: Option<u16>,
    /// The transport unit, by its sequence in the declaration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<u16>,
    /// The law or the decision that asks for it.
    pub law: String,
    /// A sentence for the person who reads the statement.
    pub note: String,
}

/// A transfer between two accounts of one ledger. Once committed it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Its sixteen bytes, chosen by the caller, so that sending it again is noticed.
    pub id: TransferId,
    /// The debited account. All zeros in a post or void means: as in the pending transfer.
    pub debit: AccountId,
    /// The credited account. All zeros in a post or void means: as in the pending transfer.
    pub credit: AccountId,
    /// The amount in minor units, 0 to `i64::MAX`. In a post or void `i64::MAX` means the whole pending
    /// amount, and so does 0 in a void.
    pub amount_minor: i64,
    /// The pending transfer that a post or void resolves.
    pub pending: Option<TransferId>,
    /// Seconds until a pending transfer expires by itself; 0 means never.
    pub timeout_seconds: u32,
    /// The ledger of both accounts; 0 in a post or void means: as in the pending transfer.
    pub ledger: u32,
    /// What kind of transfer it is; 0 in a post or void means: as in the pending transfer.
    pub code: u16,
    /// What it does.
    pub flags: TransferFlags,
    /// When it was committed; what a caller writes here is replaced by the commit.
    pub at: Instant,
    /// Why it was made; a post or void without one takes that of the pending transfer.
    pub why: Option<Arc<Why>>,
}

/// What became of a pending transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingState {
    /// It still holds its amount.
    Pending,
    /// It was posted, whole or in part.
    Posted,
    /// It was voided.
    Voided,
    /// Its time ran out.
    Expired,
}

impl PendingState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Posted, Self::Voided, Self::Expired];

    /// Returns the word used in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Posted => "posted",
            Self::Voided => "voided",
            Self::Expired => "expired",
        }
    }

    /// Returns the state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// One line of the journal: a transfer and what it left on both of its accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The transfer as committed, with every field filled in.
    pub transfer: Transfer,
    /// The totals of the debited account after it.
    pub debit_after: Balance,
    /// The totals of the credited account after it.
    pub credit_after: Balance,
}

/// What changed since the changes were last taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Accounts that are new or different, each once, in the order of their ids.
    pub accounts: Vec<Account>,
    /// New entries in the order in which they were committed.
    pub entries: Vec<Entry>,
    /// Pending transfers that were posted, voided or expired, in that order too.
    pub resolved: Vec<(TransferId, PendingState)>,
}

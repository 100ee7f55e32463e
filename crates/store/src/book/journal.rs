//! What finished decisions leave to be written besides changed records, in order.

use std::collections::BTreeMap;

use rahdari_kernel::{AccountId, Country, GuaranteeId, Instant, NewEvent, Refusal, Subject};
use rahdari_ledger::{Entry, canonical, leaf_hash};
use serde_json::Value;

use crate::record::{AccountRow, Notification};
use crate::write::IdempotencyKey;

/// What finished decisions leave.
#[derive(Default)]
pub(crate) struct Journal {
    /// Events, numbered once the head of the log is locked.
    pub(crate) leaves: Vec<Leaf>,
    /// Transfers, each with the position of its leaf.
    pub(crate) entries: Vec<(usize, Entry, GuaranteeId, Country)>,
    /// Accounts with their last totals, and whether the database has a row of each.
    pub(crate) accounts: BTreeMap<AccountId, (AccountRow, bool)>,
    /// Notifications, each with the position of the leaf of its request.
    pub(crate) told: Vec<Told>,
    /// Answers, each with the position of the leaf of its request.
    pub(crate) answers: Vec<Answer>,
}

/// An event ready to be numbered.
pub(crate) struct Leaf {
    pub(crate) kind: String,
    pub(crate) subject: Subject,
    pub(crate) administration: Country,
    pub(crate) recorded_at: Instant,
    pub(crate) canonical: String,
    pub(crate) hash: [u8; 32],
}

/// A notification ready to be numbered.
pub(crate) struct Told {
    pub(crate) leaf: usize,
    pub(crate) ordinal: i64,
    pub(crate) administration: Country,
    pub(crate) at: Instant,
    pub(crate) notification: Notification,
}

/// The answer to a request, to be kept under its key.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) leaf: usize,
    pub(crate) key: IdempotencyKey,
    pub(crate) request_hash: [u8; 32],
    pub(crate) administration: Country,
    pub(crate) at: Instant,
    pub(crate) decided: Result<Value, Refusal>,
    pub(crate) text: String,
}

impl Journal {
    /// Adds an event with its bytes and hash, made before the head of the log is locked.
    pub(super) fn push(&mut self, event: NewEvent) -> Result<(), String> {
        let bytes = canonical(&event);
        let hash = leaf_hash(&bytes);
        let canonical = String::from_utf8(bytes).map_err(|error| format!("event {}: {error}", event.kind))?;
        self.leaves.push(Leaf {
            kind: event.kind.into_owned(),
            subject: event.subject,
            administration: event.administration,
            recorded_at: event.recorded_at,
            canonical,
            hash,
        });
        Ok(())
    }
}

/// Writes bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8; 32]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |value: u8| DIGITS.get(usize::from(value & 15)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

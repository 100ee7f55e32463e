//! The secrets of an installation. Where they are kept is the server's affair.

use serde::{Deserialize, Serialize};

/// Five keys, one for each purpose, so that none opens what another protects.
#[derive(Clone, Serialize, Deserialize)]
pub struct Secrets {
    /// Signs access tokens.
    pub tokens: [u8; 32],
    /// Is mixed into the hashes of access codes.
    pub access_codes: [u8; 32],
    /// Is mixed into the hashes of requests, which stand in the log: whoever reads it can't guess what was sent.
    pub requests: [u8; 32],
    /// Draws the random selection.
    pub selection: [u8; 32],
    /// Signs checkpoints of the log (Ed25519 seed).
    pub log: [u8; 32],
}

impl Secrets {
    /// Makes new random secrets.
    pub fn random() -> Self {
        Self {
            tokens: rand::random(),
            access_codes: rand::random(),
            requests: rand::random(),
            selection: rand::random(),
            log: rand::random(),
        }
    }
}

//! The transit-bond ledger: double-entry accounts with a pending and a posted side, bonds on top of them, and
//! the Merkle log that makes every entry provable.
//!
//! Pure: no input or output, no clock, no randomness. The caller hands in the instant, loads what a decision
//! may touch, and takes away what changed. Why money is held is no business of this crate; it only carries
//! the reason along.

pub mod account;
pub mod bond;
pub mod log;
pub mod replay;
pub mod status;
pub mod transfer;

mod book;

pub use account::{Account, AccountFlags, Balance};
pub use bond::{Guarantee, GuaranteeKind, GuaranteeStatus, Need, NewGuarantee, NotReserved, Pocket, Reason};
pub use book::{Ledger, Mark, TrialBalance};
pub use log::{Checkpoint, Frontier, canonical, leaf_hash, node_hash};
pub use replay::{Report, replay};
pub use status::{AccountStatus, TransferStatus};
pub use transfer::{Changes, Entry, PendingState, Transfer, TransferFlags, Why};

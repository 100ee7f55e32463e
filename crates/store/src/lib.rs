//! Rows, queries, migrations, the committer and the outbox, on SQLite and PostgreSQL.
//!
//! There is one way to save: a [`Write`] handed to [`Store::commit`]. Its decision works on a [`Book`] of
//! loaded rows; rows, events, ledger entries and notifications are then written in one transaction, and the
//! answer comes when they are durable. Readers ([`Store::read`]) use connections of their own and never wait
//! for the committer. Who may do what, and what is decided, is no business of this crate.

pub mod fault;
pub mod read;
pub mod record;
pub mod verify;
pub mod write;

mod book;
mod committer;
mod connection;
mod error;
mod migrate;
mod pool;
mod salt;
mod schema;
mod sql;
mod store;
mod table;

pub use book::Book;
pub use connection::{Address, NotAnAddress};
pub use error::StoreError;
pub use read::{GuaranteeScope, History, Page, Reader, Scope};
pub use store::{Options, Store};
pub use verify::VerifyReport;
pub use write::{CommitError, Decide, IDEMPOTENCY_CONFLICT, INTERNAL, IdempotencyKey, Key, Outcome, Write};

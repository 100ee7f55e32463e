//! The rows as plain data: one struct a table, its fields in the order of the columns. They are what
//! decisions put into the book and what readers get; people are shown views made from them.
//!
//! Every row carries its administration. `version` begins at 1 with the first save and grows with each;
//! a record that is new has 0. Where a domain value counts its own changes (movement, guarantee), that
//! count is the version.

mod bond;
mod declaration;
mod log;
mod movement;
mod people;
mod row;
pub(crate) mod tables;

pub use bond::{GuaranteeRecord, TransferRecord};
pub use declaration::{DeclarationRecord, DeclarationVersion};
pub use log::{Audience, CheckpointRecord, EventRecord, Notification, NotificationRecord, ReferenceFile};
pub use movement::MovementRecord;
pub use people::{
    CompanyKind, CompanyRecord, MandateKind, MandateRecord, SessionRecord, UnknownWord, UserRecord,
};

pub(crate) use bond::{AccountRow, GuaranteeRow, TransferRow, transfer_cells, transfer_payload};
pub(crate) use log::{EventRow, HeadRow, IdempotencyRow, OutboxRow, SerialRow};
pub(crate) use movement::{MovementRow, OfficeRow};
pub(crate) use row::Row;

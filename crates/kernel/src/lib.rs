//! The words everybody shares, valid by construction.
//!
//! A value of these types has passed its check: text becomes an [`Mrn`] or a [`Country`] only through
//! `FromStr`, and `Deserialize` uses the same path. The crate knows nothing of declarations, rules,
//! ledgers, databases or the web.

pub mod actor;
pub mod code;
pub mod event;
pub mod finding;
pub mod id;
pub mod money;
pub mod number;
pub mod time;

pub use actor::{Actor, Role};
pub use code::{Country, Currency, HsCode, OfficeCode, UnLocode};
pub use event::{NewEvent, Source, Subject};
pub use finding::{Finding, Refusal, Severity};
pub use id::{
    AccountId, CompanyId, DeclarationId, EventId, GuaranteeId, MandateId, MovementId, SessionId, TransferId,
    UserId,
};
pub use money::Money;
pub use number::{ContainerNumber, Grn, Lrn, Mrn, SealNumber};
pub use time::{Date, Instant};

//! What a use case hands to the store, and what it gets back.

use std::borrow::Cow;
use std::fmt;

use rahdari_kernel::event::By;
use rahdari_kernel::{
    CompanyId, Country, DeclarationId, EventId, Grn, GuaranteeId, Instant, MandateId, MovementId, OfficeCode,
    Refusal, SessionId, Source, UserId,
};
use serde_json::Value;

use crate::book::Book;

/// The name that a client gave to one request. Sent again with the same content it is the same request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdempotencyKey {
    /// Whose names these are: the sixteen bytes of the user or company, or zeros for the system. Two users
    /// may choose the same text.
    pub scope: [u8; 16],
    /// The text the client chose.
    pub text: String,
}

impl IdempotencyKey {
    /// Names a request within a scope.
    pub fn new(scope: [u8; 16], text: impl Into<String>) -> Self {
        Self { scope, text: text.into() }
    }

    /// Returns the id under which the log speaks of this request.
    pub fn request_id(&self) -> EventId {
        EventId::derive(&self.scope, self.text.as_bytes())
    }
}

/// A row that a decision may see or change. The order of the kinds is the order in which rows are locked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A user by id.
    User(UserId),
    /// A user by the name it signs in with, present or not.
    Username(String),
    /// A company.
    Company(CompanyId),
    /// A mandate.
    Mandate(MandateId),
    /// A sign-in session.
    Session(SessionId),
    /// A file of reference data by its name.
    Reference(String),
    /// The serial numbers of an office in a year.
    Serial {
        /// The office that allots.
        office: OfficeCode,
        /// The year of allotment.
        year: i16,
    },
    /// A declaration. Its versions can be added, and are not loaded.
    Declaration(DeclarationId),
    /// A movement, with its open reservations in the ledger and the guarantees that hold them.
    Movement(MovementId),
    /// A guarantee by its reference number, present or not, with its accounts.
    Grn(Grn),
    /// A guarantee by id, with its accounts.
    Guarantee(GuaranteeId),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user {id}"),
            Self::Username(name) => write!(f, "username {name}"),
            Self::Company(id) => write!(f, "company {id}"),
            Self::Mandate(id) => write!(f, "mandate {id}"),
            Self::Session(id) => write!(f, "session {id}"),
            Self::Reference(name) => write!(f, "reference {name}"),
            Self::Serial { office, year } => write!(f, "serial {office} {year}"),
            Self::Declaration(id) => write!(f, "declaration {id}"),
            Self::Movement(id) => write!(f, "movement {id}"),
            Self::Grn(grn) => write!(f, "grn {grn}"),
            Self::Guarantee(id) => write!(f, "guarantee {id}"),
        }
    }
}

/// A pure decision over loaded rows. It may run more than once, each time on a fresh book, so what it puts
/// there it has to clone; large texts are `Arc`s for that reason.
pub type Decide = Box<dyn Fn(&mut Book) -> Result<Value, Refusal> + Send>;

/// One request to change something.
pub struct Write {
    /// The client's name for it.
    pub key: IdempotencyKey,
    /// SHA-256 over what was asked; the same key with another hash is a conflict.
    pub request_hash: [u8; 32],
    /// Who asks.
    pub by: By,
    /// The administration whose business it is.
    pub administration: Country,
    /// Through which door.
    pub source: Source,
    /// When it is recorded.
    pub at: Instant,
    /// Every row that the decision may see or change.
    pub touches: Vec<Key>,
    /// What is asked, as verb and noun: `lodge_declaration`. Enters the audit event.
    pub action: &'static str,
    /// The decision.
    pub decide: Decide,
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Write")
            .field("key", &self.key)
            .field("action", &self.action)
            .field("touches", &self.touches)
            .finish_non_exhaustive()
    }
}

/// The durable answer to a write.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was decided, and everything it caused is saved.
    Done {
        /// What the decision answered.
        answer: Value,
        /// Whether an earlier sending was answered, and this one changed nothing.
        replayed: bool,
        /// How many events the log held afterwards.
        log_size: u64,
    },
    /// It was declined, and changed nothing but the audit trail.
    Refused {
        /// Why, and what is allowed instead.
        refusal: Refusal,
        /// Whether an earlier sending was answered.
        replayed: bool,
    },
}

/// The code of the refusal for a key that was used for something else.
pub const IDEMPOTENCY_CONFLICT: Cow<'static, str> = Cow::Borrowed("idempotency-conflict");

/// The code of a refusal by which a decision says that it failed: nothing of it is kept, not even the answer.
pub const INTERNAL: &str = "internal";

/// Why a write has no durable answer. The same key may be sent again: if it was saved after all, the answer
/// is the first one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// The decision panicked, touched a row it had not named, or made rows the database refuses. Nothing of
    /// it was saved, and other writes were not harmed. The text is for the log, not for the asker.
    #[error("internal failure in {action}: {cause}")]
    Internal {
        /// The action of the write.
        action: &'static str,
        /// What happened.
        cause: String,
    },
    /// The database did not take it, or its answer to COMMIT was lost and could not be found out.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// More writes are waiting than the queue holds.
    #[error("too many writes are waiting")]
    Overloaded,
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
}

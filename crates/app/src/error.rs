//! How a use case can end without an answer. `web::problem` is the only place that turns it into a status.

use rahdari_kernel::Refusal;

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or the token has run out.
    #[error("sign in first")]
    NotSignedIn,
    /// The role does not have this action.
    #[error("the role does not allow: {0}")]
    Forbidden(&'static str),
    /// There is no such thing, or the asker may not know that there is.
    #[error("not found")]
    NotFound,
    /// Understood and declined; nothing changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database cannot be reached or is full; trying again later may help.
    #[error("the database cannot be used now: {0}")]
    Unavailable(String),
    /// A fault of the system. The text is for the log alone.
    #[error("internal: {0}")]
    Internal(String),
}

impl From<rahdari_store::StoreError> for Error {
    fn from(error: rahdari_store::StoreError) -> Self {
        match error {
            rahdari_store::StoreError::Unavailable(cause) => Self::Unavailable(cause),
            cursor @ rahdari_store::StoreError::Cursor => refused("invalid-cursor", cursor.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// What an error means to the one who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sign in.
    Unauthorized,
    /// Not for this role.
    Forbidden,
    /// No such thing for this asker.
    NotFound,
    /// The state of things does not allow it.
    Conflict,
    /// It was changed since it was read.
    Stale,
    /// What was sent is wrong.
    Unprocessable,
    /// What was sent is too large.
    TooLarge,
    /// Too many attempts.
    TooMany,
    /// Try later.
    Unavailable,
    /// A fault of the system.
    Internal,
}

impl Error {
    /// Returns what this means to the one who asked.
    pub fn kind(&self) -> Kind {
        match self {
            Self::NotSignedIn => Kind::Unauthorized,
            Self::Forbidden(_) => Kind::Forbidden,
            Self::NotFound => Kind::NotFound,
            Self::Unavailable(_) => Kind::Unavailable,
            Self::Internal(_) => Kind::Internal,
            Self::Refused(refusal) => match refusal.code.as_ref() {
                "stale" => Kind::Stale,
                "wrong-credentials" | "session-ended" => Kind::Unauthorized,
                "wrong-office" | "wrong-role" | "four-eyes" | "no-mandate" => Kind::Forbidden,
                "too-large" => Kind::TooLarge,
                "too-many-attempts" => Kind::TooMany,
                "wrong-state"
                | "already-recorded"
                | "stale-checklist"
                | "idempotency-conflict"
                | "duplicate" => Kind::Conflict,
                _ => Kind::Unprocessable,
            },
        }
    }
}

/// Shorthand for a refusal as an error.
pub(crate) fn refused(code: &'static str, detail: impl Into<String>) -> Error {
    Error::Refused(Refusal::new(code, detail))
}

//! What can go wrong with the database. This crate is the last place that sees a Diesel error.

/// The database, or what stands in it, is not as it should be.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is wrong, the server does not answer, the disk is full.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A rule of the schema refused a row: something is there already, missing or out of range.
    #[error("the database refused a row: {0}")]
    Refused(String),
    /// A stored row cannot be understood.
    #[error("the database holds what it should not: {0}")]
    Damaged(String),
    /// The cursor is not one that this list gave.
    #[error("the cursor is not one that a page of this list gave")]
    Cursor,
    /// A migration failed.
    #[error("the tables could not be brought up to date: {0}")]
    Migration(String),
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::DatabaseErrorKind as Kind;
        use diesel::result::Error;
        match &error {
            Error::DatabaseError(
                Kind::UniqueViolation
                | Kind::CheckViolation
                | Kind::NotNullViolation
                | Kind::ForeignKeyViolation,
                _,
            ) => Self::Refused(error.to_string()),
            Error::DeserializationError(_) | Error::SerializationError(_) => Self::Damaged(error.to_string()),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<diesel::ConnectionError> for StoreError {
    fn from(error: diesel::ConnectionError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

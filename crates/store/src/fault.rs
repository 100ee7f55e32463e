//! Failures on order, for tests of the committer. No setting of the server reaches them.

use std::fmt;
use std::sync::Arc;

/// A moment in the life of a batch at which a test may interfere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The transaction has begun.
    Begun,
    /// Everything is loaded and locked.
    Loaded,
    /// Everything is written, and COMMIT is about to be sent.
    BeforeCommit,
    /// COMMIT has succeeded, and nobody has been told.
    AfterCommit,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This SQL is run on the committer's own connection.
    Sql(String),
    /// The connection breaks; whether COMMIT was carried out is unknown to the committer.
    Drop,
}

/// Is asked at every moment with the number of writes in the batch.
type Hook = dyn Fn(Moment, usize) -> Option<Fault> + Send + Sync;

/// Decides what goes wrong when; nothing by default.
#[derive(Clone, Default)]
pub struct Faults(Option<Arc<Hook>>);

impl Faults {
    /// Asks a function at every moment of every batch.
    pub fn new(hook: impl Fn(Moment, usize) -> Option<Fault> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    pub(crate) fn at(&self, moment: Moment, writes: usize) -> Option<Fault> {
        self.0.as_ref().and_then(|hook| hook(moment, writes))
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Faults(on order)" } else { "Faults(none)" })
    }
}

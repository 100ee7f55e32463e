//! The clock that the use cases read, so that tests can turn it by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use rahdari_kernel::Instant;

/// Tells the time: that of the machine, or one that is set by hand.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until it is set, in microseconds since 1970.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// Makes a clock that stands at `at` until [`Clock::set`].
    pub fn manual(at: Instant) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.as_micros())))
    }

    /// Sets a manual clock; the machine's clock is left alone.
    pub fn set(&self, at: Instant) {
        if let Self::Manual(micros) = self {
            micros.store(at.as_micros(), Ordering::SeqCst);
        }
    }

    /// Returns the time.
    pub fn now(&self) -> Instant {
        match self {
            Self::Manual(micros) => Instant::from_micros(micros.load(Ordering::SeqCst)),
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Instant::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
            }
        }
    }
}

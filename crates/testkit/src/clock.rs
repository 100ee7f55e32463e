//! Time that passes only when a test says so. Reading the real clock is left to the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rahdari_kernel::Instant;

/// A clock turned by hand. Its clones show the same time.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// Sets up a clock that shows `start`.
    pub fn at(start: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(start.as_micros())))
    }

    /// Returns the instant the clock shows.
    pub fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst))
    }

    /// Turns the clock to `instant`, forwards or back.
    pub fn set(&self, instant: Instant) {
        self.0.store(instant.as_micros(), Ordering::SeqCst);
    }

    /// Turns the clock forward by whole seconds and returns what it shows then.
    pub fn advance_seconds(&self, seconds: i64) -> Instant {
        let then = self.now().plus_seconds(seconds);
        self.set(then);
        then
    }

    /// Turns the clock forward by days of 24 hours and returns what it shows then.
    pub fn advance_days(&self, days: i64) -> Instant {
        self.advance_seconds(days.saturating_mul(86_400))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_clock_show_the_same_time() {
        let clock = ManualClock::at("2026-11-23T08:30:00Z".parse().unwrap());
        let other = clock.clone();
        clock.advance_days(1);
        assert_eq!(other.now().to_string(), "2026-11-24T08:30:00.000000Z");
        assert_eq!(other.advance_seconds(30), clock.now());
    }
}

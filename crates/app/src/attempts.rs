//! Holds back whoever guesses passwords or access codes: five failures for one name close it for a quarter
//! of an hour. A name is a username or a guarantee's reference number.
//!
//! Kept in memory on each node: it slows guessing down and is no record. Failures themselves are events.

use std::collections::HashMap;

use parking_lot::Mutex;
use rahdari_kernel::Instant;

/// Failures after which a username is held back.
const FAILURES_MAX: u32 = 5;

/// How long it is held back, in seconds.
const HELD_SECONDS: i64 = 900;

/// The number of usernames remembered; guessing through more of them forgets the oldest answers first.
const NAMES_MAX: usize = 10_000;

#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, (u32, Instant)>>);

impl Attempts {
    /// Counts an attempt before its outcome is known, so that many at once are counted too. Returns whether
    /// it may be made; [`Attempts::succeeded`] takes it back.
    pub(crate) fn begin(&self, name: &str, at: Instant) -> bool {
        let may = self.may_try(name, at);
        if may {
            self.failed(name, at);
        }
        may
    }

    /// Returns whether a name may try now.
    pub(crate) fn may_try(&self, username: &str, at: Instant) -> bool {
        let failures = self.0.lock();
        !failures
            .get(username)
            .is_some_and(|&(count, last)| count >= FAILURES_MAX && at.seconds_since(last) < HELD_SECONDS)
    }

    /// Counts a failure.
    pub(crate) fn failed(&self, username: &str, at: Instant) {
        let mut failures = self.0.lock();
        if failures.len() >= NAMES_MAX {
            failures.retain(|_, (_, last)| at.seconds_since(*last) < HELD_SECONDS);
        }
        if failures.len() >= NAMES_MAX {
            failures.clear();
        }
        let (count, last) = failures.entry(username.to_owned()).or_insert((0, at));
        if at.seconds_since(*last) >= HELD_SECONDS {
            *count = 0;
        }
        *count += 1;
        *last = at;
    }

    /// Forgets the failures of a username that signed in.
    pub(crate) fn succeeded(&self, username: &str) {
        self.0.lock().remove(username);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_hold_a_name_back_for_a_quarter_of_an_hour() {
        let attempts = Attempts::default();
        let at = Instant::EPOCH;
        for _ in 0..5 {
            assert!(attempts.may_try("a", at));
            attempts.failed("a", at);
        }
        assert!(!attempts.may_try("a", at.plus_seconds(899)));
        assert!(attempts.may_try("b", at));
        assert!(attempts.may_try("a", at.plus_seconds(900)));
        attempts.failed("a", at.plus_seconds(900));
        assert!(attempts.may_try("a", at.plus_seconds(901)), "the count begins anew");
    }
}

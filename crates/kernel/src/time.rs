//! Points in time: UTC, whole microseconds, always handed in and never read from a clock here.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use jiff::civil::Date;

/// A point in time in UTC, to the microsecond. Written as RFC 3339 with six decimals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Timestamp);

/// The text is not an RFC 3339 point in time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a point in time like 2026-11-23T08:30:00Z")]
pub struct NotAnInstant;

impl Instant {
    /// The first microsecond of 1970, UTC.
    pub const EPOCH: Self = Self(Timestamp::UNIX_EPOCH);

    /// Wraps microseconds since 1970. Beyond the years −9999 to 9999 it stays at the nearest end.
    pub fn from_micros(micros: i64) -> Self {
        let end = if micros < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Self(Timestamp::from_microsecond(micros).unwrap_or(end))
    }

    /// Returns microseconds since 1970.
    pub fn as_micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Returns this instant moved by whole seconds, staying at the end of the calendar.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_micros(self.as_micros().saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Returns this instant moved by days of 24 hours, staying at the end of the calendar.
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }

    /// Returns the seconds from `earlier` to this instant, negative when `earlier` is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        SignedDuration::from_micros(self.as_micros().saturating_sub(earlier.as_micros())).as_secs()
    }

    /// Returns the calendar date in UTC.
    pub fn date(self) -> Date {
        self.date_at_offset(0)
    }

    /// Returns the calendar date at a fixed distance from UTC, for the local day of an office.
    pub fn date_at_offset(self, minutes: i32) -> Date {
        let moved = self.plus_seconds(i64::from(minutes) * 60);
        jiff::tz::Offset::UTC.to_datetime(moved.0).date()
    }

    /// Returns the first instant of a date in UTC.
    pub fn start_of(date: Date) -> Self {
        jiff::tz::Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).map(Self).unwrap_or(Self::EPOCH)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.0)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Instant {
    type Err = NotAnInstant;
    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        let stamp: Timestamp = text.parse().map_err(|_| NotAnInstant)?;
        Ok(Self::from_micros(stamp.as_microsecond()))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_and_read_to_the_microsecond() {
        let at: Instant = "2026-11-23T08:30:00.123456Z".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-23T08:30:00.123456Z");
        assert_eq!(Instant::from_micros(at.as_micros()), at);
        assert_eq!("2026-11-23T13:30:00.1234567+05:00".parse::<Instant>().unwrap(), at);
        assert_eq!("yesterday".parse::<Instant>(), Err(NotAnInstant));
    }

    #[test]
    fn the_local_day_of_karachi_begins_five_hours_before_utc() {
        let at: Instant = "2026-11-23T20:00:00Z".parse().unwrap();
        assert_eq!(at.date().to_string(), "2026-11-23");
        assert_eq!(at.date_at_offset(300).to_string(), "2026-11-24");
        assert_eq!(Instant::start_of(at.date()).to_string(), "2026-11-23T00:00:00.000000Z");
    }

    #[test]
    fn arithmetic_stays_inside_the_calendar() {
        assert!(Instant::from_micros(i64::MAX) > Instant::EPOCH.plus_days(1_000_000));
        assert!(Instant::EPOCH.plus_days(i64::MAX) > Instant::EPOCH);
        assert_eq!(Instant::EPOCH.plus_days(2).seconds_since(Instant::EPOCH), 172_800);
    }
}

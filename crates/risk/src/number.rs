//! Arithmetic and comparison of numbers as the expression language defines them.
//!
//! Integers overflow into a failure, never around; doubles follow IEEE 754. Numbers of different types are
//! compared on one number line, an integer being rounded to a double when it meets one.

use std::cmp::Ordering;

/// The first double above every `i64`; its negation is the smallest `i64`.
const INT_END: f64 = 9_223_372_036_854_775_808.0;
/// The first double above every `u64`.
const UINT_END: f64 = 18_446_744_073_709_551_616.0;

/// A number of any of the three types.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Int(i64),
    Uint(u64),
    Double(f64),
}

impl Number {
    /// Compares on one number line; nothing when one is not a number.
    pub(crate) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Double(left), right) => left.partial_cmp(&right.to_double()),
            (left, Self::Double(right)) => left.to_double().partial_cmp(&right),
            (left, right) => Some(left.to_wide().cmp(&right.to_wide())),
        }
    }

    /// Returns the nearest double.
    #[expect(clippy::as_conversions, reason = "rounding to the nearest double is what the language asks for")]
    pub(crate) fn to_double(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Uint(value) => value as f64,
            Self::Double(value) => value,
        }
    }

    /// Returns the whole number it is exactly, if it is one that a key of a map can be.
    pub(crate) fn exact(self) -> Option<i128> {
        match self {
            Self::Double(value) if value.fract() == 0.0 => wide(value),
            Self::Double(_) => None,
            whole => Some(whole.to_wide()),
        }
    }

    fn to_wide(self) -> i128 {
        match self {
            Self::Int(value) => i128::from(value),
            Self::Uint(value) => i128::from(value),
            Self::Double(_) => 0,
        }
    }
}

/// Cuts a double to an `i64`; nothing at or beyond the ends of the range, as the language has it.
pub(crate) fn double_to_int(value: f64) -> Option<i64> {
    (value > -INT_END && value < INT_END)
        .then(|| wide(value))
        .flatten()
        .and_then(|wide| i64::try_from(wide).ok())
}

/// Cuts a double to a `u64`; nothing when it is negative or beyond the range.
pub(crate) fn double_to_uint(value: f64) -> Option<u64> {
    (0.0..UINT_END).contains(&value).then(|| wide(value)).flatten().and_then(|wide| u64::try_from(wide).ok())
}

/// Cuts a double that fits 128 bits to a whole number.
#[expect(clippy::as_conversions, reason = "cutting the fraction is meant, and the range was checked")]
fn wide(value: f64) -> Option<i128> {
    (value.abs() <= UINT_END).then_some(value as i128)
}

/// Writes a double the way it can be read back: shortest digits, exponent when very small or large.
pub(crate) fn double_text(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() }
    } else if value != 0.0 && !(1e-4..1e21).contains(&value.abs()) {
        let text = format!("{value:e}");
        if text.contains("e-") { text } else { text.replace('e', "e+") }
    } else {
        format!("{value}")
    }
}

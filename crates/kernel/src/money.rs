//! Amounts of money as whole minor units. There is no float anywhere near them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::Currency;

/// An amount in the minor unit of its currency (paisa, tiyn, cent). Never negative unless a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The amount in minor units.
    pub amount_minor: i64,
    /// The currency, which gives the minor unit its size.
    pub currency: Currency,
}

impl Money {
    /// Names an amount of minor units.
    pub const fn new(amount_minor: i64, currency: Currency) -> Self {
        Self { amount_minor, currency }
    }

    /// Returns the sum, or nothing when the currencies differ or the sum overflows.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let same = self.currency == other.currency;
        let sum = self.amount_minor.checked_add(other.amount_minor)?;
        same.then_some(Self { amount_minor: sum, currency: self.currency })
    }
}

/// Writes `PKR 1,234,567.89`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exponent = self.currency.exponent();
        let unit = 10_u64.pow(exponent);
        let size = self.amount_minor.unsigned_abs();
        let sign = if self.amount_minor < 0 { "-" } else { "" };
        let whole = (size / unit).to_string();
        let grouped = whole
            .bytes()
            .rev()
            .enumerate()
            .flat_map(|(i, digit)| {
                (i > 0 && i % 3 == 0).then_some(',').into_iter().chain([char::from(digit)])
            })
            .collect::<String>();
        write!(f, "{} {sign}{}", self.currency, grouped.chars().rev().collect::<String>())?;
        if exponent > 0 {
            let width = usize::try_from(exponent).unwrap_or(0);
            write!(f, ".{:0width$}", size % unit)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: i64, currency: &str) -> Money {
        Money::new(minor, currency.parse().unwrap())
    }

    #[test]
    fn amounts_are_written_with_groups_and_the_right_decimals() {
        assert_eq!(money(123_456_789, "PKR").to_string(), "PKR 1,234,567.89");
        assert_eq!(money(5, "KZT").to_string(), "KZT 0.05");
        assert_eq!(money(-100_000, "JPY").to_string(), "JPY -100,000");
        assert_eq!(money(i64::MIN, "USD").to_string(), "USD -92,233,720,368,547,758.08");
    }

    #[test]
    fn different_currencies_do_not_add() {
        assert_eq!(money(1, "PKR").checked_add(money(1, "KZT")), None);
        assert_eq!(money(i64::MAX, "PKR").checked_add(money(1, "PKR")), None);
        assert_eq!(money(1, "PKR").checked_add(money(2, "PKR")), Some(money(3, "PKR")));
    }
}

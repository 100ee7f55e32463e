//! Decimals that do not panic, and their way into whole minor units.

use rahdari_kernel::{Currency, Money};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// Returns `percent` of an amount, or nothing when it is too large.
pub(super) fn percent_of(amount: Decimal, percent: Decimal) -> Option<Decimal> {
    // Shifting the point is exact where a division by 100 would have to be carried out.
    let mut product = amount.checked_mul(percent)?;
    if product.scale() <= Decimal::MAX_SCALE - 2 {
        product.set_scale(product.scale() + 2).ok()?;
        Some(product.normalize())
    } else {
        product.checked_div(Decimal::ONE_HUNDRED)
    }
}

/// Returns a sum, or nothing when it is too large.
pub(super) fn sum(amounts: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    amounts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// Splits `total` in proportion to `weights`, each part rounded down to `decimals` and the remainder
/// added to the part with the greatest weight (the first of several). Without any weight the first part
/// takes everything.
pub(super) fn apportion(total: Decimal, weights: &[Decimal], decimals: u32) -> Option<Vec<Decimal>> {
    let whole = sum(weights.iter().copied())?;
    let mut largest = 0;
    let mut greatest = Decimal::ZERO;
    let mut parts = Vec::with_capacity(weights.len());
    for (place, weight) in weights.iter().enumerate() {
        let part =
            if whole.is_zero() { Decimal::ZERO } else { total.checked_mul(*weight)?.checked_div(whole)? };
        parts.push(part.round_dp_with_strategy(decimals, RoundingStrategy::ToZero));
        if *weight > greatest {
            (largest, greatest) = (place, *weight);
        }
    }
    let remainder = total.checked_sub(sum(parts.iter().copied())?)?;
    if let Some(part) = parts.get_mut(largest) {
        *part = part.checked_add(remainder)?;
    }
    Some(parts)
}

/// Returns an amount in minor units, what is less than one rounded up; nothing when it is too large.
pub(super) fn money(amount: Decimal, currency: Currency) -> Option<Money> {
    let minor = amount.checked_mul(Decimal::from(10_u64.checked_pow(currency.exponent())?))?;
    minor.ceil().to_i64().map(|minor| Money::new(minor, currency))
}

/// Returns money as a decimal of whole units.
pub(super) fn decimal(money: Money) -> Decimal {
    Decimal::new(money.amount_minor, money.currency.exponent())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(total: &str, weights: &[&str], expected: &[&str]) {
        let weights: Vec<_> = weights.iter().map(|w| d(w)).collect();
        let expected: Vec<_> = expected.iter().map(|w| d(w)).collect();
        assert_eq!(apportion(d(total), &weights, 2).unwrap(), expected);
    }

    #[test]
    fn parts_sum_to_the_whole_and_the_largest_takes_the_remainder() {
        check("100", &["1", "1", "1"], &["33.34", "33.33", "33.33"]);
        check("1200.00", &["85000", "15000"], &["1020", "180"]);
        check("0.05", &["1", "3", "3"], &["0", "0.03", "0.02"]);
        check("10", &["0", "0"], &["10", "0"]);
        check("10", &[], &[]);
    }

    #[test]
    fn what_is_too_large_is_refused_and_nothing_panics() {
        assert_eq!(percent_of(Decimal::MAX, d("200")), None);
        assert_eq!(apportion(Decimal::MAX, &[Decimal::MAX, Decimal::MAX], 2), None);
        assert_eq!(money(d("92233720368547758.08"), "PKR".parse().unwrap()), None);
        assert_eq!(percent_of(d("0.0000000000000000000000000001"), d("1")), Some(Decimal::ZERO));
    }

    #[test]
    fn minor_units_are_rounded_up() {
        let pkr = "PKR".parse().unwrap();
        assert_eq!(money(d("10.001"), pkr), Some(Money::new(1001, pkr)));
        assert_eq!(decimal(Money::new(1001, pkr)), d("10.01"));
    }
}

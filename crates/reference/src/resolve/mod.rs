//! Turns entries into the parts of a [`rahdari_intake::law::Law`]: reads the small notations in them,
//! follows their references, and finds what is missing, doubled or in contradiction.

mod agreements;
mod charges;
mod offices;
mod routes;
mod tariff;
mod timers;

use std::fmt;

use rahdari_intake::law::{LawParts, Period, Provenance, Rounding, RoundingMode, Text};
use rahdari_kernel::{Date, Finding, Money};
use rust_decimal::Decimal;

use crate::collect::Collected;
use crate::place::{self, Located, Place};

/// Resolves all entries. The parts are usable only when no finding was added.
pub(crate) fn resolve(collected: Collected, hash: [u8; 32], findings: &mut Vec<Finding>) -> LawParts {
    let offices = offices::offices(collected.offices, findings);
    let package_kinds = offices::package_kinds(collected.packages, findings);
    let routes = routes::routes(collected.legs, collected.routes, &offices, findings);
    let schedules = charges::schedules(collected.schedules, findings);
    let exchange_rates = charges::exchange_rates(collected.exchange_rates, findings);
    let timers = timers::timers(collected.timers, findings);
    let tariff_lines = tariff::lines(collected.tariff, &schedules, findings);
    let agreements = agreements::agreements(collected.agreements, &routes, &schedules, findings);
    LawParts {
        offices: offices.into_iter().map(|office| office.entry).collect(),
        agreements,
        tariff_lines,
        schedules: schedules.into_iter().map(|schedule| schedule.entry).collect(),
        exchange_rates,
        timers,
        package_kinds,
        hash,
    }
}

fn provenance(name: impl fmt::Display, source: Text, verified: bool) -> Provenance {
    Provenance { name: name.to_string().into(), source, verified }
}

/// Returns the period, after a finding when it ends before it begins.
fn period(from: Date, to: Option<Date>, at: &Place, findings: &mut Vec<Finding>) -> Period {
    if to.is_some_and(|to| to < from) {
        findings.push(place::entry(at, "the period ends before it begins"));
    }
    Period { from, to }
}

/// Returns what was read, or nothing and a finding.
fn expect<T>(
    read: Option<T>,
    at: &Place,
    message: impl fmt::Display,
    findings: &mut Vec<Finding>,
) -> Option<T> {
    if read.is_none() {
        findings.push(place::entry(at, message));
    }
    read
}

/// Reads `half_up 0`, `up 2`, `down 2` or `exact`.
fn rounding(text: &str) -> Option<Rounding> {
    if text == "exact" {
        return Some(Rounding { mode: RoundingMode::Exact, decimals: 0 });
    }
    let (mode, decimals) = text.split_once(' ')?;
    let mode = match mode {
        "half_up" => RoundingMode::HalfUp,
        "up" => RoundingMode::Up,
        "down" => RoundingMode::Down,
        _ => return None,
    };
    let decimals = decimals.parse().ok().filter(|decimals| *decimals <= 6)?;
    Some(Rounding { mode, decimals })
}

/// Reads `EUR 10000` or `EUR 10000.50`, whole minor units and not negative.
fn money(text: &str) -> Option<Money> {
    let (currency, amount) = text.split_once(' ')?;
    let currency: rahdari_kernel::Currency = currency.parse().ok()?;
    let mut amount = Decimal::from_str_exact(amount).ok()?;
    let exponent = currency.exponent();
    if amount.is_sign_negative() || amount.normalize().scale() > exponent {
        return None;
    }
    amount.rescale(exponent);
    let minor = i64::try_from(amount.mantissa()).ok().filter(|_| amount.scale() == exponent)?;
    Some(Money::new(minor, currency))
}

/// Finds entries about the same thing whose periods share a day.
fn overlaps<T, K: Ord + Clone>(
    entries: &[Located<T>],
    key: impl Fn(&T) -> (K, Period),
    what: impl Fn(&T) -> String,
    findings: &mut Vec<Finding>,
) {
    let mut sorted: Vec<_> = entries.iter().map(|located| (key(&located.entry), located)).collect();
    sorted.sort_by(|((a, x), _), ((b, y), _)| a.cmp(b).then(x.from.cmp(&y.from)));
    for pair in sorted.windows(2) {
        let [((a, earlier), first), ((b, later), second)] = pair else { continue };
        if a == b && earlier.overlaps(later) {
            let message = format!("{} is there twice: the other is at {}", what(&second.entry), first.at);
            findings.push(place::overlap(&second.at, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_whole_minor_units_of_a_currency() {
        let eur = "EUR".parse().unwrap();
        assert_eq!(money("EUR 10000"), Some(Money::new(1_000_000, eur)));
        assert_eq!(money("EUR 0.50"), Some(Money::new(50, eur)));
        assert_eq!(money("JPY 5.0").map(|money| money.amount_minor), Some(5));
        for wrong in ["EUR", "EUR -1", "EUR 0.005", "XXQ 1", "10 EUR", "EUR 99999999999999999999"] {
            assert_eq!(money(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn roundings_are_read() {
        assert_eq!(rounding("half_up 0"), Some(Rounding { mode: RoundingMode::HalfUp, decimals: 0 }));
        assert_eq!(rounding("exact").map(|rounding| rounding.mode), Some(RoundingMode::Exact));
        for wrong in ["", "half_up", "up 7", "nearest 2", "up -1"] {
            assert_eq!(rounding(wrong), None, "{wrong}");
        }
    }
}

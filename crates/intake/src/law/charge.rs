//! What a country levies on imports: a dated schedule of charges, each on a base made of earlier ones.

use rahdari_kernel::{Country, Currency};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::dated::{Period, Provenance, Text};
use super::rate::Rate;

/// Which way a rounding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// To the nearest; a half goes up.
    HalfUp,
    /// Up.
    Up,
    /// Down.
    Down,
    /// Not at all.
    Exact,
}

/// How amounts are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rounding {
    /// Which way.
    pub mode: RoundingMode,
    /// Decimals that remain, of the whole currency unit.
    pub decimals: u32,
}

impl Rounding {
    /// Rounds an amount.
    pub fn apply(&self, amount: Decimal) -> Decimal {
        let strategy = match self.mode {
            RoundingMode::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            RoundingMode::Up => RoundingStrategy::AwayFromZero,
            RoundingMode::Down => RoundingStrategy::ToZero,
            RoundingMode::Exact => return amount,
        };
        amount.round_dp_with_strategy(self.decimals, strategy)
    }
}

/// A summand of the base of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// The customs value.
    CustomsValue,
    /// The exact, unrounded amount of an earlier charge, by its place in the schedule.
    Charge(usize),
}

/// A rate that applies when the rate of another charge is above a bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The other charge's percentage must be greater than this.
    pub above: Decimal,
    /// The rate.
    pub rate: Rate,
    /// The rate as shown in an assessment.
    pub shown: Text,
}

/// Where the rate of a charge comes from when the tariff line has none of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeRate {
    /// From nowhere: goods whose line does not name the charge do not bear it.
    Tariff,
    /// The same for all goods.
    Fixed {
        /// The rate.
        rate: Rate,
        /// The rate as shown in an assessment.
        shown: Text,
    },
    /// By the rate of an earlier charge: the last step whose bound it exceeds, none when there is none.
    Steps {
        /// The earlier charge, by its place in the schedule.
        of: usize,
        /// The steps, bounds rising.
        steps: Vec<Step>,
    },
}

/// A duty or tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Its code, unique in the schedule: `CD`.
    pub code: Text,
    /// Its name for people.
    pub title: Text,
    /// What it is levied on.
    pub base: Vec<Term>,
    /// Its rate for goods whose tariff line names none.
    pub rate: ChargeRate,
    /// How each line of it is rounded.
    pub rounding: Rounding,
    /// Where it is written.
    pub provenance: Provenance,
}

/// What a country adds to the price of goods to come to their customs value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Valuation {
    /// Percentage of cost and freight that counts as insurance when none is declared.
    pub insurance_percent_if_missing: Decimal,
    /// Percentage of cost and freight added for landing.
    pub landing_percent: Decimal,
    /// Where it is written.
    pub provenance: Provenance,
}

/// All charges of a country in a period, in the order in which they are computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeSchedule {
    /// The country.
    pub country: Country,
    /// The currency in which it levies.
    pub currency: Currency,
    /// When it applies.
    pub validity: Period,
    /// How goods are valued.
    pub valuation: Valuation,
    /// The charges. A base names only earlier ones.
    pub charges: Vec<Charge>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mode: RoundingMode, decimals: u32, amount: &str, expected: &str) {
        let rounded = Rounding { mode, decimals }.apply(amount.parse().unwrap());
        assert_eq!(rounded, expected.parse::<Decimal>().unwrap());
    }

    #[test]
    fn a_half_goes_up_and_an_even_digit_does_not_matter() {
        check(RoundingMode::HalfUp, 0, "2.5", "3");
        check(RoundingMode::HalfUp, 0, "3.5", "4");
        check(RoundingMode::HalfUp, 0, "2.4999999999", "2");
        check(RoundingMode::HalfUp, 2, "0.125", "0.13");
        check(RoundingMode::Up, 0, "2.0000000001", "3");
        check(RoundingMode::Up, 0, "2", "2");
        check(RoundingMode::Down, 1, "2.99", "2.9");
        check(RoundingMode::Exact, 0, "2.999", "2.999");
    }
}

//! Rates of duty as tariffs write them: `15`, `0.05 EUR/kg`, `10 min 0.05 EUR/kg`, `5 plus 0.2 EUR/kg`.

use std::fmt;
use std::str::FromStr;

use rahdari_kernel::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a specific rate counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitOfQuantity {
    /// Kilograms of net mass.
    Kilogram,
    /// Tonnes of net mass.
    Tonne,
    /// The supplementary units that the tariff asks for: pieces, pairs, litres, cubic metres.
    Supplementary,
}

/// An amount for each unit of the goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Specific {
    /// The amount in whole units of the currency.
    pub amount: Decimal,
    /// The currency of the tariff, not necessarily that of the country.
    pub currency: Currency,
    /// What is counted.
    pub per: UnitOfQuantity,
}

/// How much is levied on a base or a quantity. Percentages are of 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rate {
    /// A percentage of the base.
    Percent(Decimal),
    /// An amount for each unit.
    Specific(Specific),
    /// A percentage, but not less than an amount for each unit: the greater of the two.
    Greater(Decimal, Specific),
    /// A percentage and an amount for each unit together.
    Sum(Decimal, Specific),
}

impl Rate {
    /// The rate of nothing.
    pub const ZERO: Self = Self::Percent(Decimal::ZERO);

    /// Returns the part that is a percentage of the base, 0 when there is none.
    pub fn percent(&self) -> Decimal {
        match self {
            Self::Percent(percent) | Self::Greater(percent, _) | Self::Sum(percent, _) => *percent,
            Self::Specific(_) => Decimal::ZERO,
        }
    }

    /// Returns the part that is an amount for each unit.
    pub fn specific(&self) -> Option<&Specific> {
        match self {
            Self::Percent(_) => None,
            Self::Specific(specific) | Self::Greater(_, specific) | Self::Sum(_, specific) => Some(specific),
        }
    }
}

/// The text is not a rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a rate like 15, 0.05 EUR/kg, 10 min 0.05 EUR/kg or 5 plus 0.2 EUR/kg")]
pub struct NotARate;

impl FromStr for Rate {
    type Err = NotARate;
    fn from_str(text: &str) -> Result<Self, NotARate> {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        match words.as_slice() {
            [percent] => Ok(Self::Percent(not_negative(percent)?)),
            [amount, unit] => Ok(Self::Specific(specific(amount, unit)?)),
            [percent, "min", amount, unit] => {
                Ok(Self::Greater(not_negative(percent)?, specific(amount, unit)?))
            }
            [percent, "plus", amount, unit] => Ok(Self::Sum(not_negative(percent)?, specific(amount, unit)?)),
            _ => Err(NotARate),
        }
    }
}

/// Returns a decimal of at most a million with at most ten decimals; nobody levies more, and products
/// of such numbers stay exact.
fn not_negative(text: &str) -> Result<Decimal, NotARate> {
    let number = Decimal::from_str_exact(text).map_err(|_| NotARate)?;
    let usual = !number.is_sign_negative() && number <= Decimal::from(1_000_000) && number.scale() <= 10;
    if usual { Ok(number) } else { Err(NotARate) }
}

fn specific(amount: &str, unit: &str) -> Result<Specific, NotARate> {
    let (currency, per) = unit.split_once('/').ok_or(NotARate)?;
    let per = match per {
        "kg" => UnitOfQuantity::Kilogram,
        "t" => UnitOfQuantity::Tonne,
        "unit" => UnitOfQuantity::Supplementary,
        _ => return Err(NotARate),
    };
    let currency = currency.parse().map_err(|_| NotARate)?;
    Ok(Specific { amount: not_negative(amount)?, currency, per })
}

impl fmt::Display for Specific {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per = match self.per {
            UnitOfQuantity::Kilogram => "kg",
            UnitOfQuantity::Tonne => "t",
            UnitOfQuantity::Supplementary => "unit",
        };
        write!(f, "{} {}/{per}", self.amount, self.currency)
    }
}

/// Writes the text that `FromStr` reads.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(percent) => write!(f, "{percent}"),
            Self::Specific(specific) => write!(f, "{specific}"),
            Self::Greater(percent, specific) => write!(f, "{percent} min {specific}"),
            Self::Sum(percent, specific) => write!(f, "{percent} plus {specific}"),
        }
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_forms_are_read_and_written_alike() {
        for text in ["0", "15", "16.5", "0.05 EUR/kg", "10 min 0.05 EUR/kg", "5 plus 0.2 USD/t", "1 EUR/unit"]
        {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_no_rates() {
        for text in
            ["", "-1", "15 %", "ten", "5 EUR", "5 EUR/lb", "5 max 1 EUR/kg", "5 XXQ/kg", "1000001", "1e3"]
        {
            assert_eq!(text.parse::<Rate>(), Err(NotARate), "{text}");
        }
    }
}

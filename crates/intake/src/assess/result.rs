//! The result of an assessment, as it is kept with the declaration and shown to people.

use rahdari_kernel::{Country, Currency, Money, OfficeCode};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::law::{AgreementStatus, Text};

/// How the security of a leg was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegBasis {
    /// From the duties and taxes at risk.
    Levies,
    /// A fixed amount shared by the transport units.
    Flat,
    /// From the agreement's default amount, or the amount declared if that is more.
    Declared,
    /// No rule was found; no security is asked.
    Unknown,
}

/// One charge on one goods item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeLine {
    /// The sequence number of the goods item.
    pub item: u16,
    /// The sequence number of the transport unit that carries it.
    pub unit: u16,
    /// The code of the charge.
    pub charge: Text,
    /// What it is levied on, exact.
    pub base: Decimal,
    /// The rate in words: `20 %`, `10 min 0.05 EUR/kg`.
    pub rate: Text,
    /// The amount before rounding.
    pub exact: Decimal,
    /// The amount after the rounding of the charge, in whole units of the currency.
    pub amount: Decimal,
    /// The currency.
    pub currency: Currency,
    /// Where the rate is written.
    pub law: Text,
    /// Whether that was verified.
    pub verified: bool,
}

/// The security that one transport unit needs on one leg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSecurity {
    /// The sequence number of the transport unit.
    pub unit: u16,
    /// The amount; zero when the goods bear no duties.
    pub amount: Money,
    /// How it was found, for people.
    pub basis: String,
}

/// One leg of the journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegAssessment {
    /// Its place in the journey, from 1.
    pub sequence: u16,
    /// The country under whose law it is secured.
    pub country: Country,
    /// The office where it begins.
    pub entry: OfficeCode,
    /// The office where it ends.
    pub exit: OfficeCode,
    /// Days within which it must be completed.
    pub days_allowed: u16,
    /// How its security was found.
    pub basis: LegBasis,
    /// The duties and taxes at risk, item by item; empty unless they were computed.
    pub charges: Vec<ChargeLine>,
    /// The security for each transport unit; empty when no rule was found.
    pub security: Vec<UnitSecurity>,
}

/// The result: what is at risk on each leg, under which law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The id of the agreement.
    pub agreement: Text,
    /// Whether it was in force.
    pub agreement_status: AgreementStatus,
    /// The id of the route.
    pub route: Text,
    /// SHA-256 over the texts of the law, in hexadecimal.
    pub law_hash: Text,
    /// What was applied although it is not verified, each by its name.
    pub unverified: Vec<Text>,
    /// What the reader should know: goods assessed at the highest rate, values that were missing.
    pub notes: Vec<String>,
    /// The legs in order.
    pub legs: Vec<LegAssessment>,
}

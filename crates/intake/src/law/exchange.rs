//! Customs exchange rates: what an administration counts for a foreign currency on a day.

use rahdari_kernel::{Country, Currency};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::dated::{Period, Provenance};

/// The rate an administration applies to customs values in one foreign currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRate {
    /// The administration that applies it.
    pub administration: Country,
    /// The foreign currency.
    pub currency: Currency,
    /// Units of the administration's own currency for one unit of the foreign one.
    pub rate: Decimal,
    /// The days it is applied.
    pub validity: Period,
    /// Where it was published.
    pub provenance: Provenance,
}

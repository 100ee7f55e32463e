//! The entries as they are written in the files. Unknown fields are mistakes: a misspelt one would
//! otherwise be law that silently does not apply.

use std::collections::BTreeMap;

use rahdari_intake::law::{AgreementStatus, Instrument, OfficeRole, Text};
use rahdari_kernel::{Country, Currency, Date, OfficeCode, UnLocode};
use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

/// `[[office]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficeEntry {
    pub(crate) code: OfficeCode,
    pub(crate) name: Text,
    pub(crate) locode: Option<UnLocode>,
    pub(crate) roles: Vec<OfficeRole>,
    pub(crate) utc_offset_minutes: i32,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// `[[leg]]`: the way through one country between two of its offices.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LegEntry {
    pub(crate) id: Text,
    pub(crate) entry: OfficeCode,
    pub(crate) exit: OfficeCode,
    pub(crate) km: u32,
    pub(crate) days_allowed: u16,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// `[[route]]`: legs in order, each with its alternatives. A route for each combination comes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RouteEntry {
    pub(crate) id: Text,
    pub(crate) title: Text,
    pub(crate) stages: Vec<Vec<Text>>,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// `[[schedule]]`: the charges of a country.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScheduleEntry {
    pub(crate) country: Country,
    pub(crate) currency: Currency,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    pub(crate) valuation: ValuationEntry,
    pub(crate) charge: Vec<Spanned<ChargeEntry>>,
}

/// `[schedule.valuation]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValuationEntry {
    pub(crate) insurance_percent_if_missing: Decimal,
    pub(crate) landing_percent: Decimal,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// `[[schedule.charge]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChargeEntry {
    pub(crate) code: Text,
    pub(crate) title: Text,
    /// `customs_value + CD + ACD`
    pub(crate) base: String,
    /// `tariff`, `by CD` with steps, or a rate
    pub(crate) rate: String,
    #[serde(default)]
    pub(crate) steps: Vec<StepEntry>,
    /// `half_up 0`, `up 2` or `exact`
    pub(crate) rounding: String,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// A step of `by CD`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepEntry {
    pub(crate) above: Decimal,
    pub(crate) rate: String,
}

/// `[[exchange_rates]]`: what an administration published together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExchangeRatesEntry {
    pub(crate) administration: Country,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    pub(crate) rates: BTreeMap<Currency, Decimal>,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// `[[timer]]`: a number that an office's work lives by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimerEntry {
    pub(crate) name: Text,
    pub(crate) value: u32,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// `[[agreement]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgreementEntry {
    pub(crate) id: Text,
    pub(crate) title: Text,
    pub(crate) status: AgreementStatus,
    pub(crate) parties: Vec<Country>,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    pub(crate) routes: Vec<Text>,
    pub(crate) source: Text,
    pub(crate) verified: bool,
    pub(crate) default_amount: Option<ParameterEntry<Spanned<String>>>,
    pub(crate) floor: Option<ParameterEntry<Spanned<String>>>,
    pub(crate) ceiling: Option<ParameterEntry<Spanned<String>>>,
    pub(crate) security_rounding: ParameterEntry<Spanned<String>>,
    pub(crate) claim_window_days: ParameterEntry<u16>,
    pub(crate) weight_tolerance_percent: ParameterEntry<Decimal>,
    pub(crate) late_grace_days: ParameterEntry<u16>,
    pub(crate) scan_percent_min: Option<ParameterEntry<Decimal>>,
    pub(crate) examination_percent_min: Option<ParameterEntry<Decimal>>,
    pub(crate) seals_required: ParameterEntry<bool>,
    pub(crate) tracking_required: ParameterEntry<bool>,
    pub(crate) country: Vec<Spanned<CountryEntry>>,
    #[serde(default)]
    pub(crate) document: Vec<Spanned<DocumentEntry>>,
    #[serde(default)]
    pub(crate) prohibition: Vec<Spanned<ProhibitionEntry>>,
}

/// `{ value = …, source = …, verified = … }`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParameterEntry<T> {
    pub(crate) value: T,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// The word for the way a security is found.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecurityWord {
    Levies,
    Flat,
    Declared,
    Unknown,
}

/// `[[agreement.country]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountryEntry {
    pub(crate) code: Country,
    pub(crate) security: SecurityWord,
    pub(crate) percent: Option<Decimal>,
    pub(crate) amount: Option<String>,
    #[serde(default)]
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) days_allowed_max: Option<u16>,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// `[[agreement.document]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentEntry {
    pub(crate) types: Vec<Text>,
    pub(crate) title: Text,
    #[serde(default)]
    pub(crate) from_sea_port_only: bool,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// `[[agreement.prohibition]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProhibitionEntry {
    pub(crate) title: Text,
    pub(crate) codes: Vec<Text>,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    pub(crate) arrived_from: Option<Date>,
    pub(crate) arrived_to: Option<Date>,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// A row of a tariff (CSV).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TariffRow {
    pub(crate) country: Country,
    /// Two to ten digits, or `*` for the highest rates of the country.
    pub(crate) code: String,
    pub(crate) description: Text,
    /// `CD=20; RD=10`
    pub(crate) rates: String,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

/// A row of the kinds of packages (CSV).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackageRow {
    pub(crate) code: Text,
    pub(crate) name: Text,
    pub(crate) bulk: bool,
    pub(crate) source: Text,
    pub(crate) verified: bool,
}

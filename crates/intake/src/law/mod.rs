//! The law and code lists of the corridor as dated values, with the look-ups that others need.
//!
//! A [`Law`] is built once from its parts and never changes: look-ups are hash and binary searches that
//! allocate nothing. Which law is in force is a question of a date, and every answer carries its source
//! and whether a lawyer has verified it. Reading the text files is left to the crate `reference`,
//! applying the law to a declaration to [`mod@crate::check`] and [`mod@crate::assess`].

mod agreement;
mod charge;
mod dated;
mod exchange;
mod office;
mod rate;
mod route;
mod tariff;
mod timer;

use std::collections::HashMap;
use std::fmt::Write as _;

use rahdari_kernel::{Country, Currency, Date, OfficeCode};

pub use agreement::{
    Agreement, AgreementStatus, CountryRule, DocumentRequirement, Instrument, Prohibition, SecurityBasis,
};
pub use charge::{Charge, ChargeRate, ChargeSchedule, Rounding, RoundingMode, Step, Term, Valuation};
pub use dated::{Parameter, Period, Provenance, Text};
pub use exchange::ExchangeRate;
pub use office::{Office, OfficeRole, PackageKind};
pub use rate::{NotARate, Rate, Specific, UnitOfQuantity};
pub use route::{Leg, Route};
pub use tariff::{TariffLine, TariffRate};
pub use timer::Timer;

use tariff::Tariff;

/// What a [`Law`] is made of, in any order.
#[derive(Clone, Debug, Default)]
pub struct LawParts {
    /// Customs offices.
    pub offices: Vec<Office>,
    /// Agreements, one entry for each dated version.
    pub agreements: Vec<Agreement>,
    /// Tariff lines of all countries.
    pub tariff_lines: Vec<TariffLine>,
    /// Schedules of charges of all countries.
    pub schedules: Vec<ChargeSchedule>,
    /// Customs exchange rates of all administrations.
    pub exchange_rates: Vec<ExchangeRate>,
    /// Timers, one entry for each dated version.
    pub timers: Vec<Timer>,
    /// Kinds of packages.
    pub package_kinds: Vec<PackageKind>,
    /// SHA-256 over the texts that the law was read from.
    pub hash: [u8; 32],
}

/// The law of the corridor at all dates.
#[derive(Clone, Debug, Default)]
pub struct Law {
    offices: HashMap<OfficeCode, Office>,
    agreements: HashMap<Text, Vec<Agreement>>,
    tariffs: HashMap<Country, Tariff>,
    schedules: HashMap<Country, Vec<ChargeSchedule>>,
    exchange_rates: HashMap<(Country, Currency), Vec<ExchangeRate>>,
    timers: HashMap<Text, Vec<Timer>>,
    package_kinds: HashMap<Text, PackageKind>,
    hash: [u8; 32],
    hash_hex: Text,
}

impl Law {
    /// Arranges the parts for look-up. Versions of one datum may come in any order.
    pub fn new(parts: LawParts) -> Self {
        let mut law = Self { hash: parts.hash, hash_hex: hex(&parts.hash), ..Self::default() };
        law.offices = parts.offices.into_iter().map(|office| (office.code, office)).collect();
        law.package_kinds = parts.package_kinds.into_iter().map(|kind| (kind.code.clone(), kind)).collect();
        for agreement in parts.agreements {
            law.agreements.entry(agreement.id.clone()).or_default().push(agreement);
        }
        for schedule in parts.schedules {
            law.schedules.entry(schedule.country).or_default().push(schedule);
        }
        for timer in parts.timers {
            law.timers.entry(timer.name.clone()).or_default().push(timer);
        }
        for rate in parts.exchange_rates {
            law.exchange_rates.entry((rate.administration, rate.currency)).or_default().push(rate);
        }
        let mut lines: HashMap<Country, Vec<TariffLine>> = HashMap::new();
        for line in parts.tariff_lines {
            lines.entry(line.country).or_default().push(line);
        }
        law.tariffs = lines.into_iter().map(|(country, lines)| (country, Tariff::new(lines))).collect();
        law.agreements.values_mut().for_each(|versions| newest_first(versions, |a| a.validity.from));
        law.schedules.values_mut().for_each(|versions| newest_first(versions, |s| s.validity.from));
        law.exchange_rates.values_mut().for_each(|versions| newest_first(versions, |r| r.validity.from));
        law
    }

    /// Returns the office with this code, valid or not; ask its `validity` for a date.
    pub fn office(&self, code: &OfficeCode) -> Option<&Office> {
        self.offices.get(code)
    }

    /// Returns the version of an agreement whose period contains the date.
    pub fn agreement(&self, id: &str, on: Date) -> Option<&Agreement> {
        self.agreements.get(id)?.iter().find(|version| version.validity.contains(on))
    }

    /// Returns every version of an agreement, the newest first; empty when there is no such agreement.
    pub fn agreement_versions(&self, id: &str) -> &[Agreement] {
        self.agreements.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the rate at which an administration converts a foreign currency into its own on a date.
    pub fn exchange_rate(
        &self,
        administration: Country,
        currency: Currency,
        on: Date,
    ) -> Option<&ExchangeRate> {
        let versions = self.exchange_rates.get(&(administration, currency))?;
        versions.iter().find(|rate| rate.validity.contains(on))
    }

    /// Returns the line of a country's tariff whose code is the longest beginning of `commodity` and
    /// which is in force on the date. The country's fallback line has an empty code and answers last.
    pub fn tariff_line(&self, country: Country, commodity: &str, on: Date) -> Option<&TariffLine> {
        self.tariffs.get(&country)?.line(commodity, on)
    }

    /// Returns the charges that a country levies on imports on a date.
    pub fn charges(&self, country: Country, on: Date) -> Option<&ChargeSchedule> {
        self.schedules.get(&country)?.iter().find(|schedule| schedule.validity.contains(on))
    }

    /// Returns the timer of a name that deadlines are computed with on a date.
    pub fn timer(&self, name: &str, on: Date) -> Option<&Timer> {
        self.timers.get(name)?.iter().find(|timer| timer.validity.contains(on))
    }

    /// Returns the kind of package with this code of UN/ECE Recommendation 21.
    pub fn package_kind(&self, code: &str) -> Option<&PackageKind> {
        self.package_kinds.get(code)
    }

    /// Returns SHA-256 over the texts that the law was read from.
    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// Returns the hash in lower-case hexadecimal.
    pub fn hash_hex(&self) -> &Text {
        &self.hash_hex
    }

    /// Returns all offices by code.
    pub fn offices(&self) -> Vec<&Office> {
        let mut offices: Vec<_> = self.offices.values().collect();
        offices.sort_by_key(|office| office.code);
        offices
    }

    /// Returns all versions of all agreements by id, the newest first.
    pub fn agreements(&self) -> Vec<&Agreement> {
        let mut agreements: Vec<_> = self.agreements.values().flatten().collect();
        agreements.sort_by(|a, b| a.id.cmp(&b.id).then(b.validity.from.cmp(&a.validity.from)));
        agreements
    }

    /// Returns all schedules of charges by country, the newest first.
    pub fn schedules(&self) -> Vec<&ChargeSchedule> {
        let mut schedules: Vec<_> = self.schedules.values().flatten().collect();
        schedules.sort_by_key(|schedule| schedule.country);
        schedules
    }

    /// Returns all exchange rates by administration and currency, the newest first.
    pub fn exchange_rates(&self) -> Vec<&ExchangeRate> {
        let mut rates: Vec<_> = self.exchange_rates.values().flatten().collect();
        rates.sort_by_key(|rate| (rate.administration, rate.currency));
        rates
    }

    /// Returns the lines of a country's tariff by code, the fallback first.
    pub fn tariff(&self, country: Country) -> &[TariffLine] {
        self.tariffs.get(&country).map_or(&[], Tariff::lines)
    }

    /// Returns the countries that have a tariff.
    pub fn tariff_countries(&self) -> Vec<Country> {
        let mut countries: Vec<_> = self.tariffs.keys().copied().collect();
        countries.sort_unstable();
        countries
    }

    /// Returns all kinds of packages by code.
    pub fn package_kinds(&self) -> Vec<&PackageKind> {
        let mut kinds: Vec<_> = self.package_kinds.values().collect();
        kinds.sort_by(|a, b| a.code.cmp(&b.code));
        kinds
    }
}

fn newest_first<T>(versions: &mut [T], from: impl Fn(&T) -> Date) {
    versions.sort_by_key(|version| std::cmp::Reverse(from(version)));
}

fn hex(hash: &[u8; 32]) -> Text {
    let text = hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    text.into()
}

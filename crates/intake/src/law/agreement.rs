//! Transit agreements as versions of parameters: routes, security, documents, prohibitions.

use rahdari_kernel::{Country, Money, OfficeCode};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::charge::Rounding;
use super::dated::{Parameter, Period, Provenance, Text};
use super::route::Route;

/// Whether an agreement can be invoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementStatus {
    /// Not signed, or without a text: works only in demo mode, under a visible banner.
    Draft,
    /// Binding.
    InForce,
    /// Binding, but no new journey may begin.
    Suspended,
    /// No longer binding.
    Expired,
}

impl AgreementStatus {
    /// Returns the word used in files and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InForce => "in_force",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
        }
    }
}

/// A kind of security that a country accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// A deposit for one movement.
    IndividualCash,
    /// A bank's or insurer's undertaking for one movement.
    IndividualUndertaking,
    /// An undertaking for many movements up to a reference amount.
    Comprehensive,
    /// A title for a fixed amount.
    FlatRateVoucher,
    /// A TIR carnet or eTIR guarantee.
    Tir,
    /// A dispensation.
    Waiver,
}

impl Instrument {
    /// Returns the word used in files and answers, the same as that of a guarantee of this kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IndividualCash => "individual_cash",
            Self::IndividualUndertaking => "individual_undertaking",
            Self::Comprehensive => "comprehensive",
            Self::FlatRateVoucher => "flat_rate_voucher",
            Self::Tir => "tir",
            Self::Waiver => "waiver",
        }
    }
}

/// How the security for a leg is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityBasis {
    /// A percentage of the duties and taxes that importing the goods would cost.
    Levies {
        /// The percentage, 100 unless the law reduces it.
        percent: Decimal,
    },
    /// A fixed amount for the whole consignment (a TIR carnet), shared by its transport units.
    Flat {
        /// The amount.
        amount: Money,
    },
    /// The agreement's default amount, or the amount that the declarant states if that is more or there is no
    /// default.
    Declared,
    /// No rule was found: no security is asked, and the assessment says so.
    Unknown,
}

/// What an agreement asks within one country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountryRule {
    /// The country.
    pub country: Country,
    /// How the security is found.
    pub security: SecurityBasis,
    /// What may secure it; empty when nothing is asked.
    pub instruments: Vec<Instrument>,
    /// The most days that a leg in this country may take.
    pub days_allowed_max: Option<u16>,
    /// Where it is written.
    pub provenance: Provenance,
}

/// A document that must accompany the goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRequirement {
    /// The types that satisfy it, any one of them: `N705`.
    pub types: Vec<Text>,
    /// Its name for people.
    pub title: Text,
    /// Whether it is asked only for goods that begin their journey at a sea port.
    pub from_sea_port_only: bool,
    /// Where it is written.
    pub provenance: Provenance,
}

/// Goods that may not be carried under an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prohibition {
    /// Its name for people.
    pub title: Text,
    /// Beginnings of the commodity codes concerned.
    pub prefixes: Vec<Text>,
    /// When declarations are refused for it.
    pub validity: Period,
    /// If given, it concerns only goods that arrived within this period.
    pub arrived_between: Option<Period>,
    /// Where it is written.
    pub provenance: Provenance,
}

impl Prohibition {
    /// Tells whether the commodity is among the goods concerned, whatever the date.
    pub fn names(&self, commodity: &str) -> bool {
        self.prefixes.iter().any(|prefix| commodity.starts_with(&**prefix))
    }
}

/// One dated version of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Its id: `PK-KZ`.
    pub id: Text,
    /// Its name for people.
    pub title: Text,
    /// Whether it can be invoked.
    pub status: AgreementStatus,
    /// The countries that are bound by it.
    pub parties: Vec<Country>,
    /// When this version applies.
    pub validity: Period,
    /// The journeys it permits, preferred ones first.
    pub routes: Vec<Route>,
    /// What it asks in each country of its routes.
    pub countries: Vec<CountryRule>,
    /// The least security for a consignment and leg when duties cannot be computed.
    pub default_amount: Option<Parameter<Money>>,
    /// The least security for a transport unit and leg, where any is due.
    pub floor: Option<Parameter<Money>>,
    /// The most security for a transport unit and leg.
    pub ceiling: Option<Parameter<Money>>,
    /// How the security of a transport unit is rounded.
    pub security_rounding: Parameter<Rounding>,
    /// Days after the time limit during which a guarantor can still be called; a guarantee must outlive them.
    pub claim_window_days: Parameter<u16>,
    /// Percentage by which a weight found may differ from the weight declared.
    pub weight_tolerance_percent: Parameter<Decimal>,
    /// Days after the time limit before an arrival counts as missing.
    pub late_grace_days: Parameter<u16>,
    /// Least share of consignments that are scanned, in percent.
    pub scan_percent_min: Option<Parameter<Decimal>>,
    /// Least share of consignments that are examined, in percent.
    pub examination_percent_min: Option<Parameter<Decimal>>,
    /// Whether each transport unit travels under customs seals.
    pub seals_required: Parameter<bool>,
    /// Whether each transport unit carries a tracking device.
    pub tracking_required: Parameter<bool>,
    /// The documents that must accompany the goods.
    pub documents: Vec<DocumentRequirement>,
    /// Goods that may not be carried.
    pub prohibitions: Vec<Prohibition>,
    /// Where the agreement is written.
    pub provenance: Provenance,
}

impl Agreement {
    /// Returns what the agreement asks within a country.
    pub fn country(&self, country: Country) -> Option<&CountryRule> {
        self.countries.iter().find(|rule| rule.country == country)
    }
    /// Returns the first route on which the declared offices lie in this order: the departure is its
    /// first office, the destination its last, and the offices of transit are some or all between.
    pub fn route(
        &self,
        departure: &OfficeCode,
        transit: &[OfficeCode],
        destination: &OfficeCode,
    ) -> Option<&Route> {
        self.routes.iter().find(|route| route.passes(departure, transit, destination))
    }
}

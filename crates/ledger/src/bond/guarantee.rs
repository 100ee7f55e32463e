//! What a guarantee is: its terms, its state, and the accounts it owns.

use rahdari_kernel::{AccountId, CompanyId, Country, Currency, Date, Grn, GuaranteeId, Money, Refusal};
use serde::{Deserialize, Serialize};

/// Makes an enum with a stable word for each case.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$case_doc])* $case,)+
        }

        impl $name {
            /// Every case.
            pub const ALL: &'static [Self] = &[$(Self::$case,)+];

            /// Returns the word used in the API and the database.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$case => $word,)+
                }
            }

            /// Returns the case of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|case| case.as_str() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words!(
    /// The kinds of security.
    GuaranteeKind {
        /// Cash for one movement.
        IndividualCash "individual_cash",
        /// The undertaking of a bank or insurer for one movement.
        IndividualUndertaking "individual_undertaking",
        /// One security for many movements, up to a reference amount.
        Comprehensive "comprehensive",
        /// A voucher of a fixed amount.
        FlatRateVoucher "flat_rate_voucher",
        /// The guarantee chain behind a TIR carnet; its limit holds in each country.
        Tir "tir",
        /// An authorisation to secure less, or nothing.
        Waiver "waiver",
    }
);

words!(
    /// Whether a guarantee takes new reservations. None of these frees what is reserved already.
    GuaranteeStatus {
        /// It does.
        Active "active",
        /// Not for the time being.
        Suspended "suspended",
        /// The guarantor or customs took it back.
        Revoked "revoked",
        /// Its term is over.
        Expired "expired",
    }
);

impl GuaranteeStatus {
    /// Returns the states that may follow this one.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Active => &[Self::Suspended, Self::Revoked, Self::Expired],
            Self::Suspended => &[Self::Active, Self::Revoked, Self::Expired],
            Self::Revoked | Self::Expired => &[],
        }
    }
}

/// The accounts of a guarantee for all its countries, or for one where the limit holds in each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pocket {
    /// The country, or nothing for all countries of the guarantee together.
    pub country: Option<Country>,
    /// What can still be reserved.
    pub available: AccountId,
    /// The guarantor's promise.
    pub undertaking: AccountId,
    /// What was called in.
    pub claimed: AccountId,
}

/// The terms of a guarantee that is to be issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGuarantee {
    /// Its sixteen bytes.
    pub id: GuaranteeId,
    /// Its reference number.
    pub grn: Grn,
    /// What kind of security it is.
    pub kind: GuaranteeKind,
    /// The administration in whose favour it stands.
    pub administration: Country,
    /// The holder of transit who may use it.
    pub holder: CompanyId,
    /// The bank, insurer or association behind it; nothing for cash and waivers.
    pub guarantor: Option<CompanyId>,
    /// The countries it covers.
    pub countries: Vec<Country>,
    /// The currency of its limit.
    pub currency: Currency,
    /// Its limit in minor units, in each country if `per_country`.
    pub limit_minor: i64,
    /// Whether the limit holds in each country by itself (TIR) and not for all together.
    pub per_country: bool,
    /// The part of the security that must be covered, by authorisation: 100, 50, 30 or 0.
    pub percent_required: u8,
    /// The first day of its term.
    pub valid_from: Date,
    /// The last day of its term.
    pub valid_until: Date,
    /// The hash of its access code; opaque here.
    pub access_code_hash: String,
}

/// A guarantee that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarantee {
    /// Its sixteen bytes.
    pub id: GuaranteeId,
    /// Its reference number.
    pub grn: Grn,
    /// What kind of security it is.
    pub kind: GuaranteeKind,
    /// The administration in whose favour it stands.
    pub administration: Country,
    /// The holder of transit who may use it.
    pub holder: CompanyId,
    /// The bank, insurer or association behind it; nothing for cash and waivers.
    pub guarantor: Option<CompanyId>,
    /// The countries it covers.
    pub countries: Vec<Country>,
    /// The currency of its limit.
    pub currency: Currency,
    /// Its limit in minor units, in each country if `per_country`.
    pub limit_minor: i64,
    /// Whether the limit holds in each country by itself (TIR) and not for all together.
    pub per_country: bool,
    /// The part of the security that must be covered, by authorisation: 100, 50, 30 or 0.
    pub percent_required: u8,
    /// The first day of its term.
    pub valid_from: Date,
    /// The last day of its term.
    pub valid_until: Date,
    /// The hash of its access code; opaque here.
    pub access_code_hash: String,
    /// Whether it takes new reservations.
    pub status: GuaranteeStatus,
    /// Counts its changes, from 1.
    pub version: u64,
    /// Its accounts: one pocket, or one for each country.
    pub pockets: Vec<Pocket>,
}

/// How much of a pocket is used. The three parts add up to the limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// The country of the pocket, or nothing for all together.
    pub country: Option<Country>,
    /// What the guarantee secures at most.
    pub limit: Money,
    /// What can still be reserved.
    pub available: Money,
    /// What is held for movements.
    pub reserved: Money,
    /// What was called in.
    pub claimed: Money,
}

impl Guarantee {
    /// Returns the pocket that secures a country, or nothing when the guarantee does not cover it.
    pub fn pocket(&self, country: Country) -> Option<&Pocket> {
        let covered = self.countries.contains(&country);
        self.pockets.iter().find(|pocket| covered && pocket.country.is_none_or(|only| only == country))
    }

    /// Returns what is held for an amount: the part that the authorisation requires, rounded up to the minor
    /// unit in favour of customs.
    pub fn to_hold(&self, amount: Money) -> Money {
        let share = i128::from(amount.amount_minor) * i128::from(self.percent_required.min(100));
        let held = (share + 99).div_euclid(100);
        Money { amount_minor: i64::try_from(held).unwrap_or(i64::MAX), ..amount }
    }

    /// Moves the guarantee to another state and counts its version up.
    ///
    /// # Errors
    /// `wrong-state` with the states that may follow, when `to` is not one of them.
    pub fn change_status(&mut self, to: GuaranteeStatus) -> Result<(), Refusal> {
        let next = self.status.next();
        if !next.contains(&to) {
            let detail = format!("guarantee {} is {} and cannot become {to}", self.grn, self.status);
            let allowed = next.iter().map(|status| status.to_string()).collect();
            return Err(Refusal::new("wrong-state", detail).with_allowed(allowed));
        }
        self.status = to;
        self.version += 1;
        Ok(())
    }
}

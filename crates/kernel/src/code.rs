//! Codes from public lists: countries, currencies, places, offices and goods.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes and reads a type through its `Display` and `FromStr`, so that both share one check.
macro_rules! text_serde {
    ($name:ty) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}
pub(crate) use text_serde;

/// A country by its ISO 3166-1 alpha-2 code. An administration is named by its country.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// The text is not an assigned ISO 3166-1 alpha-2 code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 3166-1 alpha-2 country code in capitals")]
pub struct NotACountry;

impl Country {
    /// Pakistan.
    pub const PK: Self = Self(*b"PK");
    /// Afghanistan.
    pub const AF: Self = Self(*b"AF");
    /// Uzbekistan.
    pub const UZ: Self = Self(*b"UZ");
    /// Kazakhstan.
    pub const KZ: Self = Self(*b"KZ");

    /// Returns the two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns the English short name of ISO 3166-1.
    pub fn name(&self) -> &'static str {
        rust_iso3166::from_alpha2(self.as_str()).map_or("", |country| country.name)
    }
}

impl FromStr for Country {
    type Err = NotACountry;
    fn from_str(text: &str) -> Result<Self, NotACountry> {
        let bytes: [u8; 2] = text.as_bytes().try_into().map_err(|_| NotACountry)?;
        let assigned = bytes.iter().all(u8::is_ascii_uppercase) && rust_iso3166::from_alpha2(text).is_some();
        if assigned { Ok(Self(bytes)) } else { Err(NotACountry) }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
text_serde!(Country);

/// A currency of ISO 4217, with its minor unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(iso_currency::Currency);

/// The text is not a current ISO 4217 currency code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 4217 currency code")]
pub struct NotACurrency;

impl Currency {
    /// Returns the number of decimals of the minor unit (2 for PKR, 0 for JPY).
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }

    /// Returns the ISO 4217 numeric code, which names the currency's ledger.
    pub fn numeric(self) -> u16 {
        self.0.numeric()
    }

    /// Returns the three letters.
    pub fn as_str(self) -> &'static str {
        self.0.code()
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;
    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        iso_currency::Currency::from_code(text).map(Self).ok_or(NotACurrency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
text_serde!(Currency);

/// A goods code of six to ten digits: HS (6), Pakistan's PCT (8), the EAEU's TN VED (10).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HsCode(String);

/// The text is not six to ten digits within chapters 01 to 99.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a goods code of six to ten digits (spaces and dots are allowed)")]
pub struct NotAnHsCode;

impl HsCode {
    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first six digits, the part that all countries share.
    pub fn hs6(&self) -> &str {
        self.0.get(..6).unwrap_or(&self.0)
    }

    /// Returns the first two digits.
    pub fn chapter(&self) -> &str {
        self.0.get(..2).unwrap_or(&self.0)
    }
}

impl FromStr for HsCode {
    type Err = NotAnHsCode;
    fn from_str(text: &str) -> Result<Self, NotAnHsCode> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.')).collect();
        let digits_only = digits.bytes().all(|byte| byte.is_ascii_digit());
        let reserved = matches!(digits.get(..2), Some("00" | "77"));
        if digits_only && (6..=10).contains(&digits.len()) && !reserved {
            Ok(Self(digits))
        } else {
            Err(NotAnHsCode)
        }
    }
}

impl fmt::Display for HsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
text_serde!(HsCode);

macro_rules! fixed_code {
    ($(#[$doc:meta])* $name:ident, $len:literal, $(#[$err_doc:meta])* $err:ident, $message:literal, $tail:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $len]);

        $(#[$err_doc])*
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[error($message)]
        pub struct $err;

        impl $name {
            /// Returns the characters.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default()
            }

            /// Returns the country in the first two letters, when ISO 3166 knows it.
            pub fn country(&self) -> Option<Country> {
                self.as_str().get(..2)?.parse().ok()
            }
        }

        impl FromStr for $name {
            type Err = $err;
            fn from_str(text: &str) -> Result<Self, $err> {
                let bytes: [u8; $len] = text.as_bytes().try_into().map_err(|_| $err)?;
                let (country, tail) = bytes.split_at(2);
                let tail_is: fn(&u8) -> bool = $tail;
                if country.iter().all(u8::is_ascii_uppercase) && tail.iter().all(tail_is) { Ok(Self(bytes)) } else { Err($err) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        text_serde!($name);
    };
}

fixed_code!(
    /// A customs office reference: country and six characters (NCTS an8).
    OfficeCode,
    8,
    /// The text is not a customs office reference.
    NotAnOfficeCode,
    "not a customs office reference: two letters for the country and six letters or digits",
    |b| b.is_ascii_uppercase() || b.is_ascii_digit()
);

fixed_code!(
    /// A place by its UN/LOCODE: country and three characters (UN/ECE Recommendation 16).
    UnLocode,
    5,
    /// The text is not shaped like a UN/LOCODE.
    NotAUnLocode,
    "not a UN/LOCODE: two letters for the country and three of A-Z or 2-9",
    |b| b.is_ascii_uppercase() || matches!(b, b'2'..=b'9')
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_those_of_iso_3166() {
        assert_eq!("KZ".parse::<Country>().unwrap().name(), "Kazakhstan");
        assert!("kz".parse::<Country>().is_err());
        assert!("AB".parse::<Country>().is_err());
    }

    #[test]
    fn currencies_know_their_minor_unit() {
        assert_eq!("PKR".parse::<Currency>().unwrap().exponent(), 2);
        assert_eq!("JPY".parse::<Currency>().unwrap().exponent(), 0);
        assert!("XXQ".parse::<Currency>().is_err());
    }

    #[test]
    fn goods_codes_keep_leading_zeros_and_lose_dots() {
        assert_eq!("0804.1010".parse::<HsCode>().unwrap().as_str(), "08041010");
        assert_eq!("1001 10 000 0".parse::<HsCode>().unwrap().hs6(), "100110");
        for wrong in ["0804.1", "0804-1010", "7700000", "12345678901", ""] {
            assert!(wrong.parse::<HsCode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn offices_and_places_have_their_shapes() {
        assert_eq!("PKKHI001".parse::<OfficeCode>().unwrap().country(), Some(Country::PK));
        assert!("PKKHI01".parse::<OfficeCode>().is_err());
        assert!("PKKHI".parse::<UnLocode>().is_ok());
        assert!("PKKH1".parse::<UnLocode>().is_err());
        let read: Country = serde_json::from_str("\"UZ\"").unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"UZ\"");
        assert!(serde_json::from_str::<OfficeCode>("\"nowhere\"").is_err());
    }
}

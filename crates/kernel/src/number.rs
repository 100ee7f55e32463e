//! Numbers with a check character: MRN, GRN and container; and those without: LRN and seal.
//!
//! One algorithm serves all three: European Commission DGXXI/0879/99 rev. 1 takes it over from ISO 6346.
//! Its remainders 0 and 10 both give 0, so it catches typing errors and proves nothing.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::code::{Country, OfficeCode, text_serde};
use crate::time::Date;

/// Returns the check digit over characters 0-9 and A-Z, or nothing when another one occurs.
pub fn check_digit(text: &str) -> Option<u8> {
    let mut sum: u64 = 0;
    for (position, byte) in text.bytes().enumerate() {
        let value = match byte {
            b'0'..=b'9' => u64::from(byte - b'0'),
            // Letters count up from 10 and leave out 11, 22 and 33.
            b'A' => 10,
            b'B'..=b'K' => u64::from(byte - b'B') + 12,
            b'L'..=b'U' => u64::from(byte - b'L') + 23,
            b'V'..=b'Z' => u64::from(byte - b'V') + 34,
            _ => return None,
        };
        let shift = u32::try_from(position).ok().filter(|&shift| shift < 56)?;
        sum = sum.checked_add(value << shift)?;
    }
    u8::try_from(sum % 11 % 10).ok()
}

/// Why a number is not valid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotANumber {
    /// The characters or their count are wrong.
    #[error("has not the form {0}")]
    Form(&'static str),
    /// The country in it is not one.
    #[error("names the country {0}, which ISO 3166 does not list")]
    Country(String),
    /// The check digit does not fit.
    #[error("ends its checked part with {found}, but the check digit should be {expected}")]
    CheckDigit {
        /// The digit that fits the rest.
        expected: u8,
        /// The character that stands there.
        found: char,
    },
}

/// Splits off the last character and compares it with the check digit over the rest.
fn checked(text: &str, form: &'static str) -> Result<(), NotANumber> {
    let (body, last) = text
        .char_indices()
        .next_back()
        .ok_or(NotANumber::Form(form))
        .map(|(at, last)| (text.get(..at).unwrap_or(""), last))?;
    let expected = check_digit(body).ok_or(NotANumber::Form(form))?;
    if last == char::from(b'0' + expected) {
        Ok(())
    } else {
        Err(NotANumber::CheckDigit { expected, found: last })
    }
}

fn country_at(text: &str, at: usize) -> Result<(), NotANumber> {
    let letters = text.get(at..at + 2).unwrap_or("");
    // XI (Northern Ireland) is used in customs transit without being a country of ISO 3166.
    let known = letters == "XI" || letters.parse::<Country>().is_ok();
    if known { Ok(()) } else { Err(NotANumber::Country(letters.to_owned())) }
}

/// How many characters of which class, one after the other.
type Pattern = [(usize, fn(u8) -> bool)];

fn shape(text: &str, pattern: &Pattern) -> bool {
    let wanted: usize = pattern.iter().map(|(count, _)| count).sum();
    let mut bytes = text.bytes();
    text.len() == wanted && pattern.iter().all(|(count, is)| bytes.by_ref().take(*count).all(is))
}

fn digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn letter(byte: u8) -> bool {
    byte.is_ascii_uppercase()
}

fn alphanumeric(byte: u8) -> bool {
    digit(byte) || letter(byte)
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $err:ty, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Returns the characters.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = $err;
            fn from_str(text: &str) -> Result<Self, $err> {
                let check: fn(&str) -> Result<(), $err> = $check;
                check(text).map(|()| Self(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        text_serde!($name);
    };
}

const MRN_FORM: &str = "of an MRN: year, country, twelve characters, a procedure letter, a check digit";

number!(
    /// A movement reference number (an18): year, country, twelve characters of the country, a procedure
    /// letter and a check digit. Whether the letter belongs to transit is asked by [`Mrn::is_transit`].
    Mrn,
    NotANumber,
    |text| {
        let formed = shape(text, &[(2, digit), (2, letter), (13, alphanumeric), (1, digit)]);
        if !formed {
            return Err(NotANumber::Form(MRN_FORM));
        }
        country_at(text, 2)?;
        checked(text, MRN_FORM)
    }
);

impl Mrn {
    /// Allots the transit MRN of a serial number at an office: the office's six characters, six
    /// characters of the serial in base 36, procedure letter J (transit) and the check digit.
    ///
    /// Returns nothing when the serial needs more than six characters (2,176,782,335).
    pub fn allot(accepted_on: Date, office: &OfficeCode, serial: u32) -> Option<Self> {
        const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let mut serial_text = [b'0'; 6];
        let mut rest = serial;
        for place in serial_text.iter_mut().rev() {
            *place = *DIGITS.get(usize::try_from(rest % 36).ok()?)?;
            rest /= 36;
        }
        let (country, tail) = office.as_str().split_at_checked(2)?;
        let serial_text = std::str::from_utf8(&serial_text).ok()?;
        let body = format!("{:02}{country}{tail}{serial_text}J", accepted_on.year().rem_euclid(100));
        let check = check_digit(&body)?;
        (rest == 0).then(|| Self(format!("{body}{check}")))
    }

    /// Returns whether the procedure letter is one of transit in the form used since 2024 (J to M).
    pub fn is_transit(&self) -> bool {
        self.0.as_bytes().get(16).is_some_and(|letter| (b'J'..=b'M').contains(letter))
    }
}

const GRN_FORM: &str =
    "of a GRN: year, country, twelve characters, a check digit, and for a voucher a letter and six digits";

number!(
    /// A guarantee reference number (an17, or an24 for a voucher).
    Grn,
    NotANumber,
    |text| {
        let (body, voucher) = text.split_at_checked(17).ok_or(NotANumber::Form(GRN_FORM))?;
        let formed = shape(body, &[(2, digit), (2, letter), (12, alphanumeric), (1, digit)])
            && (voucher.is_empty() || shape(voucher, &[(1, letter), (6, digit)]));
        if !formed {
            return Err(NotANumber::Form(GRN_FORM));
        }
        country_at(text, 2)?;
        checked(body, GRN_FORM)
    }
);

const CONTAINER_FORM: &str = "of a container number: four capitals, the fourth U, J or Z, and seven digits";

number!(
    /// A freight container number of ISO 6346.
    ContainerNumber,
    NotANumber,
    |text| {
        let formed = shape(text, &[(3, letter), (1, |b| matches!(b, b'U' | b'J' | b'Z')), (7, digit)]);
        if !formed {
            return Err(NotANumber::Form(CONTAINER_FORM));
        }
        checked(text, CONTAINER_FORM)
    }
);

number!(
    /// A local reference number (an..22), given by the declarant and used once for ever.
    Lrn,
    NotANumber,
    |text| {
        let inner = text.bytes().all(|b| alphanumeric(b) || b.is_ascii_lowercase() || matches!(b, b'-' | b'/' | b'_' | b'.'));
        let formed = inner && (1..=22).contains(&text.len()) && text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        if formed { Ok(()) } else { Err(NotANumber::Form("of an LRN: up to 22 letters, digits, hyphens or slashes, a letter or digit first")) }
    }
);

number!(
    /// The identifier of a seal (an..20).
    SealNumber,
    NotANumber,
    |text| {
        let formed = (1..=20).contains(&text.len()) && text.bytes().all(|b| alphanumeric(b) || matches!(b, b'-' | b'/'));
        if formed { Ok(()) } else { Err(NotANumber::Form("of a seal: up to 20 capitals, digits, hyphens or slashes")) }
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn genuine_numbers_pass() {
        for text in ["24GB000246J8NY33L7", "24XI000081LAQJBTJ2", "23GB000246IF9W5YJ0", "26KZ511000000001J9"] {
            assert!(text.parse::<Mrn>().unwrap().is_transit(), "{text}");
        }
        for text in ["20GB0000010000GX1", "05DE3300BE0001067A001017", "26PKNBP0000000017"] {
            assert!(text.parse::<Grn>().is_ok(), "{text}");
        }
        for text in ["CSQU3054383", "GYOU4047990", "MSKU2666542"] {
            assert!(text.parse::<ContainerNumber>().is_ok(), "{text}");
        }
    }

    #[test]
    fn a_wrong_check_digit_is_told_with_the_right_one() {
        let expected = NotANumber::CheckDigit { expected: 6, found: '5' };
        assert_eq!("21DE27364916384835".parse::<Mrn>(), Err(expected));
        let expected = NotANumber::CheckDigit { expected: 0, found: '1' };
        assert_eq!("MSCU6639871".parse::<ContainerNumber>(), Err(expected));
    }

    #[test]
    fn a_wrong_country_fails_although_the_digit_fits() {
        assert_eq!("21AB27364916384830".parse::<Mrn>(), Err(NotANumber::Country("AB".into())));
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in ["", "DEDE586601055987B7", "23IT12-456789012J4", "26PK", "ü4GB000246J8NY33L7"] {
            assert!(matches!(text.parse::<Mrn>(), Err(NotANumber::Form(_))), "{text}");
        }
        assert!("csqu3054383".parse::<ContainerNumber>().is_err());
        assert!("20GB0000010000GX1A12345".parse::<Grn>().is_err());
        for text in ["", " A", "-A", "12345678901234567890123", "A B"] {
            assert!(text.parse::<Lrn>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_allotted_mrn_is_valid_and_distinct(serial in 0_u32..2_176_782_335) {
            let office: OfficeCode = "PKKHI001".parse().unwrap();
            let on = Date::constant(2026, 11, 23);
            let mrn = Mrn::allot(on, &office, serial).unwrap();
            prop_assert_eq!(mrn.as_str().parse::<Mrn>(), Ok(mrn.clone()));
            prop_assert!(mrn.is_transit());
            prop_assert_ne!(Mrn::allot(on, &office, serial + 1), Some(mrn));
        }

        #[test]
        fn no_text_makes_a_check_panic(text in "\\PC{0,40}") {
            let outcomes = [text.parse::<Mrn>().is_ok(), text.parse::<Grn>().is_ok(), text.parse::<ContainerNumber>().is_ok()];
            prop_assert!(outcomes.iter().filter(|ok| **ok).count() <= 1);
        }
    }
}

//! The values of single fields from their text, the same for every format: each either the value or what
//! is wrong with it.

use std::fmt::Display;
use std::str::FromStr;

use rahdari_kernel::{Date, Finding};
use rust_decimal::Decimal;

use super::path::Path;
use crate::check::catalogue::{self, Check};

/// What is wrong with a text.
pub(crate) struct Wrong {
    check: Check,
    /// What is wrong, in a sentence.
    pub(crate) message: String,
}

impl Wrong {
    fn new(check: Check, message: impl Into<String>) -> Self {
        Self { check, message: message.into() }
    }

    /// Returns the finding at a place, with the text that stood there unless that is a secret.
    pub(crate) fn at(self, path: &Path<'_>, text: &str) -> Finding {
        let finding = self.check.at(path, self.message);
        if self.check.code == catalogue::ACCESS_CODE.code { finding } else { finding.found(text) }
    }
}

/// A reader of one kind of value.
pub(crate) type Leaf<T> = fn(&str) -> Result<T, Wrong>;

fn parse<T: FromStr<Err: Display>>(text: &str, check: Check) -> Result<T, Wrong> {
    text.parse().map_err(|error: T::Err| {
        let error = error.to_string();
        let message = match error.strip_prefix("not ") {
            Some(rest) => format!("This is not {rest}."),
            None => format!("The number {error}."),
        };
        Wrong::new(check, message)
    })
}

macro_rules! parsed {
    ($($name:ident: $of:ty, $check:ident;)+) => {
        $(pub(crate) fn $name(text: &str) -> Result<$of, Wrong> {
            parse(text, catalogue::$check)
        })+
    };
}

parsed! {
    lrn: rahdari_kernel::Lrn, LRN;
    declaration_type: crate::code::DeclarationType, DECLARATION_TYPE;
    additional_type: crate::code::AdditionalType, ADDITIONAL_TYPE;
    office: rahdari_kernel::OfficeCode, OFFICE_FORM;
    country: rahdari_kernel::Country, COUNTRY;
    currency: rahdari_kernel::Currency, CURRENCY;
    locode: rahdari_kernel::UnLocode, LOCODE;
    goods_code: rahdari_kernel::HsCode, GOODS_CODE;
    container: rahdari_kernel::ContainerNumber, CONTAINER;
    seal: rahdari_kernel::SealNumber, SEAL;
    grn: rahdari_kernel::Grn, GRN;
    access_code: crate::code::AccessCode, ACCESS_CODE;
    guarantee_type: crate::code::GuaranteeType, GUARANTEE_TYPE;
    incoterm: crate::code::Incoterm, INCOTERM;
}

/// Reads a text of at most `MAX` characters, without blanks at its ends.
pub(crate) fn text<const MAX: usize>(text: &str) -> Result<String, Wrong> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Wrong::new(catalogue::TEXT, "The text is blank."));
    }
    // A text has at least as many bytes as characters, so that most are settled by their length.
    if trimmed.len() > MAX && trimmed.chars().count() > MAX {
        return Err(Wrong::new(catalogue::TEXT, format!("The text is longer than {MAX} characters.")));
    }
    if trimmed.chars().any(unsafe_to_show) {
        let message = "The text has control characters or characters that turn its direction.";
        return Err(Wrong::new(catalogue::TEXT, message));
    }
    Ok(trimmed.to_owned())
}

/// Control characters, what XML 1.0 cannot hold, and the overrides of direction with which one text can
/// be made to look like another. Marks that Arabic script needs (U+200C to U+200F) pass.
fn unsafe_to_show(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

fn capitals_and_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Reads a document type (an4).
pub(crate) fn document_type(text: &str) -> Result<String, Wrong> {
    if capitals_and_digits(text, 4) {
        Ok(text.to_owned())
    } else {
        Err(Wrong::new(catalogue::DOCUMENT_TYPE, "This is not a document type of four capitals or digits."))
    }
}

/// Reads a kind of package (an2).
pub(crate) fn package_kind(text: &str) -> Result<String, Wrong> {
    if capitals_and_digits(text, 2) {
        Ok(text.to_owned())
    } else {
        Err(Wrong::new(catalogue::PACKAGE_KIND, "This is not a kind of package of two capitals or digits."))
    }
}

/// Reads the sequence number of a transport unit, 1 to 9999.
pub(crate) fn unit_sequence(text: &str) -> Result<u16, Wrong> {
    sequence(text, 9999)
}

/// Reads the sequence number of a goods item, 1 to 1999.
pub(crate) fn item_sequence(text: &str) -> Result<u16, Wrong> {
    sequence(text, 1999)
}

fn sequence(text: &str, max: u16) -> Result<u16, Wrong> {
    let number = whole(text).and_then(|number| u16::try_from(number).ok());
    number.filter(|number| (1..=max).contains(number)).ok_or_else(|| {
        Wrong::new(catalogue::SEQUENCE, format!("This is not a whole number from 1 to {max}."))
    })
}

/// Reads a count of at most eight digits.
pub(crate) fn count(text: &str) -> Result<u32, Wrong> {
    whole(text)
        .ok_or_else(|| Wrong::new(catalogue::NUMBER, "This is not a whole number of at most eight digits."))
}

/// Reads the line of a manifest, 1 to 99999.
pub(crate) fn manifest_line(text: &str) -> Result<u32, Wrong> {
    whole(text)
        .filter(|number| (1..=99_999).contains(number))
        .ok_or_else(|| Wrong::new(catalogue::NUMBER, "This is not a whole number from 1 to 99999."))
}

fn whole(text: &str) -> Option<u32> {
    let digits = (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Reads a mass or quantity: at most 16 digits, six of them decimals.
pub(crate) fn mass(text: &str) -> Result<Decimal, Wrong> {
    decimal(text, 6)
}

/// Reads an amount of money in major units: at most 16 digits, four of them decimals. How many decimals
/// its currency has is checked where the currency is known.
pub(crate) fn amount(text: &str) -> Result<Decimal, Wrong> {
    decimal(text, 4)
}

fn decimal(text: &str, decimals_max: usize) -> Result<Decimal, Wrong> {
    let (whole, decimals) = match text.split_once('.') {
        Some((whole, "")) => (whole, None),
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, Some("")),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let formed = decimals.is_some_and(|decimals| {
        let sized = decimals.len() <= decimals_max && whole.len() + decimals.len() <= 16;
        sized && !whole.is_empty() && digits(whole) && digits(decimals)
    });
    if formed && let Ok(number) = Decimal::from_str_exact(text) {
        return Ok(number);
    }
    let message = format!("This is not a number of at most 16 digits, of them {decimals_max} decimals.");
    Err(Wrong::new(catalogue::NUMBER, message))
}

/// Reads a calendar date as `2026-11-23`.
pub(crate) fn date(text: &str) -> Result<Date, Wrong> {
    let formed = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = if formed { text.parse().ok() } else { None };
    date.ok_or_else(|| Wrong::new(catalogue::DATE, "This is not a date like 2026-11-23."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_and_bounded() {
        for good in ["0", "23000.5", "9999999999999999", "1.000001"] {
            assert!(mass(good).is_ok(), "{good}");
        }
        for bad in ["", ".5", "5.", "-1", "+1", "1e3", "1,5", " 1", "99999999999999999", "1.0000001", "∞"] {
            assert!(mass(bad).is_err(), "{bad}");
        }
        assert!(amount("1.00001").is_err());
        assert!(
            unit_sequence("0").is_err() && unit_sequence("10000").is_err() && unit_sequence("9999").is_ok()
        );
        assert!(item_sequence("2000").is_err() && item_sequence("1999").is_ok());
        assert!(count("123456789").is_err() && count("0").is_ok());
    }

    #[test]
    fn dates_are_calendar_dates() {
        assert!(date("2026-11-23").is_ok());
        for bad in ["2026-02-30", "2026-11-23+01:00", "23.11.2026", "2026-1-3", "20261123"] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn texts_are_trimmed_bounded_and_harmless() {
        assert_eq!(text::<5>(" راهدا ").ok().as_deref(), Some("راهدا"));
        assert!(text::<4>("راهدا").is_err());
        for bad in ["", "  ", "a\u{0}b", "a\u{202E}b", "a\nb"] {
            assert!(text::<70>(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_message_tells_the_digit_that_fits() {
        let wrong = container("CSQU3054384").err().map(|wrong| wrong.message);
        let expected = "The number ends its checked part with 4, but the check digit should be 3.";
        assert_eq!(wrong.as_deref(), Some(expected));
    }
}

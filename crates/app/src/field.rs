//! Reads the fields of a request and collects what is wrong with them, so that all of it is told at once.

use std::fmt::Display;
use std::str::FromStr;

use rahdari_kernel::{Currency, Finding, Refusal};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// The most characters of free text that a request may leave in the log.
const WORDS_MAX: usize = 2_000;

/// Collects what is wrong with the fields of one request.
#[derive(Default)]
pub(crate) struct Fields(Vec<Finding>);

impl Fields {
    /// Notes that a field must be something else, unless it is.
    pub(crate) fn need(&mut self, fits: bool, pointer: &str, found: impl Display, wanted: &str) {
        if !fits {
            self.0.push(wrong(pointer, found, wanted));
        }
    }

    /// Reads a field by its own check, whose reason is told when it does not fit.
    pub(crate) fn parse<T: FromStr<Err: Display>>(
        &mut self,
        text: &str,
        pointer: &str,
        wanted: &str,
    ) -> Option<T> {
        let read = text.parse();
        if let Err(reason) = &read {
            let mut finding = wrong(pointer, text, wanted);
            finding.message = format!("must be {wanted}: {reason}");
            self.0.push(finding);
        }
        read.ok()
    }

    /// Reads words that stay in the log for ever: not empty when `needed`, and not longer than a page.
    pub(crate) fn words(&mut self, text: &str, pointer: &str, needed: bool) -> Option<String> {
        let fits = text.chars().count() <= WORDS_MAX
            && (!needed || !text.trim().is_empty())
            && !text.chars().any(|c| c.is_control() && c != '\n');
        self.need(fits, pointer, text, "words, at most 2,000 characters");
        fits.then(|| text.to_owned())
    }

    /// Returns whether nothing was wrong so far.
    pub(crate) fn are_right(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what was made of the fields, or everything that is wrong with them.
    pub(crate) fn finish<T>(self, made: Option<T>) -> Result<T, Refusal> {
        match made {
            Some(made) if self.0.is_empty() => Ok(made),
            _ => Err(invalid(self.0)),
        }
    }
}

/// Refuses a request for its fields.
pub(crate) fn invalid(findings: Vec<Finding>) -> Refusal {
    Refusal::new("invalid-request", "some fields are not what they must be").with_findings(findings)
}

/// Says that a field must be something else.
pub(crate) fn wrong(pointer: &str, found: impl Display, wanted: &str) -> Finding {
    Finding::error(
        "invalid-field",
        pointer,
        format!("must be {wanted}"),
        format!("give {wanted}"),
        "API schema",
    )
    .found(found)
}

/// Reads a decimal number written with digits and one point; exponents and signs are not for amounts.
pub(crate) fn plain_decimal(text: &str) -> Option<Decimal> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    Decimal::from_str_exact(text).ok().filter(|_| plain)
}

/// Reads an amount of money exactly, not negative: more decimals than the currency has are no amount of it.
pub(crate) fn minor(text: &str, currency: Currency) -> Option<i64> {
    let amount = plain_decimal(text)?;
    let unit = Decimal::from(10_i64.checked_pow(currency.exponent())?);
    let minor = amount.checked_mul(unit)?;
    minor.fract().is_zero().then(|| minor.to_i64()).flatten().filter(|minor| *minor >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_or_none() {
        let rupee = "PKR".parse().unwrap();
        assert_eq!(minor("12.5", rupee), Some(1_250));
        assert_eq!(minor("0.010", rupee), Some(1));
        for wrong in ["0.001", "-1", "1e3", "", "99999999999999999999", "+1", " 1"] {
            assert_eq!(minor(wrong, rupee), None, "{wrong}");
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut fields = Fields::default();
        fields.parse::<rahdari_kernel::Grn>("x", "/grn", "a GRN");
        fields.need(false, "/name", "", "a name");
        let refusal = fields.finish(Some(())).unwrap_err();
        assert_eq!(refusal.findings.len(), 2);
    }
}

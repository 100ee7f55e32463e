//! The simple types of the NCTS schema, for elements that become no field.

use std::borrow::Cow;

use super::schema::Kind;
use crate::format::leaf;

/// Collapses blanks as the XML Schema type `token` does.
pub(super) fn collapse(text: &mut Cow<'_, str>) {
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let trimmed = text.trim_matches(is_blank);
    let doubled = trimmed.contains(['\t', '\n', '\r']) || trimmed.contains("  ");
    if doubled {
        let parts: Vec<&str> = trimmed.split(is_blank).filter(|part| !part.is_empty()).collect();
        *text = Cow::Owned(parts.join(" "));
    } else if trimmed.len() < text.len() {
        *text = match text {
            Cow::Borrowed(whole) => Cow::Borrowed(whole.trim_matches(is_blank)),
            Cow::Owned(_) => Cow::Owned(trimmed.to_owned()),
        };
    }
}

/// Returns what is wrong with a text of a kind.
pub(super) fn wrong(kind: Kind, text: &str) -> Option<String> {
    let length = text.chars().count();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match kind {
        Kind::Field => None,
        Kind::Group(_) => (!text.is_empty()).then(|| "There is text between the elements.".to_owned()),
        Kind::Text(max) => {
            (!(1..=max).contains(&length)).then(|| format!("One to {max} characters are wanted."))
        }
        Kind::Only(wanted) => (text != wanted).then(|| format!("{wanted} is wanted.")),
        Kind::Exactly(wanted) => {
            (length != wanted).then(|| format!("Exactly {wanted} characters are wanted."))
        }
        Kind::Digits(max) => (!digits || !(1..=max).contains(&length))
            .then(|| format!("A whole number of at most {max} digits is wanted.")),
        Kind::Decimal => leaf::mass(text).err().map(|wrong| wrong.message),
        Kind::Flag => (!matches!(text, "0" | "1")).then(|| "0 or 1 is wanted.".to_owned()),
        Kind::DateTime => {
            (!is_date_time(text)).then(|| "A time like 2026-11-23T08:30:00 is wanted.".to_owned())
        }
        Kind::Date => leaf::date(text).err().map(|wrong| wrong.message),
    }
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let parts: Vec<Option<u8>> =
        time.split(':').map(|part| part.parse().ok().filter(|_| part.len() == 2)).collect();
    let timed = matches!(parts.as_slice(), [Some(0..=23), Some(0..=59), Some(0..=59)]);
    leaf::date(date).is_ok() && timed && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_collapsed() {
        for (text, expected) in
            [(" a ", "a"), ("a\n  b", "a b"), ("a b", "a b"), (" ", ""), ("a\u{a0}", "a\u{a0}")]
        {
            let mut value = Cow::Borrowed(text);
            collapse(&mut value);
            assert_eq!(value, expected);
        }
    }

    #[test]
    fn kinds_are_those_of_the_schema() {
        let wrong = |kind, text| super::wrong(kind, text).is_some();
        assert!(!wrong(Kind::DateTime, "2022-07-02T03:11:04") && wrong(Kind::DateTime, "notadate"));
        assert!(
            wrong(Kind::DateTime, "2022-07-02T24:11:04") && wrong(Kind::DateTime, "2022-07-02T03:11:04Z")
        );
        assert!(wrong(Kind::DateTime, "2022-07-02T+3:11:04"));
        assert!(wrong(Kind::Text(35), "") && !wrong(Kind::Text(35), "token"));
        assert!(
            wrong(Kind::Digits(5), "123456")
                && wrong(Kind::Digits(5), "1a")
                && !wrong(Kind::Digits(5), "66710")
        );
        assert!(wrong(Kind::Flag, "2") && wrong(Kind::Exactly(2), "PKK"));
        assert!(!wrong(Kind::Decimal, "6430669292.48125") && wrong(Kind::Decimal, "1e3"));
        assert!(wrong(Kind::Date, "2022-07-02+01:00") && wrong(Kind::Group(&[]), "x"));
    }
}

//! How values read on a page: dates, distances in time, codes as words. Nothing here knows a rule.

use rahdari_app::view::{EventView, GuaranteeView, PocketView};
use rahdari_kernel::{Country, Finding, Instant, Severity};

use super::html::Html;

/// Returns a point in time to the minute, as an element that machines can read too.
pub(crate) fn at(text: &str) -> Html {
    Html::element("time", &[("datetime", text)], &time(text))
}

/// Returns a point in time to the millisecond, for the log.
pub(crate) fn at_exactly(text: &str) -> Html {
    Html::element("time", &[("datetime", text)], &exact(text))
}

/// Returns a day.
pub(crate) fn day(text: &str) -> Html {
    Html::element("time", &[("datetime", text)], &date(text))
}

/// Returns a deadline with how far it is away below it; in red words once it has passed.
pub(crate) fn until(deadline: &str, now: &Instant) -> Html {
    match far(deadline, *now) {
        Some(far) => Html::made(format!("<span>{}<span class=\"sub\">{far}</span></span>", at(deadline))),
        None => at(deadline),
    }
}

/// Returns a deadline and how far it is away, within a sentence.
pub(crate) fn until_in_line(deadline: &str, now: &Instant) -> Html {
    match far(deadline, *now) {
        Some(far) => Html::made(format!("{}, {far}", at(deadline))),
        None => at(deadline),
    }
}

fn far(deadline: &str, now: Instant) -> Option<Html> {
    let (late, size) = distance(deadline, now)?;
    Some(if late {
        Html::element("strong", &[("class", "late")], &format!("{size} overdue"))
    } else {
        Html::element("span", &[("class", "soft")], &format!("{size} left"))
    })
}

/// Returns a lane as a tag: its name in words, its colour beside them.
pub(crate) fn lane(lane: &str) -> Html {
    Html::element("span", &[("class", &format!("lane {lane}"))], &words(lane))
}

/// Returns a state as a tag.
pub(crate) fn state(state: &str) -> Html {
    Html::element("span", &[("class", &format!("tag {}", tone(state)))], &words(state))
}

/// Returns the pockets of a guarantee with the countries they serve; those that hold the same are one line.
pub(crate) fn pockets(guarantee: &GuaranteeView) -> Vec<(String, &PocketView)> {
    let mut lines: Vec<(Vec<String>, &PocketView)> = Vec::new();
    for pocket in &guarantee.pockets {
        let serves = match &pocket.country {
            Some(country) => vec![self::country(country)],
            None => guarantee.countries.iter().map(|country| self::country(country)).collect(),
        };
        let same = |other: &PocketView| {
            (&other.limit, &other.reserved, &other.claimed)
                == (&pocket.limit, &pocket.reserved, &pocket.claimed)
        };
        match lines.iter_mut().find(|(_, first)| pocket.country.is_some() && same(first)) {
            Some((countries, _)) => countries.extend(serves),
            None => lines.push((serves, pocket)),
        }
    }
    let line = |(countries, pocket): (Vec<String>, _)| {
        let each = if countries.len() > 1 && guarantee.pockets.len() > 1 { ", each" } else { "" };
        (format!("{}{each}", countries.join(", ")), pocket)
    };
    lines.into_iter().map(line).collect()
}

/// Returns whether a finding leaves the declaration acceptable.
pub(crate) fn is_warning(finding: &Finding) -> bool {
    finding.severity == Severity::Warning
}

/// Returns a decimal number in text with its thousands grouped.
pub(crate) fn grouped(number: &str) -> String {
    let (sign, rest) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, decimals) =
        rest.split_once('.').map_or((rest, None), |(whole, decimals)| (whole, Some(decimals)));
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut shown = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    decimals.map_or(shown.clone(), |decimals| format!("{shown}.{decimals}"))
}

/// Returns the first eight characters of an id.
pub(crate) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// Returns JSON as people read it.
pub(crate) fn json(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// Returns `23 Nov 2026, 08:30 UTC` for an RFC 3339 point in time, and anything else as it stands.
pub(crate) fn time(text: &str) -> String {
    match split(text) {
        Some((date, clock)) => format!("{}, {} UTC", self::date(date), clock.get(..5).unwrap_or(clock)),
        None => date(text),
    }
}

/// Returns `23 Nov 2026, 08:30:07.123 UTC`, for the log.
pub(crate) fn exact(text: &str) -> String {
    match split(text) {
        Some((date, clock)) => format!("{}, {} UTC", self::date(date), clock.get(..12).unwrap_or(clock)),
        None => date(text),
    }
}

/// Returns `23 Nov 2026` for an ISO 8601 date, and anything else as it stands.
pub(crate) fn date(text: &str) -> String {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return text.to_owned();
    };
    let name = match month {
        "01" => "Jan",
        "02" => "Feb",
        "03" => "Mar",
        "04" => "Apr",
        "05" => "May",
        "06" => "Jun",
        "07" => "Jul",
        "08" => "Aug",
        "09" => "Sep",
        "10" => "Oct",
        "11" => "Nov",
        "12" => "Dec",
        _ => return text.to_owned(),
    };
    format!("{} {name} {year}", day.trim_start_matches('0'))
}

fn split(text: &str) -> Option<(&str, &str)> {
    text.strip_suffix('Z')?.split_once('T')
}

/// Returns whether a deadline, a point in time or a date, has passed and by how much; a date lasts until its end.
fn distance(deadline: &str, now: Instant) -> Option<(bool, String)> {
    let end = match deadline.parse::<Instant>() {
        Ok(at) => at,
        Err(_) => format!("{deadline}T00:00:00Z").parse::<Instant>().ok()?.plus_days(1),
    };
    let seconds = end.seconds_since(now);
    Some((seconds < 0, span(seconds.unsigned_abs())))
}

fn span(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..=5_399 => (seconds / 60, "minute"),
        5_400..=172_799 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// Returns a text as a sentence: a capital first, a full stop last.
pub(crate) fn sentence(text: &str) -> String {
    let mut sentence = capital(text.trim());
    if sentence.chars().last().is_some_and(|last| !matches!(last, '.' | '!' | '?' | '…' | ':')) {
        sentence.push('.');
    }
    sentence
}

/// Returns a text that begins with a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns what a step is called.
pub(crate) fn task(action: &str) -> String {
    match action {
        "secure" => "Cite further guarantees".to_owned(),
        "release" => "Release for transit".to_owned(),
        "record-control-result" => "Record the control result".to_owned(),
        "record-exit" => "Record the exit".to_owned(),
        "record-crossing" => "Record the crossing".to_owned(),
        "record-arrival" => "Record the arrival".to_owned(),
        "resolve-discrepancy" => "Resolve the discrepancy".to_owned(),
        other => words(other),
    }
}

/// Returns what happened, in words. Entries of the book say what became of the security.
pub(crate) fn happened(event: &EventView) -> String {
    if event.kind != "ledger.transfer" {
        return words(event.kind.strip_prefix("movement.").unwrap_or(&event.kind));
    }
    let number = |name: &str| event.payload.get(name).and_then(serde_json::Value::as_u64);
    let flags = number("flags").unwrap_or_default();
    // The flags of TigerBeetle's transfers: 2 pending, 4 post, 8 void.
    let what = match (flags & 2 != 0, flags & 4 != 0, flags & 8 != 0) {
        (true, _, _) => "Security reserved",
        (_, true, _) => "Security claimed",
        (_, _, true) => "Security released",
        _ => "Entry in the book",
    };
    match (number("leg"), number("unit")) {
        (Some(leg), Some(unit)) => format!("{what}, leg {leg}, unit {unit}"),
        _ => what.to_owned(),
    }
}

/// Returns `In transit` for `in_transit`, `Wrong state` for `wrong-state`, `Movement released` for `movement.released`.
pub(crate) fn words(code: &str) -> String {
    if code == "tir" {
        return "TIR".to_owned();
    }
    capital(&code.replace(['_', '-', '.'], " "))
}

/// Returns the name of a country, or the code when it is none.
pub(crate) fn country(code: &str) -> String {
    code.parse::<Country>().map_or_else(|_| code.to_owned(), |country| country.name().to_owned())
}

/// Returns the kind of tag for a state, so that good news, bad news and waiting can be told apart.
pub(crate) fn tone(state: &str) -> &'static str {
    match state {
        "released" | "satisfactory" | "discharged" | "closed" | "active" | "in_force" | "reserved" => "ok",
        "insufficient" | "unsatisfactory" | "claimed" | "revoked" | "suspended" | "recovery" | "expired" => {
            "no"
        }
        "required" | "lodged" | "draft" => "wait",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_in_time_read_as_people_write_them() {
        assert_eq!(time("2026-11-03T08:30:07.123456Z"), "3 Nov 2026, 08:30 UTC");
        assert_eq!(exact("2026-11-03T08:30:07.123456Z"), "3 Nov 2026, 08:30:07.123 UTC");
        assert_eq!(date("2026-01-31"), "31 Jan 2026");
        for odd in ["", "soon", "2026-13-01", "2026"] {
            assert_eq!(time(odd), odd);
        }
    }

    #[test]
    fn a_deadline_says_how_far_it_is() {
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        let says = |deadline: &str| distance(deadline, now);
        assert_eq!(says("2026-11-25T12:00:00.000000Z"), Some((false, "2 days".into())));
        assert_eq!(says("2026-11-23T11:00:00.000000Z"), Some((true, "60 minutes".into())));
        assert_eq!(says("2026-11-23"), Some((false, "12 hours".into())));
        assert_eq!(says("2026-11-21"), Some((true, "36 hours".into())));
        assert_eq!(says("whenever"), None);
    }

    #[test]
    fn codes_become_words() {
        assert_eq!(words("in_transit"), "In transit");
        assert_eq!(words("declaration.accepted"), "Declaration accepted");
        assert_eq!(words(""), "");
        assert_eq!(sentence("name and password do not fit"), "Name and password do not fit.");
        assert_eq!(sentence(""), "");
        assert_eq!(country("KZ"), "Kazakhstan");
        assert_eq!(country("??"), "??");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let cases = [
            ("1234567.89", "1,234,567.89"),
            ("-1000", "-1,000"),
            ("999.5", "999.5"),
            ("", ""),
            ("free", "free"),
        ];
        for (number, shown) in cases {
            assert_eq!(grouped(number), shown);
        }
    }
}

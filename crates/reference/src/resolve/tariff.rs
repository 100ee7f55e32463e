//! Tariff lines, and whether each country has one for every commodity.

use rahdari_intake::law::{ChargeSchedule, Rate, TariffLine, TariffRate};
use rahdari_kernel::{Country, Finding};

use super::charges::shown;
use super::{expect, overlaps, period, provenance};
use crate::entry::TariffRow;
use crate::place::{self, Located};

pub(super) fn lines(
    rows: Vec<Located<TariffRow>>,
    schedules: &[Located<ChargeSchedule>],
    findings: &mut Vec<Finding>,
) -> Vec<TariffLine> {
    let mut lines: Vec<Located<TariffLine>> = Vec::with_capacity(rows.len());
    for Located { at, lines: of, entry } in rows {
        let prefix = if entry.code == "*" { "" } else { &entry.code };
        let digits = prefix.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits && (prefix.is_empty() || (2..=10).contains(&prefix.len()))) {
            findings.push(place::entry(&at, format!("code {} is not `*` or two to ten digits", entry.code)));
        }
        let message = format!("rates {} are not like CD=20; RD=10 min 0.05 EUR/kg", entry.rates);
        let rates = expect(rates(&entry.rates), &at, message, findings).unwrap_or_default();
        for rate in &rates {
            if !levied(schedules, entry.country, &rate.charge) {
                let message = format!("no schedule of {} has a charge {}", entry.country, rate.charge);
                findings.push(place::link(&at, message));
            }
        }
        let shown = if prefix.is_empty() { "highest rates" } else { prefix };
        let name = format!("{} tariff {shown}", entry.country);
        let line = TariffLine {
            country: entry.country,
            prefix: prefix.into(),
            description: entry.description,
            rates,
            validity: period(entry.from, entry.to, &at, findings),
            provenance: provenance(name, entry.source, entry.verified),
        };
        lines.push(Located { at, lines: of, entry: line });
    }
    let what = |line: &TariffLine| line.provenance.name.to_string();
    overlaps(&lines, |line| ((line.country, line.prefix.clone()), line.validity), what, findings);
    for schedule in schedules {
        let country = schedule.entry.country;
        let covers = |line: &Located<TariffLine>| {
            line.entry.country == country
                && line.entry.is_fallback()
                && line.entry.validity.contains(schedule.entry.validity.from)
        };
        if !lines.iter().any(covers) {
            let message = format!("the tariff of {country} has no line `*` for goods that are in no other");
            findings.push(place::link(&schedule.at, message));
        }
    }
    lines.into_iter().map(|line| line.entry).collect()
}

fn levied(schedules: &[Located<ChargeSchedule>], country: Country, code: &str) -> bool {
    let of_country = schedules.iter().filter(|schedule| schedule.entry.country == country);
    of_country.flat_map(|schedule| &schedule.entry.charges).any(|charge| &*charge.code == code)
}

/// Reads `CD=20; RD=10 min 0.05 EUR/kg`, each charge once; nothing at all is no rate of its own.
fn rates(text: &str) -> Option<Vec<TariffRate>> {
    let mut rates: Vec<TariffRate> = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (charge, rate) = part.split_once('=')?;
        let rate: Rate = rate.parse().ok()?;
        if rates.iter().any(|earlier| &*earlier.charge == charge.trim()) {
            return None;
        }
        rates.push(TariffRate { charge: charge.trim().into(), rate, shown: shown(&rate) });
    }
    Some(rates)
}

//! Schedules of charges and exchange rates.

use rahdari_intake::law::{
    Charge, ChargeRate, ChargeSchedule, ExchangeRate, Rate, Rounding, RoundingMode, Step, Term, Text,
    Valuation,
};
use rahdari_kernel::{Country, Finding};

use super::{expect, overlaps, period, provenance, rounding};
use crate::entry::{ChargeEntry, ExchangeRatesEntry, ScheduleEntry};
use crate::place::{self, Located, Place};

pub(super) fn schedules(
    entries: Vec<Located<ScheduleEntry>>,
    findings: &mut Vec<Finding>,
) -> Vec<Located<ChargeSchedule>> {
    let mut schedules: Vec<Located<ChargeSchedule>> = Vec::with_capacity(entries.len());
    for Located { at, lines, entry } in entries {
        let country = entry.country;
        let valuation = Valuation {
            insurance_percent_if_missing: entry.valuation.insurance_percent_if_missing,
            landing_percent: entry.valuation.landing_percent,
            provenance: provenance(
                format!("{country} valuation"),
                entry.valuation.source,
                entry.valuation.verified,
            ),
        };
        let percents = [valuation.insurance_percent_if_missing, valuation.landing_percent];
        if percents.iter().any(|percent| percent.is_sign_negative()) {
            findings.push(place::entry(&at, format!("{country} valuation: a percentage is negative")));
        }
        let mut charges: Vec<Charge> = Vec::with_capacity(entry.charge.len());
        for charge in entry.charge {
            let at = lines.at(Some(charge.span()));
            let charge = charge.into_inner();
            if charges.iter().any(|earlier| earlier.code == charge.code) {
                findings
                    .push(place::overlap(&at, format!("{country} charge {} is there twice", charge.code)));
            }
            let charge = self::charge(country, charge, &charges, &at, findings);
            charges.push(charge);
        }
        let validity = period(entry.from, entry.to, &at, findings);
        let schedule = ChargeSchedule { country, currency: entry.currency, validity, valuation, charges };
        schedules.push(Located { at, lines, entry: schedule });
    }
    let what = |schedule: &ChargeSchedule| format!("the schedule of {}", schedule.country);
    overlaps(&schedules, |schedule| (schedule.country, schedule.validity), what, findings);
    schedules
}

fn charge(
    country: Country,
    entry: ChargeEntry,
    earlier: &[Charge],
    at: &Place,
    findings: &mut Vec<Finding>,
) -> Charge {
    let name = format!("{country} charge {}", entry.code);
    let message = format!("{name}: the base is not a sum of customs_value and earlier charges");
    let base = expect(base(&entry.base, earlier), at, message, findings);
    let message =
        format!("{name}: the rate is not `tariff`, `by` an earlier charge with rising steps, or a rate");
    let rate = expect(rate(&entry, earlier), at, message, findings);
    let message = format!("{name}: the rounding is not `exact` or half_up, up, down with decimals");
    let rounding = expect(rounding(&entry.rounding), at, message, findings);
    // What could not be read still takes its place, so that later charges can name it.
    Charge {
        code: entry.code,
        title: entry.title,
        base: base.unwrap_or_default(),
        rate: rate.unwrap_or(ChargeRate::Tariff),
        rounding: rounding.unwrap_or(Rounding { mode: RoundingMode::Exact, decimals: 0 }),
        provenance: provenance(name, entry.source, entry.verified),
    }
}

fn place_of(code: &str, earlier: &[Charge]) -> Option<usize> {
    earlier.iter().position(|charge| &*charge.code == code)
}

fn base(text: &str, earlier: &[Charge]) -> Option<Vec<Term>> {
    let term = |word: &str| match word.trim() {
        "customs_value" => Some(Term::CustomsValue),
        code => place_of(code, earlier).map(Term::Charge),
    };
    text.split('+').map(term).collect()
}

fn rate(entry: &ChargeEntry, earlier: &[Charge]) -> Option<ChargeRate> {
    if let Some(code) = entry.rate.strip_prefix("by ") {
        let of = place_of(code, earlier)?;
        let steps = entry.steps.iter().map(|step| {
            let rate: Rate = step.rate.parse().ok()?;
            Some(Step { above: step.above, rate, shown: shown(&rate) })
        });
        let steps: Vec<Step> = steps.collect::<Option<_>>()?;
        let rising = steps.windows(2).all(|pair| matches!(pair, [a, b] if a.above < b.above));
        return (rising && !steps.is_empty()).then_some(ChargeRate::Steps { of, steps });
    }
    if !entry.steps.is_empty() {
        return None;
    }
    if entry.rate == "tariff" {
        return Some(ChargeRate::Tariff);
    }
    let rate: Rate = entry.rate.parse().ok()?;
    Some(ChargeRate::Fixed { rate, shown: shown(&rate) })
}

/// Returns a rate as people read it: a percent sign after the percentage.
pub(super) fn shown(rate: &Rate) -> Text {
    match rate {
        Rate::Percent(percent) => format!("{percent} %"),
        Rate::Specific(specific) => specific.to_string(),
        Rate::Greater(percent, specific) => format!("{percent} %, at least {specific}"),
        Rate::Sum(percent, specific) => format!("{percent} % and {specific}"),
    }
    .into()
}

pub(super) fn exchange_rates(
    entries: Vec<Located<ExchangeRatesEntry>>,
    findings: &mut Vec<Finding>,
) -> Vec<ExchangeRate> {
    let mut rates: Vec<Located<ExchangeRate>> = Vec::new();
    for Located { at, lines, entry } in entries {
        let administration = entry.administration;
        let validity = period(entry.from, entry.to, &at, findings);
        for (currency, rate) in entry.rates {
            let name = format!("{administration} exchange rate {currency}");
            if rate <= rust_decimal::Decimal::ZERO || rate > rust_decimal::Decimal::from(1_000_000_000) {
                findings.push(place::entry(&at, format!("{name}: {rate} cannot be a rate")));
            }
            let provenance = provenance(name, entry.source.clone(), entry.verified);
            let rate = ExchangeRate { administration, currency, rate, validity, provenance };
            rates.push(Located { at: at.clone(), lines: lines.clone(), entry: rate });
        }
    }
    let what = |rate: &ExchangeRate| rate.provenance.name.to_string();
    overlaps(&rates, |rate| ((rate.administration, rate.currency), rate.validity), what, findings);
    rates.into_iter().map(|rate| rate.entry).collect()
}

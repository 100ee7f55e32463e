//! A country's tariff: lines by the beginning of the commodity code, each with its rates and dates.

use rahdari_kernel::{Country, Date};
use serde::{Deserialize, Serialize};

use super::dated::{Period, Provenance, Text};
use super::rate::Rate;

/// The rate of one charge for the goods of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TariffRate {
    /// The code of the charge in the country's schedule: `CD`, `VAT`.
    pub charge: Text,
    /// Its rate.
    pub rate: Rate,
    /// The rate as shown in an assessment: `20 %`, `10 min 0.05 EUR/kg`.
    pub shown: Text,
}

/// A line of a tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TariffLine {
    /// The country.
    pub country: Country,
    /// The beginning of the commodity codes it covers, two to ten digits; empty for the fallback, the
    /// highest rates of the country for goods that no other line covers.
    pub prefix: Text,
    /// The goods in words.
    pub description: Text,
    /// Rates that differ from those of the schedule of charges.
    pub rates: Vec<TariffRate>,
    /// When it is in force.
    pub validity: Period,
    /// Where it is written.
    pub provenance: Provenance,
}

impl TariffLine {
    /// Tells whether this is the line for goods that no other line covers.
    pub fn is_fallback(&self) -> bool {
        self.prefix.is_empty()
    }

    /// Returns the rate of a charge, when the line has its own.
    pub fn rate(&self, charge: &str) -> Option<&TariffRate> {
        self.rates.iter().find(|rate| &*rate.charge == charge)
    }
}

/// All lines of one country, sorted by prefix.
#[derive(Clone, Debug, Default)]
pub(super) struct Tariff {
    lines: Vec<TariffLine>,
    /// The lengths of prefixes in use, the longest first: one binary search for each.
    lengths: Vec<usize>,
}

impl Tariff {
    pub(super) fn new(mut lines: Vec<TariffLine>) -> Self {
        lines.sort_by(|a, b| a.prefix.cmp(&b.prefix).then(b.validity.from.cmp(&a.validity.from)));
        let mut lengths: Vec<usize> = lines.iter().map(|line| line.prefix.len()).collect();
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        lengths.dedup();
        Self { lines, lengths }
    }

    pub(super) fn lines(&self) -> &[TariffLine] {
        &self.lines
    }

    pub(super) fn line(&self, commodity: &str, on: Date) -> Option<&TariffLine> {
        self.lengths.iter().filter_map(|length| commodity.get(..*length)).find_map(|prefix| {
            let first = self.lines.partition_point(|line| &*line.prefix < prefix);
            let same = self.lines.get(first..)?.iter().take_while(|line| &*line.prefix == prefix);
            same.into_iter().find(|line| line.validity.contains(on))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(prefix: &str, from: &str, to: Option<&str>) -> TariffLine {
        TariffLine {
            country: Country::PK,
            prefix: prefix.into(),
            description: prefix.into(),
            rates: Vec::new(),
            validity: Period { from: from.parse().unwrap(), to: to.map(|to| to.parse().unwrap()) },
            provenance: Provenance { name: "".into(), source: "".into(), verified: false },
        }
    }

    #[track_caller]
    fn check(tariff: &Tariff, commodity: &str, on: &str, expected: Option<(&str, &str)>) {
        let found = tariff.line(commodity, on.parse().unwrap());
        let found = found.map(|line| (line.prefix.to_string(), line.validity.from.to_string()));
        assert_eq!(found, expected.map(|(prefix, from)| (prefix.to_owned(), from.to_owned())), "{commodity}");
    }

    #[test]
    fn the_longest_beginning_in_force_wins() {
        let tariff = Tariff::new(vec![
            line("", "2020-01-01", None),
            line("85", "2020-01-01", None),
            line("8504", "2020-01-01", Some("2025-06-30")),
            line("8504", "2025-07-01", None),
            line("850440", "2026-01-01", None),
        ]);
        check(&tariff, "85044090", "2026-11-23", Some(("850440", "2026-01-01")));
        check(&tariff, "85044090", "2025-12-31", Some(("8504", "2025-07-01")));
        check(&tariff, "85044090", "2025-06-30", Some(("8504", "2020-01-01")));
        check(&tariff, "85171300", "2026-11-23", Some(("85", "2020-01-01")));
        check(&tariff, "100630", "2026-11-23", Some(("", "2020-01-01")));
        check(&tariff, "100630", "2019-11-23", None);
    }
}

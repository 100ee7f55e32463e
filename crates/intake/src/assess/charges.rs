//! Duties and taxes of one country, item by item: charge after charge, each on the customs value and
//! the exact amounts of earlier charges.

use rust_decimal::Decimal;

use super::amount::{percent_of, sum};
use super::goods::Item;
use super::{ChargeLine, Work, finding};
use crate::document::Amount;
use crate::law::{
    Charge, ChargeRate, ChargeSchedule, Provenance, Rate, Specific, TariffLine, Term, Text, UnitOfQuantity,
};

/// What the goods cost at risk in one country.
pub(super) struct Levied {
    /// A line for each item and charge.
    pub lines: Vec<ChargeLine>,
    /// For each transport unit, what its items bear.
    pub units: Vec<AtRisk>,
}

/// What the items of one transport unit bear.
#[derive(Clone, Copy, Default)]
pub(super) struct AtRisk {
    /// The sum of the rounded lines.
    pub total: Decimal,
    /// How many items are in it.
    pub items: usize,
    /// Whether an item of it could not be computed for want of a value or a quantity.
    pub incomplete: bool,
}

/// Why an item has no charges.
enum Gap {
    /// A value or a quantity was not declared.
    Missing,
    /// A finding was left behind that says why.
    Found,
}

impl Work<'_> {
    /// Computes all charges of a country, or leaves findings behind for every item that cannot be.
    pub(super) fn charges(&mut self, schedule: &ChargeSchedule) -> Option<Levied> {
        let values = self.customs_values(schedule)?;
        let goods = self.goods;
        let mut units = vec![AtRisk::default(); goods.units.len()];
        let mut lines = Vec::with_capacity(goods.items.len() * schedule.charges.len());
        let mut scratch = Vec::with_capacity(schedule.charges.len());
        let mut complete = true;
        for (item, value) in goods.items.iter().zip(values) {
            let Some(unit) = units.get_mut(item.unit) else { continue };
            unit.items += 1;
            let first = lines.len();
            match self.item(schedule, item, value, unit.total, &mut scratch, &mut lines) {
                Ok(total) => unit.total = total,
                Err(Gap::Missing) => {
                    lines.truncate(first);
                    unit.incomplete = true;
                }
                Err(Gap::Found) => complete = false,
            }
        }
        complete.then_some(Levied { lines, units })
    }

    /// Adds the lines of one item and returns the total of its unit so far. `exact` is scratch space for
    /// the unrounded amounts.
    fn item(
        &mut self,
        schedule: &ChargeSchedule,
        item: &Item<'_>,
        value: Option<Decimal>,
        mut total: Decimal,
        exact: &mut Vec<Decimal>,
        lines: &mut Vec<ChargeLine>,
    ) -> Result<Decimal, Gap> {
        let value = value.ok_or(Gap::Missing)?;
        let line = self.tariff_line(schedule, item)?;
        let unit = self.goods.units.get(item.unit).copied().unwrap_or_default();
        exact.clear();
        for charge in &schedule.charges {
            let Some((rate, shown, provenance)) = applicable(schedule, charge, line) else {
                exact.push(Decimal::ZERO);
                continue;
            };
            self.applied.cite(provenance);
            let terms = charge.base.iter().map(|term| match term {
                Term::CustomsValue => value,
                Term::Charge(place) => exact.get(*place).copied().unwrap_or_default(),
            });
            let base = sum(terms).ok_or_else(|| self.too_large(item))?;
            let levied = self.levy(schedule, item, base, rate)?;
            let amount = charge.rounding.apply(levied);
            total = total.checked_add(amount).ok_or_else(|| self.too_large(item))?;
            exact.push(levied);
            lines.push(ChargeLine {
                item: item.sequence,
                unit,
                charge: charge.code.clone(),
                base,
                rate: shown.clone(),
                exact: levied,
                amount,
                currency: schedule.currency,
                law: provenance.source.clone(),
                verified: provenance.verified,
            });
        }
        Ok(total)
    }

    fn levy(
        &mut self,
        schedule: &ChargeSchedule,
        item: &Item<'_>,
        base: Decimal,
        rate: &Rate,
    ) -> Result<Decimal, Gap> {
        let by_value = percent_of(base, rate.percent()).ok_or_else(|| self.too_large(item))?;
        let Some(specific) = rate.specific() else { return Ok(by_value) };
        let by_quantity = self.by_quantity(schedule, item, specific)?;
        match rate {
            Rate::Percent(_) | Rate::Specific(_) => Ok(by_quantity),
            Rate::Greater(..) => Ok(by_value.max(by_quantity)),
            Rate::Sum(..) => by_value.checked_add(by_quantity).ok_or_else(|| self.too_large(item)),
        }
    }

    fn by_quantity(
        &mut self,
        schedule: &ChargeSchedule,
        item: &Item<'_>,
        specific: &Specific,
    ) -> Result<Decimal, Gap> {
        let quantity = match specific.per {
            UnitOfQuantity::Kilogram => Some(item.mass_kg),
            UnitOfQuantity::Tonne => item.mass_kg.checked_div(Decimal::ONE_THOUSAND),
            UnitOfQuantity::Supplementary => item.supplementary_units,
        };
        let Some(quantity) = quantity else {
            self.applied.notes.push(format!(
                "{}: item {} bears {specific}, but its supplementary units are not declared.",
                schedule.country, item.sequence
            ));
            return Err(Gap::Missing);
        };
        let amount = specific.amount.checked_mul(quantity).ok_or_else(|| self.too_large(item))?;
        let foreign = Amount { amount, currency: specific.currency };
        self.local(schedule, foreign, || item.commodity_pointer()).ok_or(Gap::Found)
    }

    fn too_large(&mut self, item: &Item<'_>) -> Gap {
        self.findings.push(finding::too_large(item.value_pointer()));
        Gap::Found
    }
}

impl<'a> Work<'a> {
    fn tariff_line(&mut self, schedule: &ChargeSchedule, item: &Item<'_>) -> Result<&'a TariffLine, Gap> {
        let country = schedule.country;
        let Some(line) = self.law.tariff_line(country, item.commodity.as_str(), self.on) else {
            self.findings.push(finding::not_in_tariff(item, country, self.on));
            return Err(Gap::Found);
        };
        self.applied.cite(&line.provenance);
        if line.is_fallback() {
            self.applied.notes.push(format!(
                "{country}: item {} ({}) is in no line of the tariff on file; the highest rates are applied.",
                item.sequence, item.commodity
            ));
        }
        Ok(line)
    }
}

/// Returns the rate of a charge for goods of a tariff line, how it is shown and where it is written:
/// the line's own rate, else the one of the schedule; nothing when the goods do not bear the charge.
fn applicable<'law>(
    schedule: &'law ChargeSchedule,
    charge: &'law Charge,
    line: &'law TariffLine,
) -> Option<(&'law Rate, &'law Text, &'law Provenance)> {
    if let Some(own) = line.rate(&charge.code) {
        return Some((&own.rate, &own.shown, &line.provenance));
    }
    match &charge.rate {
        ChargeRate::Tariff => None,
        ChargeRate::Fixed { rate, shown } => Some((rate, shown, &charge.provenance)),
        ChargeRate::Steps { of, steps } => {
            // The bounds are of the tariff's percentage, so only the line is asked and never a step again.
            let other = schedule.charges.get(*of)?;
            let percent = line.rate(&other.code)?.rate.percent();
            let step = steps.iter().rev().find(|step| percent > step.above)?;
            Some((&step.rate, &step.shown, &charge.provenance))
        }
    }
}

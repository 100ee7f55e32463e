//! The security of each transport unit on a leg: from its charges or, where they cannot be computed, from
//! the agreement's default amount, which the amount declared can raise and never lower.

use rahdari_kernel::{Country, Currency, Money};
use rust_decimal::Decimal;

use super::amount::{decimal, money, percent_of};
use super::{ChargeLine, LegBasis, UnitSecurity, Work, finding};
use crate::document::Amount;
use crate::law::{ChargeSchedule, Parameter};

/// A leg secured by charges.
type Levies = (LegBasis, Vec<ChargeLine>, Vec<UnitSecurity>);

/// What a transport unit is secured by when its charges are not known.
struct Share {
    amount: Decimal,
    basis: String,
}

impl<'a> Work<'a> {
    /// Secures a leg by a percentage of its charges. A unit with an item that could not be computed is
    /// secured by its share of the default amount, or of the amount declared if that is more, unless the rest
    /// of its charges is more still.
    pub(super) fn levies(&mut self, country: Country, percent: Decimal) -> Option<Levies> {
        let schedule = self.schedule(country)?;
        let levied = self.charges(schedule)?;
        let incomplete = levied.units.iter().any(|unit| unit.incomplete);
        let share = if incomplete { Some(self.default_share(schedule)?) } else { None };
        let mut security = Vec::with_capacity(levied.units.len());
        for (unit, at_risk) in self.goods.units.iter().zip(&levied.units) {
            let Some(amount) = percent_of(at_risk.total, percent) else {
                self.findings.push(finding::too_large("/consignment"));
                return None;
            };
            let instead = share.as_ref().filter(|share| at_risk.incomplete && share.amount > amount);
            security.push(match instead {
                Some(share) => self.secure(schedule, *unit, share.amount, share.basis.clone())?,
                None => {
                    let plural = if at_risk.items == 1 { "" } else { "s" };
                    let basis = format!(
                        "{} % of the duties and taxes on {} item{plural}",
                        percent.normalize(),
                        at_risk.items
                    );
                    self.secure(schedule, *unit, amount, basis)?
                }
            });
        }
        let basis = if incomplete { LegBasis::Declared } else { LegBasis::Levies };
        Some((basis, levied.lines, security))
    }

    /// Secures a leg by the default amount, or by the amount declared if that is more or the agreement has no
    /// default.
    pub(super) fn declared(&mut self, country: Country) -> Option<Vec<UnitSecurity>> {
        let schedule = self.schedule(country)?;
        let share = self.share(schedule)?;
        let goods = self.goods;
        goods
            .units
            .iter()
            .map(|unit| self.secure(schedule, *unit, share.amount, share.basis.clone()))
            .collect()
    }

    /// Shares a fixed amount among the units; the first takes the remainder.
    pub(super) fn flat(&self, amount: Money) -> Vec<UnitSecurity> {
        let units = i64::try_from(self.goods.units.len()).unwrap_or(i64::MAX).max(1);
        let (share, remainder) = (amount.amount_minor / units, amount.amount_minor % units);
        let shared = if units == 1 { String::new() } else { format!(", shared by {units} transport units") };
        let basis = format!("{amount} for the consignment{shared}");
        let secure = |(place, unit): (usize, &u16)| UnitSecurity {
            unit: *unit,
            amount: Money::new(share + if place == 0 { remainder } else { 0 }, amount.currency),
            basis: basis.clone(),
        };
        self.goods.units.iter().enumerate().map(secure).collect()
    }

    fn schedule(&mut self, country: Country) -> Option<&'a ChargeSchedule> {
        let schedule = self.law.charges(country, self.on);
        if schedule.is_none() {
            self.findings.push(finding::no_charges(country, self.on));
        }
        schedule
    }

    /// Returns a transport unit's equal share where the law asks for the duties. Without a default amount
    /// there is none: the declarant alone would choose what the goods are secured by.
    fn default_share(&mut self, schedule: &ChargeSchedule) -> Option<Share> {
        if self.agreement.default_amount.is_none() {
            self.findings.push(finding::no_value(schedule.country));
            return None;
        }
        self.share(schedule)
    }

    /// Returns a transport unit's equal share of the default amount, or of the amount declared for the
    /// country if that is more or the agreement has no default.
    fn share(&mut self, schedule: &ChargeSchedule) -> Option<Share> {
        let declared = self.declared_for(schedule)?;
        let agreement = self.agreement;
        let default = match &agreement.default_amount {
            Some(default) => Some((self.parameter(schedule, default)?, default.value)),
            None => None,
        };
        let (amount, what) = match (declared, default) {
            (Some(declared), default) if default.is_none_or(|(least, _)| declared > least) => {
                (declared, "the amount declared to be covered".to_owned())
            }
            (_, Some((least, shown))) => (least, format!("the default amount of {shown}")),
            (_, None) => {
                self.findings.push(finding::no_value(schedule.country));
                return None;
            }
        };
        let units = self.goods.units.len();
        let share = amount.checked_div(Decimal::from(units))?;
        let part = if units == 1 { String::new() } else { format!("one of {units} parts of ") };
        self.applied.notes.push(format!(
            "{}: duties cannot be computed, a value is missing; secured by {part}{what}.",
            schedule.country
        ));
        Some(Share { amount: share, basis: format!("{part}{what}; a value is missing") })
    }

    /// Returns what the declarant states to be covered by guarantees of the country, else by guarantees of
    /// none of the countries on the way; nothing when no amount is stated.
    fn declared_for(&mut self, schedule: &ChargeSchedule) -> Option<Option<Decimal>> {
        let declaration = self.declaration;
        let stated = |place: usize, country: Option<Country>| {
            let guarantee = declaration.guarantees.get(place)?;
            let of = guarantee.grn.as_ref().and_then(|grn| grn.as_str().get(2..4)?.parse::<Country>().ok());
            guarantee.amount_to_be_covered.filter(|_| match country {
                Some(_) => of == country,
                None => of.is_none_or(|of| self.agreement.country(of).is_none()),
            })
        };
        let places = 0..declaration.guarantees.len();
        let own: Vec<(usize, Amount)> = places
            .clone()
            .filter_map(|place| Some((place, stated(place, Some(schedule.country))?)))
            .collect();
        let stated: Vec<(usize, Amount)> = if own.is_empty() {
            places.filter_map(|place| Some((place, stated(place, None)?))).collect()
        } else {
            own
        };
        if stated.is_empty() {
            return Some(None);
        }
        let mut total = Decimal::ZERO;
        for (place, amount) in stated {
            let pointer = || format!("/guarantees/{place}/amountToBeCovered");
            let amount = self.local(schedule, amount, pointer)?;
            let Some(sum) = total.checked_add(amount) else {
                self.findings.push(finding::too_large(pointer()));
                return None;
            };
            total = sum;
        }
        Some(Some(total))
    }

    /// Applies floor, ceiling and rounding of the agreement to what a unit needs.
    fn secure(
        &mut self,
        schedule: &ChargeSchedule,
        unit: u16,
        needed: Decimal,
        basis: String,
    ) -> Option<UnitSecurity> {
        let agreement = self.agreement;
        let mut amount = needed;
        if let Some(floor) = agreement.floor.as_ref().filter(|_| !needed.is_zero()) {
            amount = amount.max(self.parameter(schedule, floor)?);
        }
        if let Some(ceiling) = &agreement.ceiling {
            amount = amount.min(self.parameter(schedule, ceiling)?);
        }
        self.applied.cite(&agreement.security_rounding.provenance);
        let rounded = agreement.security_rounding.value.apply(amount);
        let amount = self.money(rounded, schedule.currency)?;
        Some(UnitSecurity { unit, amount, basis })
    }

    fn parameter(&mut self, schedule: &ChargeSchedule, parameter: &Parameter<Money>) -> Option<Decimal> {
        self.applied.cite(&parameter.provenance);
        let amount = decimal(parameter.value);
        let foreign = Amount { amount, currency: parameter.value.currency };
        self.local(schedule, foreign, || "/agreement".to_owned())
    }

    fn money(&mut self, amount: Decimal, currency: Currency) -> Option<Money> {
        let money = money(amount, currency);
        if money.is_none() {
            self.findings.push(finding::too_large("/consignment"));
        }
        money
    }
}

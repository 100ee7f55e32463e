//! The customs value of each item in a country's currency: price, freight, insurance and landing.

use rust_decimal::Decimal;

use super::amount::{apportion, percent_of};
use super::{Work, finding};
use crate::document::Amount;
use crate::law::{ChargeSchedule, Valuation};

/// The shares of the items in one cost of the whole consignment.
type Shares = Option<Vec<Decimal>>;

impl Work<'_> {
    /// Returns the customs value of each item, nothing for items without a price; leaves findings behind
    /// when it cannot. Freight and insurance count when the delivery terms do not include them in the
    /// price, and are shared by the items in proportion to their prices.
    pub(super) fn customs_values(&mut self, schedule: &ChargeSchedule) -> Option<Vec<Option<Decimal>>> {
        self.applied.cite(&schedule.valuation.provenance);
        let mut prices = Vec::with_capacity(self.goods.items.len());
        for item in &self.goods.items {
            prices.push(match item.value {
                None => None,
                Some(value) => Some(self.local(schedule, value, || item.value_pointer())?),
            });
        }
        let consignment = &self.declaration.consignment;
        let term = consignment.delivery_terms.as_ref().map(|terms| terms.incoterm);
        let carried = term.is_some_and(|term| term.includes_freight());
        let insured = term.is_some_and(|term| term.includes_insurance());
        let freight = consignment.freight.filter(|_| !carried);
        let insurance = consignment.insurance.filter(|_| !insured);
        let freight = self.shares(schedule, freight, &prices, "/consignment/freight")?;
        let insurance = self.shares(schedule, insurance, &prices, "/consignment/insurance")?;

        let mut values = Vec::with_capacity(prices.len());
        for (place, price) in prices.into_iter().enumerate() {
            let Some(price) = price else {
                values.push(None);
                continue;
            };
            let share = |shares: &Shares| shares.as_ref().and_then(|shares| shares.get(place).copied());
            let insurance = if insured { Some(Decimal::ZERO) } else { share(&insurance) };
            let freight = share(&freight).unwrap_or_default();
            let value = customs_value(&schedule.valuation, price, freight, insurance);
            if value.is_none() {
                self.findings.push(finding::too_large(format!("/consignment/goodsItems/{place}/value")));
                return None;
            }
            values.push(value);
        }
        Some(values)
    }

    fn shares(
        &mut self,
        schedule: &ChargeSchedule,
        cost: Option<Amount>,
        prices: &[Option<Decimal>],
        pointer: &str,
    ) -> Option<Shares> {
        let Some(cost) = cost else { return Some(None) };
        let total = self.local(schedule, cost, || pointer.to_owned())?;
        let weights: Vec<Decimal> = prices.iter().map(|price| price.unwrap_or_default()).collect();
        let shares = apportion(total, &weights, schedule.currency.exponent());
        if shares.is_none() {
            self.findings.push(finding::too_large(pointer));
        }
        shares.map(Some)
    }

    /// Converts an amount into the currency of a country at its customs rate of the day; leaves a
    /// finding behind when there is no rate. Every amount passes here, so none is negative.
    pub(super) fn local(
        &mut self,
        schedule: &ChargeSchedule,
        foreign: Amount,
        pointer: impl Fn() -> String,
    ) -> Option<Decimal> {
        if foreign.amount < Decimal::ZERO {
            self.findings.push(finding::negative(pointer()));
            return None;
        }
        let country = schedule.country;
        if foreign.currency == schedule.currency {
            return Some(foreign.amount);
        }
        let Some(rate) = self.law.exchange_rate(country, foreign.currency, self.on) else {
            self.findings.push(finding::no_exchange_rate(pointer(), country, foreign.currency, self.on));
            return None;
        };
        self.applied.cite(&rate.provenance);
        let amount = foreign.amount.checked_mul(rate.rate);
        if amount.is_none() {
            self.findings.push(finding::too_large(pointer()));
        }
        amount
    }
}

/// Returns price and freight, insurance (a percentage when it is not known) and landing together.
fn customs_value(
    valuation: &Valuation,
    price: Decimal,
    freight: Decimal,
    insurance: Option<Decimal>,
) -> Option<Decimal> {
    let cost_and_freight = price.checked_add(freight)?;
    let insurance = match insurance {
        Some(insurance) => insurance,
        None => percent_of(cost_and_freight, valuation.insurance_percent_if_missing)?,
    };
    let landing = percent_of(cost_and_freight, valuation.landing_percent)?;
    // Without the zeros at its end the value is shown as a person would write it.
    cost_and_freight.checked_add(insurance)?.checked_add(landing).map(|value| value.normalize())
}

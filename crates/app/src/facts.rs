//! Where a declaration becomes facts for the rules: the one place that knows both.
//!
//! Amounts are converted to US dollars here for comparison only. Nothing that is owed is computed from facts.

use rahdari_intake::assess::Assessment;
use rahdari_intake::document::{Amount, Declaration, GoodsItem};
use rahdari_intake::law::Law;
use rahdari_kernel::{Country, Currency, Date, Instant};
use rahdari_risk::{Column, Facts, ListSlot, Schema, SchemaBuilder, SchemaError, Slot, Text};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// What is known of the parties from earlier movements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Movements of the holder so far.
    pub holder_movements: i64,
    /// Those of them with a major discrepancy.
    pub holder_irregular: i64,
    /// Movements lodged by the declarant so far.
    pub declarant_movements: i64,
    /// Those of them with a major discrepancy.
    pub declarant_irregular: i64,
    /// When the holder was first seen.
    pub holder_first_seen: Option<Instant>,
}

/// The schema of a declaration's facts, with the places where they are put.
#[derive(Clone, Debug)]
pub struct FactSchema {
    schema: Schema,
    type_code: Slot<Text>,
    agreement: Slot<Text>,
    departure: Slot<Text>,
    destination: Slot<Text>,
    holder_id: Slot<Text>,
    declarant_id: Slot<Text>,
    dispatch: Slot<Text>,
    destination_country: Slot<Text>,
    gross_mass_kg: Slot<f64>,
    units: Slot<i64>,
    items_count: Slot<i64>,
    security_usd_cents: Slot<i64>,
    holder_movements: Slot<i64>,
    holder_irregular: Slot<i64>,
    declarant_movements: Slot<i64>,
    declarant_irregular: Slot<i64>,
    holder_days_known: Slot<i64>,
    suspended: Slot<bool>,
    items: ListSlot,
    hs: Column<Text>,
    origin: Column<Text>,
    description: Column<Text>,
    item_gross_mass_kg: Column<f64>,
    net_mass_kg: Column<f64>,
    value_usd: Column<f64>,
    unit_price: Column<f64>,
    packages: Column<i64>,
}

impl FactSchema {
    /// Declares the facts that rules may name.
    ///
    /// # Errors
    /// When a name is no name, which a test would show.
    pub fn new() -> Result<Self, SchemaError> {
        let mut b = SchemaBuilder::new();
        let type_code = b.field("declaration.type", "the kind of procedure: T1, TIR, EX or IM");
        let agreement = b.field("declaration.agreement", "the id of the agreement");
        let departure = b.field("declaration.departure", "the office of departure");
        let destination = b.field("declaration.destination", "the office of destination");
        let holder_id = b.field("declaration.holder_id", "the identification number of the holder");
        let declarant_id = b.field("declaration.declarant_id", "the identification number of the declarant");
        let dispatch = b.field("declaration.dispatch", "the country the goods were sent from");
        let destination_country =
            b.field("declaration.destination_country", "the country the goods are sent to");
        let gross_mass_kg = b.field("declaration.gross_mass_kg", "the mass of all goods with packaging");
        let units = b.field("declaration.units", "how many transport units");
        let items_count = b.field("declaration.items", "how many goods items");
        let security_usd_cents =
            b.field("declaration.security_usd_cents", "the security of all legs, in US cents");
        let holder_movements = b.field("history.holder_movements", "movements of the holder so far");
        let holder_irregular = b.field("history.holder_irregular", "those with a major discrepancy");
        let declarant_movements = b.field("history.declarant_movements", "movements of the declarant so far");
        let declarant_irregular = b.field("history.declarant_irregular", "those with a major discrepancy");
        let holder_days_known = b.field("history.holder_days_known", "days since the holder was first seen");
        let suspended = b.field("corridor.suspended", "whether the agreement is suspended");
        let items = b.list("items", "item", "the goods items");
        let hs = b.column(items, "hs", "the goods code as declared");
        let origin = b.column(items, "origin", "the country of origin");
        let description = b.column(items, "description", "the goods in words");
        let item_gross_mass_kg = b.column(items, "gross_mass_kg", "the mass with packaging");
        let net_mass_kg = b.column(items, "net_mass_kg", "the mass without packaging");
        let value_usd = b.column(items, "value_usd", "the price in US dollars");
        let unit_price = b.column(items, "unit_price_usd_per_kg", "the price in US dollars a kilogram net");
        let packages = b.column(items, "packages", "how many packages");
        Ok(Self {
            schema: b.build()?,
            type_code,
            agreement,
            departure,
            destination,
            holder_id,
            declarant_id,
            dispatch,
            destination_country,
            gross_mass_kg,
            units,
            items_count,
            security_usd_cents,
            holder_movements,
            holder_irregular,
            declarant_movements,
            declarant_irregular,
            holder_days_known,
            suspended,
            items,
            hs,
            origin,
            description,
            item_gross_mass_kg,
            net_mass_kg,
            value_usd,
            unit_price,
            packages,
        })
    }

    /// Returns the schema, for compiling rulesets.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Returns what the rules may see of a declaration.
    pub fn facts_for_risk(
        &self,
        declaration: &Declaration,
        assessment: &Assessment,
        history: &History,
        law: &Law,
        at: Instant,
    ) -> Facts {
        let on = at.date();
        let consignment = &declaration.consignment;
        let departure = declaration.office_of_departure.country();
        let mut facts = self.schema.facts();
        facts.set(self.type_code, declaration.type_code.as_str());
        facts.set(self.agreement, declaration.agreement.as_str());
        facts.set(self.departure, declaration.office_of_departure.as_str());
        facts.set(self.destination, declaration.office_of_destination.as_str());
        facts.set(self.holder_id, declaration.holder.id.as_str());
        facts.set(self.declarant_id, declaration.declarant().id.as_str());
        facts.set(self.dispatch, consignment.country_of_dispatch.as_str());
        facts.set(self.destination_country, consignment.country_of_destination.as_str());
        facts.set_known(self.gross_mass_kg, consignment.gross_mass_kg.to_f64());
        facts.set(self.units, count(consignment.transport_equipment.len()));
        facts.set(self.items_count, count(consignment.goods_items.len()));
        facts.set_known(self.security_usd_cents, security_usd_cents(assessment, law, on));
        facts.set(self.holder_movements, history.holder_movements);
        facts.set(self.holder_irregular, history.holder_irregular);
        facts.set(self.declarant_movements, history.declarant_movements);
        facts.set(self.declarant_irregular, history.declarant_irregular);
        let known_since = history.holder_first_seen.unwrap_or(at);
        facts.set(self.holder_days_known, at.seconds_since(known_since) / 86_400);
        // A suspended agreement is refused before it comes to scoring; rules may still name the fact.
        facts.set(self.suspended, false);
        for item in &consignment.goods_items {
            self.add_item(&mut facts, item, departure, law, on);
        }
        facts
    }

    fn add_item(&self, facts: &mut Facts, item: &GoodsItem, departure: Option<Country>, law: &Law, on: Date) {
        let value = item.value.and_then(|value| in_usd(value, departure?, law, on));
        let net = item.net_mass_kg.unwrap_or(item.gross_mass_kg);
        let unit_price = value.and_then(|value| value.checked_div(net));
        let packages = item.packages.iter().filter_map(|package| package.count).map(i64::from).sum::<i64>();
        let mut row = facts.add(self.items);
        row.set(self.hs, item.commodity.as_str())
            .set_known(self.origin, item.country_of_origin.as_ref().map(Country::as_str))
            .set(self.description, item.description.as_str())
            .set_known(self.item_gross_mass_kg, item.gross_mass_kg.to_f64())
            .set_known(self.net_mass_kg, net.to_f64())
            .set_known(self.value_usd, value.and_then(|value| value.to_f64()))
            .set_known(self.unit_price, unit_price.and_then(|price| price.to_f64()))
            .set(self.packages, packages);
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// Converts through the currency of the administration whose rates are used.
fn in_usd(amount: Amount, administration: Country, law: &Law, on: Date) -> Option<Decimal> {
    let dollar: Currency = "USD".parse().ok()?;
    if amount.currency == dollar {
        return Some(amount.amount);
    }
    let dollar_rate = law.exchange_rate(administration, dollar, on)?.rate;
    let own = match law.exchange_rate(administration, amount.currency, on) {
        Some(rate) => amount.amount.checked_mul(rate.rate)?,
        // The administration's own currency has no rate into itself.
        None => amount.amount,
    };
    own.checked_div(dollar_rate)
}

fn security_usd_cents(assessment: &Assessment, law: &Law, on: Date) -> Option<i64> {
    let mut cents = Decimal::ZERO;
    for leg in &assessment.legs {
        for security in &leg.security {
            let currency = security.amount.currency;
            let amount = Decimal::new(security.amount.amount_minor, currency.exponent());
            let in_dollars = in_usd(Amount { amount, currency }, leg.country, law, on)?;
            cents = cents.checked_add(in_dollars.checked_mul(Decimal::ONE_HUNDRED)?)?;
        }
    }
    cents.round().to_i64()
}

//! The facts of a declaration as the application declares them, and a small believable trade.

use rahdari_risk::{Column, Facts, ListSlot, Schema, SchemaBuilder, Slot, Text};

/// The shipped ruleset.
pub(crate) const SHIPPED: &str = include_str!("../../../reference/data/ruleset.toml");

pub(crate) struct Slots {
    pub(crate) schema: Schema,
    pub(crate) kind: Slot<Text>,
    pub(crate) departure: Slot<Text>,
    pub(crate) dispatch: Slot<Text>,
    pub(crate) destination_country: Slot<Text>,
    pub(crate) gross_mass_kg: Slot<f64>,
    pub(crate) units: Slot<i64>,
    pub(crate) security_usd_cents: Slot<i64>,
    pub(crate) holder_movements: Slot<i64>,
    pub(crate) holder_irregular: Slot<i64>,
    pub(crate) declarant_movements: Slot<i64>,
    pub(crate) declarant_irregular: Slot<i64>,
    pub(crate) holder_days_known: Slot<i64>,
    pub(crate) suspended: Slot<bool>,
    pub(crate) items: ListSlot,
    pub(crate) hs: Column<Text>,
    pub(crate) origin: Column<Text>,
    pub(crate) description: Column<Text>,
    pub(crate) item_gross_mass_kg: Column<f64>,
    pub(crate) net_mass_kg: Column<f64>,
    pub(crate) value_usd: Column<f64>,
    pub(crate) unit_price: Column<f64>,
    pub(crate) packages: Column<i64>,
}

/// One item of a consignment.
#[derive(Clone, Copy)]
pub(crate) struct Item {
    pub(crate) hs: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) description: &'static str,
    pub(crate) net_kg: f64,
    pub(crate) usd_per_kg: f64,
    pub(crate) kg_per_package: f64,
}

pub(crate) fn slots() -> Slots {
    let mut b = SchemaBuilder::new();
    let kind = b.field("declaration.type", "the regime");
    let _agreement: Slot<Text> = b.field("declaration.agreement", "the agreement");
    let departure = b.field("declaration.departure", "the office of departure");
    let dispatch = b.field("declaration.dispatch", "the country of dispatch");
    let destination_country = b.field("declaration.destination_country", "the country of destination");
    let gross_mass_kg = b.field("declaration.gross_mass_kg", "the whole gross mass");
    let units = b.field("declaration.units", "how many transport units");
    let security_usd_cents = b.field("declaration.security_usd_cents", "the security of all legs");
    let holder_movements = b.field("history.holder_movements", "earlier movements of the holder");
    let holder_irregular = b.field("history.holder_irregular", "those found irregular");
    let declarant_movements = b.field("history.declarant_movements", "earlier movements of the declarant");
    let declarant_irregular = b.field("history.declarant_irregular", "those found irregular");
    let holder_days_known = b.field("history.holder_days_known", "days since the holder was first seen");
    let suspended = b.field("corridor.suspended", "whether the agreement is suspended");
    let items = b.list("items", "item", "the goods items");
    let hs = b.column(items, "hs", "the goods code");
    let origin = b.column(items, "origin", "the country of origin");
    let description = b.column(items, "description", "the goods in words");
    let item_gross_mass_kg = b.column(items, "gross_mass_kg", "the gross mass");
    let net_mass_kg = b.column(items, "net_mass_kg", "the net mass");
    let value_usd = b.column(items, "value_usd", "the value");
    let unit_price = b.column(items, "unit_price_usd_per_kg", "the value a kilogram net");
    let packages = b.column(items, "packages", "how many packages");
    Slots {
        schema: b.build().unwrap(),
        kind,
        departure,
        dispatch,
        destination_country,
        gross_mass_kg,
        units,
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
    }
}

impl Slots {
    /// A consignment from Jebel Ali to Almaty by a holder with a good name.
    pub(crate) fn declaration(&self, items: &[Item]) -> Facts {
        let mut facts = self.schema.facts();
        let gross = items.iter().map(|item| item.net_kg * 1.06).sum::<f64>();
        let value = items.iter().map(|item| item.net_kg * item.usd_per_kg).sum::<f64>();
        facts.set(self.kind, "T1");
        facts.set(self.departure, "PKKHI001");
        facts.set(self.dispatch, "AE");
        facts.set(self.destination_country, "KZ");
        facts.set(self.gross_mass_kg, gross);
        facts.set(self.units, i64::try_from(items.len()).unwrap());
        facts.set(self.security_usd_cents, (value * 45.0).round().to_string().parse::<i64>().unwrap());
        facts.set(self.holder_movements, 60);
        facts.set(self.holder_irregular, 1);
        facts.set(self.declarant_movements, 400);
        facts.set(self.declarant_irregular, 4);
        facts.set(self.holder_days_known, 300);
        facts.set(self.suspended, false);
        for item in items {
            self.add(&mut facts, item);
        }
        facts
    }

    pub(crate) fn add(&self, facts: &mut Facts, item: &Item) {
        let packages = (item.net_kg / item.kg_per_package).round().to_string();
        facts
            .add(self.items)
            .set(self.hs, item.hs)
            .set(self.origin, item.origin)
            .set(self.description, item.description)
            .set(self.item_gross_mass_kg, item.net_kg * 1.06)
            .set(self.net_mass_kg, item.net_kg)
            .set(self.value_usd, item.net_kg * item.usd_per_kg)
            .set(self.unit_price, item.usd_per_kg)
            .set(self.packages, packages.parse::<i64>().unwrap());
    }
}

//! The goods as an assessment needs them: each item with the transport unit that carries it.

use rahdari_kernel::{Finding, HsCode};
use rust_decimal::Decimal;

use super::finding;
use crate::document::{Amount, Declaration, GoodsItem};

/// A goods item with its place.
pub(super) struct Item<'a> {
    /// Its place in the list of items, for pointers.
    pub index: usize,
    /// Its sequence number.
    pub sequence: u16,
    /// The place of its transport unit in [`Goods::units`].
    pub unit: usize,
    /// Its commodity code.
    pub commodity: &'a HsCode,
    /// Its price, if it has one; a price of zero says nothing about what is at risk.
    pub value: Option<Amount>,
    /// Its net mass in kilograms, or its gross mass when the net mass was not declared: duties by weight
    /// come out higher then, never lower.
    pub mass_kg: Decimal,
    /// Its supplementary units.
    pub supplementary_units: Option<Decimal>,
}

/// All goods of a declaration.
pub(super) struct Goods<'a> {
    pub items: Vec<Item<'a>>,
    /// The sequence numbers of the transport units, in their order; never empty.
    pub units: Vec<u16>,
}

impl<'a> Goods<'a> {
    pub(super) fn of(declaration: &'a Declaration) -> Result<Self, Vec<Finding>> {
        let equipment = &declaration.consignment.transport_equipment;
        let units: Vec<u16> = equipment.iter().map(|unit| unit.sequence).collect();
        if units.is_empty() {
            return Err(vec![finding::no_units()]);
        }
        let mut items = Vec::with_capacity(declaration.consignment.goods_items.len());
        let mut findings = Vec::new();
        for (index, item) in declaration.consignment.goods_items.iter().enumerate() {
            let carrier = equipment.iter().position(|unit| unit.goods_items.contains(&item.sequence));
            match carrier {
                Some(unit) => items.push(Item::of(index, item, unit)),
                None => findings.push(finding::item_without_unit(index, item.sequence)),
            }
        }
        if findings.is_empty() { Ok(Self { items, units }) } else { Err(findings) }
    }
}

impl<'a> Item<'a> {
    fn of(index: usize, item: &'a GoodsItem, unit: usize) -> Self {
        Self {
            index,
            sequence: item.sequence,
            unit,
            commodity: &item.commodity,
            value: item.value.filter(|value| !value.amount.is_zero()),
            mass_kg: item.net_mass_kg.unwrap_or(item.gross_mass_kg),
            supplementary_units: item.supplementary_units,
        }
    }

    /// Returns where its price stands in the declaration.
    pub(super) fn value_pointer(&self) -> String {
        format!("/consignment/goodsItems/{}/value", self.index)
    }

    /// Returns where its commodity code stands in the declaration.
    pub(super) fn commodity_pointer(&self) -> String {
        format!("/consignment/goodsItems/{}/commodity", self.index)
    }
}

//! Amounts: their decimals, and what the value of the goods needs to be complete.

use rahdari_kernel::Finding;
use rust_decimal::Decimal;

use super::{Case, catalogue};
use crate::code::DeclarationType;
use crate::format::draft::{AmountDraft, ConsignmentDraft};
use crate::format::field::Field;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(consignment) = case.consignment() else { return };
    decimals("/consignment/freight", &consignment.freight, findings);
    decimals("/consignment/insurance", &consignment.insurance, findings);
    for (index, item) in consignment.goods_items.entries() {
        if item.value.known().is_some() {
            let pointer = format!("/consignment/goodsItems/{index}/value");
            decimals(&pointer, &item.value, findings);
            // Goods without a price have a customs value all the same; zero would ask for no security.
            positive(&pointer, &item.value, "The value of the goods is not above zero.", findings);
        }
    }
    for (index, guarantee) in case.draft.guarantees.entries() {
        let pointer = format!("/guarantees/{index}/amountToBeCovered");
        decimals(&pointer, &guarantee.amount_to_be_covered, findings);
        let message = "Nothing is to be covered by this guarantee.";
        positive(&pointer, &guarantee.amount_to_be_covered, message, findings);
    }
    freight(consignment, findings);
    // Under a carnet the security is flat and needs no value.
    if case.draft.type_code.get() != Some(DeclarationType::Tir) {
        values(case, consignment, findings);
    }
}

fn decimals(pointer: &str, amount: &Field<AmountDraft>, findings: &mut Vec<Finding>) {
    let Some(amount) = amount.known() else { return };
    let (Some(value), Some(currency)) = (amount.amount.get(), amount.currency.get()) else { return };
    if value.normalize().scale() > currency.exponent() {
        let message = format!("{currency} has {} decimals.", currency.exponent());
        findings.push(catalogue::AMOUNT_DECIMALS.at(format!("{pointer}/amount"), message).found(value));
    }
}

fn positive(pointer: &str, amount: &Field<AmountDraft>, message: &str, findings: &mut Vec<Finding>) {
    let value = amount.known().and_then(|amount| amount.amount.get());
    if let Some(value) = value.filter(|value| *value <= Decimal::ZERO) {
        findings.push(catalogue::AMOUNT_ZERO.at(format!("{pointer}/amount"), message).found(value));
    }
}

fn freight(consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    let term = consignment.delivery_terms.known().and_then(|terms| terms.incoterm.get());
    if let Some(term) = term.filter(|term| !term.includes_freight() && consignment.freight.is_absent()) {
        let message = format!("{term} leaves out the freight, and none is declared.");
        findings.push(catalogue::FREIGHT_MISSING.at("/consignment/freight", message));
    }
}

/// Says once that values are missing, whatever is to be covered instead.
fn values(case: &Case<'_>, consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    let covered = case.draft.guarantees.entries().any(|(_, cited)| !cited.amount_to_be_covered.is_absent());
    let mut without = consignment.goods_items.entries().filter(|(_, item)| item.value.is_absent());
    if let Some((first, _)) = without.next() {
        let which = match without.count() {
            0 => "The item has".to_owned(),
            more => format!("This and {more} more items have"),
        };
        let raised = if covered { ", or the amount to be covered if that is more" } else { "" };
        let message = format!("{which} no value; security follows the agreement's default amount{raised}.");
        findings.push(catalogue::VALUE_MISSING.at(format!("/consignment/goodsItems/{first}/value"), message));
    }
}

//! Amounts: their decimals, and what the value of the goods needs to be complete.

use rahdari_kernel::Finding;

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
            decimals(&format!("/consignment/goodsItems/{index}/value"), &item.value, findings);
        }
    }
    for (index, guarantee) in case.draft.guarantees.entries() {
        let pointer = format!("/guarantees/{index}/amountToBeCovered");
        decimals(&pointer, &guarantee.amount_to_be_covered, findings);
        let covered = guarantee.amount_to_be_covered.known().and_then(|covered| covered.amount.get());
        if covered.is_some_and(|covered| covered.is_zero()) {
            let message = "Nothing is to be covered by this guarantee.";
            findings.push(catalogue::AMOUNT_ZERO.at(pointer + "/amount", message).found(0));
        }
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

fn freight(consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    let term = consignment.delivery_terms.known().and_then(|terms| terms.incoterm.get());
    if let Some(term) = term.filter(|term| !term.includes_freight() && consignment.freight.is_absent()) {
        let message = format!("{term} leaves out the freight, and none is declared.");
        findings.push(catalogue::FREIGHT_MISSING.at("/consignment/freight", message));
    }
}

/// Says once that values are missing, unless an amount to be covered takes their place.
fn values(case: &Case<'_>, consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    let covered = case.draft.guarantees.entries().any(|(_, cited)| !cited.amount_to_be_covered.is_absent());
    let mut without = consignment.goods_items.entries().filter(|(_, item)| item.value.is_absent());
    if let Some((first, _)) = without.next().filter(|_| !covered) {
        let message = match without.count() {
            0 => "The item has no value; security follows the default amount of the agreement.".to_owned(),
            more => {
                format!(
                    "This and {more} more items have no value; security follows the agreement's default amount."
                )
            }
        };
        findings.push(catalogue::VALUE_MISSING.at(format!("/consignment/goodsItems/{first}/value"), message));
    }
}

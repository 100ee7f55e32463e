//! The findings of an assessment, each made in one place under its code.
//!
//! Pointers name the fields of the native JSON; whoever read another format knows where they stand there.

use std::fmt;

use rahdari_kernel::{Country, Currency, Date, Finding};

use super::goods::Item;
use crate::document::Declaration;
use crate::law::{Agreement, AgreementStatus};

const KEEPER: &str = "Ask the administrator to import the missing reference data.";
const OWN: &str = "Rahdari, docs/PROBLEMS.md";

pub(super) fn agreement_unknown(id: &str, on: Date) -> Finding {
    let message = format!("No agreement {id} applies on {on}.");
    Finding::error("agreement-unknown", "/agreement", message, "Name an agreement that is on file.", OWN)
        .found(id)
}

pub(super) fn agreement_not_in_force(agreement: &Agreement, on: Date) -> Finding {
    let why = match agreement.status {
        AgreementStatus::InForce => "in force",
        AgreementStatus::Draft => "a draft, which works only in demo mode",
        AgreementStatus::Suspended => "suspended",
        AgreementStatus::Expired => "no longer in force",
    };
    let message = format!("The agreement {} is {why} on {on}.", agreement.id);
    let mend = "Declare under an agreement that is in force on the day of acceptance.";
    let source = agreement.provenance.source.to_string();
    Finding::error("agreement-not-in-force", "/agreement", message, mend, source).found(&agreement.id)
}

pub(super) fn route_not_permitted(agreement: &Agreement, declaration: &Declaration) -> Finding {
    let offices = std::iter::once(&declaration.office_of_departure)
        .chain(&declaration.offices_of_transit)
        .chain([&declaration.office_of_destination]);
    let way = offices.map(ToString::to_string).collect::<Vec<_>>().join(" → ");
    let message = format!("The offices lie on no route of the agreement {} in this order.", agreement.id);
    let mend = "Name the offices of a route that the agreement permits, in the order of the journey.";
    let source = agreement.provenance.source.to_string();
    Finding::error("route-not-permitted", "/officesOfTransit", message, mend, source).found(way)
}

pub(super) fn not_verified(name: &str) -> Finding {
    let message = format!("{name} is not verified; it is applied only in demo mode.");
    let mend = "Ask the administrator to compare it with the text in force and import it as verified.";
    Finding::error("law-not-verified", "/agreement", message, mend, OWN).found(name)
}

pub(super) fn no_rule(agreement: &Agreement, country: Country) -> Finding {
    let message = format!("The agreement {} on file says nothing about security in {country}.", agreement.id);
    Finding::error("rule-missing", "/agreement", message, KEEPER, OWN).found(country)
}

pub(super) fn no_charges(country: Country, on: Date) -> Finding {
    let message = format!("No schedule of charges of {country} is on file for {on}.");
    Finding::error("charges-missing", "/agreement", message, KEEPER, OWN).found(country)
}

pub(super) fn no_tariff_line(item: &Item<'_>, country: Country, on: Date) -> Finding {
    let message = format!("No line of the tariff of {country} on file covers {} on {on}.", item.commodity);
    Finding::error("tariff-line-missing", item.commodity_pointer(), message, KEEPER, OWN)
        .found(item.commodity)
}

pub(super) fn no_exchange_rate(pointer: String, country: Country, currency: Currency, on: Date) -> Finding {
    let message = format!("No customs exchange rate of {country} for {currency} is on file for {on}.");
    let mend = "Declare in a currency for which the administration publishes a rate.";
    Finding::error("exchange-rate-missing", pointer, message, mend, OWN).found(currency)
}

pub(super) fn no_value(country: Country) -> Finding {
    let message = format!("The security for {country} cannot be found: a value is missing.");
    let mend = "Declare the value of each item, or the amount to be covered by a guarantee.";
    Finding::error("value-missing", "/consignment/goodsItems", message, mend, OWN)
}

pub(super) fn too_large(pointer: impl Into<String>) -> Finding {
    let message = "The amounts that follow from it are too large to be computed.";
    Finding::error("amount-too-large", pointer, message, "Check the amounts and quantities.", OWN)
}

pub(super) fn no_units() -> Finding {
    let pointer = "/consignment/transportEquipment";
    let message = "No transport unit is declared; security is reserved for each of them.";
    Finding::error("units-missing", pointer, message, "Declare each container or vehicle.", OWN)
}

pub(super) fn item_without_unit(index: usize, sequence: impl fmt::Display) -> Finding {
    let pointer = format!("/consignment/goodsItems/{index}/sequence");
    let message = format!("Goods item {sequence} is in no transport unit.");
    let mend = "Name it in the goodsItems of the transport unit that carries it.";
    Finding::error("item-without-unit", pointer, message, mend, OWN).found(sequence)
}

//! The findings of an assessment. Codes that a check shares keep its words; the others have a table here.
//!
//! Pointers name the fields of the native JSON; whoever read another format knows where they stand there.

use rahdari_kernel::{Country, Currency, Date, Finding, Severity};

use super::goods::Item;
use crate::check::Check;
use crate::check::catalogue as shared;
use crate::document::Declaration;
use crate::law::{Agreement, AgreementStatus};

macro_rules! checks {
    ($($name:ident = $code:literal, $title:literal, $mend:literal, $source:literal;)+) => {
        $(const $name: Check = Check {
            code: $code, severity: Severity::Error, title: $title, mend: $mend, source: $source,
        };)+
        /// The checks that only an assessment makes.
        pub(super) static CATALOGUE: &[Check] = &[$($name,)+];
    };
}

checks! {
    LAW_NOT_VERIFIED = "law-not-verified", "A datum of the law that applies is not verified.",
        "Have it compared with the text in force and imported as verified; till then it works only in demo mode.",
        "law is applied to real goods only when somebody has verified it";
    RULE_MISSING = "rule-missing", "The agreement says nothing about security in a country on the way.",
        "Have the agreement's rule for the country imported.", "each leg is secured under its own law";
    CHARGES_MISSING = "charges-missing", "The duties and taxes of a country on the way are not loaded.",
        "Have the country's schedule of charges imported.", "each leg is secured under its own law";
    EXCHANGE_RATE_MISSING = "exchange-rate-missing", "An administration has no exchange rate for a currency on this day.",
        "Declare in a currency for which it publishes a rate.", "customs values are converted at the rate of the day";
    AMOUNT_TOO_LARGE = "amount-too-large", "The amounts that follow from a value are too large to be computed.",
        "Check the value and the quantities.", "limit of this installation";
    AMOUNT_NEGATIVE = "amount-negative", "An amount or a quantity is negative.",
        "Give what is declared, not a correction.", "a declaration states values, not differences";
    SECURITY_UNKNOWN = "security-unknown", "A value is missing and the agreement has no default amount.",
        "Give the value of each item, and its supplementary units where a duty is levied on them.", "the agreement's rules";
}

pub(super) fn agreement_unknown(id: &str, on: Date) -> Finding {
    shared::AGREEMENT_UNKNOWN.at("/agreement", format!("No agreement {id} applies on {on}.")).found(id)
}

pub(super) fn agreement_not_in_force(agreement: &Agreement, on: Date) -> Finding {
    let why = match agreement.status {
        AgreementStatus::InForce => "in force",
        AgreementStatus::Draft => "a draft, which works only in demo mode",
        AgreementStatus::Suspended => "suspended",
        AgreementStatus::Expired => "no longer in force",
    };
    let message = format!("The agreement {} is {why} on {on}.", agreement.id);
    shared::AGREEMENT_NOT_IN_FORCE.at("/agreement", message).found(&agreement.id)
}

pub(super) fn route_not_permitted(agreement: &Agreement, declaration: &Declaration) -> Finding {
    let offices = std::iter::once(&declaration.office_of_departure)
        .chain(&declaration.offices_of_transit)
        .chain([&declaration.office_of_destination]);
    let way = offices.map(ToString::to_string).collect::<Vec<_>>().join(" → ");
    let message = format!("The offices lie on no route of the agreement {} in this order.", agreement.id);
    shared::ROUTE.at("/officesOfTransit", message).found(way)
}

pub(super) fn no_units() -> Finding {
    let message = "No transport unit is declared; security is reserved for each of them.";
    shared::TOO_FEW.at("/consignment/transportEquipment", message)
}

pub(super) fn item_without_unit(index: usize, sequence: u16) -> Finding {
    let pointer = format!("/consignment/goodsItems/{index}/sequence");
    let message = format!("Goods item {sequence} is in no transport unit.");
    shared::ITEM_WITHOUT_UNIT.at(pointer, message).found(sequence)
}

pub(super) fn not_in_tariff(item: &Item<'_>, country: Country, on: Date) -> Finding {
    let message = format!("No line of the tariff of {country} covers {} on {on}.", item.commodity);
    shared::NOT_IN_TARIFF.at(item.commodity_pointer(), message).found(item.commodity)
}

pub(super) fn not_verified(name: &str) -> Finding {
    let message = format!("Not verified: {name}. It is applied only in demo mode.");
    LAW_NOT_VERIFIED.at("/agreement", message).found(name)
}

pub(super) fn no_rule(agreement: &Agreement, country: Country) -> Finding {
    let message = format!("The agreement {} says nothing about security in {country}.", agreement.id);
    RULE_MISSING.at("/agreement", message).found(country)
}

pub(super) fn no_charges(country: Country, on: Date) -> Finding {
    let message = format!("No schedule of charges of {country} is loaded for {on}.");
    CHARGES_MISSING.at("/agreement", message).found(country)
}

pub(super) fn no_exchange_rate(pointer: String, country: Country, currency: Currency, on: Date) -> Finding {
    let message = format!("No customs exchange rate of {country} for {currency} is loaded for {on}.");
    EXCHANGE_RATE_MISSING.at(pointer, message).found(currency)
}

pub(super) fn no_value(country: Country) -> Finding {
    let message = format!("The security for {country} cannot be found: a value is missing.");
    SECURITY_UNKNOWN.at("/consignment/goodsItems", message)
}

pub(super) fn too_large(pointer: impl Into<String>) -> Finding {
    AMOUNT_TOO_LARGE.at(pointer.into(), "The amounts that follow from it are too large to be computed.")
}

pub(super) fn negative(pointer: String) -> Finding {
    AMOUNT_NEGATIVE.at(pointer, "The amount is negative.")
}

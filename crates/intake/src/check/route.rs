//! The journey: its offices, its itinerary and the day it can begin.

use rahdari_kernel::{Country, Finding, OfficeCode};

use super::{Case, catalogue, repeated};
use crate::code::AdditionalType;
use crate::format::draft::DeclarationDraft;
use crate::law::OfficeRole;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    offices(case, findings);
    ends(case, findings);
    itinerary(case, findings);
    arrival(case, findings);
}

/// Returns the offices of transit that could be read.
pub(super) fn transit_offices(draft: &DeclarationDraft) -> Vec<OfficeCode> {
    draft.offices_of_transit.entries().map(|(_, office)| *office).collect()
}

fn offices(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let named = |code: Option<OfficeCode>, pointer: &str, role| Some((code?, pointer.to_owned(), role));
    let departure = named(case.draft.office_of_departure.get(), "/officeOfDeparture", OfficeRole::Departure);
    let destination =
        named(case.draft.office_of_destination.get(), "/officeOfDestination", OfficeRole::Destination);
    let transit = case.draft.offices_of_transit.entries();
    let transit =
        transit.map(|(index, code)| (*code, format!("/officesOfTransit/{index}"), OfficeRole::Transit));
    for (code, pointer, role) in departure.into_iter().chain(transit).chain(destination) {
        match case.law.office(&code) {
            None => {
                let message = format!("The customs office {code} is not known here.");
                findings.push(catalogue::OFFICE_UNKNOWN.at(pointer, message).found(code));
            }
            Some(office) if !office.validity.contains(case.on) => {
                let message = format!("The customs office {} is not open on {}.", office.name, case.on);
                findings.push(catalogue::OFFICE_UNKNOWN.at(pointer, message).found(code));
            }
            Some(office) if !office.is(role) => {
                let role = match role {
                    OfficeRole::Departure => "departure",
                    OfficeRole::Transit => "transit",
                    OfficeRole::Destination => "destination",
                    OfficeRole::SeaPort => "sea port",
                    OfficeRole::Guarantee => "guarantee",
                };
                let message = format!("{} is not an office of {role}.", office.name);
                findings.push(catalogue::OFFICE_ROLE.at(pointer, message).found(code));
            }
            Some(_) => {}
        }
    }
    let transit = case.draft.offices_of_transit.entries().map(|(index, code)| (code, index));
    for (again, first) in repeated(transit) {
        let message = format!("This is also office of transit {}.", first + 1);
        findings.push(catalogue::OFFICE_TWICE.at(format!("/officesOfTransit/{again}"), message));
    }
}

fn ends(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let (departure, destination) =
        (case.draft.office_of_departure.get(), case.draft.office_of_destination.get());
    if departure.is_some() && departure == destination {
        let message = "The journey ends at the office where it begins.";
        findings.push(catalogue::SAME_OFFICE.at("/officeOfDestination", message));
    }
    let ends_in = destination.and_then(|office| office.country());
    let sent_to = case.consignment().and_then(|consignment| consignment.country_of_destination.get());
    if let (Some(ends_in), Some(sent_to)) = (ends_in, sent_to)
        && ends_in != sent_to
    {
        let message =
            format!("The journey ends in {}, but the goods go to {}.", ends_in.name(), sent_to.name());
        let finding = catalogue::DESTINATION_COUNTRY.at("/consignment/countryOfDestination", message);
        findings.push(finding.found(sent_to));
    }
}

fn itinerary(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(consignment) = case.consignment() else { return };
    let itinerary: Vec<Country> = consignment.itinerary.entries().map(|(_, country)| *country).collect();
    let (Some(first), Some(last)) = (itinerary.first(), itinerary.last()) else { return };
    if !consignment.itinerary.complete() {
        return;
    }
    let country = |office: Option<OfficeCode>| office.and_then(|office| office.country());
    let ends = [
        (first, country(case.draft.office_of_departure.get()), 0, "begins"),
        (last, country(case.draft.office_of_destination.get()), itinerary.len() - 1, "ends"),
    ];
    let mut fits = true;
    for (named, wanted, index, word) in ends {
        if let Some(wanted) = wanted.filter(|wanted| wanted != named) {
            fits = false;
            let message = format!("The journey {word} in {}.", wanted.name());
            let pointer = format!("/consignment/itinerary/{index}");
            findings.push(catalogue::ITINERARY_ENDS.at(pointer, message).found(named));
        }
    }
    for (index, office) in case.draft.offices_of_transit.entries() {
        if let Some(country) = office.country().filter(|country| !itinerary.contains(country)) {
            fits = false;
            let message = format!("The itinerary does not pass through {}.", country.name());
            let pointer = format!("/officesOfTransit/{index}");
            findings.push(catalogue::ITINERARY_OFFICES.at(pointer, message).found(office));
        }
    }
    if let Some(route) = case.route.filter(|_| fits) {
        let mut wanted: Vec<Country> = route.countries().collect();
        wanted.dedup();
        if wanted != itinerary {
            let names: Vec<&str> = wanted.iter().map(Country::as_str).collect();
            let message = format!("The route passes through {} in this order.", names.join(", "));
            findings.push(catalogue::ITINERARY_ROUTE.at("/consignment/itinerary", message));
        }
    }
}

fn arrival(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let arrived = case.consignment().and_then(|consignment| consignment.arrived_on.get());
    let presented = case.draft.additional_type_code.get() == Some(AdditionalType::Standard);
    if let Some(arrived) = arrived.filter(|arrived| presented && *arrived > case.on) {
        let message = format!("The goods cannot have arrived on {arrived}; today is {}.", case.on);
        findings.push(catalogue::ARRIVED_LATER.at("/consignment/arrivedOn", message).found(arrived));
    }
}

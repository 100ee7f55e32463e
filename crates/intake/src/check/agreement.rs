//! The agreement: known, in force, with this route, these documents, these seals, and not these goods.

use rahdari_kernel::{Finding, OfficeCode};

use super::{Case, catalogue};
use crate::code::DeclarationType;
use crate::format::draft::{ConsignmentDraft, DocumentDraft, ItemDraft};
use crate::format::field::Field;
use crate::law::{Agreement, AgreementStatus, DocumentRequirement, Instrument, OfficeRole, Prohibition};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(id) = case.draft.agreement.known() else { return };
    let Some(agreement) = case.agreement else {
        findings.push(not_found(case, id));
        return;
    };
    status(case, agreement, findings);
    carnet(case, agreement, findings);
    route(case, agreement, findings);
    let Some(consignment) = case.consignment() else { return };
    prohibitions(case, agreement, consignment, findings);
    documents(case, agreement, consignment, findings);
    seals(agreement, consignment, findings);
}

fn not_found(case: &Case<'_>, id: &str) -> Finding {
    if case.law.agreement_versions(id).is_empty() {
        let mut known: Vec<&str> = case.law.agreements().iter().map(|agreement| &*agreement.id).collect();
        known.dedup();
        let message = format!("There is no such agreement; there are {}.", known.join(", "));
        catalogue::AGREEMENT_UNKNOWN.at("/agreement", message).found(id)
    } else {
        let message = format!("The agreement has no version for {}.", case.on);
        catalogue::AGREEMENT_NOT_IN_FORCE.at("/agreement", message).found(id)
    }
}

fn status(case: &Case<'_>, agreement: &Agreement, findings: &mut Vec<Finding>) {
    let (check, message) = match agreement.status {
        AgreementStatus::InForce => return,
        AgreementStatus::Draft if case.demo => {
            (catalogue::AGREEMENT_DRAFT, "is a draft; this is a demonstration")
        }
        AgreementStatus::Draft => (catalogue::AGREEMENT_NOT_IN_FORCE, "is a draft and not in force"),
        AgreementStatus::Suspended => (catalogue::AGREEMENT_NOT_IN_FORCE, "is suspended"),
        AgreementStatus::Expired => (catalogue::AGREEMENT_NOT_IN_FORCE, "has expired"),
    };
    findings.push(check.at("/agreement", format!("{} {message}.", agreement.title)).found(&agreement.id));
}

/// A carnet works where the agreement accepts it as security, and nothing else where it accepts only it.
fn carnet(case: &Case<'_>, agreement: &Agreement, findings: &mut Vec<Finding>) {
    let Some(kind) = case.draft.type_code.get() else { return };
    let mut instruments = agreement.countries.iter().flat_map(|rule| &rule.instruments).peekable();
    if instruments.peek().is_none() {
        return;
    }
    let (mut accepted, mut only) = (false, true);
    for instrument in instruments {
        accepted |= *instrument == Instrument::Tir;
        only &= *instrument == Instrument::Tir;
    }
    let message = match kind {
        DeclarationType::Tir if !accepted => format!("{} does not work with a TIR carnet.", agreement.title),
        DeclarationType::T1 if only => format!("{} works only with a TIR carnet.", agreement.title),
        DeclarationType::Tir | DeclarationType::T1 | DeclarationType::Export | DeclarationType::Import => {
            return;
        }
    };
    findings.push(catalogue::AGREEMENT_TIR.at("/typeCode", message).found(kind));
}

fn route(case: &Case<'_>, agreement: &Agreement, findings: &mut Vec<Finding>) {
    let draft = case.draft;
    let (Some(departure), Some(destination)) =
        (draft.office_of_departure.get(), draft.office_of_destination.get())
    else {
        return;
    };
    if case.route.is_some() || !draft.offices_of_transit.complete() {
        return;
    }
    let between = agreement.routes.iter().find(|route| {
        route.offices.first() == Some(&departure) && route.offices.last() == Some(&destination)
    });
    let (pointer, message) = match between {
        Some(route) => {
            let offices: Vec<&str> = route.offices.iter().map(OfficeCode::as_str).collect();
            ("/officesOfTransit", format!("{} goes by way of {}.", route.title, offices.join(", ")))
        }
        None => (
            "/officeOfDestination",
            format!("{} has no route from {departure} to {destination}.", agreement.title),
        ),
    };
    findings.push(catalogue::ROUTE.at(pointer, message));
}

fn prohibitions(
    case: &Case<'_>,
    agreement: &Agreement,
    consignment: &ConsignmentDraft,
    findings: &mut Vec<Finding>,
) {
    let in_force = agreement.prohibitions.iter().filter(|prohibition| prohibition.validity.contains(case.on));
    for prohibition in in_force {
        for (index, item) in consignment.goods_items.entries() {
            if let Some(finding) = prohibited(prohibition, consignment, index, item) {
                findings.push(finding);
            }
        }
    }
}

fn prohibited(
    prohibition: &Prohibition,
    consignment: &ConsignmentDraft,
    index: usize,
    item: &ItemDraft,
) -> Option<Finding> {
    let code = item.commodity.known().filter(|code| prohibition.names(code.as_str()))?;
    let pointer = format!("/consignment/goodsItems/{index}/commodity");
    let mut finding = match (prohibition.arrived_between, &consignment.arrived_on) {
        (Some(period), Field::Known(arrived)) if !period.contains(*arrived) => return None,
        (Some(_), Field::Unreadable) => return None,
        (Some(period), Field::Absent) => {
            let until = period.to.map_or(String::new(), |to| format!(" to {to}"));
            let message =
                format!("{}: refused for goods that arrived from {}{until}.", prohibition.title, period.from);
            catalogue::PROHIBITED_ARRIVAL.at("/consignment/arrivedOn", message)
        }
        (Some(_), Field::Known(_)) | (None, _) => {
            catalogue::PROHIBITED.at(pointer, format!("{}.", prohibition.title)).found(code)
        }
    };
    finding.source = prohibition.provenance.source.to_string().into();
    Some(finding)
}

fn documents(
    case: &Case<'_>,
    agreement: &Agreement,
    consignment: &ConsignmentDraft,
    findings: &mut Vec<Finding>,
) {
    let of_items = consignment.goods_items.entries().map(|(_, item)| &item.documents);
    let lists: Vec<_> = of_items.chain([&consignment.documents]).collect();
    let readable = |list: &&Field<Vec<Field<DocumentDraft>>>| {
        list.complete() && list.entries().all(|(_, document)| document.kind.known().is_some())
    };
    if !consignment.goods_items.complete() || !lists.iter().all(readable) {
        return;
    }
    let office = case.draft.office_of_departure.get().and_then(|code| case.law.office(&code));
    let from_sea_port = office.is_some_and(|office| office.is(OfficeRole::SeaPort));
    let named = |kind: &str| {
        // The bill of lading and the manifest have fields of their own.
        let own = match kind {
            "N705" => !consignment.bill_of_lading.is_absent(),
            "N785" => !consignment.manifest.is_absent(),
            _ => false,
        };
        own || lists.iter().any(|list| {
            list.entries().any(|(_, document)| document.kind.known().is_some_and(|known| known == kind))
        })
    };
    let applies = |requirement: &&DocumentRequirement| !requirement.from_sea_port_only || from_sea_port;
    for requirement in agreement.documents.iter().filter(applies) {
        if !requirement.types.iter().any(|kind| named(kind)) {
            let message = format!("{} ({}) is missing.", requirement.title, requirement.types.join(" or "));
            let mut finding = catalogue::DOCUMENT_REQUIRED.at("/consignment/documents", message);
            finding.source = requirement.provenance.source.to_string().into();
            findings.push(finding);
        }
    }
}

fn seals(agreement: &Agreement, consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    if !agreement.seals_required.value {
        return;
    }
    for (index, unit) in consignment.transport_equipment.entries() {
        if unit.seals.complete() && unit.seals.entries().next().is_none() {
            let pointer = format!("/consignment/transportEquipment/{index}/seals");
            let message = "The transport unit has no seal yet.";
            findings.push(catalogue::SEALS_REQUIRED.at(pointer, message));
        }
    }
}

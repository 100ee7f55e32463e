//! The elements of CC015C as fields of a declaration.

use super::place::Places;
use super::tree::Node;
use super::{documents, goods};
use crate::check::catalogue;
use crate::format::draft::{
    AmountDraft, ConsignmentDraft, DeclarationDraft, GuaranteeDraft, ItemDraft, PartyDraft, TraderDraft,
    UnitDraft, VehicleDraft,
};
use crate::format::field::Field;
use crate::format::findings::Findings;
use crate::format::leaf::{self, Leaf};
use crate::format::path::Path;

/// Reads a field from an element directly within a node.
pub(super) fn field<T>(
    node: Node<'_>,
    path: &Path<'_>,
    name: &'static str,
    leaf: Leaf<T>,
    findings: &mut Findings,
) -> Field<T> {
    node.child(name).map_or(Field::Absent, |child| value(child, &child.path(path), leaf, findings))
}

/// Reads a field from an element.
pub(super) fn value<T>(node: Node<'_>, path: &Path<'_>, leaf: Leaf<T>, findings: &mut Findings) -> Field<T> {
    match leaf(node.text()) {
        Ok(known) => Field::Known(known),
        Err(wrong) => {
            findings.add(wrong.at(path, node.text()));
            Field::Unreadable
        }
    }
}

/// Says that something is missing which a declaration needs, and that nobody else says so.
pub(super) fn missing<T>(path: &Path<'_>, message: &str, findings: &mut Findings) -> Field<T> {
    findings.add(catalogue::MISSING.at(path, message));
    Field::Unreadable
}

/// Makes what the schema requires unreadable where it is absent; the tree has said that it is missing.
pub(super) fn required<T>(field: Field<T>) -> Field<T> {
    match field {
        Field::Absent => Field::Unreadable,
        Field::Unreadable | Field::Known(_) => field,
    }
}

/// Reads the whole message.
pub(super) fn message(root: Node<'_>, f: &mut Findings, places: &mut Places) -> DeclarationDraft {
    let path = &root.path(&Path::Root);
    places.put(String::new(), path);
    let mut draft = DeclarationDraft::default();
    if let Some(operation) = root.child("TransitOperation") {
        let p = &operation.path(path);
        draft.functional_reference_id = field(operation, p, "LRN", leaf::lrn, f);
        draft.type_code = field(operation, p, "declarationType", leaf::declaration_type, f);
        draft.additional_type_code =
            field(operation, p, "additionalDeclarationType", leaf::additional_type, f);
        draft.tir_carnet = field(operation, p, "TIRCarnetNumber", leaf::text::<12>, f);
    }
    draft.functional_reference_id = required(draft.functional_reference_id);
    draft.type_code = required(draft.type_code);
    draft.additional_type_code = required(draft.additional_type_code);
    draft.office_of_departure = office(root, path, "CustomsOfficeOfDeparture", f);
    draft.office_of_destination = office(root, path, "CustomsOfficeOfDestinationDeclared", f);
    let transit = root.all("CustomsOfficeOfTransitDeclared").enumerate().map(|(index, node)| {
        let p = &node.path(path);
        places.put(format!("/officesOfTransit/{index}"), p.element("referenceNumber"));
        required(field(node, p, "referenceNumber", leaf::office, f))
    });
    draft.offices_of_transit = Field::Known(transit.collect());
    draft.holder = root
        .child("HolderOfTheTransitProcedure")
        .map_or(Field::Unreadable, |node| Field::Known(holder(node, &node.path(path), f)));
    draft.declarant = root.child("Representative").map_or(Field::Absent, |node| {
        let id = field(node, &node.path(path), "identificationNumber", leaf::text::<17>, f);
        Field::Known(TraderDraft { id: required(id), ..TraderDraft::default() })
    });
    draft.guarantees = Field::Known(guarantees(root, path, f, places));
    if let Some(node) = root.child("Consignment") {
        let p = &node.path(path);
        draft.agreement = agreement(node, p, root, f);
        draft.consignor = goods::party(node, p, "Consignor", f);
        draft.consignee = goods::party(node, p, "Consignee", f);
        draft.consignment = Field::Known(consignment(node, p, f, places));
    } else {
        draft.agreement = Field::Unreadable;
        draft.consignment = Field::Unreadable;
    }
    draft
}

fn office(
    root: Node<'_>,
    path: &Path<'_>,
    name: &'static str,
    f: &mut Findings,
) -> Field<rahdari_kernel::OfficeCode> {
    let office = root
        .child(name)
        .map_or(Field::Absent, |node| field(node, &node.path(path), "referenceNumber", leaf::office, f));
    required(office)
}

/// Reads who is named by an id or by name and address.
pub(super) fn named(node: Node<'_>, path: &Path<'_>, f: &mut Findings) -> PartyDraft {
    let mut party = PartyDraft {
        id: field(node, path, "identificationNumber", leaf::text::<17>, f),
        name: field(node, path, "name", leaf::text::<70>, f),
        ..PartyDraft::default()
    };
    if let Some(address) = node.child("Address") {
        let p = &address.path(path);
        party.country = field(address, p, "country", leaf::country, f);
        // The schema wants a street and a city; a dash stands for one that is not known.
        let lines =
            ["streetAndNumber", "postcode", "city"].map(|name| address.child(name).map(|line| line.text()));
        let lines: Vec<&str> =
            lines.into_iter().flatten().filter(|line| !matches!(*line, "" | "-")).collect();
        if !lines.is_empty() {
            let joined = lines.join(", ");
            party.address = match leaf::text::<200>(&joined) {
                Ok(text) => Field::Known(text),
                Err(wrong) => {
                    f.add(wrong.at(p, &joined));
                    Field::Unreadable
                }
            };
        }
    }
    party
}

fn holder(node: Node<'_>, path: &Path<'_>, f: &mut Findings) -> TraderDraft {
    let party = named(node, path, f);
    let tir = field(node, path, "TIRHolderIdentificationNumber", leaf::text::<17>, f);
    let id = match (party.id, tir) {
        (Field::Absent, Field::Absent) => {
            let message = "The holder has no identification number.";
            missing(&path.element("identificationNumber"), message, f)
        }
        (Field::Absent, tir) => tir,
        (id, _) => id,
    };
    TraderDraft { id, name: party.name, country: party.country, address: party.address }
}

fn guarantees(
    root: Node<'_>,
    path: &Path<'_>,
    f: &mut Findings,
    places: &mut Places,
) -> Vec<Field<GuaranteeDraft>> {
    let mut guarantees = Vec::new();
    for node in root.all("Guarantee") {
        let p = &node.path(path);
        let kind_path = p.element("guaranteeType");
        let kind = required(field(node, p, "guaranteeType", leaf::guarantee_type, f));
        let mut add = |draft: GuaranteeDraft, p: &Path<'_>| {
            let pointer = format!("/guarantees/{}", guarantees.len());
            places.put(format!("{pointer}/type"), kind_path);
            places.put(pointer, p);
            guarantees.push(Field::Known(draft));
        };
        if node.child("GuaranteeReference").is_none() {
            add(GuaranteeDraft { kind: kind.clone(), ..GuaranteeDraft::default() }, p);
        }
        for reference in node.all("GuaranteeReference") {
            let p = &reference.path(p);
            let draft = GuaranteeDraft {
                kind: kind.clone(),
                grn: field(reference, p, "GRN", leaf::grn, f),
                access_code: field(reference, p, "accessCode", leaf::access_code, f),
                amount_to_be_covered: covered(reference, p, f),
            };
            add(draft, p);
        }
    }
    guarantees
}

/// Reads an amount and its currency, which the schema lets stand alone.
fn covered(node: Node<'_>, path: &Path<'_>, f: &mut Findings) -> Field<AmountDraft> {
    let amount = field(node, path, "amountToBeCovered", leaf::amount, f);
    let currency = field(node, path, "currency", leaf::currency, f);
    match (amount, currency) {
        (Field::Absent, Field::Absent) => Field::Absent,
        (Field::Absent, _) => missing(&path.element("amountToBeCovered"), "The amount is missing.", f),
        (_, Field::Absent) => missing(&path.element("currency"), "The currency of the amount is missing.", f),
        (amount, currency) => Field::Known(AmountDraft { amount, currency }),
    }
}

fn agreement(consignment: Node<'_>, path: &Path<'_>, root: Node<'_>, f: &mut Findings) -> Field<String> {
    let mut references = consignment.all("AdditionalReference");
    let reference = references
        .find(|node| node.child("type").is_some_and(|kind| kind.text() == super::AGREEMENT_REFERENCE));
    let kind = root.child("TransitOperation").and_then(|operation| operation.child("declarationType"));
    match reference {
        Some(node) => {
            let p = &node.path(path);
            match field(node, p, "referenceNumber", leaf::text::<35>, f) {
                Field::Absent => {
                    missing(&p.element("referenceNumber"), "The id of the agreement is missing.", f)
                }
                read => read,
            }
        }
        None if kind.is_some_and(|kind| kind.text() == "TIR") => Field::Known("TIR".to_owned()),
        None => {
            let message = "The agreement is not named by an additional reference of type 9TTA.";
            missing(&path.element("AdditionalReference"), message, f)
        }
    }
}

fn consignment(node: Node<'_>, p: &Path<'_>, f: &mut Findings, places: &mut Places) -> ConsignmentDraft {
    let loading = node.child("PlaceOfLoading");
    let goods_items = goods::items(node, p, f, places);
    let documents = documents::of_consignment(node, p, f, places);
    let routing = node.all("CountryOfRoutingOfConsignment").enumerate().map(|(index, country)| {
        let p = &country.path(p);
        places.put(format!("/consignment/itinerary/{index}"), p.element("country"));
        required(field(country, p, "country", leaf::country, f))
    });
    let itinerary = Field::Known(routing.collect());
    ConsignmentDraft {
        country_of_dispatch: goods::country(node, p, "countryOfDispatch", f),
        country_of_destination: goods::country(node, p, "countryOfDestination", f),
        place_of_loading: loading
            .map_or(Field::Absent, |place| field(place, &place.path(p), "UNLocode", leaf::locode, f)),
        gross_mass_kg: required(field(node, p, "grossMass", leaf::mass, f)),
        manifest: documents.manifest,
        bill_of_lading: documents.bill_of_lading,
        itinerary,
        transport_equipment: units(node, p, &goods_items, f, places),
        goods_items: Field::Known(goods_items),
        documents: Field::Known(documents.others),
        ..ConsignmentDraft::default()
    }
}

fn units(
    consignment: Node<'_>,
    path: &Path<'_>,
    items: &[Field<ItemDraft>],
    f: &mut Findings,
    places: &mut Places,
) -> Field<Vec<Field<UnitDraft>>> {
    let nodes: Vec<Node<'_>> = consignment.all("TransportEquipment").collect();
    if nodes.is_empty() {
        let message = "The consignment names no transport equipment; one entry for each vehicle is needed.";
        return missing(&path.element("TransportEquipment"), message, f);
    }
    let mut vehicles = vehicles(consignment, path, f);
    // One vehicle alone carries all units.
    let shared = vehicles.len() == 1;
    let units = nodes.iter().enumerate().map(|(index, node)| {
        let p = &node.path(path);
        let pointer = format!("/consignment/transportEquipment/{index}");
        let mut goods_items: Vec<Field<u16>> = Vec::new();
        for (index, reference) in node.all("GoodsReference").enumerate() {
            let p = &reference.path(p);
            let name = "declarationGoodsItemNumber";
            places.put(format!("{pointer}/goodsItems/{index}"), p.element(name));
            goods_items.push(required(field(reference, p, name, leaf::item_sequence, f)));
        }
        if goods_items.is_empty() && nodes.len() == 1 {
            // A single unit carries everything and need not say so.
            goods_items =
                items.iter().map(|item| item.known().map_or(Field::Unreadable, sequence_of)).collect();
        }
        let seals = seals(*node, p, &pointer, f, places);
        let sequence = required(field(*node, p, "sequenceNumber", leaf::unit_sequence, f));
        let own = vehicles.iter_mut().find(|(number, _)| shared || sequence.get() == Some(*number));
        let vehicle = own.map_or(Field::Absent, |(_, vehicle)| match shared {
            true => vehicle.clone(),
            false => std::mem::take(vehicle),
        });
        places.put(pointer, p);
        let container = field(*node, p, "containerIdentificationNumber", leaf::container, f);
        Field::Known(UnitDraft {
            sequence,
            container,
            seals,
            vehicle,
            goods_items: Field::Known(goods_items),
        })
    });
    Field::Known(units.collect())
}

fn sequence_of(item: &ItemDraft) -> Field<u16> {
    item.sequence.get().map_or(Field::Unreadable, Field::Known)
}

fn seals(
    unit: Node<'_>,
    path: &Path<'_>,
    pointer: &str,
    f: &mut Findings,
    places: &mut Places,
) -> Field<Vec<Field<rahdari_kernel::SealNumber>>> {
    let seals = unit.all("Seal").enumerate().map(|(index, seal)| {
        let p = &seal.path(path);
        places.put(format!("{pointer}/seals/{index}"), p.element("identifier"));
        required(field(seal, p, "identifier", leaf::seal, f))
    });
    let seals: Vec<_> = seals.collect();
    let said = unit.child("numberOfSeals").and_then(|number| number.text().parse::<usize>().ok());
    if let Some(said) = said.filter(|said| *said != seals.len()) {
        let message = format!("There are {} seals, not {said}.", seals.len());
        f.add(catalogue::ELEMENT_VALUE.at(path.element("numberOfSeals"), message).found(said));
    }
    Field::Known(seals)
}

/// Reads the vehicles, each with its sequence number: those of the consignment, or else of its houses.
fn vehicles(consignment: Node<'_>, path: &Path<'_>, f: &mut Findings) -> Vec<(u16, Field<VehicleDraft>)> {
    let mut vehicles = Vec::new();
    let mut read = |parent: Node<'_>, path: &Path<'_>| {
        for node in parent.all("DepartureTransportMeans") {
            let p = &node.path(path);
            let sequence = field(node, p, "sequenceNumber", leaf::unit_sequence, f).get();
            let registration = field(node, p, "identificationNumber", leaf::text::<35>, f);
            let country = field(node, p, "nationality", leaf::country, f);
            let vehicle = match (registration, country) {
                (Field::Absent, Field::Absent) => Field::Absent,
                (Field::Absent, _) => {
                    missing(&p.element("identificationNumber"), "The registration is missing.", f)
                }
                (_, Field::Absent) => {
                    missing(&p.element("nationality"), "The country of the vehicle is missing.", f)
                }
                (registration, country) => Field::Known(VehicleDraft { registration, country }),
            };
            vehicles.push((sequence.unwrap_or_default(), vehicle));
        }
    };
    if consignment.child("DepartureTransportMeans").is_some() {
        read(consignment, path);
    } else {
        for house in consignment.all("HouseConsignment") {
            read(house, &house.path(path));
        }
    }
    vehicles
}

//! The objects of the native JSON, member by member.

use super::object::{Slot, number, object, opt, req, text};
use super::tape::Value;
use crate::format::draft::{
    AmountDraft, ConsignmentDraft, DeclarationDraft, DeliveryTermsDraft, DocumentDraft, GuaranteeDraft,
    ItemDraft, ManifestDraft, PackageDraft, PartyDraft, TraderDraft, UnitDraft, VehicleDraft,
};
use crate::format::field::Field;
use crate::format::findings::Findings;
use crate::format::leaf;
use crate::format::path::Path;

/// Reads a declaration. What is not an object gives a draft in which nothing is known.
pub(super) fn declaration(value: Value<'_>, f: &mut Findings) -> DeclarationDraft {
    let p = &Path::Root;
    let members = [
        req("functionalReferenceId"),
        req("typeCode"),
        req("additionalTypeCode"),
        req("agreement"),
        opt("tirCarnet"),
        req("officeOfDeparture"),
        opt("officesOfTransit"),
        req("officeOfDestination"),
        req("holder"),
        opt("declarant"),
        opt("consignor"),
        opt("consignee"),
        req("consignment"),
        opt("guarantees"),
    ];
    let Some(slots) = object(value, p, f, &members) else { return DeclarationDraft::default() };
    let [
        lrn,
        kind,
        additional,
        agreement,
        carnet,
        departure,
        transit,
        destination,
        holder,
        declarant,
        consignor,
        consignee,
        goods,
        guarantees,
    ] = slots;
    DeclarationDraft {
        functional_reference_id: lrn.text(p, f, leaf::lrn),
        type_code: kind.text(p, f, leaf::declaration_type),
        additional_type_code: additional.text(p, f, leaf::additional_type),
        agreement: agreement.text(p, f, leaf::text::<35>),
        tir_carnet: carnet.text(p, f, leaf::text::<12>),
        office_of_departure: departure.text(p, f, leaf::office),
        offices_of_transit: transit.list(p, f, 0, |value, p, f| text(value, p, f, leaf::office)),
        office_of_destination: destination.text(p, f, leaf::office),
        holder: holder.read(p, f, trader),
        declarant: declarant.read(p, f, trader),
        consignor: consignor.read(p, f, party),
        consignee: consignee.read(p, f, party),
        consignment: goods.read(p, f, consignment),
        guarantees: guarantees.list(p, f, 0, guarantee),
    }
}

fn trader(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<TraderDraft> {
    let [id, name, country, address] =
        object(value, p, f, &[req("id"), opt("name"), opt("country"), opt("address")])?;
    Some(TraderDraft {
        id: id.text(p, f, leaf::text::<17>),
        name: name.text(p, f, leaf::text::<70>),
        country: country.text(p, f, leaf::country),
        address: address.text(p, f, leaf::text::<200>),
    })
}

fn party(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<PartyDraft> {
    let [id, name, country, address] =
        object(value, p, f, &[opt("id"), opt("name"), opt("country"), opt("address")])?;
    Some(PartyDraft {
        id: id.text(p, f, leaf::text::<17>),
        name: name.text(p, f, leaf::text::<70>),
        country: country.text(p, f, leaf::country),
        address: address.text(p, f, leaf::text::<200>),
    })
}

fn consignment(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<ConsignmentDraft> {
    let members = [
        req("countryOfDispatch"),
        req("countryOfDestination"),
        opt("placeOfLoading"),
        opt("arrivedOn"),
        opt("deliveryTerms"),
        opt("freight"),
        opt("insurance"),
        req("grossMassKg"),
        opt("manifest"),
        opt("billOfLading"),
        opt("itinerary"),
        req("transportEquipment"),
        req("goodsItems"),
        opt("documents"),
    ];
    let [
        dispatch,
        destination,
        loading,
        arrived,
        terms,
        freight,
        insurance,
        mass,
        index,
        bill,
        itinerary,
        units,
        items,
        documents,
    ] = object(value, p, f, &members)?;
    Some(ConsignmentDraft {
        country_of_dispatch: dispatch.text(p, f, leaf::country),
        country_of_destination: destination.text(p, f, leaf::country),
        place_of_loading: loading.text(p, f, leaf::locode),
        arrived_on: arrived.text(p, f, leaf::date),
        delivery_terms: terms.read(p, f, delivery_terms),
        freight: freight.read(p, f, amount),
        insurance: insurance.read(p, f, amount),
        gross_mass_kg: mass.decimal(p, f, leaf::mass),
        manifest: index.read(p, f, manifest),
        bill_of_lading: bill.text(p, f, leaf::text::<70>),
        itinerary: itinerary.list(p, f, 0, |value, p, f| text(value, p, f, leaf::country)),
        transport_equipment: units.list(p, f, 1, unit),
        goods_items: items.list(p, f, 1, item),
        documents: document_list(documents, p, f),
    })
}

fn delivery_terms(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<DeliveryTermsDraft> {
    let [incoterm, place] = object(value, p, f, &[req("incoterm"), req("place")])?;
    Some(DeliveryTermsDraft {
        incoterm: incoterm.text(p, f, leaf::incoterm),
        place: place.text(p, f, leaf::text::<35>),
    })
}

fn amount(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<AmountDraft> {
    let [amount, currency] = object(value, p, f, &[req("amount"), req("currency")])?;
    Some(AmountDraft {
        amount: amount.decimal(p, f, leaf::amount),
        currency: currency.text(p, f, leaf::currency),
    })
}

fn manifest(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<ManifestDraft> {
    let [index, line] = object(value, p, f, &[req("index"), opt("line")])?;
    Some(ManifestDraft {
        index: index.text(p, f, leaf::text::<70>),
        line: line.number(p, f, leaf::manifest_line),
    })
}

fn unit(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<UnitDraft> {
    let members = [req("sequence"), opt("container"), opt("seals"), opt("vehicle"), req("goodsItems")];
    let [sequence, container, seals, truck, items] = object(value, p, f, &members)?;
    Some(UnitDraft {
        sequence: sequence.number(p, f, leaf::unit_sequence),
        container: container.text(p, f, leaf::container),
        seals: seals.list(p, f, 0, |value, p, f| text(value, p, f, leaf::seal)),
        vehicle: truck.read(p, f, vehicle),
        goods_items: items.list(p, f, 0, |value, p, f| number(value, p, f, leaf::item_sequence)),
    })
}

fn vehicle(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<VehicleDraft> {
    let [registration, country] = object(value, p, f, &[req("registration"), req("country")])?;
    Some(VehicleDraft {
        registration: registration.text(p, f, leaf::text::<35>),
        country: country.text(p, f, leaf::country),
    })
}

fn item(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<ItemDraft> {
    let members = [
        req("sequence"),
        req("commodity"),
        req("description"),
        opt("countryOfOrigin"),
        req("grossMassKg"),
        opt("netMassKg"),
        req("packages"),
        opt("value"),
        opt("supplementaryUnits"),
        opt("documents"),
    ];
    let [sequence, commodity, description, origin, gross, net, packages, value, units, documents] =
        object(value, p, f, &members)?;
    Some(ItemDraft {
        sequence: sequence.number(p, f, leaf::item_sequence),
        commodity: commodity.text(p, f, leaf::goods_code),
        description: description.text(p, f, leaf::text::<512>),
        country_of_origin: origin.text(p, f, leaf::country),
        gross_mass_kg: gross.decimal(p, f, leaf::mass),
        net_mass_kg: net.decimal(p, f, leaf::mass),
        packages: packages.list(p, f, 1, package),
        value: value.read(p, f, amount),
        supplementary_units: units.decimal(p, f, leaf::mass),
        documents: document_list(documents, p, f),
    })
}

fn package(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<PackageDraft> {
    let [kind, count, marks] = object(value, p, f, &[req("kind"), opt("count"), opt("marks")])?;
    Some(PackageDraft {
        kind: kind.text(p, f, leaf::package_kind),
        count: count.number(p, f, leaf::count),
        marks: marks.text(p, f, leaf::text::<512>),
    })
}

fn document_list(slot: Slot<'_>, p: &Path<'_>, f: &mut Findings) -> Field<Vec<Field<DocumentDraft>>> {
    slot.list(p, f, 0, |value, p, f| {
        let [kind, reference] = object(value, p, f, &[req("type"), req("reference")])?;
        Some(DocumentDraft {
            kind: kind.text(p, f, leaf::document_type),
            reference: reference.text(p, f, leaf::text::<70>),
        })
    })
}

fn guarantee(value: Value<'_>, p: &Path<'_>, f: &mut Findings) -> Option<GuaranteeDraft> {
    let members = [req("type"), opt("grn"), opt("accessCode"), opt("amountToBeCovered")];
    let [kind, grn, access_code, covered] = object(value, p, f, &members)?;
    Some(GuaranteeDraft {
        kind: kind.text(p, f, leaf::guarantee_type),
        grn: grn.text(p, f, leaf::grn),
        access_code: access_code.text(p, f, leaf::access_code),
        amount_to_be_covered: covered.read(p, f, amount),
    })
}

//! A declaration as CC015C of phase 5.

use std::fmt::Display;

use quick_xml::escape::escape;
use rahdari_kernel::{Country, Instant};

use super::documents::{BILL_OF_LADING, MANIFEST};
use super::{AGREEMENT_REFERENCE, NAMESPACE};
use crate::document::{Declaration, Document, GoodsItem, GuaranteeReference, Party, TransportUnit};

/// Writes a declaration as CC015C. What the message cannot carry (see the module) is left out.
///
/// The message is sent by the declarant to the administration of the office of departure, prepared at the
/// time given, and identified by the LRN.
pub fn write_cc015c(declaration: &Declaration, prepared_at: Instant) -> String {
    let mut xml = Xml { text: String::with_capacity(8 * 1024) };
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.text.push_str(&format!("<ncts:CC015C PhaseID=\"NCTS5.1\" xmlns:ncts=\"{NAMESPACE}\">"));
    message(&mut xml, declaration, prepared_at);
    xml.text.push_str("</ncts:CC015C>\n");
    xml.text
}

/// The text so far.
struct Xml {
    text: String,
}

impl Xml {
    fn leaf(&mut self, name: &str, value: impl Display) {
        let value = value.to_string();
        self.text.push_str(&format!("<{name}>{}</{name}>", escape(value.as_str())));
    }

    fn optional(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.leaf(name, value);
        }
    }

    fn group(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.text.push_str(&format!("<{name}>"));
        inside(self);
        self.text.push_str(&format!("</{name}>"));
    }

    /// Writes a group for each entry, numbered from 1.
    fn groups<T>(&mut self, name: &str, entries: impl IntoIterator<Item = T>, inside: impl Fn(&mut Self, T)) {
        for (sequence, entry) in (1_u32..).zip(entries) {
            self.group(name, |xml| {
                xml.leaf("sequenceNumber", sequence);
                inside(xml, entry);
            });
        }
    }
}

fn flag(set: bool) -> &'static str {
    if set { "1" } else { "0" }
}

fn message(xml: &mut Xml, declaration: &Declaration, prepared_at: Instant) {
    let office = declaration.office_of_departure;
    let country: String = office.as_str().chars().take(2).collect();
    xml.leaf("messageSender", &declaration.declarant().id);
    xml.leaf("messageRecipient", format!("NTA.{country}"));
    let prepared: String = prepared_at.to_string().chars().take("2026-11-23T08:30:00".len()).collect();
    xml.leaf("preparationDateAndTime", prepared);
    xml.leaf("messageIdentification", &declaration.functional_reference_id);
    xml.leaf("messageType", "CC015C");
    xml.group("TransitOperation", |xml| {
        xml.leaf("LRN", &declaration.functional_reference_id);
        xml.leaf("declarationType", declaration.type_code);
        xml.leaf("additionalDeclarationType", declaration.additional_type_code);
        xml.optional("TIRCarnetNumber", declaration.tir_carnet.as_ref());
        xml.leaf("security", 0);
        xml.leaf("reducedDatasetIndicator", 0);
        xml.leaf("bindingItinerary", flag(!declaration.consignment.itinerary.is_empty()));
    });
    xml.group("CustomsOfficeOfDeparture", |xml| xml.leaf("referenceNumber", office));
    xml.group("CustomsOfficeOfDestinationDeclared", |xml| {
        xml.leaf("referenceNumber", declaration.office_of_destination);
    });
    xml.groups("CustomsOfficeOfTransitDeclared", &declaration.offices_of_transit, |xml, office| {
        xml.leaf("referenceNumber", office);
    });
    let holder = &declaration.holder;
    xml.group("HolderOfTheTransitProcedure", |xml| {
        xml.leaf("identificationNumber", &holder.id);
        xml.optional("name", holder.name.as_ref());
        address(xml, holder.address.as_deref(), holder.country);
    });
    if let Some(declarant) = &declaration.declarant {
        xml.group("Representative", |xml| {
            xml.leaf("identificationNumber", &declarant.id);
            xml.leaf("status", 2);
        });
    }
    guarantees(xml, &declaration.guarantees);
    xml.group("Consignment", |xml| consignment(xml, declaration));
}

/// Writes an address as street and city, cut at the last comma; a dash stands for what is not known.
fn address(xml: &mut Xml, address: Option<&str>, country: Option<Country>) {
    let Some(country) = country else { return };
    let (street, city) = match address.map(|text| (text, text.rsplit_once(", "))) {
        Some((_, Some((street, city)))) if city.chars().count() <= 35 => (street, city),
        Some((text, _)) => (text, "-"),
        None => ("-", "-"),
    };
    xml.group("Address", |xml| {
        xml.leaf("streetAndNumber", street.chars().take(70).collect::<String>().trim_end());
        xml.leaf("city", city);
        xml.leaf("country", country);
    });
}

fn guarantees(xml: &mut Xml, guarantees: &[GuaranteeReference]) {
    if guarantees.is_empty() {
        // The schema wants one; a waiver says that none is cited yet.
        xml.group("Guarantee", |xml| {
            xml.leaf("sequenceNumber", 1);
            xml.leaf("guaranteeType", 0);
        });
    }
    xml.groups("Guarantee", guarantees, |xml, guarantee| {
        xml.leaf("guaranteeType", guarantee.kind);
        let amount = guarantee.amount_to_be_covered;
        if guarantee.grn.is_none() && guarantee.access_code.is_none() && amount.is_none() {
            return;
        }
        xml.group("GuaranteeReference", |xml| {
            xml.leaf("sequenceNumber", 1);
            xml.optional("GRN", guarantee.grn.as_ref());
            xml.optional("accessCode", guarantee.access_code.as_ref().map(|code| code.as_str()));
            xml.optional("amountToBeCovered", amount.map(|amount| amount.amount));
            xml.optional("currency", amount.map(|amount| amount.currency));
        });
    });
}

fn consignment(xml: &mut Xml, declaration: &Declaration) {
    let consignment = &declaration.consignment;
    xml.leaf("countryOfDispatch", consignment.country_of_dispatch);
    xml.leaf("countryOfDestination", consignment.country_of_destination);
    let units = &consignment.transport_equipment;
    xml.leaf("containerIndicator", flag(units.iter().any(|unit| unit.container.is_some())));
    xml.leaf("grossMass", consignment.gross_mass_kg);
    party(xml, "Consignor", declaration.consignor.as_ref());
    party(xml, "Consignee", declaration.consignee.as_ref());
    for unit in units {
        xml.group("TransportEquipment", |xml| equipment(xml, unit));
    }
    for unit in units {
        let Some(vehicle) = &unit.vehicle else { continue };
        xml.group("DepartureTransportMeans", |xml| {
            xml.leaf("sequenceNumber", unit.sequence);
            // 30: the registration of a road vehicle.
            xml.leaf("typeOfIdentification", 30);
            xml.leaf("identificationNumber", &vehicle.registration);
            xml.leaf("nationality", vehicle.country);
        });
    }
    xml.groups("CountryOfRoutingOfConsignment", &consignment.itinerary, |xml, country| {
        xml.leaf("country", country);
    });
    if let Some(place) = consignment.place_of_loading {
        xml.group("PlaceOfLoading", |xml| xml.leaf("UNLocode", place));
    }
    documents(xml, declaration);
    xml.groups("AdditionalReference", [&declaration.agreement], |xml, agreement| {
        xml.leaf("type", AGREEMENT_REFERENCE);
        xml.leaf("referenceNumber", agreement);
    });
    xml.group("HouseConsignment", |xml| {
        xml.leaf("sequenceNumber", 1);
        xml.leaf("grossMass", consignment.gross_mass_kg);
        for item in &consignment.goods_items {
            xml.group("ConsignmentItem", |xml| goods_item(xml, item));
        }
    });
}

fn party(xml: &mut Xml, name: &str, party: Option<&Party>) {
    let Some(party) = party else { return };
    xml.group(name, |xml| {
        xml.optional("identificationNumber", party.id.as_ref());
        xml.optional("name", party.name.as_ref());
        address(xml, party.address.as_deref(), party.country);
    });
}

fn equipment(xml: &mut Xml, unit: &TransportUnit) {
    xml.leaf("sequenceNumber", unit.sequence);
    xml.optional("containerIdentificationNumber", unit.container.as_ref());
    xml.leaf("numberOfSeals", unit.seals.len());
    xml.groups("Seal", &unit.seals, |xml, seal| xml.leaf("identifier", seal));
    xml.groups("GoodsReference", &unit.goods_items, |xml, item| {
        xml.leaf("declarationGoodsItemNumber", item);
    });
}

/// Writes the manifest and the documents of the consignment as supporting ones, the bill of lading as a
/// transport document.
fn documents(xml: &mut Xml, declaration: &Declaration) {
    let consignment = &declaration.consignment;
    let manifest = consignment.manifest.iter();
    let manifest = manifest.map(|manifest| (MANIFEST, manifest.index.as_str(), manifest.line));
    let bill = consignment.bill_of_lading.as_deref();
    let others = consignment.documents.iter();
    let others = others.map(|document| (document.kind.as_str(), document.reference.as_str(), None));
    let others = others.filter(|(kind, reference, _)| (*kind, Some(*reference)) != (BILL_OF_LADING, bill));
    xml.groups("SupportingDocument", manifest.chain(others), |xml, (kind, reference, line)| {
        xml.leaf("type", kind);
        xml.leaf("referenceNumber", reference);
        xml.optional("documentLineItemNumber", line);
    });
    xml.groups("TransportDocument", bill, |xml, bill| {
        xml.leaf("type", BILL_OF_LADING);
        xml.leaf("referenceNumber", bill);
    });
}

fn goods_item(xml: &mut Xml, item: &GoodsItem) {
    xml.leaf("goodsItemNumber", item.sequence);
    xml.leaf("declarationGoodsItemNumber", item.sequence);
    xml.group("Commodity", |xml| {
        xml.leaf("descriptionOfGoods", &item.description);
        xml.group("CommodityCode", |xml| {
            xml.leaf("harmonizedSystemSubHeadingCode", item.commodity.hs6());
            xml.optional("combinedNomenclatureCode", item.commodity.as_str().get(6..8));
        });
        xml.group("GoodsMeasure", |xml| {
            xml.leaf("grossMass", item.gross_mass_kg);
            xml.optional("netMass", item.net_mass_kg);
            xml.optional("supplementaryUnits", item.supplementary_units);
        });
    });
    xml.groups("Packaging", &item.packages, |xml, package| {
        xml.leaf("typeOfPackages", &package.kind);
        xml.optional("numberOfPackages", package.count);
        xml.optional("shippingMarks", package.marks.as_ref());
    });
    xml.groups("SupportingDocument", &item.documents, |xml, document: &Document| {
        xml.leaf("type", &document.kind);
        xml.leaf("referenceNumber", &document.reference);
    });
}

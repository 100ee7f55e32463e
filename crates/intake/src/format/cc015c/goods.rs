//! House consignments and their goods items, and what the message may say on several levels.

use rahdari_kernel::{Country, HsCode};

use super::documents;
use super::place::Places;
use super::read::{field, missing, named, required, value};
use super::tree::Node;
use crate::check::catalogue;
use crate::format::draft::{ItemDraft, PackageDraft, PartyDraft};
use crate::format::field::Field;
use crate::format::findings::Findings;
use crate::format::leaf;
use crate::format::path::Path;

/// Visits an element of each house consignment, and of the items of houses that have none.
fn each<'t>(
    consignment: Node<'t>,
    path: &Path<'_>,
    name: &'static str,
    visit: &mut dyn FnMut(Node<'t>, &Path<'_>),
) {
    for house in consignment.all("HouseConsignment") {
        let house_path = house.path(path);
        if let Some(node) = house.child(name) {
            visit(node, &node.path(&house_path));
            continue;
        }
        for item in house.all("ConsignmentItem") {
            if let Some(node) = item.child(name) {
                visit(node, &node.path(&item.path(&house_path)));
            }
        }
    }
}

/// Reads a country from the consignment, or from its houses and items, which must then agree.
pub(super) fn country(
    consignment: Node<'_>,
    path: &Path<'_>,
    name: &'static str,
    f: &mut Findings,
) -> Field<Country> {
    if let Some(node) = consignment.child(name) {
        return value(node, &node.path(path), leaf::country, f);
    }
    let mut first = Field::Absent;
    let mut text = "";
    each(consignment, path, name, &mut |node, path| {
        if first.is_absent() {
            first = value(node, path, leaf::country, f);
            text = node.text();
        } else if text != node.text() {
            let message = format!("Other goods of this message say {text} here.");
            f.add(catalogue::NOT_HANDLED.at(path, message).found(node.text()));
        }
    });
    if first.is_absent() { missing(&path.element(name), "The country is missing.", f) } else { first }
}

/// Reads a party from the consignment, or from its houses and items, which must then agree.
pub(super) fn party(
    consignment: Node<'_>,
    path: &Path<'_>,
    name: &'static str,
    f: &mut Findings,
) -> Field<PartyDraft> {
    if let Some(node) = consignment.child(name) {
        return Field::Known(named(node, &node.path(path), f));
    }
    let who = |node: Node<'_>| {
        ["identificationNumber", "name"]
            .map(|name| node.child(name).map_or("", |child| child.text()).to_owned())
    };
    let mut first: Field<PartyDraft> = Field::Absent;
    let mut texts = [String::new(), String::new()];
    each(consignment, path, name, &mut |node, path| {
        if first.is_absent() {
            first = Field::Known(named(node, path, f));
            texts = who(node);
        } else if texts != who(node) {
            let message = "Other goods of this message name another party here.";
            f.add(catalogue::NOT_HANDLED.at(path, message).found(who(node).join(" ")));
        }
    });
    first
}

/// Reads the goods items of all houses, in order.
pub(super) fn items(
    consignment: Node<'_>,
    path: &Path<'_>,
    f: &mut Findings,
    places: &mut Places,
) -> Vec<Field<ItemDraft>> {
    let mut items = Vec::new();
    for house in consignment.all("HouseConsignment") {
        let house_path = &house.path(path);
        for node in house.all("ConsignmentItem") {
            let p = &node.path(house_path);
            let pointer = format!("/consignment/goodsItems/{}", items.len());
            places.put(format!("{pointer}/sequence"), p.element("declarationGoodsItemNumber"));
            items.push(Field::Known(item(node, p, &pointer, f, places)));
            places.put(pointer, p);
        }
    }
    items
}

fn item(node: Node<'_>, p: &Path<'_>, pointer: &str, f: &mut Findings, places: &mut Places) -> ItemDraft {
    let mut draft = ItemDraft {
        sequence: required(field(node, p, "declarationGoodsItemNumber", leaf::item_sequence, f)),
        commodity: Field::Unreadable,
        description: Field::Unreadable,
        gross_mass_kg: Field::Unreadable,
        ..ItemDraft::default()
    };
    if let Some(commodity) = node.child("Commodity") {
        let p = &commodity.path(p);
        draft.commodity = match commodity.child("CommodityCode") {
            Some(code) => goods_code(code, &code.path(p), f),
            None => missing(&p.element("CommodityCode"), "The goods code is missing.", f),
        };
        draft.description = required(field(commodity, p, "descriptionOfGoods", leaf::text::<512>, f));
        match commodity.child("GoodsMeasure") {
            Some(measure) => {
                let p = &measure.path(p);
                draft.gross_mass_kg = match field(measure, p, "grossMass", leaf::mass, f) {
                    Field::Absent => missing(&p.element("grossMass"), "The gross mass is missing.", f),
                    read => read,
                };
                draft.net_mass_kg = field(measure, p, "netMass", leaf::mass, f);
                draft.supplementary_units = field(measure, p, "supplementaryUnits", leaf::mass, f);
            }
            None => {
                let message = "The masses of the item are missing.";
                draft.gross_mass_kg = missing(&p.element("GoodsMeasure"), message, f);
            }
        }
    }
    let packages = node.all("Packaging").enumerate().map(|(index, package)| {
        let p = &package.path(p);
        places.put(format!("{pointer}/packages/{index}"), p);
        Field::Known(PackageDraft {
            kind: required(field(package, p, "typeOfPackages", leaf::package_kind, f)),
            count: field(package, p, "numberOfPackages", leaf::count, f),
            marks: field(package, p, "shippingMarks", leaf::text::<512>, f),
        })
    });
    draft.packages = Field::Known(packages.collect());
    draft.documents = Field::Known(documents::of_item(node, p, pointer, f, places));
    draft
}

/// Joins the six digits of the HS and the two of the combined nomenclature.
fn goods_code(node: Node<'_>, path: &Path<'_>, f: &mut Findings) -> Field<HsCode> {
    let Some(subheading) = node.child("harmonizedSystemSubHeadingCode") else { return Field::Unreadable };
    let national = node.child("combinedNomenclatureCode").map_or("", |code| code.text());
    let text = format!("{}{national}", subheading.text());
    match leaf::goods_code(&text) {
        Ok(code) if subheading.text().len() == 6 && matches!(national.len(), 0 | 2) => Field::Known(code),
        Ok(_) => {
            let message = "Six digits are wanted here, and none or two in the element that follows.";
            f.add(catalogue::GOODS_CODE.at(subheading.path(path), message).found(text));
            Field::Unreadable
        }
        Err(wrong) => {
            f.add(wrong.at(&subheading.path(path), &text));
            Field::Unreadable
        }
    }
}

//! Goods items: masses, packages, codes and documents.

use rahdari_kernel::{Country, Finding};
use rust_decimal::Decimal;

use super::{Case, catalogue, repeated};
use crate::format::draft::{ConsignmentDraft, DocumentDraft, ItemDraft, PackageDraft};
use crate::format::field::Field;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(consignment) = case.consignment() else { return };
    for (index, item) in consignment.goods_items.entries() {
        masses(index, item, findings);
        packages(case, consignment, (index, item), findings);
        tariff(case, index, item, findings);
        documents(&format!("/consignment/goodsItems/{index}"), &item.documents, findings);
    }
    documents("/consignment", &consignment.documents, findings);
    total(consignment, findings);
}

fn masses(index: usize, item: &ItemDraft, findings: &mut Vec<Finding>) {
    let (gross, net) = (item.gross_mass_kg.get(), item.net_mass_kg.get());
    if let (Some(gross), Some(net)) = (gross, net)
        && net > gross
    {
        let pointer = format!("/consignment/goodsItems/{index}/netMassKg");
        let message = format!("The net mass of {net} kg is greater than the gross mass of {gross} kg.");
        findings.push(catalogue::NET_ABOVE_GROSS.at(pointer, message).found(net));
    }
    // Goods packed together with another item weigh nothing of their own.
    let zero = [("grossMassKg", gross.filter(|_| !packed_elsewhere(item))), ("netMassKg", net)];
    for (name, mass) in zero {
        if mass.is_some_and(|mass| mass.is_zero()) {
            let pointer = format!("/consignment/goodsItems/{index}/{name}");
            findings.push(catalogue::MASS_ZERO.at(pointer, "The mass is zero.").found(0));
        }
    }
}

fn total(consignment: &ConsignmentDraft, findings: &mut Vec<Finding>) {
    let Some(total) = consignment.gross_mass_kg.get() else { return };
    if total.is_zero() {
        findings.push(catalogue::MASS_ZERO.at("/consignment/grossMassKg", "The mass is zero.").found(0));
        return;
    }
    let masses = consignment.goods_items.entries().map(|(_, item)| item.gross_mass_kg.get());
    let sum = masses.sum::<Option<Decimal>>().filter(|_| consignment.goods_items.complete());
    if let Some(sum) = sum.filter(|sum| *sum != total && consignment.goods_items.known().is_some()) {
        let message = format!("The items weigh {sum} kg together, but the consignment {total} kg.");
        findings.push(catalogue::MASS_SUM.at("/consignment/grossMassKg", message).found(total));
    }
}

fn packed_elsewhere(item: &ItemDraft) -> bool {
    let mut counts = item.packages.entries().map(|(_, package)| package.count.get());
    item.packages.entries().next().is_some() && counts.all(|count| count == Some(0))
}

fn packages(
    case: &Case<'_>,
    consignment: &ConsignmentDraft,
    (item_index, item): (usize, &ItemDraft),
    findings: &mut Vec<Finding>,
) {
    for (index, package) in item.packages.entries() {
        let Some(code) = package.kind.known() else { continue };
        let pointer = |name| format!("/consignment/goodsItems/{item_index}/packages/{index}/{name}");
        match case.law.package_kind(code) {
            None => {
                let message = "The list has no such kind of package.";
                findings.push(catalogue::PACKAGE_UNKNOWN.at(pointer("kind"), message).found(code));
            }
            Some(kind) if !kind.bulk && package.count.is_absent() => {
                let message = format!("{} can be counted, but no number is given.", kind.name);
                findings.push(catalogue::PACKAGE_COUNT.at(pointer("count"), message));
            }
            Some(_) => {}
        }
    }
    if packed_elsewhere(item) && consignment.goods_items.complete() {
        let marks: Vec<_> =
            item.packages.entries().filter_map(|(_, package)| package.marks.known()).collect();
        let same_marks = |package: &PackageDraft| match &package.marks {
            Field::Known(own) => marks.contains(&own),
            Field::Unreadable => true,
            Field::Absent => false,
        };
        let holds = |package: &PackageDraft| package.count.get() != Some(0) && same_marks(package);
        let mut others = consignment.goods_items.entries().flat_map(|(_, other)| other.packages.entries());
        if marks.is_empty() || !others.any(|(_, package)| holds(package)) {
            let message =
                "The item has no package of its own, and no other item has one with the same marks.";
            let pointer = format!("/consignment/goodsItems/{item_index}/packages");
            findings.push(catalogue::PACKAGE_MARKS.at(pointer, message));
        }
    }
}

/// Looks the code up in the tariff of each country of the route that has one here.
fn tariff(case: &Case<'_>, index: usize, item: &ItemDraft, findings: &mut Vec<Finding>) {
    let (Some(code), Some(route)) = (item.commodity.known(), case.route) else { return };
    let missing = |country: &Country| {
        let loaded = !case.law.tariff(*country).is_empty();
        loaded && case.law.tariff_line(*country, code.as_str(), case.on).is_none()
    };
    let mut countries: Vec<_> = route.countries().filter(missing).collect();
    countries.sort_unstable();
    countries.dedup();
    for country in countries {
        let message = format!("The tariff of {} has no line for this code.", country.name());
        let pointer = format!("/consignment/goodsItems/{index}/commodity");
        findings.push(catalogue::NOT_IN_TARIFF.at(pointer, message).found(code));
    }
}

fn documents(within: &str, list: &Field<Vec<Field<DocumentDraft>>>, findings: &mut Vec<Finding>) {
    let documents = list.entries();
    let documents = documents
        .filter_map(|(index, document)| Some(((document.kind.known()?, document.reference.known()?), index)));
    for (again, first) in repeated(documents) {
        let message = format!("Document {} of this list is the same.", first + 1);
        findings.push(catalogue::DOCUMENT_TWICE.at(format!("{within}/documents/{again}"), message));
    }
}

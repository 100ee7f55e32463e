//! The documents of a message, which it sorts into supporting, transport and previous ones; our
//! declaration has one list, and fields for the bill of lading and the manifest.

use super::place::Places;
use super::read::{field, required};
use super::tree::Node;
use crate::format::draft::{DocumentDraft, ManifestDraft};
use crate::format::field::Field;
use crate::format::findings::Findings;
use crate::format::leaf;
use crate::format::path::Path;

/// The type of a bill of lading.
pub(super) const BILL_OF_LADING: &str = "N705";

/// The type of a cargo manifest.
pub(super) const MANIFEST: &str = "N785";

const GROUPS: [&str; 3] = ["SupportingDocument", "TransportDocument", "PreviousDocument"];

/// The documents of a consignment.
#[derive(Default)]
pub(super) struct Documents {
    pub(super) manifest: Field<ManifestDraft>,
    pub(super) bill_of_lading: Field<String>,
    pub(super) others: Vec<Field<DocumentDraft>>,
}

/// Reads the documents of the consignment and of its houses. The first bill of lading and the first
/// manifest become fields.
pub(super) fn of_consignment(
    consignment: Node<'_>,
    path: &Path<'_>,
    f: &mut Findings,
    places: &mut Places,
) -> Documents {
    let mut documents = Documents::default();
    let mut read = |node: Node<'_>, p: &Path<'_>| {
        let kind = node.child("type").map_or("", |kind| kind.text());
        if kind == BILL_OF_LADING && documents.bill_of_lading.is_absent() {
            places.put("/consignment/billOfLading".to_owned(), p.element("referenceNumber"));
            documents.bill_of_lading = required(field(node, p, "referenceNumber", leaf::text::<70>, f));
        } else if kind == MANIFEST && documents.manifest.is_absent() {
            places.put("/consignment/manifest".to_owned(), p);
            documents.manifest = Field::Known(ManifestDraft {
                index: required(field(node, p, "referenceNumber", leaf::text::<70>, f)),
                line: field(node, p, "documentLineItemNumber", leaf::manifest_line, f),
            });
        } else {
            places.put(format!("/consignment/documents/{}", documents.others.len()), p);
            documents.others.push(document(node, p, f));
        }
    };
    let houses = consignment.all("HouseConsignment");
    for group in GROUPS {
        consignment.all(group).for_each(|node| read(node, &node.path(path)));
    }
    for house in houses {
        let path = &house.path(path);
        for group in GROUPS {
            house.all(group).for_each(|node| read(node, &node.path(path)));
        }
    }
    documents
}

/// Reads the documents of a goods item.
pub(super) fn of_item(
    item: Node<'_>,
    path: &Path<'_>,
    pointer: &str,
    f: &mut Findings,
    places: &mut Places,
) -> Vec<Field<DocumentDraft>> {
    let nodes = GROUPS.into_iter().flat_map(|group| item.all(group)).enumerate();
    let documents = nodes.map(|(index, node)| {
        let p = &node.path(path);
        places.put(format!("{pointer}/documents/{index}"), p);
        document(node, p, f)
    });
    documents.collect()
}

fn document(node: Node<'_>, p: &Path<'_>, f: &mut Findings) -> Field<DocumentDraft> {
    Field::Known(DocumentDraft {
        kind: required(field(node, p, "type", leaf::document_type, f)),
        reference: required(field(node, p, "referenceNumber", leaf::text::<70>, f)),
    })
}

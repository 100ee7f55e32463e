//! The NCTS message CC015C (IE015, declaration data), phases 5 and 6.
//!
//! What our declaration has and CC015C has not: the day of arrival, delivery terms, freight, insurance,
//! values, the country of origin, digits of the goods code after the eighth, and the name of a declarant
//! who is not the holder. The agreement travels as an additional reference of type
//! [`AGREEMENT_REFERENCE`]; without one, a TIR declaration moves under `TIR`. The manifest is a document
//! N785, the bill of lading a document N705, the vehicle of a transport unit the departure transport means
//! of the same sequence number. Elements that our declaration has no field for are judged by the schema
//! and kept in the original bytes only.

mod documents;
mod goods;
mod house;
mod place;
mod read;
mod schema;
mod tree;
mod value;
mod write;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Format;
use super::draft::DeclarationDraft;
use super::findings::Findings;
use super::path::Path;
use crate::check::catalogue;

pub(crate) use place::Places;
pub use write::write_cc015c;

/// The namespace of NCTS messages.
const NAMESPACE: &str = "http://ncts.dgtaxud.ec";

/// The type of the additional reference that names the agreement: a national code, which begin with 9.
pub const AGREEMENT_REFERENCE: &str = "9TTA";

/// What a message says before its content.
struct Head {
    root: String,
    prefixed: bool,
    in_namespace: bool,
    phase: Option<String>,
    foreign_encoding: Option<String>,
}

/// Reads a message into a draft and remembers where its parts stood.
pub(super) fn read(
    text: &str,
    findings: &mut Findings,
) -> (Option<Format>, Option<DeclarationDraft>, Places) {
    let mut places = Places::default();
    let Some(head) = head(text) else {
        // No root was found; the tree says why.
        tree::Tree::read(text, 0, findings);
        return (None, None, places);
    };
    if let Some(encoding) = head.foreign_encoding {
        let message = "The message declares another encoding than UTF-8.";
        findings.add(catalogue::NOT_UTF8.at(Path::Root, message).found(encoding));
        return (None, None, places);
    }
    if head.root != "CC015C" {
        let message = "The root element is not CC015C, the one XML message that declares a transit here.";
        findings.add(catalogue::UNKNOWN_FORMAT.at(Path::Root, message).found(head.root));
        return (None, None, places);
    }
    let root = Path::Root.element("CC015C");
    if !head.in_namespace {
        let message = format!("The root element is not in the namespace {NAMESPACE}.");
        findings.add(catalogue::NAMESPACE.at(root, message));
    } else if !head.prefixed {
        let message = "The namespace is the default, so the elements within are in it too.";
        findings.add(catalogue::NAMESPACE_CHILDREN.at(root, message));
    }
    let (format, phase) = match head.phase.as_deref().map(str::trim) {
        Some("NCTS6") => (Format::Cc015cPhase6, 1),
        Some("NCTS5.0" | "NCTS5.1") => (Format::Cc015cPhase5, 0),
        other => {
            let message = "The message is read as one of phase 5.";
            let finding = catalogue::PHASE.at(root.element("@PhaseID"), message);
            findings.add(match other {
                Some(other) => finding.found(other),
                None => finding,
            });
            (Format::Cc015cPhase5, 0)
        }
    };
    let tree = tree::Tree::read(text, phase, findings);
    let draft = tree.map(|tree| read::message(tree.root(), findings, &mut places));
    (Some(format), draft, places)
}

/// Reads up to the root element. A DOCTYPE on the way, or no root at all, gives nothing.
fn head(text: &str) -> Option<Head> {
    let mut reader = Reader::from_str(text);
    let mut foreign_encoding = None;
    loop {
        match reader.read_event().ok()? {
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().and_then(Result::ok);
                foreign_encoding =
                    encoding.filter(|name| !name.eq_ignore_ascii_case("utf-8")).map(|name| name.into_owned());
            }
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name();
                let name: &str = name.as_ref();
                let (prefix, root) = name.split_once(':').unwrap_or(("", name));
                let binding = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
                let mut head = Head {
                    root: root.to_owned(),
                    prefixed: !prefix.is_empty(),
                    in_namespace: false,
                    phase: None,
                    foreign_encoding,
                };
                for attribute in start.attributes().flatten() {
                    let key: &str = attribute.key.as_ref();
                    head.in_namespace |= key == binding && &*attribute.value == NAMESPACE;
                    if key == "PhaseID" {
                        head.phase = Some(attribute.value.into_owned());
                    }
                }
                return Some(head);
            }
            Event::Comment(_) | Event::PI(_) => {}
            Event::Text(text) if text.borrow().into_inner().trim().is_empty() => {}
            Event::Text(_)
            | Event::End(_)
            | Event::CData(_)
            | Event::DocType(_)
            | Event::GeneralRef(_)
            | Event::Eof => return None,
        }
    }
}

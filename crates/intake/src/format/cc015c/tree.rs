//! The elements of a message as one flat list, judged against the schema while they are read.
//!
//! Unknown, missing, surplus and misplaced elements, and values of kinds that no field takes over, are
//! found here. Entities of the document's own are never expanded: a DOCTYPE ends the reading.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rahdari_kernel::Finding;

use super::schema::{CC015C, Kind, Spec};
use super::value;
use crate::check::catalogue::{self, Check};
use crate::format::findings::Findings;
use crate::format::path::Path;

/// The most elements that are read, which bounds the memory that a hostile message can claim.
const ELEMENTS_MAX: usize = 500_000;

/// The deepest nesting that is read; the schema has eight levels.
const DEPTH_MAX: usize = 32;

struct Element<'a> {
    spec: &'static Spec,
    text: Cow<'a, str>,
    /// Its place among elements of the same name within the same parent, from 1.
    position: usize,
    /// The index after the last element that belongs to this one.
    end: usize,
}

/// The elements of a message.
pub(super) struct Tree<'a> {
    elements: Vec<Element<'a>>,
}

/// An element of the tree.
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    elements: &'t [Element<'t>],
    at: usize,
}

impl<'t> Node<'t> {
    fn element(&self) -> Option<&'t Element<'t>> {
        self.elements.get(self.at)
    }

    /// Returns the text within.
    pub(super) fn text(&self) -> &'t str {
        self.element().map_or("", |element| &element.text)
    }

    /// Returns its place under the place of its parent.
    pub(super) fn path<'p>(&self, parent: &'p Path<'p>) -> Path<'p> {
        match self.element() {
            Some(element) if element.spec.repeats() => parent.nth(element.spec.name, element.position),
            Some(element) => parent.element(element.spec.name),
            None => *parent,
        }
    }

    /// Returns the elements of a name directly within.
    pub(super) fn all(&self, name: &'static str) -> impl Iterator<Item = Node<'t>> + use<'t> {
        let (elements, end) = (self.elements, self.element().map_or(0, |element| element.end));
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            while let Some(element) = elements.get(at).filter(|_| at < end) {
                let node = Node { elements, at };
                at = element.end;
                if element.spec.name == name {
                    return Some(node);
                }
            }
            None
        })
    }

    /// Returns the first element of a name directly within.
    pub(super) fn child(&self, name: &'static str) -> Option<Node<'t>> {
        self.all(name).next()
    }
}

impl<'a> Tree<'a> {
    /// Reads a message of a phase (0 for phase 5, 1 for phase 6). What is wrong goes to the findings; what
    /// cannot be read as XML at all gives nothing.
    pub(super) fn read(text: &'a str, phase: usize, findings: &mut Findings) -> Option<Self> {
        let mut builder =
            Builder { phase, elements: Vec::new(), open: Vec::new(), skipped: 0, count: 0, findings };
        match builder.run(text) {
            Ok(()) => Some(Self { elements: builder.elements }),
            Err(finding) => {
                findings.end_with(*finding);
                None
            }
        }
    }

    /// Returns the root.
    pub(super) fn root(&self) -> Node<'_> {
        Node { elements: &self.elements, at: 0 }
    }
}

/// An element that is not closed yet.
struct Open {
    at: usize,
    spec: &'static Spec,
    /// How often each element of the schema occurred so far.
    counts: Vec<usize>,
    /// The furthest element of the sequence that was met.
    furthest: usize,
    misplaced: bool,
}

struct Builder<'f, 'a> {
    phase: usize,
    elements: Vec<Element<'a>>,
    open: Vec<Open>,
    /// How many levels deep we are within an element that is not known.
    skipped: usize,
    /// How many elements were met, known or not.
    count: usize,
    findings: &'f mut Findings,
}

impl<'a> Builder<'_, 'a> {
    fn run(&mut self, text: &'a str) -> Result<(), Box<Finding>> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        let wrong = |at: u64, message: String| Box::new(syntax(text, at, message));
        loop {
            let event =
                reader.read_event().map_err(|error| wrong(reader.error_position(), sentence(&error)))?;
            let at = reader.buffer_position();
            match event {
                Event::Start(start) => {
                    attributes(&start).map_err(|message| wrong(at, message))?;
                    self.start(&start)?;
                }
                Event::Empty(start) => {
                    attributes(&start).map_err(|message| wrong(at, message))?;
                    self.start(&start)?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(part) => {
                    let part = part.into_inner();
                    if self.open.is_empty() && !part.trim().is_empty() {
                        return Err(wrong(at, "There is text outside the root element.".to_owned()));
                    }
                    self.text(part);
                }
                Event::CData(part) => self.text(part.into_inner()),
                Event::GeneralRef(reference) => {
                    let name = reference.borrow().into_inner();
                    let character = match &*name {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().map_err(|error| wrong(at, sentence(&error)))?,
                    };
                    let Some(character) = character else {
                        let message = "The message uses an entity that XML does not define.";
                        return Err(Box::new(catalogue::XML_DOCTYPE.at(Path::Root, message).found(&name)));
                    };
                    self.text(Cow::Owned(character.to_string()));
                }
                Event::DocType(_) => {
                    let message = "The message has a DOCTYPE.";
                    return Err(Box::new(catalogue::XML_DOCTYPE.at(Path::Root, message)));
                }
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
                Event::Eof if !self.open.is_empty() || self.elements.is_empty() => {
                    return Err(wrong(at, "The message ends before it is complete.".to_owned()));
                }
                Event::Eof => return Ok(()),
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'a>) -> Result<(), Box<Finding>> {
        let refuse = |check: Check, message: String| Err(Box::new(check.at(Path::Root, message)));
        self.count += 1;
        if self.count > ELEMENTS_MAX {
            let message = format!("The message has more than {ELEMENTS_MAX} elements.");
            return refuse(catalogue::TOO_MANY_PARTS, message);
        }
        if self.open.len() + self.skipped >= DEPTH_MAX {
            let message = format!("The message is nested more than {DEPTH_MAX} levels deep.");
            return refuse(catalogue::TOO_DEEP, message);
        }
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        let Some(parent) = self.open.last_mut() else {
            if !self.elements.is_empty() {
                return refuse(catalogue::XML_SYNTAX, "There is a second root element.".to_owned());
            }
            self.push(&CC015C, 1);
            return Ok(());
        };
        let name = start.local_name();
        let name: &str = name.as_ref();
        let known = parent.spec.children().iter().enumerate().find(|(_, spec)| spec.name == name);
        let known = known.filter(|(_, spec)| spec.max.get(self.phase).is_some_and(|max| *max > 0));
        let Some((index, spec)) = known else {
            self.skipped = 1;
            let shown: String = name.chars().take(40).collect();
            let message = format!("There is no element {shown} here.");
            self.report(|path| catalogue::UNKNOWN_FIELD.at(path.element(&shown), message.as_str()));
            return Ok(());
        };
        let count = parent.counts.get_mut(index).map_or(1, |count| {
            *count += 1;
            *count
        });
        let misplaced = index < parent.furthest && !parent.misplaced;
        let after = parent.spec.children().get(parent.furthest).map_or("", |spec| spec.name);
        parent.misplaced |= misplaced;
        parent.furthest = parent.furthest.max(index);
        self.push(spec, count);
        if misplaced {
            let message = format!("{name} comes before {after}.");
            self.report(|path| catalogue::ELEMENT_ORDER.at(path, message.as_str()));
        }
        Ok(())
    }

    fn push(&mut self, spec: &'static Spec, position: usize) {
        let at = self.elements.len();
        self.elements.push(Element { spec, text: Cow::Borrowed(""), position, end: at + 1 });
        let counts = vec![0; spec.children().len()];
        self.open.push(Open { at, spec, counts, furthest: 0, misplaced: false });
    }

    fn text(&mut self, part: Cow<'a, str>) {
        if self.skipped > 0 {
            return;
        }
        let Some(at) = self.open.last().map(|open| open.at) else { return };
        if let Some(element) = self.elements.get_mut(at) {
            if element.text.is_empty() {
                element.text = part;
            } else {
                element.text.to_mut().push_str(&part);
            }
        }
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let end = self.elements.len();
        let Some(open) = self.open.last() else { return };
        let (spec, counts) = (open.spec, open.counts.clone());
        let mut found = Vec::new();
        if let Some(element) = self.elements.get_mut(open.at) {
            element.end = end;
            value::collapse(&mut element.text);
            if let Some(message) = value::wrong(spec.kind, &element.text) {
                let check = match spec.kind {
                    Kind::Group(_) => catalogue::WRONG_TYPE,
                    _ => catalogue::ELEMENT_VALUE,
                };
                found.push((check, None, message, Some(element.text.to_string())));
            }
        }
        for (child, count) in spec.children().iter().zip(counts) {
            let (min, max) = (child.min.get(self.phase).copied(), child.max.get(self.phase).copied());
            if min.is_some_and(|min| count < min) {
                let message = format!("The element {} is missing.", child.name);
                found.push((catalogue::MISSING, Some(child.name), message, None));
            }
            if max.is_some_and(|max| count > max && max > 0) {
                let message = format!("The element {} occurs {count} times.", child.name);
                found.push((catalogue::TOO_MANY, Some(child.name), message, None));
            }
        }
        for (check, child, message, text) in found {
            self.report(|path| {
                let finding = match child {
                    Some(child) => check.at(path.element(child), message.as_str()),
                    None => check.at(path, message.as_str()),
                };
                match &text {
                    Some(text) => finding.found(text),
                    None => finding,
                }
            });
        }
        self.open.pop();
    }

    /// Adds a finding at the element that is open.
    fn report(&mut self, finding: impl Fn(&Path<'_>) -> Finding) {
        let places: Vec<_> = self.open.iter().filter_map(|open| self.elements.get(open.at)).collect();
        let finding = at_end_of(&places, &Path::Root, &finding);
        self.findings.add(finding);
    }
}

/// Builds the place from the root down, then asks for the finding there.
fn at_end_of(places: &[&Element<'_>], path: &Path<'_>, finding: &impl Fn(&Path<'_>) -> Finding) -> Finding {
    match places {
        [] => finding(path),
        [first, rest @ ..] if first.spec.repeats() => {
            at_end_of(rest, &path.nth(first.spec.name, first.position), finding)
        }
        [first, rest @ ..] => at_end_of(rest, &path.element(first.spec.name), finding),
    }
}

/// Checks that attributes are well formed; those of NCTS are read from the root beforehand.
fn attributes(start: &BytesStart<'_>) -> Result<(), String> {
    match start.attributes().find_map(Result::err) {
        Some(error) => Err(sentence(&error)),
        None => Ok(()),
    }
}

fn sentence(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}

fn syntax(text: &str, at: u64, message: String) -> Finding {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let line = text.as_bytes().get(..at).unwrap_or_default().split(|byte| *byte == b'\n').count();
    catalogue::XML_SYNTAX.at(Path::Root, format!("Line {line}: {message}"))
}

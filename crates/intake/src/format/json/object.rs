//! Values of the tape as fields: what is missing, unknown, doubled or of the wrong kind is a finding.

use super::tape::{Kind, Value};
use crate::check::catalogue;
use crate::format::field::Field;
use crate::format::findings::Findings;
use crate::format::leaf::{Leaf, Wrong};
use crate::format::path::Path;

/// The name of a member and whether it must be there.
#[derive(Clone, Copy)]
pub(super) struct Member {
    name: &'static str,
    required: bool,
}

/// A member that must be there.
pub(super) const fn req(name: &'static str) -> Member {
    Member { name, required: true }
}

/// A member that may be there.
pub(super) const fn opt(name: &'static str) -> Member {
    Member { name, required: false }
}

/// A member of an object with what stands under its name.
pub(super) struct Slot<'t> {
    pub(super) name: &'static str,
    state: Field<Value<'t>>,
}

/// Returns the members of an object in the order asked for, or nothing when the value is no object.
pub(super) fn object<'t, const N: usize>(
    value: Value<'t>,
    path: &Path<'_>,
    findings: &mut Findings,
    members: &[Member; N],
) -> Option<[Slot<'t>; N]> {
    if value.kind() != Kind::Object {
        findings.add(wrong_kind(value, path, "an object"));
        return None;
    }
    let mut slots = members.map(|member| Slot { name: member.name, state: Field::Absent });
    // Members mostly come in the order of the description, so the search goes on from the last one.
    let mut next = 0;
    for (name, value) in value.members() {
        let after = slots.iter().skip(next).position(|slot| slot.name == name).map(|ahead| next + ahead);
        let at = after.or_else(|| slots.iter().take(next).position(|slot| slot.name == name));
        let Some((at, slot)) = at.and_then(|at| Some((at, slots.get_mut(at)?))) else {
            findings.add(unknown(name, path, members));
            continue;
        };
        next = at + 1;
        if slot.state.is_absent() {
            // A null says the same as leaving the member out.
            if value.kind() != Kind::Null {
                slot.state = Field::Known(value);
            }
        } else {
            let message = format!("The field {name} occurs more than once.");
            findings.add(catalogue::DUPLICATE_FIELD.at(path.key(name), message));
            slot.state = Field::Unreadable;
        }
    }
    for (slot, member) in slots.iter_mut().zip(members) {
        if member.required && slot.state.is_absent() {
            let message = format!("The field {} is missing.", member.name);
            findings.add(catalogue::MISSING.at(path.key(member.name), message));
            slot.state = Field::Unreadable;
        }
    }
    Some(slots)
}

fn unknown<const N: usize>(name: &str, path: &Path<'_>, members: &[Member; N]) -> rahdari_kernel::Finding {
    let alike = members.iter().map(|member| member.name).find(|known| {
        known.eq_ignore_ascii_case(name)
            || known.len() == name.len()
                && known.bytes().zip(name.bytes()).filter(|(a, b)| a != b).count() <= 2
            || known.len() > 3
                && (known.strip_suffix('s') == Some(name) || name.strip_suffix('s') == Some(known))
    });
    let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
    let message = match alike {
        Some(known) => format!("There is no field {shown} here; {known} is meant?"),
        None => format!("There is no field {shown} here."),
    };
    catalogue::UNKNOWN_FIELD.at(path.key(name), message)
}

fn wrong_kind(value: Value<'_>, path: &Path<'_>, wanted: &str) -> rahdari_kernel::Finding {
    let is = match value.kind() {
        Kind::Null => "null",
        Kind::Bool => "true or false",
        Kind::Number => "a number",
        Kind::Text => "a text",
        Kind::Array => "a list",
        Kind::Object => "an object",
    };
    let finding = catalogue::WRONG_TYPE.at(path, format!("This is {is}, but {wanted} is wanted."));
    if value.text().is_empty() { finding } else { finding.found(value.text()) }
}

impl<'t> Slot<'t> {
    /// Reads what stands here with `of`, which is given the value and its place.
    pub(super) fn read<T>(
        self,
        path: &Path<'_>,
        findings: &mut Findings,
        of: impl FnOnce(Value<'t>, &Path<'_>, &mut Findings) -> Option<T>,
    ) -> Field<T> {
        match self.state {
            Field::Known(value) => {
                of(value, &path.key(self.name), findings).map_or(Field::Unreadable, Field::Known)
            }
            Field::Absent => Field::Absent,
            Field::Unreadable => Field::Unreadable,
        }
    }

    /// Reads a list of at least `min` entries, each with `of`.
    pub(super) fn list<T>(
        self,
        path: &Path<'_>,
        findings: &mut Findings,
        min: usize,
        of: impl Fn(Value<'t>, &Path<'_>, &mut Findings) -> Option<T>,
    ) -> Field<Vec<Field<T>>> {
        self.read(path, findings, |value, path, findings| {
            if value.kind() != Kind::Array {
                findings.add(wrong_kind(value, path, "a list"));
                return None;
            }
            let entries = value.within().enumerate();
            let list: Vec<_> = entries
                .map(|(index, entry)| {
                    of(entry, &path.index(index), findings).map_or(Field::Unreadable, Field::Known)
                })
                .collect();
            if list.len() < min {
                findings.add(catalogue::TOO_FEW.at(path, format!("At least {min} entry is needed here.")));
                return None;
            }
            Some(list)
        })
    }

    /// Reads a text.
    pub(super) fn text<T>(self, path: &Path<'_>, findings: &mut Findings, leaf: Leaf<T>) -> Field<T> {
        self.read(path, findings, |value, path, findings| text(value, path, findings, leaf))
    }

    /// Reads a whole number.
    pub(super) fn number<T>(self, path: &Path<'_>, findings: &mut Findings, leaf: Leaf<T>) -> Field<T> {
        self.read(path, findings, |value, path, findings| number(value, path, findings, leaf))
    }

    /// Reads a decimal number, which may stand as a text so that no tool on the way rounds it.
    pub(super) fn decimal<T>(self, path: &Path<'_>, findings: &mut Findings, leaf: Leaf<T>) -> Field<T> {
        self.read(path, findings, |value, path, findings| {
            if !matches!(value.kind(), Kind::Number | Kind::Text) {
                findings.add(wrong_kind(value, path, "a decimal number"));
                return None;
            }
            told(leaf(value.text()), value, path, findings)
        })
    }
}

/// Reads a text value.
pub(super) fn text<T>(
    value: Value<'_>,
    path: &Path<'_>,
    findings: &mut Findings,
    leaf: Leaf<T>,
) -> Option<T> {
    if value.kind() != Kind::Text {
        findings.add(wrong_kind(value, path, "a text"));
        return None;
    }
    told(leaf(value.text()), value, path, findings)
}

/// Reads a number value.
pub(super) fn number<T>(
    value: Value<'_>,
    path: &Path<'_>,
    findings: &mut Findings,
    leaf: Leaf<T>,
) -> Option<T> {
    if value.kind() != Kind::Number {
        findings.add(wrong_kind(value, path, "a whole number"));
        return None;
    }
    told(leaf(value.text()), value, path, findings)
}

fn told<T>(read: Result<T, Wrong>, value: Value<'_>, path: &Path<'_>, findings: &mut Findings) -> Option<T> {
    match read {
        Ok(known) => Some(known),
        Err(wrong) => {
            findings.add(wrong.at(path, value.text()));
            None
        }
    }
}

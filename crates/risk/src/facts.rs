//! Facts about one thing to be scored, by position in their schema.
//!
//! A fact that was not given is absent: a rule that needs it cannot be decided, and `has(…)` asks for it.
//! Facts are kept as JSON and read back to the same values, so that a score can be recomputed years later.

use std::sync::Arc;

use serde_json::{Map as Object, Value as Json};

use crate::schema::{Column, Fact, Field, ListSlot, Schema, Slot};
use crate::types::Type;
use crate::value::{List, Value};

/// The facts of one declaration, or of one row of any table.
#[derive(Clone, Debug)]
pub struct Facts {
    schema: Schema,
    slots: Vec<Option<Value>>,
}

/// A row of a fact list that is being filled.
#[derive(Debug)]
pub struct RowFacts<'a>(Option<&'a mut Vec<Option<Value>>>);

/// A fact in kept JSON that the schema does not have, or has with another type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {message}")]
pub struct FactError {
    /// The name of the fact, with the position of its row where it has one.
    pub name: String,
    /// What is wrong.
    pub message: &'static str,
}

impl Facts {
    pub(crate) fn empty(schema: &Schema) -> Self {
        let mut slots = vec![None; schema.fields().len()];
        for rows in schema.lists() {
            if let Some(slot) = slots.get_mut(rows.slot()) {
                *slot = Some(Value::List(Arc::new(List::of(Vec::new()))));
            }
        }
        Self { schema: schema.clone(), slots }
    }

    /// Gives a fact. A double that is not finite leaves it absent.
    pub fn set<T: Fact>(&mut self, slot: Slot<T>, value: impl Into<T>) {
        if let Some(place) = self.slots.get_mut(slot.index) {
            *place = value.into().value();
        }
    }

    /// Gives a fact if it is known.
    pub fn set_known<T: Fact>(&mut self, slot: Slot<T>, value: Option<impl Into<T>>) {
        if let Some(value) = value {
            self.set(slot, value);
        }
    }

    /// Adds a row to a list and returns it to be filled.
    pub fn add(&mut self, to: ListSlot) -> RowFacts<'_> {
        let columns = self.schema.lists().get(to.list).map_or(0, |rows| rows.columns.len());
        let Some(Some(Value::List(list))) = self.slots.get_mut(to.slot) else { return RowFacts(None) };
        match Arc::make_mut(list).push_row(columns) {
            Some(Value::Row(row)) => RowFacts(Some(Arc::make_mut(row))),
            _ => RowFacts(None),
        }
    }

    /// Returns the schema the facts belong to.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    pub(crate) fn slots(&self) -> &[Option<Value>] {
        &self.slots
    }

    /// Writes the facts that are known, nested by the dots of their names.
    pub fn to_json(&self) -> Json {
        let mut root = Object::new();
        for (field, value) in self.schema.fields().iter().zip(&self.slots) {
            let Some(value) = value else { continue };
            let mut parts: Vec<&str> = field.name.split('.').collect();
            let Some(last) = parts.pop() else { continue };
            let mut object = &mut root;
            for part in parts {
                let next = object.entry(part).or_insert_with(|| Json::Object(Object::new()));
                let Json::Object(next) = next else { return Json::Object(root) };
                object = next;
            }
            object.insert(last.to_owned(), self.json(value, &field.kind));
        }
        Json::Object(root)
    }

    /// Reads facts that [`Facts::to_json`] wrote, or all that is wrong with them.
    pub fn read(schema: &Schema, json: &Json) -> Result<Self, Vec<FactError>> {
        let mut facts = Self::empty(schema);
        let mut wrong = Vec::new();
        facts.read_into("", json, &mut wrong);
        if wrong.is_empty() { Ok(facts) } else { Err(wrong) }
    }

    fn read_into(&mut self, name: &str, json: &Json, wrong: &mut Vec<FactError>) {
        if let Some((index, field)) = self.schema.find(name) {
            match read_value(&self.schema, name, &field.kind, json, wrong) {
                Some(value) => {
                    if let Some(place) = self.slots.get_mut(index) {
                        *place = Some(value);
                    }
                }
                None => wrong.push(FactError {
                    name: name.to_owned(),
                    message: "is not of the type it has in the schema",
                }),
            }
            return;
        }
        let begins = |field: &Field| field.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        let known = name.is_empty() || self.schema.fields().iter().any(begins);
        match json {
            Json::Object(object) if known => {
                for (part, value) in object {
                    let inner = if name.is_empty() { part.clone() } else { format!("{name}.{part}") };
                    self.read_into(&inner, value, wrong);
                }
            }
            _ => wrong.push(FactError { name: name.to_owned(), message: "is not a fact of the schema" }),
        }
    }

    fn json(&self, value: &Value, kind: &Type) -> Json {
        match (value, kind) {
            (Value::List(list), Type::List(element)) => {
                Json::Array(list.items().iter().map(|item| self.json(item, element)).collect())
            }
            (Value::Row(row), Type::Row(list)) => {
                let columns = self.schema.lists().get(*list).map_or(&[][..], |rows| &rows.columns);
                let known = columns.iter().zip(row.iter());
                let known = known.filter_map(|(column, value)| Some((column, value.as_ref()?)));
                Json::Object(known.map(|(c, v)| (c.name.to_string(), self.json(v, &c.kind))).collect())
            }
            (Value::Bool(value), _) => Json::from(*value),
            (Value::Int(value), _) => Json::from(*value),
            (Value::Uint(value), _) => Json::from(*value),
            (Value::Double(value), _) => Json::from(*value),
            (Value::Text(text), _) => Json::from(&**text),
            (Value::Null | Value::List(_) | Value::Map(_) | Value::Row(_), _) => Json::Null,
        }
    }
}

impl RowFacts<'_> {
    /// Gives a column of the row. A double that is not finite leaves it absent.
    pub fn set<T: Fact>(&mut self, column: Column<T>, value: impl Into<T>) -> &mut Self {
        if let Some(place) = self.0.as_mut().and_then(|row| row.get_mut(column.index)) {
            *place = value.into().value();
        }
        self
    }

    /// Gives a column of the row if it is known.
    pub fn set_known<T: Fact>(&mut self, column: Column<T>, value: Option<impl Into<T>>) -> &mut Self {
        match value {
            Some(value) => self.set(column, value),
            None => self,
        }
    }
}

fn read_value(
    schema: &Schema,
    name: &str,
    kind: &Type,
    json: &Json,
    wrong: &mut Vec<FactError>,
) -> Option<Value> {
    match kind {
        Type::Bool => json.as_bool().map(Value::Bool),
        Type::Int => json.as_i64().map(Value::Int),
        Type::Double => json.as_f64().map(Value::Double),
        Type::Text => json.as_str().map(Value::text),
        Type::List(element) => {
            let mut items = Vec::new();
            for (position, item) in json.as_array()?.iter().enumerate() {
                let name = format!("{name}[{position}]");
                items.push(read_value(schema, &name, element, item, wrong)?);
            }
            Some(Value::List(Arc::new(List::of(items))))
        }
        Type::Row(list) => {
            let rows = schema.lists().get(*list)?;
            let mut row = vec![None; rows.columns.len()];
            for (column, value) in json.as_object()? {
                let inner = format!("{name}.{column}");
                let Some((index, field)) = rows.find(column) else {
                    wrong.push(FactError { name: inner, message: "is not a column of the schema" });
                    continue;
                };
                let value = read_value(schema, &inner, &field.kind, value, wrong)?;
                if let Some(place) = row.get_mut(index) {
                    *place = Some(value);
                }
            }
            Some(Value::Row(Arc::new(row)))
        }
        Type::Null | Type::Uint | Type::Map(..) | Type::Dyn => None,
    }
}

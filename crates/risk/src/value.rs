//! Values: what facts hold and expressions give.
//!
//! Values are cheap to clone and compare as the expression language compares them. Lists and maps know their
//! weight, so that an expression cannot build a value too large to look at.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::failure::Failure;
use crate::number::{Number, double_text};

/// The largest weight of a list, map or text that an expression may build.
const WEIGHT_MAX: usize = 1 << 20;

/// A value of the expression language. `==` compares as the language does: `1 == 1.0`, and NaN equals nothing.
#[derive(Clone, Debug)]
pub enum Value {
    /// The null value.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number of 64 bits.
    Int(i64),
    /// A whole number of 64 bits without a sign.
    Uint(u64),
    /// A double-precision number.
    Double(f64),
    /// A text.
    Text(Arc<str>),
    /// A list.
    List(Arc<List>),
    /// A map.
    Map(Arc<Map>),
    /// A row of a fact list, such as one goods item: its columns by position, each given or absent.
    Row(Arc<Vec<Option<Value>>>),
}

/// The elements of a list.
#[derive(Clone, Debug)]
pub struct List {
    items: Vec<Value>,
    weight: usize,
}

/// The entries of a map in the order they were written, found by key.
#[derive(Clone, Debug)]
pub struct Map {
    entries: Vec<(Value, Value)>,
    index: HashMap<Key, usize>,
    weight: usize,
}

/// A key that equals every value the language holds equal to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Bool(bool),
    Number(i128),
    Text(Arc<str>),
}

impl Value {
    /// Makes a text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// Makes a list, or fails when it would be too large to look at.
    pub fn list(items: Vec<Self>) -> Result<Self, Failure> {
        let weight = weight_of(items.iter());
        if weight > WEIGHT_MAX {
            Err(Failure::TooMuchWork)
        } else {
            Ok(Self::List(Arc::new(List { items, weight })))
        }
    }

    /// Makes a map, or fails on a key of a wrong type, a key given twice, or a map too large to look at.
    pub fn map(entries: Vec<(Self, Self)>) -> Result<Self, Failure> {
        let weight = weight_of(entries.iter().flat_map(|(key, value)| [key, value]));
        if weight > WEIGHT_MAX {
            return Err(Failure::TooMuchWork);
        }
        let mut index = HashMap::with_capacity(entries.len());
        for (position, (key, _)) in entries.iter().enumerate() {
            let found = match key {
                Self::Double(_) => None,
                other => other.key(),
            };
            let found = found.ok_or(Failure::NotAKey(key.type_name()))?;
            if index.insert(found, position).is_some() {
                return Err(Failure::RepeatedKey(key.to_string()));
            }
        }
        Ok(Self::Map(Arc::new(Map { entries, index, weight })))
    }

    /// Returns the name of its type in the expression language.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Uint(_) => "uint",
            Self::Double(_) => "double",
            Self::Text(_) => "string",
            Self::List(_) => "list",
            Self::Map(_) => "map",
            Self::Row(_) => "row",
        }
    }

    /// Orders two values, or fails when their types have no order; nothing when a number is not a number.
    pub(crate) fn order(&self, other: &Self, operator: &'static str) -> Result<Option<Ordering>, Failure> {
        match (self, other) {
            (Self::Bool(left), Self::Bool(right)) => Ok(Some(left.cmp(right))),
            (Self::Text(left), Self::Text(right)) => Ok(Some(left.cmp(right))),
            _ => match (self.number(), other.number()) {
                (Some(left), Some(right)) => Ok(left.compare(right)),
                _ => Err(Failure::NoOverload(operator, pair(self, other))),
            },
        }
    }

    pub(crate) fn number(&self) -> Option<Number> {
        match self {
            Self::Int(value) => Some(Number::Int(*value)),
            Self::Uint(value) => Some(Number::Uint(*value)),
            Self::Double(value) => Some(Number::Double(*value)),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Map(_) | Self::Row(_) => None,
        }
    }

    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Uint(_) | Self::Double(_) => 1,
            Self::Text(text) => 1 + text.len() / 8,
            Self::List(list) => list.weight,
            Self::Map(map) => map.weight,
            Self::Row(row) => 1 + row.len(),
        }
    }

    fn key(&self) -> Option<Key> {
        match self {
            Self::Bool(value) => Some(Key::Bool(*value)),
            Self::Text(text) => Some(Key::Text(Arc::clone(text))),
            _ => self.number().and_then(Number::exact).map(Key::Number),
        }
    }
}

impl List {
    /// Returns the elements.
    pub fn items(&self) -> &[Value] {
        &self.items
    }
}

impl Map {
    /// Returns the entries in the order they were written.
    pub fn entries(&self) -> &[(Value, Value)] {
        &self.entries
    }

    /// Finds the value of a key; a number finds an equal number of another type.
    pub fn get(&self, key: &Value) -> Option<&Value> {
        let position = *self.index.get(&key.key()?)?;
        self.entries.get(position).map(|(_, value)| value)
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::Text(left), Self::Text(right)) => left == right,
            (Self::List(left), Self::List(right)) => left.items == right.items,
            (Self::Map(left), Self::Map(right)) => left == right,
            (Self::Row(left), Self::Row(right)) => left == right,
            _ => match (self.number(), other.number()) {
                (Some(left), Some(right)) => left.compare(right) == Some(Ordering::Equal),
                _ => false,
            },
        }
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.entries.len() == other.entries.len()
            && self.entries.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

/// Shows the value as it would be written in an expression, for people.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Uint(value) => write!(f, "{value}"),
            Self::Double(value) => f.write_str(&double_text(*value)),
            Self::Text(text) => f.write_str(text),
            Self::List(list) => {
                f.write_str("[")?;
                for (position, item) in list.items.iter().enumerate() {
                    write!(f, "{}{item}", if position == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Map(map) => {
                f.write_str("{")?;
                for (position, (key, value)) in map.entries.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if position == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
            Self::Row(_) => f.write_str("(row)"),
        }
    }
}

/// Names the types of two operands, for a failure.
pub(crate) fn pair(left: &Value, right: &Value) -> String {
    format!("{} and {}", left.type_name(), right.type_name())
}

fn weight_of<'a>(values: impl Iterator<Item = &'a Value>) -> usize {
    values.fold(1, |sum, value| sum.saturating_add(value.weight()))
}

impl List {
    /// Adds a row while facts are built; the caller's own data is not held to the limit of expressions.
    pub(crate) fn push_row(&mut self, columns: usize) -> Option<&mut Value> {
        self.weight = self.weight.saturating_add(1 + columns);
        self.items.push(Value::Row(Arc::new(vec![None; columns])));
        self.items.last_mut()
    }

    /// Makes a list of the caller's own data.
    pub(crate) fn of(items: Vec<Value>) -> Self {
        let weight = weight_of(items.iter());
        Self { items, weight }
    }
}

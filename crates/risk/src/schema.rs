//! The schema of facts: which names a rule may use, and what type each has.
//!
//! A caller declares its facts once and keeps the slots it is given; filling facts for one declaration is then
//! an assignment by position. What the facts mean and where they come from is the caller's affair.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::facts::Facts;
use crate::syntax::is_name;
use crate::types::Type;
use crate::value::{List, Value};

/// The names and types of all facts; cheap to clone.
#[derive(Clone, Debug)]
pub struct Schema(Arc<Names>);

#[derive(Debug, Default, PartialEq)]
struct Names {
    fields: Vec<Field>,
    lists: Vec<Rows>,
}

/// One fact that a rule may name.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name with its dots, such as `declaration.gross_mass_kg`, or the bare name of a column.
    pub name: Arc<str>,
    /// Its type.
    pub kind: Type,
    /// What it is, in a phrase for the people who write rules.
    pub about: Arc<str>,
}

/// A fact that is a list of rows, such as the goods items.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// What one row is called, such as `item`: the name by which a rule over each row speaks of it.
    pub element: Arc<str>,
    /// The columns of a row.
    pub columns: Vec<Field>,
    slot: usize,
}

/// Declares the facts; [`SchemaBuilder::build`] checks the names.
#[derive(Debug, Default)]
pub struct SchemaBuilder {
    names: Names,
}

/// The place of a fact that holds a `T`.
#[derive(Debug)]
pub struct Slot<T> {
    pub(crate) index: usize,
    of: PhantomData<fn() -> T>,
}

/// The place of a column that holds a `T` in the rows of a fact list.
#[derive(Debug)]
pub struct Column<T> {
    pub(crate) index: usize,
    of: PhantomData<fn() -> T>,
}

/// The place of a fact that is a list of rows.
#[derive(Clone, Copy, Debug)]
pub struct ListSlot {
    pub(crate) slot: usize,
    pub(crate) list: usize,
}

/// A text as facts hold it. A caller that keeps codes interned hands the same text in again without copying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Arc<str>);

/// A list of texts, such as the offices of a route.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Texts(Vec<Text>);

/// Why a schema cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// The name is not one that an expression can speak.
    #[error("{0:?} is not a name or names joined by dots")]
    NotAName(Arc<str>),
    /// The name is declared twice, or is also the beginning of another.
    #[error("{0:?} is declared twice, or is also the beginning of another name")]
    Repeated(Arc<str>),
}

/// The types a fact can have: [`Text`], `i64`, `f64`, `bool` and [`Texts`].
pub trait Fact: sealed::Sealed {
    /// Returns the type that rules see.
    fn kind() -> Type;
    /// Makes the value; nothing when it cannot be a fact.
    #[doc(hidden)]
    fn value(self) -> Option<Value>;
}

mod sealed {
    /// Only the types of this module are facts.
    pub trait Sealed {}
    impl Sealed for super::Text {}
    impl Sealed for super::Texts {}
    impl Sealed for i64 {}
    impl Sealed for f64 {}
    impl Sealed for bool {}
}

impl SchemaBuilder {
    /// Begins with no facts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares a fact by its name with dots, such as `declaration.type`.
    pub fn field<T: Fact>(&mut self, name: &str, about: &str) -> Slot<T> {
        self.add(name, T::kind(), about);
        Slot { index: self.names.fields.len() - 1, of: PhantomData }
    }

    /// Declares a fact that is a list of rows, such as `items`, whose rows are called `element`.
    pub fn list(&mut self, name: &str, element: &str, about: &str) -> ListSlot {
        let list = self.names.lists.len();
        self.add(name, Type::List(Box::new(Type::Row(list))), about);
        let slot = self.names.fields.len() - 1;
        self.names.lists.push(Rows { element: element.into(), columns: Vec::new(), slot });
        ListSlot { slot, list }
    }

    /// Declares a column of the rows of a list.
    pub fn column<T: Fact>(&mut self, of: ListSlot, name: &str, about: &str) -> Column<T> {
        let mut index = 0;
        if let Some(rows) = self.names.lists.get_mut(of.list) {
            index = rows.columns.len();
            rows.columns.push(Field { name: name.into(), kind: T::kind(), about: about.into() });
        }
        Column { index, of: PhantomData }
    }

    /// Checks the names and fixes the schema.
    pub fn build(self) -> Result<Schema, SchemaError> {
        let fields = &self.names.fields;
        for (position, field) in fields.iter().enumerate() {
            if !field.name.split('.').enumerate().all(|(part, name)| is_name(name, part > 0)) {
                return Err(SchemaError::NotAName(Arc::clone(&field.name)));
            }
            let earlier = fields.iter().take(position);
            if earlier.into_iter().any(|other| overlaps(&other.name, &field.name)) {
                return Err(SchemaError::Repeated(Arc::clone(&field.name)));
            }
        }
        for rows in &self.names.lists {
            if !is_name(&rows.element, false) {
                return Err(SchemaError::NotAName(Arc::clone(&rows.element)));
            }
            if fields.iter().any(|field| overlaps(&field.name, &rows.element)) {
                return Err(SchemaError::Repeated(Arc::clone(&rows.element)));
            }
            for (position, column) in rows.columns.iter().enumerate() {
                if !is_name(&column.name, true) {
                    return Err(SchemaError::NotAName(Arc::clone(&column.name)));
                }
                if rows.columns.iter().take(position).any(|other| other.name == column.name) {
                    return Err(SchemaError::Repeated(Arc::clone(&column.name)));
                }
            }
        }
        Ok(Schema(Arc::new(self.names)))
    }

    fn add(&mut self, name: &str, kind: Type, about: &str) {
        self.names.fields.push(Field { name: name.into(), kind, about: about.into() });
    }
}

impl Schema {
    /// Returns empty facts to fill: every fact is absent.
    pub fn facts(&self) -> Facts {
        Facts::empty(self)
    }

    /// Returns the facts in the order they were declared.
    pub fn fields(&self) -> &[Field] {
        &self.0.fields
    }

    /// Returns the lists of rows in the order they were declared.
    pub fn lists(&self) -> &[Rows] {
        &self.0.lists
    }

    /// Tells whether facts of the other schema can be scored by rules of this one.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }

    /// Finds a fact by its whole name.
    pub(crate) fn find(&self, name: &str) -> Option<(usize, &Field)> {
        self.0.fields.iter().enumerate().find(|(_, field)| &*field.name == name)
    }

    /// Finds the list of rows by the fact that holds it.
    pub(crate) fn rows_at(&self, slot: usize) -> Option<&Rows> {
        self.0.lists.iter().find(|rows| rows.slot == slot)
    }

    /// Finds the position of a list by the name of its fact.
    pub(crate) fn list_named(&self, name: &str) -> Option<(usize, &Rows)> {
        let (slot, _) = self.find(name)?;
        self.0.lists.iter().enumerate().find(|(_, rows)| rows.slot == slot)
    }
}

impl Rows {
    /// Finds a column by name.
    pub(crate) fn find(&self, name: &str) -> Option<(usize, &Field)> {
        self.columns.iter().enumerate().find(|(_, column)| &*column.name == name)
    }

    /// Returns the place of the fact that holds the list.
    pub(crate) fn slot(&self) -> usize {
        self.slot
    }
}

impl Fact for Text {
    fn kind() -> Type {
        Type::Text
    }
    fn value(self) -> Option<Value> {
        Some(Value::Text(self.0))
    }
}

impl Fact for Texts {
    fn kind() -> Type {
        Type::List(Box::new(Type::Text))
    }
    fn value(self) -> Option<Value> {
        let items = self.0.into_iter().map(|text| Value::Text(text.0)).collect();
        Some(Value::List(Arc::new(List::of(items))))
    }
}

impl Fact for i64 {
    fn kind() -> Type {
        Type::Int
    }
    fn value(self) -> Option<Value> {
        Some(Value::Int(self))
    }
}

/// A double that is not finite cannot be kept as JSON, and means that nothing is known.
impl Fact for f64 {
    fn kind() -> Type {
        Type::Double
    }
    fn value(self) -> Option<Value> {
        self.is_finite().then_some(Value::Double(self))
    }
}

impl Fact for bool {
    fn kind() -> Type {
        Type::Bool
    }
    fn value(self) -> Option<Value> {
        Some(Value::Bool(self))
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Slot<T> {}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Column<T> {}

impl<T: Into<Arc<str>>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl<T: Into<Text>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        Self(texts.into_iter().map(Into::into).collect())
    }
}

/// Tells whether the names are the same or one is the beginning of the other, part by part.
fn overlaps(left: &str, right: &str) -> bool {
    let mut parts = left.split('.').zip(right.split('.'));
    parts.all(|(left, right)| left == right)
}

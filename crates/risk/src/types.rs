//! Types: what the checker knows of an expression before it is evaluated.

use std::fmt;

/// The type of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// The type of `null`.
    Null,
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// A whole number without a sign.
    Uint,
    /// A double-precision number.
    Double,
    /// A text.
    Text,
    /// A list whose elements have one type.
    List(Box<Type>),
    /// A map whose keys have one type and whose values have one type.
    Map(Box<Type>, Box<Type>),
    /// A row of a fact list of the schema, such as a goods item; the number is the list's position there.
    Row(usize),
    /// Not known before evaluation; in rules only the elements of an empty list.
    Dyn,
}

impl Type {
    /// Returns the type both can have, or nothing.
    pub(crate) fn join(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Dyn, known) | (known, Self::Dyn) => Some(known.clone()),
            (Self::List(left), Self::List(right)) => Some(Self::List(Box::new(left.join(right)?))),
            (Self::Map(left_key, left), Self::Map(right_key, right)) => {
                Some(Self::Map(Box::new(left_key.join(right_key)?), Box::new(left.join(right)?)))
            }
            (left, right) => (left == right).then(|| left.clone()),
        }
    }

    pub(crate) fn is_numeric(&self) -> bool {
        matches!(self, Self::Int | Self::Uint | Self::Double)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Uint => f.write_str("uint"),
            Self::Double => f.write_str("double"),
            Self::Text => f.write_str("string"),
            Self::List(element) => write!(f, "list({element})"),
            Self::Map(key, value) => write!(f, "map({key}, {value})"),
            Self::Row(_) => f.write_str("row"),
            Self::Dyn => f.write_str("dyn"),
        }
    }
}

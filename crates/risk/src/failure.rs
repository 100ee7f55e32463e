//! What can go wrong while an expression is evaluated.
//!
//! A failure is a value of its own in the language: `false && 1 / 0 > 2` is false. Whatever is wrong with the
//! text of an expression is a [`crate::Problem`] instead, and is found before anything is evaluated.

use std::sync::Arc;

/// Why an evaluation has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The operator or function does not take values of these types.
    #[error("{0} does not take {1}")]
    NoOverload(&'static str, String),
    /// No such name was bound.
    #[error("no value is bound to {0}")]
    Undeclared(Arc<str>),
    /// No such function exists.
    #[error("there is no function {0}")]
    UnknownFunction(Arc<str>),
    /// The fact was not given for this declaration.
    #[error("{0} is not known")]
    Absent(Arc<str>),
    /// A map or table has no such key.
    #[error("there is no entry {0}")]
    NoSuchKey(String),
    /// A list has no such position.
    #[error("position {0} is outside the list")]
    OutsideList(String),
    /// Division or remainder by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// An integer left its range.
    #[error("the whole number is too large or too small")]
    Overflow,
    /// The value cannot be converted.
    #[error("{0} cannot be converted to {1}")]
    NotConvertible(String, &'static str),
    /// A map was given the same key twice.
    #[error("the key {0} is given twice")]
    RepeatedKey(String),
    /// A value of this type cannot be the key of a map.
    #[error("{0} cannot be the key of a map")]
    NotAKey(&'static str),
    /// The regular expression is not one.
    #[error("not a regular expression: {0}")]
    BadPattern(String),
    /// The expression asks for more steps or a larger value than is allowed.
    #[error("the expression asks for too much work")]
    TooMuchWork,
    /// The facts were built for another schema than the ruleset.
    #[error("the facts were built for another schema")]
    OtherSchema,
}

impl Failure {
    /// Tells whether the cause is that a value has the wrong type or a name means nothing.
    pub fn is_about_types(&self) -> bool {
        matches!(
            self,
            Self::NoOverload(..) | Self::Undeclared(_) | Self::UnknownFunction(_) | Self::NotAKey(_)
        )
    }
}

//! The text of expressions: from characters to a tree and back.

pub(crate) use name::is_name;

mod name;

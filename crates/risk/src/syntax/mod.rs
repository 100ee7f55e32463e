//! The text of expressions: from characters to a tree and back.
//!
//! The grammar is that of the Common Expression Language. What names mean and whether types fit is left to
//! the checker.

pub(crate) use name::is_name;
pub(crate) use parser::parse;
pub(crate) use tree::{Expr, ExprKind, Literal, Operator};

mod lexer;
mod name;
mod parser;
mod print;
mod quoted;
mod tree;

//! From a tree to checked code: names are resolved, types are compared, functions are chosen, macros unfold.
//!
//! Rules are checked against a schema and every fault is collected. A single expression with bound values has
//! no types before it is evaluated, as the language allows; there only what can never be evaluated is a fault.

pub(crate) use checker::{Checker, World};
pub(crate) use code::{Code, Function, Loop, LoopKind};

mod calls;
mod checker;
mod code;
mod macros;
mod names;
mod operators;

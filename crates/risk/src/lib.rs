//! Rules compiled from text, facts, score, lane and explanation.
//!
//! The crate knows rules and typed facts; it does not know what a declaration is. A caller declares a
//! [`Schema`], compiles a ruleset against it and scores [`Facts`]; the [`Outcome`] says why.

mod compile;
mod expression;
mod facts;
mod failure;
mod lookup;
mod number;
mod outcome;
mod pattern;
mod problem;
mod ruleset;
mod run;
mod schema;
mod syntax;
mod types;
mod value;

pub use expression::{BindingError, Bindings, EvalError, eval, format, read_bindings, write_answer};
pub use facts::{FactError, Facts, RowFacts};
pub use failure::Failure;
pub use outcome::{Hit, Kind, Lane, Measure, Notice, Outcome, SelectedBy, Undecided};
pub use problem::{Place, Problem, ProblemKind};
pub use ruleset::{Lanes, Random, Rule, RuleError, Ruleset};
pub use schema::{
    Column, Fact, Field, ListSlot, Rows, Schema, SchemaBuilder, SchemaError, Slot, Text, Texts,
};
pub use types::Type;
pub use value::{List, Map, Value};

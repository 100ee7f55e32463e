//! Rules compiled from text, facts, score, lane and explanation.
//!
//! The crate knows rules and typed facts; it does not know what a declaration is. A caller declares a
//! [`Schema`], compiles a [`Ruleset`] against it and scores [`Facts`]; the [`Outcome`] says why, and its
//! [`Notice`] is what a broker may see.
//!
//! # The language of conditions
//!
//! A statically typed subset of the Common Expression Language. Conditions may use
//!
//! - `null`, `bool`, `int`, `uint`, `double`, `string`, lists and maps, with all their literals;
//! - `&& || ! ? :`, `== != < <= > >= in`, `+ - * / %`, selection and index;
//! - `has`, `all`, `exists`, `exists_one`, `filter`, `map`, `transformList`, `transformMap`, with one variable or
//!   two;
//! - `size`, `contains`, `startsWith`, `endsWith`, `matches` (RE2), `lowerAscii`, `upperAscii`, `trim`,
//!   `substring`, and the conversions `int`, `uint`, `double`, `string`, `bool`;
//! - the lists and tables of the ruleset: `item.hs in sensitive_goods`, `usual_unit_price[item.hs]`. One with
//!   `match = "prefix"` holds a text whose beginning it holds.
//!
//! Bytes, timestamps, durations, type values, messages, optional values and the other extensions are refused by
//! name. In rules `dyn` and lists of mixed types are refused too.
//!
//! A fact that was not given is absent: what needs it fails, `has(…)` asks for it, and `||` and `&&` go on
//! without it where the other side decides.

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

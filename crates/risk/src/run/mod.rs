//! Evaluation: checked code and facts to a value or a failure.
//!
//! This is the plain and exact way to evaluate. Faster ways, when they come, are held against it.

pub(crate) use machine::Run;

mod calls;
mod loops;
mod machine;
mod operators;
mod truth;

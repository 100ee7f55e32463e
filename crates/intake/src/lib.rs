//! A declaration as a document: read from any format, checked as a whole, assessed under dated law.
//!
//! Everything here is pure: bytes, law and a point in time go in; a [`Declaration`], findings and an
//! assessment come out. Whether a declarant may lodge, which lane it takes and what is reserved for it is
//! decided elsewhere.

pub mod assess;
pub mod check;
pub mod code;
pub mod document;
pub mod format;
pub mod law;

pub use check::Circumstances;
pub use document::Declaration;
pub use format::{Format, Reading, read};

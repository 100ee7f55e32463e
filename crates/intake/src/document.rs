//! A declaration as a value.

//! The formats of a declaration.

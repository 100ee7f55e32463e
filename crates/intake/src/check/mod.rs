//! The checks of a declaration.

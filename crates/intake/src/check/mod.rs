//! The checks of a declaration: each in one catalogue, from which explanations and documents are made.

use rahdari_kernel::Instant;

/// The circumstances under which a declaration is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// When; its date picks the law that applies.
    pub at: Instant,
    /// Whether law that is not in force may be used, under a banner that says so.
    pub demo: bool,
}

//! What offices are called: a page says Torkham where a message says PKTOR001.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The names of the customs offices by their references.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(Arc<BTreeMap<String, String>>);

impl Names {
    /// Collects the names of offices by their references.
    pub(crate) fn new(offices: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(Arc::new(offices.into_iter().collect()))
    }

    /// Returns the name of an office, or its reference when nobody named it.
    pub(crate) fn place(&self, code: &str) -> String {
        self.0.get(code).map_or_else(|| code.to_owned(), Clone::clone)
    }

    /// Returns whose turn it is: an office, or the declarant.
    pub(crate) fn owner(&self, owner: &str) -> String {
        if owner == "declarant" { "the declarant".to_owned() } else { self.office(owner) }
    }

    /// Returns the name and the reference of an office; other words stay as they are.
    pub(crate) fn office(&self, code: &str) -> String {
        self.0.get(code).map_or_else(|| code.to_owned(), |name| format!("{name} ({code})"))
    }
}

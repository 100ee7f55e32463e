//! Named lists and tables of a ruleset, found by whole key or by the longest beginning of it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::Deserialize;

use crate::types::Type;
use crate::value::{List, Value};

/// How a text is sought in a list or table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Matching {
    /// The whole text.
    #[default]
    Exact,
    /// Any beginning of the text, the longest first: `8703` holds for `87032319`.
    Prefix,
}

/// A list of texts that rules name.
#[derive(Clone, Debug)]
pub(crate) struct NamedList {
    /// The list as a value, for loops over it.
    pub(crate) value: Value,
    texts: HashSet<Arc<str>>,
    lengths: Vec<usize>,
}

/// A table from texts to values of one type that rules name.
#[derive(Clone, Debug)]
pub(crate) struct NamedTable {
    pub(crate) name: Arc<str>,
    pub(crate) kind: Type,
    entries: HashMap<Arc<str>, Value>,
    lengths: Vec<usize>,
}

impl NamedList {
    pub(crate) fn new(texts: Vec<Arc<str>>, matching: Matching) -> Self {
        let lengths = lengths(texts.iter(), matching);
        let value = Value::List(Arc::new(List::of(texts.iter().cloned().map(Value::Text).collect())));
        Self { value, texts: texts.into_iter().collect(), lengths }
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        keys(text, &self.lengths).any(|key| self.texts.contains(key))
    }
}

impl NamedTable {
    pub(crate) fn new(name: &str, kind: Type, entries: HashMap<Arc<str>, Value>, matching: Matching) -> Self {
        let lengths = lengths(entries.keys(), matching);
        Self { name: name.into(), kind, entries, lengths }
    }

    pub(crate) fn get(&self, text: &str) -> Option<&Value> {
        keys(text, &self.lengths).find_map(|key| self.entries.get(key))
    }
}

/// Returns the lengths of the keys, longest first; none when only whole texts are sought.
fn lengths<'a>(keys: impl Iterator<Item = &'a Arc<str>>, matching: Matching) -> Vec<usize> {
    if matching == Matching::Exact {
        return Vec::new();
    }
    let mut lengths: Vec<usize> = keys.map(|key| key.len()).collect();
    lengths.sort_unstable_by(|left, right| right.cmp(left));
    lengths.dedup();
    lengths
}

/// Returns what to seek for a text: its beginnings of the lengths that keys have, or else the whole of it.
fn keys<'a>(text: &'a str, lengths: &'a [usize]) -> impl Iterator<Item = &'a str> {
    let whole = lengths.is_empty().then_some(text);
    whole.into_iter().chain(lengths.iter().filter_map(|length| text.get(..*length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_beginning_is_found() {
        let entries = [("85", 1), ("8504", 2)].map(|(key, value)| (Arc::from(key), Value::Int(value)));
        let table = NamedTable::new("t", Type::Int, entries.into(), Matching::Prefix);
        assert_eq!(table.get("85044090"), Some(&Value::Int(2)));
        assert_eq!(table.get("8517"), Some(&Value::Int(1)));
        assert_eq!(table.get("8"), None);
        let list = NamedList::new(vec!["é".into()], Matching::Prefix);
        assert!(list.contains("école") && !list.contains("e"));
    }

    #[test]
    fn an_exact_list_wants_the_whole_text() {
        let list = NamedList::new(vec!["8703".into()], Matching::Exact);
        assert!(list.contains("8703") && !list.contains("87032319"));
    }
}

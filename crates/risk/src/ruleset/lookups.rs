//! The lists and tables of a ruleset.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Lookups;
use super::error::RuleError;
use super::file::{Cell, ListFile, TableFile};
use crate::lookup::{NamedList, NamedTable};
use crate::schema::Schema;
use crate::syntax::is_name;
use crate::types::Type;
use crate::value::Value;

/// Builds the lists and tables, and notes what is wrong with them.
pub(super) fn build(
    text: &str,
    schema: &Schema,
    lists: &BTreeMap<String, ListFile>,
    tables: &BTreeMap<String, TableFile>,
    errors: &mut Vec<RuleError>,
) -> Lookups {
    let mut lookups = Lookups::default();
    for (name, list) in lists {
        check_words(text, name, &list.about, &list.source, errors);
        check_name(text, schema, name, list.about.span(), errors);
        let values = list.values.iter().map(|value| Arc::from(value.as_str())).collect();
        lookups.lists.insert(name.clone(), Arc::new(NamedList::new(values, list.matching)));
    }
    for (name, table) in tables {
        check_words(text, name, &table.about, &table.source, errors);
        check_name(text, schema, name, table.about.span(), errors);
        if lists.contains_key(name) {
            errors.push(RuleError::at(text, table.about.span(), format!("{name} is a list and a table")));
        }
        let (kind, entries) = cells(text, name, table, errors);
        lookups.tables.insert(name.clone(), Arc::new(NamedTable::new(name, kind, entries, table.matching)));
    }
    lookups
}

fn check_words(
    text: &str,
    name: &str,
    about: &toml::Spanned<String>,
    source: &toml::Spanned<String>,
    errors: &mut Vec<RuleError>,
) {
    for words in [about, source] {
        if words.get_ref().trim().is_empty() {
            errors.push(RuleError::at(text, words.span(), format!("{name} needs words here")));
        }
    }
}

fn check_name(
    text: &str,
    schema: &Schema,
    name: &str,
    span: std::ops::Range<usize>,
    errors: &mut Vec<RuleError>,
) {
    if !is_name(name, false) {
        errors.push(RuleError::at(text, span, format!("{name:?} is not a name that a condition can use")));
        return;
    }
    let facts = schema.fields().iter().map(|field| field.name.split('.').next().unwrap_or(""));
    let rows = schema.lists().iter().map(|rows| &*rows.element);
    if facts.chain(rows).any(|taken| taken == name) {
        errors.push(RuleError::at(text, span, format!("{name} is already the name of facts")));
    }
}

fn cells(
    text: &str,
    name: &str,
    table: &TableFile,
    errors: &mut Vec<RuleError>,
) -> (Type, HashMap<Arc<str>, Value>) {
    let mut kind = Type::Dyn;
    let mut entries = HashMap::with_capacity(table.values.len());
    for (key, cell) in &table.values {
        let (value, found) = match cell.get_ref() {
            Cell::Bool(value) => (Value::Bool(*value), Type::Bool),
            Cell::Int(value) => (Value::Int(*value), Type::Int),
            Cell::Double(value) if value.is_finite() => (Value::Double(*value), Type::Double),
            Cell::Text(value) => (Value::text(value.as_str()), Type::Text),
            Cell::Double(_) => {
                errors.push(RuleError::at(text, cell.span(), "a number in a table is finite"));
                continue;
            }
        };
        match kind.join(&found) {
            Some(joined) => kind = joined,
            None => {
                let message =
                    format!("the values of {name} need one type, the earlier are {kind}, this is {found}");
                errors.push(RuleError::at(text, cell.span(), message).help("write 1.0 rather than 1"));
            }
        }
        entries.insert(Arc::from(key.as_str()), value);
    }
    (kind, entries)
}

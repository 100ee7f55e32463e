//! The handlers of the pages.

pub(crate) mod administration;
pub(crate) mod book;
pub(crate) mod declaration;
pub(crate) mod explain;
pub(crate) mod guarantee;
pub(crate) mod home;
pub(crate) mod movement;
pub(crate) mod sign_in;

use std::collections::BTreeMap;

use actix_web::web::Query;

/// The query of a page.
pub(crate) type Asking = Query<BTreeMap<String, String>>;

/// Returns a part of the query, unless it is empty.
pub(crate) fn asked<'a>(query: &'a Asking, name: &str) -> Option<&'a str> {
    query.get(name).map(String::as_str).filter(|text| !text.is_empty())
}

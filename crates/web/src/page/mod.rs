//! Pages for people: written on the server, readable without a picture or a script, one handler for each.
//!
//! A page calls the same use case as the JSON API and shows the same view. A form names its write by a key
//! made with the page, so that pressing twice does it once.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;
use rahdari_kernel::Role;
use uuid::Uuid;

use crate::problem::Problem;

pub(crate) mod chrome;
pub(crate) mod field;
pub(crate) mod handle;
pub(crate) mod home;
pub(crate) mod html;
pub(crate) mod movement;
pub(crate) mod names;
pub(crate) mod pager;
pub mod problem;
#[cfg(test)]
mod samples;
pub(crate) mod sheet;
pub(crate) mod show;

pub(crate) use chrome::Chrome;
pub(crate) use pager::Pager;

/// What a page handler ends with.
pub(crate) type Shown = Result<HttpResponse, Problem>;

/// Shows a page.
pub(crate) fn show(page: &impl Template) -> Shown {
    show_with(StatusCode::OK, page)
}

/// Shows a page under another status, such as that of a refused form.
pub(crate) fn show_with(status: StatusCode, page: &impl Template) -> Shown {
    let text = page.render().map_err(Problem::internal)?;
    Ok(HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(text))
}

/// Sends the browser on after a form, so that reloading does not send the form again.
pub(crate) fn go(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

/// Makes the idempotency key of a form.
pub(crate) fn new_key() -> String {
    Uuid::new_v4().simple().to_string()
}

/// Returns what a role is called on a page.
pub(crate) fn role_title(role: Role) -> &'static str {
    match role {
        Role::Broker => "Broker",
        Role::Officer => "Customs officer",
        Role::Auditor => "Auditor",
        Role::Guarantor => "Guarantor",
        Role::Administrator => "Administrator",
    }
}

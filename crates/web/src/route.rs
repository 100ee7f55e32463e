//! Every address that answers, in one table: method, path, who may, and the handler. The server mounts it,
//! the description of the API and the permission tests are compared with it.

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use rahdari_app::Action;
use rahdari_kernel::Role;

use crate::api::{administration, book, declaration, describe, guarantee, movement, session};
use crate::page::handle as page;
use crate::problem::Problem;
use crate::{asset, health};

/// Who is let in at an address. On which things they may act is decided by the use case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, signed in or not.
    Anyone,
    /// Anyone who is signed in.
    SignedIn,
    /// The roles that have the action.
    May(Action),
}

impl Access {
    /// Returns the roles that are let in, or nothing when nobody needs to be signed in.
    pub fn roles(self) -> Option<&'static [Role]> {
        match self {
            Self::Anyone => None,
            Self::SignedIn => Some(&Role::ALL),
            Self::May(action) => Some(action.roles()),
        }
    }
}

/// One address that answers.
#[derive(Clone, Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with the names of its parts in braces.
    pub path: &'static str,
    /// Who is let in.
    pub access: Access,
    handler: fn(actix_web::Route) -> actix_web::Route,
}

macro_rules! routes {
    ($($method:ident $path:literal, $access:expr => $handler:path;)+) => {
        &[$(Route { method: Method::$method, path: $path, access: $access, handler: |route| route.to($handler) }),+]
    };
}

use Access::{Anyone, May, SignedIn};

/// Every address that answers.
pub const ROUTES: &[Route] = routes! {
    POST "/api/v1/sessions", Anyone => session::create;
    POST "/api/v1/sessions/refresh", Anyone => session::renew;
    DELETE "/api/v1/sessions/current", SignedIn => session::end;
    POST "/api/v1/declarations", May(Action::LodgeDeclaration) => declaration::lodge;
    POST "/api/v1/declarations/check", May(Action::CheckDeclaration) => declaration::check;
    GET "/api/v1/declarations", May(Action::ReadDeclarations) => declaration::list;
    GET "/api/v1/declarations/{id}", May(Action::ReadDeclarations) => declaration::read;
    GET "/api/v1/declarations/{id}/document", May(Action::ReadDeclarations) => declaration::document;
    GET "/api/v1/declarations/{id}/original", May(Action::ReadDeclarations) => declaration::original;
    GET "/api/v1/movements", May(Action::ReadMovements) => movement::list;
    GET "/api/v1/movements/{id}", May(Action::ReadMovements) => movement::read;
    GET "/api/v1/movements/{id}/events", May(Action::ReadMovements) => movement::events;
    POST "/api/v1/movements/{id}/security", May(Action::SecureMovement) => movement::security;
    POST "/api/v1/movements/{id}/control-result", May(Action::RecordControlResult) => movement::control_result;
    POST "/api/v1/movements/{id}/release", May(Action::ReleaseMovement) => movement::release;
    POST "/api/v1/movements/{id}/exit", May(Action::RecordExit) => movement::exit;
    POST "/api/v1/movements/{id}/crossing", May(Action::RecordCrossing) => movement::crossing;
    POST "/api/v1/movements/{id}/arrival", May(Action::RecordArrival) => movement::arrival;
    POST "/api/v1/movements/{id}/unloading-remarks", May(Action::RecordUnloadingRemarks) => movement::unloading_remarks;
    POST "/api/v1/movements/{id}/resolution", May(Action::ResolveDiscrepancy) => movement::resolution;
    POST "/api/v1/movements/{id}/discharge", May(Action::DischargeMovement) => movement::discharge;
    POST "/api/v1/movements/{id}/invalidation", May(Action::InvalidateDeclaration) => movement::invalidation;
    GET "/api/v1/guarantees", May(Action::ReadGuarantees) => guarantee::list;
    POST "/api/v1/guarantees", May(Action::IssueGuarantee) => guarantee::issue;
    GET "/api/v1/guarantees/{id}", May(Action::ReadGuarantees) => guarantee::read;
    POST "/api/v1/guarantees/{id}/increase", May(Action::IncreaseGuarantee) => guarantee::increase;
    GET "/api/v1/guarantees/{id}/statement", May(Action::ReadGuarantees) => guarantee::statement;
    GET "/api/v1/ledger/trial-balance", May(Action::ReadTrialBalance) => book::balance;
    GET "/api/v1/events", May(Action::ReadEvents) => book::events;
    GET "/api/v1/log/checkpoint", May(Action::ReadCheckpoint) => book::checkpoint;
    POST "/api/v1/log/verification", May(Action::VerifyLog) => book::verification;
    GET "/api/v1/notifications", May(Action::ReadNotifications) => book::news;
    GET "/api/v1/reference", May(Action::ReadReference) => book::reference;
    GET "/api/v1/companies", May(Action::ManageCompanies) => administration::companies;
    POST "/api/v1/companies", May(Action::ManageCompanies) => administration::company;
    GET "/api/v1/users", May(Action::ManageUsers) => administration::users;
    POST "/api/v1/users", May(Action::ManageUsers) => administration::user;
    GET "/api/v1/mandates", May(Action::ManageMandates) => administration::mandates;
    POST "/api/v1/mandates", May(Action::ManageMandates) => administration::mandate;
    DELETE "/api/v1/mandates/{id}", May(Action::ManageMandates) => administration::withdraw;
    GET "/api/v1/openapi.json", Anyone => describe::openapi;

    GET "/healthz", Anyone => health::alive;
    GET "/readyz", Anyone => health::ready;
    GET "/assets/style.css", Anyone => asset::style;
    GET "/assets/icon.svg", Anyone => asset::icon;

    GET "/sign-in", Anyone => page::sign_in::form;
    POST "/sign-in", Anyone => page::sign_in::sign_in;
    POST "/sign-out", SignedIn => page::sign_in::sign_out;
    GET "/", SignedIn => page::home::home;
    GET "/declarations", May(Action::ReadDeclarations) => page::declaration::list;
    GET "/declarations/upload", May(Action::LodgeDeclaration) => page::declaration::upload;
    POST "/declarations/upload", May(Action::LodgeDeclaration) => page::declaration::brought;
    GET "/declarations/{id}", May(Action::ReadDeclarations) => page::declaration::read;
    GET "/declarations/{id}/document", May(Action::ReadDeclarations) => page::declaration::document;
    GET "/declarations/{id}/original", May(Action::ReadDeclarations) => page::declaration::original;
    GET "/queue", May(Action::ReadMovements) => page::movement::queue;
    GET "/movements/{id}", May(Action::ReadMovements) => page::movement::read;
    POST "/movements/{id}/{action}", May(Action::ReadMovements) => page::movement::act;
    GET "/guarantees", May(Action::ReadGuarantees) => page::guarantee::list;
    POST "/guarantees", May(Action::IssueGuarantee) => page::guarantee::issue;
    GET "/guarantees/{id}", May(Action::ReadGuarantees) => page::guarantee::read;
    POST "/guarantees/{id}/increase", May(Action::IncreaseGuarantee) => page::guarantee::increase;
    GET "/trial-balance", May(Action::ReadTrialBalance) => page::book::balance;
    GET "/events", May(Action::ReadEvents) => page::book::events;
    GET "/verification", May(Action::VerifyLog) => page::book::verification;
    POST "/verification", May(Action::VerifyLog) => page::book::verify;
    GET "/admin", May(Action::ManageUsers) => page::administration::read;
    POST "/admin/companies", May(Action::ManageCompanies) => page::administration::company;
    POST "/admin/users", May(Action::ManageUsers) => page::administration::user;
    POST "/admin/mandates", May(Action::ManageMandates) => page::administration::mandate;
    POST "/admin/mandates/{id}/withdrawal", May(Action::ManageMandates) => page::administration::withdraw;
    GET "/reference", May(Action::ReadReference) => page::book::reference;
    GET "/api", Anyone => page::explain::api;
    GET "/problems", Anyone => page::explain::problems;
    GET "/problems/{code}", Anyone => page::explain::problem;
};

/// Mounts the table. Methods that a path does not answer to get a problem that says so.
pub fn mount(config: &mut ServiceConfig) {
    let mut mounted: Vec<&str> = Vec::new();
    for first in ROUTES {
        if mounted.contains(&first.path) {
            continue;
        }
        mounted.push(first.path);
        let of_path = ROUTES.iter().filter(|route| route.path == first.path);
        let resource = of_path.fold(web::resource(first.path), |resource, route| {
            // Whatever can be read can also be asked for its headers alone.
            let head = (route.method == Method::GET).then(|| (route.handler)(web::head()));
            let resource = resource.route((route.handler)(web::method(route.method.clone())));
            head.into_iter().fold(resource, actix_web::Resource::route)
        });
        config.service(resource.default_service(web::to(wrong_method)));
    }
}

async fn wrong_method() -> Result<&'static str, Problem> {
    let status = actix_web::http::StatusCode::METHOD_NOT_ALLOWED;
    Err(Problem::new(status, "method-not-allowed", "This address does not answer to that method."))
}

/// Answers at every address that is not in the table.
pub(crate) async fn nowhere() -> Result<&'static str, Problem> {
    Err(Problem::not_found())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_address_is_there_twice() {
        let mut seen = BTreeSet::new();
        for route in ROUTES {
            assert!(seen.insert((route.method.to_string(), route.path)), "{} {}", route.method, route.path);
        }
    }

    #[test]
    fn writes_are_for_named_roles() {
        for route in ROUTES.iter().filter(|route| route.method != Method::GET) {
            let open = ["/api/v1/sessions", "/api/v1/sessions/refresh", "/sign-in"].contains(&route.path);
            assert_eq!(route.access == Anyone, open, "{} {}", route.method, route.path);
        }
    }
}

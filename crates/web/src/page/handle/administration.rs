//! The administrator's page: companies, users and mandates, with a form for each.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use rahdari_app::audit::reference_overview;
use rahdari_app::people::{
    add_company, add_mandate, add_user, list_companies, list_mandates, list_users, revoke_mandate,
};
use rahdari_app::request::{CompanyRequest, MandateRequest, PageRequest, UserRequest};
use rahdari_app::{Result, Written};
use rahdari_kernel::{MandateId, Role};

use super::declaration::declined;
use super::{Asking, asked};
use crate::doors::Doors;
use crate::form::Sent;
use crate::page::{Shown, go, sheet, show_with};
use crate::problem::Problem;
use crate::session::Visitor;

/// Shows the companies, users and mandates of the administration.
pub(crate) async fn read(visitor: Visitor, doors: Data<Doors>, query: Asking) -> Shown {
    let done = asked(&query, "done").and_then(|done| match done {
        "companies" => Some("The company is registered."),
        "users" => Some("The user is added and can sign in."),
        "mandates" => Some("The mandate is recorded."),
        "withdrawal" => Some("The mandate is withdrawn."),
        _ => None,
    });
    overview(&visitor, &doors, done, None).await
}

/// Registers a company.
pub(crate) async fn company(visitor: Visitor, doors: Data<Doors>, Sent { fields, request }: Sent) -> Shown {
    let body = CompanyRequest {
        kind: fields.text("kind"),
        identification: fields.text("identification"),
        name: fields.text("name"),
    };
    let added = add_company(&doors.context, &visitor.who.actor, &request, body).await;
    settled(&visitor, &doors, added, "companies").await
}

/// Adds a user.
pub(crate) async fn user(visitor: Visitor, doors: Data<Doors>, Sent { fields, request }: Sent) -> Shown {
    let body = UserRequest {
        username: fields.text("username"),
        display_name: fields.text("displayName"),
        password: fields.get("password").to_owned(),
        role: fields.text("role"),
        office: fields.some("office"),
        company: fields.some("company"),
    };
    let added = add_user(&doors.context, &visitor.who.actor, &request, body).await;
    settled(&visitor, &doors, added, "users").await
}

/// Records a mandate.
pub(crate) async fn mandate(visitor: Visitor, doors: Data<Doors>, Sent { fields, request }: Sent) -> Shown {
    let body = MandateRequest {
        kind: fields.text("kind"),
        principal: fields.some("principal"),
        agent: fields.text("agent"),
        valid_from: fields.text("validFrom"),
        valid_until: fields.text("validUntil"),
    };
    let added = add_mandate(&doors.context, &visitor.who.actor, &request, body).await;
    settled(&visitor, &doors, added, "mandates").await
}

/// Withdraws a mandate.
pub(crate) async fn withdraw(visitor: Visitor, doors: Data<Doors>, id: Path<MandateId>, sent: Sent) -> Shown {
    let withdrawn = revoke_mandate(&doors.context, &visitor.who.actor, &sent.request, id.into_inner()).await;
    settled(&visitor, &doors, withdrawn, "withdrawal").await
}

async fn settled<T>(
    visitor: &Visitor,
    doors: &Data<Doors>,
    written: Result<Written<T>>,
    what: &str,
) -> Shown {
    match written {
        Ok(_) => {
            let section = if what == "withdrawal" { "mandates" } else { what };
            Ok(go(&format!("/admin?done={what}#{section}")))
        }
        Err(error) => overview(visitor, doors, None, Some(declined(error)?)).await,
    }
}

async fn overview(
    visitor: &Visitor,
    doors: &Data<Doors>,
    done: Option<&'static str>,
    refused: Option<Problem>,
) -> Shown {
    let actor = &visitor.who.actor;
    let status = refused.as_ref().map_or(StatusCode::OK, |problem| problem.status);
    let offices = reference_overview(&doors.context, actor)?.offices;
    let own = actor.administration.to_string();
    // The page shows as many as one page of a list can hold, and says when there are more.
    let all = PageRequest { cursor: None, limit: Some(PageRequest::LIMIT_MAX) };
    let page = sheet::Admin {
        chrome: visitor.frame.chrome("Administration", "/admin"),
        refused,
        done,
        companies: list_companies(&doors.context, actor, &all).await?,
        users: list_users(&doors.context, actor, &all).await?,
        mandates: list_mandates(&doors.context, actor, &all).await?,
        roles: Role::ALL,
        offices: offices.into_iter().filter(|office| office.country == own).collect(),
    };
    show_with(status, &page)
}

//! Companies, users and mandates of an administration.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use rahdari_app::people::{
    add_company, add_mandate, add_user, list_companies, list_mandates, list_users, revoke_mandate,
};
use rahdari_app::request::{CompanyRequest, MandateRequest, UserRequest};
use rahdari_app::view::{CompanyView, MandateView, Page, UserView};
use rahdari_kernel::MandateId;

use super::{Answered, Asked, PagingQuery, WriteHeaders, done};
use crate::doors::Doors;
use crate::header::Paging;
use crate::problem::ProblemBody;
use crate::session::Signed;

/// Lists the companies of your administration.
#[utoipa::path(get, path = "/api/v1/companies", operation_id = "list_companies", tag = "Administration",
    params(PagingQuery), responses((status = 200, description = "One page.", body = Page<CompanyView>)))]
pub(crate) async fn companies(Signed(who): Signed, doors: Data<Doors>, Paging(page): Paging) -> Answered {
    Ok(HttpResponse::Ok().json(list_companies(&doors.context, &who.actor, &page).await?))
}

/// Registers a company.
#[utoipa::path(post, path = "/api/v1/companies", operation_id = "add_company", tag = "Administration",
    params(WriteHeaders), request_body = CompanyRequest,
    responses((status = 201, description = "It is registered.", body = CompanyView),
        (status = 422, description = "A field is wrong.", body = ProblemBody<'static>)))]
pub(crate) async fn company(
    Signed(who): Signed,
    doors: Data<Doors>,
    asked: Asked<CompanyRequest>,
) -> Answered {
    let added = add_company(&doors.context, &who.actor, &asked.request, asked.body).await?;
    Ok(done(StatusCode::CREATED, &added, None))
}

/// Lists the users of your administration.
#[utoipa::path(get, path = "/api/v1/users", operation_id = "list_users", tag = "Administration",
    params(PagingQuery), responses((status = 200, description = "One page.", body = Page<UserView>)))]
pub(crate) async fn users(Signed(who): Signed, doors: Data<Doors>, Paging(page): Paging) -> Answered {
    Ok(HttpResponse::Ok().json(list_users(&doors.context, &who.actor, &page).await?))
}

/// Adds a user.
#[utoipa::path(post, path = "/api/v1/users", operation_id = "add_user", tag = "Administration",
    params(WriteHeaders), request_body = UserRequest,
    responses((status = 201, description = "It can sign in.", body = UserView),
        (status = 422, description = "A field is wrong.", body = ProblemBody<'static>)))]
pub(crate) async fn user(Signed(who): Signed, doors: Data<Doors>, asked: Asked<UserRequest>) -> Answered {
    let added = add_user(&doors.context, &who.actor, &asked.request, asked.body).await?;
    Ok(done(StatusCode::CREATED, &added, None))
}

/// Lists the mandates given in your administration.
#[utoipa::path(get, path = "/api/v1/mandates", operation_id = "list_mandates", tag = "Administration",
    params(PagingQuery), responses((status = 200, description = "One page.", body = Page<MandateView>)))]
pub(crate) async fn mandates(Signed(who): Signed, doors: Data<Doors>, Paging(page): Paging) -> Answered {
    Ok(HttpResponse::Ok().json(list_mandates(&doors.context, &who.actor, &page).await?))
}

/// Records a mandate.
#[utoipa::path(post, path = "/api/v1/mandates", operation_id = "add_mandate", tag = "Administration",
    params(WriteHeaders), request_body = MandateRequest,
    responses((status = 201, description = "It is recorded.", body = MandateView),
        (status = 422, description = "A field is wrong.", body = ProblemBody<'static>)))]
pub(crate) async fn mandate(
    Signed(who): Signed,
    doors: Data<Doors>,
    asked: Asked<MandateRequest>,
) -> Answered {
    let recorded = add_mandate(&doors.context, &who.actor, &asked.request, asked.body).await?;
    Ok(done(StatusCode::CREATED, &recorded, None))
}

/// Withdraws a mandate.
#[utoipa::path(delete, path = "/api/v1/mandates/{id}", operation_id = "revoke_mandate", tag = "Administration",
    params(("id" = String, Path, description = "The id of the mandate."), WriteHeaders),
    responses((status = 200, description = "It is withdrawn.", body = MandateView),
        (status = 404, description = "There is none that you may see.", body = ProblemBody<'static>)))]
pub(crate) async fn withdraw(
    Signed(who): Signed,
    doors: Data<Doors>,
    id: Path<MandateId>,
    asked: Asked<Option<()>>,
) -> Answered {
    let withdrawn = revoke_mandate(&doors.context, &who.actor, &asked.request, id.into_inner()).await?;
    Ok(done(StatusCode::OK, &withdrawn, None))
}

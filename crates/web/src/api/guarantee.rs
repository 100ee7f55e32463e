//! Guarantees: list, undertake, increase, and their statements.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use rahdari_app::guarantee::{
    guarantee, guarantee_statement, increase_guarantee, issue_guarantee, list_guarantees,
};
use rahdari_app::request::{IncreaseRequest, IssueRequest};
use rahdari_app::view::{GuaranteeView, IssuedView, Page, StatementEntryView};
use rahdari_kernel::GuaranteeId;

use super::{Answered, Asked, PagingQuery, WriteHeaders, done, found};
use crate::doors::Doors;
use crate::header::Paging;
use crate::problem::ProblemBody;
use crate::session::Signed;

/// Lists the guarantees that you stand behind, may use or may audit.
#[utoipa::path(get, path = "/api/v1/guarantees", operation_id = "list_guarantees", tag = "Guarantees",
    params(PagingQuery), responses((status = 200, description = "One page.", body = Page<GuaranteeView>)))]
pub(crate) async fn list(Signed(who): Signed, doors: Data<Doors>, Paging(page): Paging) -> Answered {
    Ok(HttpResponse::Ok().json(list_guarantees(&doors.context, &who.actor, &page).await?))
}

/// Undertakes a guarantee.
#[utoipa::path(post, path = "/api/v1/guarantees", operation_id = "issue_guarantee", tag = "Guarantees",
    params(WriteHeaders), request_body = IssueRequest,
    responses((status = 201, description = "It is registered.", body = IssuedView),
        (status = 422, description = "A field is wrong.", body = ProblemBody<'static>)))]
pub(crate) async fn issue(Signed(who): Signed, doors: Data<Doors>, asked: Asked<IssueRequest>) -> Answered {
    let issued = issue_guarantee(&doors.context, &who.actor, &asked.request, asked.body).await?;
    Ok(done(StatusCode::CREATED, &issued, Some(issued.value.row_version)))
}

/// Reads a guarantee.
#[utoipa::path(get, path = "/api/v1/guarantees/{id}", operation_id = "read_guarantee", tag = "Guarantees",
    params(("id" = String, Path, description = "The id of the guarantee.")),
    responses((status = 200, description = "The guarantee.", body = GuaranteeView, headers(("ETag" = String, description = "Its version."))),
        (status = 404, description = "There is none that you may see.", body = ProblemBody<'static>)))]
pub(crate) async fn read(
    Signed(who): Signed,
    doors: Data<Doors>,
    http: HttpRequest,
    id: Path<GuaranteeId>,
) -> Answered {
    let view = guarantee(&doors.context, &who.actor, id.into_inner()).await?;
    Ok(found(&http, view.row_version, &view))
}

/// Increases a guarantee.
#[utoipa::path(post, path = "/api/v1/guarantees/{id}/increase", operation_id = "increase_guarantee", tag = "Guarantees",
    params(("id" = String, Path, description = "The id of the guarantee."), WriteHeaders), request_body = IncreaseRequest,
    responses((status = 200, description = "It is increased.", body = IssuedView),
        (status = 404, description = "There is none that you may see.", body = ProblemBody<'static>),
        (status = 412, description = "It was changed since you read it.", body = ProblemBody<'static>),
        (status = 422, description = "A field is wrong.", body = ProblemBody<'static>)))]
pub(crate) async fn increase(
    Signed(who): Signed,
    doors: Data<Doors>,
    id: Path<GuaranteeId>,
    asked: Asked<IncreaseRequest>,
) -> Answered {
    let increased =
        increase_guarantee(&doors.context, &who.actor, &asked.request, id.into_inner(), asked.body).await?;
    Ok(done(StatusCode::OK, &increased, Some(increased.value.row_version)))
}

/// Reads the statement of a guarantee.
///
/// Every entry with its balance afterwards, and the movement, leg, unit and law it belongs to.
#[utoipa::path(get, path = "/api/v1/guarantees/{id}/statement", operation_id = "guarantee_statement", tag = "Guarantees",
    params(("id" = String, Path, description = "The id of the guarantee."), PagingQuery),
    responses((status = 200, description = "One page.", body = Page<StatementEntryView>),
        (status = 404, description = "There is none that you may see.", body = ProblemBody<'static>)))]
pub(crate) async fn statement(
    Signed(who): Signed,
    doors: Data<Doors>,
    id: Path<GuaranteeId>,
    Paging(page): Paging,
) -> Answered {
    Ok(HttpResponse::Ok()
        .json(guarantee_statement(&doors.context, &who.actor, id.into_inner(), &page).await?))
}

//! Guarantees on pages: list, undertake, increase, statement.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use rahdari_app::guarantee::{
    guarantee, guarantee_statement, increase_guarantee, issue_guarantee, list_guarantees,
};
use rahdari_app::request::{IncreaseRequest, IssueRequest, PageRequest};
use rahdari_kernel::{GuaranteeId, Role};

use super::declaration::declined;
use super::{Asking, asked};
use crate::doors::Doors;
use crate::form::Sent;
use crate::header::Paging;
use crate::page::field::Fields;
use crate::page::{Pager, Shown, go, sheet, show_with};
use crate::problem::Problem;
use crate::session::Visitor;

/// Lists guarantees.
pub(crate) async fn list(visitor: Visitor, doors: Data<Doors>, Paging(request): Paging) -> Shown {
    overview(&visitor, &doors, &request, &Fields::default(), None).await
}

/// Registers the guarantee that a form undertakes.
pub(crate) async fn issue(visitor: Visitor, doors: Data<Doors>, sent: Sent) -> Shown {
    let fields = sent.fields;
    let body = IssueRequest {
        grn: fields.text("grn"),
        kind: fields.text("kind"),
        holder: fields.text("holder"),
        countries: fields.all("countries"),
        amount: fields.text("amount"),
        currency: fields.text("currency"),
        valid_from: fields.text("validFrom"),
        valid_until: fields.text("validUntil"),
        access_code: fields.text("accessCode"),
    };
    match issue_guarantee(&doors.context, &visitor.who.actor, &sent.request, body).await {
        Ok(issued) => Ok(go(&format!("/guarantees/{}?done=issue", issued.value.id))),
        Err(error) => {
            let problem = declined(error)?;
            overview(&visitor, &doors, &PageRequest::default(), &fields, Some(problem)).await
        }
    }
}

async fn overview(
    visitor: &Visitor,
    doors: &Data<Doors>,
    request: &PageRequest,
    fields: &Fields,
    refused: Option<Problem>,
) -> Shown {
    let page = list_guarantees(&doors.context, &visitor.who.actor, request).await?;
    let pager = Pager::new("/guarantees", &[], "cursor", request.cursor(), page.next.as_deref());
    let chrome = visitor.frame.chrome("Guarantees", "/guarantees");
    let status = refused.as_ref().map_or(StatusCode::OK, |problem| problem.status);
    let may_issue = visitor.is(Role::Guarantor);
    show_with(status, &sheet::Guarantees { chrome, refused, page, may_issue, fields, pager })
}

/// Shows a guarantee with its statement.
pub(crate) async fn read(
    visitor: Visitor,
    doors: Data<Doors>,
    id: Path<GuaranteeId>,
    Paging(request): Paging,
    query: Asking,
) -> Shown {
    let done = asked(&query, "done").and_then(|done| match done {
        "issue" => Some("The guarantee is registered and can be used."),
        "increase" => Some("The guarantee is increased."),
        _ => None,
    });
    one(&visitor, &doors, id.into_inner(), &request, done, None).await
}

/// Increases a guarantee by what a form says.
pub(crate) async fn increase(
    visitor: Visitor,
    doors: Data<Doors>,
    id: Path<GuaranteeId>,
    sent: Sent,
) -> Shown {
    let id = id.into_inner();
    let body = IncreaseRequest { amount: sent.fields.text("amount") };
    match increase_guarantee(&doors.context, &visitor.who.actor, &sent.request, id, body).await {
        Ok(_) => Ok(go(&format!("/guarantees/{id}?done=increase"))),
        Err(error) => one(&visitor, &doors, id, &PageRequest::default(), None, Some(declined(error)?)).await,
    }
}

async fn one(
    visitor: &Visitor,
    doors: &Data<Doors>,
    id: GuaranteeId,
    request: &PageRequest,
    done: Option<&'static str>,
    refused: Option<Problem>,
) -> Shown {
    let actor = &visitor.who.actor;
    let view = guarantee(&doors.context, actor, id).await?;
    let entries = guarantee_statement(&doors.context, actor, id, request).await?;
    let path = format!("/guarantees/{id}");
    let pager = Pager::new(&path, &[], "cursor", request.cursor(), entries.next.as_deref());
    let chrome = visitor.frame.chrome(format!("Guarantee {}", view.grn), "/guarantees");
    let status = refused.as_ref().map_or(StatusCode::OK, |problem| problem.status);
    let may_increase = visitor.is(Role::Guarantor);
    let sees_movements = !may_increase;
    show_with(
        status,
        &sheet::Guarantee { chrome, refused, done, view, entries, may_increase, sees_movements, pager },
    )
}

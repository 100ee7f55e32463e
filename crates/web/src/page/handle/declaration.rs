//! Declarations on pages: list, bring a file, read.

use actix_multipart::form::MultipartForm;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use rahdari_app::declaration::{declaration, declaration_document, list_declarations};
use rahdari_app::lodge::lodge_declaration;
use rahdari_app::request::Filter;
use rahdari_app::view::CheckView;
use rahdari_kernel::{DeclarationId, Role};

use super::{Asking, asked};
use crate::api;
use crate::doors::Doors;
use crate::form::Brought;
use crate::header::Paging;
use crate::page::{Pager, Shown, go, sheet, show, show_with};
use crate::problem::Problem;
use crate::session::Visitor;

/// Lists declarations, the newest first.
pub(crate) async fn list(
    visitor: Visitor,
    doors: Data<Doors>,
    Paging(request): Paging,
    query: Asking,
) -> Shown {
    let part = |name: &str| asked(&query, name).map(str::to_owned);
    let filter = Filter { phase: part("phase"), lane: part("lane"), all: true };
    let page = list_declarations(&doors.context, &visitor.who.actor, &filter, &request).await?;
    let keep = [
        ("phase", filter.phase.as_deref().unwrap_or_default()),
        ("lane", filter.lane.as_deref().unwrap_or_default()),
    ];
    let pager = Pager::new("/declarations", &keep, "cursor", request.cursor(), page.next.as_deref());
    let chrome = visitor.frame.chrome("Declarations", "/declarations");
    let may_lodge = visitor.is(Role::Broker);
    show(&sheet::Declarations { chrome, names: doors.names.clone(), page, filter, may_lodge, pager })
}

/// Asks for a file.
pub(crate) async fn upload(visitor: Visitor, doors: Data<Doors>) -> Shown {
    let chrome = visitor.frame.chrome("Lodge a declaration", "/declarations/upload");
    rahdari_app::permission::may(&visitor.who.actor, rahdari_app::Action::LodgeDeclaration)?;
    show(&sheet::Upload { chrome, names: doors.names.clone(), refused: None, outcome: None, text: None })
}

/// Checks a file, or lodges it and goes to the declaration. What is wrong is shown beside the text, to be mended there.
pub(crate) async fn brought(
    visitor: Visitor,
    doors: Data<Doors>,
    http: HttpRequest,
    MultipartForm(brought): MultipartForm<Brought>,
) -> Shown {
    let request = brought.request(&http)?;
    let actor = &visitor.who.actor;
    let content = brought.content();
    let kind = Some(if content.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        "application/xml"
    } else {
        "application/json"
    });
    let mut refused = None;
    if brought.purpose.as_ref().is_some_and(|purpose| purpose.as_str() == "lodge") {
        match lodge_declaration(&doors.context, actor, &request, kind, content.to_vec()).await {
            Ok(lodged) => return Ok(go(&format!("/declarations/{}?lodged=yes", lodged.value.id))),
            Err(error) => refused = Some(declined(error)?),
        }
    }
    let outcome = api::declaration::checked(&doors, actor, kind.map(str::to_owned), content.to_vec()).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, |problem| problem.status);
    // The findings are shown once, with the check.
    let refused = refused.filter(|problem| problem.findings.is_empty());
    let text = String::from_utf8_lossy(content).into_owned();
    let title = if acceptable(&outcome) { "It can be lodged" } else { "To mend" };
    let chrome = visitor.frame.chrome(title, "/declarations/upload");
    let page = sheet::Upload {
        chrome,
        names: doors.names.clone(),
        refused,
        outcome: Some(outcome),
        text: Some(text),
    };
    show_with(status, &page)
}

fn acceptable(check: &CheckView) -> bool {
    check.acceptable
}

/// Returns a problem that the page itself can show; others end it.
pub(crate) fn declined(error: rahdari_app::Error) -> Result<Problem, Problem> {
    let problem = Problem::from(error);
    let elsewhere = problem.status.is_server_error()
        || matches!(problem.status, StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND);
    if elsewhere { Err(problem) } else { Ok(problem) }
}

/// Shows a declaration.
pub(crate) async fn read(
    visitor: Visitor,
    doors: Data<Doors>,
    id: Path<DeclarationId>,
    query: Asking,
) -> Shown {
    let view = declaration(&doors.context, &visitor.who.actor, id.into_inner()).await?;
    let chrome = visitor.frame.chrome(format!("Declaration {}", view.summary.lrn), "/declarations");
    let lodged = asked(&query, "lodged").is_some();
    let own = visitor.is(Role::Broker);
    show(&sheet::Declaration { chrome, names: doors.names.clone(), view, lodged, own })
}

/// Hands out the document as our own JSON.
pub(crate) async fn document(visitor: Visitor, doors: Data<Doors>, id: Path<DeclarationId>) -> Shown {
    let document = declaration_document(&doors.context, &visitor.who.actor, id.into_inner()).await?;
    Ok(actix_web::HttpResponse::Ok().json(document))
}

/// Hands out the bytes that were lodged.
pub(crate) async fn original(visitor: Visitor, doors: Data<Doors>, id: Path<DeclarationId>) -> Shown {
    api::declaration::original_of(&doors, &visitor.who.actor, id.into_inner()).await
}

//! Declarations: lodge, check, list, read.

use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use rahdari_app::declaration::{declaration, declaration_document, declaration_original, list_declarations};
use rahdari_app::examine::check_declaration;
use rahdari_app::lodge::lodge_declaration;
use rahdari_app::request::Filter;
use rahdari_app::view::{CheckView, DeclarationSummary, DeclarationView, LodgedView, Page};
use rahdari_kernel::{DeclarationId, Source};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Answered, PagingQuery, WriteHeaders, done, found, named, unreadable};
use crate::doors::Doors;
use crate::header::{IdempotencyKey, IfMatch, Paging};
use crate::problem::{Problem, ProblemBody};
use crate::session::Signed;

/// Narrows a list of declarations or movements.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FilterQuery {
    /// Only this phase: `accepted`, `released`, `in_transit`, …
    phase: Option<String>,
    /// Only this lane: `green`, `blue`, `yellow`, `orange` or `red`.
    lane: Option<String>,
}

impl FilterQuery {
    /// Returns the filter; `all` widens an officer's list beyond its queue.
    pub(crate) fn filter(self, all: bool) -> Filter {
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        Filter { phase: given(self.phase), lane: given(self.lane), all }
    }
}

fn content_type(request: &HttpRequest) -> Option<&str> {
    request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
}

/// Returns whether a body came as a message rather than as our own JSON.
fn source(content_type: Option<&str>) -> Source {
    if content_type.is_some_and(|kind| kind.contains("xml")) { Source::Message } else { Source::Api }
}

/// Lodges a declaration.
///
/// Reads, checks, assesses, scores and accepts it in one step, and reserves the security of each leg and transport
/// unit. With a finding that is an error nothing is written, and all findings come at once. When a guarantee does
/// not suffice the declaration is accepted all the same; `security` says why it cannot be released yet.
#[utoipa::path(post, path = "/api/v1/declarations", operation_id = "lodge_declaration", tag = "Declarations",
    params(WriteHeaders),
    request_body(description = "A declaration in our own JSON, or a CC015C message of NCTS phase 5 or 6, up to 10 MiB.",
        content((Object = "application/json"), (String = "application/xml"))),
    responses((status = 201, description = "It is accepted and has a movement reference number.", body = LodgedView),
        (status = 409, description = "The local reference number is taken, or the key was used for another request.", body = ProblemBody<'static>),
        (status = 413, description = "It is larger than 10 MiB.", body = ProblemBody<'static>),
        (status = 422, description = "It is not acceptable; every finding says where, what and how to mend it.", body = ProblemBody<'static>)))]
pub(crate) async fn lodge(
    Signed(who): Signed,
    doors: Data<Doors>,
    http: HttpRequest,
    key: IdempotencyKey,
    version: IfMatch,
    body: Result<Bytes, actix_web::Error>,
) -> Answered {
    let body = body.map_err(|error| unreadable(&error))?;
    let kind = content_type(&http);
    let request = named(&http, key, version, source(kind), &body);
    let lodged = lodge_declaration(&doors.context, &who.actor, &request, kind, body.to_vec()).await?;
    let mut answer = done(actix_web::http::StatusCode::CREATED, &lodged, None);
    let address = format!("/api/v1/declarations/{}", lodged.value.id);
    if let Ok(address) = header::HeaderValue::from_str(&address) {
        answer.headers_mut().insert(header::LOCATION, address);
    }
    Ok(answer)
}

/// Checks a declaration and writes nothing.
///
/// Says everything that is wrong or worth knowing, and what the declaration would cost and secure.
#[utoipa::path(post, path = "/api/v1/declarations/check", operation_id = "check_declaration", tag = "Declarations",
    request_body(description = "A declaration as it would be lodged.",
        content((Object = "application/json"), (String = "application/xml"))),
    responses((status = 200, description = "What was found.", body = CheckView),
        (status = 413, description = "It is larger than 10 MiB.", body = ProblemBody<'static>)))]
pub(crate) async fn check(
    Signed(who): Signed,
    doors: Data<Doors>,
    http: HttpRequest,
    body: Result<Bytes, actix_web::Error>,
) -> Answered {
    let body = body.map_err(|error| unreadable(&error))?;
    let kind = content_type(&http).map(str::to_owned);
    let view = checked(&doors, &who.actor, kind, body.to_vec()).await?;
    Ok(HttpResponse::Ok().json(view))
}

/// Checks a file off the request threads: a large one takes a while.
pub(crate) async fn checked(
    doors: &Data<Doors>,
    actor: &rahdari_kernel::Actor,
    content_type: Option<String>,
    body: Vec<u8>,
) -> Result<CheckView, Problem> {
    let (context, actor) = (doors.context.clone(), actor.clone());
    let check = move || check_declaration(&context, &actor, content_type.as_deref(), &body);
    Ok(tokio::task::spawn_blocking(check).await.map_err(Problem::internal)??)
}

/// Lists declarations, the newest first.
#[utoipa::path(get, path = "/api/v1/declarations", operation_id = "list_declarations", tag = "Declarations",
    params(PagingQuery, FilterQuery), responses((status = 200, description = "One page.", body = Page<DeclarationSummary>)))]
pub(crate) async fn list(
    Signed(who): Signed,
    doors: Data<Doors>,
    Paging(page): Paging,
    Query(query): Query<FilterQuery>,
) -> Answered {
    let list = list_declarations(&doors.context, &who.actor, &query.filter(true), &page).await?;
    Ok(HttpResponse::Ok().json(list))
}

/// Reads a declaration.
#[utoipa::path(get, path = "/api/v1/declarations/{id}", operation_id = "read_declaration", tag = "Declarations",
    params(("id" = String, Path, description = "The id of the declaration.")),
    responses((status = 200, description = "The declaration.", body = DeclarationView, headers(("ETag" = String, description = "Its version."))),
        (status = 404, description = "There is none that you may see.", body = ProblemBody<'static>)))]
pub(crate) async fn read(
    Signed(who): Signed,
    doors: Data<Doors>,
    http: HttpRequest,
    id: Path<DeclarationId>,
) -> Answered {
    let view = declaration(&doors.context, &who.actor, id.into_inner()).await?;
    Ok(found(&http, view.row_version, &view))
}

/// Reads the document of a declaration.
///
/// The current version as our own JSON, whatever it was lodged as.
#[utoipa::path(get, path = "/api/v1/declarations/{id}/document", operation_id = "read_document", tag = "Declarations",
    params(("id" = String, Path, description = "The id of the declaration.")),
    responses((status = 200, description = "The document.", body = Value),
        (status = 404, description = "There is none that you may see.", body = ProblemBody<'static>)))]
pub(crate) async fn document(Signed(who): Signed, doors: Data<Doors>, id: Path<DeclarationId>) -> Answered {
    let document = declaration_document(&doors.context, &who.actor, id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(document))
}

/// Reads the original of a declaration.
///
/// The bytes exactly as they were lodged. They may hold access codes of guarantees: only the company that lodged it
/// gets them, everybody else is answered 404 and reads the document instead.
#[utoipa::path(get, path = "/api/v1/declarations/{id}/original", operation_id = "read_original", tag = "Declarations",
    params(("id" = String, Path, description = "The id of the declaration.")),
    responses((status = 200, description = "The bytes.", content((String = "application/json"), (String = "application/xml"))),
        (status = 404, description = "There is none that your company lodged.", body = ProblemBody<'static>)))]
pub(crate) async fn original(Signed(who): Signed, doors: Data<Doors>, id: Path<DeclarationId>) -> Answered {
    original_of(&doors, &who.actor, id.into_inner()).await
}

/// Answers with the bytes of a declaration as a file: what a stranger wrote is never shown as a page of ours.
pub(crate) async fn original_of(
    doors: &Data<Doors>,
    actor: &rahdari_kernel::Actor,
    id: DeclarationId,
) -> Answered {
    let original = declaration_original(&doors.context, actor, id).await?;
    let (kind, ending) = if original.bytes.first() == Some(&b'{') {
        ("application/json", "json")
    } else {
        ("application/xml", "xml")
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{id}.{ending}\"")))
        .body(original.bytes))
}

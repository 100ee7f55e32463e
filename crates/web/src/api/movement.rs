//! Movements: the queue, the case, and what is done to it. Each action is one use case.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use rahdari_app::audit::movement_events;
use rahdari_app::declaration::{list_movements, movement};
use rahdari_app::movement as case;
use rahdari_app::request::{
    ArrivalRequest, ControlResultRequest, CrossingRequest, DischargeRequest, ExitRequest,
    InvalidationRequest, ReleaseRequest, ResolutionRequest, SecurityRequest, UnloadingRequest,
};
use rahdari_app::view::{ChangedView, EventView, MovementSummary, MovementView, Page};
use rahdari_kernel::MovementId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::declaration::FilterQuery;
use super::{Answered, Asked, PagingQuery, WriteHeaders, done, found};
use crate::doors::Doors;
use crate::header::Paging;
use crate::problem::ProblemBody;
use crate::session::Signed;

/// Which movements an officer wants.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QueueQuery {
    /// `mine`: only movements that wait for the officer's own office, the nearest deadline first.
    queue: Option<String>,
}

/// Lists movements.
#[utoipa::path(get, path = "/api/v1/movements", operation_id = "list_movements", tag = "Movements",
    params(PagingQuery, FilterQuery, QueueQuery),
    responses((status = 200, description = "One page.", body = Page<MovementSummary>)))]
pub(crate) async fn list(
    Signed(who): Signed,
    doors: Data<Doors>,
    Paging(page): Paging,
    Query(query): Query<FilterQuery>,
    Query(queue): Query<QueueQuery>,
) -> Answered {
    let all = queue.queue.as_deref() != Some("mine");
    let list = list_movements(&doors.context, &who.actor, &query.filter(all), &page).await?;
    Ok(HttpResponse::Ok().json(list))
}

/// Reads a movement.
///
/// With its units, legs, security and deadline, and what you may do now. Officers and auditors see the reasons of the
/// lane in full, brokers their kinds.
#[utoipa::path(get, path = "/api/v1/movements/{id}", operation_id = "read_movement", tag = "Movements",
    params(("id" = String, Path, description = "The id of the movement.")),
    responses((status = 200, description = "The movement.", body = MovementView, headers(("ETag" = String, description = "Its version."))),
        (status = 404, description = "There is none that you may see.", body = ProblemBody<'static>)))]
pub(crate) async fn read(
    Signed(who): Signed,
    doors: Data<Doors>,
    http: HttpRequest,
    id: Path<MovementId>,
) -> Answered {
    let view = movement(&doors.context, &who.actor, id.into_inner()).await?;
    Ok(found(&http, view.row_version, &view))
}

/// Lists the events of a movement, in the order of the log.
#[utoipa::path(get, path = "/api/v1/movements/{id}/events", operation_id = "movement_events", tag = "Movements",
    params(("id" = String, Path, description = "The id of the movement."), PagingQuery),
    responses((status = 200, description = "One page.", body = Page<EventView>),
        (status = 404, description = "There is none that you may see.", body = ProblemBody<'static>)))]
pub(crate) async fn events(
    Signed(who): Signed,
    doors: Data<Doors>,
    id: Path<MovementId>,
    Paging(page): Paging,
) -> Answered {
    let list = movement_events(&doors.context, &who.actor, id.into_inner(), &page).await?;
    Ok(HttpResponse::Ok().json(list))
}

/// Makes the handler of each action: its path, its body and its use case.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident: $path:literal, $id:literal, $body:ident => $use_case:path;)+) => {$(
        $(#[$doc])*
        #[utoipa::path(post, path = $path, operation_id = $id, tag = "Movements",
            params(("id" = String, Path, description = "The id of the movement."), WriteHeaders),
            request_body = $body,
            responses((status = 200, description = "What it is now, and what was recorded.", body = ChangedView),
                (status = 403, description = "Not at this office or not by this person.", body = ProblemBody<'static>),
                (status = 404, description = "There is none that you may see.", body = ProblemBody<'static>),
                (status = 409, description = "Its state does not allow it; `allowed` says what it does.", body = ProblemBody<'static>),
                (status = 413, description = "The request is larger than 256 KiB.", body = ProblemBody<'static>),
                (status = 412, description = "It was changed since you read it.", body = ProblemBody<'static>),
                (status = 422, description = "A field is wrong.", body = ProblemBody<'static>)))]
        pub(crate) async fn $name(
            Signed(who): Signed,
            doors: Data<Doors>,
            id: Path<MovementId>,
            asked: Asked<$body>,
        ) -> Answered {
            let changed = $use_case(&doors.context, &who.actor, &asked.request, id.into_inner(), asked.body).await?;
            Ok(done(StatusCode::OK, &changed, Some(changed.value.row_version)))
        }
    )+};
}

actions! {
    /// Brings further guarantees.
    ///
    /// For a movement whose security does not suffice. They are used in the order given, each for the countries it names.
    security: "/api/v1/movements/{id}/security", "secure_movement", SecurityRequest => case::secure_movement;
    /// Records the result of the control at departure.
    control_result: "/api/v1/movements/{id}/control-result", "record_control_result", ControlResultRequest => case::record_control_result;
    /// Releases for transit.
    ///
    /// Needs a satisfactory control where the lane asks for one, security on every leg of every unit, and seals.
    release: "/api/v1/movements/{id}/release", "release_movement", ReleaseRequest => case::release_movement;
    /// Records that a unit leaves a country.
    ///
    /// What was seen is matched with the departure. A clean match frees the country's security in the same moment; a
    /// difference opens a discrepancy and holds it.
    exit: "/api/v1/movements/{id}/exit", "record_exit", ExitRequest => case::record_exit;
    /// Records that a unit enters the next country.
    crossing: "/api/v1/movements/{id}/crossing", "record_crossing", CrossingRequest => case::record_crossing;
    /// Records that a unit is presented at destination.
    arrival: "/api/v1/movements/{id}/arrival", "record_arrival", ArrivalRequest => case::record_arrival;
    /// Records what was found when a unit was unloaded.
    unloading_remarks: "/api/v1/movements/{id}/unloading-remarks", "record_unloading_remarks", UnloadingRequest => case::record_unloading_remarks;
    /// Resolves a discrepancy that another office found.
    resolution: "/api/v1/movements/{id}/resolution", "resolve_discrepancy", ResolutionRequest => case::resolve_discrepancy;
    /// Discharges a unit and frees the security of its last leg.
    discharge: "/api/v1/movements/{id}/discharge", "discharge_movement", DischargeRequest => case::discharge_movement;
    /// Invalidates a declaration before release and frees its security.
    invalidation: "/api/v1/movements/{id}/invalidation", "invalidate_declaration", InvalidationRequest => case::invalidate_declaration;
}

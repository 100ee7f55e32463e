//! The queue and the case page, with one form for each action.

use actix_web::web::{Data, Path};
use rahdari_app::audit::movement_events;
use rahdari_app::declaration::{list_movements, movement};
use rahdari_app::request::{
    ArrivalRequest, ControlResultRequest, CrossingRequest, DischargeRequest, ExitRequest, Filter,
    GuaranteeCitation, InvalidationRequest, PageRequest, ReleaseRequest, ResolutionRequest, SecurityRequest,
    UnitSeals, UnloadingRequest,
};
use rahdari_app::view::{ChangedView, MovementView};
use rahdari_app::{Context, Request, Written, movement as case};
use rahdari_kernel::{Actor, MovementId, Role};

use super::declaration::declined;
use super::{Asking, asked};
use crate::doors::Doors;
use crate::form::Sent;
use crate::header::Paging;
use crate::page::field::Fields;
use crate::page::movement::{Back, Movement, done, forms};
use crate::page::{Pager, Shown, go, sheet, show, show_with};
use crate::problem::Problem;
use crate::session::Visitor;

/// How many guarantees the form for further ones takes.
pub(crate) const CITATIONS_MAX: u16 = 3;

/// Shows what waits for the officer's office, or all that passes it.
pub(crate) async fn queue(
    visitor: Visitor,
    doors: Data<Doors>,
    Paging(request): Paging,
    query: Asking,
) -> Shown {
    let actor = &visitor.who.actor;
    let all = asked(&query, "all").is_some();
    let filter = Filter { phase: None, lane: None, all };
    let page = list_movements(&doors.context, actor, &filter, &request).await?;
    let keep = [("all", if all { "yes" } else { "" })];
    let pager = Pager::new("/queue", &keep, "cursor", request.cursor(), page.next.as_deref());
    let place_code = actor.office.map(|office| office.to_string()).unwrap_or_default();
    show(&sheet::Queue {
        chrome: visitor.frame.chrome("Queue", "/queue"),
        names: doors.names.clone(),
        now: doors.context.clock.now(),
        page,
        place: doors.names.office(&place_code),
        place_code,
        all,
        pager,
    })
}

/// Shows a movement.
pub(crate) async fn read(visitor: Visitor, doors: Data<Doors>, id: Path<MovementId>, query: Asking) -> Shown {
    let page = case_page(&visitor, &doors, id.into_inner(), None).await?;
    let done = asked(&query, "done").and_then(done);
    show(&Movement { done, ..page })
}

/// Does what a form asks for and shows the movement as it is then. A refused form comes back as it was filled in.
pub(crate) async fn act(
    visitor: Visitor,
    doors: Data<Doors>,
    path: Path<(MovementId, String)>,
    sent: Sent,
) -> Shown {
    let (id, action) = path.into_inner();
    let Sent { fields, request } = sent;
    match perform(&doors.context, &visitor.who.actor, &request, id, &action, &fields).await? {
        Ok(_) => Ok(go(&format!("/movements/{id}?done={action}"))),
        Err(error) => {
            let problem = declined(error)?;
            let status = problem.status;
            let page = case_page(&visitor, &doors, id, Some((&action, &fields))).await?;
            show_with(status, &Movement { refused: Some(problem), ..page })
        }
    }
}

async fn case_page(
    visitor: &Visitor,
    doors: &Data<Doors>,
    id: MovementId,
    tried: Option<(&str, &Fields)>,
) -> Result<Movement, Problem> {
    let actor = &visitor.who.actor;
    let view: MovementView = movement(&doors.context, actor, id).await?;
    let whole = PageRequest { cursor: None, limit: Some(PageRequest::LIMIT_MAX) };
    let events = movement_events(&doors.context, actor, id, &whole).await?.items;
    let back = match actor.role {
        Role::Officer => Back { href: "/queue", text: "Your queue" },
        Role::Broker | Role::Auditor | Role::Guarantor | Role::Administrator => {
            Back { href: "/declarations", text: "All declarations" }
        }
    };
    let chrome = visitor.frame.chrome(format!("Movement {}", view.summary.mrn), back.href);
    Ok(Movement {
        forms: forms(&chrome, &view, tried)?,
        chrome,
        names: doors.names.clone(),
        now: doors.context.clock.now(),
        back,
        view,
        refused: None,
        done: None,
        events,
    })
}

/// Calls the use case of an action with what the form says.
async fn perform(
    ctx: &Context,
    by: &Actor,
    request: &Request,
    id: MovementId,
    action: &str,
    fields: &Fields,
) -> Result<rahdari_app::Result<Written<ChangedView>>, Problem> {
    let number = |name: &str| {
        let text = fields.text(name);
        text.parse::<u16>().map_err(|_| Problem::malformed(format!("The form says no {name}.")))
    };
    Ok(match action {
        "security" => case::secure_movement(ctx, by, request, id, cited(fields)).await,
        "control-result" => {
            let body = ControlResultRequest { result: fields.text("result"), text: fields.text("text") };
            case::record_control_result(ctx, by, request, id, body).await
        }
        "release" => {
            let body = ReleaseRequest { units: sealed(fields), limit_date: fields.some("limitDate") };
            case::release_movement(ctx, by, request, id, body).await
        }
        "exit" => {
            let body = ExitRequest {
                unit: number("unit")?,
                container: fields.some("container"),
                seals: fields.list("seals"),
                gross_mass_kg: fields.text("grossMassKg"),
                occurred_at: fields.instant("occurredAt"),
            };
            case::record_exit(ctx, by, request, id, body).await
        }
        "crossing" => {
            let body = CrossingRequest {
                unit: number("unit")?,
                seals: fields.list("seals"),
                occurred_at: fields.instant("occurredAt"),
            };
            case::record_crossing(ctx, by, request, id, body).await
        }
        "arrival" => {
            let body = ArrivalRequest {
                unit: number("unit")?,
                container: fields.some("container"),
                seals: fields.list("seals"),
                gross_mass_kg: fields.text("grossMassKg"),
                occurred_at: fields.instant("occurredAt"),
            };
            case::record_arrival(ctx, by, request, id, body).await
        }
        "unloading-remarks" => {
            let body = UnloadingRequest {
                unit: number("unit")?,
                conform: fields.get("conform") == "yes",
                text: fields.text("text"),
                occurred_at: fields.instant("occurredAt"),
            };
            case::record_unloading_remarks(ctx, by, request, id, body).await
        }
        "resolution" => {
            let body = ResolutionRequest {
                unit: number("unit")?,
                leg: number("leg")?,
                text: fields.text("text"),
                accept: fields.get("accept") == "yes",
            };
            case::resolve_discrepancy(ctx, by, request, id, body).await
        }
        "discharge" => {
            let body = DischargeRequest { unit: Some(number("unit")?) };
            case::discharge_movement(ctx, by, request, id, body).await
        }
        "invalidation" => {
            let body = InvalidationRequest { reason: fields.text("reason") };
            case::invalidate_declaration(ctx, by, request, id, body).await
        }
        _ => return Err(Problem::not_found()),
    })
}

fn cited(fields: &Fields) -> SecurityRequest {
    let citation = |number: u16| {
        let grn = fields.some(&format!("grn-{number}"))?;
        Some(GuaranteeCitation { grn, access_code: fields.text(&format!("code-{number}")) })
    };
    SecurityRequest { guarantees: (1..=CITATIONS_MAX).filter_map(citation).collect() }
}

fn sealed(fields: &Fields) -> Vec<UnitSeals> {
    let units = fields.iter().filter_map(|(name, _)| name.strip_prefix("seals-")?.parse().ok());
    units.map(|unit: u16| UnitSeals { unit, seals: fields.list(&format!("seals-{unit}")) }).collect()
}

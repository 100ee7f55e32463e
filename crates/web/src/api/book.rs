//! The book and its log: trial balance, events, checkpoint, verification; notifications and the loaded law.

use actix_web::HttpResponse;
use actix_web::web::Data;
use rahdari_app::audit::{
    list_events, log_checkpoint, notifications, reference_overview, trial_balance, verify_log,
};
use rahdari_app::view::{
    CheckpointView, EventView, NotificationView, Page, ReferenceView, TrialBalanceView, VerificationView,
};

use super::{Answered, PagingQuery};
use crate::doors::Doors;
use crate::header::Paging;
use crate::session::Signed;

/// Reads the trial balance of the administration that your mandate names.
#[utoipa::path(get, path = "/api/v1/ledger/trial-balance", operation_id = "trial_balance", tag = "Book",
    responses((status = 200, description = "One line a currency.", body = TrialBalanceView)))]
pub(crate) async fn balance(Signed(who): Signed, doors: Data<Doors>) -> Answered {
    Ok(HttpResponse::Ok().json(trial_balance(&doors.context, &who.actor).await?))
}

/// Lists events in the order of the log.
///
/// The cursor is the number of the last event that you have; `after` is another name for it.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "list_events", tag = "Book",
    params(PagingQuery, ("after" = Option<u64>, Query, description = "The number of the last event that you have.")),
    responses((status = 200, description = "One page.", body = Page<EventView>)))]
pub(crate) async fn events(Signed(who): Signed, doors: Data<Doors>, Paging(page): Paging) -> Answered {
    Ok(HttpResponse::Ok().json(list_events(&doors.context, &who.actor, &page).await?))
}

/// Signs the log as it stands.
#[utoipa::path(get, path = "/api/v1/log/checkpoint", operation_id = "log_checkpoint", tag = "Book",
    responses((status = 200, description = "A C2SP signed note of size and root.", body = CheckpointView)))]
pub(crate) async fn checkpoint(Signed(who): Signed, doors: Data<Doors>) -> Answered {
    Ok(HttpResponse::Ok().json(log_checkpoint(&doors.context, &who.actor).await?))
}

/// Verifies that nothing was altered.
///
/// Recomputes events, balances and declaration versions, and names whatever is altered, missing, added or out of order.
#[utoipa::path(post, path = "/api/v1/log/verification", operation_id = "verify_log", tag = "Book",
    responses((status = 200, description = "What was recomputed and what was found.", body = VerificationView)))]
pub(crate) async fn verification(Signed(who): Signed, doors: Data<Doors>) -> Answered {
    Ok(HttpResponse::Ok().json(verify_log(&doors.context, &who.actor).await?))
}

/// Lists what happened to your movements and guarantees, the oldest first.
#[utoipa::path(get, path = "/api/v1/notifications", operation_id = "notifications", tag = "Book",
    params(PagingQuery, ("after" = Option<String>, Query, description = "Another name for the cursor.")),
    responses((status = 200, description = "One page.", body = Page<NotificationView>)))]
pub(crate) async fn news(Signed(who): Signed, doors: Data<Doors>, Paging(page): Paging) -> Answered {
    Ok(HttpResponse::Ok().json(notifications(&doors.context, &who.actor, &page).await?))
}

/// Says which law is loaded, and how far it is verified.
#[utoipa::path(get, path = "/api/v1/reference", operation_id = "reference_overview", tag = "Book",
    responses((status = 200, description = "Agreements, offices and fingerprints.", body = ReferenceView)))]
pub(crate) async fn reference(Signed(who): Signed, doors: Data<Doors>) -> Answered {
    Ok(HttpResponse::Ok().json(reference_overview(&doors.context, &who.actor)?))
}

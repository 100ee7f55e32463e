//! The auditor's pages: trial balance, events, verification; and the law that is loaded, for everybody.

use actix_web::web::Data;
use rahdari_app::Action;
use rahdari_app::audit::{list_events, log_checkpoint, reference_overview, trial_balance, verify_log};
use rahdari_app::permission::may;
use rahdari_app::view::VerificationView;

use super::{Asking, asked};
use crate::doors::Doors;
use crate::form::Sent;
use crate::header::Paging;
use crate::page::{Pager, Shown, sheet, show};
use crate::session::Visitor;

/// Shows the trial balance.
pub(crate) async fn balance(visitor: Visitor, doors: Data<Doors>) -> Shown {
    let view = trial_balance(&doors.context, &visitor.who.actor).await?;
    show(&sheet::TrialBalance { chrome: visitor.frame.chrome("Trial balance", "/trial-balance"), view })
}

/// Shows the events of the log.
///
/// Each request leaves a record that it was answered, beside what it did; people ask for these seldom.
pub(crate) async fn events(
    visitor: Visitor,
    doors: Data<Doors>,
    Paging(request): Paging,
    query: Asking,
) -> Shown {
    let mut page = list_events(&doors.context, &visitor.who.actor, &request).await?;
    let all = asked(&query, "all") == Some("yes");
    let found = page.items.len();
    page.items.retain(|event| all || event.kind != "request.done");
    let left_out = found - page.items.len();
    let keep = [("all", if all { "yes" } else { "" })];
    let pager = Pager::new("/events", &keep, "after", request.cursor(), page.next.as_deref());
    let after = request.cursor().unwrap_or_default().to_owned();
    show(&sheet::Events {
        chrome: visitor.frame.chrome("Events", "/events"),
        events: page.items,
        after,
        left_out,
        all,
        pager,
    })
}

/// Offers the verification.
pub(crate) async fn verification(visitor: Visitor, doors: Data<Doors>) -> Shown {
    // The checkpoint on the page is for more roles than the page is.
    may(&visitor.who.actor, Action::VerifyLog)?;
    verification_page(&visitor, &doors, None).await
}

/// Verifies the whole book and shows the result.
pub(crate) async fn verify(visitor: Visitor, doors: Data<Doors>, _from_our_page: Sent) -> Shown {
    let result = verify_log(&doors.context, &visitor.who.actor).await?;
    verification_page(&visitor, &doors, Some(result)).await
}

async fn verification_page(
    visitor: &Visitor,
    doors: &Data<Doors>,
    result: Option<VerificationView>,
) -> Shown {
    let checkpoint = log_checkpoint(&doors.context, &visitor.who.actor).await?;
    let chrome = visitor.frame.chrome("Verification", "/verification");
    show(&sheet::Verification { chrome, result, checkpoint })
}

/// Shows the law that is loaded.
pub(crate) async fn reference(visitor: Visitor, doors: Data<Doors>) -> Shown {
    let view = reference_overview(&doors.context, &visitor.who.actor)?;
    show(&sheet::Reference { chrome: visitor.frame.chrome("Law and offices", "/reference"), view })
}

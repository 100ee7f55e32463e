//! The first page.

use actix_web::web::Data;
use rahdari_app::Action;
use rahdari_app::audit::latest_notifications;

use crate::doors::Doors;
use crate::page::sheet::Home;
use crate::page::{Shown, home::tasks, show};
use crate::session::Visitor;

/// How many of the latest notifications are shown.
const NEWS_MAX: u32 = 10;

/// Shows what there is to do, and what happened last.
pub(crate) async fn home(visitor: Visitor, doors: Data<Doors>) -> Shown {
    let actor = &visitor.who.actor;
    let news = if Action::ReadNotifications.roles().contains(&actor.role) {
        Some(latest_notifications(&doors.context, actor, NEWS_MAX).await?)
    } else {
        None
    };
    let chrome = visitor.frame.chrome("Start", "/");
    let standing = visitor.frame.standing();
    show(&Home { chrome, standing, tasks: tasks(actor.role), news })
}

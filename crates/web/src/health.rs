//! Whether the process lives and whether it can serve, for whatever watches over it.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use crate::doors::Doors;
use crate::problem::Problem;

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

/// Answers as long as the process lives.
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "alive" })
}

/// Answers with 200 when the database can be used, with 503 when not.
pub(crate) async fn ready(doors: Data<Doors>) -> Result<HttpResponse, Problem> {
    doors.context.store.log_head().await.map_err(rahdari_app::Error::from)?;
    Ok(HttpResponse::Ok().json(Health { status: "ready" }))
}

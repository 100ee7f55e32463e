//! Signing in and out.

use actix_web::HttpResponse;
use actix_web::web::{self, Data};
use rahdari_app::request::{RefreshRequest, SignInRequest};
use rahdari_app::sign_in::{refresh, sign_in, sign_out};
use rahdari_app::view::SignedInView;
use rahdari_kernel::Source;

use super::{Answered, Body};
use crate::doors::Doors;
use crate::problem::ProblemBody;
use crate::session::Signed;

/// Signs in.
///
/// A name and its password buy an access token, which is accepted for ten minutes, and a refresh token, which buys
/// the next pair once.
#[utoipa::path(post, path = "/api/v1/sessions", operation_id = "sign_in", tag = "Sessions", security(()),
    request_body = SignInRequest,
    responses((status = 201, description = "You are signed in.", body = SignedInView),
        (status = 401, description = "Name and password do not fit.", body = ProblemBody<'static>),
        (status = 429, description = "Too many failed attempts.", body = ProblemBody<'static>)))]
pub(crate) async fn create(doors: Data<Doors>, Body(body): Body<SignInRequest>) -> Answered {
    let signed_in = sign_in(&doors.context, &body.username, &body.password, Source::Api).await?;
    Ok(HttpResponse::Created().json(signed_in))
}

/// Exchanges a refresh token.
///
/// A refresh token buys the next pair once. One that is shown a second time ends its session.
#[utoipa::path(post, path = "/api/v1/sessions/refresh", operation_id = "refresh_session", tag = "Sessions",
    security(()), request_body = RefreshRequest,
    responses((status = 200, description = "The next pair of tokens.", body = SignedInView),
        (status = 401, description = "The session has ended.", body = ProblemBody<'static>)))]
pub(crate) async fn renew(doors: Data<Doors>, Body(body): Body<RefreshRequest>) -> Answered {
    let signed_in = refresh(&doors.context, &body.refresh_token, Source::Api).await?;
    Ok(HttpResponse::Ok().json(signed_in))
}

/// Signs out.
///
/// Ends the session of the access token; its refresh token buys nothing any more.
#[utoipa::path(delete, path = "/api/v1/sessions/current", operation_id = "sign_out", tag = "Sessions",
    responses((status = 204, description = "You are signed out.")))]
pub(crate) async fn end(Signed(who): Signed, doors: web::Data<Doors>) -> Answered {
    sign_out(&doors.context, &who, Source::Api).await?;
    Ok(HttpResponse::NoContent().finish())
}

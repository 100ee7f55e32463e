//! What surrounds every request: its id, one line in the log, headers that keep browsers safe, and problems
//! in the form that the asker can read: problem details for programs, a page for people.

use std::fmt;
use std::time::Instant;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{StatusCode, Uri};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest};
use rahdari_kernel::UserId;
use tracing::Instrument;
use uuid::Uuid;

use crate::page;
use crate::problem::Problem;
use crate::session::NewCookies;

/// The name of the header that carries the request id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Pages fetch nothing from elsewhere and run no script at all.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// The id of a request, in its answer and in every line it writes to the log.
#[derive(Clone, Debug)]
pub struct RequestId(String);

impl RequestId {
    fn new() -> Self {
        Self(Uuid::new_v4().simple().to_string())
    }

    /// Returns the characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who turned out to be asking; put into the request for the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker(pub(crate) UserId);

/// Wraps the whole application; the outermost middleware.
///
/// # Errors
/// Passes on what the wrapped service cannot answer.
pub async fn frame<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let began = Instant::now();
    let id = RequestId::new();
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("request", id = %id);
    let answered = async {
        let answer = next.call(request).await?;
        let answer = explained(answer, &id);
        log(&answer, began);
        Ok::<_, Error>(answer)
    };
    let mut answer = answered.instrument(span).await?;
    keep_signed_in(&mut answer);
    protect(answer.headers_mut(), &id);
    Ok(answer)
}

/// Replaces an error by an answer that says what it is, with the request id in it.
fn explained<B: MessageBody + 'static>(
    answer: ServiceResponse<B>,
    id: &RequestId,
) -> ServiceResponse<EitherBody<B>> {
    let Some(error) = answer.response().error() else {
        return answer.map_into_left_body();
    };
    let foreign;
    let problem = match error.as_error::<Problem>() {
        Some(problem) => problem,
        None => {
            foreign = unnamed(answer.status(), error);
            &foreign
        }
    };
    if let Some(cause) = &problem.cause {
        tracing::error!(code = %problem.code, cause, "a request failed");
    }
    let request = answer.request();
    let replacement = if for_programs(request.uri()) {
        problem.answer(Some(id.as_str()))
    } else {
        page::problem::answer(request, problem, id)
    };
    answer.into_response(replacement).map_into_boxed_body().map_into_right_body()
}

/// Names an error of the framework by its status.
fn unnamed(status: StatusCode, error: &Error) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => {
            Problem::new(status, "method-not-allowed", "This address does not answer to that method.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(status, "too-large", "What was sent is larger than this address takes.")
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Problem::new(status, "unsupported-media-type", error.to_string())
        }
        status if status.is_client_error() => Problem { status, ..Problem::malformed(format!("{error}.")) },
        _ => Problem::internal(error),
    }
}

/// Returns whether an address belongs to programs rather than to people.
fn for_programs(uri: &Uri) -> bool {
    uri.path().starts_with("/api/") || matches!(uri.path(), "/healthz" | "/readyz")
}

/// Hands the browser the tokens that were exchanged on the way, unless the answer itself signs in or out.
fn keep_signed_in<B>(answer: &mut ServiceResponse<B>) {
    let fresh = answer.request().extensions_mut().remove::<NewCookies>();
    if answer.headers().contains_key(header::SET_COOKIE) {
        return;
    }
    for cookie in fresh.iter().flat_map(|fresh| &fresh.0) {
        // A cookie of ours that cannot be written as a header would be a fault of ours; the person signs in again.
        let _ = answer.response_mut().add_cookie(cookie);
    }
}

fn log<B>(answer: &ServiceResponse<B>, began: Instant) {
    let request: &HttpRequest = answer.request();
    let route = request.match_pattern().unwrap_or_default();
    let user = request.extensions().get::<Asker>().map(|asker| asker.0.to_string());
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(
        method = %request.method(),
        route,
        path = request.path(),
        status = answer.status().as_u16(),
        micros,
        user,
        "answered"
    );
}

fn protect(headers: &mut HeaderMap, id: &RequestId) {
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, value);
    }
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

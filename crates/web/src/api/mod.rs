//! The JSON API under `/api/v1`: each handler reads a request, calls its use case and writes what came back.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use rahdari_app::{Request, Written};
use rahdari_kernel::Source;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use crate::header::{IdempotencyKey, IfMatch, already_has, entity_tag};
use crate::problem::Problem;

pub mod administration;
pub mod book;
pub mod declaration;
pub mod describe;
pub mod guarantee;
pub mod movement;
pub mod session;

/// What an API handler ends with.
pub(crate) type Answered = Result<HttpResponse, Problem>;

/// The largest body of a request other than a declaration, in bytes.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// The name of the header by which a device says which one it is.
const DEVICE: &str = "rahdari-device";

/// The longest name of a device, in characters.
const DEVICE_LENGTH_MAX: usize = 100;

/// The headers of a write, for the description of the API.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the fields are read by the derive alone")]
pub(crate) struct WriteHeaders {
    /// Your name for this request, 1 to 100 visible ASCII characters. Sent again with the same content it gives
    /// the first answer and changes nothing.
    #[param(rename = "Idempotency-Key")]
    idempotency_key: String,
    /// The ETag of the thing as you read it. A write against a stale one is refused with 412.
    #[param(rename = "If-Match")]
    if_match: Option<String>,
    /// Which device reports it, if one does.
    #[param(rename = "Rahdari-Device")]
    rahdari_device: Option<String>,
}

/// Which part of a list is wanted, for the description of the API.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are read by the derive alone")]
pub(crate) struct PagingQuery {
    /// Where to go on: the `next` of the page before.
    cursor: Option<String>,
    /// How many items at most, 1 to 200; 50 when absent.
    limit: Option<u32>,
}

/// Names a write: key, precondition, device, and the hash of what it asks for.
pub(crate) fn named(
    request: &HttpRequest,
    key: IdempotencyKey,
    version: IfMatch,
    source: Source,
    body: &[u8],
) -> Request {
    let device = request.headers().get(DEVICE).and_then(|value| value.to_str().ok());
    let device = device.filter(|name| (1..=DEVICE_LENGTH_MAX).contains(&name.len())).map(str::to_owned);
    let mut hasher = Sha256::new();
    for part in [request.method().as_str(), request.path()] {
        hasher.update(part);
        hasher.update([0]);
    }
    hasher.update(body);
    Request { key: key.0, source, device, expected_version: version.0, body_hash: hasher.finalize().into() }
}

/// A write with its JSON body.
pub(crate) struct Asked<T> {
    pub(crate) request: Request,
    pub(crate) body: T,
}

impl<T: DeserializeOwned + 'static> FromRequest for Asked<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = IdempotencyKey::from_request(request, payload).into_inner();
        let version = IfMatch::from_request(request, payload).into_inner();
        let bytes = Bytes::from_request(request, payload);
        let http = request.clone();
        Box::pin(async move {
            let (key, version) = (key?, version?);
            let bytes = bytes.await.map_err(|error| unreadable(&error))?;
            let request = named(&http, key, version, Source::Api, &bytes);
            Ok(Self { request, body: parsed(&bytes)? })
        })
    }
}

/// A JSON body of a request that needs no name, because sending it twice does no harm.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move { parsed(&bytes.await.map_err(|error| unreadable(&error))?).map(Self) })
    }
}

/// Names the failure of a body to arrive whole.
pub(crate) fn unreadable(error: &actix_web::Error) -> Problem {
    let status = error.as_response_error().status_code();
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::new(status, "too-large", "A declaration may have up to 10 MiB, every other body 256 KiB.")
    } else {
        Problem::malformed(format!("The body did not arrive whole: {error}."))
    }
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if bytes.len() > BODY_BYTES_MAX {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "This body may have up to 256 KiB.",
        ));
    }
    // No body stands for one that says nothing, for requests that need to say nothing.
    let bytes = if bytes.is_empty() { b"null" } else { bytes };
    serde_json::from_slice(bytes).map_err(|error| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "malformed-json",
            format!("The JSON body cannot be read: {error}."),
        )
    })
}

/// Answers with a thing that was read, under its version; or that the client has it already.
pub(crate) fn found(request: &HttpRequest, version: i64, view: &impl Serialize) -> HttpResponse {
    let tag = (header::ETAG, entity_tag(version));
    let keep = (header::CACHE_CONTROL, "private, no-cache");
    if already_has(request, version) {
        return HttpResponse::NotModified().insert_header(tag).insert_header(keep).finish();
    }
    HttpResponse::Ok().insert_header(tag).insert_header(keep).json(view)
}

/// Answers a write with what came of it, and whether it was answered before.
pub(crate) fn done<T: Serialize>(
    status: StatusCode,
    written: &Written<T>,
    version: Option<i64>,
) -> HttpResponse {
    let mut answer = HttpResponse::build(status);
    if let Some(version) = version {
        answer.insert_header((header::ETAG, entity_tag(version)));
    }
    if written.replayed {
        answer.insert_header(("idempotency-replayed", "true"));
    }
    answer.json(&written.value)
}

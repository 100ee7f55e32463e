//! The one place where an error becomes an HTTP answer: RFC 9457 problem details, or a page that says the same.

use std::borrow::Cow;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use rahdari_app::{Error, Kind};
use rahdari_kernel::{Finding, Refusal};
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalogue;

/// The media type of RFC 9457.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// How long to wait before trying again, in seconds, when the system cannot answer now.
const RETRY_AFTER_SECONDS: &str = "5";

/// How long a name is held back after too many failed attempts, in seconds: the quarter of an hour that the
/// refusal speaks of.
const HELD_BACK_SECONDS: &str = "900";

/// Why a request has no other answer.
#[derive(Debug)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// The stable code, which also names its page under `/problems/`.
    pub code: Cow<'static, str>,
    /// A sentence for the person who can act on it; empty from 500 up.
    pub detail: String,
    /// Everything that is wrong, field by field.
    pub findings: Vec<Finding>,
    /// The actions that are allowed instead.
    pub allowed: Vec<String>,
    /// What went wrong inside; for the log alone.
    pub cause: Option<String>,
}

/// A problem as it is sent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub struct ProblemBody<'a> {
    /// The address of a page that explains it: `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is called.
    pub title: Cow<'a, str>,
    /// The HTTP status.
    pub status: u16,
    /// A sentence for the person who can act on it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub detail: &'a str,
    /// The stable code.
    pub code: &'a str,
    /// Everything that is wrong, field by field.
    #[serde(skip_serializing_if = "<[Finding]>::is_empty")]
    #[schema(value_type = Vec<FindingBody>, required = false)]
    pub findings: &'a [Finding],
    /// The actions that are allowed instead.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[schema(required = false)]
    pub allowed: &'a [String],
    /// The id of the request, which finds it in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<&'a str>,
}

/// One thing that is wrong with what was sent, as it is sent back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Finding)]
pub struct FindingBody {
    /// The stable code of the check, which also names its page under `/problems/`.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// Where: a JSON pointer, or the path of an XML element.
    pub pointer: String,
    /// What stood there.
    pub found: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
    /// The law or standard that asks for it.
    pub source: String,
}

impl Problem {
    /// Names a problem that this layer finds by itself.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let code = Cow::Borrowed(code);
        Self { status, code, detail: detail.into(), findings: Vec::new(), allowed: Vec::new(), cause: None }
    }

    /// Nobody is signed in.
    pub fn not_signed_in() -> Self {
        Self::from(Error::NotSignedIn)
    }

    /// There is no such thing for this asker.
    pub fn not_found() -> Self {
        Self::from(Error::NotFound)
    }

    /// A fault of the system; the cause goes to the log and nowhere else.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::from(Error::Internal(cause.to_string()))
    }

    /// The request itself cannot be read.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed-request", detail)
    }

    /// Returns what the problem is called.
    pub fn title(&self) -> Cow<'_, str> {
        catalogue::title(&self.code)
    }

    /// Returns the body to send.
    pub fn body<'a>(&'a self, request_id: Option<&'a str>) -> ProblemBody<'a> {
        ProblemBody {
            kind: format!("/problems/{}", self.code),
            title: self.title(),
            status: self.status.as_u16(),
            detail: &self.detail,
            code: &self.code,
            findings: &self.findings,
            allowed: &self.allowed,
            request_id,
        }
    }

    /// Begins the answer: the status and the headers that belong to it.
    pub fn begin(&self) -> HttpResponseBuilder {
        let mut answer = HttpResponse::build(self.status);
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Some(seconds) = self.retry_after() {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        answer
    }

    /// Returns after how many seconds the same request may succeed, when waiting helps.
    pub fn retry_after(&self) -> Option<&'static str> {
        match self.status {
            StatusCode::SERVICE_UNAVAILABLE => Some(RETRY_AFTER_SECONDS),
            StatusCode::TOO_MANY_REQUESTS => Some(HELD_BACK_SECONDS),
            _ => None,
        }
    }

    /// Answers as problem details.
    pub fn answer(&self, request_id: Option<&str>) -> HttpResponse {
        let mut answer = self.begin();
        match serde_json::to_vec(&self.body(request_id)) {
            Ok(body) => {
                answer.insert_header((header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))).body(body)
            }
            Err(_) => answer.finish(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        self.answer(None)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (status, usual) = match error.kind() {
            Kind::Unauthorized => (StatusCode::UNAUTHORIZED, "not-signed-in"),
            Kind::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Kind::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Kind::Conflict => (StatusCode::CONFLICT, "conflict"),
            Kind::Stale => (StatusCode::PRECONDITION_FAILED, "stale"),
            Kind::Unprocessable => (StatusCode::UNPROCESSABLE_ENTITY, "unprocessable"),
            Kind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Kind::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many-attempts"),
            Kind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Kind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        };
        match error {
            Error::Refused(refusal) => Self::refused(status, refusal),
            Error::NotSignedIn => Self::new(
                status,
                usual,
                "Sign in first, or again: the access token is missing or has run out.",
            ),
            Error::Forbidden(action) => {
                Self::new(status, usual, format!("Your role does not include this: {action}."))
            }
            Error::NotFound => Self::new(status, usual, "There is nothing here that you may see."),
            Error::Unavailable(cause) | Error::Internal(cause) => {
                Self { cause: Some(cause), ..Self::new(status, usual, "") }
            }
        }
    }
}

impl Problem {
    fn refused(status: StatusCode, refusal: Refusal) -> Self {
        let Refusal { code, detail, findings, allowed } = refusal;
        let hidden = status.is_server_error();
        let cause = hidden.then(|| detail.clone());
        Self { status, code, detail: if hidden { String::new() } else { detail }, findings, allowed, cause }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_everything_the_sender_can_act_on() {
        let refusal =
            Refusal::new("wrong-state", "It is already released.").with_allowed(vec!["exit".into()]);
        let problem = Problem::from(Error::Refused(refusal));
        let body = serde_json::to_value(problem.body(Some("r-1"))).unwrap();
        assert_eq!(body["status"], 409);
        assert_eq!(body["type"], "/problems/wrong-state");
        assert_eq!(body["allowed"][0], "exit");
        assert_eq!(body["requestId"], "r-1");
        assert_eq!(body["findings"], serde_json::Value::Null);
    }

    #[test]
    fn the_cause_of_a_fault_never_leaves() {
        let problem = Problem::from(Error::Internal("table secrets is missing".into()));
        let body = serde_json::to_string(&problem.body(None)).unwrap();
        assert!(!body.contains("secrets"), "{body}");
        assert_eq!(problem.cause.as_deref(), Some("table secrets is missing"));
        assert_eq!(problem.status, 500);
    }

    #[test]
    fn who_guessed_too_often_is_told_to_wait_a_quarter_of_an_hour() {
        let asked = |code: &'static str| {
            let answer = Problem::from(Error::Refused(Refusal::new(code, "Wait."))).answer(None);
            answer.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(asked("too-many-attempts").as_deref(), Some("900"));
        assert_eq!(asked("wrong-state"), None);
    }

    #[test]
    fn a_missing_thing_and_a_foreign_one_look_the_same() {
        let problem = Problem::from(Error::NotFound);
        assert_eq!((problem.status.as_u16(), problem.code.as_ref()), (404, "not-found"));
    }
}

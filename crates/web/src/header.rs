//! The headers of a request that every handler understands in the same way: idempotency, preconditions,
//! paging. What they mean is decided by the use cases.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, web};
use rahdari_app::request::PageRequest;
use serde::Deserialize;

use crate::problem::Problem;

/// The name of the header by which a client makes a write repeatable.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The longest idempotency key, in characters.
const KEY_LENGTH_MAX: usize = 100;

/// The client's name for a write: the same key with the same content is the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

impl IdempotencyKey {
    /// Wraps a key of 1 to 100 visible ASCII characters.
    ///
    /// # Errors
    /// A problem `idempotency-key`.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        if visible && (1..=KEY_LENGTH_MAX).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            let detail =
                "The Idempotency-Key header must hold 1 to 100 visible ASCII characters without spaces.";
            Err(Problem::new(StatusCode::BAD_REQUEST, "idempotency-key", detail))
        }
    }
}

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let missing = || {
            let detail = "Every write needs an Idempotency-Key header: choose one for the request and send it again with each retry.";
            Problem::new(StatusCode::BAD_REQUEST, "idempotency-key", detail)
        };
        let key = request
            .headers()
            .get(IDEMPOTENCY_KEY)
            .ok_or_else(missing)
            .and_then(|value| Self::read(value.to_str().unwrap_or_default()));
        ready(key)
    }
}

/// The version of a thing that a write expects, from `If-Match`; nothing when any will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub Option<i64>);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get(header::IF_MATCH) else {
            return ready(Ok(Self(None)));
        };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return ready(Ok(Self(None)));
        }
        let version = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        ready(match version.and_then(|version| version.parse().ok()) {
            Some(version) => Ok(Self(Some(version))),
            // A tag that we never give out cannot be that of the thing as it is now (RFC 9110, 13.1.1).
            None => Err(Problem::new(
                StatusCode::PRECONDITION_FAILED,
                "stale",
                "If-Match must repeat the ETag of the thing as it was read, for example \"3\".",
            )),
        })
    }
}

/// Returns the entity tag of a version.
pub fn entity_tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// Returns whether the client already has this version (`If-None-Match`).
pub fn already_has(request: &HttpRequest, version: i64) -> bool {
    let wanted = entity_tag(version);
    let given = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    given.is_some_and(|given| {
        given.split(',').any(|tag| {
            let tag = tag.trim();
            tag.strip_prefix("W/").unwrap_or(tag) == wanted
        })
    })
}

#[derive(Deserialize)]
struct PagingQuery {
    cursor: Option<String>,
    after: Option<String>,
    limit: Option<String>,
}

/// Which part of a list is wanted: `cursor` (feeds call it `after`) and `limit` of the query.
#[derive(Clone, Debug)]
pub struct Paging(pub PageRequest);

impl Paging {
    fn read(query: &str) -> Result<Self, Problem> {
        let query = web::Query::<PagingQuery>::from_query(query)
            .map_err(|error| Problem::malformed(format!("The query cannot be read: {error}.")))?
            .into_inner();
        let limit = query.limit.filter(|text| !text.is_empty()).map(|text| text.parse::<u32>()).transpose();
        match limit {
            Ok(limit) if limit.is_none_or(|limit| (1..=PageRequest::LIMIT_MAX).contains(&limit)) => {
                Ok(Self(PageRequest {
                    cursor: query.cursor.or(query.after).filter(|cursor| !cursor.is_empty()),
                    limit,
                }))
            }
            _ => Err(Problem::malformed(format!(
                "limit must be a number from 1 to {}.",
                PageRequest::LIMIT_MAX
            ))),
        }
    }
}

impl FromRequest for Paging {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(request.query_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn taken<T: FromRequest<Error = Problem, Future = Ready<Result<T, Problem>>>>(
        request: TestRequest,
    ) -> Result<T, String> {
        T::from_request(&request.to_http_request(), &mut Payload::None)
            .into_inner()
            .map_err(|p| p.code.into_owned())
    }

    #[test]
    fn a_write_names_itself() {
        let key = |text: &str| {
            taken::<IdempotencyKey>(TestRequest::default().insert_header((IDEMPOTENCY_KEY, text)))
        };
        assert_eq!(key("a-1"), Ok(IdempotencyKey("a-1".into())));
        assert_eq!(key(""), Err("idempotency-key".into()));
        assert_eq!(key("a b"), Err("idempotency-key".into()));
        assert_eq!(key(&"x".repeat(101)), Err("idempotency-key".into()));
        assert_eq!(taken::<IdempotencyKey>(TestRequest::default()), Err("idempotency-key".into()));
    }

    #[test]
    fn a_precondition_is_a_version_anything_or_unknown() {
        let tag =
            |text: &str| taken::<IfMatch>(TestRequest::default().insert_header((header::IF_MATCH, text)));
        assert_eq!(tag("\"7\""), Ok(IfMatch(Some(7))));
        assert_eq!(tag("*"), Ok(IfMatch(None)));
        assert_eq!(taken::<IfMatch>(TestRequest::default()), Ok(IfMatch(None)));
        for foreign in ["7", "W/\"7\"", "\"seven\"", "\"7\", \"8\""] {
            assert_eq!(tag(foreign), Err("stale".into()), "{foreign}");
        }
    }

    #[test]
    fn a_client_that_has_the_version_need_not_fetch_it() {
        let has = |text: &str| {
            let request =
                TestRequest::default().insert_header((header::IF_NONE_MATCH, text)).to_http_request();
            already_has(&request, 7)
        };
        assert!(has("\"7\"") && has("\"1\", W/\"7\""));
        assert!(!has("\"8\"") && !has("7"));
    }

    #[test]
    fn pages_are_between_one_and_two_hundred_long() {
        let paging = |query: &str| {
            Paging::read(query).map(|p| (p.0.cursor, p.0.limit)).map_err(|p| p.code.into_owned())
        };
        assert_eq!(paging("cursor=abc&limit=20&lane=red"), Ok((Some("abc".into()), Some(20))));
        assert_eq!(paging("cursor="), Ok((None, None)));
        for wrong in ["limit=0", "limit=201", "limit=many"] {
            assert_eq!(paging(wrong), Err("malformed-request".into()), "{wrong}");
        }
    }
}

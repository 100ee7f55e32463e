//! Problems where a page was asked for, and the pages that explain each code.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use super::pager::encoded;
use super::sheet::ProblemPage;
use crate::frame::RequestId;
use crate::problem::Problem;
use crate::session::Frame;

/// Answers a browser: whoever is not signed in is asked to, everybody else reads what is wrong.
pub(crate) fn answer(request: &HttpRequest, problem: &Problem, id: &RequestId) -> HttpResponse {
    if problem.status == StatusCode::UNAUTHORIZED && request.path() != "/sign-in" {
        let next = request.uri().path_and_query().map_or("/", |next| next.as_str());
        let to = format!("/sign-in?next={}", encoded(next));
        return HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish();
    }
    let frame = request.extensions().get::<Frame>().cloned();
    // An address that leads nowhere has asked nobody who they are.
    let frame = frame.unwrap_or_else(|| Frame::of(request));
    let page = ProblemPage {
        chrome: frame.chrome(problem.title().into_owned(), ""),
        problem,
        request_id: id.as_str(),
    };
    match page.render() {
        Ok(text) => {
            problem.begin().insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8")).body(text)
        }
        Err(_) => problem.answer(Some(id.as_str())),
    }
}

//! Signing in and out on a browser.

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, web};
use rahdari_app::sign_in::{sign_in as begin, sign_out as end};
use rahdari_kernel::Source;

use super::{Asking, asked};
use crate::doors::Doors;
use crate::form::Sent;
use crate::page::field::Fields;
use crate::page::sheet::SignIn;
use crate::page::{Shown, go, show, show_with};
use crate::problem::Problem;
use crate::session::{Passer, Visitor, same_origin, sign_in_cookies, sign_out_cookies};

/// Shows the sign-in.
pub(crate) async fn form(Passer(frame): Passer, query: Asking) -> Shown {
    let next = asked(&query, "next").unwrap_or("/");
    show(&SignIn { chrome: frame.chrome("Sign in", ""), refused: None, username: "", next })
}

/// Signs in and goes on to where the person was going.
pub(crate) async fn sign_in(
    Passer(frame): Passer,
    doors: Data<Doors>,
    request: HttpRequest,
    fields: web::Form<Vec<(String, String)>>,
) -> Shown {
    same_origin(&request)?;
    let fields = Fields::new(fields.into_inner());
    let (username, next) = (fields.text("username"), fields.get("next"));
    match begin(&doors.context, &username, fields.get("password"), Source::Page).await {
        Ok(pair) => {
            let mut answer = go(inside(next));
            for cookie in sign_in_cookies(&doors, &pair) {
                answer.add_cookie(&cookie).map_err(Problem::internal)?;
            }
            Ok(answer)
        }
        Err(error) => {
            let problem = Problem::from(error);
            if problem.status.is_server_error() {
                return Err(problem);
            }
            let chrome = frame.chrome("Sign in", "");
            let page = SignIn { chrome, refused: Some(&problem.detail), username: &username, next };
            let mut answer = show_with(problem.status, &page)?;
            if let Some(seconds) = problem.retry_after() {
                answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(seconds));
            }
            Ok(answer)
        }
    }
}

/// Signs out.
pub(crate) async fn sign_out(visitor: Visitor, doors: Data<Doors>, _from_our_page: Sent) -> Shown {
    end(&doors.context, &visitor.who, Source::Page).await?;
    let mut answer: HttpResponse = go("/sign-in");
    for cookie in sign_out_cookies(&doors) {
        answer.add_cookie(&cookie).map_err(Problem::internal)?;
    }
    Ok(answer)
}

/// Returns an address of our own: after signing in nobody is sent elsewhere.
fn inside(next: &str) -> &str {
    let plain = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
    if plain { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_nowhere_else() {
        assert_eq!(inside("/queue?all=yes"), "/queue?all=yes");
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/\n/evil.example"]
        {
            assert_eq!(inside(elsewhere), "/");
        }
    }
}

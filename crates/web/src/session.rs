//! Who is asking: programs by a bearer token, people by cookies that hold the same tokens.
//!
//! Cookies are HttpOnly and SameSite=Lax. An access token that ran out is exchanged on the way for the next
//! pair, so that people stay signed in while they work.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use rahdari_app::SignedIn;
use rahdari_app::sign_in::{authenticate, refresh};
use rahdari_app::token::REFRESH_DAYS;
use rahdari_app::view::SignedInView;
use rahdari_kernel::{Role, Source};
use uuid::Uuid;

use crate::doors::Doors;
use crate::frame::Asker;
use crate::page::chrome::{Chrome, Who, nav};
use crate::page::role_title;
use crate::problem::Problem;

const ACCESS: &str = "rahdari_access";
const REFRESH: &str = "rahdari_refresh";
const FORM: &str = "rahdari_form";

/// A program that showed a valid access token.
#[derive(Clone, Debug)]
pub struct Signed(pub SignedIn);

impl FromRequest for Signed {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let token = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        // The scheme is written in any case (RFC 9110, 11.1).
        let token = token
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        ready(token.ok_or_else(Problem::not_signed_in).and_then(|(_, token)| {
            let doors = doors(request)?;
            let who = authenticate(&doors.context, token.trim())?;
            request.extensions_mut().insert(Asker(who.actor.user));
            Ok(Self(who))
        }))
    }
}

fn doors(request: &HttpRequest) -> Result<&web::Data<Doors>, Problem> {
    request.app_data::<web::Data<Doors>>().ok_or_else(|| Problem::internal("the application has no doors"))
}

/// What a page says around its content: who is signed in, and what in the law is not settled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    who: Option<Who>,
    notices: Vec<String>,
    form_token: String,
}

impl Frame {
    /// Makes the frame of one page.
    pub(crate) fn chrome(&self, title: impl Into<String>, here: &'static str) -> Chrome {
        Chrome {
            title: title.into(),
            here,
            nav: self.who.as_ref().map_or(&[], |who| nav(who.role)),
            who: self.who.clone(),
            notices: self.notices.clone(),
            form_token: self.form_token.clone(),
        }
    }

    /// Returns the role and where it acts, as the header says it.
    pub(crate) fn standing(&self) -> String {
        self.who.as_ref().map(|who| who.standing.clone()).unwrap_or_default()
    }

    /// Makes the frame of whoever happens to be signed in.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let made = doors(request).map(|doors| {
            let who = by_access_cookie(doors, request);
            Self::new(doors, who.as_ref(), request)
        });
        made.unwrap_or_default()
    }

    fn new(doors: &Doors, who: Option<&SignedIn>, request: &HttpRequest) -> Self {
        Self {
            who: who.map(|who| described(doors, who)),
            notices: doors.context.notices(),
            form_token: request.cookie(FORM).map(|cookie| cookie.value().to_owned()).unwrap_or_default(),
        }
    }
}

fn described(doors: &Doors, who: &SignedIn) -> Who {
    let actor = &who.actor;
    let place = match &actor.office {
        Some(office) => doors.names.office(office.as_str()),
        None => actor.administration.name().to_owned(),
    };
    Who { name: who.name.clone(), standing: format!("{}, {place}", role_title(actor.role)), role: actor.role }
}

/// A person who is signed in on this browser.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) who: SignedIn,
    pub(crate) frame: Frame,
}

impl Visitor {
    /// Returns whether the person is in a role.
    pub(crate) fn is(&self, role: Role) -> bool {
        self.who.actor.role == role
    }
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let doors = doors(&request)?;
            let who = match by_access_cookie(doors, &request) {
                Some(who) => who,
                None => by_refresh_cookie(doors, &request).await?,
            };
            let frame = Frame::new(doors, Some(&who), &request);
            request.extensions_mut().insert(Asker(who.actor.user));
            request.extensions_mut().insert(frame.clone());
            Ok(Self { who, frame })
        })
    }
}

/// Whoever looks at a page that is open to all; the frame names them when they happen to be signed in.
pub(crate) struct Passer(pub(crate) Frame);

impl FromRequest for Passer {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(Frame::of(request))))
    }
}

fn by_access_cookie(doors: &Doors, request: &HttpRequest) -> Option<SignedIn> {
    request.cookie(ACCESS).and_then(|cookie| authenticate(&doors.context, cookie.value()).ok())
}

async fn by_refresh_cookie(doors: &Doors, request: &HttpRequest) -> Result<SignedIn, Problem> {
    let token = request.cookie(REFRESH).ok_or_else(Problem::not_signed_in)?;
    let context = doors.context.clone();
    let value = token.value().to_owned();
    let pair = doors
        .refreshed
        .once(token.value(), async move { refresh(&context, &value, Source::Page).await })
        .await?;
    let who = authenticate(&doors.context, &pair.access_token)?;
    request.extensions_mut().insert(NewCookies(pair_cookies(doors, &pair)));
    Ok(who)
}

/// Cookies that the answer is to carry.
pub(crate) struct NewCookies(pub(crate) Vec<Cookie<'static>>);

/// Returns the cookies of a sign-in, with a fresh token for forms.
pub(crate) fn sign_in_cookies(doors: &Doors, pair: &SignedInView) -> Vec<Cookie<'static>> {
    let mut cookies = pair_cookies(doors, pair);
    cookies.push(cookie(doors, FORM, Uuid::new_v4().simple().to_string(), Duration::days(REFRESH_DAYS)));
    cookies
}

/// Returns the cookies that end a sign-in.
pub(crate) fn sign_out_cookies(doors: &Doors) -> Vec<Cookie<'static>> {
    [ACCESS, REFRESH, FORM].map(|name| cookie(doors, name, String::new(), Duration::ZERO)).to_vec()
}

fn pair_cookies(doors: &Doors, pair: &SignedInView) -> Vec<Cookie<'static>> {
    vec![
        cookie(doors, ACCESS, pair.access_token.clone(), Duration::seconds(pair.expires_in)),
        cookie(doors, REFRESH, pair.refresh_token.clone(), Duration::days(REFRESH_DAYS)),
    ]
}

fn cookie(doors: &Doors, name: &'static str, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(doors.https)
        .max_age(age)
        .finish()
}

/// Refuses a form that does not come from one of our own pages, opened by this browser.
///
/// # Errors
/// A problem `form-expired`.
pub(crate) fn from_our_page(request: &HttpRequest, form_token: &str) -> Result<(), Problem> {
    let known = request.cookie(FORM);
    let fits = known.is_some_and(|cookie| !cookie.value().is_empty() && cookie.value() == form_token);
    if fits { same_origin(request) } else { Err(foreign_form()) }
}

/// Refuses a form that a page of another origin has sent, as far as the browser says.
///
/// # Errors
/// A problem `form-expired`.
pub(crate) fn same_origin(request: &HttpRequest) -> Result<(), Problem> {
    let headers = request.headers();
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let origin_host = origin.map(|origin| origin.split_once("://").map_or(origin, |(_, host)| host));
    let ours = site.is_none_or(|site| matches!(site, "same-origin" | "none"))
        && origin_host.is_none_or(|origin_host| Some(origin_host) == host);
    if ours { Ok(()) } else { Err(foreign_form()) }
}

fn foreign_form() -> Problem {
    let detail =
        "This form is too old or was not opened on this device. Go back, reload the page and send it again.";
    Problem::new(actix_web::http::StatusCode::FORBIDDEN, "form-expired", detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_form_of_another_site_is_refused() {
        let asked = |headers: &[(&'static str, &'static str)], cookie: &'static str, token: &str| {
            let start = TestRequest::post()
                .insert_header(("host", "rahdari.example"))
                .cookie(Cookie::new(FORM, cookie));
            let request = headers
                .iter()
                .fold(start, |request, header| request.insert_header(*header))
                .to_http_request();
            from_our_page(&request, token).is_ok()
        };
        assert!(asked(&[], "t", "t"));
        assert!(asked(&[("origin", "https://rahdari.example"), ("sec-fetch-site", "same-origin")], "t", "t"));
        assert!(!asked(&[], "t", "u"));
        assert!(!asked(&[], "", ""));
        assert!(!asked(&[("origin", "https://elsewhere.example")], "t", "t"));
        assert!(!asked(&[("origin", "null")], "t", "t"));
        assert!(!asked(&[("sec-fetch-site", "cross-site")], "t", "t"));
    }
}

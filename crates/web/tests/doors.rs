//! What holds at every door, whoever stands before it: ids, headers, problems, cookies, forms.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::test::{self, TestRequest};
use actix_web::web::Data;
use rahdari_app::request::UserRequest;
use rahdari_app::{Clock, Context, Mode, Secrets, people};
use rahdari_kernel::{Country, Instant};
use rahdari_store::Store;
use rahdari_web::route::ROUTES;
use rahdari_web::{Doors, application};
use serde_json::{Value, json};

const PASSWORD: &str = "a long enough password";

struct House {
    doors: Data<Doors>,
    clock: Clock,
    _folder: tempfile::TempDir,
}

/// Makes an installation with one administrator and one auditor.
async fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite://{}", folder.path().join("rahdari.db").display())).unwrap();
    store.migrate().unwrap();
    let clock = Clock::manual("2026-11-23T08:30:00Z".parse::<Instant>().unwrap());
    let context = Context::open(store, Secrets::random(), clock.clone(), Mode::Demo).await.unwrap();
    for role in ["administrator", "auditor"] {
        let body = UserRequest {
            username: role.to_owned(),
            display_name: format!("The {role}"),
            password: PASSWORD.to_owned(),
            role: role.to_owned(),
            office: None,
            company: None,
        };
        people::add_user_locally(&context, Country::PK, body).await.unwrap();
    }
    House { doors: Data::new(Doors::new(Arc::new(context), false)), clock, _folder: folder }
}

/// Returns what a header says, nothing when it is not there.
fn said(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

macro_rules! open {
    ($house:expr) => {
        test::init_service(application($house.doors.clone())).await
    };
}

macro_rules! ask {
    ($app:expr, $request:expr) => {
        test::call_service(&$app, $request.to_request()).await
    };
}

macro_rules! signed_in {
    ($app:expr, $name:expr) => {{
        let body = json!({ "username": $name, "password": PASSWORD });
        let answer = ask!($app, TestRequest::post().uri("/api/v1/sessions").set_json(body));
        assert_eq!(answer.status(), StatusCode::CREATED);
        test::read_body_json::<Value, _>(answer).await
    }};
}

macro_rules! text_of {
    ($answer:expr) => {
        String::from_utf8(test::read_body($answer).await.to_vec()).unwrap()
    };
}

#[actix_web::test]
async fn every_answer_has_an_id_and_keeps_browsers_safe() {
    let house = house().await;
    let app = open!(house);
    for path in ["/healthz", "/sign-in", "/nowhere", "/api/v1/nowhere", "/assets/style.css"] {
        let answer = ask!(app, TestRequest::get().uri(path));
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("x-request-id").unwrap().len(), 32, "{path}");
        let policy = header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");
        assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"), "{path}");
        assert!(header("cache-control").is_some(), "{path}");
    }
}

#[actix_web::test]
async fn programs_read_problems_and_people_read_pages() {
    let house = house().await;
    let app = open!(house);
    let answer = ask!(app, TestRequest::get().uri("/api/v1/nowhere"));
    assert_eq!(said(answer.headers(), "content-type"), "application/problem+json");
    let id = said(answer.headers(), "x-request-id");
    let problem: Value = test::read_body_json(answer).await;
    assert_eq!(problem["code"], "not-found");
    assert_eq!(problem["requestId"], id.as_str());

    let answer = ask!(app, TestRequest::get().uri("/nowhere"));
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert!(text_of!(answer).contains("<h1>Not found</h1>"));

    let answer = ask!(app, TestRequest::patch().uri("/api/v1/declarations"));
    let problem: Value = test::read_body_json(answer).await;
    assert_eq!((&problem["status"], &problem["code"]), (&json!(405), &json!("method-not-allowed")));
}

#[actix_web::test]
async fn nobody_gets_further_than_the_sign_in() {
    let house = house().await;
    let app = open!(house);
    for route in ROUTES.iter().filter(|route| route.access.roles().is_some()) {
        let path =
            route.path.replace("{id}", "0191c0de-0000-5000-8000-000000000001").replace("{action}", "release");
        let request = TestRequest::with_uri(&path).method(route.method.clone());
        let answer = ask!(app, request);
        if path.starts_with("/api/") {
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{} {path}", route.method);
            assert_eq!(said(answer.headers(), "www-authenticate"), "Bearer");
        } else {
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{} {path}", route.method);
            let to = said(answer.headers(), "location");
            assert!(to.starts_with("/sign-in?next=%2F"), "{to}");
        }
    }
}

#[actix_web::test]
async fn a_role_is_let_in_where_the_table_says_so() {
    let house = house().await;
    let app = open!(house);
    let bearer = |name: &'static str, session: &Value| {
        let token = session["accessToken"].as_str().unwrap().to_owned();
        (name, format!("Bearer {token}"))
    };
    let (auditor, administrator) = (signed_in!(app, "auditor"), signed_in!(app, "administrator"));
    for (role, token) in [bearer("auditor", &auditor), bearer("administrator", &administrator)] {
        let reads =
            ROUTES.iter().filter(|route| route.method == Method::GET && route.path.starts_with("/api/"));
        for route in reads {
            let path = route.path.replace("{id}", "0191c0de-0000-5000-8000-000000000001");
            let answer =
                ask!(app, TestRequest::get().uri(&path).insert_header(("authorization", token.as_str())));
            let named = route.access.roles().is_none_or(|roles| roles.iter().any(|one| one.as_str() == role));
            let problem: Value = test::read_body_json(answer).await;
            assert_eq!(problem["code"] == "forbidden", !named, "{role} at {path}: {problem}");
        }
    }
}

#[actix_web::test]
async fn a_write_is_named_and_its_body_understood() {
    let house = house().await;
    let app = open!(house);
    let session = signed_in!(app, "administrator");
    let token = format!("Bearer {}", session["accessToken"].as_str().unwrap());
    let write = |key: Option<&str>, body: &str| {
        let request =
            TestRequest::post().uri("/api/v1/companies").insert_header(("authorization", token.as_str()));
        let request =
            request.insert_header((header::CONTENT_TYPE, "application/json")).set_payload(body.to_owned());
        match key {
            Some(key) => request.insert_header(("idempotency-key", key)),
            None => request,
        }
    };
    let company = r#"{"kind":"trader","identification":"PK-1","name":"One"}"#;
    let code =
        |problem: Value| (problem["status"].as_u64().unwrap(), problem["code"].as_str().unwrap().to_owned());

    let answer: Value = test::read_body_json(ask!(app, write(None, company))).await;
    assert_eq!(code(answer), (400, "idempotency-key".into()));
    for broken in
        ["{", "[]", r#"{"kind":"trader"}"#, r#"{"kind":"trader","identification":"1","name":"A","more":1}"#]
    {
        let answer: Value = test::read_body_json(ask!(app, write(Some("b"), broken))).await;
        assert_eq!(code(answer), (400, "malformed-json".into()), "{broken}");
    }
    let long = format!("{{}}{}", " ".repeat(300_000));
    let answer: Value = test::read_body_json(ask!(app, write(Some("l"), &long))).await;
    assert_eq!(code(answer), (413, "too-large".into()));

    let first = ask!(app, write(Some("a"), company));
    assert_eq!(first.status(), StatusCode::CREATED);
    let first: Value = test::read_body_json(first).await;
    let again = ask!(app, write(Some("a"), company));
    assert_eq!(said(again.headers(), "idempotency-replayed"), "true");
    assert_eq!(test::read_body_json::<Value, _>(again).await, first);
    let other: Value =
        test::read_body_json(ask!(app, write(Some("a"), &company.replace("One", "Two")))).await;
    assert_eq!(code(other), (409, "idempotency-conflict".into()));
}

/// Signs a browser in and returns its cookies.
macro_rules! browser {
    ($app:expr, $name:expr) => {{
        let form = [("username", $name), ("password", PASSWORD), ("next", "/admin")];
        let answer = ask!($app, TestRequest::post().uri("/sign-in").set_form(form));
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(said(answer.headers(), "location"), "/admin");
        answer.response().cookies().map(Cookie::into_owned).collect::<Vec<_>>()
    }};
}

fn with(request: TestRequest, cookies: &[Cookie<'static>]) -> TestRequest {
    cookies.iter().fold(request, |request, cookie| request.cookie(cookie.clone()))
}

fn hidden(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    page.split(&field).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_browser_stays_signed_in_and_its_forms_are_its_own() {
    let house = house().await;
    let app = open!(house);
    let cookies = browser!(app, "administrator");
    assert_eq!(cookies.len(), 3);
    for cookie in &cookies {
        assert_eq!(cookie.http_only(), Some(true), "{}", cookie.name());
        assert_eq!(cookie.same_site(), Some(SameSite::Lax), "{}", cookie.name());
    }
    let page = text_of!(ask!(app, with(TestRequest::get().uri("/admin"), &cookies)));
    assert!(page.contains("The administrator"));
    let nowhere = text_of!(ask!(app, with(TestRequest::get().uri("/nowhere"), &cookies)));
    assert!(nowhere.contains("The administrator") && nowhere.contains("Sign out"), "{nowhere}");

    let (form, key) = (hidden(&page, "form"), hidden(&page, "key"));
    let fields = |form: &str, key: &str| {
        let fields =
            [("form", form), ("key", key), ("kind", "trader"), ("identification", "PK-7"), ("name", "Seven")];
        fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
    };
    let send = |fields: Vec<(String, String)>| {
        with(TestRequest::post().uri("/admin/companies").set_form(fields), &cookies)
    };
    let foreign = ask!(app, send(fields("0000", &key)));
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    let foreign = ask!(app, send(fields(&form, &key)).insert_header(("origin", "https://elsewhere.example")));
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    for _ in 0..2 {
        let sent = ask!(app, send(fields(&form, &key)));
        assert_eq!(said(sent.headers(), "location"), "/admin?done=companies#companies");
    }
    let page = text_of!(ask!(app, with(TestRequest::get().uri("/admin"), &cookies)));
    assert_eq!(page.matches("PK-7").count(), 1, "pressed twice, done once");
    let refused = ask!(app, send(fields(&form, "another")));
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(text_of!(refused).contains("It is there already"));
}

#[actix_web::test]
async fn an_access_token_that_ran_out_is_exchanged_on_the_way() {
    let house = house().await;
    let app = open!(house);
    let cookies = browser!(app, "administrator");
    house.clock.set("2026-11-23T09:30:00Z".parse::<Instant>().unwrap());
    // Two pages at once: the second shows the same refresh token and must not look like a theft.
    for _ in 0..2 {
        let answer = ask!(app, with(TestRequest::get().uri("/admin"), &cookies));
        assert_eq!(answer.status(), StatusCode::OK);
        let fresh: Vec<String> = answer.response().cookies().map(|cookie| cookie.name().to_owned()).collect();
        assert_eq!(fresh, ["rahdari_access", "rahdari_refresh"]);
    }
}

//! The description of the API: OpenAPI 3.1 made from the handlers, and the same in a form that a page can show.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use rahdari_kernel::Role;
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use super::{administration, book, declaration, guarantee, movement, session};
use crate::page::html::Html;
use crate::page::role_title;
use crate::problem::{FindingBody, ProblemBody};
use crate::route::ROUTES;

const DESCRIPTION: &str = "Lodge transit declarations, work movements, and read the book of guarantees. Sign in, send the \
    access token as a bearer token, and give every write an Idempotency-Key: sent again, it gets the first answer and \
    changes nothing. Lists come in pages; hand the next cursor in to go on. Refusals are problem details (RFC 9457) \
    with a stable code and everything that is wrong at once.";

#[derive(OpenApi)]
#[openapi(
    info(title = "Rahdari", description = DESCRIPTION, license(name = "Apache-2.0", identifier = "Apache-2.0")),
    components(schemas(ProblemBody<'static>, FindingBody)),
    security(("bearer" = [])),
    paths(
        session::create, session::renew, session::end,
        declaration::lodge, declaration::check, declaration::list, declaration::read, declaration::document,
        declaration::original,
        movement::list, movement::read, movement::events, movement::security, movement::control_result,
        movement::release, movement::exit, movement::crossing, movement::arrival, movement::unloading_remarks,
        movement::resolution, movement::discharge, movement::invalidation,
        guarantee::list, guarantee::issue, guarantee::read, guarantee::increase, guarantee::statement,
        book::balance, book::events, book::checkpoint, book::verification, book::news, book::reference,
        administration::companies, administration::company, administration::users, administration::user,
        administration::mandates, administration::mandate, administration::withdraw,
        openapi,
    )
)]
struct Description;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut description = Description::openapi();
    if let Some(components) = &mut description.components {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
    let mut document = serde_json::to_value(&description).unwrap_or_default();
    for route in ROUTES {
        let method = route.method.as_str().to_ascii_lowercase();
        let operation = document.pointer_mut(&format!("/paths/{}/{method}", escaped(route.path)));
        if let (Some(Value::Object(operation)), Some(roles)) = (operation, route.access.roles()) {
            operation.insert("x-roles".to_owned(), roles.iter().map(|role| role.as_str()).collect());
            refuse_strangers(operation, roles.len() < Role::ALL.len());
        }
    }
    document
});

/// Adds the answers that every operation behind the sign-in can give and that no handler gives itself.
fn refuse_strangers(operation: &mut serde_json::Map<String, Value>, for_some: bool) {
    let Some(Value::Object(answers)) = operation.get_mut("responses") else { return };
    let problem = |description: &str| {
        serde_json::json!({
            "description": description,
            "content": { crate::problem::MEDIA_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" } } },
        })
    };
    answers.entry("401").or_insert_with(|| problem("Nobody is signed in, or the access token has run out."));
    if for_some {
        answers.entry("403").or_insert_with(|| problem("Your role does not include this."));
    }
}

/// Writes a path as one part of a JSON pointer.
fn escaped(path: &str) -> String {
    path.replace('~', "~0").replace('/', "~1")
}

/// Describes the API.
///
/// OpenAPI 3.1, made from the code that answers. `x-roles` says which roles an operation lets in.
#[utoipa::path(get, path = "/api/v1/openapi.json", operation_id = "openapi", tag = "Description", security(()),
    responses((status = 200, description = "This document.", body = Value)))]
pub(crate) async fn openapi() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=300")).json(&*DOCUMENT)
}

/// The description as a page shows it.
pub(crate) struct Readable {
    pub(crate) description: String,
    pub(crate) groups: Vec<Group>,
    pub(crate) shapes: Vec<Shape>,
}

/// The operations on one kind of thing.
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) operations: Vec<Operation>,
}

/// One operation.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) who: String,
    pub(crate) parameters: Vec<Field>,
    pub(crate) body: Vec<Html>,
    pub(crate) answers: Vec<Answer>,
}

/// One answer of an operation.
pub(crate) struct Answer {
    pub(crate) status: String,
    pub(crate) description: String,
    pub(crate) shape: Vec<Html>,
}

/// One object that is sent or received.
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) fields: Vec<Field>,
}

/// One field of an object, or one parameter.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) description: String,
    pub(crate) kind: Html,
}

/// Returns the description in the form that a page shows.
pub(crate) fn readable() -> Readable {
    let document = &*DOCUMENT;
    let mut groups: Vec<Group> = Vec::new();
    for route in ROUTES {
        let method = route.method.as_str().to_ascii_lowercase();
        let Some(operation) = document.pointer(&format!("/paths/{}/{method}", escaped(route.path))) else {
            continue;
        };
        let title = text(operation, "/tags/0");
        let who = match route.access.roles() {
            None => "Open to everybody.".to_owned(),
            Some(roles) => {
                format!("For: {}.", roles.iter().map(|role| role_title(*role)).collect::<Vec<_>>().join(", "))
            }
        };
        let described = Operation {
            id: text(operation, "/operationId"),
            method: route.method.to_string(),
            path: route.path.to_owned(),
            summary: text(operation, "/summary"),
            description: text(operation, "/description"),
            who,
            parameters: list(operation, "/parameters").iter().map(parameter).collect(),
            body: content(operation.pointer("/requestBody").unwrap_or(&Value::Null)),
            answers: answers(operation),
        };
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.operations.push(described),
            None => groups.push(Group { title, operations: vec![described] }),
        }
    }
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let shapes = schemas.into_iter().flatten().map(|(name, schema)| shape(name, schema)).collect();
    Readable { description: text(document, "/info/description"), groups, shapes }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn parameter(parameter: &Value) -> Field {
    Field {
        name: text(parameter, "/name"),
        required: parameter.pointer("/required").and_then(Value::as_bool).unwrap_or(false),
        description: text(parameter, "/description"),
        kind: Html::element("span", &[], &format!("in the {}", text(parameter, "/in"))),
    }
}

fn answers(operation: &Value) -> Vec<Answer> {
    let all = operation.pointer("/responses").and_then(Value::as_object);
    let answer = |(status, answer): (&String, &Value)| Answer {
        status: status.clone(),
        description: text(answer, "/description"),
        shape: content(answer),
    };
    all.into_iter().flatten().map(answer).collect()
}

/// Returns what each media type of a body holds.
fn content(body: &Value) -> Vec<Html> {
    let all = body.pointer("/content").and_then(Value::as_object);
    all.into_iter()
        .flatten()
        .map(|(media, one)| {
            let kind = kind(one.pointer("/schema").unwrap_or(&Value::Null));
            Html::made(format!("{} {kind}", Html::element("code", &[], media)))
        })
        .collect()
}

fn shape(name: &str, schema: &Value) -> Shape {
    // A shape that includes another one is written as a list of both.
    let parts: Vec<&Value> = match schema.pointer("/allOf").and_then(Value::as_array) {
        Some(parts) => parts.iter().collect(),
        None => vec![schema],
    };
    let fields = parts.iter().flat_map(|part| {
        let required = list(part, "/required");
        let includes = part.pointer("/$ref").map(|_| Field {
            name: "…".to_owned(),
            required: true,
            description: "Everything in".to_owned(),
            kind: kind(part),
        });
        let properties = part.pointer("/properties").and_then(Value::as_object);
        let own = properties.into_iter().flatten().map(|(name, property)| Field {
            name: name.clone(),
            required: required.iter().any(|one| one.as_str() == Some(name)),
            description: text(property, "/description"),
            kind: kind(property),
        });
        includes.into_iter().chain(own).collect::<Vec<_>>()
    });
    Shape { name: name.to_owned(), description: text(schema, "/description"), fields: fields.collect() }
}

/// Says in words what a schema admits, with a link where it names another shape.
fn kind(schema: &Value) -> Html {
    if let Some(name) =
        schema.pointer("/$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next())
    {
        return Html::element("a", &[("href", &format!("#shape-{name}"))], name);
    }
    for several in ["/oneOf", "/anyOf"] {
        let choices = list(schema, several).iter().filter(|choice| text(choice, "/type") != "null");
        let shown: Vec<String> = choices.map(|choice| kind(choice).to_string()).collect();
        if !shown.is_empty() {
            return Html::made(shown.join(" or "));
        }
    }
    let own = match schema.pointer("/type") {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .filter(|name| *name != "null")
            .collect::<Vec<_>>()
            .join(" or "),
        _ => "anything".to_owned(),
    };
    match (own.as_str(), schema.pointer("/items")) {
        ("array", Some(items)) => Html::made(format!("list of {}", kind(items))),
        _ => Html::element("span", &[], &own),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_address_of_the_api_is_described_and_nothing_else() {
        let served: BTreeSet<String> = ROUTES
            .iter()
            .filter(|route| route.path.starts_with("/api/"))
            .map(|route| format!("{} {}", route.method, route.path))
            .collect();
        let paths = DOCUMENT["paths"].as_object().unwrap();
        let described: BTreeSet<String> = paths
            .iter()
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().unwrap().keys();
                methods.map(move |method| format!("{} {path}", method.to_ascii_uppercase()))
            })
            .collect();
        assert_eq!(served, described);
    }

    #[test]
    fn the_description_is_openapi_3_1_and_complete() {
        assert!(DOCUMENT["openapi"].as_str().unwrap().starts_with("3.1."), "{}", DOCUMENT["openapi"]);
        let text = DOCUMENT.to_string();
        for reference in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(DOCUMENT["components"]["schemas"][name].is_object(), "{name} is not described");
        }
        for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/")) {
            let method = route.method.as_str().to_ascii_lowercase();
            let operation = &DOCUMENT["paths"][route.path][&method];
            assert!(!operation["summary"].as_str().unwrap_or_default().is_empty(), "{}", route.path);
            let open = operation["security"] == serde_json::json!([{}]);
            assert_eq!(open, route.access.roles().is_none(), "{method} {}", route.path);
            assert!(open || operation["responses"]["401"].is_object(), "{method} {}", route.path);
        }
    }

    #[test]
    fn the_page_shows_every_operation_and_shape() {
        let readable = readable();
        let shown: usize = readable.groups.iter().map(|group| group.operations.len()).sum();
        assert_eq!(shown, ROUTES.iter().filter(|route| route.path.starts_with("/api/")).count());
        assert!(readable.shapes.iter().any(|shape| shape.name == "MovementView" && shape.fields.len() > 10));
    }
}

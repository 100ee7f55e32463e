//! The doors: the JSON API, the XML messages and the pages, as one actix-web application.
//!
//! A handler parses, calls one use case of `app` and shows what came back. Here are no rules and no
//! transactions; `problem` is the only place that makes an HTTP status of an error.

pub mod api;
pub mod asset;
pub mod catalogue;
pub mod doors;
pub mod form;
pub mod frame;
pub mod header;
pub mod health;
pub mod page;
pub mod problem;
pub mod route;
pub mod session;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App, Error};

pub use doors::Doors;
pub use problem::Problem;

/// Makes the application: one for each worker of the server, and one for each test.
pub fn application(
    doors: Data<Doors>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(doors)
        .app_data(web::PayloadConfig::new(form::FILE_BYTES_MAX))
        .app_data(form::multipart_config())
        .app_data(web::PathConfig::default().error_handler(|_, _| Problem::not_found().into()))
        .app_data(web::QueryConfig::default().error_handler(|error, _| {
            Problem::malformed(format!("The query cannot be read: {error}.")).into()
        }))
        .configure(route::mount)
        .default_service(web::to(route::nowhere))
        .wrap(Compress::default())
        .wrap(from_fn(frame::frame))
}

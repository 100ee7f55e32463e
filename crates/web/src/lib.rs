//! The doors: the JSON API, the XML messages and the pages, as one actix-web application.
//!
//! A handler parses, calls one use case of `app` and shows what came back. Here are no rules and no
//! transactions; `problem` is the only place that makes an HTTP status of an error.

pub mod asset;
pub mod catalogue;
pub mod doors;
pub mod form;
pub mod frame;
pub mod header;
pub mod page;
pub mod problem;
pub mod session;

pub use doors::Doors;
pub use problem::Problem;

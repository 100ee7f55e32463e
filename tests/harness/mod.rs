//! What the tests of the whole share: the running binary, a client, the people, the papers, a browser.

pub(crate) mod browser;
pub(crate) mod client;
pub(crate) mod journey;
pub(crate) mod papers;
pub(crate) mod people;
pub(crate) mod server;

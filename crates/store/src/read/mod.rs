//! Queries for views and lists. Scope (whose rows one may see) is asked for by the caller as filters; the
//! permission behind it belongs to `app`.

use crate::connection::Conn;

/// Queries on one connection.
pub struct Reader<'c> {
    pub(crate) conn: &'c mut Conn,
}

impl<'c> Reader<'c> {
    pub(crate) fn new(conn: &'c mut Conn) -> Self {
        Self { conn }
    }
}

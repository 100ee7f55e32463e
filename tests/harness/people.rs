//! The people of the demo, signed in under the names that the demo gave them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::client::Client;
use super::server::Server;

/// Who declares in these tests.
pub(crate) const BROKER: &str = "broker.indus";
/// A broker of another company, of the same administration.
pub(crate) const OTHER_BROKER: &str = "broker.khyber";

/// Everybody who can sign in.
pub(crate) struct People {
    passwords: BTreeMap<String, String>,
    /// A sign-in costs the server much work by design, so each is made once.
    clients: RefCell<BTreeMap<String, Client>>,
}

impl People {
    /// Reads the sign-ins that the demo wrote.
    pub(crate) fn of(server: &Server) -> Self {
        let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        let sign_ins = server.sign_ins();
        let passwords = sign_ins.iter().map(|one| (text(one, "username"), text(one, "password"))).collect();
        Self { passwords, clients: RefCell::default() }
    }

    /// Returns the password of a user.
    #[track_caller]
    pub(crate) fn password(&self, username: &str) -> &str {
        self.passwords.get(username).unwrap_or_else(|| panic!("the demo has no user {username}"))
    }

    /// Returns a user's client, signed in at the server's present address.
    #[track_caller]
    pub(crate) fn client(&self, server: &Server, username: &str) -> Client {
        if let Some(client) = self.clients.borrow().get(username) {
            return client.at(server.base());
        }
        let client = server.client().signed_in(username, self.password(username));
        self.clients.borrow_mut().insert(username.to_owned(), client.clone());
        client
    }

    /// Returns a user's client that is signed in as a browser is.
    #[track_caller]
    pub(crate) fn on_a_page(&self, server: &Server, username: &str) -> Client {
        server.client().signed_in_on_a_page(username, self.password(username))
    }
}

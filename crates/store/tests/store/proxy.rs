//! A proxy between the store and a PostgreSQL server that cuts the connection in the middle of a COMMIT.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;

use parking_lot::Mutex;

/// When the connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// COMMIT never reaches the server.
    BeforeTheServerHears,
    /// The server has committed; its reply never reaches the store.
    AfterTheServerAnswered,
}

#[derive(Clone, Copy, Default)]
struct State {
    armed: Option<Cut>,
    /// The server's next reply is kept back and everything ends.
    keep_reply: bool,
    has_cut: bool,
}

/// Listens on a port of its own and passes everything on.
pub(crate) struct Proxy {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    /// Stands before the server of an address `postgres://user:password@host:port/name`.
    pub(crate) fn before(url: &str) -> Self {
        let (login, rest) = url.rsplit_once('@').unwrap();
        let (server, name) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let (server, shared) = (server.to_owned(), Arc::clone(&state));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
                let (to_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let (up, down) = (Arc::clone(&shared), Arc::clone(&shared));
                std::thread::spawn(move || pass(client, to_server, |bytes| hears(&up, bytes)));
                std::thread::spawn(move || pass(server, to_client, |_| !down.lock().keep_reply));
            }
        });
        Self { url: format!("{login}@127.0.0.1:{port}/{name}"), state }
    }

    /// Cuts at the next COMMIT of several rows' worth; later ones pass.
    pub(crate) fn arm(&self, cut: Cut) {
        self.state.lock().armed = Some(cut);
    }

    /// Returns whether a connection was cut.
    pub(crate) fn has_cut(&self) -> bool {
        self.state.lock().has_cut
    }
}

/// Decides about bytes on their way to the server.
fn hears(state: &Mutex<State>, bytes: &[u8]) -> bool {
    let mut state = state.lock();
    state.keep_reply = false;
    if !bytes.windows(6).any(|window| window == b"COMMIT") {
        return true;
    }
    match state.armed.take() {
        None => true,
        Some(cut) => {
            state.has_cut = true;
            state.keep_reply = cut == Cut::AfterTheServerAnswered;
            state.keep_reply
        }
    }
}

/// Passes bytes on until one side ends or `may_pass` says no, which ends both.
fn pass(mut from: TcpStream, mut to: TcpStream, may_pass: impl Fn(&[u8]) -> bool) {
    let mut buffer = [0; 65536];
    while let Ok(read) = from.read(&mut buffer) {
        if read == 0 || !may_pass(&buffer[..read]) || to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

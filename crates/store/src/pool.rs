//! Connections for readers: a few, opened when needed, each lent to one query at a time.

use parking_lot::{Condvar, Mutex};

use crate::StoreError;
use crate::connection::{Address, Conn, Purpose, open};

/// Reader connections.
pub(crate) struct Pool {
    address: Address,
    lent_max: usize,
    state: Mutex<State>,
    returned: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Conn>,
    lent: usize,
}

impl Pool {
    pub(crate) fn new(address: Address, lent_max: usize) -> Self {
        Self { address, lent_max: lent_max.max(1), state: Mutex::default(), returned: Condvar::new() }
    }

    /// Lends a connection to a function; waits while all are lent. A connection on which something failed
    /// is closed instead of kept.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = {
            let mut state = self.state.lock();
            while state.lent >= self.lent_max {
                self.returned.wait(&mut state);
            }
            state.lent += 1;
            state.idle.pop()
        };
        // Whatever happens from here on, also a panic, the place becomes free again.
        let mut lent = Lent { pool: self, conn: None };
        let mut conn = match idle {
            Some(conn) => conn,
            None => open(&self.address, Purpose::Read)?,
        };
        let result = work(&mut conn);
        if result.is_ok() {
            lent.conn = Some(conn);
        }
        result
    }
}

struct Lent<'a> {
    pool: &'a Pool,
    conn: Option<Conn>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state.lock();
        state.lent -= 1;
        state.idle.extend(self.conn.take());
        drop(state);
        self.pool.returned.notify_one();
    }
}

//! A gate before the committer, so that a test decides which writes share a transaction.

use std::sync::Arc;

use parking_lot::{Condvar, Mutex};
use rahdari_store::fault::{Fault, Faults, Moment};
use rahdari_store::{CommitError, Options, Outcome, Store, Write};

use crate::world::add_user;

#[derive(Default)]
struct State {
    shut: bool,
    someone_waits: bool,
}

/// Holds the committer at the beginning of a transaction while it is shut.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<State>, Condvar)>);

impl Gate {
    /// Returns options of a store with one committer behind this gate; further faults come from `then`.
    pub(crate) fn options(
        &self,
        then: impl Fn(Moment, usize) -> Option<Fault> + Send + Sync + 'static,
    ) -> Options {
        let gate = self.clone();
        let faults = Faults::new(move |moment, writes| {
            if moment == Moment::Begun {
                gate.pass();
            }
            then(moment, writes)
        });
        Options { committers: 1, faults, ..Options::default() }
    }

    fn pass(&self) {
        let (state, changed) = &*self.0;
        let mut state = state.lock();
        while state.shut {
            state.someone_waits = true;
            changed.notify_all();
            changed.wait(&mut state);
        }
        state.someone_waits = false;
    }

    /// Hands in writes that will share one transaction, and returns their answers in order.
    pub(crate) fn batch(&self, store: &Store, writes: Vec<Write>) -> Vec<Result<Outcome, CommitError>> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (state, changed) = &*self.0;
            state.lock().shut = true;
            // A first write takes the committer into the gate; everything after it waits together.
            let plug = format!("plug {}", writes[0].key.text);
            let plug = tokio::spawn(commit(store.clone(), add_user(&plug, &plug)));
            tokio::task::yield_now().await;
            {
                let mut state = state.lock();
                while !state.someone_waits {
                    changed.wait(&mut state);
                }
            }
            let waiting: Vec<_> =
                writes.into_iter().map(|write| tokio::spawn(commit(store.clone(), write))).collect();
            tokio::task::yield_now().await;
            state.lock().shut = false;
            changed.notify_all();
            plug.await.unwrap().unwrap();
            let mut answers = Vec::new();
            for answer in waiting {
                answers.push(answer.await.unwrap());
            }
            answers
        })
    }
}

async fn commit(store: Store, write: Write) -> Result<Outcome, CommitError> {
    store.commit(write).await
}

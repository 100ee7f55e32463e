//! What every handler has at hand: the use cases' context, and what pages say about it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rahdari_app::Context;
use rahdari_app::view::SignedInView;
use tokio::sync::OnceCell;

use crate::page::names::Names;

/// What every handler has at hand.
pub struct Doors {
    /// The use cases' context.
    pub context: Arc<Context>,
    /// Whether browsers reach us by HTTPS alone, so that cookies may demand it.
    pub https: bool,
    pub(crate) names: Names,
    pub(crate) refreshed: Refreshed,
}

impl Doors {
    /// Opens the doors to a context. `https` says that browsers reach them by HTTPS alone.
    pub fn new(context: Arc<Context>, https: bool) -> Self {
        let names = Names::new(
            context
                .law
                .offices()
                .into_iter()
                .map(|office| (office.code.to_string(), office.name.to_string())),
        );
        Self { context, https, names, refreshed: Refreshed::default() }
    }
}

/// How long the exchange of a refresh token is remembered.
const REMEMBERED: Duration = Duration::from_secs(30);

/// Exchanges that were made a moment ago. A browser that opens two pages at once shows the same refresh token
/// twice; without this the second would look like a theft and end the session.
#[derive(Default)]
pub(crate) struct Refreshed(Mutex<HashMap<String, Exchange>>);

/// When an exchange was begun, and what it gave.
type Exchange = (Instant, Arc<OnceCell<SignedInView>>);

impl Refreshed {
    /// Returns what an exchange of `token` gave a moment ago, or makes it now.
    pub(crate) async fn once<E>(
        &self,
        token: &str,
        exchange: impl Future<Output = Result<SignedInView, E>>,
    ) -> Result<SignedInView, E> {
        let cell = {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.retain(|_, (made, _)| made.elapsed() < REMEMBERED);
            known.entry(token.to_owned()).or_insert_with(|| (Instant::now(), Arc::default())).1.clone()
        };
        cell.get_or_try_init(|| exchange).await.cloned()
    }
}

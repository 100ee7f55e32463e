//! What every use case has at hand: the store, the law, the published ruleset, the clock and the secrets.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use rahdari_intake::law::Law;
use rahdari_kernel::event::By;
use rahdari_kernel::{Actor, CompanyId, Finding, Instant, SessionId};
use rahdari_ledger::log::Signer;
use rahdari_risk::Ruleset;
use rahdari_store::{CommitError, Outcome, Store, Write};
use serde::de::DeserializeOwned;

use crate::attempts::Attempts;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::facts::{FactSchema, History};
use crate::secrets::Secrets;
use crate::token::{SignedIn, Tokens};

/// Whether law that nobody has verified may be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It may, under a visible banner.
    Demo,
    /// It may not.
    Production,
}

/// What every use case has at hand.
pub struct Context {
    /// The database.
    pub store: Store,
    /// The law and the code lists.
    pub law: Arc<Law>,
    /// The published ruleset.
    pub ruleset: Arc<Ruleset>,
    /// The time.
    pub clock: Clock,
    /// Whether unverified law may be applied.
    pub mode: Mode,
    pub(crate) facts: FactSchema,
    pub(crate) tokens: Tokens,
    pub(crate) secrets: Secrets,
    pub(crate) signer: Signer,
    pub(crate) attempts: Attempts,
    pub(crate) histories: Mutex<HashMap<(CompanyId, CompanyId), (Instant, History)>>,
}

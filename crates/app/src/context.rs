//! What every use case has at hand: the store, the law, the published ruleset, the clock and the secrets.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use rahdari_intake::law::Law;
use rahdari_kernel::event::By;
use rahdari_kernel::{CompanyId, Country, DeclarationId, GuaranteeId, Instant, Refusal, Source};
use rahdari_ledger::log::Signer;
use rahdari_risk::Ruleset;
use rahdari_store::record::ReferenceFile;
use rahdari_store::{Book, IdempotencyKey, Key, Store, Write};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::attempts::Attempts;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::facts::{FactSchema, History};
use crate::secrets::Secrets;
use crate::token::{Tokens, hash_password};
use crate::write::{Request, Stamped, Written, settle};

/// The name under which the ruleset is kept among the reference files.
const RULESET: &str = "ruleset.toml";

/// How long what is known of a partner is used before it is asked again, in seconds. What was used is kept
/// with the decision, so that it can be repeated.
const HISTORY_SECONDS: i64 = 60;

/// The number of partners remembered at most.
const HISTORIES_MAX: usize = 20_000;

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
    /// Failures of usernames and of guarantees' access codes.
    pub(crate) attempts: Attempts,
    /// Access codes known to be right, as hashes: they are not asked of the database again.
    pub(crate) access_codes: Mutex<HashMap<GuaranteeId, String>>,
    /// Lets only as many passwords be hashed at once as there are processors: each takes 19 MiB.
    pub(crate) hashing: Semaphore,
    /// Compared with the password of a name that does not exist, so that both take equally long.
    pub(crate) decoy_hash: String,
    histories: Mutex<HashMap<(CompanyId, CompanyId), (Instant, History)>>,
}

impl Context {
    /// Makes the context of a migrated database. The law kept there is loaded; what the binary brings and
    /// the database has not yet is recorded first.
    ///
    /// # Errors
    /// When the reference data cannot be stored, or do not make a law and a ruleset.
    pub async fn open(store: Store, secrets: Secrets, clock: Clock, mode: Mode) -> Result<Self> {
        let facts = FactSchema::new().map_err(|error| Error::Internal(error.to_string()))?;
        let files = reference_files(&store, &clock).await?;
        let law = law_of(&files)?;
        let ruleset_text =
            files.iter().find(|(name, _)| name == RULESET).map_or("", |(_, text)| text.as_str());
        let ruleset = compile(ruleset_text, &facts)?;
        let signer = Signer::new("rahdari.log", &secrets.log)
            .map_err(|error| Error::Internal(format!("the log's key cannot be used: {error}")))?;
        Ok(Self {
            store,
            law: Arc::new(law),
            ruleset: Arc::new(ruleset),
            clock,
            mode,
            facts,
            tokens: Tokens::new(&secrets.tokens),
            secrets,
            signer,
            attempts: Attempts::default(),
            access_codes: Mutex::default(),
            hashing: Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)),
            decoy_hash: hash_password("a password that nobody has")?,
            histories: Mutex::default(),
        })
    }

    /// Returns what people must be told on every page: law that is not in force or not verified.
    pub fn notices(&self) -> Vec<String> {
        if self.mode == Mode::Production {
            return Vec::new();
        }
        let today = self.clock.now().date();
        let drafts: Vec<String> = self
            .law
            .agreements()
            .into_iter()
            .filter(|agreement| agreement.validity.contains(today))
            .filter(|agreement| agreement.status == rahdari_intake::law::AgreementStatus::Draft)
            .map(|agreement| agreement.title.to_string())
            .collect();
        let mut notices =
            vec!["Demonstration: rates and rules without a confirmed source are applied.".to_owned()];
        if !drafts.is_empty() {
            notices.push(format!("Not in force: {}.", drafts.join("; ")));
        }
        notices
    }

    /// Returns what is known of the parties, at most a minute old.
    pub(crate) async fn history(
        &self,
        holder: CompanyId,
        declarant: CompanyId,
        at: Instant,
    ) -> Result<History> {
        let known = self.histories.lock().get(&(holder, declarant)).copied();
        if let Some((asked, history)) = known
            && at >= asked
            && at.seconds_since(asked) < HISTORY_SECONDS
        {
            return Ok(history);
        }
        let found = self.store.history(holder, declarant).await?;
        let history = History {
            holder_movements: found.holder_movements,
            holder_irregular: found.holder_irregular,
            declarant_movements: found.declarant_movements,
            declarant_irregular: found.declarant_irregular,
            holder_first_seen: found.holder_first_seen,
        };
        let mut histories = self.histories.lock();
        if histories.len() >= HISTORIES_MAX {
            histories.clear();
        }
        histories.insert((holder, declarant), (at, history));
        Ok(history)
    }

    /// Draws the random number of a declaration, 0 to 9999: a keyed hash, so that nobody without the key can
    /// predict it and whoever has the key can draw it again.
    pub(crate) fn draw(&self, id: DeclarationId) -> u16 {
        let mut hasher = Sha256::new();
        hasher.update(self.secrets.selection);
        hasher.update(id.to_bytes());
        let digest: [u8; 32] = hasher.finalize().into();
        let [a, b, c, d, ..] = digest;
        u16::try_from(u32::from_be_bytes([a, b, c, d]) % 10_000).unwrap_or(0)
    }

    /// The administration that events without one are filed under: the first that the offices name.
    pub(crate) fn home(&self) -> Country {
        self.law.offices().first().and_then(|office| office.code.country()).unwrap_or(Country::PK)
    }

    /// Names a request that a command of this machine makes.
    pub(crate) fn local_request(&self) -> Request {
        Request {
            key: Uuid::new_v4().to_string(),
            source: Source::System,
            device: None,
            expected_version: None,
            body_hash: [0; 32],
        }
    }

    /// The envelope of events that a command of this machine causes.
    pub(crate) fn local_stamp(&self, administration: Country) -> Stamped {
        Stamped { by: nobody(), administration, source: Source::System, device: None, at: self.clock.now() }
    }

    /// Commits a decision that a command of this machine asks for.
    pub(crate) async fn commit_locally<T: DeserializeOwned>(
        &self,
        request: &Request,
        administration: Country,
        action: &'static str,
        touches: Vec<Key>,
        decide: impl Fn(&mut Book) -> std::result::Result<Value, Refusal> + Send + 'static,
    ) -> Result<Written<T>> {
        let write = Write {
            key: IdempotencyKey::new([0; 16], request.key.clone()),
            request_hash: request.body_hash,
            by: nobody(),
            administration,
            source: Source::System,
            at: self.clock.now(),
            touches,
            action,
            decide: Box::new(decide),
        };
        settle(self.store.commit(write).await)
    }
}

/// Reads the law that the binary brings, for commands that need no database.
///
/// # Errors
/// When it does not load, which a test would show.
pub fn embedded_law() -> Result<Law> {
    let files: Vec<(String, String)> = rahdari_reference::embedded()
        .into_iter()
        .map(|file| (file.name.to_owned(), file.text.to_owned()))
        .collect();
    law_of(&files)
}

fn nobody() -> By {
    By { user: None, role: None, office: None, company: None }
}

/// Returns the reference files of the database, after recording those that the binary brings newly.
async fn reference_files(store: &Store, clock: &Clock) -> Result<Vec<(String, String)>> {
    let brought = rahdari_reference::embedded()
        .into_iter()
        .map(|file| (file.name, file.text))
        .chain([(RULESET, rahdari_reference::ruleset())]);
    for (name, text) in brought {
        let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        record_reference(store, clock, name, text, hash).await?;
    }
    let kept = store.reference_files().await?;
    Ok(kept.into_iter().map(|file| (file.name, file.content.to_string())).collect())
}

/// Records one version of a reference file. The idempotency key is its hash: done once, it is done.
async fn record_reference(
    store: &Store,
    clock: &Clock,
    name: &str,
    text: &str,
    hash: [u8; 32],
) -> Result<()> {
    let at = clock.now();
    let stamped =
        Stamped { by: nobody(), administration: Country::PK, source: Source::System, device: None, at };
    let file = ReferenceFile {
        name: name.to_owned(),
        administration: Country::PK,
        version: 0,
        content: Arc::from(text),
        hash,
        loaded_at: at,
    };
    let subject = rahdari_kernel::EventId::derive(b"rahdari/referenc", name.as_bytes()).to_bytes();
    let shown = crate::show::hex(&hash);
    let write = Write {
        key: IdempotencyKey::new([0; 16], format!("reference {name} {shown}")),
        request_hash: hash,
        by: nobody(),
        administration: Country::PK,
        source: Source::System,
        at,
        touches: vec![Key::Reference(name.to_owned())],
        action: "load-reference",
        decide: Box::new(move |book| {
            let payload = json!({ "name": file.name, "sha256": shown });
            book.record(stamped.event("reference.loaded", ("reference", subject), &payload)?);
            book.put_reference_file(file.clone());
            Ok(Value::Null)
        }),
    };
    settle::<()>(store.commit(write).await).map(|_| ())
}

fn law_of(files: &[(String, String)]) -> Result<Law> {
    let law: Vec<(String, String)> = files.iter().filter(|(name, _)| name != RULESET).cloned().collect();
    rahdari_reference::load(&law).map_err(|findings| {
        let told: Vec<String> = findings.iter().map(|f| format!("{}: {}", f.pointer, f.message)).collect();
        Error::Internal(format!("the reference data do not load: {}", told.join("; ")))
    })
}

fn compile(text: &str, facts: &FactSchema) -> Result<Ruleset> {
    Ruleset::compile(text, facts.schema()).map_err(|problems| {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Error::Internal(format!("the ruleset does not compile: {}", told.join("; ")))
    })
}

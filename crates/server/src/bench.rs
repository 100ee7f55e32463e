//! Measures how many declarations a second are lodged: through the pure core alone, through the store
//! alone, and whole over HTTP. Every figure is of declarations whose answer is durable.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use rahdari_app::{Clock, Context, Mode, Request};
use rahdari_corridor::{Flow, Trade, World};
use rahdari_kernel::Actor;
use serde_json::json;

use crate::demo::world;
use crate::settings::Database;

/// What is measured, and how much of it.
#[derive(Args, Clone, Debug)]
pub(crate) struct Load {
    /// How many declarations.
    #[arg(long, default_value_t = 20_000)]
    declarations: u32,
    /// How many at the same time.
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// The database; a new SQLite file in the working directory, removed afterwards, when not named.
    #[arg(long)]
    database: Option<String>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Reading, checking, assessing and scoring, on one core, with nothing saved.
    #[command(after_help = "Example: rahdari bench core --declarations 50000")]
    Core(Load),
    /// Deciding and saving declarations that were prepared before the clock starts.
    #[command(after_help = "Example: rahdari bench store --declarations 20000 --connections 64")]
    Store(Load),
    /// Whole declarations over HTTP, each on its own turn of a kept-alive connection.
    #[command(
        after_help = "Example: rahdari bench http --declarations 20000 --connections 64 --database postgres://…"
    )]
    Http(Load),
}

impl Bench {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let (name, load, core_only) = match &self {
            Self::Core(load) => ("core", load.clone(), true),
            Self::Store(load) => ("store", load.clone(), false),
            Self::Http(load) => ("http", load.clone(), false),
        };
        let scratch = tempfile::Builder::new().prefix("rahdari-bench-").tempdir_in(".")?;
        let database = Database {
            database: load
                .database
                .clone()
                .filter(|_| !core_only)
                .unwrap_or_else(|| format!("sqlite://{}", scratch.path().join("bench.db").display())),
            keys: Some(scratch.path().join("bench.keys")),
        };
        let result = actix_web::rt::System::new().block_on(async {
            let ground = Ground::make(&database, load.declarations).await?;
            match self {
                Self::Core(_) => Ok(core(&ground)),
                Self::Store(_) => store(&ground, load.connections).await,
                Self::Http(_) => http(ground, load.connections).await,
            }
        })?;
        result.print(name, &database.shown(), &load);
        Ok(ExitCode::SUCCESS)
    }
}

/// What is lodged, by whom, and where.
struct Ground {
    context: Arc<Context>,
    brokers: Vec<(Actor, String, String)>,
    bodies: Vec<(usize, Vec<u8>)>,
}

impl Ground {
    /// Fills a database with people and guarantees that are large enough, and makes the declarations.
    async fn make(database: &Database, declarations: u32) -> anyhow::Result<Self> {
        let context = database.context(Mode::Demo, Clock::System).await?;
        let today = context.clock.now().date();
        let mut trade_world = World::new(today);
        for guarantee in &mut trade_world.guarantees {
            guarantee.amount = 10_000_000_000_000_000;
        }
        let (made, sign_ins) = world::make(&context, &trade_world).await?;
        let mut brokers = Vec::new();
        for username in ["broker.indus", "broker.khyber"] {
            let password =
                sign_ins.iter().find(|one| one.username == username).map(|one| one.password.clone());
            brokers.push((made.actor(username)?.clone(), username.to_owned(), password.unwrap_or_default()));
        }
        let mut trade = Trade::new(&trade_world, 7, "BENCH");
        let mut bodies = Vec::new();
        for _ in 0..declarations {
            let shipment = trade.shipment_of(Flow::ThirdCountry, today).context("the trade goes on")?;
            let broker = usize::from(shipment.broker == "PK-CHA-4471");
            bodies.push((broker, serde_json::to_vec(&shipment.declaration)?));
        }
        Ok(Self { context, brokers, bodies })
    }

    fn actor(&self, broker: usize) -> anyhow::Result<&Actor> {
        self.brokers.get(broker).map(|(actor, _, _)| actor).context("two brokers lodge")
    }
}

/// What was measured.
struct Measured {
    done: usize,
    elapsed: Duration,
    waits: Vec<Duration>,
    refused: usize,
}

impl Measured {
    fn percentile(&self, percent: usize) -> f64 {
        let at = (self.waits.len() * percent / 100).min(self.waits.len().saturating_sub(1));
        self.waits.get(at).map_or(0.0, |wait| wait.as_secs_f64() * 1_000.0)
    }

    fn print(mut self, name: &str, database: &str, load: &Load) {
        self.waits.sort_unstable();
        let count = u32::try_from(self.done).unwrap_or(u32::MAX);
        let rate = f64::from(count) / self.elapsed.as_secs_f64();
        let (p50, p99) = (self.percentile(50), self.percentile(99));
        if load.json {
            println!(
                "{}",
                json!({ "bench": name, "database": database, "declarations": self.done, "refused": self.refused,
                        "connections": load.connections, "perSecond": rate.round(), "p50Ms": p50, "p99Ms": p99 })
            );
            return;
        }
        println!("{name}: {} declarations, {} refused, {database}", self.done, self.refused);
        println!(
            "  {rate:.0} declarations/s · p50 {p50:.2} ms · p99 {p99:.2} ms · {} at the same time",
            load.connections
        );
    }
}

fn core(ground: &Ground) -> Measured {
    let begun = Stopwatch::now();
    let mut waits = Vec::with_capacity(ground.bodies.len());
    let mut refused = 0;
    for (_, body) in &ground.bodies {
        let one = Stopwatch::now();
        refused += usize::from(rahdari_app::examine::lane_of(&ground.context, None, body).is_none());
        waits.push(one.elapsed());
    }
    Measured { done: ground.bodies.len(), elapsed: begun.elapsed(), waits, refused }
}

async fn store(ground: &Ground, connections: usize) -> anyhow::Result<Measured> {
    let mut writes = Vec::with_capacity(ground.bodies.len());
    for (broker, body) in &ground.bodies {
        let request = Request {
            source: rahdari_kernel::Source::Api,
            ..world::request(format!("bench {}", writes.len()))
        };
        let actor = ground.actor(*broker)?;
        writes.push(
            rahdari_app::lodge::prepare_lodging(&ground.context, actor, &request, None, body.clone()).await?,
        );
    }
    let queue = Arc::new(parking_lot::Mutex::new(writes));
    let begun = Stopwatch::now();
    let mut workers = Vec::new();
    for _ in 0..connections {
        let (queue, store) = (Arc::clone(&queue), ground.context.store.clone());
        workers.push(tokio::spawn(async move {
            let (mut waits, mut refused) = (Vec::new(), 0);
            loop {
                let next = queue.lock().pop();
                let Some(write) = next else { break };
                let one = Stopwatch::now();
                let outcome = store.commit(write).await;
                refused += usize::from(!matches!(outcome, Ok(rahdari_store::Outcome::Done { .. })));
                waits.push(one.elapsed());
            }
            (waits, refused)
        }));
    }
    collect(workers, begun).await
}

async fn collect(
    workers: Vec<tokio::task::JoinHandle<(Vec<Duration>, usize)>>,
    begun: Stopwatch,
) -> anyhow::Result<Measured> {
    let (mut waits, mut refused) = (Vec::new(), 0);
    for worker in workers {
        let (of_one, refused_of_one) = worker.await?;
        waits.extend(of_one);
        refused += refused_of_one;
    }
    Ok(Measured { done: waits.len(), elapsed: begun.elapsed(), waits, refused })
}

async fn http(ground: Ground, connections: usize) -> anyhow::Result<Measured> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let base = format!("http://{}", listener.local_addr()?);
    let Ground { context, brokers, bodies } = ground;
    let server = actix_web::rt::spawn(crate::serve::server(context, listener, false)?);
    let measured = tokio::task::spawn_blocking(move || drive(&base, &brokers, bodies, connections)).await?;
    server.abort();
    measured
}

/// Lodges from as many threads as there are connections, each keeping its own alive.
fn drive(
    base: &str,
    brokers: &[(Actor, String, String)],
    bodies: Vec<(usize, Vec<u8>)>,
    connections: usize,
) -> anyhow::Result<Measured> {
    let mut tokens = Vec::new();
    for (_, username, password) in brokers {
        let mut answer = ureq::post(format!("{base}/api/v1/sessions"))
            .send_json(json!({ "username": username, "password": password }))
            .context("the bench could not sign in")?;
        let body: serde_json::Value = answer.body_mut().read_json()?;
        tokens.push(body.get("accessToken").and_then(|token| token.as_str()).unwrap_or_default().to_owned());
    }
    let queue = parking_lot::Mutex::new(bodies.into_iter().enumerate().collect::<Vec<_>>());
    let begun = Stopwatch::now();
    let outcomes: Vec<anyhow::Result<(Vec<Duration>, usize)>> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            (0..connections).map(|_| scope.spawn(|| lodge_until_empty(base, &tokens, &queue))).collect();
        workers
            .into_iter()
            .map(|worker| {
                worker.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a connection of the bench panicked")))
            })
            .collect()
    });
    let elapsed = begun.elapsed();
    let (mut waits, mut refused) = (Vec::new(), 0);
    for outcome in outcomes {
        let (of_one, refused_of_one) = outcome?;
        waits.extend(of_one);
        refused += refused_of_one;
    }
    Ok(Measured { done: waits.len(), elapsed, waits, refused })
}

type Waiting = parking_lot::Mutex<Vec<(usize, (usize, Vec<u8>))>>;

fn lodge_until_empty(
    base: &str,
    tokens: &[String],
    queue: &Waiting,
) -> anyhow::Result<(Vec<Duration>, usize)> {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let url = format!("{base}/api/v1/declarations");
    let (mut waits, mut refused) = (Vec::new(), 0);
    loop {
        let next = queue.lock().pop();
        let Some((number, (broker, body))) = next else { return Ok((waits, refused)) };
        let token = tokens.get(broker).map_or("", String::as_str);
        let one = Stopwatch::now();
        let mut answer = agent
            .post(&url)
            .header("Authorization", format!("Bearer {token}"))
            .header("Idempotency-Key", format!("bench-{number}"))
            .header("Content-Type", "application/json")
            .send(&body)?;
        // The body is read, so that the connection can be used again.
        answer.body_mut().read_to_vec()?;
        waits.push(one.elapsed());
        refused += usize::from(answer.status() != 201);
    }
}

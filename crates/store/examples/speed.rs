//! Measures the committer alone: whole declarations a second, each about thirty rows, durable.
//!
//! `cargo run --release -p rahdari-store --example speed -- sqlite|postgres [DECLARATIONS] [CLIENTS]`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    clippy::print_stdout,
    dead_code,
    reason = "a measurement stops at the first thing that is not as it should be, and uses the tests' world"
)]

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Instant;

use rahdari_store::Options;
use rahdari_store::fault::{Faults, Moment};
use rahdari_testkit::{Durability, PostgresServer};

#[path = "../tests/store/world.rs"]
mod world;

use world::{Lodging, done, issue, open};

const GUARANTEES: u32 = 40;

/// Where the committers' time goes, in nanoseconds.
#[derive(Default)]
struct Phases {
    batches: AtomicU64,
    load: AtomicU64,
    decide_and_write: AtomicU64,
    commit: AtomicU64,
}

impl Phases {
    fn watch(self: &Arc<Self>) -> Faults {
        thread_local!(static LAST: Cell<Instant> = Cell::new(Instant::now()));
        let phases = Arc::clone(self);
        Faults::new(move |moment, _| {
            let spent = LAST.replace(Instant::now()).elapsed().as_nanos() as u64;
            let phase = match moment {
                Moment::Begun => {
                    phases.batches.fetch_add(1, Ordering::Relaxed);
                    return None;
                }
                Moment::Loaded => &phases.load,
                Moment::BeforeCommit => &phases.decide_and_write,
                Moment::AfterCommit => &phases.commit,
            };
            phase.fetch_add(spent, Ordering::Relaxed);
            None
        })
    }

    fn shown(&self) -> String {
        let seconds = |phase: &AtomicU64| phase.load(Ordering::Relaxed) as f64 / 1e9;
        format!(
            "{} batches; load {:.2} s, decide and write {:.2} s, commit {:.2} s",
            self.batches.load(Ordering::Relaxed),
            seconds(&self.load),
            seconds(&self.decide_and_write),
            seconds(&self.commit)
        )
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let engine = arguments.next().unwrap_or_else(|| "sqlite".to_owned());
    let count: u32 = arguments.next().map_or(20_000, |text| text.parse().unwrap());
    let clients: usize = arguments.next().map_or(64, |text| text.parse().unwrap());
    let folder = tempfile::tempdir_in(std::env::var("SPEED_DIR").unwrap_or_else(|_| ".".to_owned())).unwrap();
    let server = (engine == "postgres").then(|| PostgresServer::start(Durability::Durable).unwrap().unwrap());
    let url = match &server {
        Some(server) => {
            server.psql("postgres", "create database speed template template0").unwrap();
            server.url("speed")
        }
        None => format!("sqlite:{}", folder.path().join("speed.db").display()),
    };
    let committers = std::env::var("SPEED_COMMITTERS").map_or(1, |text| text.parse().unwrap());
    let phases = Arc::new(Phases::default());
    let store = open(&url, Options { committers, faults: phases.watch(), ..Options::default() });
    for number in 1..=GUARANTEES {
        done(&store, issue(number, i64::MAX / 4));
    }
    let next = AtomicU32::new(1);
    let began = Instant::now();
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..clients)
            .map(|_| {
                scope.spawn(|| {
                    let mut times = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number > count {
                            return times;
                        }
                        let write = Lodging::new(number, 1 + number % GUARANTEES, 1000).write();
                        let asked = Instant::now();
                        done(&store, write);
                        times.push(asked.elapsed().as_secs_f64() * 1000.0);
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let seconds = began.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    println!(
        "{engine}: {count} declarations in {seconds:.2} s, {:.0}/s, p50 {:.1} ms, p99 {:.1} ms at {clients} clients",
        f64::from(count) / seconds,
        times[times.len() / 2],
        times[times.len() * 99 / 100],
    );
    println!("{}", phases.shown());
    let began = Instant::now();
    let report = store.read_blocking(|reader| reader.verify(|_, _| {})).unwrap();
    println!(
        "verified {} events in {:.2} s: {:?}",
        report.events,
        began.elapsed().as_secs_f64(),
        report.problems
    );
}

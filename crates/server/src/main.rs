//! The binary `rahdari`: settings, wiring and commands. What the commands do is decided elsewhere.

mod bench;
mod check;
mod demo;
mod keys;
mod people;
mod serve;
mod settings;
mod verify;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

/// Lodging is many small allocations on several threads; the system's allocator took a seventh of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Customs transit between Pakistan, Afghanistan, Central Asia and Kazakhstan.
#[derive(Parser)]
#[command(name = "rahdari", version, about = "Customs transit between Pakistan, Afghanistan, Central Asia and Kazakhstan", long_about = None, after_help = "Without a command: the same as `rahdari demo`.")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves an installation; an empty database gets its tables and the reference data, and nobody who can sign in.
    Serve(serve::Serve),
    /// Serves a demonstration: four administrations and about 300 declarations from a seed.
    Demo(demo::Demo),
    /// Makes or widens the tables of a database.
    Migrate(serve::Migrate),
    /// Adds people from the command line.
    #[command(subcommand)]
    User(people::User),
    /// Checks numbers.
    #[command(subcommand)]
    Number(check::Number),
    /// Checks declarations without lodging them.
    #[command(subcommand)]
    Declare(check::Declare),
    /// Evaluates rule expressions.
    #[command(subcommand)]
    Risk(check::Risk),
    /// Verifies and replays the ledger.
    #[command(subcommand)]
    Ledger(verify::Ledger),
    /// Measures how many declarations a second can be handled.
    #[command(subcommand)]
    Bench(bench::Bench),
}

fn main() -> std::process::ExitCode {
    let command = Arguments::parse().command.unwrap_or_else(|| Command::Demo(demo::Demo::default()));
    let outcome = match command {
        Command::Serve(serve) => serve.run(),
        Command::Demo(demo) => demo.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::User(user) => user.run(),
        Command::Number(number) => number.run(),
        Command::Declare(declare) => declare.run(),
        Command::Risk(risk) => risk.run(),
        Command::Ledger(ledger) => ledger.run(),
        Command::Bench(bench) => bench.run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("rahdari: {error:#}");
        std::process::ExitCode::FAILURE
    })
}

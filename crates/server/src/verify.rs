//! The ledger from the command line: verifying a book, and replaying transfer cases.

use std::fs;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::settings::Database;

#[derive(Subcommand)]
pub(crate) enum Ledger {
    /// Recomputes the whole book from its journal and says what was altered, missing, added or reordered.
    #[command(
        after_help = "Example: rahdari ledger verify --database sqlite://copy-of-rahdari.db\nExits 1 when anything is wrong."
    )]
    Verify {
        #[command(flatten)]
        database: Database,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Runs transfer cases on an empty ledger in memory and reports each mismatch.
    #[command(after_help = "Example: rahdari ledger replay transfers.jsonl\nExits 1 when any case fails.")]
    Replay {
        /// The cases, one JSON object a line.
        file: PathBuf,
    },
}

impl Ledger {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Verify { database, json } => verify(&database, json),
            Self::Replay { file } => replay(&file),
        }
    }
}

fn verify(database: &Database, as_json: bool) -> anyhow::Result<ExitCode> {
    database.must_exist()?;
    let store = database.store()?;
    let bar = progress_bar("verifying");
    let report = store
        .read_blocking(|reader| {
            reader.verify(|done, total| {
                bar.set_length(total);
                bar.set_position(done);
            })
        })
        .context("the book could not be read")?;
    bar.finish_and_clear();
    let sound = report.problems.is_empty();
    if as_json {
        let problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
        println!(
            "{}",
            json!({ "sound": sound, "events": report.events, "entries": report.entries,
                    "versions": report.versions, "problems": problems })
        );
    } else {
        let (events, entries, versions) = (report.events, report.entries, report.versions);
        println!(
            "{events} events, {entries} ledger entries and {versions} declaration versions were recomputed."
        );
        for problem in &report.problems {
            println!("  ✗ {problem}");
        }
        println!("{}", if sound { "Nothing was altered." } else { "The book is not what it was." });
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn replay(file: &PathBuf) -> anyhow::Result<ExitCode> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let report = rahdari_ledger::replay(&text);
    for wrong in &report.mismatches {
        println!("line {}: {}: expected {}, found {}", wrong.line, wrong.case, wrong.expected, wrong.found);
    }
    println!("{} cases, {} checks, {} mismatches", report.cases, report.checks, report.mismatches.len());
    Ok(if report.mismatches.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes a progress bar that shows on a terminal and nowhere else.
pub(crate) fn progress_bar(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg:12} [{bar:40}] {pos}/{len} {eta}");
    let bar = ProgressBar::new(0).with_message(what);
    style.map_or(bar.clone(), |style| bar.with_style(style.progress_chars("━━ ")))
}

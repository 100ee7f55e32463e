//! Everything a merge needs, in one command that also works where nothing was prepared.
//!
//! All steps share one target folder and one set of features, so that no step undoes the work of
//! another. In CI (the variable `CI` is set) a test that would be skipped fails instead.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use rahdari_testkit::{Durability, PostgresServer, SERVER_VARIABLE, SKIPS_VARIABLE};

use crate::prepare;
use crate::step::{Steps, answers, succeeds};

/// What to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Runs only this step; may be given several times.
    #[arg(long)]
    only: Vec<Step>,
    /// Installs nothing: a missing program is named and the command fails.
    #[arg(long)]
    no_install: bool,
    /// Runs only the tests whose name contains this.
    filter: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    Prepare,
    Format,
    Lints,
    Build,
    Tests,
    Docs,
}

/// Runs the steps and says whether all passed. A failing step does not hide what later ones find; only
/// the tests need the build.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    std::env::set_current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .context("the checkout that this program was built from is gone")?;
    let wanted = |step| options.only.is_empty() || options.only.contains(&step);
    let mut steps = Steps::default();
    if wanted(Step::Prepare) {
        steps.take("prepare", || Ok(prepare::prepare(!options.no_install)))?;
    }
    if wanted(Step::Format) {
        steps.take("format", || Ok(succeeds(&mut cargo(&["fmt", "--all", "--check"]))))?;
    }
    if wanted(Step::Lints) {
        steps.take("lints", || Ok(succeeds(&mut cargo(LINTS))))?;
    }
    let built = !wanted(Step::Build) || steps.take("build", || Ok(succeeds(&mut cargo(BUILD))))?;
    let skips = tempfile::NamedTempFile::new()?;
    if wanted(Step::Tests) && built {
        steps.take("tests", || test(options.filter.as_deref(), skips.path()))?;
    } else if wanted(Step::Tests) {
        steps.leave_out("tests");
    }
    if wanted(Step::Docs) {
        steps.take("docs", || Ok(succeeds(cargo(DOCS).env("RUSTDOCFLAGS", "-D warnings"))))?;
    }
    eprintln!("\n== summary\n{}", steps.summary());
    let skipped = fs::read_to_string(skips.path())?;
    if !skipped.is_empty() {
        eprintln!("\nskipped:\n{}", skipped.trim_end());
    }
    Ok(steps.all_passed())
}

const LINTS: &[&str] = &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
const BUILD: &[&str] = &["build", "--workspace", "--all-targets", "--locked"];
const DOCS: &[&str] = &["doc", "--workspace", "--no-deps", "--locked"];

/// One PostgreSQL server serves all test processes: nextest starts one for each test.
fn test(filter: Option<&str>, skips: &Path) -> anyhow::Result<bool> {
    let server = PostgresServer::start(Durability::Volatile)?;
    let with_surroundings = |command: &mut Command| {
        if let Some(server) = &server {
            command.env(SERVER_VARIABLE, server.base_url());
        }
        succeeds(command.env(SKIPS_VARIABLE, skips))
    };
    let filter = filter.map_or_else(Vec::new, |filter| vec![filter]);
    if !answers("cargo", &["nextest", "--version"]) {
        return Ok(with_surroundings(
            cargo(&["test", "--workspace", "--no-fail-fast", "--locked"]).args(filter),
        ));
    }
    let units = with_surroundings(
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast", "--locked"]).args(&filter),
    );
    // Examples in the documentation are not nextest's business.
    let examples = with_surroundings(cargo(&["test", "--workspace", "--doc", "--locked"]).args(&filter));
    Ok(units && examples)
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments);
    command
}

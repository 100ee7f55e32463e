//! The demonstration: an installation filled with believable trade, and people who can sign in to it.

mod drive;
pub(crate) mod world;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Parser};
use rahdari_app::{Clock, Mode};
use rahdari_corridor::World;
use serde::{Deserialize, Serialize};

use crate::keys::write_private;
use crate::serve::{Listen, bind, start_log, until_stopped};
use crate::settings::Database;

/// Serves a demonstration.
#[derive(Args)]
#[command(
    after_help = "Example: rahdari demo --listen 127.0.0.1:8080 --database sqlite://rahdari.db\n\nStarted again on the same database it only serves, and the sign-ins stay good."
)]
pub(crate) struct Demo {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    listen: Listen,
    /// How many declarations are lodged before serving.
    #[arg(long, default_value_t = 300)]
    declarations: u32,
    /// The seed: the same one makes the same trade.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Where the sign-ins are written as JSON; beside the database when not named.
    #[arg(long)]
    sign_ins: Option<PathBuf>,
}

impl Default for Demo {
    /// The demonstration as `rahdari` without arguments makes it: the defaults of the command line.
    fn default() -> Self {
        #[derive(Parser)]
        struct Plain {
            #[command(flatten)]
            demo: Demo,
        }
        Plain::parse_from(["rahdari"]).demo
    }
}

/// Somebody who can sign in to the demonstration.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignIn {
    pub(crate) username: String,
    pub(crate) password: String,
    role: String,
    administration: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<String>,
}

impl Demo {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        start_log(self.listen.log_json);
        actix_web::rt::System::new().block_on(async move {
            let listener = bind(&self.listen.listen)?;
            let path = self.sign_ins.clone().unwrap_or_else(|| default_sign_ins(&self.database.database));
            let clock = Clock::manual(Clock::System.now().plus_days(-drive::DAYS));
            let context = self.database.context(Mode::Demo, clock).await?;
            let sign_ins = if world::is_filled(&context).await? {
                read_sign_ins(&path)?
            } else {
                let today = Clock::System.now().date();
                let world = World::new(today);
                let (made, sign_ins) = world::make(&context, &world).await?;
                // Before the trade: whoever is interrupted meanwhile can still sign in.
                write_sign_ins(&path, &sign_ins)?;
                drive::fill(&context, &world, made, self.seed, self.declarations).await?;
                sign_ins
            };
            drop(context);
            let context = self.database.context(Mode::Demo, Clock::System).await?;
            print_sign_ins(&sign_ins);
            println!(
                "\nRahdari's demonstration is at http://{}  (stop it with Ctrl-C)",
                listener.local_addr()?
            );
            until_stopped(context, listener, false).await
        })
    }
}

fn default_sign_ins(database: &str) -> PathBuf {
    let file = database.trim_start_matches("sqlite://");
    if database.starts_with("postgres") {
        PathBuf::from("rahdari.sign-ins.json")
    } else {
        PathBuf::from(format!("{file}.sign-ins.json"))
    }
}

fn read_sign_ins(path: &Path) -> anyhow::Result<Vec<SignIn>> {
    let missing = || {
        let path = path.display();
        format!(
            "the database is filled, but its sign-ins are not in {path}: name their file with --sign-ins, or begin with another database"
        )
    };
    let text = fs::read_to_string(path).with_context(missing)?;
    serde_json::from_str(&text).with_context(missing)
}

fn write_sign_ins(path: &Path, sign_ins: &[SignIn]) -> anyhow::Result<()> {
    write_private(path, &serde_json::to_string_pretty(sign_ins)?)
        .with_context(|| format!("the sign-ins cannot be written to {}", path.display()))
}

fn print_sign_ins(sign_ins: &[SignIn]) {
    println!("\n  {:<14} {:<20} {:<24} at", "role", "username", "password");
    for sign_in in sign_ins {
        let place =
            sign_in.office.as_deref().or(sign_in.company.as_deref()).unwrap_or(&sign_in.administration);
        println!("  {:<14} {:<20} {:<24} {place}", sign_in.role, sign_in.username, sign_in.password);
    }
}

//! Serving an installation, and making its tables.

use std::io::IsTerminal as _;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::Server;
use actix_web::web::Data;
use anyhow::Context as _;
use clap::Args;
use rahdari_app::{Clock, Context, Mode};
use rahdari_web::Doors;
use tracing_subscriber::EnvFilter;

use crate::settings::Database;

/// Where and how to listen.
#[derive(Args, Clone, Debug)]
pub(crate) struct Listen {
    /// The address to listen on; port 0 takes a free one, which is printed.
    #[arg(long, env = "RAHDARI_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: String,
    /// Writes the log as JSON lines, even on a terminal.
    #[arg(long)]
    pub(crate) log_json: bool,
}

/// Serves an installation.
#[derive(Args)]
#[command(
    after_help = "Example: rahdari serve --database sqlite:///var/lib/rahdari/rahdari.db\n\nNobody can sign in to a new installation. Make the first account with: rahdari user add --help"
)]
pub(crate) struct Serve {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    listen: Listen,
    /// Applies law that is not in force or not verified, under a visible banner. For demonstrations only.
    #[arg(long)]
    demo_law: bool,
    /// Browsers reach this server by HTTPS alone (through a proxy), so cookies may demand it.
    #[arg(long)]
    https: bool,
}

impl Serve {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        start_log(self.listen.log_json);
        let mode = if self.demo_law { Mode::Demo } else { Mode::Production };
        actix_web::rt::System::new().block_on(async move {
            let context = self.database.context(mode, Clock::System).await?;
            let listener = bind(&self.listen.listen)?;
            println!("Rahdari serves {} at http://{}", self.database.shown(), listener.local_addr()?);
            until_stopped(context, listener, self.https).await
        })
    }
}

/// Makes or widens the tables.
#[derive(Args)]
#[command(after_help = "Example: rahdari migrate --database postgres://rahdari@localhost/rahdari")]
pub(crate) struct Migrate {
    #[command(flatten)]
    database: Database,
}

impl Migrate {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.database.store()?.migrate().context("the tables could not be made or widened")?;
        println!("The tables of {} are up to date.", self.database.shown());
        Ok(ExitCode::SUCCESS)
    }
}

/// Binds the address before anything is announced.
pub(crate) fn bind(address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))
}

/// Serves until the process is told to stop, then lets running requests finish.
pub(crate) async fn until_stopped(
    context: Arc<Context>,
    listener: TcpListener,
    https: bool,
) -> anyhow::Result<ExitCode> {
    server(context, listener, https)?.await.context("the server stopped")?;
    Ok(ExitCode::SUCCESS)
}

/// Starts the server on a bound address. It stops at SIGTERM or Ctrl-C, after what is running has ended.
pub(crate) fn server(context: Arc<Context>, listener: TcpListener, https: bool) -> anyhow::Result<Server> {
    let doors = Data::new(Doors::new(context, https));
    let server = HttpServer::new(move || rahdari_web::application(doors.clone()))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(20)
        .listen(listener)?;
    Ok(server.run())
}

/// Starts the structured log: readable on a terminal, JSON lines elsewhere. `RUST_LOG` chooses what is told.
pub(crate) fn start_log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json || !std::io::stderr().is_terminal() {
        log.json().flatten_event(true).init();
    } else {
        log.compact().init();
    }
}

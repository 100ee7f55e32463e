//! A private PostgreSQL server in a temporary folder, on a port of its own, that never outlives the
//! process that started it, not even when that process is killed.
//!
//! A watchdog shell holds the reading end of a pipe whose writing end only we hold. When we end, in
//! whatever way, the pipe closes, and the shell stops the server and removes the folder.

use std::fs;
use std::io::Read as _;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant as Moment};

use anyhow::{Context as _, anyhow, bail};

/// Names a running server for all tests to share, as `postgres://user:password@host:port`. Without it
/// each test process starts its own, which costs about two seconds.
pub const SERVER_VARIABLE: &str = "RAHDARI_TEST_POSTGRES";

const START_SECONDS_MAX: u64 = 60;
const USER: &str = "rahdari";

/// Whether a commit must reach the disk before it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// As in production; for measurements.
    Durable,
    /// Survives a killed client, not a power cut; several times faster.
    Volatile,
}

/// A PostgreSQL server that only this process knows, or the one that [`SERVER_VARIABLE`] names.
#[derive(Debug)]
pub struct PostgresServer {
    base_url: String,
    programs: PathBuf,
    watchdog: Option<Child>,
}

impl PostgresServer {
    /// Starts a server, or returns nothing when PostgreSQL is not installed.
    ///
    /// # Errors
    /// When it is installed and does not start; the server's own words are included.
    pub fn start(durability: Durability) -> anyhow::Result<Option<Self>> {
        let Some(programs) = find_programs() else { return Ok(None) };
        let account = Account::for_server()?;
        // The port may be taken between our looking and the server's listening.
        let mut last = anyhow!("no attempt was made");
        for _ in 0..3 {
            match Self::start_once(&programs, &account, durability) {
                Ok(server) => return Ok(Some(server)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Returns the address of a database on this server.
    pub fn url(&self, database: &str) -> String {
        format!("{}/{database}", self.base_url)
    }

    /// Returns what [`SERVER_VARIABLE`] must hold for other processes to use this server.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Runs SQL in a database and returns the rows as lines of columns parted by `|`.
    ///
    /// # Errors
    /// With what `psql` says.
    pub fn psql(&self, database: &str, sql: &str) -> anyhow::Result<String> {
        let output = Command::new(self.programs.join("psql"))
            .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"])
            .args(["--dbname", &self.url(database), "--command", sql])
            .env("PGCONNECT_TIMEOUT", "10")
            .stdin(Stdio::null())
            .output()
            .context("psql does not run")?;
        if !output.status.success() {
            bail!("psql: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    }

    fn start_once(programs: &Path, account: &Account, durability: Durability) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("rahdari-postgres-").tempdir()?.keep();
        account.give(&folder)?;
        match Self::start_in(&folder, programs, account, durability) {
            Ok(server) => Ok(server),
            Err(error) => {
                let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
                // The watchdog, if it came to life, removes the folder too: either may be first.
                let _ = fs::remove_dir_all(&folder);
                Err(error.context(format!("the server's log says:\n{log}")))
            }
        }
    }

    fn start_in(
        folder: &Path,
        programs: &Path,
        account: &Account,
        durability: Durability,
    ) -> anyhow::Result<Self> {
        let password = random_word()?;
        let data = folder.join("data");
        let password_file = folder.join("password");
        fs::write(&password_file, &password)?;
        account.give(&password_file)?;
        initialise(&data, &password_file, programs, account, folder)?;

        let port = free_port()?;
        let watchdog = account
            .command(Path::new("/bin/sh"), folder)
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(programs.join("postgres"))
            .arg(folder)
            .arg(port.to_string())
            .args(settings(durability))
            // A group of its own: an interrupt typed at the terminal must not reach it before our end.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("/bin/sh does not run")?;
        let base_url = format!("postgres://{USER}:{password}@127.0.0.1:{port}");
        let mut server = Self { base_url, programs: programs.to_owned(), watchdog: Some(watchdog) };
        server.wait_until_ready()?;
        Ok(server)
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let begun = Moment::now();
        loop {
            let answer = self.psql("postgres", "select 1");
            if answer.is_ok() {
                return Ok(());
            }
            let ended = self.watchdog.as_mut().map(Child::try_wait).transpose()?.flatten().is_some();
            if ended || begun.elapsed() > Duration::from_secs(START_SECONDS_MAX) {
                return answer.map(drop).context("the server did not become ready");
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        if let Some(mut watchdog) = self.watchdog.take() {
            drop(watchdog.stdin.take());
            let _ = watchdog.wait();
        }
    }
}

/// `$1` the server program, `$2` the folder, `$3` the port, then settings. The server's exit ends the
/// wait too: without it `cat` would keep a dead server's shell alive.
const WATCHDOG: &str = r#"
server=$1 folder=$2 port=$3
shift 3
exec 3<&0
"$server" -D "$folder/data" -p "$port" "$@" </dev/null 3<&- >"$folder/log" 2>&1 &
server_id=$!
( cat <&3 >/dev/null 2>&1; kill -QUIT "$server_id" ) 2>/dev/null &
exec 3<&-
wait "$server_id"
status=$?
rm -rf "$folder/data"
kill $! 2>/dev/null
rm -rf "$folder"
exit "$status"
"#;

/// Returns the one server of this process: the shared one if the environment names it, else a private
/// one that is started on first use.
pub(crate) fn server_of_this_process() -> Result<Option<&'static PostgresServer>, String> {
    static SERVER: OnceLock<Result<Option<PostgresServer>, String>> = OnceLock::new();
    let server = SERVER.get_or_init(|| {
        let found = match std::env::var(SERVER_VARIABLE) {
            Ok(url) if !url.is_empty() => shared_server(&url),
            _ => PostgresServer::start(Durability::Volatile),
        };
        found.map_err(|error| format!("{error:#}"))
    });
    match server {
        Ok(server) => Ok(server.as_ref()),
        Err(error) => Err(error.clone()),
    }
}

fn shared_server(url: &str) -> anyhow::Result<Option<PostgresServer>> {
    let programs =
        find_programs().ok_or_else(|| anyhow!("{SERVER_VARIABLE} is set, but psql is not here"))?;
    let base_url = url.trim_end_matches('/').to_owned();
    Ok(Some(PostgresServer { base_url, programs, watchdog: None }))
}

/// Says whether the programs of a PostgreSQL server are on this machine.
pub fn postgres_is_installed() -> bool {
    find_programs().is_some()
}

/// Finds the folder that holds `initdb`, `postgres` and `psql`. Debian keeps the first two out of `PATH`.
fn find_programs() -> Option<PathBuf> {
    let complete = |folder: &PathBuf| {
        ["initdb", "postgres", "psql"].iter().all(|program| folder.join(program).is_file())
    };
    let mut versions: Vec<(u32, PathBuf)> = Vec::new();
    for entry in fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        if let Some(version) = entry.file_name().to_str().and_then(|name| name.parse().ok()) {
            versions.push((version, entry.path().join("bin")));
        }
    }
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).collect::<Vec<_>>();
    versions.into_iter().rev().map(|(_, folder)| folder).chain(on_path).find(complete)
}

fn initialise(
    data: &Path,
    password_file: &Path,
    programs: &Path,
    account: &Account,
    folder: &Path,
) -> anyhow::Result<()> {
    let output = account
        .command(&programs.join("initdb"), folder)
        .arg("--pgdata")
        .arg(data)
        .arg("--pwfile")
        .arg(password_file)
        .args(["--username", USER, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync"])
        .args(collation(programs))
        .stdin(Stdio::null())
        .output()
        .context("initdb does not run")?;
    if !output.status.success() {
        bail!("initdb: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

/// Sorts text as people do, not by bytes, so that a query that forgets `COLLATE "C"` is found out.
/// Before version 15 the system's locales would be needed for that.
fn collation(programs: &Path) -> &'static [&'static str] {
    let version = Command::new(programs.join("postgres")).arg("--version").output();
    let text = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let major =
        text.split_whitespace().nth(2).and_then(|number| number.split('.').next()?.parse::<u32>().ok());
    if major.is_some_and(|major| major >= 15) {
        &["--locale", "C", "--locale-provider", "icu", "--icu-locale", "en-US"]
    } else {
        &["--locale", "C"]
    }
}

fn settings(durability: Durability) -> Vec<&'static str> {
    let mut settings = vec![
        "-clisten_addresses=127.0.0.1",
        "-cunix_socket_directories=",
        "-cmax_connections=300",
        "-cshared_buffers=64MB",
        // Far from UTC, so that a local time that slips in is found out.
        "-ctimezone=Asia/Almaty",
    ];
    if durability == Durability::Volatile {
        settings.extend(["-cfsync=off", "-cfull_page_writes=off"]);
    }
    settings
}

fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn random_word() -> anyhow::Result<String> {
    let mut bytes = [0u8; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Under which account the server runs: PostgreSQL refuses to run as root.
struct Account {
    other: Option<(u32, u32)>,
}

impl Account {
    fn for_server() -> anyhow::Result<Self> {
        let output = Command::new("id").arg("-u").output().context("id does not run")?;
        if String::from_utf8_lossy(&output.stdout).trim() != "0" {
            return Ok(Self { other: None });
        }
        let accounts = fs::read_to_string("/etc/passwd")?;
        let find = |wanted: &str| {
            accounts.lines().find_map(|line| {
                let mut parts = line.split(':');
                (parts.next() == Some(wanted)).then_some(())?;
                Some((parts.nth(1)?.parse().ok()?, parts.next()?.parse().ok()?))
            })
        };
        let other = find("postgres").or_else(|| find("nobody"));
        other.map(|other| Self { other: Some(other) }).ok_or_else(|| {
            anyhow!("PostgreSQL refuses to run as root and there is neither an account postgres nor nobody")
        })
    }

    fn give(&self, path: &Path) -> anyhow::Result<()> {
        if let Some((user, group)) = self.other {
            std::os::unix::fs::chown(path, Some(user), Some(group))
                .with_context(|| format!("{} cannot be given away", path.display()))?;
        }
        Ok(())
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        if let Some((user, group)) = self.other {
            command.gid(group).uid(user);
        }
        command
    }
}

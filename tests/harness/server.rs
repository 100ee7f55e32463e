//! The real binary as a child process: started on a free port, killed without warning, started again on
//! what the killed one left behind.

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use rahdari_testkit::Database;
use serde_json::Value;
use tempfile::TempDir;

use super::client::Client;

const START_SECONDS_MAX: u64 = 240;

/// A running `rahdari`.
pub(crate) struct Server {
    child: Child,
    base: String,
    log: Arc<Mutex<String>>,
    launch: Launch,
}

/// How to start one, again and again.
#[derive(Clone)]
struct Launch {
    url: String,
    folder: Arc<TempDir>,
    arguments: Vec<String>,
}

impl Server {
    /// Starts the demo on a database: with its people, its law, and as many declarations as asked for.
    pub(crate) fn demo(database: &Database, declarations: u32) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let sign_ins = folder.path().join("sign-ins.json").display().to_string();
        let declarations = declarations.to_string();
        let arguments = ["demo", "--sign-ins", &sign_ins, "--declarations", &declarations];
        let arguments = arguments.map(str::to_owned).to_vec();
        Self::start(Launch { url: database.url().to_owned(), folder, arguments })
    }

    /// Starts the server that production runs, on whatever the database holds.
    pub(crate) fn serve(database: &Database) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        Self::start(Launch { url: database.url().to_owned(), folder, arguments: vec!["serve".to_owned()] })
    }

    /// Ends the process as a power cut would (SIGKILL) and starts it again on the same database.
    pub(crate) fn kill_and_restart(&mut self) {
        self.kill();
        let restarted = Self::start(self.launch.clone());
        // The old value is dropped here; its process has ended already.
        *self = restarted;
    }

    /// Ends the process as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the process to end (SIGTERM) and returns whether it left in good order.
    pub(crate) fn ends_when_asked(&mut self) -> bool {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }

    /// Returns the address it printed: `http://127.0.0.1:PORT`.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Returns a client that nobody has signed in with.
    pub(crate) fn client(&self) -> Client {
        Client::new(&self.base)
    }

    /// Returns the folder it runs in, which lasts as long as the test.
    pub(crate) fn folder(&self) -> &Path {
        self.launch.folder.path()
    }

    /// Returns what it has written to standard output and error so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Returns the sign-ins that the demo wrote: role, username, password and scope of each person.
    pub(crate) fn sign_ins(&self) -> Vec<Value> {
        let file = self.launch.folder.path().join("sign-ins.json");
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        serde_json::from_str(&text).unwrap()
    }

    fn start(launch: Launch) -> Self {
        let mut child = Command::new(binary())
            .args(&launch.arguments)
            .args(["--listen", "127.0.0.1:0", "--database", &launch.url])
            .current_dir(launch.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (found, address) = mpsc::channel();
        collect(child.stdout.take().unwrap(), Arc::clone(&log), Some(found));
        collect(child.stderr.take().unwrap(), Arc::clone(&log), None);
        let begun = Instant::now();
        let limit = Duration::from_secs(START_SECONDS_MAX);
        let base = loop {
            match address.recv_timeout(Duration::from_millis(50)) {
                Ok(base) => break base,
                Err(_) => {
                    let ended = child.try_wait().unwrap();
                    if ended.is_some() || begun.elapsed() > limit {
                        let _ = child.kill();
                        panic!("rahdari printed no address ({ended:?}); it said:\n{}", log.lock().unwrap());
                    }
                }
            }
        };
        let server = Self { child, base, log, launch };
        while server.client().get("/readyz").status != 200 {
            assert!(begun.elapsed() < limit, "rahdari does not become ready; it said:\n{}", server.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let log = self.log();
            let lines = log.lines().filter(|line| line.starts_with('{')).collect::<Vec<_>>();
            let last = lines[lines.len().saturating_sub(20)..].join("\n");
            eprintln!("-- the last of what rahdari said:\n{last}");
        }
    }
}

/// Runs another command of the binary to its end, in the folder given, and returns what it wrote to standard
/// output.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(binary());
    let output = command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "rahdari {arguments:?}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}

/// The binary stands in the folder above the test's own: `target/<profile>/deps/whole-…`.
pub(crate) fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let file = test.parent().and_then(Path::parent).unwrap().join("rahdari");
    assert!(file.is_file(), "{} is not there: build it with `cargo build --workspace`", file.display());
    file
}

/// Keeps reading, so that the child never waits for us, and reports the first address it sees.
fn collect(stream: impl Read + Send + 'static, log: Arc<Mutex<String>>, found: Option<mpsc::Sender<String>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if let Some(at) = line.find("http://127.0.0.1:")
                && let Some(found) = &found
            {
                let address = line[at..].split_whitespace().next().unwrap_or_default();
                let _ = found.send(address.trim_end_matches('/').to_owned());
            }
            let mut log = log.lock().unwrap();
            log.push_str(&line);
            log.push('\n');
        }
    });
}

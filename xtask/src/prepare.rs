//! Makes sure that the programs which the tests start are installed. The Rust toolchain and a C compiler
//! are taken for granted: without them this program would not run.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::step::{answers, succeeds};

/// A program the tests start, and the Debian package it comes from.
struct Tool {
    present: fn() -> bool,
    package: &'static str,
}

const TOOLS: [Tool; 5] = [
    Tool { present: has_postgres, package: "postgresql" },
    Tool { present: has_chromium, package: "chromium" },
    Tool { present: || answers("chromedriver", &["--version"]), package: "chromium-driver" },
    // What the tutorial is written with.
    Tool { present: || answers("curl", &["--version"]), package: "curl" },
    Tool { present: || answers("jq", &["--version"]), package: "jq" },
];

const COMPONENTS: [&str; 2] = ["rustfmt", "clippy"];

/// Installs what is missing, if it may, and says whether everything is here now.
pub(crate) fn prepare(install: bool) -> bool {
    let components = COMPONENTS.into_iter().filter(|name| !has_component(name)).collect::<Vec<_>>();
    let packages = missing_packages();
    if components.is_empty() && packages.is_empty() {
        eprintln!("everything is here");
        return true;
    }
    let mut complete = true;
    if !components.is_empty() {
        let line = format!("rustup component add {}", components.join(" "));
        complete &= if install { by_shell(&line) } else { tell(&line) };
    }
    if !packages.is_empty() {
        let line = format!(
            "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends {}",
            packages.join(" ")
        );
        let may = install && answers("apt-get", &["--version"]) && is_root();
        complete &= if may { by_shell(&line) } else { tell(&line) };
    }
    complete && still_missing().is_empty()
}

fn still_missing() -> Vec<&'static str> {
    let missing = missing_packages();
    for package in &missing {
        eprintln!("still missing after the installation: {package}");
    }
    missing
}

fn missing_packages() -> Vec<&'static str> {
    TOOLS.iter().filter(|tool| !(tool.present)()).map(|tool| tool.package).collect()
}

fn by_shell(line: &str) -> bool {
    succeeds(Command::new("sh").args(["-c", line]))
}

fn tell(line: &str) -> bool {
    eprintln!("The tests need programs that are not here. Install them (as root) by\n\n    {line}\n");
    false
}

fn has_component(name: &str) -> bool {
    let subcommand = if name == "rustfmt" { "fmt" } else { name };
    answers("cargo", &[subcommand, "--version"])
}

fn has_postgres() -> bool {
    rahdari_testkit::postgres_is_installed()
}

fn has_chromium() -> bool {
    answers("chromium", &["--version"]) || answers("google-chrome", &["--version"])
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(Path::new("/proc/self")).is_ok_and(|process| process.uid() == 0)
}

//! Skipping in the open: a test that cannot run here says so on standard error, and in CI it fails.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Names a file to which each skip is added as a line, because test harnesses hide what a passing test
/// says. `cargo xtask test` shows it at the end.
pub const SKIPS_VARIABLE: &str = "RAHDARI_TEST_SKIPS";

/// Says whether this run decides over a merge: the variable `CI` is set to anything but `false` or `0`.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

/// Announces that a test does not run for lack of `what`.
///
/// # Panics
/// In CI, where nothing may be skipped.
#[track_caller]
pub fn skip(what: &str) {
    assert!(!in_ci(), "in CI no test is skipped, but this one lacks {what}");
    announce(what);
}

/// Returns a file of the `shared` folder beside the checkout, which holds material that is not part of
/// the project, or announces the skip. The project's own tests pass without the folder, CI included.
///
/// # Panics
/// When the folder is there and the file in it is not.
#[track_caller]
pub fn shared_file(path: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if !folder.is_dir() {
        announce("the folder ../shared");
        return None;
    }
    let file = folder.join(path);
    assert!(file.exists(), "../shared is here, but ../shared/{path} is not");
    Some(file)
}

fn announce(what: &str) {
    let line = format!("SKIPPED: {} lacks {what}", test_name());
    eprintln!("{line}");
    if let Some(file) = std::env::var_os(SKIPS_VARIABLE) {
        let added =
            std::fs::OpenOptions::new().append(true).open(&file).and_then(|mut f| writeln!(f, "{line}"));
        if let Err(error) = added {
            eprintln!("the skip could not be added to {}: {error}", file.display());
        }
    }
}

/// The test harness names the thread after the test it runs.
fn test_name() -> String {
    std::thread::current().name().unwrap_or("a test").to_owned()
}

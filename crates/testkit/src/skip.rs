//! Skipping in the open: a test that cannot run here says so on standard error, and in CI it fails.

use std::path::{Path, PathBuf};

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
    eprintln!("SKIPPED: {} lacks {what}", test_name());
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
        eprintln!("SKIPPED: {} lacks the folder ../shared", test_name());
        return None;
    }
    let file = folder.join(path);
    assert!(file.exists(), "../shared is here, but ../shared/{path} is not");
    Some(file)
}

/// The test harness names the thread after the test it runs.
fn test_name() -> String {
    std::thread::current().name().unwrap_or("a test").to_owned()
}

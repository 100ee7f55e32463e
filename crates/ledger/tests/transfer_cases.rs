//! The transfer cases: our own, and those that lie beside the repository when they do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]

use std::path::{Path, PathBuf};

use rahdari_ledger::replay;

/// Runs one file and fails with every mismatch in it.
#[track_caller]
fn check(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let report = replay(&text);
    assert!(report.checks > 0, "{} checks nothing", path.display());
    let told: Vec<String> = report.mismatches.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}: {report}\n{}", path.display(), told.join("\n"));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    paths.sort();
    paths
}

#[test]
fn our_own_cases_pass() {
    let own = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"));
    assert!(own.len() >= 3);
    own.iter().for_each(|path| check(path));
}

#[test]
fn the_shared_cases_pass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/ledger");
    if !folder.exists() {
        eprintln!("SKIPPED: there is no folder ../shared/data/ledger beside the repository");
        return;
    }
    let shared = files(&folder);
    assert!(!shared.is_empty(), "the folder ../shared/data/ledger holds no cases");
    shared.iter().for_each(|path| check(path));
}

#[test]
fn a_wrong_expectation_is_reported_with_its_line_and_case() {
    let text = r#"{"op": "case", "name": "wrong"}
{"op": "create_account", "id": "0", "ledger": "1", "code": "1", "flags": [], "expect": "created"}
{"op": "commit"}
{"op": "expect_account", "id": "3", "debits_pending": "0", "debits_posted": "0", "credits_pending": "0", "credits_posted": "0", "closed": false}
{"op": "dance"}
{"op": "create_account", "id": "MAX-1", "ledger": "MAX", "code": "-1", "flags": ["open"], "expect": "created"}
"#;
    let report = replay(text);
    let told: Vec<String> = report.mismatches.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(told.first().unwrap(), "line 2 (wrong): expected created, found id_must_not_be_zero");
    assert_eq!(told.get(1).unwrap(), "line 4 (wrong): expected an account, found no account");
    assert_eq!(report.to_string(), "1 cases, 2 checks, 4 mismatches");
}

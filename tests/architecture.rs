//! The map in docs/ARCHITECTURE.md, held against the real dependency graph and the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Pure: no I/O, no clock, no randomness.
const DOMAIN: [&str; 5] = ["kernel", "intake", "risk", "ledger", "clearance"];

#[test]
fn crates_use_only_what_the_map_allows() {
    let allowed = edges_of_the_map();
    let real = edges_of_the_workspace();
    let mut wrong = Vec::new();
    for (name, uses) in &real {
        let Some(may_use) = allowed.get(name) else {
            wrong.push(format!("{name} is not in the table of docs/ARCHITECTURE.md"));
            continue;
        };
        let beyond = uses.difference(may_use).map(|used| format!("{name} must not use {used}"));
        wrong.extend(beyond);
    }
    wrong.extend(
        allowed.keys().filter(|name| !real.contains_key(*name)).map(|name| format!("{name} does not exist")),
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_store_knows_sql_and_only_the_web_knows_http() {
    let rules: [(&[&str], &[&str]); 4] = [
        (&["diesel", "diesel_migrations", "libsqlite3-sys", "pq-sys"], &["store"]),
        (&["actix-web", "tracing-actix-web", "askama"], &["web", "server"]),
        (&["tokio", "argon2", "jsonwebtoken"], &["store", "app", "web", "server"]),
        // The corridor draws from a seed, the store draws salts.
        (&["rand"], &["app", "web", "server", "corridor", "store"]),
    ];
    let mut wrong = Vec::new();
    for package in workspace_packages() {
        let name = short_name(&package);
        for dependency in normal_dependencies(&package) {
            for (libraries, users) in &rules {
                if libraries.contains(&dependency.as_str()) && !users.contains(&name.as_str()) {
                    wrong.push(format!("{name} must not use {dependency}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn domain_crates_reach_for_nothing_outside() {
    let outside = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "Uuid::new_v4",
        "Uuid::now_v7",
        "println!",
    ];
    let mut wrong = Vec::new();
    for name in DOMAIN.into_iter().chain(["corridor"]) {
        for file in sources(&root().join("crates").join(name).join("src")) {
            let text = fs::read_to_string(&file).unwrap();
            // Unit tests stand last in a file and may look around.
            let production = text.split("#[cfg(test)]").next().unwrap_or_default();
            let found = outside.iter().filter(|word| production.contains(**word));
            wrong.extend(found.map(|word| format!("{}: {word}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_dependency_is_declared_and_not_used() {
    // Bound for their C libraries alone.
    let linked = ["libsqlite3-sys", "pq-sys"];
    let mut wrong = Vec::new();
    for package in workspace_packages() {
        let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
        let folder = manifest.parent().unwrap();
        let text: String = sources(folder).iter().map(|file| fs::read_to_string(file).unwrap()).collect();
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["rename"].as_str().or(dependency["name"].as_str()).unwrap();
            if !linked.contains(&name) && !uses(&text, &name.replace('-', "_")) {
                wrong.push(format!("{} declares {name} and does not use it", short_name(&package)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_says_what_it_is_for_and_no_test_is_switched_off() {
    // Put together here, lest this file find itself.
    let switched_off = ["#[ign", "ore"].concat();
    let mut wrong = Vec::new();
    for package in workspace_packages() {
        let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
        for file in sources(manifest.parent().unwrap()) {
            let text = fs::read_to_string(&file).unwrap();
            if !text.starts_with("//! ") {
                wrong.push(format!("{} does not open with //!", file.display()));
            }
            if text.contains(&switched_off) {
                wrong.push(format!("{} switches a test off", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_library_has_a_licence_we_can_pass_on() {
    let fine = [
        "MIT",
        "MIT-0",
        "Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "BSD-1-Clause",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "Zlib",
        "0BSD",
        "Unlicense",
        "CC0-1.0",
        "Unicode-3.0",
        "BSL-1.0",
        "MPL-2.0",
        "PostgreSQL",
        "blessing",
        "CDLA-Permissive-2.0",
    ];
    let mut wrong = Vec::new();
    for package in metadata(&["--filter-platform", &host()]).as_array().unwrap() {
        let licence = package["license"].as_str().unwrap_or("no licence named").replace('/', " OR ");
        let plain = licence.replace(['(', ')'], " ");
        // One of the alternatives must be fine as a whole; brackets only group alternatives in practice.
        let acceptable =
            plain.split(" OR ").any(|one| one.split(" AND ").all(|part| fine.contains(&part.trim())));
        if !acceptable {
            wrong.push(format!("{} {}: {licence}", package["name"], package["version"]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Reads the table of crates: `| crate | purpose | may use | must not know |`.
fn edges_of_the_map() -> BTreeMap<String, BTreeSet<String>> {
    let file = root().join("docs/ARCHITECTURE.md");
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut above: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells = line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>();
        let name = cells[0].trim_matches('`').to_owned();
        let mut may_use = BTreeSet::from(["kernel".to_owned()]);
        for word in cells[2].split(',').map(|word| word.trim().trim_matches('`')) {
            match word {
                "–" | "-" | "" => {}
                "domain crates" | "value types" => may_use.extend(DOMAIN.map(str::to_owned)),
                "all above" => may_use.extend(above.iter().cloned()),
                other => {
                    may_use.insert(other.to_owned());
                }
            }
        }
        may_use.remove(&name);
        above.push(name.clone());
        edges.insert(name, may_use);
    }
    assert!(edges.len() > 10, "the table of crates in docs/ARCHITECTURE.md has only {} rows", edges.len());
    edges
}

fn edges_of_the_workspace() -> BTreeMap<String, BTreeSet<String>> {
    let packages = workspace_packages().into_iter();
    // `xtask` and these tests stand outside the product.
    let product = packages.filter(|package| package["manifest_path"].as_str().unwrap().contains("/crates/"));
    product
        .map(|package| {
            let uses = normal_dependencies(&package);
            let own = uses.iter().filter_map(|name| name.strip_prefix("rahdari-")).map(str::to_owned);
            (short_name(&package), own.collect())
        })
        .collect()
}

fn normal_dependencies(package: &Value) -> Vec<String> {
    let all = package["dependencies"].as_array().unwrap().iter();
    let normal = all.filter(|dependency| dependency["kind"].as_str() != Some("dev"));
    normal.map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect()
}

fn short_name(package: &Value) -> String {
    let name = package["name"].as_str().unwrap();
    name.strip_prefix("rahdari-").unwrap_or(name).to_owned()
}

fn workspace_packages() -> Vec<Value> {
    metadata(&["--no-deps"]).as_array().unwrap().clone()
}

fn metadata(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut whole: Value = serde_json::from_slice(&output.stdout).unwrap();
    whole["packages"].take()
}

fn host() -> String {
    let output = Command::new(env!("CARGO")).args(["--version", "--verbose"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// Says whether `word` stands in `text` as a whole word.
fn uses(text: &str, word: &str) -> bool {
    let part_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(part_of_word);
        let after = text[at + word.len()..].chars().next().is_some_and(part_of_word);
        !before && !after
    })
}

/// All Rust files under a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

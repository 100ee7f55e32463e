//! Documents that are made from the code, held against what the code says now. `RAHDARI_BLESS=1` rewrites
//! them. And what is written by hand: its links lead somewhere.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rahdari_kernel::Severity;
use rahdari_testkit::Database;

use crate::harness::server::Server;

/// Set to anything, it rewrites the documents instead of comparing them.
const BLESS: &str = "RAHDARI_BLESS";

#[test]
fn the_page_of_moves_is_the_table_of_moves() {
    hold("docs/MOVEMENTS.md", &rahdari_clearance::table_markdown());
}

#[test]
fn the_page_of_checks_is_the_catalogue() {
    let mut page = String::from(
        "# Checks\n\n\
         Every check of a declaration, from the catalogue in the crate `intake`; a test compares this page with it. \
         `rahdari declare explain CODE` tells the same.\n\n\
         An error prevents lodging; a warning is worth knowing. The source is the law or standard that asks for it.\n\n\
         | code | severity | what is wrong | how to mend it | source |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for check in rahdari_intake::catalogue() {
        let severity = match check.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let cells = [check.title, check.mend, check.source].map(|text| text.replace('|', "\\|"));
        writeln!(page, "| `{}` | {severity} | {} |", check.code, cells.join(" | ")).unwrap();
    }
    hold("docs/CHECKS.md", &page);
}

#[test]
fn the_page_of_problems_is_the_catalogue() {
    let mut page = String::from(
        "# Problems\n\n\
         What a refused request can end with, from the catalogue in the crate `web`; a test compares this page with it. \
         A running server shows each at `/problems/<code>`, the `type` of the problem (RFC 9457). What is wrong with a \
         declaration, field by field, is in [CHECKS.md](CHECKS.md).\n",
    );
    for problem in rahdari_web::catalogue::PROBLEMS {
        let rahdari_web::catalogue::Entry { code, title, meaning, mend } = problem;
        write!(page, "\n## {code}\n\n**{title}.** {meaning}\n\n{mend}\n").unwrap();
    }
    hold("docs/PROBLEMS.md", &page);
}

#[test]
fn the_description_of_the_api_changes_only_on_purpose() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let described = server.client().get("/api/v1/openapi.json").expect(200);
    hold("docs/openapi.json", &format!("{described:#}\n"));
}

/// A problem without a page leaves the person who meets it alone.
#[test]
fn every_code_in_the_sources_is_explained() {
    let explained = rahdari_web::catalogue::PROBLEMS.iter().map(|entry| entry.code);
    let explained = explained.chain(rahdari_intake::catalogue().iter().map(|check| check.code));
    let explained = explained.collect::<BTreeSet<_>>();
    let mut missing = BTreeSet::new();
    for problem in rahdari_clearance::PROBLEMS {
        if !explained.contains(problem.code) {
            missing.insert(format!("{} (clearance)", problem.code));
        }
    }
    for name in ["app", "web", "store", "ledger"] {
        for file in files(&root().join("crates").join(name).join("src"), "rs") {
            let text = fs::read_to_string(&file).unwrap();
            let production = text.split("#[cfg(test)]").next().unwrap_or_default();
            for code in codes(production).filter(|code| !explained.contains(code)) {
                missing.insert(format!("{code} ({})", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_link_between_the_documents_leads_somewhere() {
    let mut broken = Vec::new();
    let folders =
        ["docs", "crates/reference/data", "migrations"].map(|folder| files(&root().join(folder), "md"));
    for file in folders.into_iter().flatten().chain([root().join("README.md")]) {
        for link in links(&fs::read_to_string(&file).unwrap()) {
            let path = link.split('#').next().unwrap_or_default();
            let outside = link.contains("://") || link.starts_with("mailto:") || path.is_empty();
            if !outside && !file.parent().unwrap().join(path).exists() {
                broken.push(format!("{}: {link}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Compares a document with what it should hold, or rewrites it.
#[track_caller]
fn hold(document: &str, wanted: &str) {
    let file = root().join(document);
    if std::env::var_os(BLESS).is_some() {
        fs::write(&file, wanted).unwrap();
        return;
    }
    let held = fs::read_to_string(&file).unwrap_or_default();
    let differs = held.lines().zip(wanted.lines()).zip(1..).find(|((held, wanted), _)| held != wanted);
    if let Some(((held, wanted), line)) = differs {
        panic!("{document}:{line} says\n  {held}\nwhere the code says\n  {wanted}\n{BLESS}=1 rewrites it");
    }
    assert!(held == wanted, "{document} is longer or shorter than what the code says; {BLESS}=1 rewrites it");
}

/// Finds the codes of refusals and problems that a source makes.
fn codes(source: &str) -> impl Iterator<Item = &str> {
    ["Refusal::new(", "refused(", "Problem::new("].into_iter().flat_map(|call| {
        source.split(call).skip(1).filter_map(|after| {
            // The code is the first text among the arguments, before the call or the line of thought ends.
            let arguments = after.split([';', '{']).next()?;
            let code = arguments.split('"').nth(1)?;
            let plain =
                !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            plain.then_some(code)
        })
    })
}

/// Finds the targets of Markdown links.
fn links(text: &str) -> Vec<&str> {
    text.split("](").skip(1).filter_map(|after| after.split(')').next()).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    // Samples are compiled into tests alone.
    let wanted = |path: &Path| {
        path.extension().is_some_and(|found| found == extension) && !path.ends_with("samples.rs")
    };
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if wanted(&path) {
                found.push(path);
            }
        }
    }
    found
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

//! Real messages of other makers, when they are at hand beside the checkout.

use std::path::{Path, PathBuf};

use rahdari_intake::read;

fn messages() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/messages");
    if !folder.exists() {
        eprintln!("SKIPPED: {} is not there, so no real messages were read", folder.display());
        return None;
    }
    if let Err(error) = std::fs::read_dir(&folder) {
        assert!(std::env::var_os("CI").is_none(), "{} cannot be read: {error}", folder.display());
        eprintln!("SKIPPED: {} cannot be read: {error}", folder.display());
        return None;
    }
    Some(folder)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The rows of the manifest: file, message, format, well_formed, verdict of phase 5, verdict of phase 6.
fn manifest(folder: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder.join("MANIFEST.csv")).unwrap();
    text.lines().skip(1).map(|line| line.split(',').take(6).map(str::to_owned).collect()).collect()
}

/// Codes of structure: what the schema itself can find.
const STRUCTURE: &[&str] = &[
    "xml-syntax",
    "xml-doctype",
    "wrong-namespace",
    "unknown-field",
    "missing",
    "too-many",
    "element-order",
    "element-value",
    "wrong-type",
];

#[test]
fn every_cc015c_is_read_or_refused_for_the_right_reason() {
    let Some(folder) = messages() else { return };
    let folder = folder.join("ncts");
    let mut seen = 0;
    for row in manifest(&folder) {
        let [file, message, format, well_formed, phase_5, phase_6] = row.as_slice() else {
            panic!("{row:?}")
        };
        if message != "CC015C" {
            continue;
        }
        seen += 1;
        let reading = read(None, &std::fs::read(folder.join(file)).unwrap());
        let codes: Vec<&str> = reading.findings.iter().map(|finding| &*finding.code).collect();
        // None names an agreement, the one thing that every declaration here must.
        assert!(reading.declaration.is_none(), "{file}");
        if format == "json" {
            assert_eq!(codes, ["unknown-format"], "{file}");
            continue;
        }
        assert_eq!(codes.contains(&"xml-syntax"), well_formed == "0", "{file}: {codes:?}");
        let valid = phase_5 == "valid" || phase_6 == "valid";
        if valid {
            // What remains is what our fields ask beyond the schema.
            for finding in &reading.findings {
                let ours = finding.code == "missing" && finding.message.contains("goods code")
                    || finding.message.contains("agreement")
                    || finding.message.contains("country")
                    || finding.message.contains("masses")
                    || finding.message.contains("transport equipment");
                assert!(ours || !STRUCTURE.contains(&&*finding.code), "{file}: {finding:#?}");
            }
        } else {
            assert!(codes.iter().any(|code| STRUCTURE.contains(code)), "{file}: {codes:?}");
        }
    }
    assert!(seen > 20, "only {seen} messages were seen");
}

#[test]
fn other_messages_are_refused_and_nothing_panics() {
    let Some(folder) = messages() else { return };
    let mut seen = 0;
    for file in files(&folder).iter().filter(|path| path.is_dir()).flat_map(|folder| files(folder)) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("cc015c") || !file.is_file() {
            continue;
        }
        seen += 1;
        let reading = read(None, &std::fs::read(&file).unwrap());
        assert!(reading.declaration.is_none() && !reading.findings.is_empty(), "{name}");
        let told = reading.findings.iter().all(|finding| {
            matches!(
                &*finding.code,
                "unknown-format" | "xml-syntax" | "xml-doctype" | "json-syntax" | "not-utf-8"
            )
        });
        assert!(told || name.ends_with(".json"), "{name}: {:#?}", reading.findings);
    }
    assert!(seen > 100, "only {seen} messages were seen");
}

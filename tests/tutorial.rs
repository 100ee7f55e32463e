//! docs/TUTORIAL.md, executed: its `sh` blocks as one script, what each prints held against the `text` block
//! behind it.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use rahdari_testkit::skip;

use crate::harness::server::binary;

/// The address in the text; the test takes a free one.
const ADDRESS: &str = "127.0.0.1:8080";
const MARK: &str = "@@ end of block";

struct Block {
    line: usize,
    commands: String,
    prints: Option<String>,
}

#[test]
fn the_tutorial_does_what_it_says() {
    for program in ["curl", "jq", "bash"] {
        if Command::new(program).arg("--version").output().is_err() {
            skip(program);
            return;
        }
    }
    let blocks = blocks(
        &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/TUTORIAL.md")).unwrap(),
    );
    assert!(blocks.len() > 10, "{} blocks", blocks.len());
    let mut script = String::from("set -euo pipefail\ntrap 'kill -9 ${demo:-} 2>/dev/null || true' EXIT\n");
    for block in &blocks {
        script.push_str(&block.commands);
        script.push_str(&format!("echo '{MARK}'\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = format!("{}:{}", binary().parent().unwrap().display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .args(["-c", &script.replace(ADDRESS, &free_address())])
        .current_dir(folder.path())
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    let log = fs::read_to_string(folder.path().join("demo.log")).unwrap_or_default();
    let mut parts = printed.split(&format!("{MARK}\n")).map(str::to_owned).collect::<Vec<_>>();
    let unfinished = parts.pop().unwrap();
    for (block, part) in blocks.iter().zip(&parts) {
        if let Some(expected) = &block.prints {
            assert!(
                fits(part, expected),
                "docs/TUTORIAL.md:{}: expected\n{expected}\nprinted\n{part}",
                block.line
            );
        }
    }
    let reached = blocks.get(parts.len()).map_or(0, |block| block.line);
    assert!(
        output.status.success(),
        "docs/TUTORIAL.md:{reached} failed:\n{unfinished}\n{complaint}\n{}",
        log.lines().rev().take(5).collect::<Vec<_>>().join("\n")
    );
}

/// Finds the commands and what they print.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::<Block>::new();
    let mut lines = text.lines().zip(1..);
    while let Some((fence, line)) = lines.next() {
        let Some(language) = fence.strip_prefix("```").filter(|language| !language.is_empty()) else {
            continue;
        };
        let content = lines.by_ref().map(|(line, _)| line).take_while(|line| *line != "```");
        let content = content.map(|line| format!("{line}\n")).collect::<String>();
        match language {
            "sh" => blocks.push(Block { line, commands: content, prints: None }),
            "text" => blocks.last_mut().unwrap().prints = Some(content),
            other => panic!("docs/TUTORIAL.md:{line}: {other} is neither commands nor what they print"),
        }
    }
    blocks
}

/// Compares line by line; `…` stands for anything within a line, and alone on the last for any lines.
fn fits(printed: &str, expected: &str) -> bool {
    let mut printed = printed.lines();
    let mut expected = expected.lines().peekable();
    while let Some(wanted) = expected.next() {
        if wanted == "…" && expected.peek().is_none() {
            return true;
        }
        if !printed.next().is_some_and(|line| line_fits(line, wanted)) {
            return false;
        }
    }
    printed.next().is_none()
}

fn line_fits(line: &str, wanted: &str) -> bool {
    let (head, rest) = wanted.split_once('…').map_or((wanted, None), |(head, rest)| (head, Some(rest)));
    let Some(line) = line.strip_prefix(head) else { return false };
    let Some(rest) = rest else { return line.is_empty() };
    line.char_indices().map(|(at, _)| at).chain([line.len()]).any(|at| line_fits(&line[at..], rest))
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

//! One step of a chore: a named piece of work, timed, whose outcome is shown in the summary.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    Failed,
    /// An earlier step that it builds on failed.
    NotRun,
}

/// The steps that were taken so far.
#[derive(Debug, Default)]
pub(crate) struct Steps(Vec<(&'static str, Outcome, Duration)>);

impl Steps {
    /// Runs a step and says whether it passed.
    pub(crate) fn take(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> anyhow::Result<bool>,
    ) -> anyhow::Result<bool> {
        eprintln!("\n== {name}");
        let begun = Instant::now();
        let passed = work()?;
        let outcome = if passed { Outcome::Passed } else { Outcome::Failed };
        self.0.push((name, outcome, begun.elapsed()));
        Ok(passed)
    }

    /// Notes a step that cannot be taken.
    pub(crate) fn leave_out(&mut self, name: &'static str) {
        self.0.push((name, Outcome::NotRun, Duration::ZERO));
    }

    /// Says whether every step passed.
    pub(crate) fn all_passed(&self) -> bool {
        self.0.iter().all(|(_, outcome, _)| *outcome == Outcome::Passed)
    }

    /// Returns a line for each step and one for the whole.
    pub(crate) fn summary(&self) -> String {
        let mut text = String::new();
        let mut whole = Duration::ZERO;
        for (name, outcome, took) in &self.0 {
            let word = match outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "FAILED",
                Outcome::NotRun => "not run",
            };
            // Writing to a String does not fail.
            let _ = writeln!(text, "  {name:<10} {word:<8} {:>7.1} s", took.as_secs_f64());
            whole += *took;
        }
        let word = if self.all_passed() { "passed" } else { "FAILED" };
        let _ = write!(text, "  {:<10} {word:<8} {:>7.1} s", "all", whole.as_secs_f64());
        text
    }
}

/// Runs a program with our output and says whether it succeeded. A program that cannot be started counts
/// as failed, with the reason shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    eprintln!("$ {line}");
    match command.stdin(Stdio::null()).status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("{line}: {error}");
            false
        }
    }
}

/// Says whether a program is here and answers, without showing what it says.
pub(crate) fn answers(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_was_left_out_fails_the_whole() {
        let mut steps = Steps::default();
        assert!(steps.take("format", || Ok(true)).unwrap());
        assert!(steps.all_passed());
        steps.leave_out("tests");
        assert!(!steps.all_passed());
        assert!(steps.summary().contains("tests      not run"), "{}", steps.summary());
    }

    #[test]
    fn a_program_that_is_not_there_does_not_succeed() {
        assert!(!succeeds(&mut Command::new("/nowhere/at-all")));
        assert!(!answers("/nowhere/at-all", &[]));
    }
}

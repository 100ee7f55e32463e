//! Commands that need no database: numbers, declarations and rule expressions checked offline.

use std::fs;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use clap::{Subcommand, ValueEnum};
use rahdari_app::{Clock, Mode};
use rahdari_kernel::{ContainerNumber, Finding, Grn, Mrn, Severity};
use serde_json::json;

/// Which kind of number.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum NumberKind {
    /// Movement reference number.
    Mrn,
    /// Guarantee reference number.
    Grn,
    /// Container number of ISO 6346.
    Container,
}

#[derive(Subcommand)]
pub(crate) enum Number {
    /// Prints a JSON line for each number: kind, value, valid, reason.
    #[command(
        after_help = "Example: rahdari number check mrn -- 26PKKHIA1B2C3D4EJ7\nExits 1 when any number is not valid."
    )]
    Check {
        /// Which kind of number.
        kind: NumberKind,
        /// The numbers.
        #[arg(required = true, last = true)]
        values: Vec<String>,
    },
}

impl Number {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Check { kind, values } = self;
        let mut all_valid = true;
        for value in values {
            let (kind, reason) = match kind {
                NumberKind::Mrn => ("mrn", Mrn::from_str(&value).err()),
                NumberKind::Grn => ("grn", Grn::from_str(&value).err()),
                NumberKind::Container => ("container", ContainerNumber::from_str(&value).err()),
            };
            all_valid &= reason.is_none();
            let reason = reason.map(|reason| reason.to_string());
            println!(
                "{}",
                json!({ "kind": kind, "value": value, "valid": reason.is_none(), "reason": reason })
            );
        }
        Ok(if all_valid { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// A JSON line for each file.
    Json,
}

#[derive(Subcommand)]
pub(crate) enum Declare {
    /// Reads and checks declarations against the embedded law, in demo mode.
    #[command(
        after_help = "Example: rahdari declare check --format json consignment.json\nExits 0 when all are acceptable, 1 with findings, 2 when a file is not a declaration we know."
    )]
    Check {
        /// How to print.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
        /// The files: native JSON or NCTS CC015C.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Writes a declaration in another format to standard output; what has no place there is told on standard error.
    #[command(after_help = "Example: rahdari declare convert --to cc015c consignment.json > consignment.xml")]
    Convert {
        /// The format to write.
        #[arg(long, value_enum)]
        to: Target,
        /// The file.
        file: PathBuf,
    },
    /// Tells what a check means.
    #[command(after_help = "Example: rahdari declare explain container-number")]
    Explain {
        /// The code of the check.
        code: String,
    },
}

impl Declare {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Check { format, files } => check_files(format, &files),
            Self::Convert { to, file } => convert(to, &file),
            Self::Explain { code } => explain(&code),
        }
    }
}

fn check_files(format: Format, files: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let law = rahdari_app::embedded_law()?;
    let now = Clock::System.now();
    let mut worst = 0_u8;
    for path in files {
        let bytes = fs::read(path).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
        let checked = rahdari_app::check_bytes(&law, Mode::Demo, now, None, &bytes);
        let errors = checked.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        worst = worst.max(match (&checked.format, errors) {
            (None, _) => 2,
            (Some(_), 0) => 0,
            (Some(_), _) => 1,
        });
        match format {
            Format::Json => println!(
                "{}",
                json!({ "file": path, "format": checked.format, "acceptable": errors == 0, "findings": checked.findings })
            ),
            Format::Text => print_findings(&path.display().to_string(), &checked.findings),
        }
    }
    Ok(ExitCode::from(worst))
}

/// A format that declarations are written in.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Target {
    /// The native JSON.
    Json,
    /// NCTS CC015C, phase 5.
    Cc015c,
}

fn convert(to: Target, file: &PathBuf) -> anyhow::Result<ExitCode> {
    let bytes = fs::read(file).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
    let reading = rahdari_intake::read(None, &bytes);
    let Some(declaration) = reading.declaration else {
        print_findings(&file.display().to_string(), &reading.findings);
        return Ok(ExitCode::from(if reading.format.is_some() { 1 } else { 2 }));
    };
    match to {
        Target::Json => println!("{}", rahdari_intake::write_json(&declaration)),
        Target::Cc015c => {
            let written = rahdari_intake::write_cc015c(&declaration, Clock::System.now());
            let back = rahdari_intake::read(None, written.as_bytes()).declaration;
            if back.as_ref() != Some(&declaration) {
                eprintln!(
                    "rahdari: CC015C has no place for some of it: arrival, terms, freight, insurance, values, origin"
                );
            }
            println!("{written}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print_findings(file: &str, findings: &[Finding]) {
    let colour = std::io::stdout().is_terminal();
    let paint =
        |code: &str, text: &str| if colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() };
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let verdict = match (errors, findings.len()) {
        (0, 0) => paint("32", "acceptable"),
        (0, warnings) => paint("32", &format!("acceptable, with {warnings} to look at")),
        (errors, _) => paint("31", &format!("{errors} to mend")),
    };
    println!("{file}: {verdict}");
    for finding in findings {
        let mark = match finding.severity {
            Severity::Error => paint("31", "✗"),
            Severity::Warning => paint("33", "!"),
        };
        println!("  {mark} {}  {}", paint("1", &finding.pointer), finding.message);
        if let Some(found) = &finding.found {
            println!("      found  {found}");
        }
        println!("      mend   {}", finding.mend);
        println!("      {} · {}", finding.code, finding.source);
    }
}

fn explain(code: &str) -> anyhow::Result<ExitCode> {
    let Some(check) = rahdari_intake::check::catalogue().iter().find(|check| check.code == code) else {
        anyhow::bail!("no check has the code {code}; a running server lists them all at /problems");
    };
    println!("{}\n\n{}\n\nMend   {}\nSource {}", check.code, check.title, check.mend, check.source);
    Ok(ExitCode::SUCCESS)
}

#[derive(Subcommand)]
pub(crate) enum Risk {
    /// Evaluates one expression and prints its type and value, or the error and its kind.
    #[command(
        after_help = r#"Example: rahdari risk eval --expr 'a + 1' --bindings '{"a":{"type":"int","value":"2"}}'"#
    )]
    Eval {
        /// The expression.
        #[arg(long)]
        expr: String,
        /// The variables: a JSON object of `{"type", "value"}`.
        #[arg(long, default_value = "{}")]
        bindings: String,
    },
}

impl Risk {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Eval { expr, bindings } = self;
        let bindings: serde_json::Value = serde_json::from_str(&bindings)?;
        let answer = match rahdari_risk::read_bindings(&bindings) {
            Ok(bindings) => rahdari_risk::write_answer(&rahdari_risk::eval(&expr, &bindings)),
            Err(error) => json!({ "error": error.to_string(), "kind": "unsupported" }),
        };
        println!("{answer}");
        Ok(if answer.get("error").is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

//! Runs a file of transfer cases on an empty ledger and tells where an answer differs from the expected one.
//!
//! One JSON object a line: `case`, `create_account`, `create_transfer`, `commit`, `opening_balance`,
//! `advance_clock`, `expect_account`, `expect_no_account`, `expect_transfer`. Reading the file is the caller's.

use std::fmt;

use rahdari_kernel::{AccountId, Instant, TransferId};
use serde::Deserialize;

use crate::account::{Account, AccountFlags, Balance};
use crate::book::Ledger;
use crate::transfer::{Transfer, TransferFlags};

/// What a replay found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many cases the file holds.
    pub cases: usize,
    /// How many statuses, balances and transfers were compared.
    pub checks: usize,
    /// Where they differ, in the order of the file.
    pub mismatches: Vec<Mismatch>,
}

/// One difference between what the file expects and what the ledger did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The line, counted from 1.
    pub line: usize,
    /// The case it belongs to.
    pub case: String,
    /// What the file expects.
    pub expected: String,
    /// What the ledger did, or why the line makes no sense.
    pub found: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, case, expected, found } = self;
        write!(f, "line {line} ({case}): expected {expected}, found {found}")
    }
}

/// Writes the last line of a replay: the counts.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cases, checks, mismatches } = self;
        write!(f, "{cases} cases, {checks} checks, {} mismatches", mismatches.len())
    }
}

/// Runs the lines of a file of cases and reports every difference. A line that cannot be read is one too.
pub fn replay(text: &str) -> Report {
    let mut run = Run::default();
    for (index, line) in text.lines().enumerate() {
        run.line = index + 1;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(step) => {
                if let Err(NotUnderstood(reason)) = run.step(step) {
                    run.mismatch("a line that makes sense", reason);
                }
            }
            Err(error) => run.mismatch("a line that can be read", error.to_string()),
        }
    }
    if !(run.accounts.is_empty() && run.transfers.is_empty()) {
        run.mismatch("commit", "the file ends in the middle of a batch".to_owned());
    }
    run.report
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
enum Step {
    Case {
        name: String,
    },
    CreateAccount(AccountLine),
    CreateTransfer(TransferLine),
    Commit,
    OpeningBalance(BalanceLine),
    AdvanceClock {
        seconds: Number,
    },
    ExpectAccount(BalanceLine),
    ExpectNoAccount {
        id: Number,
    },
    ExpectTransfer {
        id: Number,
        #[serde(default)]
        exists: Option<bool>,
        #[serde(default)]
        amount: Option<Number>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountLine {
    id: Number,
    ledger: Number,
    code: Number,
    flags: Vec<String>,
    expect: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TransferLine {
    id: Number,
    debit_account_id: Number,
    credit_account_id: Number,
    amount: Number,
    pending_id: Number,
    timeout: Number,
    ledger: Number,
    code: Number,
    flags: Vec<String>,
    expect: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BalanceLine {
    id: Number,
    debits_pending: Number,
    debits_posted: Number,
    credits_pending: Number,
    credits_posted: Number,
    #[serde(default)]
    closed: Option<bool>,
}

/// A number as it was written: in quotes or without.
#[derive(Deserialize)]
#[serde(from = "Written")]
struct Number(String);

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Plain(u64),
}

impl From<Written> for Number {
    fn from(written: Written) -> Self {
        match written {
            Written::Text(text) => Self(text),
            Written::Plain(number) => Self(number.to_string()),
        }
    }
}

struct NotUnderstood(String);

/// An event that waits for its batch to be committed.
struct Waiting<T> {
    line: usize,
    event: T,
    expect: String,
}

struct Run {
    ledger: Ledger,
    at: Instant,
    accounts: Vec<Waiting<Account>>,
    transfers: Vec<Waiting<Transfer>>,
    line: usize,
    case: String,
    report: Report,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            ledger: Ledger::default(),
            at: Instant::EPOCH,
            accounts: Vec::new(),
            transfers: Vec::new(),
            line: 0,
            case: String::new(),
            report: Report::default(),
        }
    }
}

impl Run {
    fn step(&mut self, step: Step) -> Result<(), NotUnderstood> {
        match step {
            Step::Case { name } => {
                let report = std::mem::take(&mut self.report);
                *self = Self { line: self.line, case: name, report, ..Self::default() };
                self.report.cases += 1;
            }
            Step::CreateAccount(line) => {
                let event = Account::new(
                    AccountId::from_bytes(id(&line.id)?),
                    small(&line.ledger)?,
                    small(&line.code)?,
                    flags(&line.flags, AccountFlags::from_word)?,
                );
                self.accounts.push(Waiting { line: self.line, event, expect: line.expect });
            }
            Step::CreateTransfer(line) => {
                let event = transfer(&line)?;
                self.transfers.push(Waiting { line: self.line, event, expect: line.expect });
            }
            Step::Commit => self.commit(),
            Step::OpeningBalance(line) => {
                if !self.ledger.set_balance(AccountId::from_bytes(id(&line.id)?), balance(&line)?) {
                    return Err(NotUnderstood(format!("there is no account {}", line.id.0)));
                }
            }
            Step::AdvanceClock { seconds } => self.advance(&seconds)?,
            Step::ExpectAccount(line) => self.expect_account(&line)?,
            Step::ExpectNoAccount { id: number } => {
                let found = self.ledger.account(AccountId::from_bytes(id(&number)?)).is_some();
                self.compare("no account", if found { "an account" } else { "no account" });
            }
            Step::ExpectTransfer { id: number, exists, amount } => {
                let found = self.ledger.transfer(TransferId::from_bytes(id(&number)?));
                let found = found.map(|transfer| transfer.amount_minor);
                let wanted = amount.as_ref().map(small).transpose()?;
                let expected = if exists.unwrap_or(true) { wanted.or(found).or(Some(0)) } else { None };
                self.compare(&told(expected), &told(found));
            }
        }
        Ok(())
    }

    fn commit(&mut self) {
        let (accounts, transfers) = (std::mem::take(&mut self.accounts), std::mem::take(&mut self.transfers));
        let events: Vec<Account> = accounts.iter().map(|waiting| waiting.event).collect();
        let answers = self.ledger.create_accounts(&events);
        for (waiting, answer) in accounts.iter().zip(answers) {
            self.compare_at(waiting.line, &waiting.expect, answer.as_str());
        }
        let events: Vec<Transfer> = transfers.iter().map(|waiting| waiting.event.clone()).collect();
        let answers = self.ledger.commit(&events, self.at);
        for (waiting, answer) in transfers.iter().zip(answers) {
            self.compare_at(waiting.line, &waiting.expect, answer.as_str());
        }
    }

    /// Turns the clock. `MAX-n` turns it to n seconds before the last instant of the ledger's clock.
    fn advance(&mut self, seconds: &Number) -> Result<(), NotUnderstood> {
        let number: i64 = small(seconds)?;
        self.at = if seconds.0.starts_with("MAX") {
            Instant::from_micros(i64::MAX / 1000).plus_seconds(number.saturating_sub(i64::MAX))
        } else {
            self.at.plus_seconds(number)
        };
        self.ledger.expire(self.at);
        Ok(())
    }

    fn expect_account(&mut self, line: &BalanceLine) -> Result<(), NotUnderstood> {
        let wanted = balance(line)?;
        let Some(account) = self.ledger.account(AccountId::from_bytes(id(&line.id)?)) else {
            self.compare("an account", "no account");
            return Ok(());
        };
        let closed = account.flags.contains(AccountFlags::CLOSED);
        let found = shown(&account.balance, closed);
        self.compare(&shown(&wanted, line.closed.unwrap_or(closed)), &found);
        Ok(())
    }

    fn compare(&mut self, expected: &str, found: &str) {
        self.compare_at(self.line, expected, found);
    }

    fn compare_at(&mut self, line: usize, expected: &str, found: &str) {
        self.report.checks += 1;
        if expected != found {
            let (expected, found) = (expected.to_owned(), found.to_owned());
            self.report.mismatches.push(Mismatch { line, case: self.case.clone(), expected, found });
        }
    }

    fn mismatch(&mut self, expected: &str, found: String) {
        let (line, case, expected) = (self.line, self.case.clone(), expected.to_owned());
        self.report.mismatches.push(Mismatch { line, case, expected, found });
    }
}

fn transfer(line: &TransferLine) -> Result<Transfer, NotUnderstood> {
    let pending = id(&line.pending_id)?;
    Ok(Transfer {
        id: TransferId::from_bytes(id(&line.id)?),
        debit: AccountId::from_bytes(id(&line.debit_account_id)?),
        credit: AccountId::from_bytes(id(&line.credit_account_id)?),
        amount_minor: small(&line.amount)?,
        pending: (pending != [0; 16]).then(|| TransferId::from_bytes(pending)),
        timeout_seconds: small(&line.timeout)?,
        ledger: small(&line.ledger)?,
        code: small(&line.code)?,
        flags: flags(&line.flags, TransferFlags::from_word)?,
        at: Instant::EPOCH,
        why: None,
    })
}

fn balance(line: &BalanceLine) -> Result<Balance, NotUnderstood> {
    Ok(Balance {
        debits_pending: small(&line.debits_pending)?,
        debits_posted: small(&line.debits_posted)?,
        credits_pending: small(&line.credits_pending)?,
        credits_posted: small(&line.credits_posted)?,
    })
}

fn shown(balance: &Balance, closed: bool) -> String {
    let Balance { debits_pending, debits_posted, credits_pending, credits_posted } = balance;
    let state = if closed { "closed" } else { "open" };
    format!("debits {debits_pending}+{debits_posted}, credits {credits_pending}+{credits_posted}, {state}")
}

fn told(amount_minor: Option<i64>) -> String {
    amount_minor.map_or_else(|| "no transfer".to_owned(), |amount| format!("a transfer of {amount}"))
}

/// Reads a decimal number, `MAX`, or `MAX-n`.
fn number(written: &Number, max: u128) -> Result<u128, NotUnderstood> {
    let text = written.0.as_str();
    let read = match text.strip_prefix("MAX") {
        Some("") => Some(max),
        Some(rest) => {
            rest.strip_prefix('-').and_then(|less| less.parse().ok()).and_then(|less| max.checked_sub(less))
        }
        None => text.parse().ok().filter(|value| *value <= max),
    };
    read.ok_or_else(|| NotUnderstood(format!("{text:?} is not a number from 0 to {max}")))
}

fn id(written: &Number) -> Result<[u8; 16], NotUnderstood> {
    number(written, u128::MAX).map(u128::to_be_bytes)
}

/// Reads a number into the integer that holds it; `MAX` is the largest of that integer.
fn small<T: TryFrom<u128> + Max>(written: &Number) -> Result<T, NotUnderstood> {
    let value = number(written, T::MAX_VALUE)?;
    T::try_from(value).map_err(|_| NotUnderstood(format!("{:?} is too large", written.0)))
}

trait Max {
    const MAX_VALUE: u128;
}

impl Max for i64 {
    const MAX_VALUE: u128 = (1 << 63) - 1;
}

impl Max for u32 {
    const MAX_VALUE: u128 = (1 << 32) - 1;
}

impl Max for u16 {
    const MAX_VALUE: u128 = (1 << 16) - 1;
}

fn flags<F: std::ops::BitOr<Output = F> + Default>(
    words: &[String],
    from_word: fn(&str) -> Option<F>,
) -> Result<F, NotUnderstood> {
    words.iter().try_fold(F::default(), |flags, word| {
        let flag = from_word(word).ok_or_else(|| NotUnderstood(format!("there is no flag {word:?}")))?;
        Ok(flags | flag)
    })
}

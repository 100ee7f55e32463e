//! The table of moves as a page for people, written from the table itself.

use std::fmt::Write as _;

use crate::movement::{Phase, Stage};
use crate::problem::PROBLEMS;
use crate::table::{Move, PASSING, State, moves};
use crate::words::STATUSES;

/// Returns the page in Markdown: diagrams of a movement and of a transport unit (Mermaid), the table of
/// moves, the status words, and the problems. Ends with a line break.
pub fn table_markdown() -> String {
    let mut page = String::from(
        "# The moves of a movement\n\n\
         Generated from the table of moves in the crate `clearance`; a test compares this page with it.\n\n\
         A movement is in one phase. Its transport units travel on different days: each has its own stage, \
         seals, limit date and, for each leg, its own security. Once released, the phase follows from the \
         stages. Control, security, discrepancies and lateness are facets beside it.\n",
    );
    page.push_str("\n## A movement\n\n");
    page.push_str(&diagram(&movement_arrows()));
    page.push_str("\n## A transport unit\n\n");
    page.push_str(&diagram(&unit_arrows()));
    page.push_str("\n## The moves\n\n");
    page.push_str(&table(
        &["move", "from", "to", "by", "only when", "not by"],
        moves().map(|row| {
            vec![
                format!("`{}`", row.action.as_str()),
                states(row.from),
                if row.from == row.to { "(stays)".to_owned() } else { states(row.to) },
                list(row.desks.iter().map(|desk| desk.as_str())),
                list(row.needs.iter().map(|need| need.as_str())),
                list(row.not_by.iter().map(|hand| hand.as_str())),
            ]
        }),
    ));
    page.push_str("\n## Phases that follow from the units\n\n");
    page.push_str(&table(
        &["from", "to", "when"],
        PASSING.iter().map(|(from, to, when)| {
            vec![from.as_str().to_owned(), to.as_str().to_owned(), (*when).to_owned()]
        }),
    ));
    page.push_str("\n## What people read\n\nThe first line that holds gives the words.\n\n");
    page.push_str(&table(
        &["words", "when"],
        STATUSES.iter().map(|status| vec![status.words.to_owned(), status.when.to_owned()]),
    ));
    page.push_str("\n## Problems\n\n");
    page.push_str(&table(
        &["code", "what it means", "what to do"],
        PROBLEMS.iter().map(|problem| {
            vec![format!("`{}`", problem.code), problem.title.to_owned(), problem.mend.to_owned()]
        }),
    ));
    page
}

/// An arrow of a diagram: from, to, label.
type Arrow = (&'static str, &'static str, String);

const OUTSIDE: &str = "[*]";

fn movement_arrows() -> Vec<Arrow> {
    let mut arrows = vec![(OUTSIDE, Phase::Accepted.as_str(), "acceptance".to_owned())];
    for row in moves() {
        let of_movement = |state: &State| match state {
            State::Movement(phase) => Some(phase.as_str()),
            State::Unit(_) => None,
        };
        join(&mut arrows, row, of_movement);
    }
    arrows.extend(PASSING.iter().map(|(from, to, when)| (from.as_str(), to.as_str(), (*when).to_owned())));
    let closed = Phase::ALL.into_iter().filter(|phase| phase.is_closed());
    arrows.extend(closed.map(|phase| (phase.as_str(), OUTSIDE, String::new())));
    arrows
}

fn unit_arrows() -> Vec<Arrow> {
    let mut arrows = vec![(OUTSIDE, Stage::Waiting.as_str(), "acceptance".to_owned())];
    for row in moves() {
        let of_unit = |state: &State| match state {
            State::Unit(stage) => Some(stage.as_str()),
            State::Movement(_) => None,
        };
        // A move on the movement as a whole that changes stages sends off the units that wait.
        if !row.action.is_of_unit() {
            let sent = row.to.iter().filter_map(of_unit);
            arrows.extend(sent.map(|to| (Stage::Waiting.as_str(), to, row.action.as_str().to_owned())));
        }
        // One that closes the movement ends units that never left.
        let closes = |state: &State| matches!(state, State::Movement(phase) if phase.is_closed());
        if row.to.iter().any(closes) {
            arrows.push((Stage::Waiting.as_str(), OUTSIDE, row.action.as_str().to_owned()));
        }
        join(&mut arrows, row, of_unit);
    }
    arrows.push((Stage::Discharged.as_str(), OUTSIDE, String::new()));
    arrows
}

/// Adds the arrows of a row, merging the labels of arrows between the same two states.
fn join(arrows: &mut Vec<Arrow>, row: &Move, name: impl Fn(&State) -> Option<&'static str>) {
    let stays = row.from == row.to;
    for from in row.from.iter().filter_map(&name) {
        for to in row.to.iter().filter_map(&name).filter(|to| !stays || *to == from) {
            let label = row.action.as_str();
            match arrows.iter_mut().find(|(a, b, _)| *a == from && *b == to) {
                Some((_, _, labels)) => {
                    labels.push_str(", ");
                    labels.push_str(label);
                }
                None => arrows.push((from, to, label.to_owned())),
            }
        }
    }
}

fn diagram(arrows: &[Arrow]) -> String {
    let mut text = String::from("```mermaid\nstateDiagram-v2\n");
    for (from, to, label) in arrows {
        let label = if label.is_empty() { String::new() } else { format!(" : {label}") };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "    {from} --> {to}{label}");
    }
    text.push_str("```\n");
    text
}

fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let rule = vec!["---"; heads.len()];
    let mut text = format!("| {} |\n| {} |\n", heads.join(" | "), rule.join(" | "));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}

fn states(states: &[State]) -> String {
    list(states.iter().map(|state| state.as_str()))
}

fn list<'s>(parts: impl Iterator<Item = &'s str>) -> String {
    let all: Vec<&str> = parts.collect();
    if all.is_empty() { "–".to_owned() } else { all.join("; ") }
}

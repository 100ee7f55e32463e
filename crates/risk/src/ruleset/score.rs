//! Scoring: every rule in force is tried, one after the other, exactly.

use rahdari_kernel::Date;

use super::{RowScope, Rule, Ruleset};
use crate::facts::Facts;
use crate::failure::Failure;
use crate::outcome::{Hit, Lane, Outcome, SelectedBy, Undecided};
use crate::run::Run;
use crate::value::Value;

/// For how many rows a hit shows what it saw; more would only be longer.
const ROWS_SHOWN_MAX: usize = 5;

impl Ruleset {
    /// Scores facts by the rules in force on a date, with a random draw of 0 to 9999 that the caller made.
    ///
    /// The lane is the heaviest of what the score asks for, what the hit rules allow at least, and what the draw
    /// asks for. A rule that needs a fact nobody knows is no hit; it is named as undecided.
    pub fn score(&self, facts: &Facts, on: Date, draw: u16) -> Outcome {
        let mut hits = Vec::new();
        let mut undecided = Vec::new();
        let mut run = Run::new(facts.slots());
        let same_schema = self.schema.is(facts.schema());
        for rule in self.rules.iter().filter(|rule| rule.in_force(on)) {
            let tried = if same_schema { self.try_rule(rule, &mut run) } else { Err(Failure::OtherSchema) };
            match tried {
                Ok(None) => {}
                Ok(Some(rows)) => hits.push(hit(rule, rows, &mut run)),
                Err(because) => {
                    undecided.push(Undecided { rule: rule.id.clone(), because: because.to_string() });
                }
            }
        }
        let score = total(&hits);
        let by_rules = hits.iter().filter_map(|hit| hit.minimum_lane).fold(self.lanes.lane(score), Lane::max);
        let by_chance = self.random.lane(draw);
        let selected_by = match by_rules.max(by_chance) {
            Lane::Green => SelectedBy::None,
            lane if lane == by_rules => SelectedBy::Rules,
            _ => SelectedBy::Random,
        };
        Outcome {
            score,
            lane: by_rules.max(by_chance),
            selected_by,
            hits,
            undecided,
            on,
            draw,
            ruleset: self.hash_text.clone(),
        }
    }

    /// Tries a rule: nothing when it is false, else the positions of the rows it is true for.
    fn try_rule<'a>(&'a self, rule: &'a Rule, run: &mut Run<'a>) -> Result<Option<Vec<usize>>, Failure> {
        if !among(&rule.regimes, self.regime, run) || !among(&rule.offices, self.office, run) {
            return Ok(None);
        }
        let Some(scope) = &rule.rows else {
            return Ok(run.truth(&rule.code)?.then(Vec::new));
        };
        let (mut rows, mut failure) = (Vec::new(), None);
        for (position, row) in rows_of(scope, run).iter().enumerate() {
            match run.truth_for_row(&rule.code, row, &scope.element, position) {
                Ok(true) => rows.push(position),
                Ok(false) => {}
                Err(found) => failure = failure.or(Some(found)),
            }
        }
        match failure {
            // One row that is true makes a hit, whatever is not known of others.
            Some(failure) if rows.is_empty() => Err(failure),
            _ => Ok((!rows.is_empty()).then_some(rows)),
        }
    }
}

/// Tells whether the fact is among the words a rule is for; a rule for none is for all.
fn among(words: &[String], slot: Option<usize>, run: &Run<'_>) -> bool {
    let found = || slot.and_then(|slot| run.slot(slot));
    words.is_empty()
        || matches!(found(), Some(Value::Text(text)) if words.iter().any(|word| **word == **text))
}

fn rows_of<'a>(scope: &RowScope, run: &Run<'a>) -> &'a [Value] {
    match run.slot(scope.slot) {
        Some(Value::List(list)) => list.items(),
        _ => &[],
    }
}

/// Tells the hit of a rule; what it saw is noted in a second evaluation, since most rules are no hit.
fn hit<'a>(rule: &'a Rule, rows: Vec<usize>, run: &mut Run<'a>) -> Hit {
    run.start_trace();
    // The answers are known: only what was looked at is wanted.
    match &rule.rows {
        None => drop(run.truth(&rule.code)),
        Some(scope) => {
            let all = rows_of(scope, run);
            for position in rows.iter().take(ROWS_SHOWN_MAX) {
                if let Some(row) = all.get(*position) {
                    drop(run.truth_for_row(&rule.code, row, &scope.element, *position));
                }
            }
        }
    }
    Hit {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        reason: rule.reason.clone(),
        kind: rule.kind,
        points: rule.points,
        minimum_lane: rule.minimum_lane,
        mandatory: rule.mandatory,
        legal_basis: rule.legal_basis.clone(),
        measures: rule.measures.clone(),
        rows: rows.into_iter().map(|position| position + 1).collect(),
        saw: run.end_trace(),
    }
}

/// Adds the points, held between 0 and 100.
fn total(hits: &[Hit]) -> u8 {
    let sum = hits.iter().map(|hit| i64::from(hit.points)).sum::<i64>();
    u8::try_from(sum.clamp(0, 100)).unwrap_or(100)
}

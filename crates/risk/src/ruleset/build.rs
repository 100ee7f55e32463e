//! From the file to compiled rules, collecting everything that is wrong.

use std::sync::Arc;

use rahdari_kernel::Date;
use sha2::{Digest, Sha256};

use super::error::RuleError;
use super::file::{FORMAT, RuleFile, RulesetFile};
use super::{Lookups, RowScope, Rule, Ruleset, lookups};
use crate::compile::{Checker, Code, World};
use crate::outcome::Lane;
use crate::schema::Schema;
use crate::syntax::parse;
use crate::types::Type;

/// The scope of a rule about the whole declaration.
const WHOLE: &str = "declaration";

/// Compiles a ruleset.
pub(super) fn compile(text: &str, schema: &Schema) -> Result<Ruleset, Vec<RuleError>> {
    let file: RulesetFile = toml::from_str(text).map_err(|error| vec![RuleError::from_toml(text, &error)])?;
    let mut errors = Vec::new();
    check_head(text, &file, &mut errors);
    let mut fact =
        |name: &Option<toml::Spanned<String>>| text_fact(text, schema, name.as_ref()?, &mut errors);
    let regime = fact(&file.regime_fact);
    let office = fact(&file.office_fact);
    let lookups = lookups::build(text, schema, &file.lists, &file.tables, &mut errors);
    let builder = Builder {
        text,
        schema,
        lookups: &lookups,
        has_regime: regime.is_some(),
        has_office: office.is_some(),
    };
    let mut rules: Vec<Rule> = Vec::with_capacity(file.rules.len());
    for rule in file.rules {
        if rules.iter().any(|other| other.id == *rule.id.get_ref()) {
            let message = format!("the id {} is used twice", rule.id.get_ref());
            errors.push(RuleError::at(text, rule.id.span(), message));
        }
        match builder.rule(rule) {
            Ok(rule) => rules.push(rule),
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        errors.sort_by_key(|error| (error.place.line, error.place.column));
        return Err(errors);
    }
    let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    Ok(Ruleset {
        id: file.id.into_inner(),
        version: file.version.into_inner(),
        title: file.title,
        schema: schema.clone(),
        hash,
        hash_text: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        lanes: file.lanes.into_inner(),
        random: file.random.map(toml::Spanned::into_inner).unwrap_or_default(),
        regime,
        office,
        rules,
    })
}

fn check_head(text: &str, file: &RulesetFile, errors: &mut Vec<RuleError>) {
    if file.format.get_ref() != FORMAT {
        let error = RuleError::at(text, file.format.span(), "the file is of a format that is not known here");
        errors.push(error.help(format!("this reader knows {FORMAT:?}")));
    }
    for word in [&file.id, &file.version] {
        if word.get_ref().trim().is_empty() {
            errors.push(RuleError::at(text, word.span(), "a ruleset needs an id and a version"));
        }
    }
    let lanes = file.lanes.get_ref();
    let ascending = 0 < lanes.blue && lanes.blue < lanes.yellow && lanes.yellow < lanes.orange;
    if !(ascending && lanes.orange < lanes.red && lanes.red <= 100) {
        let message = "the lanes need rising scores: 0 < blue < yellow < orange < red ≤ 100";
        errors.push(RuleError::at(text, file.lanes.span(), message));
    }
    if let Some(random) = &file.random {
        let rates = random.get_ref();
        let rates = [rates.blue, rates.yellow, rates.orange, rates.red];
        if rates.into_iter().map(u32::from).sum::<u32>() > 10_000 {
            errors.push(RuleError::at(text, random.span(), "the random rates are together above 10,000"));
        }
    }
}

/// Finds a fact that is a text.
fn text_fact(
    text: &str,
    schema: &Schema,
    name: &toml::Spanned<String>,
    errors: &mut Vec<RuleError>,
) -> Option<usize> {
    match schema.find(name.get_ref()) {
        Some((slot, field)) if field.kind == Type::Text => Some(slot),
        _ => {
            let message = format!("there is no fact {} that is a string", name.get_ref());
            errors.push(RuleError::at(text, name.span(), message));
            None
        }
    }
}

struct Builder<'a> {
    text: &'a str,
    schema: &'a Schema,
    lookups: &'a Lookups,
    has_regime: bool,
    has_office: bool,
}

impl Builder<'_> {
    fn rule(&self, file: RuleFile) -> Result<Rule, Vec<RuleError>> {
        let mut errors = Vec::new();
        self.check_words(&file, &mut errors);
        let valid_from = self.date(&file.valid_from, &mut errors);
        let valid_until = self.date(&file.valid_until, &mut errors);
        if valid_from > valid_until {
            errors.push(self.at(file.valid_until.span(), "the rule ends before it begins"));
        }
        let points = file.points.as_ref().map_or(0, |points| *points.get_ref());
        if let Some(written) = file.points.as_ref().filter(|_| !(-100..=100).contains(&points)) {
            errors.push(self.at(written.span(), "points are between -100 and 100"));
        }
        if points == 0 && file.minimum_lane.unwrap_or(Lane::Green) == Lane::Green {
            errors.push(
                self.at(file.id.span(), "the rule changes nothing").help("give it points or a minimum_lane"),
            );
        }
        if file.mandatory && file.minimum_lane.is_none() {
            errors.push(self.at(file.id.span(), "a mandatory rule needs a minimum_lane"));
        }
        if !file.regimes.is_empty() && !self.has_regime {
            errors
                .push(self.at(file.id.span(), "the rule names regimes, and the ruleset has no regime_fact"));
        }
        if !file.offices.is_empty() && !self.has_office {
            errors
                .push(self.at(file.id.span(), "the rule names offices, and the ruleset has no office_fact"));
        }
        let (rows, element) = self.scope(&file, &mut errors);
        let code = self.condition(&file.when, element, &mut errors);
        let id = file.id.into_inner();
        if !errors.is_empty() {
            return Err(errors.into_iter().map(|error| error.of_rule(&id)).collect());
        }
        Ok(Rule {
            id,
            title: file.title.into_inner(),
            reason: file.reason.into_inner(),
            kind: file.kind,
            legal_basis: file.legal_basis.into_inner(),
            owner: file.owner.into_inner(),
            valid_from,
            valid_until,
            scope: rows.as_ref().and(file.scope).map(toml::Spanned::into_inner),
            regimes: file.regimes,
            offices: file.offices,
            condition: file.when.into_inner().trim().to_owned(),
            points,
            minimum_lane: file.minimum_lane,
            mandatory: file.mandatory,
            measures: file.measures,
            rows,
            code,
        })
    }

    fn check_words(&self, file: &RuleFile, errors: &mut Vec<RuleError>) {
        let id = file.id.get_ref();
        let kebab = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if id.is_empty() || !kebab {
            errors.push(self.at(file.id.span(), "an id is made of small letters, digits and dashes"));
        }
        for words in [&file.title, &file.reason, &file.legal_basis, &file.owner] {
            if words.get_ref().trim().is_empty() {
                errors.push(self.at(words.span(), "the rule needs words here"));
            }
        }
    }

    fn date(&self, written: &toml::Spanned<toml::value::Datetime>, errors: &mut Vec<RuleError>) -> Date {
        written.get_ref().to_string().parse().unwrap_or_else(|_| {
            errors.push(self.at(written.span(), "a date is written 2026-11-30"));
            Date::MIN
        })
    }

    /// Returns the list the rule is tried on, and the variable that is its row.
    fn scope(
        &self,
        file: &RuleFile,
        errors: &mut Vec<RuleError>,
    ) -> (Option<RowScope>, Option<(Arc<str>, Type)>) {
        let Some(scope) = file.scope.as_ref().filter(|scope| scope.get_ref() != WHOLE) else {
            return (None, None);
        };
        match self.schema.list_named(scope.get_ref()) {
            Some((list, rows)) => {
                let element = Arc::clone(&rows.element);
                let row = RowScope { slot: rows.slot(), element: Arc::clone(&element) };
                (Some(row), Some((element, Type::Row(list))))
            }
            None => {
                let lists: Vec<&str> = self
                    .schema
                    .fields()
                    .iter()
                    .filter(|f| self.schema.list_named(&f.name).is_some())
                    .map(|f| &*f.name)
                    .collect();
                let error = self.at(scope.span(), &format!("there is no list of facts {}", scope.get_ref()));
                errors.push(
                    error.help(format!("a rule is about {WHOLE:?} or the rows of {}", lists.join(", "))),
                );
                (None, None)
            }
        }
    }

    fn condition(
        &self,
        written: &toml::Spanned<String>,
        element: Option<(Arc<str>, Type)>,
        errors: &mut Vec<RuleError>,
    ) -> Code {
        let world =
            World::Rules { schema: self.schema, lists: &self.lookups.lists, tables: &self.lookups.tables };
        let mut checker = Checker::new(world);
        if let Some((name, kind)) = element {
            checker = checker.with_local(name, kind);
        }
        let code = match parse(written.get_ref()) {
            Ok(tree) => checker.check_truth(&tree),
            Err(problem) => {
                checker.problems.push(problem);
                Code::And(Vec::new())
            }
        };
        let problems = checker.problems.into_iter();
        errors.extend(problems.map(|problem| RuleError::in_condition(self.text, written, problem)));
        code
    }

    fn at(&self, span: std::ops::Range<usize>, message: &str) -> RuleError {
        RuleError::at(self.text, span, message)
    }
}

//! Conditions: what is true or false, without a value in between, since most of a rule is conditions.

use super::machine::Run;
use super::operators::relate;
use crate::compile::Code;
use crate::failure::Failure;
use crate::value::Value;

impl<'a> Run<'a> {
    /// Evaluates what must be true or false for the operator that asks.
    pub(super) fn truth_of(&mut self, code: &'a Code, asker: &'static str) -> Result<bool, Failure> {
        match code {
            Code::And(parts) => self.and(parts),
            Code::Or(parts) => self.or(parts),
            Code::Not(operand) => Ok(!self.truth_of(operand, "!")?),
            Code::Binary(operator, left, right) if operator.is_relation() => {
                let (left, right) = (self.eval(left)?, self.eval(right)?);
                self.charge(&left)?;
                self.charge(&right)?;
                relate(*operator, &left, &right)
            }
            Code::HasSlot(index) => Ok(self.slot(*index).is_some()),
            Code::HasColumn { row, index } => {
                let row = self.eval(row)?;
                Ok(matches!(&*row, Value::Row(row) if row.get(*index).is_some_and(Option::is_some)))
            }
            Code::HasKey { base, key } => match &*self.eval(base)? {
                Value::Map(map) => Ok(map.get(key).is_some()),
                other => Err(Failure::NoOverload("has", other.type_name().to_owned())),
            },
            Code::InList { value, list } => {
                let text = self.text(value, "in")?;
                Ok(list.contains(&text))
            }
            Code::InTable { value, table } => {
                let key = self.text(value, "in")?;
                let found = table.get(&key);
                self.note_entry(table, &key, found);
                Ok(found.is_some())
            }
            Code::Matches { text, pattern } => {
                let text = self.text(text, "matches")?;
                self.charge_text(&text)?;
                Ok(pattern.matches(&text))
            }
            other => match &*self.eval(other)? {
                Value::Bool(value) => Ok(*value),
                other => Err(Failure::NoOverload(asker, other.type_name().to_owned())),
            },
        }
    }

    /// False when any part is false, whatever else fails; else the first failure.
    fn and(&mut self, parts: &'a [Code]) -> Result<bool, Failure> {
        let mut failure = None;
        for part in parts {
            match self.truth_of(part, "&&") {
                Ok(false) => return Ok(false),
                Ok(true) => {}
                Err(found) => failure = failure.or(Some(found)),
            }
        }
        failure.map_or(Ok(true), Err)
    }

    /// True when any part is true, whatever else fails; else the first failure.
    fn or(&mut self, parts: &'a [Code]) -> Result<bool, Failure> {
        let mut failure = None;
        for part in parts {
            match self.truth_of(part, "||") {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(found) => failure = failure.or(Some(found)),
            }
        }
        failure.map_or(Ok(false), Err)
    }
}

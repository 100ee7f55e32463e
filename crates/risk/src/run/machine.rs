//! The walk over checked code.

use std::borrow::Cow;
use std::sync::Arc;

use super::operators::arithmetic;
use crate::compile::Code;
use crate::failure::Failure;
use crate::lookup::NamedTable;
use crate::value::Value;

/// How many turns of loops one evaluation may take.
const STEPS_MAX: usize = 1_000_000;

/// How much of a value may be copied or searched for the price of one turn.
const WEIGHT_OF_A_STEP: usize = 64;

/// A value, borrowed from facts or code where it stands there.
pub(super) type Answer<'a> = Result<Cow<'a, Value>, Failure>;

/// An evaluation over the facts of one declaration.
pub(crate) struct Run<'a> {
    slots: &'a [Option<Value>],
    pub(super) locals: Vec<Local<'a>>,
    steps: usize,
    /// What was looked at and seen, when somebody wants to know.
    pub(super) trace: Option<Vec<(String, String)>>,
}

/// The value of a variable.
pub(super) struct Local<'a> {
    pub(super) value: Cow<'a, Value>,
    /// What it is called and its position from 0, when it is a row of a list of facts.
    pub(super) row: Option<(&'a str, usize)>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(slots: &'a [Option<Value>]) -> Self {
        Self { slots, locals: Vec::new(), steps: 0, trace: None }
    }

    /// Evaluates a condition from the beginning; only true and false are answers.
    pub(crate) fn truth(&mut self, code: &'a Code) -> Result<bool, Failure> {
        self.steps = 0;
        self.locals.clear();
        self.truth_of(code, "a condition")
    }

    /// Evaluates a condition with the variable of the rule bound to a row.
    pub(crate) fn truth_for_row(
        &mut self,
        code: &'a Code,
        row: &'a Value,
        element: &'a str,
        position: usize,
    ) -> Result<bool, Failure> {
        self.steps = 0;
        self.locals.clear();
        self.locals.push(Local { value: Cow::Borrowed(row), row: Some((element, position)) });
        self.truth_of(code, "a condition")
    }

    /// Begins to note what is looked at.
    pub(crate) fn start_trace(&mut self) {
        self.trace = Some(Vec::new());
    }

    /// Ends noting, and returns what was looked at and seen, each once.
    pub(crate) fn end_trace(&mut self) -> Vec<(String, String)> {
        let mut seen = Vec::new();
        for entry in self.trace.take().unwrap_or_default() {
            if !seen.contains(&entry) {
                seen.push(entry);
            }
        }
        seen
    }

    /// Returns the value of a fact, if it is known.
    pub(crate) fn slot(&self, index: usize) -> Option<&'a Value> {
        self.slots.get(index).and_then(Option::as_ref)
    }

    pub(crate) fn eval(&mut self, code: &'a Code) -> Answer<'a> {
        match code {
            Code::Const(value) => Ok(Cow::Borrowed(value)),
            Code::Slot { index, name } => self.fact(*index, name),
            Code::Local(place) => self.local(*place),
            Code::Column { row, index, name } => self.column(row, *index, name),
            Code::Index { base, key } => self.index(base, key),
            Code::List(items) => {
                let items = items.iter().map(|item| Ok(self.eval(item)?.into_owned()));
                let list = Value::list(items.collect::<Result<_, Failure>>()?)?;
                self.charge(&list)?;
                own(list)
            }
            Code::Map(entries) => self.map(entries),
            Code::Negate(operand) => self.negate(operand),
            Code::Binary(operator, left, right) if !operator.is_relation() => {
                let (left, right) = (self.eval(left)?, self.eval(right)?);
                self.charge(&left)?;
                self.charge(&right)?;
                arithmetic(*operator, &left, &right).map(Cow::Owned)
            }
            Code::Lookup { key, table } => {
                let key = self.text(key, "[]")?;
                let found = table.get(&key);
                self.note_entry(table, &key, found);
                found.map(Cow::Borrowed).ok_or_else(|| Failure::NoSuchKey(format!("{key} in {}", table.name)))
            }
            Code::Conditional(condition, yes, no) => {
                let chosen = if self.truth_of(condition, "? :")? { yes } else { no };
                self.eval(chosen)
            }
            Code::Call(function, arguments) => self.call(*function, arguments),
            Code::Loop(unfolded) => self.turn(unfolded),
            Code::Fail(failure) => Err(failure.clone()),
            Code::HasSlot(_)
            | Code::HasColumn { .. }
            | Code::HasKey { .. }
            | Code::Not(_)
            | Code::Binary(..)
            | Code::InList { .. }
            | Code::InTable { .. }
            | Code::And(_)
            | Code::Or(_)
            | Code::Matches { .. } => bool(self.truth_of(code, "a condition")?),
        }
    }

    /// Counts a turn of a loop.
    pub(super) fn step(&mut self) -> Result<(), Failure> {
        self.steps += 1;
        if self.steps > STEPS_MAX { Err(Failure::TooMuchWork) } else { Ok(()) }
    }

    /// Counts the work that a large value makes for whoever copies or searches it.
    pub(super) fn charge(&mut self, value: &Value) -> Result<(), Failure> {
        self.steps += value.weight() / WEIGHT_OF_A_STEP;
        if self.steps > STEPS_MAX { Err(Failure::TooMuchWork) } else { Ok(()) }
    }

    /// Counts the work of searching a text.
    pub(super) fn charge_text(&mut self, text: &str) -> Result<(), Failure> {
        self.steps += text.len() / (8 * WEIGHT_OF_A_STEP);
        if self.steps > STEPS_MAX { Err(Failure::TooMuchWork) } else { Ok(()) }
    }

    fn fact(&mut self, index: usize, name: &Arc<str>) -> Answer<'a> {
        let value = self.slot(index).ok_or_else(|| Failure::Absent(Arc::clone(name)))?;
        self.note(value, || name.to_string());
        Ok(Cow::Borrowed(value))
    }

    fn local(&self, place: usize) -> Answer<'a> {
        let local = self.locals.get(place).ok_or(Failure::OtherSchema)?;
        Ok(local.value.clone())
    }

    fn column(&mut self, row: &'a Code, index: usize, name: &Arc<str>) -> Answer<'a> {
        let (base, label) = match row {
            Code::Local(place) => {
                let local = self.locals.get(*place).ok_or(Failure::OtherSchema)?;
                (local.value.clone(), local.row)
            }
            other => (self.eval(other)?, None),
        };
        let named = || match label {
            Some((element, position)) => format!("{element} {} {name}", position + 1),
            None => name.to_string(),
        };
        let value = match base {
            Cow::Borrowed(Value::Row(row)) => row.get(index).and_then(Option::as_ref).map(Cow::Borrowed),
            Cow::Owned(Value::Row(row)) => row.get(index).cloned().flatten().map(Cow::Owned),
            _ => return Err(Failure::OtherSchema),
        };
        let value = value.ok_or_else(|| Failure::Absent(named().into()))?;
        self.note(&value, named);
        Ok(value)
    }

    fn index(&mut self, base: &'a Code, key: &'a Code) -> Answer<'a> {
        let base = self.eval(base)?;
        let key = self.eval(key)?;
        match &*base {
            Value::List(list) => {
                let position = key.number().ok_or_else(|| Failure::NoOverload("[]", pair_of(&base, &key)))?;
                let found = position.exact().and_then(|position| usize::try_from(position).ok());
                let found = found.filter(|found| *found < list.items().len());
                let found = found.ok_or_else(|| Failure::OutsideList(key.to_string()))?;
                pick(&base, |value| match value {
                    Value::List(list) => list.items().get(found),
                    _ => None,
                })
            }
            Value::Map(_) => pick(&base, |value| match value {
                Value::Map(map) => map.get(&key),
                _ => None,
            })
            .map_err(|_| Failure::NoSuchKey(key.to_string())),
            _ => Err(Failure::NoOverload("[]", pair_of(&base, &key))),
        }
    }

    fn map(&mut self, entries: &'a [(Code, Code)]) -> Answer<'a> {
        let mut values = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            values.push((self.eval(key)?.into_owned(), self.eval(value)?.into_owned()));
        }
        let map = Value::map(values)?;
        self.charge(&map)?;
        own(map)
    }

    /// Evaluates what must be a text for the operator that asks.
    pub(super) fn text(&mut self, code: &'a Code, asker: &'static str) -> Result<Cow<'a, str>, Failure> {
        match self.eval(code)? {
            Cow::Borrowed(Value::Text(text)) => Ok(Cow::Borrowed(text)),
            Cow::Owned(Value::Text(text)) => Ok(Cow::Owned(text.as_ref().to_owned())),
            other => Err(Failure::NoOverload(asker, other.type_name().to_owned())),
        }
    }

    /// Notes what was looked at, if somebody wants to know; whole lists and rows say nothing.
    fn note(&mut self, value: &Value, name: impl FnOnce() -> String) {
        let Some(trace) = &mut self.trace else { return };
        if !matches!(value, Value::Row(_) | Value::List(_) | Value::Map(_)) {
            trace.push((name(), value.to_string()));
        }
    }

    pub(super) fn note_entry(&mut self, table: &NamedTable, key: &str, found: Option<&Value>) {
        if let Some(value) = found {
            self.note(value, || format!("{}[{key}]", table.name));
        }
    }
}

pub(super) fn bool<'a>(value: bool) -> Answer<'a> {
    Ok(Cow::Owned(Value::Bool(value)))
}

pub(super) fn own<'a>(value: Value) -> Answer<'a> {
    Ok(Cow::Owned(value))
}

/// Takes a part of a value, borrowed if the value is.
pub(super) fn pick<'a>(
    from: &Cow<'a, Value>,
    part: impl for<'v> FnOnce(&'v Value) -> Option<&'v Value>,
) -> Answer<'a> {
    let found = match from {
        Cow::Borrowed(value) => part(value).map(Cow::Borrowed),
        Cow::Owned(value) => part(value).cloned().map(Cow::Owned),
    };
    found.ok_or_else(|| Failure::NoSuchKey(String::new()))
}

fn pair_of(left: &Value, right: &Value) -> String {
    crate::value::pair(left, right)
}

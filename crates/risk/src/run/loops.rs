//! Loops over lists and maps.

use std::borrow::Cow;
use std::mem;

use super::machine::{Answer, Local, Run, bool, own, pick};
use super::operators::length;
use crate::compile::{Loop, LoopKind};
use crate::failure::Failure;
use crate::value::Value;

/// What a loop has made so far.
#[derive(Default)]
struct Made {
    failure: Option<Failure>,
    count: usize,
    items: Vec<Value>,
    entries: Vec<(Value, Value)>,
    weight: usize,
}

/// The most that a loop may make before it is looked at as a whole.
const WEIGHT_MAX: usize = 1 << 20;

impl<'a> Run<'a> {
    pub(super) fn turn(&mut self, unfolded: &'a Loop) -> Answer<'a> {
        let range = self.eval(&unfolded.range)?;
        let outside = self.locals.len();
        let mut made = Made::default();
        for position in 0..length(&range)? {
            self.step()?;
            let (key, value) = element(&range, position)?;
            let row = unfolded.element.as_deref().map(|element| (element, position));
            let first = match (&*range, unfolded.two) {
                (Value::Map(_), _) | (_, true) => key.clone(),
                _ => value.clone(),
            };
            self.locals.push(Local { value: first.clone(), row: if unfolded.two { None } else { row } });
            if unfolded.two {
                self.locals.push(Local { value, row });
            }
            let decided = self.turn_once(unfolded, first, &mut made);
            self.locals.truncate(outside);
            if let Some(decided) = decided? {
                return bool(decided);
            }
        }
        match unfolded.kind {
            LoopKind::All => made.failure.map_or_else(|| bool(true), Err),
            LoopKind::Exists => made.failure.map_or_else(|| bool(false), Err),
            LoopKind::ExistsOne => bool(made.count == 1),
            LoopKind::Filter | LoopKind::List => own(Value::list(made.items)?),
            LoopKind::Map => own(Value::map(made.entries)?),
        }
    }

    /// Takes one element; a truth decides the whole loop.
    fn turn_once(
        &mut self,
        unfolded: &'a Loop,
        first: Cow<'a, Value>,
        made: &mut Made,
    ) -> Result<Option<bool>, Failure> {
        let noted = self.trace.as_ref().map_or(0, Vec::len);
        match unfolded.kind {
            LoopKind::All => match self.truth_of(&unfolded.body, "all") {
                Ok(true) => {}
                Ok(false) => return Ok(Some(false)),
                Err(failure) => made.failure = mem::take(&mut made.failure).or(Some(failure)),
            },
            LoopKind::Exists => match self.truth_of(&unfolded.body, "exists") {
                Ok(true) => return Ok(Some(true)),
                Ok(false) => self.forget_since(noted),
                Err(failure) => made.failure = mem::take(&mut made.failure).or(Some(failure)),
            },
            LoopKind::ExistsOne => match self.truth_of(&unfolded.body, "exists_one")? {
                true => made.count += 1,
                false => self.forget_since(noted),
            },
            LoopKind::Filter => match self.truth_of(&unfolded.body, "filter")? {
                true => made.take(first.into_owned())?,
                false => self.forget_since(noted),
            },
            LoopKind::List | LoopKind::Map => {
                let taken = match &unfolded.filter {
                    Some(filter) => self.truth_of(filter, "a filter")?,
                    None => true,
                };
                if taken {
                    let value = self.eval(&unfolded.body)?.into_owned();
                    if unfolded.kind == LoopKind::List {
                        made.take(value)?;
                    } else {
                        made.take_entry(first.into_owned(), value)?;
                    }
                }
            }
        }
        Ok(None)
    }

    /// Forgets what was noted for an element that turned out not to matter.
    fn forget_since(&mut self, noted: usize) {
        if let Some(trace) = &mut self.trace {
            trace.truncate(noted);
        }
    }
}

impl Made {
    fn take(&mut self, value: Value) -> Result<(), Failure> {
        self.weigh(&value)?;
        self.items.push(value);
        Ok(())
    }

    fn take_entry(&mut self, key: Value, value: Value) -> Result<(), Failure> {
        self.weigh(&value)?;
        self.entries.push((key, value));
        Ok(())
    }

    fn weigh(&mut self, value: &Value) -> Result<(), Failure> {
        self.weight = self.weight.saturating_add(value.weight());
        if self.weight > WEIGHT_MAX { Err(Failure::TooMuchWork) } else { Ok(()) }
    }
}

/// Returns the key or position, and the value, at a position of a list or map.
fn element<'a>(range: &Cow<'a, Value>, position: usize) -> Result<(Cow<'a, Value>, Cow<'a, Value>), Failure> {
    let key = match &**range {
        Value::Map(_) => pick(range, |value| match value {
            Value::Map(map) => map.entries().get(position).map(|(key, _)| key),
            _ => None,
        })?,
        _ => Cow::Owned(Value::Int(i64::try_from(position).map_err(|_| Failure::Overflow)?)),
    };
    let value = pick(range, |value| match value {
        Value::Map(map) => map.entries().get(position).map(|(_, value)| value),
        Value::List(list) => list.items().get(position),
        _ => None,
    })?;
    Ok((key, value))
}

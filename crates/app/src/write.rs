//! What every writing use case has in common: the request's name, the event's envelope, the commit.

use rahdari_kernel::event::By;
use rahdari_kernel::{Actor, Country, EventId, Instant, NewEvent, Refusal, Source, Subject};
use rahdari_store::{Book, CommitError, IdempotencyKey, Key, Outcome, Write};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::context::Context;
use crate::error::{Error, Result};
use crate::permission::Action;

/// One request to change something, as the client named it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The client's name for it (`Idempotency-Key`), 1 to 100 characters.
    pub key: String,
    /// Through which door it came.
    pub source: Source,
    /// The device that sent it, if it says so.
    pub device: Option<String>,
    /// The row version that the client saw (`If-Match`).
    pub expected_version: Option<i64>,
    /// SHA-256 over what is asked and its address: the same key with another content is a conflict.
    pub body_hash: [u8; 32],
}

/// The durable answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    /// The answer.
    pub value: T,
    /// Whether it was given before, and this sending changed nothing.
    pub replayed: bool,
}

impl<T> Written<T> {
    /// Returns the same with another value.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Written<U> {
        Written { value: with(self.value), replayed: self.replayed }
    }
}

/// What a decision knows of the request it answers.
#[derive(Clone, Debug)]
pub(crate) struct Stamped {
    pub(crate) by: By,
    pub(crate) administration: Country,
    pub(crate) source: Source,
    pub(crate) device: Option<String>,
    pub(crate) at: Instant,
}

impl Stamped {
    pub(crate) fn new(actor: &Actor, request: &Request, at: Instant) -> Self {
        Self {
            by: by(actor),
            administration: actor.administration,
            source: request.source,
            device: request.device.clone(),
            at,
        }
    }

    /// Makes an event that occurred when it was recorded. The payload's keys are sorted by `Value`.
    pub(crate) fn event(
        &self,
        kind: &'static str,
        subject: (&'static str, [u8; 16]),
        payload: &impl Serialize,
    ) -> std::result::Result<NewEvent, Refusal> {
        let payload =
            serde_json::to_value(payload).map_err(|error| Refusal::new("internal", error.to_string()))?;
        Ok(NewEvent {
            kind: kind.into(),
            subject: Subject { kind: subject.0.into(), id: EventId::from_bytes(subject.1) },
            administration: self.administration,
            by: self.by.clone(),
            source: self.source,
            device: self.device.clone(),
            occurred_at: self.at,
            recorded_at: self.at,
            payload: payload.to_string(),
        })
    }
}

pub(crate) fn by(actor: &Actor) -> By {
    By { user: Some(actor.user), role: Some(actor.role), office: actor.office, company: actor.company }
}

/// Answers with JSON; a value that cannot be written as JSON is a fault of ours.
pub(crate) fn answer(value: &impl Serialize) -> std::result::Result<Value, Refusal> {
    serde_json::to_value(value).map_err(|error| Refusal::new("internal", error.to_string()))
}

/// Refuses when the client saw another version than the one that stands.
pub(crate) fn fresh(expected: Option<i64>, version: i64) -> std::result::Result<(), Refusal> {
    match expected {
        Some(expected) if expected != version => Err(Refusal::new(
            "stale",
            format!("it was changed since you read it: you saw version {expected}, it has version {version}"),
        )),
        _ => Ok(()),
    }
}

impl Context {
    /// Commits one decision and returns its durable answer.
    pub(crate) async fn commit<T: DeserializeOwned>(
        &self,
        actor: &Actor,
        request: &Request,
        action: Action,
        at: Instant,
        touches: Vec<Key>,
        decide: impl Fn(&mut Book) -> std::result::Result<Value, Refusal> + Send + 'static,
    ) -> Result<Written<T>> {
        let write = self.named(actor, request, action, at, touches, decide)?;
        settle(self.store.commit(write).await)
    }

    /// Puts a decision under the name of its request. The hash of what was asked is keyed: it stands in the
    /// log for ever, and a plain one would let its readers try out access codes and passwords.
    pub(crate) fn named(
        &self,
        actor: &Actor,
        request: &Request,
        action: Action,
        at: Instant,
        touches: Vec<Key>,
        decide: impl Fn(&mut Book) -> std::result::Result<Value, Refusal> + Send + 'static,
    ) -> Result<Write> {
        if request.key.is_empty() || request.key.len() > 100 {
            return Err(Error::Refused(Refusal::new(
                "idempotency-key",
                "name the request in the Idempotency-Key header, with 1 to 100 characters",
            )));
        }
        Ok(Write {
            key: IdempotencyKey::new(actor.user.to_bytes(), request.key.clone()),
            request_hash: Sha256::new_with_prefix(self.secrets.requests)
                .chain_update(request.body_hash)
                .finalize()
                .into(),
            by: by(actor),
            administration: actor.administration,
            source: request.source,
            at,
            touches,
            action: action.as_str(),
            decide: Box::new(decide),
        })
    }
}

/// Turns the store's outcome into the use case's.
pub(crate) fn settle<T: DeserializeOwned>(
    outcome: std::result::Result<Outcome, CommitError>,
) -> Result<Written<T>> {
    match outcome {
        Ok(Outcome::Done { answer, replayed, .. }) => serde_json::from_value(answer)
            .map(|value| Written { value, replayed })
            .map_err(|error| Error::Internal(format!("a remembered answer cannot be read: {error}"))),
        Ok(Outcome::Refused { refusal, .. }) if refusal.code == "internal" => {
            Err(Error::Internal(refusal.detail))
        }
        Ok(Outcome::Refused { refusal, .. }) if refusal.code == "not-found" => Err(Error::NotFound),
        Ok(Outcome::Refused { refusal, .. }) => Err(Error::Refused(refusal)),
        Err(CommitError::Internal { action, cause }) => Err(Error::Internal(format!("{action}: {cause}"))),
        Err(error @ (CommitError::Unavailable(_) | CommitError::Overloaded | CommitError::Closed)) => {
            Err(Error::Unavailable(error.to_string()))
        }
    }
}

//! An event before it is numbered: what happened, to what, who did it, when it occurred and when it was
//! recorded. The store numbers events in the transaction that caused them, under the head of the log.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::code::{Country, OfficeCode};
use crate::id::{CompanyId, EventId, UserId};
use crate::time::Instant;

/// The thing that an event is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Its kind: `declaration`, `movement`, `guarantee`, `user`, `session`, `company`, `mandate`, `reference`, `request`.
    pub kind: Cow<'static, str>,
    /// Its sixteen bytes.
    pub id: EventId,
}

/// Who did it: an id and the scope it acted in, never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The user, or nothing when the system itself acted.
    pub user: Option<UserId>,
    /// The role it acted in.
    pub role: Option<Role>,
    /// The office it acted at.
    pub office: Option<OfficeCode>,
    /// The company it acted for.
    pub company: Option<CompanyId>,
}

/// Through which door a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The JSON API.
    Api,
    /// An XML message.
    Message,
    /// A page.
    Page,
    /// A command of the binary, or the system itself.
    System,
}

/// An event that a decision records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEvent {
    /// What happened, in the past tense: `declaration.accepted`.
    pub kind: Cow<'static, str>,
    /// What it happened to.
    pub subject: Subject,
    /// The administration whose business it is.
    pub administration: Country,
    /// Who did it.
    pub by: By,
    /// Through which door.
    pub source: Source,
    /// The device that reported it, if one did.
    pub device: Option<String>,
    /// When it occurred, as the person or device says.
    pub occurred_at: Instant,
    /// When it was recorded here.
    pub recorded_at: Instant,
    /// What else there is to know, as JSON text with sorted keys and no fractions. Personal data enter as
    /// commitments only.
    pub payload: String,
}

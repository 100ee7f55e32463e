//! Users, companies, mandates and sign-in sessions.

use std::fmt;
use std::str::FromStr;

use diesel::{Queryable, Selectable};
use rahdari_kernel::{CompanyId, Country, Date, Instant, MandateId, OfficeCode, Role, SessionId, UserId};

use super::row::{Row, counted};
use super::tables;
use crate::schema::{companies, mandates, sessions, users};
use crate::sql::{Bytes, Maybe, Micros, Word};
use crate::table::{Cell, Table};

/// A user who signs in.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct UserRecord {
    /// Its id.
    #[diesel(deserialize_as = Bytes<16>)]
    pub id: UserId,
    /// The administration it belongs to.
    #[diesel(deserialize_as = Word)]
    pub administration: Country,
    /// Counts its changes.
    pub version: i64,
    /// The name it signs in with, unique in the installation.
    pub username: String,
    /// The name people see.
    pub display_name: String,
    /// What it is.
    #[diesel(deserialize_as = Word)]
    pub role: Role,
    /// The office it works at (officers).
    #[diesel(deserialize_as = Maybe<Word>)]
    pub office: Option<OfficeCode>,
    /// The company it acts for (brokers and guarantors).
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub company: Option<CompanyId>,
    /// The argon2id hash of its password, in PHC form.
    pub password_hash: String,
    /// Whether it may sign in.
    pub active: bool,
}

/// What a company does in transit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompanyKind {
    /// Declares for others.
    Broker,
    /// Owns goods or holds transit procedures.
    Trader,
    /// Carries.
    Carrier,
    /// Stands behind guarantees.
    Guarantor,
}

/// What a mandate lets its agent do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MandateKind {
    /// A holder lets a broker's company declare for it.
    Holder,
    /// An administration lets a user read its books.
    Auditor,
}

/// A word in a column has no meaning here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of: {0}")]
pub struct UnknownWord(&'static str);

impl CompanyKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Broker, Self::Trader, Self::Carrier, Self::Guarantor];

    /// Returns the word used in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Broker => "broker",
            Self::Trader => "trader",
            Self::Carrier => "carrier",
            Self::Guarantor => "guarantor",
        }
    }
}

impl fmt::Display for CompanyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CompanyKind {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or(UnknownWord("broker, trader, carrier, guarantor"))
    }
}

impl MandateKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Holder, Self::Auditor];

    /// Returns the word used in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Auditor => "auditor",
        }
    }
}

impl fmt::Display for MandateKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for MandateKind {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or(UnknownWord("holder, auditor"))
    }
}

/// A company known to an administration.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = companies)]
pub struct CompanyRecord {
    /// Its id.
    #[diesel(deserialize_as = Bytes<16>)]
    pub id: CompanyId,
    /// The administration that registered it.
    #[diesel(deserialize_as = Word)]
    pub administration: Country,
    /// Counts its changes.
    pub version: i64,
    /// What it does.
    #[diesel(deserialize_as = Word)]
    pub kind: CompanyKind,
    /// Its number with the administration (NTN, BIN, …), unique there among its kind.
    pub identification: String,
    /// Its name.
    pub name: String,
}

/// A dated mandate. Both days belong to it; a revoked one ends at that instant.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = mandates)]
pub struct MandateRecord {
    /// Its id.
    #[diesel(deserialize_as = Bytes<16>)]
    pub id: MandateId,
    /// The administration it was given in.
    #[diesel(deserialize_as = Word)]
    pub administration: Country,
    /// Counts its changes.
    pub version: i64,
    /// What it lets the agent do.
    #[diesel(deserialize_as = Word)]
    pub kind: MandateKind,
    /// The holder who gives it; nothing for an auditor's.
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub principal: Option<CompanyId>,
    /// The broker's company that may declare; nothing for an auditor's.
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub agent_company: Option<CompanyId>,
    /// The auditor; nothing for a holder's.
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub agent_user: Option<UserId>,
    /// The first day, UTC.
    #[diesel(deserialize_as = Word)]
    pub valid_from: Date,
    /// The last day, UTC.
    #[diesel(deserialize_as = Word)]
    pub valid_until: Date,
    /// When it was withdrawn, if it was.
    #[diesel(deserialize_as = Maybe<Micros>)]
    pub revoked_at: Option<Instant>,
}

impl MandateRecord {
    /// Returns whether it is in force at an instant.
    pub fn holds_at(&self, at: Instant) -> bool {
        let day = at.date();
        self.valid_from <= day && day <= self.valid_until && self.revoked_at.is_none_or(|end| at < end)
    }
}

/// A family of refresh tokens, begun by one sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SessionRecord {
    /// Its id.
    #[diesel(deserialize_as = Bytes<16>)]
    pub id: SessionId,
    /// The administration of its user.
    #[diesel(deserialize_as = Word)]
    pub administration: Country,
    /// Counts its changes.
    pub version: i64,
    /// Who signed in.
    #[diesel(column_name = user_id, deserialize_as = Bytes<16>)]
    pub user: UserId,
    /// SHA-256 of the refresh token that is good now.
    #[diesel(deserialize_as = Bytes<32>)]
    pub refresh_hash: [u8; 32],
    /// SHA-256 of the one before; whoever shows that has stolen it, or had it stolen.
    #[diesel(deserialize_as = Maybe<Bytes<32>>)]
    pub previous_hash: Option<[u8; 32]>,
    /// When the sign-in was.
    #[diesel(deserialize_as = Micros)]
    pub issued_at: Instant,
    /// When it ends by itself.
    #[diesel(deserialize_as = Micros)]
    pub expires_at: Instant,
    /// When it was ended, if it was.
    #[diesel(deserialize_as = Maybe<Micros>)]
    pub revoked_at: Option<Instant>,
}

impl Row for UserRecord {
    const TABLE: &'static Table = &tables::USERS;
    type Id = UserId;
    fn id(&self) -> UserId {
        self.id
    }
    counted!();
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        Ok(vec![
            self.id.to_bytes().into(),
            self.administration.as_str().into(),
            self.version.into(),
            self.username.as_str().into(),
            self.display_name.as_str().into(),
            Cell::Word(self.role.as_str()),
            self.office.as_ref().map(OfficeCode::as_str).into(),
            self.company.map(CompanyId::to_bytes).into(),
            self.password_hash.as_str().into(),
            self.active.into(),
        ])
    }
}

impl Row for CompanyRecord {
    const TABLE: &'static Table = &tables::COMPANIES;
    type Id = CompanyId;
    fn id(&self) -> CompanyId {
        self.id
    }
    counted!();
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        Ok(vec![
            self.id.to_bytes().into(),
            self.administration.as_str().into(),
            self.version.into(),
            Cell::Word(self.kind.as_str()),
            self.identification.as_str().into(),
            self.name.as_str().into(),
        ])
    }
}

impl Row for MandateRecord {
    const TABLE: &'static Table = &tables::MANDATES;
    type Id = MandateId;
    fn id(&self) -> MandateId {
        self.id
    }
    counted!();
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        Ok(vec![
            self.id.to_bytes().into(),
            self.administration.as_str().into(),
            self.version.into(),
            Cell::Word(self.kind.as_str()),
            self.principal.map(CompanyId::to_bytes).into(),
            self.agent_company.map(CompanyId::to_bytes).into(),
            self.agent_user.map(UserId::to_bytes).into(),
            self.valid_from.into(),
            self.valid_until.into(),
            self.revoked_at.into(),
        ])
    }
}

impl Row for SessionRecord {
    const TABLE: &'static Table = &tables::SESSIONS;
    type Id = SessionId;
    fn id(&self) -> SessionId {
        self.id
    }
    counted!();
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        Ok(vec![
            self.id.to_bytes().into(),
            self.administration.as_str().into(),
            self.version.into(),
            self.user.to_bytes().into(),
            self.refresh_hash.into(),
            self.previous_hash.into(),
            self.issued_at.into(),
            self.expires_at.into(),
            self.revoked_at.into(),
        ])
    }
}

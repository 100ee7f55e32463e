//! A declaration and the versions of its document.

use std::sync::Arc;

use diesel::{Queryable, Selectable};
use rahdari_kernel::{CompanyId, Country, DeclarationId, Instant, Mrn, OfficeCode};

use super::row::{Row, counted};
use super::tables;
use crate::schema::{declaration_versions, declarations};
use crate::sql::{Blob, Bytes, Maybe, Micros, Word};
use crate::table::{Cell, Table};

/// A declaration: what lists and scopes need of it. The document stands in its versions.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = declarations)]
pub struct DeclarationRecord {
    /// Its id, derived from declarant and LRN.
    #[diesel(deserialize_as = Bytes<16>)]
    pub id: DeclarationId,
    /// The administration of its office of departure.
    #[diesel(deserialize_as = Word)]
    pub administration: Country,
    /// Counts its changes.
    pub version: i64,
    /// The declarant's company.
    #[diesel(deserialize_as = Bytes<16>)]
    pub company: CompanyId,
    /// The holder of the procedure, where it is known here.
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub holder: Option<CompanyId>,
    /// The declarant's own reference number.
    pub lrn: String,
    /// The movement reference number, once allotted; unique in the installation.
    #[diesel(deserialize_as = Maybe<Word>)]
    pub mrn: Option<Mrn>,
    /// `T1`, `TIR`, `EX` or `IM`.
    pub type_code: String,
    /// The agreement it travels under.
    pub agreement: String,
    /// Where the journey begins.
    #[diesel(deserialize_as = Word)]
    pub office_departure: OfficeCode,
    /// Where it ends.
    #[diesel(deserialize_as = Word)]
    pub office_destination: OfficeCode,
    /// The lane chosen at acceptance.
    pub lane: Option<String>,
    /// The word of the phase that it or its movement is in.
    pub phase: String,
    /// The number of the version that counts, from 1.
    pub current_version: i64,
    /// When it was lodged.
    #[diesel(deserialize_as = Micros)]
    pub lodged_at: Instant,
    /// When it last changed.
    #[diesel(deserialize_as = Micros)]
    pub updated_at: Instant,
}

/// A declaration and the number of one of its versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct VersionId {
    pub(crate) declaration: DeclarationId,
    pub(crate) number: i64,
}

impl std::fmt::Display for VersionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.declaration, self.number)
    }
}

/// One version of a declaration with everything it was decided by. Never changed; the large parts are
/// shared, so that cloning one is cheap.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = declaration_versions)]
pub struct DeclarationVersion {
    /// The declaration.
    #[diesel(deserialize_as = Bytes<16>)]
    pub declaration: DeclarationId,
    /// Its number, from 1.
    pub number: i64,
    /// The administration of the declaration.
    #[diesel(deserialize_as = Word)]
    pub administration: Country,
    /// The format it came in.
    pub format: String,
    /// The bytes as they came.
    #[diesel(deserialize_as = Blob)]
    pub original: Arc<[u8]>,
    /// The declaration as native JSON.
    #[diesel(deserialize_as = Word)]
    pub document: Arc<str>,
    /// The assessment as JSON.
    #[diesel(deserialize_as = Word)]
    pub assessment: Arc<str>,
    /// The outcome of risk scoring as JSON.
    #[diesel(deserialize_as = Word)]
    pub risk: Arc<str>,
    /// The facts that were scored, as JSON.
    #[diesel(deserialize_as = Word)]
    pub facts: Arc<str>,
    /// The hash of the law that was applied.
    #[diesel(deserialize_as = Bytes<32>)]
    pub law_hash: [u8; 32],
    /// The hash of the risk rules that were applied.
    #[diesel(deserialize_as = Bytes<32>)]
    pub ruleset_hash: [u8; 32],
    /// The random bytes that make the commitment say nothing about the content.
    #[diesel(deserialize_as = Bytes<32>)]
    pub salt: [u8; 32],
    /// The commitment that the log holds.
    #[diesel(deserialize_as = Bytes<32>)]
    pub commitment: [u8; 32],
    /// When it was recorded.
    #[diesel(deserialize_as = Micros)]
    pub recorded_at: Instant,
}

impl Row for DeclarationRecord {
    const TABLE: &'static Table = &tables::DECLARATIONS;
    type Id = DeclarationId;
    fn id(&self) -> DeclarationId {
        self.id
    }
    counted!();
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        Ok(vec![
            self.id.to_bytes().into(),
            self.administration.as_str().into(),
            self.version.into(),
            self.company.to_bytes().into(),
            self.holder.map(CompanyId::to_bytes).into(),
            self.lrn.as_str().into(),
            self.mrn.as_ref().map(rahdari_kernel::Mrn::as_str).into(),
            self.type_code.as_str().into(),
            self.agreement.as_str().into(),
            self.office_departure.as_str().into(),
            self.office_destination.as_str().into(),
            self.lane.as_deref().into(),
            self.phase.as_str().into(),
            self.current_version.into(),
            self.lodged_at.into(),
            self.updated_at.into(),
        ])
    }
}

impl Row for DeclarationVersion {
    const TABLE: &'static Table = &tables::DECLARATION_VERSIONS;
    type Id = VersionId;
    fn id(&self) -> VersionId {
        VersionId { declaration: self.declaration, number: self.number }
    }
    fn version(&self) -> i64 {
        self.number
    }
    fn follow(&mut self, stored: i64) -> bool {
        stored == 0 && self.number >= 1
    }
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        Ok(vec![
            self.declaration.to_bytes().into(),
            self.number.into(),
            self.administration.as_str().into(),
            self.format.as_str().into(),
            (&self.original).into(),
            (&self.document).into(),
            (&self.assessment).into(),
            (&self.risk).into(),
            (&self.facts).into(),
            self.law_hash.into(),
            self.ruleset_hash.into(),
            self.salt.into(),
            self.commitment.into(),
            self.recorded_at.into(),
        ])
    }
}

//! A movement: the value of `clearance` as it is, with the columns that queues and scopes are searched by.

use diesel::{Queryable, Selectable};
use rahdari_clearance::Movement;
use rahdari_kernel::{CompanyId, Country, Instant, MovementId, Mrn, OfficeCode};

use crate::StoreError;
use crate::schema::movements;
use crate::sql::{Bytes, Maybe, Micros, Word};

/// A movement with whose it is. Its version is the movement's own count of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementRecord {
    /// The administration of its office of departure.
    pub administration: Country,
    /// The declarant's company.
    pub company: CompanyId,
    /// The holder of the procedure, where it is known here.
    pub holder: Option<CompanyId>,
    /// The movement. Phase, lane, queue, deadline and offices of the row are read from it.
    pub movement: Movement,
}

impl MovementRecord {
    /// Returns its id.
    pub fn id(&self) -> MovementId {
        self.movement.id
    }

    /// Returns whether anything ever differed on its way.
    pub fn is_irregular(&self) -> bool {
        !self.movement.discrepancies.is_empty()
    }

    /// Returns its version, for the ETag.
    pub fn version(&self) -> i64 {
        i64::try_from(self.movement.version).unwrap_or(i64::MAX)
    }
}

/// The row of a movement.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = movements)]
pub(crate) struct MovementRow {
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) id: MovementId,
    #[diesel(deserialize_as = Word)]
    pub(crate) administration: Country,
    pub(crate) version: i64,
    #[diesel(deserialize_as = Bytes<16>)]
    pub(crate) company: CompanyId,
    #[diesel(deserialize_as = Maybe<Bytes<16>>)]
    pub(crate) holder: Option<CompanyId>,
    #[diesel(deserialize_as = Word)]
    pub(crate) mrn: Mrn,
    pub(crate) agreement: String,
    pub(crate) lane: String,
    pub(crate) phase: String,
    #[diesel(deserialize_as = Maybe<Word>)]
    pub(crate) queue_office: Option<OfficeCode>,
    pub(crate) next_action: Option<String>,
    #[diesel(deserialize_as = Maybe<Micros>)]
    pub(crate) deadline_at: Option<Instant>,
    #[diesel(deserialize_as = Word)]
    pub(crate) office_departure: OfficeCode,
    #[diesel(deserialize_as = Word)]
    pub(crate) office_destination: OfficeCode,
    #[diesel(deserialize_as = Micros)]
    pub(crate) accepted_at: Instant,
    #[diesel(deserialize_as = Micros)]
    pub(crate) updated_at: Instant,
    pub(crate) irregular: bool,
    pub(crate) state: String,
}

impl TryFrom<MovementRow> for MovementRecord {
    type Error = StoreError;
    fn try_from(row: MovementRow) -> Result<Self, StoreError> {
        let movement = serde_json::from_str(&row.state)
            .map_err(|error| StoreError::Damaged(format!("movement {}: {error}", row.id)))?;
        Ok(Self { administration: row.administration, company: row.company, holder: row.holder, movement })
    }
}

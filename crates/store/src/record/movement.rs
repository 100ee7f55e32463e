//! A movement: the value of `clearance` as it is, with the columns that queues and scopes are searched by.

use std::collections::BTreeMap;

use diesel::{Queryable, Selectable};
use rahdari_clearance::{Movement, OfficeRole};
use rahdari_kernel::{CompanyId, Country, Instant, MovementId, Mrn, OfficeCode};

use super::row::Row;
use super::tables;
use crate::StoreError;
use crate::schema::movements;
use crate::sql::{Bytes, Maybe, Micros, Word};
use crate::table::{Cell, Table};

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

impl Row for MovementRecord {
    const TABLE: &'static Table = &tables::MOVEMENTS;
    type Id = MovementId;
    fn id(&self) -> MovementId {
        self.movement.id
    }
    fn version(&self) -> i64 {
        Self::version(self)
    }
    fn follow(&mut self, stored: i64) -> bool {
        Self::version(self) > stored
    }
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        MovementRow::new(self).map(MovementRow::into_cells)
    }
}

impl MovementRow {
    fn new(record: &MovementRecord) -> Result<Self, serde_json::Error> {
        let movement = &record.movement;
        let task = movement.next_task();
        // A movement always has legs; one without could not be accepted.
        let ends = movement.departure().zip(movement.destination());
        let (office_departure, office_destination) =
            ends.ok_or_else(|| serde::ser::Error::custom("a movement without legs"))?;
        Ok(Self {
            id: movement.id,
            administration: record.administration,
            version: Row::version(record),
            company: record.company,
            holder: record.holder,
            mrn: movement.mrn.clone(),
            agreement: movement.agreement.clone(),
            lane: movement.lane.as_str().to_owned(),
            phase: movement.phase.as_str().to_owned(),
            queue_office: task.as_ref().and_then(|task| task.owner.office()),
            next_action: task.as_ref().map(|task| task.action.as_str().to_owned()),
            deadline_at: task.as_ref().map(|task| task.deadline.at),
            office_departure,
            office_destination,
            accepted_at: movement.accepted_at,
            updated_at: movement.changed_at,
            irregular: record.is_irregular(),
            state: serde_json::to_string(movement)?,
        })
    }

    pub(crate) fn into_cells(self) -> Vec<Cell> {
        vec![
            self.id.to_bytes().into(),
            self.administration.as_str().into(),
            self.version.into(),
            self.company.to_bytes().into(),
            self.holder.map(CompanyId::to_bytes).into(),
            self.mrn.as_str().into(),
            self.agreement.into(),
            self.lane.into(),
            self.phase.into(),
            self.queue_office.as_ref().map(OfficeCode::as_str).into(),
            self.next_action.into(),
            self.deadline_at.into(),
            self.office_departure.as_str().into(),
            self.office_destination.as_str().into(),
            self.accepted_at.into(),
            self.updated_at.into(),
            self.irregular.into(),
            self.state.into(),
        ]
    }
}

/// What an office has to do with a movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfficeRow {
    pub(crate) office: OfficeCode,
    pub(crate) accepted_at: Instant,
    pub(crate) movement: MovementId,
    pub(crate) administration: Country,
    pub(crate) role: OfficeRole,
    /// Whether it is the first office of its administration on the way.
    pub(crate) leads: bool,
    pub(crate) next_action: Option<&'static str>,
    pub(crate) deadline_at: Option<Instant>,
}

impl OfficeRow {
    /// Returns the rows that a movement should have, by office.
    pub(crate) fn all_of(record: &MovementRecord) -> BTreeMap<OfficeCode, Self> {
        let movement = &record.movement;
        let mut rows = BTreeMap::new();
        let mut led: Vec<Country> = Vec::new();
        for (office, role) in movement.offices() {
            let administration = office.country().unwrap_or(record.administration);
            let leads = !led.contains(&administration);
            if leads {
                led.push(administration);
            }
            rows.insert(
                office,
                Self {
                    office,
                    accepted_at: movement.accepted_at,
                    movement: movement.id,
                    administration,
                    role,
                    leads,
                    next_action: None,
                    deadline_at: None,
                },
            );
        }
        for task in movement.tasks() {
            let row = task.owner.office().and_then(|office| rows.get_mut(&office));
            // The first is the most urgent.
            if let Some(row) = row.filter(|row| row.next_action.is_none()) {
                row.next_action = Some(task.action.as_str());
                row.deadline_at = Some(task.deadline.at);
            }
        }
        rows
    }

    pub(crate) fn cells(&self) -> [Cell; 8] {
        [
            self.office.as_str().into(),
            self.accepted_at.into(),
            self.movement.to_bytes().into(),
            self.administration.as_str().into(),
            Cell::Word(self.role.as_str()),
            self.leads.into(),
            self.next_action.map_or(Cell::Null, Cell::Word),
            self.deadline_at.into(),
        ]
    }
}

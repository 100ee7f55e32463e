//! How each record becomes cells. The way back is the `Queryable` beside each struct.

use std::collections::BTreeMap;

use rahdari_clearance::OfficeRole;
use rahdari_kernel::{CompanyId, UserId};
use rahdari_kernel::{
    Country, DeclarationId, GuaranteeId, Instant, MandateId, MovementId, OfficeCode, SessionId,
};
use rahdari_ledger::{Entry, Guarantee};

use super::declaration::VersionId;
use super::log::{EventRow, IdempotencyRow, OutboxRow, SerialRow};
use super::tables;
use super::{
    AccountRow, CheckpointRecord, CompanyRecord, DeclarationRecord, DeclarationVersion, GuaranteeRow,
    MandateRecord, MovementRecord, MovementRow, ReferenceFile, SessionRecord, UserRecord,
};
use crate::table::{Cell, Table};

/// A record that decisions change through the book.
pub(crate) trait Row {
    /// The table it is kept in.
    const TABLE: &'static Table;
    /// What tells it from others.
    type Id: Clone + Eq + Ord + std::hash::Hash + std::fmt::Display + Send + 'static;
    /// Returns that.
    fn id(&self) -> Self::Id;
    /// Returns its version; 0 when it was never saved.
    fn version(&self) -> i64;
    /// Counts the version up after `stored`, or says that it does not follow. The store counts for plain
    /// records, which must come with the version they were read with; some values count themselves.
    fn follow(&mut self, stored: i64) -> bool;
    /// Returns its cells in the order of the table's columns, without the salt of its seal.
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error>;
}

macro_rules! counted {
    () => {
        fn version(&self) -> i64 {
            self.version
        }
        fn follow(&mut self, stored: i64) -> bool {
            let follows = self.version == stored;
            self.version = self.version.saturating_add(1);
            follows
        }
    };
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

impl Row for ReferenceFile {
    const TABLE: &'static Table = &tables::REFERENCE_FILES;
    type Id = String;
    fn id(&self) -> String {
        self.name.clone()
    }
    counted!();
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        Ok(vec![
            self.name.as_str().into(),
            self.administration.as_str().into(),
            self.version.into(),
            (&self.content).into(),
            self.hash.into(),
            self.loaded_at.into(),
        ])
    }
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

impl Row for Guarantee {
    const TABLE: &'static Table = &tables::GUARANTEES;
    type Id = GuaranteeId;
    fn id(&self) -> GuaranteeId {
        self.id
    }
    fn version(&self) -> i64 {
        i64::try_from(self.version).unwrap_or(i64::MAX)
    }
    fn follow(&mut self, stored: i64) -> bool {
        Row::version(self) > stored
    }
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error> {
        GuaranteeRow::new(self).map(GuaranteeRow::into_cells)
    }
}

impl GuaranteeRow {
    fn new(guarantee: &Guarantee) -> Result<Self, serde_json::Error> {
        Ok(Self {
            id: guarantee.id,
            administration: guarantee.administration,
            version: Row::version(guarantee),
            grn: guarantee.grn.clone(),
            kind: guarantee.kind.as_str().to_owned(),
            holder: guarantee.holder,
            guarantor: guarantee.guarantor,
            currency: guarantee.currency,
            status: guarantee.status.as_str().to_owned(),
            limit_minor: guarantee.limit_minor,
            valid_from: guarantee.valid_from,
            valid_until: guarantee.valid_until,
            state: serde_json::to_string(guarantee)?,
        })
    }

    pub(crate) fn into_cells(self) -> Vec<Cell> {
        vec![
            self.id.to_bytes().into(),
            self.administration.as_str().into(),
            self.version.into(),
            self.grn.as_str().into(),
            self.kind.into(),
            self.holder.to_bytes().into(),
            self.guarantor.map(CompanyId::to_bytes).into(),
            Cell::Word(self.currency.as_str()),
            self.status.into(),
            self.limit_minor.into(),
            self.valid_from.into(),
            self.valid_until.into(),
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

impl AccountRow {
    pub(crate) fn cells(&self) -> [Cell; 10] {
        [
            self.id.to_bytes().into(),
            self.guarantee.to_bytes().into(),
            self.administration.as_str().into(),
            self.ledger.into(),
            self.code.into(),
            self.flags.into(),
            self.debits_pending.into(),
            self.debits_posted.into(),
            self.credits_pending.into(),
            self.credits_posted.into(),
        ]
    }
}

/// Returns the cells of a journal line.
pub(crate) fn transfer_cells(
    log_index: i64,
    entry: &Entry,
    guarantee: GuaranteeId,
    administration: Country,
) -> [Cell; 26] {
    let transfer = &entry.transfer;
    let why = transfer.why.as_deref();
    let (debit, credit) = (&entry.debit_after, &entry.credit_after);
    [
        log_index.into(),
        transfer.id.to_bytes().into(),
        administration.as_str().into(),
        guarantee.to_bytes().into(),
        transfer.debit.to_bytes().into(),
        transfer.credit.to_bytes().into(),
        transfer.amount_minor.into(),
        transfer.pending.map(rahdari_kernel::TransferId::to_bytes).into(),
        i64::from(transfer.timeout_seconds).into(),
        i64::from(transfer.ledger).into(),
        i64::from(transfer.code).into(),
        i64::from(transfer.flags.bits()).into(),
        transfer.at.into(),
        why.and_then(|why| why.movement).map(MovementId::to_bytes).into(),
        why.and_then(|why| why.leg).map(i64::from).into(),
        why.and_then(|why| why.unit).map(i64::from).into(),
        why.map(|why| why.law.as_str()).into(),
        why.map(|why| why.note.as_str()).into(),
        debit.debits_pending.into(),
        debit.debits_posted.into(),
        debit.credits_pending.into(),
        debit.credits_posted.into(),
        credit.debits_pending.into(),
        credit.debits_posted.into(),
        credit.credits_pending.into(),
        credit.credits_posted.into(),
    ]
}

impl SerialRow {
    pub(crate) fn cells(&self) -> [Cell; 4] {
        [self.office.as_str().into(), self.year.into(), self.administration.as_str().into(), self.next.into()]
    }
}

impl EventRow {
    pub(crate) fn into_cells(self) -> [Cell; 9] {
        [
            self.log_index.into(),
            self.kind.into(),
            self.subject_kind.into(),
            self.subject_id.to_bytes().into(),
            self.administration.as_str().into(),
            self.recorded_at.into(),
            self.canonical.into(),
            self.leaf_hash.into(),
            self.chain_hash.into(),
        ]
    }
}

impl CheckpointRecord {
    pub(crate) fn cells(&self) -> [Cell; 4] {
        [self.size.into(), self.root.into(), self.note.as_str().into(), self.made_at.into()]
    }
}

impl IdempotencyRow {
    pub(crate) fn into_cells(self) -> [Cell; 8] {
        [
            self.scope.into(),
            self.key.into(),
            self.request_hash.into(),
            self.administration.as_str().into(),
            self.done.into(),
            self.answer.into(),
            self.log_size.into(),
            self.at.into(),
        ]
    }
}

impl OutboxRow {
    pub(crate) fn into_cells(self) -> [Cell; 10] {
        [
            self.log_index.into(),
            self.ordinal.into(),
            self.administration.as_str().into(),
            self.kind.into(),
            self.company.map(CompanyId::to_bytes).into(),
            self.office.as_ref().map(OfficeCode::as_str).into(),
            self.subject_kind.into(),
            self.subject_id.to_bytes().into(),
            self.text.into(),
            self.at.into(),
        ]
    }
}

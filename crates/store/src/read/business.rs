//! Declarations and movements, and what is known of companies from before.

use diesel::prelude::*;
use rahdari_kernel::{CompanyId, DeclarationId, Instant, MovementId, OfficeCode};

use super::{After, Page, Reader, Scope, ask_for, nowhere, page};
use crate::StoreError;
use crate::record::{DeclarationRecord, DeclarationVersion, MovementRecord, MovementRow};
use crate::schema::{declaration_versions, declarations, movement_offices, movements, track_records};

/// What is known of the parties of a declaration from before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// How many movements the holder had.
    pub holder_movements: i64,
    /// In how many of them something differed on the way.
    pub holder_irregular: i64,
    /// How many movements the declarant had.
    pub declarant_movements: i64,
    /// In how many of them something differed on the way.
    pub declarant_irregular: i64,
    /// When the holder's first movement was accepted.
    pub holder_first_seen: Option<Instant>,
}

/// A row of a list with the instant that it is sorted by.
type Dated<T> = (i64, T);

impl Reader<'_> {
    /// Returns a declaration.
    ///
    /// # Errors
    /// When the database fails.
    pub fn declaration(&mut self, id: DeclarationId) -> Result<Option<DeclarationRecord>, StoreError> {
        let query = declarations::table.find(id.to_bytes().to_vec()).select(DeclarationRecord::as_select());
        Ok(query.first(self.conn).optional()?)
    }

    /// Returns the version of a declaration that counts: the last.
    ///
    /// # Errors
    /// When the database fails.
    pub fn current_version(&mut self, id: DeclarationId) -> Result<Option<DeclarationVersion>, StoreError> {
        let query = declaration_versions::table
            .filter(declaration_versions::declaration.eq(id.to_bytes().to_vec()))
            .order(declaration_versions::number.desc())
            .select(DeclarationVersion::as_select());
        Ok(query.first(self.conn).optional()?)
    }

    /// Returns a page of declarations, the newest first, perhaps of one phase or lane only.
    ///
    /// # Errors
    /// When the cursor is not of this list or the database fails.
    pub fn declarations(
        &mut self,
        scope: &Scope,
        phase: Option<&str>,
        lane: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<DeclarationRecord>, StoreError> {
        if nowhere([phase, lane]) {
            return Ok((Vec::new(), None));
        }
        // The offices stand on the left, so that the engine walks their index from the newest on.
        let mut query = movement_offices::table
            .inner_join(declarations::table.on(declarations::id.eq(movement_offices::movement)))
            .select((movement_offices::accepted_at, DeclarationRecord::as_select()))
            .into_boxed();
        query = match scope {
            Scope::Company(company) => return self.declarations_of(*company, phase, lane, cursor, limit),
            Scope::Office(office) => query.filter(movement_offices::office.eq(office.as_str().to_owned())),
            Scope::Administration(country) => query
                .filter(movement_offices::administration.eq(country.as_str().to_owned()))
                .filter(movement_offices::leads),
        };
        if let Some(phase) = phase {
            query = query.filter(declarations::phase.eq(phase.to_owned()));
        }
        if let Some(lane) = lane {
            query = query.filter(declarations::lane.eq(lane.to_owned()));
        }
        if let Some(After { number, id }) = After::read(cursor)? {
            let at = movement_offices::accepted_at;
            let same_time = at.eq(number).and(movement_offices::movement.lt(id));
            query = query.filter(at.le(number)).filter(at.lt(number).or(same_time));
        }
        let query = query.order((movement_offices::accepted_at.desc(), movement_offices::movement.desc()));
        let rows: Vec<Dated<DeclarationRecord>> = query.limit(ask_for(limit)).load(self.conn)?;
        let (rows, next) = page(rows, limit, |(at, row)| After::write(*at, row.id.to_bytes()));
        Ok((rows.into_iter().map(|(_, row)| row).collect(), next))
    }

    /// Returns a movement.
    ///
    /// # Errors
    /// When the database fails or the movement cannot be read.
    pub fn movement(&mut self, id: MovementId) -> Result<Option<MovementRecord>, StoreError> {
        let query = movements::table.find(id.to_bytes().to_vec()).select(MovementRow::as_select());
        query.first(self.conn).optional()?.map(MovementRecord::try_from).transpose()
    }

    /// Returns a page of movements, the newest first, perhaps of one phase or lane only.
    ///
    /// # Errors
    /// When the cursor is not of this list or the database fails.
    pub fn movements(
        &mut self,
        scope: &Scope,
        phase: Option<&str>,
        lane: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<MovementRecord>, StoreError> {
        if nowhere([phase, lane]) {
            return Ok((Vec::new(), None));
        }
        let mut query = movement_offices::table
            .inner_join(movements::table.on(movements::id.eq(movement_offices::movement)))
            .select((movement_offices::accepted_at, MovementRow::as_select()))
            .into_boxed();
        query = match scope {
            Scope::Company(company) => return self.movements_of(*company, phase, lane, cursor, limit),
            Scope::Office(office) => query.filter(movement_offices::office.eq(office.as_str().to_owned())),
            Scope::Administration(country) => query
                .filter(movement_offices::administration.eq(country.as_str().to_owned()))
                .filter(movement_offices::leads),
        };
        if let Some(phase) = phase {
            query = query.filter(movements::phase.eq(phase.to_owned()));
        }
        if let Some(lane) = lane {
            query = query.filter(movements::lane.eq(lane.to_owned()));
        }
        if let Some(After { number, id }) = After::read(cursor)? {
            let at = movement_offices::accepted_at;
            let same_time = at.eq(number).and(movement_offices::movement.lt(id));
            query = query.filter(at.le(number)).filter(at.lt(number).or(same_time));
        }
        let query = query.order((movement_offices::accepted_at.desc(), movement_offices::movement.desc()));
        let rows: Vec<Dated<MovementRow>> = query.limit(ask_for(limit)).load(self.conn)?;
        movement_page(rows, limit)
    }

    /// Returns a page of the movements in which an office has something to do, the most urgent first, perhaps
    /// of one phase or lane only.
    ///
    /// # Errors
    /// When the cursor is not of this list or the database fails.
    pub fn queue(
        &mut self,
        office: OfficeCode,
        phase: Option<&str>,
        lane: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<MovementRecord>, StoreError> {
        if nowhere([phase, lane]) {
            return Ok((Vec::new(), None));
        }
        let deadline = movement_offices::deadline_at.assume_not_null();
        let mut query = movement_offices::table
            .inner_join(movements::table.on(movements::id.eq(movement_offices::movement)))
            .filter(movement_offices::office.eq(office.as_str().to_owned()))
            .filter(movement_offices::deadline_at.is_not_null())
            .select((deadline, MovementRow::as_select()))
            .into_boxed();
        if let Some(phase) = phase {
            query = query.filter(movements::phase.eq(phase.to_owned()));
        }
        if let Some(lane) = lane {
            query = query.filter(movements::lane.eq(lane.to_owned()));
        }
        if let Some(After { number, id }) = After::read(cursor)? {
            let same_time = deadline.eq(number).and(movement_offices::movement.gt(id));
            query = query.filter(deadline.ge(number)).filter(deadline.gt(number).or(same_time));
        }
        let query = query.order((movement_offices::deadline_at.asc(), movement_offices::movement.asc()));
        let rows: Vec<Dated<MovementRow>> = query.limit(ask_for(limit)).load(self.conn)?;
        movement_page(rows, limit)
    }

    fn declarations_of(
        &mut self,
        company: CompanyId,
        phase: Option<&str>,
        lane: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<DeclarationRecord>, StoreError> {
        use declarations::dsl;
        let mut query = dsl::declarations.select(DeclarationRecord::as_select()).into_boxed();
        if let Some(phase) = phase {
            query = query.filter(dsl::phase.eq(phase.to_owned()));
        }
        if let Some(lane) = lane {
            query = query.filter(dsl::lane.eq(lane.to_owned()));
        }
        if let Some(After { number, id }) = After::read(cursor)? {
            let same_time = dsl::lodged_at.eq(number).and(dsl::id.lt(id));
            query = query.filter(dsl::lodged_at.le(number)).filter(dsl::lodged_at.lt(number).or(same_time));
        }
        let rows: Vec<DeclarationRecord> = query
            .filter(dsl::company.eq(company.to_bytes().to_vec()))
            .order((dsl::lodged_at.desc(), dsl::id.desc()))
            .limit(ask_for(limit))
            .load(self.conn)?;
        Ok(page(rows, limit, |row| After::write(row.lodged_at.as_micros(), row.id.to_bytes())))
    }

    fn movements_of(
        &mut self,
        company: CompanyId,
        phase: Option<&str>,
        lane: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<MovementRecord>, StoreError> {
        use movements::dsl;
        let mut query = dsl::movements.select((dsl::accepted_at, MovementRow::as_select())).into_boxed();
        if let Some(phase) = phase {
            query = query.filter(dsl::phase.eq(phase.to_owned()));
        }
        if let Some(lane) = lane {
            query = query.filter(dsl::lane.eq(lane.to_owned()));
        }
        if let Some(After { number, id }) = After::read(cursor)? {
            let same_time = dsl::accepted_at.eq(number).and(dsl::id.lt(id));
            query =
                query.filter(dsl::accepted_at.le(number)).filter(dsl::accepted_at.lt(number).or(same_time));
        }
        let rows: Vec<Dated<MovementRow>> = query
            .filter(dsl::company.eq(company.to_bytes().to_vec()))
            .order((dsl::accepted_at.desc(), dsl::id.desc()))
            .limit(ask_for(limit))
            .load(self.conn)?;
        movement_page(rows, limit)
    }

    /// Returns what is known of a holder and a declarant from before, as of the last commit.
    ///
    /// # Errors
    /// When the database fails.
    pub fn history(&mut self, holder: CompanyId, declarant: CompanyId) -> Result<History, StoreError> {
        let mut history = History::default();
        for (first_at, movements, irregular) in self.track(holder, "holder")? {
            history.holder_movements += movements;
            history.holder_irregular += irregular;
            let first = Instant::from_micros(first_at);
            history.holder_first_seen =
                Some(history.holder_first_seen.map_or(first, |known| known.min(first)));
        }
        for (_, movements, irregular) in self.track(declarant, "declarant")? {
            history.declarant_movements += movements;
            history.declarant_irregular += irregular;
        }
        Ok(history)
    }

    fn track(&mut self, company: CompanyId, part: &str) -> Result<Vec<(i64, i64, i64)>, StoreError> {
        let query = track_records::table
            .filter(track_records::company.eq(company.to_bytes().to_vec()))
            .filter(track_records::part.eq(part))
            .select((track_records::first_at, track_records::movements, track_records::irregular));
        Ok(query.load(self.conn)?)
    }
}

fn movement_page(rows: Vec<Dated<MovementRow>>, limit: u32) -> Result<Page<MovementRecord>, StoreError> {
    let (rows, next) = page(rows, limit, |(at, row)| After::write(*at, row.id.to_bytes()));
    let records: Result<Vec<_>, _> = rows.into_iter().map(|(_, row)| row.try_into()).collect();
    Ok((records?, next))
}

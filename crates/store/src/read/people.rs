//! Users, companies, mandates, sessions.

use std::collections::HashMap;

use diesel::prelude::*;
use rahdari_kernel::{CompanyId, Country, Instant, MandateId, SessionId, UserId};

use super::{Page, Reader, ask_for, page};
use crate::StoreError;
use crate::record::{CompanyRecord, MandateKind, MandateRecord, SessionRecord, UserRecord};
use crate::schema::{companies, mandates, sessions, users};

impl Reader<'_> {
    /// Returns a user.
    ///
    /// # Errors
    /// When the database fails.
    pub fn user(&mut self, id: UserId) -> Result<Option<UserRecord>, StoreError> {
        let query = users::table.find(id.to_bytes().to_vec()).select(UserRecord::as_select());
        Ok(query.first(self.conn).optional()?)
    }

    /// Returns the user that signs in with a name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn user_by_username(&mut self, username: &str) -> Result<Option<UserRecord>, StoreError> {
        if username.contains('\0') {
            // PostgreSQL would call the question itself an error.
            return Ok(None);
        }
        let query = users::table.filter(users::username.eq(username)).select(UserRecord::as_select());
        Ok(query.first(self.conn).optional()?)
    }

    /// Lists the users of an administration by the names they sign in with.
    ///
    /// # Errors
    /// When the database fails.
    pub fn users(
        &mut self,
        administration: Country,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<UserRecord>, StoreError> {
        // Any name could be a cursor; the mark tells one that a page gave from one that was made up.
        let after = match cursor {
            Some(cursor) => {
                cursor.strip_prefix("after.").filter(|name| !name.contains('\0')).ok_or(StoreError::Cursor)?
            }
            None => "",
        };
        let query = users::table
            .filter(users::administration.eq(administration.as_str()))
            .filter(users::username.gt(after))
            .order(users::username)
            .limit(ask_for(limit));
        let rows = query.select(UserRecord::as_select()).load(self.conn)?;
        Ok(page(rows, limit, |row: &UserRecord| format!("after.{}", row.username)))
    }

    /// Returns the names that people see, of the users that there are.
    ///
    /// # Errors
    /// When the database fails.
    pub fn user_names(&mut self, ids: &[UserId]) -> Result<HashMap<UserId, String>, StoreError> {
        let query = users::table.filter(users::id.eq_any(bytes(ids, UserId::to_bytes)));
        let rows: Vec<UserRecord> = query.select(UserRecord::as_select()).load(self.conn)?;
        Ok(rows.into_iter().map(|row| (row.id, row.display_name)).collect())
    }

    /// Returns a company.
    ///
    /// # Errors
    /// When the database fails.
    pub fn company(&mut self, id: CompanyId) -> Result<Option<CompanyRecord>, StoreError> {
        let query = companies::table.find(id.to_bytes().to_vec()).select(CompanyRecord::as_select());
        Ok(query.first(self.conn).optional()?)
    }

    /// Lists the companies that an administration registered, by their ids; the cursor is such an id. Names
    /// would order differently on the two engines.
    ///
    /// # Errors
    /// When the database fails.
    pub fn companies(
        &mut self,
        administration: Country,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<CompanyRecord>, StoreError> {
        let after = cursor.map(str::parse::<CompanyId>).transpose().map_err(|_| StoreError::Cursor)?;
        let after = after.map(|id| id.to_bytes().to_vec());
        let query = companies::table
            .filter(companies::administration.eq(administration.as_str()))
            .filter(companies::id.gt(after.unwrap_or_default()))
            .order(companies::id)
            .limit(ask_for(limit));
        let rows = query.select(CompanyRecord::as_select()).load(self.conn)?;
        Ok(page(rows, limit, |row: &CompanyRecord| row.id.to_string()))
    }

    /// Returns the names of the companies that there are.
    ///
    /// # Errors
    /// When the database fails.
    pub fn company_names(&mut self, ids: &[CompanyId]) -> Result<HashMap<CompanyId, String>, StoreError> {
        let query = companies::table.filter(companies::id.eq_any(bytes(ids, CompanyId::to_bytes)));
        let rows: Vec<CompanyRecord> = query.select(CompanyRecord::as_select()).load(self.conn)?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    }

    /// Returns a mandate.
    ///
    /// # Errors
    /// When the database fails.
    pub fn mandate(&mut self, id: MandateId) -> Result<Option<MandateRecord>, StoreError> {
        let query = mandates::table.find(id.to_bytes().to_vec()).select(MandateRecord::as_select());
        Ok(query.first(self.conn).optional()?)
    }

    /// Lists the mandates given in an administration, in force or not, by their ids; the cursor is such an id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn mandates(
        &mut self,
        administration: Country,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<MandateRecord>, StoreError> {
        let after = cursor.map(str::parse::<MandateId>).transpose().map_err(|_| StoreError::Cursor)?;
        let after = after.map(|id| id.to_bytes().to_vec());
        let query = mandates::table
            .filter(mandates::administration.eq(administration.as_str()))
            .filter(mandates::id.gt(after.unwrap_or_default()))
            .order(mandates::id)
            .limit(ask_for(limit));
        let rows = query.select(MandateRecord::as_select()).load(self.conn)?;
        Ok(page(rows, limit, |row: &MandateRecord| row.id.to_string()))
    }

    /// Returns the mandates of an auditor, in force or not.
    ///
    /// # Errors
    /// When the database fails.
    pub fn mandates_of_auditor(&mut self, user: UserId) -> Result<Vec<MandateRecord>, StoreError> {
        let query = mandates::table.filter(mandates::agent_user.eq(user.to_bytes().to_vec()));
        Ok(query
            .order((mandates::valid_from, mandates::id))
            .select(MandateRecord::as_select())
            .load(self.conn)?)
    }

    /// Returns the holders who ever gave a broker a mandate, in force or not.
    ///
    /// # Errors
    /// When the database fails.
    pub fn holders_of_broker(
        &mut self,
        broker: CompanyId,
        at: Instant,
    ) -> Result<Vec<CompanyId>, StoreError> {
        let query = mandates::table
            .filter(mandates::agent_company.eq(broker.to_bytes().to_vec()))
            .filter(mandates::kind.eq(MandateKind::Holder.as_str()));
        let rows: Vec<MandateRecord> = query.select(MandateRecord::as_select()).load(self.conn)?;
        let mut holders: Vec<CompanyId> = rows
            .into_iter()
            .filter(|mandate| mandate.holds_at(at))
            .filter_map(|mandate| mandate.principal)
            .collect();
        holders.sort_unstable();
        holders.dedup();
        Ok(holders)
    }

    /// Returns a session.
    ///
    /// # Errors
    /// When the database fails.
    pub fn session(&mut self, id: SessionId) -> Result<Option<SessionRecord>, StoreError> {
        let query = sessions::table.find(id.to_bytes().to_vec()).select(SessionRecord::as_select());
        Ok(query.first(self.conn).optional()?)
    }
}

fn bytes<T: Copy>(ids: &[T], to_bytes: impl Fn(T) -> [u8; 16]) -> Vec<Vec<u8>> {
    ids.iter().map(|id| to_bytes(*id).to_vec()).collect()
}

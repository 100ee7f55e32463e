//! Guarantees, their use, their statements, and the trial balance.

use std::collections::BTreeMap;

use diesel::prelude::*;
use rahdari_kernel::{Country, Currency, Grn, GuaranteeId};
use rahdari_ledger::{Account, Guarantee, Ledger, TrialBalance, bond};

use super::{GuaranteeScope, Page, Reader, ask_for, log_index, page};
use crate::StoreError;
use crate::record::{AccountRow, GuaranteeRecord, GuaranteeRow, TransferRecord, TransferRow};
use crate::schema::{accounts, guarantees, transfers};

/// A guarantee and how each of its pockets is used.
type Used = (GuaranteeRecord, Vec<bond::Usage>);

impl Reader<'_> {
    /// Returns a guarantee and how it is used.
    ///
    /// # Errors
    /// When the database fails or the guarantee cannot be read.
    pub fn guarantee(&mut self, id: GuaranteeId) -> Result<Option<Used>, StoreError> {
        let query = guarantees::table.find(id.to_bytes().to_vec()).select(GuaranteeRow::as_select());
        let row: Option<GuaranteeRow> = query.first(self.conn).optional()?;
        Ok(self.with_usage(row.into_iter().collect())?.into_iter().next())
    }

    /// Returns the guarantee with a reference number and how it is used.
    ///
    /// # Errors
    /// When the database fails or the guarantee cannot be read.
    pub fn guarantee_by_grn(&mut self, grn: &Grn) -> Result<Option<Used>, StoreError> {
        let query =
            guarantees::table.filter(guarantees::grn.eq(grn.as_str())).select(GuaranteeRow::as_select());
        let row: Option<GuaranteeRow> = query.first(self.conn).optional()?;
        Ok(self.with_usage(row.into_iter().collect())?.into_iter().next())
    }

    /// Returns a page of guarantees, each with its use, in the order of their reference numbers.
    ///
    /// # Errors
    /// When the database fails or a guarantee cannot be read.
    pub fn guarantees(
        &mut self,
        scope: &GuaranteeScope,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Used>, StoreError> {
        let mut query = guarantees::table.select(GuaranteeRow::as_select()).into_boxed();
        query = match scope {
            GuaranteeScope::Holders(holders) => {
                let holders: Vec<Vec<u8>> = holders.iter().map(|holder| holder.to_bytes().to_vec()).collect();
                query.filter(guarantees::holder.eq_any(holders))
            }
            GuaranteeScope::Guarantor(company) => {
                query.filter(guarantees::guarantor.eq(company.to_bytes().to_vec()))
            }
            GuaranteeScope::Administration(country) => {
                query.filter(guarantees::administration.eq(country.as_str().to_owned()))
            }
        };
        if let Some(cursor) = cursor {
            let cursor: Grn = cursor.parse().map_err(|_| StoreError::Cursor)?;
            query = query.filter(guarantees::grn.gt(cursor.to_string()));
        }
        let rows: Vec<GuaranteeRow> = query.order(guarantees::grn).limit(ask_for(limit)).load(self.conn)?;
        let (rows, next) = page(rows, limit, |row| row.grn.to_string());
        Ok((self.with_usage(rows)?, next))
    }

    /// Returns a page of the entries of a guarantee's accounts, the oldest first.
    ///
    /// # Errors
    /// When the cursor is not of this list, the database fails, or an entry cannot be read.
    pub fn statement(
        &mut self,
        guarantee: GuaranteeId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<TransferRecord>, StoreError> {
        let rows: Vec<TransferRow> = transfers::table
            .filter(transfers::guarantee.eq(guarantee.to_bytes().to_vec()))
            .filter(transfers::log_index.gt(log_index(cursor)?))
            .order(transfers::log_index)
            .limit(ask_for(limit))
            .select(TransferRow::as_select())
            .load(self.conn)?;
        let (rows, next) = page(rows, limit, |row| row.log_index.to_string());
        let records: Result<Vec<_>, _> = rows.into_iter().map(TransferRecord::try_from).collect();
        Ok((records?, next))
    }

    /// Returns the sums over all accounts of an administration's guarantees, by currency. Debits equal credits
    /// in each, since both accounts of every transfer belong to one guarantee.
    ///
    /// # Errors
    /// When the database fails.
    pub fn trial_balance(
        &mut self,
        administration: Country,
    ) -> Result<Vec<(Currency, TrialBalance)>, StoreError> {
        // Walked row by row: a sum of the engines' own would lose the check on each account, and may overflow.
        let mut sums: BTreeMap<i64, TrialBalance> = BTreeMap::new();
        let mut after: Vec<u8> = Vec::new();
        loop {
            let rows: Vec<AccountRow> = accounts::table
                .filter(accounts::administration.eq(administration.as_str()))
                .filter(accounts::id.gt(&after))
                .order(accounts::id)
                .limit(ACCOUNTS_AT_ONCE)
                .select(AccountRow::as_select())
                .load(self.conn)?;
            let Some(last) = rows.last() else { break };
            after = last.id.to_bytes().to_vec();
            for row in &rows {
                sums.entry(row.ledger).or_default().add(&row.balance());
            }
        }
        let currencies = self.currencies(administration)?;
        let named = sums.into_iter().map(|(ledger, sum)| {
            let currency = currencies.get(&ledger).copied();
            let unknown = || StoreError::Damaged(format!("ledger {ledger} is no currency of a guarantee"));
            Ok((currency.ok_or_else(unknown)?, sum))
        });
        named.collect()
    }

    /// Returns the currencies of an administration's guarantees by the number of their ledger.
    fn currencies(&mut self, administration: Country) -> Result<BTreeMap<i64, Currency>, StoreError> {
        let codes: Vec<String> = guarantees::table
            .filter(guarantees::administration.eq(administration.as_str()))
            .select(guarantees::currency)
            .distinct()
            .load(self.conn)?;
        let read = |code: String| {
            let currency: Currency =
                code.parse().map_err(|_| StoreError::Damaged(format!("{code} is no currency")))?;
            Ok((i64::from(currency.numeric()), currency))
        };
        codes.into_iter().map(read).collect()
    }

    fn with_usage(&mut self, rows: Vec<GuaranteeRow>) -> Result<Vec<Used>, StoreError> {
        let ids: Vec<Vec<u8>> = rows.iter().map(|row| row.id.to_bytes().to_vec()).collect();
        let owned: Vec<AccountRow> = accounts::table
            .filter(accounts::guarantee.eq_any(ids))
            .select(AccountRow::as_select())
            .load(self.conn)?;
        let mut ledger = Ledger::default();
        for row in owned {
            ledger.load_account(Account::try_from(row)?);
        }
        let used = rows.into_iter().map(|row| {
            let guarantee = Guarantee::try_from(row)?;
            let usage = bond::usage(&guarantee, &ledger);
            Ok((guarantee, usage))
        });
        used.collect()
    }
}

/// How many accounts are read at once.
const ACCOUNTS_AT_ONCE: i64 = 2000;

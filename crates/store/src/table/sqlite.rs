//! SQLite: one prepared statement a row, inside the one transaction.

use std::marker::PhantomData;

use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sqlite::Sqlite;
use diesel::{QueryResult, RunQueryDsl, SqliteConnection};

use super::words::{Comma, Verb, push_cell, push_names};
use super::{Cell, Table};

/// Runs a statement for each row, and returns how many rows were written.
pub(super) fn each_row<'a>(
    conn: &mut SqliteConnection,
    cells: &'a [Cell],
    width: usize,
    statement: impl Fn(&'a [Cell]) -> OneRow<'a>,
) -> QueryResult<usize> {
    let mut written = 0;
    for row in cells.chunks(width.max(1)) {
        written += statement(row).execute(conn)?;
    }
    Ok(written)
}

/// A statement for one row, for SQLite.
pub(super) struct OneRow<'a> {
    pub(super) table: &'static Table,
    pub(super) row: &'a [Cell],
    pub(super) verb: Verb,
}

impl QueryFragment<Sqlite> for OneRow<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        let columns = self.table.columns.iter().zip(self.row);
        match self.verb {
            Verb::Insert | Verb::CountUp(_) => {
                out.push_sql("insert into ");
                out.push_sql(self.table.name);
                push_names(&mut out, " (", self.table.columns);
                out.push_sql(") values (");
                let mut comma = Comma::default();
                for ((_, kind), cell) in columns {
                    comma.push(&mut out);
                    push_cell(&mut out, *kind, cell)?;
                }
                out.push_sql(")");
                self.verb.push_conflict(&mut out, self.table);
            }
            Verb::Update => {
                out.push_sql("update ");
                out.push_sql(self.table.name);
                out.push_sql(" set ");
                let mut comma = Comma::default();
                for ((name, kind), cell) in columns.clone().skip(self.table.key) {
                    comma.push(&mut out);
                    out.push_sql(name);
                    out.push_sql(" = ");
                    push_cell(&mut out, *kind, cell)?;
                }
                for (at, ((name, kind), cell)) in columns.take(self.table.key).enumerate() {
                    out.push_sql(if at == 0 { " where " } else { " and " });
                    out.push_sql(name);
                    out.push_sql(" = ");
                    push_cell(&mut out, *kind, cell)?;
                }
            }
        }
        Ok(())
    }
}

impl QueryId for OneRow<'_> {
    type QueryId = ();
    // Cached by its text, which is the same for every row of a table.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for OneRow<'_> {}

/// A load by one key, for SQLite.
pub(crate) struct OneKey<'a, ST> {
    pub(super) table: &'static Table,
    pub(super) by: &'static [usize],
    pub(super) key: &'a [Cell],
    pub(super) types: PhantomData<ST>,
}

impl<ST> QueryFragment<Sqlite> for OneKey<'_, ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        push_names(&mut out, "select ", self.table.read());
        out.push_sql(" from ");
        out.push_sql(self.table.name);
        let columns = self.by.iter().filter_map(|&at| self.table.columns.get(at));
        for (at, ((name, kind), cell)) in columns.zip(self.key).enumerate() {
            out.push_sql(if at == 0 { " where " } else { " and " });
            out.push_sql(name);
            out.push_sql(" = ");
            push_cell(&mut out, *kind, cell)?;
        }
        Ok(())
    }
}

impl<ST> QueryId for OneKey<'_, ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> Query for OneKey<'_, ST> {
    type SqlType = ST;
}

impl<ST> RunQueryDsl<SqliteConnection> for OneKey<'_, ST> {}

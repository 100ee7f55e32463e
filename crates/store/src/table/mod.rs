//! Rows as cells, and the statements in which the engines have words of their own: load and lock, insert,
//! update, count up. SQLite gets one prepared statement a row inside the transaction, PostgreSQL one
//! statement a table with an array for each column.

mod cell;
mod postgres;
mod sqlite;
mod walk;
mod words;

use std::marker::PhantomData;

use diesel::dsl::SqlTypeOf;
use diesel::query_dsl::methods::LoadQuery;
use diesel::sqlite::Sqlite;
use diesel::{Expression, PgConnection, RunQueryDsl as _, Selectable, SqliteConnection};

use crate::StoreError;
use crate::connection::Conn;
use postgres::{AllKeys, AllRows, transpose};
use sqlite::{OneKey, OneRow, each_row};
use words::Verb;

pub(crate) use cell::Cell;
pub(crate) use walk::walk;

/// The type of a column, the same on both engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Ids, hashes, documents as they came.
    Binary,
    /// Codes, names, JSON, dates.
    Text,
    /// Numbers, and instants as microseconds.
    Int,
    /// Yes or no.
    Bool,
}

/// A table as the committer writes it.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its columns in the order of the cells; the key comes first.
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// How many leading columns are the key.
    pub(crate) key: usize,
}

impl Table {
    /// Returns the columns that make a record: all but the salt of the seal.
    fn read(&self) -> &'static [(&'static str, Kind)] {
        match self.columns {
            [record @ .., ("seal_salt", _)] => record,
            all => all,
        }
    }
}

/// Inserts rows. Row after row of cells stand in `cells`.
pub(crate) fn insert(conn: &mut Conn, table: &'static Table, cells: &[Cell]) -> Result<(), StoreError> {
    let width = table.columns.len();
    let rows = cells.len() / width.max(1);
    let written = match conn {
        Conn::Sqlite(conn) => each_row(conn, cells, width, |row| OneRow { table, row, verb: Verb::Insert })?,
        Conn::Postgres(conn) => AllRows::new(table, cells, Verb::Insert).execute(conn)?,
    };
    expect_rows(table, rows, written)
}

/// Updates rows by their key; every one must exist.
pub(crate) fn update(conn: &mut Conn, table: &'static Table, cells: &[Cell]) -> Result<(), StoreError> {
    let width = table.columns.len();
    let rows = cells.len() / width.max(1);
    let written = match conn {
        Conn::Sqlite(conn) => each_row(conn, cells, width, |row| OneRow { table, row, verb: Verb::Update })?,
        Conn::Postgres(conn) => AllRows::new(table, cells, Verb::Update).execute(conn)?,
    };
    expect_rows(table, rows, written)
}

/// Inserts rows, or where they exist adds the last `counts` columns to what stands there.
pub(crate) fn count_up(
    conn: &mut Conn,
    table: &'static Table,
    counts: usize,
    cells: &[Cell],
) -> Result<(), StoreError> {
    if cells.is_empty() {
        return Ok(());
    }
    let width = table.columns.len();
    let verb = Verb::CountUp(counts);
    match conn {
        Conn::Sqlite(conn) => each_row(conn, cells, width, |row| OneRow { table, row, verb })?,
        Conn::Postgres(conn) => AllRows::new(table, cells, verb).execute(conn)?,
    };
    Ok(())
}

/// Loads the rows whose `by` columns have one of the values, in the order of those columns; `lock` keeps
/// others from changing them until the end of the transaction. Row after row of cells stand in `keys`.
pub(crate) fn load<R>(
    conn: &mut Conn,
    table: &'static Table,
    by: &'static [usize],
    keys: &[Cell],
    lock: Lock,
) -> Result<Vec<R>, StoreError>
where
    R: Selectable<Sqlite, SelectExpression: Expression>,
    for<'q> OneKey<'q, SqlTypeOf<R::SelectExpression>>: LoadQuery<'q, SqliteConnection, R>,
    for<'q> AllKeys<'q, SqlTypeOf<R::SelectExpression>>: LoadQuery<'q, PgConnection, R>,
{
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    match conn {
        Conn::Sqlite(conn) => {
            // The one writer has locked the file; a row needs no lock of its own.
            let mut found = Vec::with_capacity(keys.len());
            for key in keys.chunks(by.len().max(1)) {
                found.extend(OneKey { table, by, key, types: PhantomData }.load(conn)?);
            }
            Ok(found)
        }
        Conn::Postgres(conn) => {
            let columns = transpose(by.iter().filter_map(|&at| table.columns.get(at)), keys, by.len());
            Ok(AllKeys { table, by, columns, lock, types: PhantomData }.load(conn)?)
        }
    }
}

/// Whether loaded rows are locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lock {
    /// Until the end of the transaction.
    Rows,
    /// Not at all: another lock covers them, or they never change.
    Nothing,
}

fn expect_rows(table: &Table, rows: usize, written: usize) -> Result<(), StoreError> {
    if rows == written {
        return Ok(());
    }
    Err(StoreError::Damaged(format!("{written} of {rows} rows written to {}", table.name)))
}

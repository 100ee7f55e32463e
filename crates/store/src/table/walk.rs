//! A table as it stands, row by row, for verification.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::{DefaultLoadingMode, LoadConnection};
use diesel::deserialize::{self, FromSql};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::{Field as _, Row};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, Bool, HasSqlType, Text, Untyped};
use diesel::sqlite::Sqlite;

use super::words::{Comma, push_cell, push_names};
use super::{Cell, Kind, Table};
use crate::StoreError;
use crate::connection::Conn;

/// Returns the next rows of a table in the order of its key, as they stand there, however little sense a
/// value may make.
pub(crate) fn walk(
    conn: &mut Conn,
    table: &'static Table,
    after: &[Cell],
    count: i64,
) -> Result<Vec<Vec<Cell>>, StoreError> {
    let walk = Walk { table, after, count };
    match conn {
        Conn::Sqlite(conn) => {
            let rows = LoadConnection::<DefaultLoadingMode>::load(conn, walk)?;
            rows.map(|row| read_cells::<Sqlite>(table, &row?)).collect()
        }
        Conn::Postgres(conn) => {
            let rows = LoadConnection::<DefaultLoadingMode>::load(conn, walk)?;
            rows.map(|row| read_cells::<Pg>(table, &row?)).collect()
        }
    }
}

fn read_cells<'a, DB>(table: &Table, row: &impl Row<'a, DB>) -> Result<Vec<Cell>, StoreError>
where
    DB: Backend,
    Vec<u8>: FromSql<Binary, DB>,
    String: FromSql<Text, DB>,
    i64: FromSql<BigInt, DB>,
    bool: FromSql<Bool, DB>,
{
    let read = |(at, (_, kind)): (usize, &(&str, Kind))| -> deserialize::Result<Cell> {
        let field = row.get(at).ok_or("a column is missing")?;
        let Some(value) = field.value() else { return Ok(Cell::Null) };
        Ok(match kind {
            Kind::Binary => Cell::Bytes(<Vec<u8> as FromSql<Binary, DB>>::from_sql(value)?.into()),
            Kind::Text => Cell::Text(<String as FromSql<Text, DB>>::from_sql(value)?),
            Kind::Int => Cell::Int(<i64 as FromSql<BigInt, DB>>::from_sql(value)?),
            Kind::Bool => Cell::Bool(<bool as FromSql<Bool, DB>>::from_sql(value)?),
        })
    };
    let cells: deserialize::Result<Vec<Cell>> = table.columns.iter().enumerate().map(read).collect();
    cells.map_err(|error| StoreError::Damaged(format!("{}: {error}", table.name)))
}

/// A part of a table in the order of its key.
struct Walk<'a> {
    table: &'static Table,
    after: &'a [Cell],
    count: i64,
}

impl<DB> QueryFragment<DB> for Walk<'_>
where
    DB: Backend + HasSqlType<Binary> + HasSqlType<Text> + HasSqlType<BigInt> + HasSqlType<Bool>,
    [u8]: ToSql<Binary, DB>,
    str: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
    bool: ToSql<Bool, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let key = self.table.columns.get(..self.table.key).unwrap_or_default();
        push_names(&mut out, "select ", self.table.columns);
        out.push_sql(" from ");
        out.push_sql(self.table.name);
        if !self.after.is_empty() {
            push_names(&mut out, " where (", key);
            out.push_sql(") > (");
            let mut comma = Comma::default();
            for ((_, kind), cell) in key.iter().zip(self.after) {
                comma.push(&mut out);
                push_cell(&mut out, *kind, cell)?;
            }
            out.push_sql(")");
        }
        push_names(&mut out, " order by ", key);
        out.push_sql(" limit ");
        out.push_bind_param::<BigInt, i64>(&self.count)
    }
}

impl QueryId for Walk<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Walk<'_> {
    type SqlType = Untyped;
}

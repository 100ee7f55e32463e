//! PostgreSQL: one statement for all rows, with an array for each column.

use std::marker::PhantomData;

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Bool, Nullable, Text};
use diesel::{PgConnection, QueryResult, RunQueryDsl};

use super::words::{Comma, Verb, push_names};
use super::{Cell, Kind, Lock, Table};

/// A statement for many rows, for PostgreSQL.
pub(super) struct AllRows<'a> {
    table: &'static Table,
    columns: Vec<Column<'a>>,
    verb: Verb,
}

impl<'a> AllRows<'a> {
    pub(super) fn new(table: &'static Table, cells: &'a [Cell], verb: Verb) -> Self {
        Self { table, columns: transpose(table.columns.iter(), cells, table.columns.len()), verb }
    }
}

impl QueryFragment<Pg> for AllRows<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self.verb {
            Verb::Insert | Verb::CountUp(_) => {
                out.push_sql("insert into ");
                out.push_sql(self.table.name);
                push_names(&mut out, " (", self.table.columns);
                out.push_sql(") select * from unnest(");
                push_columns(&mut out, &self.columns)?;
                out.push_sql(")");
                self.verb.push_conflict(&mut out, self.table);
            }
            Verb::Update => {
                out.push_sql("update ");
                out.push_sql(self.table.name);
                out.push_sql(" t set ");
                let mut comma = Comma::default();
                for (name, _) in self.table.columns.iter().skip(self.table.key) {
                    comma.push(&mut out);
                    out.push_sql(name);
                    out.push_sql(" = u.");
                    out.push_sql(name);
                }
                out.push_sql(" from unnest(");
                push_columns(&mut out, &self.columns)?;
                out.push_sql(")");
                push_names(&mut out, " as u (", self.table.columns);
                out.push_sql(")");
                for (at, (name, _)) in self.table.columns.iter().take(self.table.key).enumerate() {
                    out.push_sql(if at == 0 { " where t." } else { " and t." });
                    out.push_sql(name);
                    out.push_sql(" = u.");
                    out.push_sql(name);
                }
            }
        }
        Ok(())
    }
}

impl QueryId for AllRows<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<PgConnection> for AllRows<'_> {}

/// A load by many keys, for PostgreSQL.
pub(crate) struct AllKeys<'a, ST> {
    pub(super) table: &'static Table,
    pub(super) by: &'static [usize],
    pub(super) columns: Vec<Column<'a>>,
    pub(super) lock: Lock,
    pub(super) types: PhantomData<ST>,
}

impl<ST> AllKeys<'_, ST> {
    fn push_by(&self, out: &mut AstPass<'_, '_, Pg>) {
        let mut comma = Comma::default();
        for (name, _) in self.by.iter().filter_map(|&at| self.table.columns.get(at)) {
            comma.push(out);
            out.push_sql(name);
        }
    }
}

impl<ST> QueryFragment<Pg> for AllKeys<'_, ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_names(&mut out, "select ", self.table.read());
        out.push_sql(" from ");
        out.push_sql(self.table.name);
        out.push_sql(" where ");
        if let [column] = self.columns.as_slice() {
            self.push_by(&mut out);
            out.push_sql(" = any(");
            column.push(&mut out)?;
            out.push_sql(")");
        } else {
            out.push_sql("(");
            self.push_by(&mut out);
            out.push_sql(") in (select * from unnest(");
            push_columns(&mut out, &self.columns)?;
            out.push_sql("))");
        }
        // Every committer locks in this order, so none waits for one that waits for it.
        out.push_sql(" order by ");
        self.push_by(&mut out);
        if self.lock == Lock::Rows {
            out.push_sql(" for update of ");
            out.push_sql(self.table.name);
        }
        Ok(())
    }
}

impl<ST> QueryId for AllKeys<'_, ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> Query for AllKeys<'_, ST> {
    type SqlType = ST;
}

impl<ST> RunQueryDsl<PgConnection> for AllKeys<'_, ST> {}

/// All values of one column.
pub(crate) enum Column<'a> {
    Binary(Vec<Option<&'a [u8]>>),
    Text(Vec<Option<&'a str>>),
    Int(Vec<Option<i64>>),
    Bool(Vec<Option<bool>>),
}

impl Column<'_> {
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self {
            Self::Binary(values) => {
                out.push_bind_param::<Array<Nullable<Binary>>, _>(values)?;
                out.push_sql("::bytea[]");
            }
            Self::Text(values) => {
                out.push_bind_param::<Array<Nullable<Text>>, _>(values)?;
                out.push_sql("::text[]");
            }
            Self::Int(values) => {
                out.push_bind_param::<Array<Nullable<BigInt>>, _>(values)?;
                out.push_sql("::bigint[]");
            }
            Self::Bool(values) => {
                out.push_bind_param::<Array<Nullable<Bool>>, _>(values)?;
                out.push_sql("::boolean[]");
            }
        }
        Ok(())
    }
}

/// Turns rows of cells into columns.
pub(super) fn transpose<'a>(
    columns: impl Iterator<Item = &'static (&'static str, Kind)>,
    cells: &'a [Cell],
    width: usize,
) -> Vec<Column<'a>> {
    let every = |at: usize| cells.iter().skip(at).step_by(width.max(1));
    columns
        .enumerate()
        .map(|(at, (_, kind))| match kind {
            Kind::Binary => Column::Binary(every(at).map(Cell::bytes).collect()),
            Kind::Text => Column::Text(every(at).map(Cell::text).collect()),
            Kind::Int => Column::Int(every(at).map(Cell::int).collect()),
            Kind::Bool => Column::Bool(every(at).map(Cell::bool).collect()),
        })
        .collect()
}

fn push_columns<'b>(out: &mut AstPass<'_, 'b, Pg>, columns: &'b [Column<'_>]) -> QueryResult<()> {
    let mut comma = Comma::default();
    for column in columns {
        comma.push(out);
        column.push(out)?;
    }
    Ok(())
}

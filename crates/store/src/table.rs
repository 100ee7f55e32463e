//! Rows as cells, and the three statements in which the engines have words of their own: load and lock,
//! insert, update. SQLite gets one prepared statement a row inside the transaction, PostgreSQL one
//! statement a table with an array for each column.

use std::marker::PhantomData;
use std::sync::Arc;

use diesel::backend::Backend;
use diesel::connection::{DefaultLoadingMode, LoadConnection};
use diesel::deserialize::{self, FromSql};
use diesel::dsl::SqlTypeOf;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::LoadQuery;
use diesel::row::{Field as _, Row};
use diesel::serialize::ToSql;
use diesel::sql_types::{Array, BigInt, Binary, Bool, HasSqlType, Nullable, Text, Untyped};
use diesel::sqlite::Sqlite;
use diesel::{Expression, PgConnection, QueryResult, RunQueryDsl, Selectable, SqliteConnection};
use rahdari_kernel::{Date, Instant};

use crate::StoreError;
use crate::connection::Conn;

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

/// One value on its way into a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Id([u8; 16]),
    Hash([u8; 32]),
    Bytes(Arc<[u8]>),
    Word(&'static str),
    Text(String),
    Shared(Arc<str>),
    Int(i64),
    Bool(bool),
}

impl Cell {
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Id(bytes) => Some(bytes),
            Self::Hash(bytes) => Some(bytes),
            Self::Bytes(bytes) => Some(bytes),
            Self::Null | Self::Word(_) | Self::Text(_) | Self::Shared(_) | Self::Int(_) | Self::Bool(_) => {
                None
            }
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Word(text) => Some(text),
            Self::Text(text) => Some(text),
            Self::Shared(text) => Some(text),
            Self::Null | Self::Id(_) | Self::Hash(_) | Self::Bytes(_) | Self::Int(_) | Self::Bool(_) => None,
        }
    }

    fn int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    fn bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// Returns whether it is text that PostgreSQL would not take.
    pub(crate) fn has_nul(&self) -> bool {
        self.text().is_some_and(|text| text.bytes().any(|byte| byte == 0))
    }

    /// Adds this cell to a hash so that no two different rows make the same bytes.
    pub(crate) fn digest(&self, hash: &mut impl sha2::Digest) {
        let mut tagged = |tag: u8, bytes: &[u8]| {
            hash.update([tag]);
            hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(bytes);
        };
        match (self.bytes(), self.text(), self) {
            (Some(bytes), _, _) => tagged(b'b', bytes),
            (_, Some(text), _) => tagged(b't', text.as_bytes()),
            (_, _, Self::Int(number)) => tagged(b'i', &number.to_be_bytes()),
            (_, _, Self::Bool(value)) => tagged(b'y', &[u8::from(*value)]),
            _ => tagged(b'0', &[]),
        }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Instant> for Cell {
    fn from(at: Instant) -> Self {
        Self::Int(at.as_micros())
    }
}

impl From<Date> for Cell {
    fn from(date: Date) -> Self {
        Self::Text(date.to_string())
    }
}

impl From<[u8; 16]> for Cell {
    fn from(id: [u8; 16]) -> Self {
        Self::Id(id)
    }
}

impl From<[u8; 32]> for Cell {
    fn from(hash: [u8; 32]) -> Self {
        Self::Hash(hash)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&Arc<str>> for Cell {
    fn from(text: &Arc<str>) -> Self {
        Self::Shared(Arc::clone(text))
    }
}

impl From<&Arc<[u8]>> for Cell {
    fn from(bytes: &Arc<[u8]>) -> Self {
        Self::Bytes(Arc::clone(bytes))
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
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

fn expect_rows(table: &Table, rows: usize, written: usize) -> Result<(), StoreError> {
    if rows == written {
        return Ok(());
    }
    Err(StoreError::Damaged(format!("{written} of {rows} rows written to {}", table.name)))
}

fn each_row<'a>(
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Insert,
    Update,
    CountUp(usize),
}

impl Verb {
    /// Both engines know this clause by the same words.
    fn push_conflict<DB: Backend>(self, out: &mut AstPass<'_, '_, DB>, table: &Table) {
        let Self::CountUp(counts) = self else { return };
        push_names(out, " on conflict (", table.columns.get(..table.key).unwrap_or_default());
        out.push_sql(") do update set ");
        let mut comma = Comma::default();
        for (name, _) in table.columns.iter().skip(table.columns.len().saturating_sub(counts)) {
            comma.push(out);
            for part in [name, " = ", table.name, ".", name, " + excluded.", name] {
                out.push_sql(part);
            }
        }
    }
}

/// A statement for one row, for SQLite.
pub(crate) struct OneRow<'a> {
    table: &'static Table,
    row: &'a [Cell],
    verb: Verb,
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

/// A statement for many rows, for PostgreSQL.
pub(crate) struct AllRows<'a> {
    table: &'static Table,
    columns: Vec<Column<'a>>,
    verb: Verb,
}

impl<'a> AllRows<'a> {
    fn new(table: &'static Table, cells: &'a [Cell], verb: Verb) -> Self {
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

/// A load by one key, for SQLite.
pub(crate) struct OneKey<'a, ST> {
    table: &'static Table,
    by: &'static [usize],
    key: &'a [Cell],
    types: PhantomData<ST>,
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

/// A load by many keys, for PostgreSQL.
pub(crate) struct AllKeys<'a, ST> {
    table: &'static Table,
    by: &'static [usize],
    columns: Vec<Column<'a>>,
    lock: Lock,
    types: PhantomData<ST>,
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
enum Column<'a> {
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

fn transpose<'a>(
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

fn push_names<DB: Backend>(out: &mut AstPass<'_, '_, DB>, before: &str, columns: &[(&'static str, Kind)]) {
    out.push_sql(before);
    let mut comma = Comma::default();
    for (name, _) in columns {
        comma.push(out);
        out.push_sql(name);
    }
}

fn push_cell<'b, DB>(out: &mut AstPass<'_, 'b, DB>, kind: Kind, cell: &'b Cell) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Binary> + HasSqlType<Text> + HasSqlType<BigInt> + HasSqlType<Bool>,
    [u8]: ToSql<Binary, DB>,
    str: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
    bool: ToSql<Bool, DB>,
{
    match (kind, cell) {
        (Kind::Binary, Cell::Id(bytes)) => out.push_bind_param::<Binary, [u8]>(bytes),
        (Kind::Binary, Cell::Hash(bytes)) => out.push_bind_param::<Binary, [u8]>(bytes),
        (Kind::Binary, Cell::Bytes(bytes)) => out.push_bind_param::<Binary, [u8]>(bytes),
        (Kind::Text, Cell::Word(text)) => out.push_bind_param::<Text, str>(text),
        (Kind::Text, Cell::Text(text)) => out.push_bind_param::<Text, str>(text),
        (Kind::Text, Cell::Shared(text)) => out.push_bind_param::<Text, str>(text),
        (Kind::Int, Cell::Int(number)) => out.push_bind_param::<BigInt, i64>(number),
        (Kind::Bool, Cell::Bool(value)) => out.push_bind_param::<Bool, bool>(value),
        _ => out.push_bind_param::<Nullable<BigInt>, Option<i64>>(&None),
    }
}

/// Puts a comma before everything but the first.
#[derive(Default)]
struct Comma {
    some: bool,
}

impl Comma {
    fn push<DB: Backend>(&mut self, out: &mut AstPass<'_, '_, DB>) {
        if self.some {
            out.push_sql(", ");
        }
        self.some = true;
    }
}

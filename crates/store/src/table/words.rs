//! The words that both engines share.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, Bool, HasSqlType, Nullable, Text};

use super::{Cell, Kind, Table};

/// What a statement does with its rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Insert,
    Update,
    CountUp(usize),
}

impl Verb {
    /// Both engines know this clause by the same words.
    pub(super) fn push_conflict<DB: Backend>(self, out: &mut AstPass<'_, '_, DB>, table: &Table) {
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

pub(super) fn push_names<DB: Backend>(
    out: &mut AstPass<'_, '_, DB>,
    before: &str,
    columns: &[(&'static str, Kind)],
) {
    out.push_sql(before);
    let mut comma = Comma::default();
    for (name, _) in columns {
        comma.push(out);
        out.push_sql(name);
    }
}

/// Pushes a cell as a bound value.
pub(super) fn push_cell<'b, DB>(out: &mut AstPass<'_, 'b, DB>, kind: Kind, cell: &'b Cell) -> QueryResult<()>
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
        (_, Cell::Null) => out.push_bind_param::<Nullable<BigInt>, Option<i64>>(&None),
        _ => Err(diesel::result::Error::QueryBuilderError("a cell is not of its column's kind".into())),
    }
}

/// Puts a comma before everything but the first.
#[derive(Default)]
pub(super) struct Comma {
    some: bool,
}

impl Comma {
    pub(super) fn push<DB: Backend>(&mut self, out: &mut AstPass<'_, '_, DB>) {
        if self.some {
            out.push_sql(", ");
        }
        self.some = true;
    }
}

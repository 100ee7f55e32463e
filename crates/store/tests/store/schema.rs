//! The tables themselves: the same on both engines, and append-only where they should be.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use rahdari_store::Options;
use rahdari_testkit::{Database, Engine};

use crate::world::*;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(database: &Database, sql: &str) -> Vec<String> {
    let lines: Vec<Line> = match database.file() {
        Some(file) => {
            let mut conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
            diesel::sql_query(sql).load(&mut conn).unwrap()
        }
        None => {
            let mut conn = PgConnection::establish(database.url()).unwrap();
            diesel::sql_query(sql).load(&mut conn).unwrap()
        }
    };
    lines.into_iter().map(|line| line.line).collect()
}

/// Returns the columns of every table in order, with a type word that both engines share.
fn tables(database: &Database) -> BTreeMap<String, Vec<String>> {
    let sql = match database.engine() {
        Engine::Sqlite => {
            "select m.name || ' ' || c.name || ' ' || lower(c.type) || ' ' || c.\"notnull\" || ' ' || min(c.pk, 1) as line \
             from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' order by m.name, c.cid"
        }
        Engine::Postgres => {
            "select c.table_name || ' ' || c.column_name || ' ' || c.data_type || ' ' || (c.is_nullable = 'NO')::int || ' ' || \
             exists(select from information_schema.key_column_usage k where k.table_name = c.table_name \
             and k.column_name = c.column_name)::int as line \
             from information_schema.columns c where c.table_schema = 'public' order by c.table_name, c.ordinal_position"
        }
    };
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines(database, sql) {
        let (table, column) = line.split_once(' ').unwrap();
        if !table.starts_with("__diesel") {
            // Yes and no are a type of their own on one engine and numbers on the other.
            let column =
                column.replace("bytea", "blob").replace("bigint", "integer").replace("boolean", "integer");
            tables.entry(table.to_owned()).or_default().push(column);
        }
    }
    tables
}

fn indexes(database: &Database) -> Vec<String> {
    let sql = match database.engine() {
        Engine::Sqlite => {
            "select name as line from sqlite_master where type = 'index' and sql is not null order by 1"
        }
        Engine::Postgres => {
            "select indexname::text as line from pg_indexes where schemaname = 'public' and indexname not like '%_pkey' \
             order by indexname collate \"C\""
        }
    };
    lines(database, sql)
}

#[test]
fn both_engines_have_the_same_tables() {
    let sqlite = Database::sqlite();
    let Some(postgres) = Database::postgres() else { return };
    for database in [&sqlite, &postgres] {
        let store = open(database.url(), Options::default());
        assert_eq!(store.migrate().unwrap(), Vec::<String>::new(), "a second migration has nothing to do");
        assert!(store.is_current().unwrap());
    }
    assert!(tables(&sqlite).len() > 15);
    assert_eq!(tables(&sqlite), tables(&postgres));
    assert_eq!(indexes(&sqlite), indexes(&postgres));
}

#[test]
fn what_happened_cannot_be_changed() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(database) = Database::of(engine) else { continue };
        let store = open(database.url(), Options::default());
        done(&store, issue(1, 1_000_000));
        done(&store, Lodging::new(1, 1, 1000).write());
        for (table, column) in
            [("events", "kind"), ("transfers", "amount_minor"), ("declaration_versions", "number")]
        {
            for sql in [format!("update {table} set {column} = {column}"), format!("delete from {table}")] {
                let error = match database.file() {
                    Some(file) => {
                        let mut conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
                        conn.batch_execute(&sql).unwrap_err().to_string()
                    }
                    None => PgConnection::establish(database.url())
                        .unwrap()
                        .batch_execute(&sql)
                        .unwrap_err()
                        .to_string(),
                };
                assert!(error.contains("append-only"), "{engine:?}: {sql}: {error}");
            }
        }
        assert_eq!(problems(&store), Vec::<String>::new());
    }
}

#[test]
fn an_unknown_scheme_stops_the_store() {
    for address in ["mysql://host/db", "rahdari.db", "file:rahdari.db"] {
        assert!(rahdari_store::Store::open(address).is_err(), "{address}");
    }
}

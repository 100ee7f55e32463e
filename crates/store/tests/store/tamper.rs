//! Whatever is changed behind the store's back, verification names it, exactly.

use rahdari_store::Options;
use rahdari_store::record::CheckpointRecord;
use rahdari_testkit::{Database, Engine};

use crate::world::*;

/// What stands where in the log: guarantee issued 0–1, first declaration 2–10 (lodged, accepted, six
/// reservations, request done), second declaration 11–19, release 20–21, user 22–23.
fn filled(engine: Engine) -> Option<(Database, rahdari_store::Store)> {
    let database = Database::of(engine)?;
    let store = open(database.url(), Options::default());
    done(&store, issue(1, 1_000_000));
    done(&store, Lodging::new(1, 1, 1000).write());
    done(&store, Lodging::new(2, 1, 2000).write());
    done(&store, release("release", 1, reservation(1, 1, 1, 1)));
    done(&store, add_user("user", "amina"));
    assert_eq!(problems(&store), Vec::<String>::new());
    assert_eq!(store.read_blocking(|reader| reader.log_head()).unwrap().0, 24);
    Some((database, store))
}

/// Expects exactly these problems, each given by its beginning, after the SQL was run on either engine.
#[track_caller]
fn check(sql: &str, expected: &[&str]) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some((database, store)) = filled(engine) else { continue };
        tamper(&database, sql);
        let found = problems(&store);
        let named = found.len() == expected.len()
            && found.iter().zip(expected).all(|(found, expected)| found.starts_with(expected));
        assert!(named, "{engine:?}: {sql}\nfound {found:#?}\nexpected {expected:#?}");
    }
}

fn declaration(number: u32) -> String {
    declaration_id(number).to_string()
}

#[test]
fn events() {
    check(
        "update events set canonical = replace(canonical, 'green', 'red') where log_index = 3",
        &["event 3 (movement.accepted): altered"],
    );
    check(
        "update events set kind = 'movement.released' where log_index = 3",
        &["event 3 (movement.accepted): altered"],
    );
    check(
        "update events set leaf_hash = (select e.leaf_hash from events e where e.log_index = 11),
            canonical = (select e.canonical from events e where e.log_index = 11), kind = 'declaration.lodged' where log_index = 3",
        &["event 3 (declaration.lodged): altered", "event 3: altered or added"],
    );
    check("delete from events where log_index = 3", &["event 3: missing"]);
    check(
        "delete from events where log_index in (22, 23)",
        &["events 22 to 23: missing", &format!("users {}: added", user("amina").id)],
    );
    check(
        "insert into events select 24, kind, subject_kind, subject_id, administration, recorded_at, canonical, \
         leaf_hash, chain_hash from events where log_index = 3",
        &["event 24: added beyond the end"],
    );
}

#[test]
fn events_out_of_order() {
    let swap = |one: i64, other: i64| {
        format!(
            "update events set log_index = -1 where log_index = {one};
             update events set log_index = {one} where log_index = {other};
             update events set log_index = {other} where log_index = -1;"
        )
    };
    check(
        &swap(2, 11),
        &[
            "event 2: out of order; it was recorded as event 11",
            "event 11: out of order; it was recorded as event 2",
        ],
    );
    check(
        &swap(2, 3),
        &[
            "event 2: out of order; it was recorded as event 3",
            "event 3: out of order; it was recorded as event 2",
        ],
    );
}

#[test]
fn transfers() {
    let first = reservation(1, 1, 1, 1);
    let second = reservation(1, 1, 2, 1);
    check(
        "update transfers set amount_minor = 1 where log_index = 4",
        &[&format!("transfer {first} at 4: altered")],
    );
    check(
        "update transfers set note = 'gift' where log_index = 4",
        &[&format!("transfer {first} at 4: altered")],
    );
    check("delete from transfers where log_index = 4", &[&format!("transfer {first} at 4: missing")]);
    check(
        "update transfers set log_index = 100 where log_index = 4",
        &[&format!("transfer {first} at 4: missing"), &format!("transfer {first} at 100: added")],
    );
    check(
        "update transfers set log_index = -1 where log_index = 4;
         update transfers set log_index = 4 where log_index = 5;
         update transfers set log_index = 5 where log_index = -1;",
        &[
            &format!("transfer {second} at 4: out of order or exchanged; the log has transfer {first} there"),
            &format!("transfer {first} at 5: out of order or exchanged; the log has transfer {second} there"),
        ],
    );
}

#[test]
fn accounts() {
    check("update accounts set debits_pending = 7000 where code = 1", &["accounts "]);
    check("update accounts set flags = 0 where code = 1", &["accounts "]);
    check("delete from accounts where code = 1", &["accounts "]);
    check(
        "insert into accounts select (select id from declarations limit 1), guarantee, administration, ledger, code, \
         flags, 0, 0, 0, 0 from accounts where code = 1",
        &["accounts "],
    );
}

#[test]
fn versions_of_declarations() {
    let first = declaration(1);
    let (low, high) = if declaration_id(1) < declaration_id(2) { (1, 2) } else { (2, 1) };
    let (low, high) = (declaration(low), declaration(high));
    check(
        "update declaration_versions set document = '{}' where commitment is not null",
        &[
            &format!("declaration_versions {low}/1: altered"),
            &format!("declaration_versions {high}/1: altered"),
        ],
    );
    check(
        "delete from declaration_versions where declaration in (select declaration from transfers t join \
           declaration_versions v on v.declaration = t.movement where t.log_index = 4)",
        &[&format!("declaration_versions {first}/1: missing")],
    );
    check(
        "insert into declaration_versions select declaration, 2, administration, format, original, document, \
         assessment, risk, facts, law_hash, ruleset_hash, salt, commitment, recorded_at, seal_salt \
         from declaration_versions where declaration = (select movement from transfers where log_index = 4)",
        &[&format!("declaration_versions {first}/2: added")],
    );
    check(
        "update declaration_versions set number = 2 where declaration = (select movement from transfers where log_index = 4);
         update declaration_versions set declaration = (select movement from transfers where log_index = 4) where number = 1;
         update declaration_versions set declaration = (select movement from transfers where log_index = 13), number = 1 \
         where number = 2;",
        &[&format!("declaration_versions {low}/1: altered"), &format!("declaration_versions {high}/1: altered")],
    );
}

#[test]
fn declarations_movements_and_people() {
    let (first, user) = (declaration(1), user("amina").id);
    let of_first = "id = (select movement from transfers where log_index = 4)";
    check(
        &format!("update declarations set lane = 'red' where {of_first}"),
        &[&format!("declarations {first}: altered")],
    );
    check(
        &format!("delete from declarations where {of_first}"),
        &[&format!("declarations {first}: missing")],
    );
    check(
        &format!("update movements set phase = 'discharged' where {of_first}"),
        &[&format!("movements {first}: altered")],
    );
    check(
        &format!("update movements set state = '{{}}' where {of_first}"),
        &[&format!("movements {first}: altered")],
    );
    check(&format!("delete from movements where {of_first}"), &[&format!("movements {first}: missing")]);
    check(
        "update movement_offices set deadline_at = 1 where office = 'PKTOR001' and movement = \
         (select movement from transfers where log_index = 4)",
        &[&format!("movement_offices PKTOR001/{first}: altered")],
    );
    check(
        "delete from movement_offices where office = 'PKTOR001' and movement = \
         (select movement from transfers where log_index = 4)",
        &[&format!("movement_offices PKTOR001/{first}: missing")],
    );
    check("update track_records set movements = 1 where part = 'holder'", &["track_records "]);
    check("update users set role = 'king'", &[&format!("users {user}: altered")]);
    check("update users set seal_salt = id", &[&format!("users {user}: altered")]);
    check("update guarantees set limit_minor = 1", &[&format!("guarantees {}: altered", guarantee_id(1))]);
}

#[test]
fn the_head_of_the_log() {
    let user = format!("users {}: added", user("amina").id);
    check("update log_head set size = 23", &["event 23: added beyond the end", &user]);
    check("delete from log_head", &["the head of the log: missing"]);
    check(
        "update log_head set chain_hash = (select chain_hash from events where log_index = 3)",
        &["the head of the log: its chain does not end with the last event"],
    );
}

#[test]
fn checkpoints() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some((database, store)) = filled(engine) else { continue };
        let (size, root) = store.read_blocking(|reader| reader.log_head()).unwrap();
        let size = i64::try_from(size).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let checkpoint = CheckpointRecord { size, root, note: "signed".to_owned(), made_at: now() };
        runtime.block_on(store.save_checkpoint(checkpoint.clone())).unwrap();
        runtime.block_on(store.save_checkpoint(checkpoint)).unwrap();
        done(&store, add_user("later", "bilal"));
        assert_eq!(problems(&store), Vec::<String>::new());
        tamper(
            &database,
            "update checkpoints set root = (select chain_hash from events where log_index = 3)",
        );
        assert_eq!(problems(&store).len(), 1);
        assert!(problems(&store)[0].starts_with("checkpoint 24: the first 24 events are not those"));
    }
}

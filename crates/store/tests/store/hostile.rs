//! The committer when things go wrong: no false answer, no lost answer, no deadlock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rahdari_kernel::Refusal;
use rahdari_store::fault::{Fault, Moment};
use rahdari_store::{CommitError, IdempotencyKey, Key, Options, Outcome, Store, Write};
use rahdari_testkit::{Database, Engine, on_each_engine};
use serde_json::json;

use crate::gate::Gate;
use crate::proxy::{Cut, Proxy};
use crate::world::*;

fn is_done(answer: &Result<Outcome, CommitError>) -> bool {
    matches!(answer, Ok(Outcome::Done { replayed: false, .. }))
}

fn exists(store: &Store, name: &str) -> bool {
    store.read_blocking(|reader| reader.user_by_username(name)).unwrap().is_some()
}

/// Expects that sending everything again replays the answers that were given, and that the book is sound.
#[track_caller]
fn stands(store: &Store, again: Vec<(Write, Outcome)>) {
    for (write, first) in again {
        let replayed = store.commit_blocking(write).unwrap();
        let same = match (&first, &replayed) {
            (
                Outcome::Done { answer, log_size, .. },
                Outcome::Done { answer: a, log_size: s, replayed: true },
            ) => (answer, log_size) == (a, s),
            (Outcome::Refused { refusal, .. }, Outcome::Refused { refusal: r, replayed: true }) => {
                refusal == r
            }
            _ => false,
        };
        assert!(same, "first {first:?}, then {replayed:?}");
    }
    assert_eq!(problems(store), Vec::<String>::new());
}

fn full_disk(engine: Engine) -> Fault {
    Fault::Sql(match engine {
        // The file may not grow beyond what it has, so a write fails in the middle of the batch.
        Engine::Sqlite => "pragma max_page_count = 1".to_owned(),
        Engine::Postgres => {
            "do $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$"
                .to_owned()
        }
    })
}

on_each_engine! {
    fn a_full_disk_in_mid_batch_loses_no_answer_and_gives_no_false_one(database) {
        let gate = Gate::default();
        let engine = database.engine();
        let moment = if engine == Engine::Sqlite { Moment::Begun } else { Moment::BeforeCommit };
        let store = open(database.url(), gate.options(move |now, writes| {
            (now == moment && writes > 1).then(|| full_disk(engine))
        }));
        done(&store, issue(1, 1_000_000));
        let writes = |from: u32| (from..from + 20).map(|number| Lodging::new(number, 1, 1000).write());
        let answers = gate.batch(&store, writes(1).collect());
        // Alone each found room again.
        assert!(answers.iter().all(is_done), "{answers:?}");
        let (_, usage) = store.read_blocking(|reader| reader.guarantee(guarantee_id(1))).unwrap().unwrap();
        assert_eq!(usage[0].reserved, rupees(20 * 6000));
        stands(&store, writes(1).zip(answers.into_iter().map(Result::unwrap)).collect());
    }

    fn a_disk_that_stays_full_answers_nobody_with_success(database) {
        let gate = Gate::default();
        let engine = database.engine();
        let full = Arc::new(AtomicBool::new(false));
        let moment = if engine == Engine::Sqlite { Moment::Begun } else { Moment::BeforeCommit };
        let is_full = Arc::clone(&full);
        let store = open(database.url(), gate.options(move |now, _| {
            (now == moment && is_full.load(Ordering::Relaxed)).then(|| full_disk(engine))
        }));
        done(&store, issue(1, 1_000_000));
        full.store(true, Ordering::Relaxed);
        for number in 1..4 {
            let answer = store.commit_blocking(Lodging::new(number, 1, 1000).write());
            assert!(matches!(answer, Err(CommitError::Unavailable(_))), "{answer:?}");
        }
        full.store(false, Ordering::Relaxed);
        for number in 1..4 {
            assert!(is_done(&store.commit_blocking(Lodging::new(number, 1, 1000).write())));
        }
        stands(&store, vec![]);
    }

    fn a_commit_whose_reply_is_lost_is_found_out(database) {
        let gate = Gate::default();
        let store = open(database.url(), gate.options(|now, writes| {
            (now == Moment::AfterCommit && writes > 1).then_some(Fault::Drop)
        }));
        let writes = || (0..10).map(|number| add_user(&format!("key {number}"), &format!("user {number}")));
        let answers = gate.batch(&store, writes().collect());
        assert!(answers.iter().all(is_done), "{answers:?}");
        stands(&store, writes().zip(answers.into_iter().map(Result::unwrap)).collect());
    }

    fn a_connection_that_breaks_before_commit_saves_nothing_twice(database) {
        let gate = Gate::default();
        let store = open(database.url(), gate.options(|now, writes| {
            (now == Moment::BeforeCommit && writes > 1).then_some(Fault::Drop)
        }));
        let writes = || (0..10).map(|number| add_user(&format!("key {number}"), &format!("user {number}")));
        let answers = gate.batch(&store, writes().collect());
        assert!(answers.iter().all(is_done), "{answers:?}");
        stands(&store, writes().zip(answers.into_iter().map(Result::unwrap)).collect());
    }

    fn a_panicking_decision_harms_nobody_else(database) {
        let gate = Gate::default();
        let store = open(database.url(), gate.options(|_, _| None));
        let panics = || write("panics", vec![Key::Username("half".to_owned())], |book| {
            book.put_user(user("half"));
            panic!("a decision that panics");
        });
        let answers = gate.batch(&store, vec![add_user("a", "amina"), panics(), add_user("b", "bilal")]);
        assert!(is_done(&answers[0]) && is_done(&answers[2]), "{answers:?}");
        assert!(matches!(&answers[1], Err(CommitError::Internal { cause, .. }) if cause.contains("a decision that panics")));
        assert!(exists(&store, "amina") && exists(&store, "bilal") && !exists(&store, "half"));
        // Nothing of it is remembered: sent again it is decided again.
        assert!(matches!(store.commit_blocking(panics()), Err(CommitError::Internal { .. })));
        let internal = write("internal", vec![], |_| Err(Refusal::new("internal", "a fault of ours")));
        assert!(matches!(store.commit_blocking(internal), Err(CommitError::Internal { .. })));
        stands(&store, vec![]);
    }

    fn a_refused_write_between_accepted_ones_changes_nothing(database) {
        let gate = Gate::default();
        let store = open(database.url(), gate.options(|_, _| None));
        done(&store, issue(1, 12_000));
        // Each takes 6000 of 12000; the second asks for more than is left, so the third still fits.
        let writes = || vec![
            Lodging::new(1, 1, 1000).write(),
            Lodging::new(2, 1, 1500).write(),
            Lodging::new(3, 1, 1000).write(),
            Lodging::new(4, 1, 1000).write(),
        ];
        let answers = gate.batch(&store, writes());
        let kinds: Vec<bool> = answers.iter().map(is_done).collect();
        assert_eq!(kinds, [true, false, true, false], "{answers:?}");
        let serial = |answer: &Result<Outcome, CommitError>| match answer {
            Ok(Outcome::Done { answer, .. }) => answer["mrn"].as_str().unwrap().to_owned(),
            other => panic!("{other:?}"),
        };
        assert!(serial(&answers[0]).contains("00001") && serial(&answers[2]).contains("00002"));
        let (_, usage) = store.read_blocking(|reader| reader.guarantee(guarantee_id(1))).unwrap().unwrap();
        assert_eq!((usage[0].available, usage[0].reserved), (rupees(0), rupees(12_000)));
        stands(&store, writes().into_iter().zip(answers.into_iter().map(Result::unwrap)).collect());
    }

    fn the_same_key_twice_in_one_batch_is_decided_once(database) {
        let gate = Gate::default();
        let store = open(database.url(), gate.options(|_, _| None));
        let mut other = add_user("a", "carim");
        other.request_hash = [9; 32];
        let answers = gate.batch(&store, vec![add_user("a", "amina"), add_user("a", "amina"), other]);
        assert!(is_done(&answers[0]), "{answers:?}");
        assert!(matches!(&answers[1], Ok(Outcome::Done { replayed: true, .. })), "{answers:?}");
        assert!(matches!(&answers[2], Ok(Outcome::Refused { refusal, .. }) if refusal.code == "idempotency-conflict"));
        stands(&store, vec![]);
    }

    fn a_row_that_the_database_refuses_fails_alone(database) {
        let gate = Gate::default();
        let store = open(database.url(), gate.options(|_, _| None));
        done(&store, issue(1, 1_000_000));
        // The same MRN under another declaration: no decision looked, the unique index does.
        done(&store, Lodging::new(1, 1, 1000).write());
        let twin = write("twin", vec![Key::Declaration(declaration_id(1)), Key::Declaration(declaration_id(9))], |book| {
            let mut twin = book.declaration(declaration_id(1)).unwrap().clone();
            (twin.id, twin.version) = (declaration_id(9), 0);
            book.put_declaration(twin);
            Ok(json!({}))
        });
        let nul = write("nul", vec![Key::Username("n\0l".to_owned())], |book| {
            book.put_user(user("n\0l"));
            Ok(json!({}))
        });
        let answers = gate.batch(&store, vec![add_user("a", "amina"), twin, nul, add_user("b", "bilal")]);
        assert!(is_done(&answers[0]) && is_done(&answers[3]), "{answers:?}");
        assert!(matches!(&answers[1], Err(CommitError::Internal { .. })), "{answers:?}");
        assert!(matches!(&answers[2], Err(CommitError::Internal { .. })), "{answers:?}");
        stands(&store, vec![]);
    }

    fn two_nodes_on_one_database_never_contradict_each_other(database) {
        let two = || Options { committers: 2, ..Options::default() };
        let nodes = [open(database.url(), two()), open(database.url(), two())];
        for number in 1..=4 {
            done(&nodes[0], issue(number, 60_000));
        }
        // Every request goes to both nodes at once; each guarantee has room for ten of its fifteen.
        let requests: Vec<(u32, u32)> = (1..=60).map(|number| (number, 1 + number % 4)).collect();
        let ask = |node: &Store, backwards: bool| {
            let node = node.clone();
            let mut requests = requests.clone();
            if backwards {
                requests.reverse();
            }
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                runtime.block_on(async {
                    let mut waiting = Vec::new();
                    for (number, guarantee) in requests {
                        let write = Lodging::new(number, guarantee, 1000).write();
                        let node = node.clone();
                        waiting.push((number, tokio::spawn(async move { node.commit(write).await.unwrap() })));
                    }
                    let mut answers = std::collections::BTreeMap::new();
                    for (number, answer) in waiting {
                        answers.insert(number, answer.await.unwrap());
                    }
                    answers
                })
            })
        };
        let asked = [ask(&nodes[0], false), ask(&nodes[1], true)];
        let [one, other] = asked.map(|thread| thread.join().unwrap());
        let content = |outcome: &Outcome| match outcome {
            Outcome::Done { answer, .. } => answer.clone(),
            Outcome::Refused { refusal, .. } => json!(refusal.code),
        };
        for (number, answer) in &one {
            assert_eq!(content(answer), content(&other[number]), "request {number}");
        }
        assert_eq!(one.values().filter(|answer| matches!(answer, Outcome::Done { .. })).count(), 40);
        for number in 1..=4 {
            let (_, usage) = nodes[0].read_blocking(|reader| reader.guarantee(guarantee_id(number))).unwrap().unwrap();
            assert_eq!((usage[0].available, usage[0].reserved), (rupees(0), rupees(60_000)));
        }
        stands(&nodes[1], vec![]);
        if database.engine() == Engine::Postgres {
            let deadlocks = database
                .psql("select deadlocks from pg_stat_database where datname = current_database()")
                .unwrap();
            assert_eq!(deadlocks, "0");
        }
    }

    fn what_was_taken_is_answered_when_the_store_closes(database) {
        let store = open(database.url(), Options::default());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let waiting: Vec<_> = (0..50)
                .map(|number| {
                    let (store, name) = (store.clone(), format!("user {number}"));
                    tokio::spawn(async move { store.commit(add_user(&name, &name)).await })
                })
                .collect();
            tokio::task::yield_now().await;
            drop(store);
            for answer in waiting {
                assert!(is_done(&answer.await.unwrap()));
            }
        });
    }
}

/// A real connection, cut by a proxy at the worst moment: once before the server hears COMMIT, once after it
/// has carried it out.
#[test]
fn a_connection_cut_during_commit() {
    for cut in [Cut::BeforeTheServerHears, Cut::AfterTheServerAnswered] {
        let Some(database) = Database::postgres() else { return };
        let proxy = Proxy::before(database.url());
        let gate = Gate::default();
        let store = open(&proxy.url, gate.options(|_, _| None));
        proxy.arm(cut);
        let writes = || (0..10).map(|number| add_user(&format!("key {number}"), &format!("user {number}")));
        let answers = gate.batch(&store, writes().collect());
        assert!(proxy.has_cut());
        assert!(answers.iter().all(is_done), "{cut:?}: {answers:?}");
        stands(&store, writes().zip(answers.into_iter().map(Result::unwrap)).collect());
    }
}

/// The server ends the committer's session; the next write goes over a new one.
#[test]
fn a_session_that_the_server_ends() {
    let Some(database) = Database::postgres() else { return };
    let store = open(database.url(), Options { committers: 1, ..Options::default() });
    done(&store, add_user("a", "amina"));
    database.psql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()").unwrap();
    done(&store, add_user("b", "bilal"));
    stands(&store, vec![]);
}

/// Keys of different scopes are different keys.
#[test]
fn a_key_belongs_to_its_scope() {
    let database = Database::sqlite();
    let store = open(database.url(), Options::default());
    done(&store, add_user("a", "amina"));
    let mut other = add_user("a", "bilal");
    other.key = IdempotencyKey::new([8; 16], "a");
    done(&store, other);
    assert!(exists(&store, "bilal"));
}

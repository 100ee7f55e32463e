//! Writes, refusals and replays as they should go.

use rahdari_store::{CommitError, Options, Outcome};
use rahdari_testkit::on_each_engine;
use serde_json::json;

use crate::world::*;

on_each_engine! {
    fn a_declaration_is_saved_whole(database) {
        let store = open(database.url(), Options::default());
        done(&store, issue(1, 1_000_000));
        let answer = done(&store, Lodging::new(1, 1, 1000).write());
        let id = declaration_id(1);
        let (record, version, movement) = store
            .read_blocking(|reader| Ok((reader.declaration(id)?, reader.current_version(id)?, reader.movement(id.into())?)))
            .unwrap();
        let record = record.unwrap();
        assert_eq!(answer["mrn"], record.mrn.unwrap().to_string());
        assert_eq!(record.version, 1);
        assert_eq!(version.unwrap(), Lodging::new(1, 1, 1000).version);
        assert_eq!(movement.unwrap().movement.id, id.into());
        let (_, usage) = store.read_blocking(|reader| reader.guarantee(guarantee_id(1))).unwrap().unwrap();
        assert_eq!((usage[0].available, usage[0].reserved), (rupees(994_000), rupees(6000)));
        let (statement, _) = store.read_blocking(|reader| reader.statement(guarantee_id(1), None, 50)).unwrap();
        assert_eq!(statement.len(), 7);
        let events = store.read_blocking(|reader| reader.events_of_movement(id.into(), None, 50)).unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.event.kind.as_ref()).collect();
        assert_eq!(kinds[..3], ["declaration.lodged", "movement.accepted", "ledger.transfer"]);
        assert_eq!(kinds.len(), 8);
    }

    fn sending_again_changes_nothing_and_gives_the_same_answer(database) {
        let store = open(database.url(), Options::default());
        let first = store.commit_blocking(add_user("k", "amina")).unwrap();
        let again = store.commit_blocking(add_user("k", "amina")).unwrap();
        let Outcome::Done { answer, replayed: false, log_size } = first else { panic!("{first:?}") };
        assert_eq!(again, Outcome::Done { answer, replayed: true, log_size });
        let mut other = add_user("k", "bilal");
        other.request_hash = [9; 32];
        assert_eq!(refused(&store, other).code, "idempotency-conflict");
        assert_eq!(store.read_blocking(|reader| reader.log_head()).unwrap().0, log_size);
    }

    fn a_refusal_changes_nothing_and_is_remembered(database) {
        let store = open(database.url(), Options::default());
        done(&store, issue(1, 5999));
        let refusal = refused(&store, Lodging::new(1, 1, 1000).write());
        assert_eq!(refusal.code, "guarantee-insufficient");
        assert_eq!(store.commit_blocking(Lodging::new(1, 1, 1000).write()).unwrap(), Outcome::Refused { refusal, replayed: true });
        let (declaration, usage) = store
            .read_blocking(|reader| Ok((reader.declaration(declaration_id(1))?, reader.guarantee(guarantee_id(1))?)))
            .unwrap();
        assert_eq!(declaration, None);
        assert_eq!(usage.unwrap().1[0].available, rupees(5999));
        // The serial number it had drawn goes to the next one.
        done(&store, issue(2, 6000));
        assert!(done(&store, Lodging::new(2, 2, 1000).write())["mrn"].as_str().unwrap().contains("00001"));
    }

    fn a_row_that_was_not_named_fails_the_write(database) {
        let store = open(database.url(), Options::default());
        done(&store, add_user("first", "amina"));
        let id = user("amina").id;
        let write = write("second", vec![], move |book| Ok(json!(book.user(id).is_some())));
        let error = store.commit_blocking(write).unwrap_err();
        assert!(matches!(&error, CommitError::Internal { cause, .. } if cause.contains("not among the touches")), "{error}");
    }
}

//! Lists by scope and page, queues, notifications, track records, reference files.

use rahdari_clearance::UnitSeals;
use rahdari_kernel::{CompanyId, Country, Grn, MandateId, SessionId};
use rahdari_store::record::{
    Audience, CompanyKind, CompanyRecord, MandateKind, MandateRecord, ReferenceFile, SessionRecord,
    UserRecord,
};
use rahdari_store::{GuaranteeScope, Key, Options, Scope, Store, StoreError};
use rahdari_testkit::on_each_engine;
use serde_json::json;

use crate::world::*;

fn scopes() -> [Scope; 4] {
    let uzbekistan: Country = "UZ".parse().unwrap();
    [
        Scope::Company(company()),
        Scope::Office(office("PKKHI001")),
        Scope::Office(office("UZGIK001")),
        Scope::Administration(uzbekistan),
    ]
}

fn lodge_all(store: &Store, count: u32) {
    done(store, issue(1, 1_000_000));
    for number in 1..=count {
        done(store, Lodging::new(number, 1, 1000).write());
    }
}

on_each_engine! {
    fn a_list_is_paged_without_gaps_or_repetitions(database) {
        let store = open(database.url(), Options::default());
        lodge_all(&store, 7);
        for scope in scopes() {
            let (mut seen, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let (rows, next) = store
                    .read_blocking(|reader| reader.declarations(&scope, None, Some("green"), cursor.as_deref(), 3))
                    .unwrap();
                let (movements, same) = store
                    .read_blocking(|reader| reader.movements(&scope, Some("accepted"), None, cursor.as_deref(), 3))
                    .unwrap();
                assert_eq!(next, same);
                assert!(rows.iter().map(|row| row.id.to_bytes()).eq(movements.iter().map(|row| row.id().to_bytes())));
                seen.extend(rows.into_iter().map(|row| row.id));
                cursor = next;
                if cursor.is_none() {
                    break;
                }
            }
            seen.sort_unstable();
            let mut expected: Vec<_> = (1..=7).map(declaration_id).collect();
            expected.sort_unstable();
            assert_eq!(seen, expected, "{scope:?}");
        }
    }

    fn nobody_sees_what_is_out_of_scope(database) {
        let store = open(database.url(), Options::default());
        lodge_all(&store, 2);
        let foreign: [Scope; 3] = [
            Scope::Company(CompanyId::derive(&SCOPE, b"another")),
            Scope::Office(office("KZAST001")),
            Scope::Administration("AF".parse().unwrap()),
        ];
        for scope in foreign {
            let (rows, next) = store.read_blocking(|reader| reader.movements(&scope, None, None, None, 10)).unwrap();
            assert!(rows.is_empty() && next.is_none(), "{scope:?}");
        }
        for (phase, lane) in [(Some("discharged"), None), (None, Some("red")), (Some("a\0b"), None)] {
            let (rows, _) = store.read_blocking(|reader| reader.movements(&scopes()[0], phase, lane, None, 10)).unwrap();
            assert!(rows.is_empty());
        }
        let wrong = store.read_blocking(|reader| reader.movements(&scopes()[0], None, None, Some("x"), 10));
        assert!(matches!(wrong, Err(StoreError::Cursor)));
    }

    fn a_movement_lies_in_the_queue_of_the_office_that_is_next(database) {
        let store = open(database.url(), Options::default());
        lodge_all(&store, 2);
        let queue = |code: &str| {
            let (rows, _) = store.read_blocking(|reader| reader.queue(office(code), None, None, None, 10)).unwrap();
            rows.iter().map(|row| row.id()).collect::<Vec<_>>()
        };
        assert_eq!(queue("PKKHI001").len(), 2);
        assert_eq!(queue("PKTOR001"), []);
        let id = movement_id(1);
        done(&store, write("release", vec![Key::Movement(id)], move |book| {
            let mut record = book.movement(id).unwrap().clone();
            let stamp = rahdari_clearance::Stamp {
                by: user("amina").id,
                role: rahdari_kernel::Role::Officer,
                office: Some(office("PKKHI001")),
                occurred_at: now(),
                recorded_at: now(),
            };
            let seals = [1, 2].map(|unit| UnitSeals { unit, seals: vec![format!("PK000{unit}").parse().unwrap()] });
            let checklist = record.movement.check_release(&seals, None, &stamp).unwrap();
            let command = rahdari_clearance::Command::Release(checklist);
            for event in rahdari_clearance::decide(&record.movement, &command, &stamp)? {
                rahdari_clearance::evolve(&mut record.movement, &event);
            }
            book.put_movement(record);
            Ok(json!({}))
        }));
        assert_eq!(queue("PKKHI001"), [movement_id(2)]);
        assert_eq!(queue("PKTOR001"), [id]);
        assert_eq!(problems(&store), Vec::<String>::new());
    }

    fn guarantees_and_their_statements_are_paged(database) {
        let store = open(database.url(), Options::default());
        for number in 1..=5 {
            done(&store, issue(number, 1_000_000));
        }
        done(&store, Lodging::new(1, 2, 1000).write());
        for scope in [
            GuaranteeScope::Holders(vec![company()]),
            GuaranteeScope::Guarantor(company()),
            GuaranteeScope::Administration(Country::PK),
        ] {
            let (first, next) = store.read_blocking(|reader| reader.guarantees(&scope, None, 3)).unwrap();
            let (rest, end) = store.read_blocking(|reader| reader.guarantees(&scope, next.as_deref(), 3)).unwrap();
            let grns: Vec<Grn> = first.iter().chain(&rest).map(|(guarantee, _)| guarantee.grn.clone()).collect();
            assert_eq!(grns, (1..=5).map(grn).collect::<Vec<_>>());
            assert_eq!(end, None);
            assert_eq!(first[1].1[0].reserved, rupees(6000));
        }
        let (first, next) = store.read_blocking(|reader| reader.statement(guarantee_id(2), None, 4)).unwrap();
        let (rest, end) = store.read_blocking(|reader| reader.statement(guarantee_id(2), next.as_deref(), 4)).unwrap();
        assert_eq!((first.len(), rest.len(), end), (4, 3, None));
        let sums = store.read_blocking(|reader| reader.trial_balance(Country::PK)).unwrap();
        assert_eq!(sums.len(), 1);
        assert!(sums[0].1.is_even());
        assert_eq!(sums[0].1.debits_posted, 5_000_000);
        let (guarantee, _) = store.read_blocking(|reader| reader.guarantee_by_grn(&grn(3))).unwrap().unwrap();
        assert_eq!(guarantee.id, guarantee_id(3));
    }

    fn notifications_reach_their_audience_in_log_order(database) {
        let store = open(database.url(), Options::default());
        lodge_all(&store, 3);
        let audience = Audience::Office(office("PKKHI001"));
        let (first, next) = store.read_blocking(|reader| reader.notifications(audience, None, 2)).unwrap();
        let (rest, end) = store.read_blocking(|reader| reader.notifications(audience, next.as_deref(), 2)).unwrap();
        assert_eq!((first.len(), rest.len(), end), (2, 1, None));
        assert!(first[0].log_index < first[1].log_index && first[1].log_index < rest[0].log_index);
        assert_eq!(first[0].notification.kind, "declaration.accepted");
        let latest = store.read_blocking(|reader| reader.latest_notifications(audience, 2)).unwrap();
        assert_eq!(latest.iter().map(|one| one.log_index).collect::<Vec<_>>(), [rest[0].log_index, first[1].log_index]);
        let other = Audience::Company(company());
        assert!(store.read_blocking(|reader| reader.notifications(other, None, 9)).unwrap().0.is_empty());
    }

    fn what_a_company_did_before_is_counted_along(database) {
        let store = open(database.url(), Options::default());
        lodge_all(&store, 3);
        let history = store.read_blocking(|reader| reader.history(company(), company())).unwrap();
        assert_eq!((history.holder_movements, history.declarant_movements), (3, 3));
        assert_eq!((history.holder_irregular, history.holder_first_seen), (0, Some(now().plus_seconds(1))));
        let unknown = CompanyId::derive(&SCOPE, b"another");
        let history = store.read_blocking(|reader| reader.history(unknown, unknown)).unwrap();
        assert_eq!(history, rahdari_store::History::default());
    }

    fn a_reference_file_is_replaced_by_its_next_version(database) {
        let store = open(database.url(), Options::default());
        for text in ["first", "second"] {
            done(&store, write(text, vec![Key::Reference("tariff.csv".to_owned())], move |book| {
                let version = book.reference_file("tariff.csv").map_or(0, |file| file.version);
                book.put_reference_file(ReferenceFile {
                    name: "tariff.csv".to_owned(),
                    administration: Country::PK,
                    version,
                    content: text.into(),
                    hash: [1; 32],
                    loaded_at: now(),
                });
                Ok(json!({}))
            }));
        }
        let files = store.read_blocking(|reader| reader.reference_files()).unwrap();
        assert_eq!((files.len(), files[0].version, files[0].content.as_ref()), (1, 2, "second"));
    }

    fn people_are_read_as_they_were_written(database) {
        let store = open(database.url(), Options::default());
        done(&store, add_user("a", "amina"));
        let (auditor, broker) = (user("amina").id, CompanyId::derive(&SCOPE, b"broker"));
        let company = CompanyRecord {
            id: broker,
            administration: Country::PK,
            version: 0,
            kind: CompanyKind::Broker,
            identification: "NTN 1234567-8".to_owned(),
            name: "Khyber Clearing".to_owned(),
        };
        let mandate = |name: &[u8], kind, principal, agent_company, agent_user| MandateRecord {
            id: MandateId::derive(&SCOPE, name),
            administration: Country::PK,
            version: 0,
            kind,
            principal,
            agent_company,
            agent_user,
            valid_from: "2026-01-01".parse().unwrap(),
            valid_until: "2026-12-31".parse().unwrap(),
            revoked_at: None,
        };
        let given = mandate(b"given", MandateKind::Holder, Some(crate::world::company()), Some(broker), None);
        let audit = mandate(b"audit", MandateKind::Auditor, None, None, Some(auditor));
        let session = SessionRecord {
            id: SessionId::derive(&SCOPE, b"session"),
            administration: Country::PK,
            version: 0,
            user: auditor,
            refresh_hash: [1; 32],
            previous_hash: Some([2; 32]),
            issued_at: now(),
            expires_at: now().plus_days(30),
            revoked_at: None,
        };
        let touches =
            vec![Key::Company(broker), Key::Mandate(given.id), Key::Mandate(audit.id), Key::Session(session.id)];
        let put = (company.clone(), given.clone(), audit.clone(), session.clone());
        done(&store, write("people", touches, move |book| {
            let (company, given, audit, session) = put.clone();
            book.put_company(company);
            book.put_mandate(given);
            book.put_mandate(audit);
            book.put_session(session);
            Ok(json!({}))
        }));
        let saved = |version: i64| version + 1;
        store
            .read_blocking(|reader| {
                assert_eq!(reader.users(Country::PK, None, 10)?.0, [UserRecord { version: saved(0), ..user("amina") }]);
                assert_eq!(reader.companies(Country::PK, None, 10)?.0, [CompanyRecord { version: saved(0), ..company.clone() }]);
                assert_eq!(reader.company_names(&[broker])?[&broker], "Khyber Clearing");
                assert_eq!(reader.user_names(&[auditor])?[&auditor], "amina of Karachi");
                let given = MandateRecord { version: saved(0), ..given };
                let audit = MandateRecord { version: saved(0), ..audit };
                assert_eq!(reader.mandate(given.id)?, Some(given.clone()));
                assert_eq!(reader.mandates(Country::PK, None, 10)?.0.len(), 2);
                assert_eq!(reader.mandates_of_auditor(auditor)?, std::slice::from_ref(&audit));
                assert!(audit.holds_at(now()) && !audit.holds_at(now().plus_days(60)));
                assert_eq!(reader.holders_of_broker(broker, now())?, [crate::world::company()]);
                assert_eq!(reader.session(session.id)?, Some(SessionRecord { version: saved(0), ..session }));
                Ok(())
            })
            .unwrap();
        assert_eq!(problems(&store), Vec::<String>::new());
    }

    fn a_change_from_a_stale_version_fails_the_write(database) {
        let store = open(database.url(), Options::default());
        done(&store, add_user("a", "amina"));
        let stale = user("amina");
        let write = write("b", vec![Key::User(stale.id), Key::Username("amina".to_owned())], move |book| {
            book.put_user(stale.clone());
            Ok(json!({}))
        });
        let error = store.commit_blocking(write).unwrap_err();
        assert!(error.to_string().contains("version 0 does not follow 1"), "{error}");
    }
}

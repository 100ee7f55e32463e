//! Pages filled with invented cases: what must hold for every page, whatever it shows.

use askama::Template;
use rahdari_app::request::Filter;
use rahdari_app::view::*;
use rahdari_kernel::{Finding, Instant, Role};

use super::chrome::{Chrome, Who, nav};
use super::field::Fields;
use super::movement::{Back, Movement, forms};
use super::names::Names;
use super::sheet::*;
use super::{Pager, home};
use crate::problem::Problem;

const HOSTILE: &str = "<script>alert('&\"')</script>";

fn now() -> Instant {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn chrome(title: &str, here: &'static str, role: Role) -> Chrome {
    let (name, standing) = match role {
        Role::Broker => ("Sana Mirza", "Broker, Pakistan"),
        Role::Officer => ("Imran Qureshi", "Customs officer, Karachi (PKKHI001)"),
        Role::Auditor => ("Farida Anwar", "Auditor, Pakistan"),
        Role::Guarantor => ("Bilal Sheikh", "Guarantor, Pakistan"),
        Role::Administrator => ("Nadia Rahman", "Administrator, Pakistan"),
    };
    Chrome {
        title: title.to_owned(),
        here,
        who: Some(Who { name: name.to_owned(), standing: standing.to_owned(), role }),
        nav: nav(role),
        notices: vec![
            "Demonstration: rates and rules without a confirmed source are applied.".to_owned(),
            "Not in force: Pakistan – Kazakhstan transit trade.".to_owned(),
        ],
        form_token: "f".repeat(32),
    }
}

fn names() -> Names {
    let offices = [
        ("PKKHI001", "Karachi"),
        ("PKTOR001", "Torkham (PK)"),
        ("AFTOR001", "Torkham (AF)"),
        ("AFHRT001", "Hairatan"),
        ("UZTER001", "Termez"),
        ("UZGIK001", "Gisht Kuprik"),
        ("KZSRY001", "Saryagash"),
        ("KZALA001", "Almaty"),
    ];
    Names::new(offices.map(|(code, name)| (code.to_owned(), name.to_owned())))
}

fn money(amount: &str, currency: &str) -> MoneyView {
    MoneyView {
        amount: amount.to_owned(),
        currency: currency.to_owned(),
        text: format!("{currency} {}", super::show::grouped(amount)),
    }
}

fn summary(lane: &str, status: &str, deadline: &str) -> MovementSummary {
    MovementSummary {
        id: "0191c0de-0000-5000-8000-000000000001".into(),
        mrn: "26PKKHI00100002FJ7".into(),
        phase: "accepted".into(),
        status: status.into(),
        lane: lane.into(),
        departure: "PKKHI001".into(),
        destination: "KZALA001".into(),
        owner: "PKKHI001".into(),
        next_action: "Record the control result".into(),
        deadline: Some(deadline.into()),
    }
}

fn security(leg: u16, country: &str, unit: u16, state: &str, amount: MoneyView) -> SecurityView {
    let reasons = match state {
        "insufficient" => vec![
            "Guarantee 26PKNBP0000000017 has PKR 1,200,000.00 free, PKR 4,812,330.25 are needed".to_owned(),
        ],
        _ => Vec::new(),
    };
    let grn = matches!(state, "reserved" | "released").then(|| "26PKNBP0000000017".to_owned());
    SecurityView {
        leg,
        country: country.into(),
        unit,
        state: state.into(),
        amount: Some(amount),
        grn,
        reasons,
    }
}

fn parties() -> Vec<PartyView> {
    let party = |role: &str, id: Option<&str>, name: &str| PartyView {
        role: role.into(),
        id: id.map(str::to_owned),
        name: Some(name.into()),
        country: Some("PK".into()),
    };
    vec![
        party("holder", Some("PK-NTN-4107766"), "Steppe Trading"),
        party("declarant", Some("PK-CHA-2210"), "Indus Clearing"),
        party("consignor", None, HOSTILE),
        party("consignee", Some("KZ-BIN-110340"), "\u{622}\u{644}\u{645}\u{627}\u{62a}\u{6cc}"),
    ]
}

fn goods() -> Vec<GoodsView> {
    let item = |item: u16, description: &str, value: Option<&str>| GoodsView {
        item,
        unit: Some(item),
        commodity: "85044090".into(),
        description: description.into(),
        origin: Some("AE".into()),
        packages: vec![PackageView { kind: "CT".into(), count: Some(400) }],
        gross_mass_kg: "11000.5".into(),
        value: value.map(|amount| DeclaredAmountView { amount: amount.into(), currency: "USD".into() }),
    };
    vec![item(1, "Static converters for telecommunications", Some("85000.00")), item(2, HOSTILE, None)]
}

fn movement() -> MovementView {
    let leg = |leg: u16, country: &str, entry: &str, exit: &str, days_allowed: u32| LegView {
        leg,
        country: country.into(),
        entry: entry.into(),
        exit: exit.into(),
        days_allowed,
    };
    let unit =
        |unit: u16, container: &str, vehicle: &str, status: &str, progress: Vec<ProgressView>| UnitView {
            unit,
            container: Some(container.into()),
            vehicle: Some(vehicle.into()),
            gross_mass_kg: "11000.5".into(),
            seals: if unit == 1 { vec!["PK0001".into(), "PK0002".into()] } else { Vec::new() },
            status: status.into(),
            limit_date: Some("2026-12-19".into()),
            progress,
        };
    let left = ProgressView {
        leg: 1,
        entered_at: Some("2026-11-20T07:15:00.000000Z".into()),
        left_at: Some("2026-11-22T16:40:00.000000Z".into()),
        discrepancies: vec!["Weight 11,812 kg, 7.4 % more than declared; 5 % are tolerated".into()],
    };
    let action = |action: &str, title: &str, units: &[u16]| ActionView {
        action: action.into(),
        title: title.into(),
        units: units.to_vec(),
    };
    MovementView {
        summary: summary("red", "Goods under control", "2026-11-24T09:30:00.000000Z"),
        lrn: "IND-2026-00451".into(),
        agreement: "PK-KZ".into(),
        score: Some(72),
        reasons: vec![
            ReasonView {
                rule: "unit-price-electronics".into(),
                title: "Unit price far below the usual".into(),
                reason: "Electrical machinery at less than USD 2 a kilogram".into(),
                kind: "goods".into(),
                points: 45,
                mandatory: false,
                saw: vec!["items.unit_price_usd_per_kg = 1.12".into(), "items.hs = 85044090".into()],
            },
            ReasonView {
                rule: "agreement-exam-minimum".into(),
                title: "Minimum share of examinations".into(),
                reason: "The agreement asks that one movement in ten be examined".into(),
                kind: "random".into(),
                points: 27,
                mandatory: true,
                saw: vec!["draw = 512".into()],
            },
        ],
        consequence: "The goods are examined before release.".into(),
        reason_kinds: vec!["goods".into(), "random".into()],
        parties: parties(),
        goods: goods(),
        deadline_source: Some("control within 24 hours, UPTTA rule 9".into()),
        legs: vec![
            leg(1, "PK", "PKKHI001", "PKTOR001", 20),
            leg(2, "AF", "AFTOR001", "AFHRT001", 10),
            leg(3, "UZ", "UZTER001", "UZGIK001", 10),
            leg(4, "KZ", "KZSRY001", "KZALA001", 8),
        ],
        units: vec![
            unit(1, "MSKU2666542", "TKA-123", "travelling", vec![left]),
            unit(2, "CSQU3054383", HOSTILE, "waiting", Vec::new()),
        ],
        security: vec![
            security(1, "PK", 1, "released", money("4812330.25", "PKR")),
            security(1, "PK", 2, "insufficient", money("4812330.25", "PKR")),
            security(3, "UZ", 1, "reserved", money("210400000.00", "UZS")),
            security(3, "UZ", 2, "reserved", money("210400000.00", "UZS")),
            security(4, "KZ", 1, "reserved", money("9450000.00", "KZT")),
            security(4, "KZ", 2, "reserved", money("9450000.00", "KZT")),
        ],
        checklist: vec![
            ChecklistView {
                title: "Control satisfactory".into(),
                done: false,
                missing: Some("The lane asks for an examination; no result yet".into()),
            },
            ChecklistView { title: "Every leg of every unit is secured".into(), done: true, missing: None },
        ],
        permitted_actions: vec![
            action("control-result", "Record the control result", &[]),
            action("release", "Release for transit", &[]),
            action("exit", "Record an exit", &[1, 2]),
            action("arrival", "Record an arrival", &[1]),
            action("crossing", "Record a crossing", &[1, 2]),
            action("unloading-remarks", "Record unloading remarks", &[1]),
            action("resolution", "Resolve a discrepancy", &[1]),
            action("discharge", "Discharge", &[1]),
            action("security", "Bring further guarantees", &[]),
            action("invalidation", "Invalidate the declaration", &[]),
        ],
        notices: vec![
            "The agreement PK-KZ is a draft cloned from UPTTA; it is not in force.".into(),
            "The rate of additional sales tax (PK) is not verified.".into(),
        ],
        row_version: 3,
    }
}

fn event(index: u64, kind: &str) -> EventView {
    EventView {
        index,
        kind: kind.into(),
        subject_kind: "movement".into(),
        subject_id: "0191c0de-0000-5000-8000-000000000001".into(),
        administration: "PK".into(),
        by: "Imran Qureshi".into(),
        role: Some("officer".into()),
        office: Some("PKKHI001".into()),
        occurred_at: "2026-11-23T08:30:00.000000Z".into(),
        recorded_at: "2026-11-23T08:31:10.512000Z".into(),
        source: "page".into(),
        payload: serde_json::json!({ "note": HOSTILE, "unit": 1 }),
        leaf_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
    }
}

fn leg_assessments() -> Vec<LegAssessmentView> {
    let line = |charge: &str, base: &str, rate: &str, amount: &str, verified: bool| ChargeLineView {
        item: 1,
        unit: 1,
        charge: charge.into(),
        base: base.into(),
        rate: rate.into(),
        amount: amount.into(),
        currency: "PKR".into(),
        law: "Customs Act 1969, First Schedule".into(),
        verified,
    };
    vec![
        LegAssessmentView {
            leg: 1,
            country: "PK".into(),
            entry: "PKKHI001".into(),
            exit: "PKTOR001".into(),
            days_allowed: 20,
            charges: vec![
                line("Customs duty", "23932100.00", "20 %", "4786420.00", true),
                line("Sales tax", "28718520.00", "18 %", "5169333.60", false),
            ],
            security: vec![
                UnitSecurityView {
                    unit: 1,
                    amount: money("4812330.25", "PKR"),
                    basis: "All import levies as for home consumption, 100 %".into(),
                },
                UnitSecurityView {
                    unit: 2,
                    amount: money("4812330.25", "PKR"),
                    basis: "All import levies as for home consumption, 100 %".into(),
                },
            ],
        },
        LegAssessmentView {
            leg: 2,
            country: "AF".into(),
            entry: "AFTOR001".into(),
            exit: "AFHRT001".into(),
            days_allowed: 10,
            charges: Vec::new(),
            security: Vec::new(),
        },
    ]
}

fn declaration_summary() -> DeclarationSummary {
    DeclarationSummary {
        id: "0191c0de-0000-5000-8000-000000000001".into(),
        lrn: "IND-2026-00451".into(),
        mrn: Some("26PKKHI00100002FJ7".into()),
        type_code: "T1".into(),
        agreement: "PK-KZ".into(),
        departure: "PKKHI001".into(),
        destination: "KZALA001".into(),
        phase: "accepted".into(),
        status: "Goods under control".into(),
        lane: Some("red".into()),
        lodged_at: "2026-11-22T06:12:00.000000Z".into(),
    }
}

fn guarantee() -> GuaranteeView {
    let pocket = PocketView {
        country: None,
        limit: money("50000000.00", "PKR"),
        reserved: money("9624660.50", "PKR"),
        claimed: money("0.00", "PKR"),
        available: money("40375339.50", "PKR"),
    };
    GuaranteeView {
        id: "0191c0de-0000-5000-8000-0000000000aa".into(),
        grn: "26PKNBP0000000017".into(),
        kind: "individual_undertaking".into(),
        administration: "PK".into(),
        holder: HOSTILE.into(),
        guarantor: Some("Indus Rivers Bank".into()),
        countries: vec!["PK".into(), "UZ".into()],
        valid_from: "2026-01-01".into(),
        valid_until: "2027-12-31".into(),
        status: "active".into(),
        pockets: vec![pocket],
        row_version: 4,
    }
}

fn findings() -> Vec<Finding> {
    vec![
        Finding::error(
            "container-check-digit",
            "/consignment/transportEquipment/0/container",
            "The container number ends with 3, but its check digit should be 2.",
            "Compare the number with the door of the container and correct it.",
            "ISO 6346",
        )
        .found("MSKU2666543"),
        Finding::error(
            "hs-unknown",
            "/consignment/goodsItems/1/commodity",
            "The goods code is not in the tariff of Pakistan.",
            "Use a code of eight digits from the Pakistan Customs Tariff.",
            "Customs Act 1969, First Schedule",
        )
        .found(HOSTILE),
        Finding::error(
            "rate-not-verified",
            "",
            "The sales tax rate is not verified.",
            "Nothing to do in a demonstration.",
            "Sales Tax Act 1990",
        )
        .warning(),
    ]
}

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: Some("abc".into()) }
}

fn pager() -> Pager {
    Pager::new("/queue", &[], "cursor", None, Some("abc"))
}

fn pages() -> Vec<(&'static str, String)> {
    let none = Fields::default();
    let officer = chrome("Movement", "/queue", Role::Officer);
    let view = movement();
    let few = {
        let mut view = movement();
        view.permitted_actions.retain(|action| action.action == "control-result");
        view
    };
    let refusal = rahdari_kernel::Refusal::new("wrong-state", "Unit 1 has not arrived yet.")
        .with_allowed(vec!["record-exit".into()]);
    let refused = || Problem::from(rahdari_app::Error::Refused(refusal.clone()));
    let case = |view: MovementView, refused: Option<Problem>, done| {
        let tried = Fields::new(vec![("text".into(), HOSTILE.into())]);
        let forms = forms(&officer, &view, refused.as_ref().map(|_| ("exit", &tried))).unwrap();
        let chrome = chrome("Movement 26PKKHI00100002FJ7", "/queue", Role::Officer);
        let events = vec![
            event(11, "declaration.accepted"),
            event(12, "movement.lane-chosen"),
            event(19, "ledger.transfer"),
        ];
        let back = Back { href: "/queue", text: "Your queue" };
        Movement { chrome, names: names(), now: now(), back, view, refused, done, forms, events }
            .render()
            .unwrap()
    };
    let check = |findings: Vec<Finding>, acceptable| CheckView {
        format: Some("native JSON".into()),
        acceptable,
        findings,
        legs: if acceptable { leg_assessments() } else { Vec::new() },
    };
    let upload = |outcome, text: Option<&str>| {
        let chrome = chrome("Lodge a declaration", "/declarations/upload", Role::Broker);
        Upload { chrome, names: names(), refused: None, outcome, text: text.map(str::to_owned) }
            .render()
            .unwrap()
    };
    let anonymous = |title: &str| Chrome { who: None, nav: &[], ..chrome(title, "", Role::Broker) };
    vec![
        ("sign-in", SignIn { chrome: anonymous("Sign in"), refused: Some("Name and password do not fit."), username: HOSTILE, next: "/" }.render().unwrap()),
        ("home-officer", Home { chrome: chrome("Start", "/", Role::Officer), standing: "Customs officer, Karachi (PKKHI001)".into(), tasks: home::tasks(Role::Officer), news: Some(vec![NotificationView { number: 1, kind: "movement.released".into(), subject: "x".into(), text: "26PKKHI00100002FJ7 is on the way to your office, at the latest on 19 Dec.".into(), recorded_at: "2026-11-22T06:12:00.000000Z".into() }]) }.render().unwrap()),
        ("home-broker", Home { chrome: chrome("Start", "/", Role::Broker), standing: "Broker, Pakistan".into(), tasks: home::tasks(Role::Broker), news: Some(Vec::new()) }.render().unwrap()),
        ("queue", Queue { chrome: chrome("Queue", "/queue", Role::Officer), names: names(), now: now(), page: page(vec![summary("red", "Goods under control", "2026-11-22T09:30:00.000000Z"), summary("orange", "Goods under control", "2026-11-23T15:30:00.000000Z"), summary("yellow", "Goods under control", "2026-11-24T09:30:00.000000Z"), summary("blue", "Awaiting release", "2026-11-25T09:30:00.000000Z"), summary("green", "Awaiting release", "2026-11-26")]), place: "Karachi (PKKHI001)".into(), place_code: "PKKHI001".into(), all: false, pager: pager() }.render().unwrap()),
        ("case", case(few.clone(), None, Some("The control result is recorded."))),
        ("case-refused", case(view, Some(refused()), None)),
        ("declarations", Declarations { chrome: chrome("Declarations", "/declarations", Role::Broker), names: names(), page: page(vec![declaration_summary(), declaration_summary()]), filter: Filter { phase: None, lane: Some("red".into()), all: false }, may_lodge: true, pager: pager() }.render().unwrap()),
        ("declaration", Declaration { chrome: chrome("Declaration", "/declarations", Role::Broker), names: names(), view: DeclarationView { summary: declaration_summary(), consequence: "The goods are examined before release.".into(), reason_kinds: vec!["goods".into()], version: 1, format: "NCTS CC015C".into(), commitment: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(), parties: parties(), goods: goods(), legs: leg_assessments(), notices: vec!["The agreement PK-KZ is a draft; it is not in force.".into()], row_version: 1 }, lodged: true, own: true }.render().unwrap()),
        ("upload", upload(None, None)),
        ("upload-findings", upload(Some(check(findings(), false)), Some("{ \"functionalReferenceId\": \"</textarea>\" }"))),
        ("upload-good", upload(Some(check(vec![findings().remove(2)], true)), Some("{}"))),
        ("guarantees", Guarantees { chrome: chrome("Guarantees", "/guarantees", Role::Guarantor), refused: None, page: page(vec![guarantee()]), may_issue: true, fields: &none, pager: pager() }.render().unwrap()),
        ("guarantee", Guarantee { chrome: chrome("Guarantee", "/guarantees", Role::Auditor), refused: None, done: None, view: guarantee(), entries: page(vec![StatementEntryView { index: 21, transfer: "t".into(), kind: "reserve".into(), amount: money("4812330.25", "PKR"), available_after: money("45187669.75", "PKR"), reserved_after: money("4812330.25", "PKR"), movement: Some("0191c0de-0000-5000-8000-000000000001".into()), leg: Some(1), unit: Some(1), law: "SRO 1402(I)/2023".into(), recorded_at: "2026-11-22T06:12:00.000000Z".into() }]), may_increase: true, sees_movements: true, pager: pager() }.render().unwrap()),
        ("trial-balance", TrialBalance { chrome: chrome("Trial balance", "/trial-balance", Role::Auditor), view: TrialBalanceView { balanced: true, ledgers: vec![LedgerBalanceView { currency: "PKR".into(), debits_posted: money("50000000.00", "PKR"), credits_posted: money("50000000.00", "PKR"), debits_pending: money("9624660.50", "PKR"), credits_pending: money("9624660.50", "PKR"), difference: money("0.00", "PKR") }] } }.render().unwrap()),
        ("events", Events { chrome: chrome("Events", "/events", Role::Auditor), events: vec![event(11, "declaration.accepted"), event(12, "movement.lane-chosen")], after: String::new(), left_out: 2, all: false, pager: pager() }.render().unwrap()),
        ("verification", Verification { chrome: chrome("Verification", "/verification", Role::Auditor), result: Some(VerificationView { sound: true, events: 4123, entries: 1880, versions: 311, root: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(), problems: Vec::new() }), checkpoint: CheckpointView { note: "rahdari.example/log\n4123\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n— rahdari.example/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n".into(), size: 4123 } }.render().unwrap()),
        ("verification-bad", Verification { chrome: chrome("Verification", "/verification", Role::Auditor), result: Some(VerificationView { sound: false, events: 4123, entries: 1880, versions: 311, root: "9f86".into(), problems: vec!["Event 2011 (ledger.transfer) was altered after it was recorded.".into(), "The balance of account available of guarantee 26PKNBP0000000017 does not follow from its journal.".into()] }), checkpoint: CheckpointView { note: "n".into(), size: 1 } }.render().unwrap()),
        ("admin", Admin { chrome: chrome("Administration", "/admin", Role::Administrator), refused: None, done: None, companies: page(vec![CompanyView { id: "1".into(), administration: "PK".into(), kind: "broker".into(), identification: "1234567-8".into(), name: "Indus Clearing".into() }]), users: page(vec![UserView { id: "2".into(), username: "broker.indus".into(), display_name: "Sana Mirza".into(), role: "broker".into(), administration: "PK".into(), office: None, company: Some("Indus Clearing".into()), active: true }]), mandates: page(vec![MandateView { id: "3".into(), administration: "PK".into(), kind: "holder".into(), principal: Some("Steppe Trading".into()), agent: "Indus Clearing".into(), valid_from: "2026-01-01".into(), valid_until: "2026-12-31".into(), revoked: false }]), roles: Role::ALL, offices: Vec::new() }.render().unwrap()),
        ("reference", Reference { chrome: chrome("Law and offices", "", Role::Officer), view: ReferenceView { hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(), ruleset: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".into(), agreements: vec![AgreementView { id: "PK-KZ".into(), title: "Pakistan – Kazakhstan transit trade".into(), status: "draft".into(), parties: vec!["PK".into(), "KZ".into()], source: "Cloned from UPTTA; no public text".into(), verified: false }], offices: vec![OfficeView { code: "PKKHI001".into(), name: "Karachi".into(), country: "PK".into() }] } }.render().unwrap()),
        ("problem", ProblemPage { chrome: chrome("Not found", "", Role::Broker), problem: &Problem::not_found(), request_id: "0a1b2c3d4e5f60718293a4b5c6d7e8f9" }.render().unwrap()),
        ("problems", Problems { chrome: chrome("Problems", "", Role::Broker), entries: crate::catalogue::PROBLEMS, checks: rahdari_intake::check::catalogue() }.render().unwrap()),
    ]
}

#[test]
fn foreign_text_never_becomes_markup() {
    for (name, html) in pages() {
        assert!(!html.contains("<script"), "{name}");
        assert!(!html.contains("</textarea>\" }"), "{name}");
    }
}

#[test]
fn a_case_shows_who_is_named_and_what_is_carried() {
    let shown = ["Steppe Trading", "PK-CHA-2210", "Static converters", "85044090", "400 ", "USD 85,000.00"];
    for (name, html) in pages().iter().filter(|(name, _)| matches!(*name, "case" | "declaration")) {
        for text in shown {
            assert!(html.contains(text), "{name}: {text}");
        }
    }
}

#[test]
fn every_field_has_a_label_and_every_id_is_there_once() {
    for (name, html) in pages() {
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{name}: an id is there twice: {ids:?}");
        for label in html.split("<label for=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&label), "{name}: the label of {label} leads nowhere");
        }
        for control in html.split('<').filter(|tag| {
            tag.starts_with("input ") || tag.starts_with("select ") || tag.starts_with("textarea ")
        }) {
            let needs_label = !["type=\"hidden\"", "type=\"radio\"", "type=\"checkbox\""]
                .iter()
                .any(|kind| control.contains(kind));
            assert!(!needs_label || control.contains(" id=\""), "{name}: no label for <{control}");
        }
    }
}

#[test]
fn every_element_that_opens_closes() {
    const VOID: [&str; 6] = ["meta", "link", "input", "br", "hr", "!doctype"];
    for (name, html) in pages() {
        let mut open: Vec<&str> = Vec::new();
        for tag in html.split('<').skip(1) {
            let tag = tag.split(['>', ' ', '\n']).next().unwrap();
            match tag.strip_prefix('/') {
                Some(closing) => assert_eq!(open.pop(), Some(closing), "{name}"),
                None if VOID.contains(&tag) => {}
                None => open.push(tag),
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
    }
}

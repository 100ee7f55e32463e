//! A day at the desk of each kind of person, in a browser without a screen. Every page is looked at as wide
//! as a desk and as narrow as a phone; the pictures stand in the target folder under `tmp/pictures`.

use rahdari_testkit::Database;

use crate::harness::browser::{Browser, DESKTOP, PHONE};
use crate::harness::journey;
use crate::harness::papers::{self, UNITS};
use crate::harness::people::{BROKER, People};
use crate::harness::server::Server;

/// Enough trade for the lists to look as they would.
const DECLARATIONS: u32 = 40;

struct Desk {
    browser: Browser,
    server: Server,
    people: People,
    _database: Database,
}

impl Desk {
    /// Sits down, unless no browser is installed here.
    fn of(who: &str) -> Option<Self> {
        let browser = Browser::open()?;
        let database = Database::sqlite();
        let server = Server::demo(&database, DECLARATIONS);
        let people = People::of(&server);
        let desk = Self { browser, server, people, _database: database };
        desk.sign_in(who);
        Some(desk)
    }

    fn sign_in(&self, who: &str) {
        self.go("/sign-in");
        self.browser.find("input[name=username]").write(who);
        self.browser.find("input[name=password]").write("not this one");
        self.browser.find("main button").click();
        self.browser.wait_for_text("do not fit");
        self.browser.find("input[name=password]").write(self.people.password(who));
        self.browser.find("main button").click();
        self.browser.wait_for_text("What would you like to do?");
    }

    #[track_caller]
    fn go(&self, path: &str) {
        self.browser.go(&format!("{}{path}", self.server.base()));
    }

    /// Takes pictures of the page shown and holds it to what every page must be.
    #[track_caller]
    fn look(&self, name: &str) {
        let browser = &self.browser;
        for (size, word) in [(DESKTOP, "desk"), (PHONE, "phone")] {
            browser.resize(size);
            browser.picture(&format!("{name}-{word}"));
            assert!(!browser.overflows(), "{name} scrolls sideways on a {word}");
        }
        browser.resize(DESKTOP);
        assert_eq!(browser.find_all("h1").len(), 1, "{name}: one heading says what the page is");
        assert_eq!(browser.find_all("html[lang]").len(), 1, "{name}: its language is named");
        let unnamed = "return [...document.querySelectorAll('input:not([type=hidden]),select,textarea')]
            .filter(field => field.labels.length === 0).map(field => field.name).join(' ')";
        assert_eq!(browser.run(unnamed), "", "{name}: every field has a label");
        let banner = browser.find(".demo").text();
        assert!(banner.contains("Not in force: Pakistan – Kazakhstan"), "{name}: {banner}");
    }

    /// Opens the form of an action on the case page, if it is not open.
    #[track_caller]
    fn open(&self, action: &str) {
        let form = format!("form[action$='/{action}']");
        self.browser.find(&form);
        self.browser.run(&format!("document.querySelector(\"{form}\").closest('details').open = true"));
    }

    #[track_caller]
    fn press(&self, action: &str) {
        self.browser.find(&format!("form[action$='/{action}'] button")).click();
    }

    /// Writes a declaration into a file that the browser can bring.
    fn file(&self, name: &str, lrn: &str, spoil: bool) -> String {
        let mut declaration =
            papers::declaration(lrn, &papers::grns(&self.people.client(&self.server, BROKER)));
        if spoil {
            declaration["officeOfDestination"] = "KZXXX999".into();
            declaration["consignment"]["transportEquipment"][0]["container"] = "MSKU2666543".into();
        }
        let file = self.server.folder().join(name);
        std::fs::write(&file, serde_json::to_string_pretty(&declaration).unwrap()).unwrap();
        file.display().to_string()
    }

    /// Lodges a declaration as a program would and returns its id and number.
    fn lodged(&self, lrn: &str) -> (String, String) {
        let broker = self.people.client(&self.server, BROKER);
        let lodged = broker
            .post("/api/v1/declarations", &papers::declaration(lrn, &papers::grns(&broker)))
            .expect(201);
        (lodged["id"].as_str().unwrap().to_owned(), lodged["mrn"].as_str().unwrap().to_owned())
    }
}

#[test]
fn a_broker_learns_what_is_wrong_mends_it_lodges_it_and_follows_it() {
    let Some(desk) = Desk::of(BROKER) else { return };
    let browser = &desk.browser;
    desk.look("broker-home");
    browser.find("a[href='/declarations/upload']").click();
    desk.look("broker-upload");

    browser.find("input[name=file]").write(&desk.file("broken.json", "DESK-1", true));
    browser.find("button[value=check]").click();
    browser.wait_for_text("to mend before it can be lodged");
    let findings = browser.find("ol.findings").text();
    for place in ["/officeOfDestination", "/consignment/transportEquipment/0/container", "MSKU2666543"] {
        assert!(findings.contains(place), "{place}: {findings}");
    }
    desk.look("broker-findings");

    browser.find("main details.more:has(input[type=file]) summary").click();
    browser.find("input[name=file]").write(&desk.file("good.json", "DESK-1", false));
    browser.find("button[value=check]").click();
    browser.wait_for_text("This declaration can be lodged");
    desk.look("broker-ready");
    browser.find("button[value=lodge]").click();
    browser.wait_for_text("Accepted");
    desk.look("broker-declaration");

    let mrn = browser.find("a[href^='/movements/']").text();
    mrn.parse::<rahdari_kernel::Mrn>().unwrap();
    browser.find("a[href^='/movements/']").click();
    browser.wait_for_text("What happened");
    assert!(!browser.text().contains("Why this lane"), "the rules are not for brokers");
    desk.look("broker-movement");
    browser.find("nav a[href='/declarations']").click();
    assert!(browser.find("main table").text().contains("DESK-1"));
    desk.look("broker-declarations");
}

#[test]
fn an_officer_works_the_queue_records_the_control_and_releases() {
    let Some(desk) = Desk::of("officer.karachi") else { return };
    let browser = &desk.browser;
    let (id, mrn) = desk.lodged("DESK-2");
    desk.look("officer-home");
    desk.go("/queue");
    assert!(browser.find("main table").text().contains(&mrn));
    desk.look("officer-queue");
    browser.find(&format!("a[href='/movements/{id}']")).click();
    browser.wait_for_text("Why this lane");
    assert!(browser.text().contains("Price a kilogram below six tenths of the usual"));
    desk.look("officer-case");

    desk.open("control-result");
    browser.find("input[value=A1]").click();
    browser.find("form[action$='/control-result'] textarea").write("Invoice and packing list agree.");
    desk.press("control-result");
    browser.wait_for_text("Recorded");
    desk.open("release");
    for unit in &UNITS {
        let seals =
            browser.run(&format!("return document.querySelector('[name=seals-{}]').value", unit.number));
        assert_eq!(seals, unit.seal);
    }
    desk.look("officer-release");
    desk.press("release");
    browser.wait_for_text("Released for transit");
    desk.look("officer-released");

    // The next one along the way finds less than was declared.
    desk.leave();
    desk.sign_in("officer.torkham");
    desk.go(&format!("/movements/{id}"));
    desk.open("exit");
    browser.find("form[action$='/exit'] [name=container]").write(UNITS[0].container);
    browser.find("form[action$='/exit'] [name=seals]").write(UNITS[0].seal);
    browser.find("form[action$='/exit'] [name=grossMassKg]").write("7000");
    desk.press("exit");
    browser.wait_for_text("Recorded");
    desk.look("officer-difference");

    desk.leave();
    desk.sign_in("officer.qasim");
    desk.go(&format!("/movements/{id}"));
    browser.wait_for_text("nothing here that you may see");
    desk.look("officer-elsewhere");
}

#[test]
fn an_auditor_reads_statement_and_events_and_verifies() {
    let Some(desk) = Desk::of("auditor.pk") else { return };
    let browser = &desk.browser;
    let (id, mrn) = desk.lodged("DESK-3");
    journey::advance(&desk.server, &desk.people, &id, "arrival");
    desk.look("auditor-home");
    desk.go("/guarantees");
    desk.look("auditor-guarantees");
    let grn =
        papers::grns(&desk.people.client(&desk.server, BROKER)).into_iter().find(|grn| grn.contains("PK"));
    let grn = grn.unwrap();
    let links = browser.find_all("main table a");
    links.iter().find(|link| link.text() == grn).unwrap().click();
    browser.wait_for_text("Statement");
    let statement = browser.find("h2 ~ table:last-of-type").text();
    for word in ["Reserve", "Release"] {
        assert!(statement.contains(word), "{statement}");
    }
    desk.look("auditor-statement");
    desk.go("/trial-balance");
    desk.look("auditor-trial-balance");
    desk.go("/events");
    desk.look("auditor-events");
    desk.go(&format!("/movements/{id}"));
    assert!(browser.text().contains(&mrn));
    desk.look("auditor-movement");
    desk.go("/verification");
    browser.find("form[action='/verification'] button").click();
    browser.wait_for_text("Nothing was altered");
    desk.look("auditor-verification");
}

#[test]
fn the_pages_of_the_others_and_for_everybody_can_be_read() {
    let Some(desk) = Desk::of("guarantor.rivers") else { return };
    let browser = &desk.browser;
    desk.look("guarantor-home");
    for (path, name) in
        [("/guarantees", "guarantor-guarantees"), ("/reference", "reference"), ("/api", "api")]
    {
        desk.go(path);
        desk.look(name);
    }
    desk.go("/problems");
    desk.look("problems");
    browser.find("main a[href^='/problems/']").click();
    desk.look("problem");
    desk.go("/nowhere");
    browser.wait_for_text("nothing here that you may see");
    desk.go("/");
    desk.leave();
    desk.sign_in("admin.pk");
    desk.go("/admin");
    desk.look("admin");
    desk.go("/queue");
    browser.wait_for_text("Your role does not include this");
    desk.look("forbidden");
}

impl Desk {
    fn leave(&self) {
        self.browser.find("form[action='/sign-out'] button").click();
        self.browser.find("input[name=username]");
    }
}

//! Every address × every kind of asker, on the API and on the pages. An address that the server has and the
//! table has not fails the test, and the other way round.

mod records;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rahdari_app::Action;
use rahdari_kernel::Role;
use rahdari_testkit::Database;
use rahdari_web::route::{Access, ROUTES};

use self::records::Records;
use self::table::{ASKERS, rows};
use crate::harness::client::Answer;
use crate::harness::people::People;
use crate::harness::server::Server;

#[test]
fn every_row_of_the_permission_table_holds() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let people = People::of(&server);
    let [programs, browsers] = [false, true].map(|page| {
        ASKERS.map(|who| match (who, page) {
            ("", _) => server.client(),
            (who, false) => people.client(&server, who),
            (who, true) => people.on_a_page(&server, who),
        })
    });
    let mut wrong = String::new();
    for (number, row) in rows().iter().enumerate() {
        let records = Records::fresh(&server, &people, row, number);
        let clients = if row.page { &browsers } else { &programs };
        let asked = ASKERS.iter().zip(clients).zip(&row.expected);
        // Whoever is let in comes last and finds the record as it was made.
        let (let_in, kept_out): (Vec<_>, Vec<_>) = asked.partition(|(_, expected)| **expected == "+");
        for ((who, client), expected) in kept_out.into_iter().chain(let_in) {
            let unique = format!("{number}-{}", who.replace('.', "-"));
            let answer = client.send(&records.request(row, client, &unique));
            if !fits(&answer, expected) {
                let who = if who.is_empty() { "nobody" } else { who };
                writeln!(wrong, "{row} as {who}: {expected} expected, {}", said(&answer)).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_table_has_every_address_that_the_server_answers_at() {
    let served =
        ROUTES.iter().map(|route| format!("{} {}", route.method, route.path)).collect::<BTreeSet<_>>();
    let listed = rows().iter().map(|row| format!("{} {}", row.method, row.path)).collect::<BTreeSet<_>>();
    let missing = served.difference(&listed).collect::<Vec<_>>();
    assert!(missing.is_empty(), "served, and not in the table: {missing:#?}");
    let invented = listed.difference(&served).collect::<Vec<_>>();
    assert!(invented.is_empty(), "in the table, and not served: {invented:#?}");
}

#[test]
fn the_table_agrees_with_what_each_address_says_about_itself() {
    let role_of = |who: &str| match who.split('.').next().unwrap() {
        "admin" => Role::Administrator,
        role => role.parse().unwrap(),
    };
    for row in rows() {
        let route = ROUTES.iter().find(|route| row.method == route.method.as_str() && row.path == route.path);
        let access = route.unwrap().access;
        let mut let_in = BTreeMap::<&str, bool>::new();
        for (who, expected) in ASKERS.iter().zip(&row.expected).skip(1) {
            *let_in.entry(role_of(who).as_str()).or_default() |= *expected == "+";
        }
        for role in Role::ALL {
            let permitted = access.roles().is_none_or(|roles| roles.contains(&role));
            // Whoever reads movements gets to the forms, and the use case behind each decides; the original
            // holds the access codes of guarantees and is for its declarant alone.
            let exact = row.path == row.asked && !row.path.ends_with("/original");
            assert!(!let_in[role.as_str()] || permitted, "{row} lets in {role}");
            let all = let_in[role.as_str()] || !permitted || row.path.ends_with("/refresh");
            assert!(!exact || all, "{row} keeps out {role}");
        }
        let open = !matches!(row.expected[0], "401" | "in");
        assert!(open == (access == Access::Anyone) || row.path.ends_with("/refresh"), "{row}");
    }
}

#[test]
fn every_action_has_an_address() {
    for action in Action::ALL {
        assert!(ROUTES.iter().any(|route| route.access == Access::May(action)), "{}", action.as_str());
    }
}

fn fits(answer: &Answer, expected: &str) -> bool {
    let to_sign_in =
        answer.status == 303 && answer.header("location").is_some_and(|to| to.starts_with("/sign-in?next="));
    match expected {
        "in" => to_sign_in,
        // A wrong password or token is no matter of permission.
        "+" if answer.status == 401 => answer.body.contains("Name and password do not fit"),
        "+" => !to_sign_in && !matches!(answer.status, 400 | 403 | 404 | 405 | 500..),
        status => answer.status.to_string() == status,
    }
}

fn said(answer: &Answer) -> String {
    let title = answer.body.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    let words = title.map_or(answer.body.as_str(), |(title, _)| title);
    format!("{} came: {}", answer.status, words.chars().take(200).collect::<String>())
}

//! What somebody sees who sets the server up: an empty database, the first account, sessions, health,
//! an orderly end.

use rahdari_testkit::{Database, on_each_engine};
use serde_json::json;

use crate::harness::client::Sending;
use crate::harness::people::{BROKER, People};
use crate::harness::server::{Server, run};

on_each_engine! {
    fn an_empty_database_has_nobody_in_it_until_a_user_is_added(database) {
        let server = Server::serve(database);
        for username in ["admin", "admin.pk", "demo", BROKER] {
            let asked = json!({ "username": username, "password": "password" });
            server.client().post("/api/v1/sessions", &asked).problem(401, "wrong-credentials");
        }
        let added = run(server.folder(), &[
            "user", "add", "--database", database.url(), "--username", "first", "--role", "administrator",
            "--administration", "PK",
        ]);
        let password = added.lines().find_map(|line| line.split_once("password")).unwrap().1;
        let first = server.client().signed_in("first", password.trim_matches([' ', ':']));
        assert_eq!(first.list("/api/v1/users").len(), 1);
        assert!(first.list("/api/v1/companies").is_empty());
    }

    fn the_server_says_how_it_is_and_ends_when_asked(database) {
        let mut server = Server::serve(database);
        let client = server.client();
        assert_eq!(client.get("/healthz").status, 200);
        assert_eq!(client.get("/readyz").status, 200);
        let described = client.get("/api/v1/openapi.json").expect(200);
        assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
        client.get("/api/v1/nowhere").problem(404, "not-found");
        assert!(server.ends_when_asked(), "{}", server.log());
    }
}

#[test]
fn a_refresh_token_serves_once() {
    let database = Database::sqlite();
    let server = Server::demo(&database, 0);
    let password = People::of(&server).password(BROKER).to_owned();
    let asked = json!({ "username": BROKER, "password": password });
    let first = server.client().post("/api/v1/sessions", &asked).expect(201);
    let refresh = |token: &serde_json::Value| {
        server.client().post("/api/v1/sessions/refresh", &json!({ "refreshToken": token }))
    };
    let second = refresh(&first["refreshToken"]).expect(200);
    let client = server.client().with_token(second["accessToken"].as_str().unwrap());
    assert_eq!(client.get("/api/v1/declarations").status, 200);
    // Somebody else has the old token: neither copy may go on.
    refresh(&first["refreshToken"]).problem(401, "session-ended");
    refresh(&second["refreshToken"]).problem(401, "session-ended");

    let third = server.client().post("/api/v1/sessions", &asked).expect(201);
    let client = server.client().with_token(third["accessToken"].as_str().unwrap());
    let left = client.send(&Sending::new("DELETE", "/api/v1/sessions/current"));
    assert!((200..300).contains(&left.status), "{}", left.body);
    refresh(&third["refreshToken"]).problem(401, "session-ended");
}

#[test]
fn a_database_of_no_known_kind_stops_the_server() {
    let output = std::process::Command::new(crate::harness::server::binary())
        .args(["serve", "--listen", "127.0.0.1:0", "--database", "mysql://localhost/rahdari"])
        .output()
        .unwrap();
    assert!(!output.status.success());
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.contains("mysql"), "{complaint}");
}

//! Fresh databases are empty, apart from each other, and gone afterwards with their server.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rahdari_testkit::{Database, Durability, Engine, PostgresServer, skip};

#[test]
fn a_sqlite_database_is_gone_with_its_folder() {
    let database = Database::sqlite();
    assert_eq!(database.engine(), Engine::Sqlite);
    let file = database.file().unwrap();
    assert_eq!(database.url(), format!("sqlite://{}", file.display()));
    std::fs::write(&file, b"rows").unwrap();
    drop(database);
    assert!(!file.parent().unwrap().exists());
}

#[test]
fn two_postgres_databases_do_not_see_each_other() {
    let (Some(one), Some(two)) = (Database::postgres(), Database::of(Engine::Postgres)) else { return };
    assert_eq!(one.engine(), Engine::Postgres);
    one.psql("create table t (v text)").unwrap();
    one.psql("insert into t values ('b'), ('A')").unwrap();
    assert_eq!(one.psql("select v, 1 from t order by v").unwrap(), "A|1\nb|1");
    assert!(two.psql("select * from t").is_err());
}

#[test]
fn a_dropped_server_no_longer_listens() {
    let Some(server) = PostgresServer::start(Durability::Durable).unwrap() else {
        return skip("PostgreSQL");
    };
    assert_eq!(server.psql("postgres", "show fsync").unwrap(), "on");
    let port = port_of(server.base_url());
    assert!(listens(port));
    drop(server);
    assert!(!listens(port));
}

/// The process that starts the server is this test again, told by the variable to hold still.
#[test]
fn the_server_of_a_killed_process_stops() {
    const TOLD: &str = "RAHDARI_TEST_HOLD";
    if std::env::var_os(TOLD).is_some() {
        let server = PostgresServer::start(Durability::Volatile).unwrap().unwrap();
        println!("port {}", port_of(server.base_url()));
        std::thread::sleep(Duration::from_secs(60));
        return;
    }
    if Database::postgres().is_none() {
        return;
    }
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_server_of_a_killed_process_stops", "--nocapture"])
        .env(TOLD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(holder.stdout.take().unwrap()));
    let port = lines.find_map(|line| line.unwrap().split_once("port ")?.1.parse().ok()).unwrap();
    assert!(listens(port));
    holder.kill().unwrap();
    holder.wait().unwrap();
    let killed = Instant::now();
    while listens(port) {
        assert!(killed.elapsed() < Duration::from_secs(20), "the server outlived its process");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn port_of(base_url: &str) -> u16 {
    base_url.rsplit_once(':').unwrap().1.parse().unwrap()
}

fn listens(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

//! The table: each address, and what each asker gets there. Written by hand and not from the code it checks.

use std::fmt;

/// Who asks, column by column. The record asked for is a movement from Karachi to Almaty that the broker
/// lodged, its declaration, the Pakistani guarantee that secures it, or a Pakistani mandate.
pub(super) const ASKERS: [&str; 16] = [
    "",
    "broker.indus",
    "broker.khyber",
    "broker.alatau",
    "officer.karachi",
    "officer.qasim",
    "officer.torkham",
    "officer.torkham.af",
    "officer.almaty",
    "officer.shymkent",
    "auditor.pk",
    "auditor.kz",
    "guarantor.rivers",
    "guarantor.amu",
    "admin.pk",
    "admin.kz",
];

/// The API. `+` lets the asker in, whatever the state of the record then says; a number is the answer's
/// status. A role that lacks the action gets 403; a thing outside one's scope is not there (404); an officer
/// who sees a movement and acts at the wrong office gets 403.
const API: &str = "
#                                                nobody
#                                                    broker
#                                                        ... of another company
#                                                            ... of another administration
#                                                                officer of departure
#                                                                    ... of an office not on the way
#                                                                        ... of exit from Pakistan
#                                                                            ... of entry to Afghanistan
#                                                                                ... of destination
#                                                                                    ... not on the way, Kazakhstan
#                                                                                        auditor of Pakistan
#                                                                                            ... of Kazakhstan
#                                                                                                guarantor
#                                                                                                    ... of another guarantee
#                                                                                                        administrator
#                                                                                                            ... of another
POST   /api/v1/sessions                          +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
POST   /api/v1/sessions/refresh                  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401
POST   /api/v1/declarations                      401 +   403 403 403 403 403 403 403 403 403 403 403 403 403 403
POST   /api/v1/declarations/check                401 +   +   +   403 403 403 403 403 403 403 403 403 403 403 403
GET    /api/v1/declarations                      401 +   +   +   +   +   +   +   +   +   +   +   403 403 403 403
GET    /api/v1/declarations/{id}                 401 +   404 404 +   404 +   +   +   404 +   +   403 403 403 403
GET    /api/v1/declarations/{id}/document        401 +   404 404 +   404 +   +   +   404 +   +   403 403 403 403
GET    /api/v1/declarations/{id}/original        401 +   404 404 404 404 404 404 404 404 404 404 403 403 403 403
GET    /api/v1/movements                         401 +   +   +   +   +   +   +   +   +   +   +   403 403 403 403
GET    /api/v1/movements/{id}                    401 +   404 404 +   404 +   +   +   404 +   +   403 403 403 403
GET    /api/v1/movements/{id}/events             401 +   404 404 +   404 +   +   +   404 +   +   403 403 403 403
POST   /api/v1/movements/{id}/security           401 +   404 404 403 403 403 403 403 403 403 403 403 403 403 403
POST   /api/v1/movements/{id}/control-result     401 403 403 403 +   404 403 403 403 404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/release            401 403 403 403 +   404 403 403 403 404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/exit               401 403 403 403 403 404 +   403 403 404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/crossing           401 403 403 403 403 404 403 +   403 404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/arrival            401 403 403 403 403 404 403 403 +   404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/unloading-remarks  401 403 403 403 403 404 403 403 +   404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/resolution         401 403 403 403 +   404 403 403 403 404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/discharge          401 403 403 403 403 404 403 403 +   404 403 403 403 403 403 403
POST   /api/v1/movements/{id}/invalidation       401 +   404 404 +   404 403 403 403 404 403 403 403 403 403 403
GET    /api/v1/guarantees                        401 +   +   +   403 403 403 403 403 403 +   +   +   +   403 403
POST   /api/v1/guarantees                        401 403 403 403 403 403 403 403 403 403 403 403 +   +   403 403
GET    /api/v1/guarantees/{id}                   401 +   404 404 403 403 403 403 403 403 +   404 +   404 403 403
POST   /api/v1/guarantees/{id}/increase          401 403 403 403 403 403 403 403 403 403 403 403 +   404 403 403
GET    /api/v1/guarantees/{id}/statement         401 +   404 404 403 403 403 403 403 403 +   404 +   404 403 403
GET    /api/v1/ledger/trial-balance              401 403 403 403 403 403 403 403 403 403 +   +   403 403 403 403
GET    /api/v1/events                            401 403 403 403 403 403 403 403 403 403 +   +   403 403 403 403
GET    /api/v1/log/checkpoint                    401 403 403 403 403 403 403 403 403 403 +   +   +   +   403 403
POST   /api/v1/log/verification                  401 403 403 403 403 403 403 403 403 403 +   +   403 403 403 403
GET    /api/v1/companies                         401 403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /api/v1/companies                         401 403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
GET    /api/v1/users                             401 403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /api/v1/users                             401 403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
GET    /api/v1/mandates                          401 403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /api/v1/mandates                          401 403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
DELETE /api/v1/mandates/{id}                     401 403 403 403 403 403 403 403 403 403 403 403 403 403 +   404
GET    /api/v1/reference                         401 +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /api/v1/notifications                     401 +   +   +   +   +   +   +   +   +   403 403 +   +   403 403
DELETE /api/v1/sessions/current                  401 +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /api/v1/openapi.json                      +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
";

/// The pages, with the same columns. `in` sends to the sign-in.
const PAGES: &str = "
GET    /healthz                                  +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /readyz                                   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /assets/style.css                         +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /assets/icon.svg                          +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /sign-in                                  +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
POST   /sign-in                                  +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /api                                      +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /problems                                 +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /problems/{code}                          +   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /                                         in  +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
GET    /declarations                             in  +   +   +   +   +   +   +   +   +   +   +   403 403 403 403
GET    /declarations/upload                      in  +   +   +   403 403 403 403 403 403 403 403 403 403 403 403
POST   /declarations/upload                      in  +   +   +   403 403 403 403 403 403 403 403 403 403 403 403
GET    /declarations/{id}                        in  +   404 404 +   404 +   +   +   404 +   +   403 403 403 403
GET    /declarations/{id}/document               in  +   404 404 +   404 +   +   +   404 +   +   403 403 403 403
GET    /declarations/{id}/original               in  +   404 404 404 404 404 404 404 404 404 404 403 403 403 403
GET    /queue                                    in  +   +   +   +   +   +   +   +   +   +   +   403 403 403 403
GET    /movements/{id}                           in  +   404 404 +   404 +   +   +   404 +   +   403 403 403 403
POST   /movements/{id}/{action=security}         in  +   404 404 403 404 403 403 403 404 403 403 403 403 403 403
POST   /movements/{id}/{action=control-result}   in  403 404 404 +   404 403 403 403 404 403 403 403 403 403 403
POST   /movements/{id}/{action=release}          in  403 404 404 +   404 403 403 403 404 403 403 403 403 403 403
POST   /movements/{id}/{action=exit}             in  403 404 404 403 404 +   403 403 404 403 403 403 403 403 403
POST   /movements/{id}/{action=crossing}         in  403 404 404 403 404 403 +   403 404 403 403 403 403 403 403
POST   /movements/{id}/{action=arrival}          in  403 404 404 403 404 403 403 +   404 403 403 403 403 403 403
POST   /movements/{id}/{action=unloading-remarks} in  403 404 404 403 404 403 403 +   404 403 403 403 403 403 403
POST   /movements/{id}/{action=resolution}       in  403 404 404 +   404 403 403 403 404 403 403 403 403 403 403
POST   /movements/{id}/{action=discharge}        in  403 404 404 403 404 403 403 +   404 403 403 403 403 403 403
POST   /movements/{id}/{action=invalidation}     in  +   404 404 +   404 403 403 403 404 403 403 403 403 403 403
GET    /guarantees                               in  +   +   +   403 403 403 403 403 403 +   +   +   +   403 403
POST   /guarantees                               in  403 403 403 403 403 403 403 403 403 403 403 +   +   403 403
GET    /guarantees/{id}                          in  +   404 404 403 403 403 403 403 403 +   404 +   404 403 403
POST   /guarantees/{id}/increase                 in  403 404 404 403 403 403 403 403 403 403 404 +   404 403 403
GET    /trial-balance                            in  403 403 403 403 403 403 403 403 403 +   +   403 403 403 403
GET    /events                                   in  403 403 403 403 403 403 403 403 403 +   +   403 403 403 403
GET    /verification                             in  403 403 403 403 403 403 403 403 403 +   +   403 403 403 403
POST   /verification                             in  403 403 403 403 403 403 403 403 403 +   +   403 403 403 403
GET    /admin                                    in  403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /admin/companies                          in  403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /admin/users                              in  403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /admin/mandates                           in  403 403 403 403 403 403 403 403 403 403 403 403 403 +   +
POST   /admin/mandates/{id}/withdrawal           in  403 403 403 403 403 403 403 403 403 403 403 403 403 +   404
GET    /reference                                in  +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
POST   /sign-out                                 in  +   +   +   +   +   +   +   +   +   +   +   +   +   +   +
";

/// One address and what each asker gets.
pub(super) struct Row {
    pub(super) method: &'static str,
    /// The path as the server's own table has it.
    pub(super) path: String,
    /// The path to ask for, with `{id}` still in it.
    pub(super) asked: String,
    pub(super) expected: Vec<&'static str>,
    pub(super) page: bool,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.asked)
    }
}

/// Returns every row.
pub(super) fn rows() -> Vec<Row> {
    let lines = |table: &'static str| table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let api = lines(API).map(|line| row(line, false));
    api.chain(lines(PAGES).map(|line| row(line, true))).collect()
}

/// Reads a row. `{action=exit}` asks for `exit` where the server's table has `{action}`.
fn row(line: &'static str, page: bool) -> Row {
    let mut words = line.split_whitespace();
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let expected = words.collect::<Vec<_>>();
    assert_eq!(expected.len(), ASKERS.len(), "{line}");
    let (path, asked) = match path.split_once("{action=") {
        Some((before, action)) => {
            (format!("{before}{{action}}"), format!("{before}{}", action.trim_end_matches('}')))
        }
        None => (path.to_owned(), path.to_owned()),
    };
    Row { method, path, asked, expected, page }
}

//! How each record stands in its table: the columns the committer writes, in the order of the cells.
//! The way back is the `Queryable` beside each struct; a test sends rows through both.

use crate::table::{Kind, Table};

pub(crate) const USERS: Table = Table {
    name: "users",
    columns: &[
        ("id", Kind::Binary),
        ("administration", Kind::Text),
        ("version", Kind::Int),
        ("username", Kind::Text),
        ("display_name", Kind::Text),
        ("role", Kind::Text),
        ("office", Kind::Text),
        ("company", Kind::Binary),
        ("password_hash", Kind::Text),
        ("active", Kind::Bool),
        ("seal_salt", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const COMPANIES: Table = Table {
    name: "companies",
    columns: &[
        ("id", Kind::Binary),
        ("administration", Kind::Text),
        ("version", Kind::Int),
        ("kind", Kind::Text),
        ("identification", Kind::Text),
        ("name", Kind::Text),
        ("seal_salt", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const MANDATES: Table = Table {
    name: "mandates",
    columns: &[
        ("id", Kind::Binary),
        ("administration", Kind::Text),
        ("version", Kind::Int),
        ("kind", Kind::Text),
        ("principal", Kind::Binary),
        ("agent_company", Kind::Binary),
        ("agent_user", Kind::Binary),
        ("valid_from", Kind::Text),
        ("valid_until", Kind::Text),
        ("revoked_at", Kind::Int),
        ("seal_salt", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const SESSIONS: Table = Table {
    name: "sessions",
    columns: &[
        ("id", Kind::Binary),
        ("administration", Kind::Text),
        ("version", Kind::Int),
        ("user_id", Kind::Binary),
        ("refresh_hash", Kind::Binary),
        ("previous_hash", Kind::Binary),
        ("issued_at", Kind::Int),
        ("expires_at", Kind::Int),
        ("revoked_at", Kind::Int),
        ("seal_salt", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const REFERENCE_FILES: Table = Table {
    name: "reference_files",
    columns: &[
        ("name", Kind::Text),
        ("administration", Kind::Text),
        ("version", Kind::Int),
        ("content", Kind::Text),
        ("hash", Kind::Binary),
        ("loaded_at", Kind::Int),
        ("seal_salt", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const SERIALS: Table = Table {
    name: "serials",
    columns: &[
        ("office", Kind::Text),
        ("year", Kind::Int),
        ("administration", Kind::Text),
        ("next", Kind::Int),
    ],
    key: 2,
};

pub(crate) const DECLARATIONS: Table = Table {
    name: "declarations",
    columns: &[
        ("id", Kind::Binary),
        ("administration", Kind::Text),
        ("version", Kind::Int),
        ("company", Kind::Binary),
        ("holder", Kind::Binary),
        ("lrn", Kind::Text),
        ("mrn", Kind::Text),
        ("type_code", Kind::Text),
        ("agreement", Kind::Text),
        ("office_departure", Kind::Text),
        ("office_destination", Kind::Text),
        ("lane", Kind::Text),
        ("phase", Kind::Text),
        ("current_version", Kind::Int),
        ("lodged_at", Kind::Int),
        ("updated_at", Kind::Int),
        ("seal_salt", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const DECLARATION_VERSIONS: Table = Table {
    name: "declaration_versions",
    columns: &[
        ("declaration", Kind::Binary),
        ("number", Kind::Int),
        ("administration", Kind::Text),
        ("format", Kind::Text),
        ("original", Kind::Binary),
        ("document", Kind::Text),
        ("assessment", Kind::Text),
        ("risk", Kind::Text),
        ("facts", Kind::Text),
        ("law_hash", Kind::Binary),
        ("ruleset_hash", Kind::Binary),
        ("salt", Kind::Binary),
        ("commitment", Kind::Binary),
        ("recorded_at", Kind::Int),
        ("seal_salt", Kind::Binary),
    ],
    key: 2,
};

pub(crate) const MOVEMENTS: Table = Table {
    name: "movements",
    columns: &[
        ("id", Kind::Binary),
        ("administration", Kind::Text),
        ("version", Kind::Int),
        ("company", Kind::Binary),
        ("holder", Kind::Binary),
        ("mrn", Kind::Text),
        ("agreement", Kind::Text),
        ("lane", Kind::Text),
        ("phase", Kind::Text),
        ("queue_office", Kind::Text),
        ("next_action", Kind::Text),
        ("deadline_at", Kind::Int),
        ("office_departure", Kind::Text),
        ("office_destination", Kind::Text),
        ("accepted_at", Kind::Int),
        ("updated_at", Kind::Int),
        ("irregular", Kind::Bool),
        ("state", Kind::Text),
        ("seal_salt", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const MOVEMENT_OFFICES: Table = Table {
    name: "movement_offices",
    columns: &[
        ("office", Kind::Text),
        ("accepted_at", Kind::Int),
        ("movement", Kind::Binary),
        ("administration", Kind::Text),
        ("role", Kind::Text),
        ("leads", Kind::Bool),
        ("next_action", Kind::Text),
        ("deadline_at", Kind::Int),
    ],
    key: 3,
};

pub(crate) const TRACK_RECORDS: Table = Table {
    name: "track_records",
    columns: &[
        ("company", Kind::Binary),
        ("part", Kind::Text),
        ("administration", Kind::Text),
        ("first_at", Kind::Int),
        ("movements", Kind::Int),
        ("irregular", Kind::Int),
    ],
    key: 3,
};

/// How many trailing columns of a track record are counted up instead of replaced.
pub(crate) const TRACK_RECORD_COUNTS: usize = 2;

pub(crate) const GUARANTEES: Table = Table {
    name: "guarantees",
    columns: &[
        ("id", Kind::Binary),
        ("administration", Kind::Text),
        ("version", Kind::Int),
        ("grn", Kind::Text),
        ("kind", Kind::Text),
        ("holder", Kind::Binary),
        ("guarantor", Kind::Binary),
        ("currency", Kind::Text),
        ("status", Kind::Text),
        ("limit_minor", Kind::Int),
        ("valid_from", Kind::Text),
        ("valid_until", Kind::Text),
        ("state", Kind::Text),
        ("seal_salt", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const ACCOUNTS: Table = Table {
    name: "accounts",
    columns: &[
        ("id", Kind::Binary),
        ("guarantee", Kind::Binary),
        ("administration", Kind::Text),
        ("ledger", Kind::Int),
        ("code", Kind::Int),
        ("flags", Kind::Int),
        ("debits_pending", Kind::Int),
        ("debits_posted", Kind::Int),
        ("credits_pending", Kind::Int),
        ("credits_posted", Kind::Int),
    ],
    key: 1,
};

pub(crate) const TRANSFERS: Table = Table {
    name: "transfers",
    columns: &[
        ("log_index", Kind::Int),
        ("id", Kind::Binary),
        ("administration", Kind::Text),
        ("guarantee", Kind::Binary),
        ("debit", Kind::Binary),
        ("credit", Kind::Binary),
        ("amount_minor", Kind::Int),
        ("pending", Kind::Binary),
        ("timeout_seconds", Kind::Int),
        ("ledger", Kind::Int),
        ("code", Kind::Int),
        ("flags", Kind::Int),
        ("at", Kind::Int),
        ("movement", Kind::Binary),
        ("leg", Kind::Int),
        ("unit", Kind::Int),
        ("law", Kind::Text),
        ("note", Kind::Text),
        ("debit_debits_pending", Kind::Int),
        ("debit_debits_posted", Kind::Int),
        ("debit_credits_pending", Kind::Int),
        ("debit_credits_posted", Kind::Int),
        ("credit_debits_pending", Kind::Int),
        ("credit_debits_posted", Kind::Int),
        ("credit_credits_pending", Kind::Int),
        ("credit_credits_posted", Kind::Int),
    ],
    key: 1,
};

pub(crate) const LOG_HEAD: Table = Table {
    name: "log_head",
    columns: &[
        ("id", Kind::Int),
        ("size", Kind::Int),
        ("frontier", Kind::Binary),
        ("chain_hash", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const EVENTS: Table = Table {
    name: "events",
    columns: &[
        ("log_index", Kind::Int),
        ("kind", Kind::Text),
        ("subject_kind", Kind::Text),
        ("subject_id", Kind::Binary),
        ("administration", Kind::Text),
        ("recorded_at", Kind::Int),
        ("canonical", Kind::Text),
        ("leaf_hash", Kind::Binary),
        ("chain_hash", Kind::Binary),
    ],
    key: 1,
};

pub(crate) const CHECKPOINTS: Table = Table {
    name: "checkpoints",
    columns: &[("size", Kind::Int), ("root", Kind::Binary), ("note", Kind::Text), ("made_at", Kind::Int)],
    key: 1,
};

pub(crate) const IDEMPOTENCY: Table = Table {
    name: "idempotency",
    columns: &[
        ("scope", Kind::Binary),
        ("key", Kind::Text),
        ("request_hash", Kind::Binary),
        ("administration", Kind::Text),
        ("done", Kind::Bool),
        ("answer", Kind::Text),
        ("log_size", Kind::Int),
        ("at", Kind::Int),
    ],
    key: 2,
};

pub(crate) const OUTBOX: Table = Table {
    name: "outbox",
    columns: &[
        ("log_index", Kind::Int),
        ("ordinal", Kind::Int),
        ("administration", Kind::Text),
        ("kind", Kind::Text),
        ("company", Kind::Binary),
        ("office", Kind::Text),
        ("subject_kind", Kind::Text),
        ("subject_id", Kind::Binary),
        ("text", Kind::Text),
        ("at", Kind::Int),
    ],
    key: 2,
};

/// How many leading columns of an account never change; the others are its totals.
pub(crate) const ACCOUNT_LASTING: usize = 6;

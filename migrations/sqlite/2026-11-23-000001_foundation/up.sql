-- People who sign in. Instants are microseconds since 1970 UTC, dates are ISO 8601 text, ids are sixteen bytes,
-- in every table. `seal_salt` is random: it keeps the digest that the log holds of a row from telling its content.
create table users (
    id blob not null,
    administration text not null,
    version integer not null,
    username text not null,
    display_name text not null,
    role text not null,
    office text,
    company blob,
    password_hash text not null,
    active integer not null,
    seal_salt blob not null,
    primary key (id),
    check (active in (0, 1))
) strict;
create unique index users_by_username on users (username);
create index users_by_administration on users (administration, id);

-- Companies known to an administration.
create table companies (
    id blob not null,
    administration text not null,
    version integer not null,
    kind text not null,
    identification text not null,
    name text not null,
    seal_salt blob not null,
    primary key (id)
) strict;
create unique index companies_by_identification on companies (administration, kind, identification);

-- Dated mandates: of a holder for a broker's company, or of an administration for an auditor.
create table mandates (
    id blob not null,
    administration text not null,
    version integer not null,
    kind text not null,
    principal blob,
    agent_company blob,
    agent_user blob,
    valid_from text not null,
    valid_until text not null,
    revoked_at integer,
    seal_salt blob not null,
    primary key (id),
    check ((agent_company is null) <> (agent_user is null))
) strict;
create index mandates_by_administration on mandates (administration, id);
create index mandates_by_agent_company on mandates (agent_company);
create index mandates_by_agent_user on mandates (agent_user);

-- Families of refresh tokens.
create table sessions (
    id blob not null,
    administration text not null,
    version integer not null,
    user_id blob not null,
    refresh_hash blob not null,
    previous_hash blob,
    issued_at integer not null,
    expires_at integer not null,
    revoked_at integer,
    seal_salt blob not null,
    primary key (id)
) strict;
create index sessions_by_user on sessions (user_id);

-- Reference data that was imported over what the program brings along.
create table reference_files (
    name text not null,
    administration text not null,
    version integer not null,
    content text not null,
    hash blob not null,
    loaded_at integer not null,
    seal_salt blob not null,
    primary key (name)
) strict;

-- The next serial number of each office and year.
create table serials (
    office text not null,
    year integer not null,
    administration text not null,
    next integer not null,
    primary key (office, year),
    check (next >= 1)
) strict, without rowid;

-- Declarations: what lists and scopes need.
create table declarations (
    id blob not null,
    administration text not null,
    version integer not null,
    company blob not null,
    holder blob,
    lrn text not null,
    mrn text,
    type_code text not null,
    agreement text not null,
    office_departure text not null,
    office_destination text not null,
    lane text,
    phase text not null,
    current_version integer not null,
    lodged_at integer not null,
    updated_at integer not null,
    seal_salt blob not null,
    primary key (id)
) strict;
create unique index declarations_by_mrn on declarations (mrn);
create index declarations_by_company on declarations (company, lodged_at, id);
create index declarations_by_administration on declarations (administration, lodged_at, id);

-- Every version of a declaration, with all that it was decided by. Append-only.
create table declaration_versions (
    declaration blob not null,
    number integer not null,
    administration text not null,
    format text not null,
    original blob not null,
    document text not null,
    assessment text not null,
    risk text not null,
    facts text not null,
    law_hash blob not null,
    ruleset_hash blob not null,
    salt blob not null,
    commitment blob not null,
    recorded_at integer not null,
    seal_salt blob not null,
    primary key (declaration, number),
    check (number >= 1)
) strict;
create trigger declaration_versions_refuse_update before update on declaration_versions
begin
    select raise(abort, 'declaration_versions is append-only');
end;
create trigger declaration_versions_refuse_delete before delete on declaration_versions
begin
    select raise(abort, 'declaration_versions is append-only');
end;

-- Movements: `state` is the value, the other columns are read from it for queues and scopes.
create table movements (
    id blob not null,
    administration text not null,
    version integer not null,
    company blob not null,
    holder blob,
    mrn text not null,
    agreement text not null,
    lane text not null,
    phase text not null,
    queue_office text,
    next_action text,
    deadline_at integer,
    office_departure text not null,
    office_destination text not null,
    accepted_at integer not null,
    updated_at integer not null,
    irregular integer not null,
    state text not null,
    seal_salt blob not null,
    primary key (id),
    check (irregular in (0, 1))
) strict;
create index movements_by_company on movements (company, accepted_at, id);

-- Which offices have to do with a movement, and what they have to do next, if anything. The key keeps the newest
-- of an office together. `administration` is the office's; one row of each administration leads, for its lists. The
-- last index is the queue of an office, the most urgent first.
create table movement_offices (
    office text not null,
    accepted_at integer not null,
    movement blob not null,
    administration text not null,
    role text not null,
    leads integer not null,
    next_action text,
    deadline_at integer,
    primary key (office, accepted_at, movement),
    check (leads in (0, 1))
) strict, without rowid;
create index movement_offices_by_administration on movement_offices (administration, accepted_at, movement) where leads = 1;
create index movement_offices_by_queue on movement_offices (office, deadline_at, movement) where deadline_at is not null;

-- How many movements a company had as holder or declarant, and how many of them were irregular: what risk rules ask
-- for at each lodging, counted along because counting anew would take longer than the rest of the lodging.
create table track_records (
    company blob not null,
    part text not null,
    administration text not null,
    first_at integer not null,
    movements integer not null,
    irregular integer not null,
    primary key (company, part, administration)
) strict, without rowid;

-- Guarantees: `state` is the value.
create table guarantees (
    id blob not null,
    administration text not null,
    version integer not null,
    grn text not null,
    kind text not null,
    holder blob not null,
    guarantor blob,
    currency text not null,
    status text not null,
    limit_minor integer not null,
    valid_from text not null,
    valid_until text not null,
    state text not null,
    seal_salt blob not null,
    primary key (id)
) strict;
create unique index guarantees_by_grn on guarantees (grn);
create index guarantees_by_holder on guarantees (holder, id);
create index guarantees_by_guarantor on guarantees (guarantor, id);
create index guarantees_by_administration on guarantees (administration, id);

-- Accounts of the ledger. The journal can rebuild the totals.
create table accounts (
    id blob not null,
    guarantee blob not null,
    administration text not null,
    ledger integer not null,
    code integer not null,
    flags integer not null,
    debits_pending integer not null,
    debits_posted integer not null,
    credits_pending integer not null,
    credits_posted integer not null,
    primary key (id),
    check (debits_pending >= 0 and debits_posted >= 0 and credits_pending >= 0 and credits_posted >= 0),
    -- Bit 1: debits must not exceed credits. The ledger refuses it first.
    check (flags & 2 = 0 or debits_pending <= credits_posted - debits_posted)
) strict, without rowid;
create index accounts_by_guarantee on accounts (guarantee);

-- The journal: each transfer with the totals it left on both accounts. Append-only.
create table transfers (
    log_index integer not null,
    id blob not null,
    administration text not null,
    guarantee blob not null,
    debit blob not null,
    credit blob not null,
    amount_minor integer not null,
    pending blob,
    timeout_seconds integer not null,
    ledger integer not null,
    code integer not null,
    flags integer not null,
    at integer not null,
    movement blob,
    leg integer,
    unit integer,
    law text,
    note text,
    debit_debits_pending integer not null,
    debit_debits_posted integer not null,
    debit_credits_pending integer not null,
    debit_credits_posted integer not null,
    credit_debits_pending integer not null,
    credit_debits_posted integer not null,
    credit_credits_pending integer not null,
    credit_credits_posted integer not null,
    primary key (log_index),
    check (amount_minor >= 0 and debit <> credit)
) strict;
-- Unique within a movement, which keeps its transfers on one page; ids are derived from it.
create unique index transfers_by_movement on transfers (movement, id);
create index transfers_by_guarantee on transfers (guarantee, log_index);
create trigger transfers_refuse_update before update on transfers
begin
    select raise(abort, 'transfers is append-only');
end;
create trigger transfers_refuse_delete before delete on transfers
begin
    select raise(abort, 'transfers is append-only');
end;

-- The length of the log, its complete subtrees and the end of the hash chain. One row, locked last.
create table log_head (
    id integer not null,
    size integer not null,
    frontier blob not null,
    chain_hash blob not null,
    primary key (id),
    check (id = 1 and size >= 0)
) strict;
insert into log_head (id, size, frontier, chain_hash) values (1, 0, x'', zeroblob(32));

-- The log. `canonical` is what was hashed and alone counts; the columns before it are for searching.
-- Append-only. `chain_hash` covers all entries up to this one, so that a damaged entry can be named.
create table events (
    log_index integer not null,
    kind text not null,
    subject_kind text not null,
    subject_id blob not null,
    administration text not null,
    recorded_at integer not null,
    canonical text not null,
    leaf_hash blob not null,
    chain_hash blob not null,
    primary key (log_index)
) strict;
create index events_by_subject on events (subject_id, log_index) where subject_kind <> 'request';
create index events_by_administration on events (administration, log_index);
create trigger events_refuse_update before update on events
begin
    select raise(abort, 'events is append-only');
end;
create trigger events_refuse_delete before delete on events
begin
    select raise(abort, 'events is append-only');
end;

-- Signed checkpoints. Append-only.
create table checkpoints (
    size integer not null,
    root blob not null,
    note text not null,
    made_at integer not null,
    primary key (size)
) strict;
create trigger checkpoints_refuse_update before update on checkpoints
begin
    select raise(abort, 'checkpoints is append-only');
end;
create trigger checkpoints_refuse_delete before delete on checkpoints
begin
    select raise(abort, 'checkpoints is append-only');
end;

-- The answer that each request was given.
create table idempotency (
    scope blob not null,
    key text not null,
    request_hash blob not null,
    administration text not null,
    done integer not null,
    answer text not null,
    log_size integer not null,
    at integer not null,
    primary key (scope, key),
    check (done in (0, 1))
) strict;

-- Notifications on their way out, in log order.
create table outbox (
    log_index integer not null,
    ordinal integer not null,
    administration text not null,
    kind text not null,
    company blob,
    office text,
    subject_kind text not null,
    subject_id blob not null,
    text text not null,
    at integer not null,
    primary key (log_index, ordinal)
) strict;
create index outbox_by_company on outbox (company, log_index) where company is not null;
create index outbox_by_office on outbox (office, log_index) where office is not null;

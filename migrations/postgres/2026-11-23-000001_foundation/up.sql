-- Keys that are text compare by bytes (`collate "C"`), so that cursors agree with SQLite.

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end
$$;

-- People who sign in. Instants are microseconds since 1970 UTC, dates are ISO 8601 text, ids are sixteen bytes,
-- in every table. `seal_salt` is random: it keeps the digest that the log holds of a row from telling its content.
create table users (
    id bytea not null,
    administration text collate "C" not null,
    version bigint not null,
    username text collate "C" not null,
    display_name text not null,
    role text collate "C" not null,
    office text collate "C",
    company bytea,
    password_hash text not null,
    active boolean not null,
    seal_salt bytea not null,
    primary key (id)
);
create unique index users_by_username on users (username);
create index users_by_administration on users (administration, id);

-- Companies known to an administration.
create table companies (
    id bytea not null,
    administration text collate "C" not null,
    version bigint not null,
    kind text collate "C" not null,
    identification text collate "C" not null,
    name text not null,
    seal_salt bytea not null,
    primary key (id)
);
create unique index companies_by_identification on companies (administration, kind, identification);

-- Dated mandates: of a holder for a broker's company, or of an administration for an auditor.
create table mandates (
    id bytea not null,
    administration text collate "C" not null,
    version bigint not null,
    kind text collate "C" not null,
    principal bytea,
    agent_company bytea,
    agent_user bytea,
    valid_from text collate "C" not null,
    valid_until text collate "C" not null,
    revoked_at bigint,
    seal_salt bytea not null,
    primary key (id),
    check ((agent_company is null) <> (agent_user is null))
);
create index mandates_by_administration on mandates (administration, id);
create index mandates_by_agent_company on mandates (agent_company);
create index mandates_by_agent_user on mandates (agent_user);

-- Families of refresh tokens.
create table sessions (
    id bytea not null,
    administration text collate "C" not null,
    version bigint not null,
    user_id bytea not null,
    refresh_hash bytea not null,
    previous_hash bytea,
    issued_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    seal_salt bytea not null,
    primary key (id)
);
create index sessions_by_user on sessions (user_id);

-- Reference data that was imported over what the program brings along.
create table reference_files (
    name text collate "C" not null,
    administration text collate "C" not null,
    version bigint not null,
    content text not null,
    hash bytea not null,
    loaded_at bigint not null,
    seal_salt bytea not null,
    primary key (name)
);

-- The next serial number of each office and year.
create table serials (
    office text collate "C" not null,
    year bigint not null,
    administration text collate "C" not null,
    next bigint not null,
    primary key (office, year),
    check (next >= 1)
);

-- Declarations: what lists and scopes need.
create table declarations (
    id bytea not null,
    administration text collate "C" not null,
    version bigint not null,
    company bytea not null,
    holder bytea,
    lrn text collate "C" not null,
    mrn text collate "C",
    type_code text collate "C" not null,
    agreement text collate "C" not null,
    office_departure text collate "C" not null,
    office_destination text collate "C" not null,
    lane text collate "C",
    phase text collate "C" not null,
    current_version bigint not null,
    lodged_at bigint not null,
    updated_at bigint not null,
    seal_salt bytea not null,
    primary key (id)
) with (fillfactor = 80);
create unique index declarations_by_mrn on declarations (mrn);
create index declarations_by_company on declarations (company, lodged_at, id);
create index declarations_by_administration on declarations (administration, lodged_at, id);

-- Every version of a declaration, with all that it was decided by. Append-only.
create table declaration_versions (
    declaration bytea not null,
    number bigint not null,
    administration text collate "C" not null,
    format text collate "C" not null,
    original bytea not null,
    document text not null,
    assessment text not null,
    risk text not null,
    facts text not null,
    law_hash bytea not null,
    ruleset_hash bytea not null,
    salt bytea not null,
    commitment bytea not null,
    recorded_at bigint not null,
    seal_salt bytea not null,
    primary key (declaration, number),
    check (number >= 1)
);
create trigger declaration_versions_refuse_change before update or delete on declaration_versions
    for each row execute function refuse_change();
create trigger declaration_versions_refuse_truncate before truncate on declaration_versions
    for each statement execute function refuse_change();

-- Movements: `state` is the value, the other columns are read from it for queues and scopes.
create table movements (
    id bytea not null,
    administration text collate "C" not null,
    version bigint not null,
    company bytea not null,
    holder bytea,
    mrn text collate "C" not null,
    agreement text collate "C" not null,
    lane text collate "C" not null,
    phase text collate "C" not null,
    queue_office text collate "C",
    next_action text collate "C",
    deadline_at bigint,
    office_departure text collate "C" not null,
    office_destination text collate "C" not null,
    accepted_at bigint not null,
    updated_at bigint not null,
    irregular boolean not null,
    state text not null,
    seal_salt bytea not null,
    primary key (id)
) with (fillfactor = 80);
create index movements_by_company on movements (company, accepted_at, id);

-- Which offices have to do with a movement, and what they have to do next, if anything. The key keeps the newest
-- of an office together. `administration` is the office's; one row of each administration leads, for its lists. The
-- last index is the queue of an office, the most urgent first.
create table movement_offices (
    office text collate "C" not null,
    accepted_at bigint not null,
    movement bytea not null,
    administration text collate "C" not null,
    role text collate "C" not null,
    leads boolean not null,
    next_action text collate "C",
    deadline_at bigint,
    primary key (office, accepted_at, movement)
);
create index movement_offices_by_administration on movement_offices (administration, accepted_at, movement) where leads;
create index movement_offices_by_queue on movement_offices (office, deadline_at, movement) where deadline_at is not null;

-- How many movements a company had as holder or declarant, and how many of them were irregular: what risk rules ask
-- for at each lodging, counted along because counting anew would take longer than the rest of the lodging.
create table track_records (
    company bytea not null,
    part text collate "C" not null,
    administration text collate "C" not null,
    first_at bigint not null,
    movements bigint not null,
    irregular bigint not null,
    primary key (company, part, administration)
) with (fillfactor = 50);

-- Guarantees: `state` is the value.
create table guarantees (
    id bytea not null,
    administration text collate "C" not null,
    version bigint not null,
    grn text collate "C" not null,
    kind text collate "C" not null,
    holder bytea not null,
    guarantor bytea,
    currency text collate "C" not null,
    status text collate "C" not null,
    limit_minor bigint not null,
    valid_from text collate "C" not null,
    valid_until text collate "C" not null,
    state text not null,
    seal_salt bytea not null,
    primary key (id)
);
create unique index guarantees_by_grn on guarantees (grn);
create index guarantees_by_holder on guarantees (holder, id);
create index guarantees_by_guarantor on guarantees (guarantor, id);
create index guarantees_by_administration on guarantees (administration, id);

-- Accounts of the ledger. The journal can rebuild the totals.
create table accounts (
    id bytea not null,
    guarantee bytea not null,
    administration text collate "C" not null,
    ledger bigint not null,
    code bigint not null,
    flags bigint not null,
    debits_pending bigint not null,
    debits_posted bigint not null,
    credits_pending bigint not null,
    credits_posted bigint not null,
    primary key (id),
    check (debits_pending >= 0 and debits_posted >= 0 and credits_pending >= 0 and credits_posted >= 0),
    -- Bit 1: debits must not exceed credits. The ledger refuses it first.
    check (flags & 2 = 0 or debits_pending <= credits_posted - debits_posted)
) with (fillfactor = 50);
create index accounts_by_guarantee on accounts (guarantee);

-- The journal: each transfer with the totals it left on both accounts. Append-only.
create table transfers (
    log_index bigint not null,
    id bytea not null,
    administration text collate "C" not null,
    guarantee bytea not null,
    debit bytea not null,
    credit bytea not null,
    amount_minor bigint not null,
    pending bytea,
    timeout_seconds bigint not null,
    ledger bigint not null,
    code bigint not null,
    flags bigint not null,
    at bigint not null,
    movement bytea,
    leg bigint,
    unit bigint,
    law text,
    note text,
    debit_debits_pending bigint not null,
    debit_debits_posted bigint not null,
    debit_credits_pending bigint not null,
    debit_credits_posted bigint not null,
    credit_debits_pending bigint not null,
    credit_debits_posted bigint not null,
    credit_credits_pending bigint not null,
    credit_credits_posted bigint not null,
    primary key (log_index),
    check (amount_minor >= 0 and debit <> credit)
);
-- Unique within a movement, which keeps its transfers on one page; ids are derived from it.
create unique index transfers_by_movement on transfers (movement, id);
create index transfers_by_guarantee on transfers (guarantee, log_index);
create trigger transfers_refuse_change before update or delete on transfers
    for each row execute function refuse_change();
create trigger transfers_refuse_truncate before truncate on transfers
    for each statement execute function refuse_change();

-- The length of the log, its complete subtrees and the end of the hash chain. One row, locked last.
create table log_head (
    id bigint not null,
    size bigint not null,
    frontier bytea not null,
    chain_hash bytea not null,
    primary key (id),
    check (id = 1 and size >= 0)
);
insert into log_head (id, size, frontier, chain_hash) values (1, 0, '', decode(repeat('00', 32), 'hex'));

-- The log. `canonical` is what was hashed and alone counts; the columns before it are for searching.
-- Append-only. `chain_hash` covers all entries up to this one, so that a damaged entry can be named.
create table events (
    log_index bigint not null,
    kind text collate "C" not null,
    subject_kind text collate "C" not null,
    subject_id bytea not null,
    administration text collate "C" not null,
    recorded_at bigint not null,
    canonical text not null,
    leaf_hash bytea not null,
    chain_hash bytea not null,
    primary key (log_index)
);
create index events_by_subject on events (subject_id, log_index) where subject_kind <> 'request';
create index events_by_administration on events (administration, log_index);
create trigger events_refuse_change before update or delete on events
    for each row execute function refuse_change();
create trigger events_refuse_truncate before truncate on events
    for each statement execute function refuse_change();

-- Signed checkpoints. Append-only.
create table checkpoints (
    size bigint not null,
    root bytea not null,
    note text not null,
    made_at bigint not null,
    primary key (size)
);
create trigger checkpoints_refuse_change before update or delete on checkpoints
    for each row execute function refuse_change();
create trigger checkpoints_refuse_truncate before truncate on checkpoints
    for each statement execute function refuse_change();

-- The answer that each request was given.
create table idempotency (
    scope bytea not null,
    key text collate "C" not null,
    request_hash bytea not null,
    administration text collate "C" not null,
    done boolean not null,
    answer text not null,
    log_size bigint not null,
    at bigint not null,
    primary key (scope, key)
);

-- Notifications on their way out, in log order.
create table outbox (
    log_index bigint not null,
    ordinal bigint not null,
    administration text collate "C" not null,
    kind text collate "C" not null,
    company bytea,
    office text collate "C",
    subject_kind text collate "C" not null,
    subject_id bytea not null,
    text text not null,
    at bigint not null,
    primary key (log_index, ordinal)
);
create index outbox_by_company on outbox (company, log_index) where company is not null;
create index outbox_by_office on outbox (office, log_index) where office is not null;

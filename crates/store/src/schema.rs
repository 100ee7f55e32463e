//! The tables as diesel sees them, the same on both engines. The text that makes them stands in
//! `migrations/`, twice.

diesel::table! {
    /// Users.
    users (id) {
        id -> Binary,
        administration -> Text,
        version -> BigInt,
        username -> Text,
        display_name -> Text,
        role -> Text,
        office -> Nullable<Text>,
        company -> Nullable<Binary>,
        password_hash -> Text,
        active -> Bool,
        seal_salt -> Binary,
    }
}

diesel::table! {
    /// Companies.
    companies (id) {
        id -> Binary,
        administration -> Text,
        version -> BigInt,
        kind -> Text,
        identification -> Text,
        name -> Text,
        seal_salt -> Binary,
    }
}

diesel::table! {
    /// Mandates.
    mandates (id) {
        id -> Binary,
        administration -> Text,
        version -> BigInt,
        kind -> Text,
        principal -> Nullable<Binary>,
        agent_company -> Nullable<Binary>,
        agent_user -> Nullable<Binary>,
        valid_from -> Text,
        valid_until -> Text,
        revoked_at -> Nullable<BigInt>,
        seal_salt -> Binary,
    }
}

diesel::table! {
    /// Sign-in sessions.
    sessions (id) {
        id -> Binary,
        administration -> Text,
        version -> BigInt,
        user_id -> Binary,
        refresh_hash -> Binary,
        previous_hash -> Nullable<Binary>,
        issued_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        seal_salt -> Binary,
    }
}

diesel::table! {
    /// Reference data.
    reference_files (name) {
        name -> Text,
        administration -> Text,
        version -> BigInt,
        content -> Text,
        hash -> Binary,
        loaded_at -> BigInt,
        seal_salt -> Binary,
    }
}

diesel::table! {
    /// Serial numbers.
    serials (office, year) {
        office -> Text,
        year -> BigInt,
        administration -> Text,
        next -> BigInt,
    }
}

diesel::table! {
    /// Declarations.
    declarations (id) {
        id -> Binary,
        administration -> Text,
        version -> BigInt,
        company -> Binary,
        holder -> Nullable<Binary>,
        lrn -> Text,
        mrn -> Nullable<Text>,
        type_code -> Text,
        agreement -> Text,
        office_departure -> Text,
        office_destination -> Text,
        lane -> Nullable<Text>,
        phase -> Text,
        current_version -> BigInt,
        lodged_at -> BigInt,
        updated_at -> BigInt,
        seal_salt -> Binary,
    }
}

diesel::table! {
    /// Versions of declarations.
    declaration_versions (declaration, number) {
        declaration -> Binary,
        number -> BigInt,
        administration -> Text,
        format -> Text,
        original -> Binary,
        document -> Text,
        assessment -> Text,
        risk -> Text,
        facts -> Text,
        law_hash -> Binary,
        ruleset_hash -> Binary,
        salt -> Binary,
        commitment -> Binary,
        recorded_at -> BigInt,
        seal_salt -> Binary,
    }
}

diesel::table! {
    /// Movements.
    movements (id) {
        id -> Binary,
        administration -> Text,
        version -> BigInt,
        company -> Binary,
        holder -> Nullable<Binary>,
        mrn -> Text,
        agreement -> Text,
        lane -> Text,
        phase -> Text,
        queue_office -> Nullable<Text>,
        next_action -> Nullable<Text>,
        deadline_at -> Nullable<BigInt>,
        office_departure -> Text,
        office_destination -> Text,
        accepted_at -> BigInt,
        updated_at -> BigInt,
        irregular -> Bool,
        state -> Text,
        seal_salt -> Binary,
    }
}

diesel::table! {
    /// Offices that may see a movement.
    movement_offices (office, accepted_at, movement) {
        office -> Text,
        accepted_at -> BigInt,
        movement -> Binary,
        administration -> Text,
        role -> Text,
        leads -> Bool,
        next_action -> Nullable<Text>,
        deadline_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// What companies did before.
    track_records (company, part, administration) {
        company -> Binary,
        part -> Text,
        administration -> Text,
        first_at -> BigInt,
        movements -> BigInt,
        irregular -> BigInt,
    }
}

diesel::table! {
    /// Guarantees.
    guarantees (id) {
        id -> Binary,
        administration -> Text,
        version -> BigInt,
        grn -> Text,
        kind -> Text,
        holder -> Binary,
        guarantor -> Nullable<Binary>,
        currency -> Text,
        status -> Text,
        limit_minor -> BigInt,
        valid_from -> Text,
        valid_until -> Text,
        state -> Text,
        seal_salt -> Binary,
    }
}

diesel::table! {
    /// Accounts of the ledger.
    accounts (id) {
        id -> Binary,
        guarantee -> Binary,
        administration -> Text,
        ledger -> BigInt,
        code -> BigInt,
        flags -> BigInt,
        debits_pending -> BigInt,
        debits_posted -> BigInt,
        credits_pending -> BigInt,
        credits_posted -> BigInt,
    }
}

diesel::table! {
    /// The journal.
    transfers (log_index) {
        log_index -> BigInt,
        id -> Binary,
        administration -> Text,
        guarantee -> Binary,
        debit -> Binary,
        credit -> Binary,
        amount_minor -> BigInt,
        pending -> Nullable<Binary>,
        timeout_seconds -> BigInt,
        ledger -> BigInt,
        code -> BigInt,
        flags -> BigInt,
        at -> BigInt,
        movement -> Nullable<Binary>,
        leg -> Nullable<BigInt>,
        unit -> Nullable<BigInt>,
        law -> Nullable<Text>,
        note -> Nullable<Text>,
        debit_debits_pending -> BigInt,
        debit_debits_posted -> BigInt,
        debit_credits_pending -> BigInt,
        debit_credits_posted -> BigInt,
        credit_debits_pending -> BigInt,
        credit_debits_posted -> BigInt,
        credit_credits_pending -> BigInt,
        credit_credits_posted -> BigInt,
    }
}

diesel::table! {
    /// The length of the log.
    log_head (id) {
        id -> BigInt,
        size -> BigInt,
        frontier -> Binary,
        chain_hash -> Binary,
    }
}

diesel::table! {
    /// The log.
    events (log_index) {
        log_index -> BigInt,
        kind -> Text,
        subject_kind -> Text,
        subject_id -> Binary,
        administration -> Text,
        recorded_at -> BigInt,
        canonical -> Text,
        leaf_hash -> Binary,
        chain_hash -> Binary,
    }
}

diesel::table! {
    /// Signed checkpoints.
    checkpoints (size) {
        size -> BigInt,
        root -> Binary,
        note -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    /// Answers by key.
    idempotency (scope, key) {
        scope -> Binary,
        key -> Text,
        request_hash -> Binary,
        administration -> Text,
        done -> Bool,
        answer -> Text,
        log_size -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    /// Notifications on their way out.
    outbox (log_index, ordinal) {
        log_index -> BigInt,
        ordinal -> BigInt,
        administration -> Text,
        kind -> Text,
        company -> Nullable<Binary>,
        office -> Nullable<Text>,
        subject_kind -> Text,
        subject_id -> Binary,
        text -> Text,
        at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(movement_offices, movements, declarations);
diesel::allow_tables_to_appear_in_same_query!(events, transfers);

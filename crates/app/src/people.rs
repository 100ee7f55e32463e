//! Companies, users and mandates of an administration. Administrators make them and have no rights in the
//! business; a mandate says for whom, or about whom, somebody may act, and until when.

use rahdari_kernel::{Actor, CompanyId, Country, Date, MandateId, OfficeCode, Refusal, Role, UserId};
use rahdari_store::Key;
use rahdari_store::record::{CompanyKind, CompanyRecord, MandateKind, MandateRecord, UserRecord};
use serde_json::json;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::field::Fields;
use crate::identity::{company_id, mandate_id};
use crate::permission::{Action, may};
use crate::request::{CompanyRequest, MandateRequest, PageRequest, UserRequest};
use crate::show;
use crate::token::hash_password;
use crate::view::{CompanyView, MandateView, Page, UserView};
use crate::write::{Request, Stamped, Written, answer};

/// The least length of a password, in characters.
pub const PASSWORD_CHARACTERS_MIN: usize = 12;

/// Registers a company.
///
/// # Errors
/// `invalid-request`; `duplicate` when the number is taken among companies of this kind.
pub async fn add_company(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    body: CompanyRequest,
) -> Result<Written<CompanyView>> {
    may(actor, Action::ManageCompanies)?;
    let mut fields = Fields::default();
    let kind: Option<CompanyKind> = body.kind.parse().ok();
    fields.need(kind.is_some(), "/kind", &body.kind, "broker, trader, carrier or guarantor");
    let numbered = (1..=17).contains(&body.identification.trim().len());
    fields.need(numbered, "/identification", &body.identification, "a number of 1 to 17 characters");
    fields.need(named(&body.name), "/name", &body.name, "a name of 1 to 70 characters");
    let record = kind.map(|kind| CompanyRecord {
        id: company_id(actor.administration, kind, body.identification.trim()),
        administration: actor.administration,
        version: 0,
        kind,
        identification: body.identification.trim().to_owned(),
        name: body.name.trim().to_owned(),
    });
    let record = fields.finish(record);
    let at = ctx.clock.now();
    let stamped = Stamped::new(actor, request, at);
    let touches = record.as_ref().map_or(Vec::new(), |record| vec![Key::Company(record.id)]);
    ctx.commit(actor, request, Action::ManageCompanies, at, touches, move |book| {
        let record = record.clone()?;
        if book.company(record.id).is_some() {
            return Err(Refusal::new(
                "duplicate",
                format!("{} is registered already", record.identification),
            ));
        }
        let payload = json!({ "kind": record.kind.as_str() });
        book.record(stamped.event("company.added", ("company", record.id.to_bytes()), &payload)?);
        let view = show::company(&record);
        book.put_company(record);
        answer(&view)
    })
    .await
}

/// Adds a user of the administrator's own administration.
///
/// # Errors
/// `invalid-request`; `duplicate` when the name is taken.
pub async fn add_user(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    body: UserRequest,
) -> Result<Written<UserView>> {
    may(actor, Action::ManageUsers)?;
    let new = NewUser { administration: actor.administration, body };
    let record = new.check(ctx);
    // Hashing takes long and is needless for what will be refused.
    let record = match record {
        Ok((record, password)) => Ok(with_password(record, password).await?),
        Err(refusal) => Err(refusal),
    };
    let at = ctx.clock.now();
    let stamped = Stamped::new(actor, request, at);
    let touches = record.as_ref().map_or(Vec::new(), user_keys);
    ctx.commit(actor, request, Action::ManageUsers, at, touches, move |book| {
        let record = record.clone()?;
        insert_user(book, &record, &stamped)
    })
    .await
}

/// Adds a user from the command line of the machine, such as the first administrator of an installation.
/// Who may do that is decided by who may run the command.
///
/// # Errors
/// `invalid-request`; `duplicate` when the name is taken.
pub async fn add_user_locally(ctx: &Context, administration: Country, body: UserRequest) -> Result<UserView> {
    let new = NewUser { administration, body };
    let (record, password) = new.check(ctx)?;
    let record = with_password(record, password).await?;
    let request = ctx.local_request();
    let stamped = ctx.local_stamp(administration);
    let touches = user_keys(&record);
    let written = ctx
        .commit_locally(&request, administration, "add-user", touches, move |book| {
            insert_user(book, &record, &stamped)
        })
        .await?;
    Ok(written.value)
}

/// Records a mandate, or renews the dates of one that was recorded before.
///
/// # Errors
/// `invalid-request` with every field that is wrong; `unknown-company` and `unknown-user`.
pub async fn add_mandate(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    body: MandateRequest,
) -> Result<Written<MandateView>> {
    may(actor, Action::ManageMandates)?;
    let record = mandate(actor, &body);
    let at = ctx.clock.now();
    let stamped = Stamped::new(actor, request, at);
    let touches = record.as_ref().map_or(Vec::new(), |record| {
        let companies = [record.principal, record.agent_company].into_iter().flatten().map(Key::Company);
        let users = record.agent_user.into_iter().map(Key::User);
        companies.chain(users).chain([Key::Mandate(record.id)]).collect()
    });
    let administration = actor.administration;
    ctx.commit(actor, request, Action::ManageMandates, at, touches, move |book| {
        let mut record = record.clone()?;
        for (id, kind) in
            [(record.principal, CompanyKind::Trader), (record.agent_company, CompanyKind::Broker)]
        {
            let Some(id) = id else { continue };
            let fits = book.company(id).is_some_and(|c| c.kind == kind && c.administration == administration);
            if !fits {
                let detail = format!("there is no {} {id} in your administration", kind.as_str());
                return Err(Refusal::new("unknown-company", detail));
            }
        }
        if let Some(id) = record.agent_user {
            let fits =
                book.user(id).is_some_and(|u| u.role == Role::Auditor && u.administration == administration);
            if !fits {
                return Err(Refusal::new(
                    "unknown-user",
                    format!("there is no auditor {id} in your administration"),
                ));
            }
        }
        let payload = json!({
            "kind": record.kind.as_str(),
            "valid_from": record.valid_from,
            "valid_until": record.valid_until,
        });
        book.record(stamped.event("mandate.recorded", ("mandate", record.id.to_bytes()), &payload)?);
        let view = show::mandate(&record);
        match book.mandate(record.id).map(|earlier| earlier.version) {
            Some(version) => {
                record.version = version;
                book.put_mandate(record);
            }
            None => book.put_mandate(record),
        }
        answer(&view)
    })
    .await
}

/// Withdraws a mandate from now on.
///
/// # Errors
/// Not found when the administration has no such mandate.
pub async fn revoke_mandate(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MandateId,
) -> Result<Written<MandateView>> {
    may(actor, Action::ManageMandates)?;
    let at = ctx.clock.now();
    let stamped = Stamped::new(actor, request, at);
    let administration = actor.administration;
    ctx.commit(actor, request, Action::ManageMandates, at, vec![Key::Mandate(id)], move |book| {
        let found = book.mandate(id).cloned().filter(|mandate| mandate.administration == administration);
        let Some(mut record) = found else { return Err(Refusal::new("not-found", "not found")) };
        if record.revoked_at.is_none() {
            record.revoked_at = Some(at);
            book.record(stamped.event("mandate.revoked", ("mandate", id.to_bytes()), &json!({}))?);
            book.put_mandate(record.clone());
        }
        answer(&show::mandate(&record))
    })
    .await
}

/// Lists the companies of the administrator's administration.
///
/// # Errors
/// When the role may not.
pub async fn list_companies(ctx: &Context, actor: &Actor, page: &PageRequest) -> Result<Page<CompanyView>> {
    may(actor, Action::ManageCompanies)?;
    let administration = actor.administration;
    let page = page.clone();
    let found = ctx.store.read(move |reader| reader.companies(administration, page.cursor(), page.limit()));
    let (records, next) = found.await?;
    Ok(Page { items: records.iter().map(show::company).collect(), next })
}

/// Lists the users of the administrator's administration.
///
/// # Errors
/// When the role may not.
pub async fn list_users(ctx: &Context, actor: &Actor, page: &PageRequest) -> Result<Page<UserView>> {
    may(actor, Action::ManageUsers)?;
    let administration = actor.administration;
    let page = page.clone();
    let found = ctx.store.read(move |reader| reader.users(administration, page.cursor(), page.limit()));
    let (records, next) = found.await?;
    Ok(Page { items: records.iter().map(show::user).collect(), next })
}

/// Lists the mandates of the administrator's administration.
///
/// # Errors
/// When the role may not.
pub async fn list_mandates(ctx: &Context, actor: &Actor, page: &PageRequest) -> Result<Page<MandateView>> {
    may(actor, Action::ManageMandates)?;
    let administration = actor.administration;
    let page = page.clone();
    let found = ctx.store.read(move |reader| reader.mandates(administration, page.cursor(), page.limit()));
    let (records, next) = found.await?;
    Ok(Page { items: records.iter().map(show::mandate).collect(), next })
}

/// Returns the actor that a username stands for, for drivers that act for many people.
///
/// # Errors
/// When the database cannot be used.
pub async fn actor(ctx: &Context, username: &str) -> Result<Option<Actor>> {
    let username = username.to_owned();
    let user = ctx.store.user_by_username(&username).await?;
    Ok(user.as_ref().map(crate::sign_in::actor_of))
}

/// A user as asked for, with its administration.
struct NewUser {
    administration: Country,
    body: UserRequest,
}

impl NewUser {
    /// Checks everything but the password's hash; returns the record and the password that goes into it.
    fn check(self, ctx: &Context) -> std::result::Result<(UserRecord, String), Refusal> {
        let Self { administration, body } = self;
        let mut fields = Fields::default();
        let username = body.username.trim().to_lowercase();
        let plain = is_username(&username);
        fields.need(
            plain,
            "/username",
            &body.username,
            "3 to 40 letters, digits, dots, hyphens or underscores",
        );
        fields.need(
            named(&body.display_name),
            "/displayName",
            &body.display_name,
            "a name of 1 to 70 characters",
        );
        let long = body.password.chars().count() >= PASSWORD_CHARACTERS_MIN && body.password.len() <= 200;
        fields.need(long, "/password", "", "at least 12 characters");
        let role: Option<Role> = body.role.parse().ok();
        fields.need(
            role.is_some(),
            "/role",
            &body.role,
            "broker, officer, auditor, guarantor or administrator",
        );
        let office: Option<OfficeCode> = body.office.as_deref().and_then(|text| text.parse().ok());
        let known = office
            .is_some_and(|code| ctx.law.office(&code).is_some() && code.country() == Some(administration));
        let office_fits = if role == Some(Role::Officer) { known } else { body.office.is_none() };
        let office_found = body.office.as_deref().unwrap_or("");
        fields.need(
            office_fits,
            "/office",
            office_found,
            "an office of the administration for officers, and nothing for others",
        );
        let company: Option<CompanyId> = body.company.as_deref().and_then(|text| text.parse().ok());
        let for_company = matches!(role, Some(Role::Broker | Role::Guarantor));
        let company_fits = if for_company { company.is_some() } else { body.company.is_none() };
        let company_found = body.company.as_deref().unwrap_or("");
        fields.need(
            company_fits,
            "/company",
            company_found,
            "the id of a company for brokers and guarantors, and nothing for others",
        );
        let record = role.map(|role| UserRecord {
            id: UserId::derive(b"rahdari/username", username.as_bytes()),
            administration,
            version: 0,
            username,
            display_name: body.display_name.trim().to_owned(),
            role,
            office,
            company,
            password_hash: String::new(),
            active: true,
        });
        fields.finish(record).map(|record| (record, body.password))
    }
}

/// Returns whether a text is formed as usernames are.
pub(crate) fn is_username(text: &str) -> bool {
    let fits =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_');
    (3..=40).contains(&text.len()) && text.bytes().all(fits)
}

async fn with_password(record: UserRecord, password: String) -> Result<UserRecord> {
    let hashed = tokio::task::spawn_blocking(move || hash_password(&password));
    let password_hash = hashed.await.map_err(|error| Error::Internal(error.to_string()))??;
    Ok(UserRecord { password_hash, ..record })
}

fn user_keys(record: &UserRecord) -> Vec<Key> {
    let company = record.company.into_iter().map(Key::Company);
    company.chain([Key::User(record.id), Key::Username(record.username.clone())]).collect()
}

fn insert_user(
    book: &mut rahdari_store::Book,
    record: &UserRecord,
    stamped: &Stamped,
) -> std::result::Result<serde_json::Value, Refusal> {
    if book.user(record.id).is_some() {
        return Err(Refusal::new("duplicate", format!("the name {} is taken", record.username)));
    }
    if let Some(id) = record.company {
        let wanted = if record.role == Role::Broker { CompanyKind::Broker } else { CompanyKind::Guarantor };
        let fits =
            book.company(id).is_some_and(|c| c.kind == wanted && c.administration == record.administration);
        if !fits {
            let detail = format!("there is no {} {id} in this administration", wanted.as_str());
            return Err(Refusal::new("unknown-company", detail));
        }
    }
    let payload = json!({ "role": record.role.as_str(), "office": record.office, "company": record.company });
    book.record(stamped.event("user.added", ("user", record.id.to_bytes()), &payload)?);
    let view = show::user(record);
    book.put_user(record.clone());
    answer(&view)
}

fn mandate(actor: &Actor, body: &MandateRequest) -> std::result::Result<MandateRecord, Refusal> {
    let mut fields = Fields::default();
    let kind: Option<MandateKind> = body.kind.parse().ok();
    fields.need(kind.is_some(), "/kind", &body.kind, "holder or auditor");
    let valid_from: Option<Date> = body.valid_from.parse().ok();
    fields.need(valid_from.is_some(), "/validFrom", &body.valid_from, "a date");
    let valid_until: Option<Date> = body.valid_until.parse().ok();
    fields.need(valid_until.is_some(), "/validUntil", &body.valid_until, "a date");
    let ordered = valid_from.zip(valid_until).is_none_or(|(from, until)| from <= until);
    fields.need(ordered, "/validUntil", &body.valid_until, "a day that is not before the first");
    let holder = kind == Some(MandateKind::Holder);
    let principal: Option<CompanyId> = body.principal.as_deref().and_then(|text| text.parse().ok());
    let principal_fits = kind.is_none() || principal.is_some() == holder;
    let principal_found = body.principal.as_deref().unwrap_or("");
    fields.need(
        principal_fits,
        "/principal",
        principal_found,
        "the id of the holder's company for a holder's mandate, and nothing else",
    );
    let agent_company: Option<CompanyId> = body.agent.parse().ok().filter(|_| holder);
    let agent_user: Option<UserId> = body.agent.parse().ok().filter(|_| !holder);
    let agent_fits = agent_company.is_some() || agent_user.is_some();
    fields.need(agent_fits, "/agent", &body.agent, "the id of the broker's company, or of the auditor");
    let whole_record = || {
        let kind = kind?;
        let id = match kind {
            MandateKind::Holder => mandate_id(principal?, agent_company?),
            MandateKind::Auditor => {
                MandateId::derive(&agent_user?.to_bytes(), actor.administration.as_str().as_bytes())
            }
        };
        Some(MandateRecord {
            id,
            administration: actor.administration,
            version: 0,
            kind,
            principal,
            agent_company,
            agent_user,
            valid_from: valid_from?,
            valid_until: valid_until?,
            revoked_at: None,
        })
    };
    let record = whole_record();
    fields.finish(record)
}

fn named(text: &str) -> bool {
    (1..=70).contains(&text.trim().chars().count()) && !text.chars().any(char::is_control)
}

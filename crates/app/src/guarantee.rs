//! Guarantees: what guarantors undertake, what holds it, and its statement.

use std::collections::HashMap;

use rahdari_kernel::{Actor, CompanyId, Country, Currency, Date, Grn, GuaranteeId, Refusal, Role};
use rahdari_ledger::bond::{self, NewGuarantee, Reason, Usage};
use rahdari_ledger::{GuaranteeKind, TransferFlags};
use rahdari_store::record::{Audience, CompanyKind, GuaranteeRecord, Notification, TransferRecord};
use rahdari_store::{Book, GuaranteeScope, Key};
use serde_json::json;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::field::{Fields, invalid, minor, wrong};
use crate::identity::guarantee_id;
use crate::permission::{Action, may};
use crate::request::{IncreaseRequest, IssueRequest, PageRequest};
use crate::token::hash_access_code;
use crate::view::{GuaranteeView, IssuedView, Page, StatementEntryView};
use crate::write::{Request, Stamped, Written, answer, fresh};
use crate::{scope, show};

/// Registers a guarantee that the actor's company undertakes.
///
/// # Errors
/// `invalid-request` with every field that is wrong; `duplicate` when the GRN is taken.
pub async fn issue_guarantee(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    body: IssueRequest,
) -> Result<Written<IssuedView>> {
    may(actor, Action::IssueGuarantee)?;
    let guarantor = actor.company.ok_or(Error::Forbidden(Action::IssueGuarantee.as_str()))?;
    let new = terms(ctx, actor, guarantor, &body);
    let at = ctx.clock.now();
    let stamped = Stamped::new(actor, request, at);
    let touches = new.as_ref().map_or(Vec::new(), |new| {
        vec![
            Key::Grn(new.grn.clone()),
            Key::Guarantee(new.id),
            Key::Company(new.holder),
            Key::Company(guarantor),
        ]
    });
    ctx.commit(actor, request, Action::IssueGuarantee, at, touches, move |book| {
        let new = new.clone()?;
        if book.guarantee(new.id).is_some() {
            return Err(Refusal::new("duplicate", format!("{} was registered before", new.grn)));
        }
        if book.company(new.holder).is_none_or(|company| company.kind != CompanyKind::Trader) {
            return Err(invalid(vec![wrong("/holder", new.holder, "the id of a trader's company")]));
        }
        let reason =
            Reason { law: "undertaking of the guarantor".to_owned(), note: format!("issue of {}", new.grn) };
        let guarantee = bond::issue(new, book.ledger(), &reason, at)?;
        book.record(stamped.event(
            "guarantee.issued",
            ("guarantee", guarantee.id.to_bytes()),
            &json!({
                "grn": guarantee.grn,
                "kind": guarantee.kind,
                "countries": guarantee.countries,
                "currency": guarantee.currency,
                "limit_minor": guarantee.limit_minor,
                "valid_from": guarantee.valid_from,
                "valid_until": guarantee.valid_until,
            }),
        )?);
        tell(book, &guarantee, "guarantee.issued", format!("Guarantee {} was issued", guarantee.grn));
        let view = issued(&guarantee);
        book.put_guarantee(guarantee);
        answer(&view)
    })
    .await
}

/// Raises the limit of a guarantee.
///
/// # Errors
/// Not found for a guarantee of another guarantor; `invalid-request` for an amount that is none; `wrong-state`.
pub async fn increase_guarantee(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: GuaranteeId,
    body: IncreaseRequest,
) -> Result<Written<IssuedView>> {
    may(actor, Action::IncreaseGuarantee)?;
    let (record, _) = scope::guarantee(ctx, actor, id).await?;
    let by_minor = minor(&body.amount, record.currency).ok_or_else(|| {
        invalid(vec![wrong(
            "/amount",
            &body.amount,
            "an amount such as 1500000.00, more than zero and with no more decimals than the currency has",
        )])
    });
    let at = ctx.clock.now();
    let stamped = Stamped::new(actor, request, at);
    let expected = request.expected_version;
    ctx.commit(actor, request, Action::IncreaseGuarantee, at, vec![Key::Guarantee(id)], move |book| {
        let by_minor = by_minor.clone()?;
        let mut guarantee =
            book.guarantee(id).cloned().ok_or_else(|| Refusal::new("not-found", "not found"))?;
        fresh(expected, i64::try_from(guarantee.version).unwrap_or(i64::MAX))?;
        let reason = Reason {
            law: "undertaking of the guarantor".to_owned(),
            note: format!("increase of {}", guarantee.grn),
        };
        bond::increase(&mut guarantee, book.ledger(), by_minor, &reason, at)?;
        let payload = json!({ "by_minor": by_minor, "limit_minor": guarantee.limit_minor });
        book.record(stamped.event("guarantee.increased", ("guarantee", id.to_bytes()), &payload)?);
        tell(book, &guarantee, "guarantee.increased", format!("Guarantee {} was increased", guarantee.grn));
        let view = issued(&guarantee);
        book.put_guarantee(guarantee);
        answer(&view)
    })
    .await
}

/// Lists the guarantees that the actor may see.
///
/// # Errors
/// When the role may not.
pub async fn list_guarantees(
    ctx: &Context,
    actor: &Actor,
    page: &PageRequest,
) -> Result<Page<GuaranteeView>> {
    may(actor, Action::ReadGuarantees)?;
    let company = actor.company.ok_or(Error::NotFound);
    let scope = match actor.role {
        Role::Guarantor => GuaranteeScope::Guarantor(company?),
        Role::Broker => {
            let company = company?;
            GuaranteeScope::Holders(ctx.store.holders_of_broker(company, ctx.clock.now()).await?)
        }
        Role::Auditor | Role::Officer | Role::Administrator => {
            GuaranteeScope::Administration(scope::audited(ctx, actor).await?)
        }
    };
    let page = page.clone();
    let found = ctx.store.guarantees(&scope, page.cursor(), page.limit());
    let (records, next) = found.await?;
    let companies: Vec<CompanyId> =
        records.iter().flat_map(|(record, _)| [Some(record.holder), record.guarantor]).flatten().collect();
    let names = ctx.store.company_names(&companies).await?;
    Ok(Page { items: records.iter().map(|(record, usage)| shown(record, usage, &names)).collect(), next })
}

/// Returns a guarantee and how it is used.
///
/// # Errors
/// Not found when there is none within the asker's scope.
pub async fn guarantee(ctx: &Context, actor: &Actor, id: GuaranteeId) -> Result<GuaranteeView> {
    may(actor, Action::ReadGuarantees)?;
    let (record, usage) = scope::guarantee(ctx, actor, id).await?;
    let companies: Vec<CompanyId> = [Some(record.holder), record.guarantor].into_iter().flatten().collect();
    let names = ctx.store.company_names(&companies).await?;
    Ok(shown(&record, &usage, &names))
}

/// Returns the statement of a guarantee, the oldest entry first.
///
/// # Errors
/// Not found when there is no such guarantee within the asker's scope.
pub async fn guarantee_statement(
    ctx: &Context,
    actor: &Actor,
    id: GuaranteeId,
    page: &PageRequest,
) -> Result<Page<StatementEntryView>> {
    may(actor, Action::ReadGuarantees)?;
    let (record, _) = scope::guarantee(ctx, actor, id).await?;
    let page = page.clone();
    let (entries, next) = ctx.store.statement(id, page.cursor(), page.limit()).await?;
    Ok(Page { items: entries.iter().map(|entry| statement_entry(entry, &record)).collect(), next })
}

fn statement_entry(record: &TransferRecord, guarantee: &GuaranteeRecord) -> StatementEntryView {
    let transfer = &record.entry.transfer;
    let why = transfer.why.as_deref();
    // The account `available` is credited by issue and increase, and debited by everything else.
    let credited = guarantee.pockets.iter().any(|pocket| pocket.available == transfer.credit);
    let available = if credited { record.entry.credit_after } else { record.entry.debit_after };
    StatementEntryView {
        index: record.log_index,
        transfer: transfer.id.to_string(),
        kind: entry_kind(transfer.flags, transfer.code).to_owned(),
        amount: show::money(transfer.amount_minor, guarantee.currency),
        available_after: show::money(available.debit_room(), guarantee.currency),
        reserved_after: show::money(available.debits_pending, guarantee.currency),
        movement: why.and_then(|why| why.movement).map(|id| id.to_string()),
        leg: why.and_then(|why| why.leg),
        unit: why.and_then(|why| why.unit),
        law: why.map(|why| format!("{} · {}", why.law, why.note)).unwrap_or_default(),
        recorded_at: transfer.at.to_string(),
    }
}

fn entry_kind(flags: TransferFlags, code: u16) -> &'static str {
    if flags.contains(TransferFlags::VOID_PENDING) {
        "release"
    } else if flags.contains(TransferFlags::POST_PENDING) {
        "claim"
    } else {
        match code {
            bond::transfer_code::ISSUE => "issue",
            bond::transfer_code::INCREASE => "increase",
            bond::transfer_code::REDUCE => "reduce",
            _ => "reserve",
        }
    }
}

fn shown(record: &GuaranteeRecord, usage: &[Usage], names: &HashMap<CompanyId, String>) -> GuaranteeView {
    let name = |id: CompanyId| names.get(&id).cloned().unwrap_or_else(|| id.to_string());
    show::guarantee(record, usage, name(record.holder), record.guarantor.map(name))
}

fn issued(guarantee: &GuaranteeRecord) -> IssuedView {
    IssuedView {
        id: guarantee.id.to_string(),
        grn: guarantee.grn.to_string(),
        limit: show::money(guarantee.limit_minor, guarantee.currency),
        row_version: i64::try_from(guarantee.version).unwrap_or(i64::MAX),
    }
}

fn tell(book: &mut Book, guarantee: &GuaranteeRecord, kind: &str, text: String) {
    let subject = rahdari_kernel::Subject {
        kind: "guarantee".into(),
        id: rahdari_kernel::EventId::from_bytes(guarantee.id.to_bytes()),
    };
    let to = Audience::Company(guarantee.holder);
    book.notify(Notification { kind: kind.to_owned(), to, subject, text });
}

/// Reads the terms of a new guarantee, or says everything that is wrong with them.
fn terms(
    ctx: &Context,
    actor: &Actor,
    guarantor: CompanyId,
    body: &IssueRequest,
) -> std::result::Result<NewGuarantee, Refusal> {
    let mut fields = Fields::default();
    let grn: Option<Grn> = body.grn.parse().ok();
    // Cash is registered by whoever takes it, and a waiver is given by customs: neither is undertaken.
    let undertaken =
        |kind: &GuaranteeKind| !matches!(kind, GuaranteeKind::IndividualCash | GuaranteeKind::Waiver);
    let kind = GuaranteeKind::from_word(&body.kind).filter(undertaken);
    let holder: Option<CompanyId> = body.holder.parse().ok();
    let countries: Vec<Country> = body.countries.iter().filter_map(|country| country.parse().ok()).collect();
    let currency: Option<Currency> = body.currency.parse().ok();
    let limit_minor = currency.and_then(|currency| minor(&body.amount, currency));
    let valid_from: Option<Date> = body.valid_from.parse().ok();
    let valid_until: Option<Date> = body.valid_until.parse().ok();
    let code =
        body.access_code.len() == 4 && body.access_code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fields.need(grn.is_some(), "/grn", &body.grn, "a guarantee reference number with a right check digit");
    fields.need(kind.is_some(), "/kind", &body.kind, "a kind of guarantee that is undertaken");
    let own = grn.as_ref().is_none_or(|grn| grn.as_str().get(2..4) == Some(actor.administration.as_str()));
    fields.need(own, "/grn", &body.grn, "a number of your own administration");
    let abroad = kind != Some(GuaranteeKind::Tir) && countries != [actor.administration];
    fields.need(
        !abroad,
        "/countries",
        body.countries.join(", "),
        "your own administration; only TIR covers others",
    );
    let mut each_once = countries.clone();
    each_once.sort_unstable();
    each_once.dedup();
    let once = each_once.len() == countries.len() && !countries.is_empty();
    fields.need(once, "/countries", body.countries.join(", "), "countries, each once");
    fields.need(limit_minor != Some(0), "/amount", &body.amount, "more than zero");
    let ordered = valid_from.zip(valid_until).is_none_or(|(from, until)| from <= until);
    fields.need(ordered, "/validUntil", &body.valid_until, "a day that is not before the first");
    let over = valid_until.is_some_and(|until| until < ctx.clock.now().date());
    fields.need(!over, "/validUntil", &body.valid_until, "a day that is not over");
    fields.need(holder.is_some(), "/holder", &body.holder, "the id of a trader's company");
    fields.need(
        countries.len() == body.countries.len(),
        "/countries",
        body.countries.join(", "),
        "ISO 3166 country codes",
    );
    fields.need(currency.is_some(), "/currency", &body.currency, "an ISO 4217 currency code");
    fields.need(
        currency.is_none() || limit_minor.is_some(),
        "/amount",
        &body.amount,
        "an amount such as 1500000.00, more than zero and with no more decimals than the currency has",
    );
    fields.need(valid_from.is_some(), "/validFrom", &body.valid_from, "a date");
    fields.need(valid_until.is_some(), "/validUntil", &body.valid_until, "a date");
    fields.need(code, "/accessCode", "", "four letters or digits");
    let whole = || {
        let (grn, kind) = (grn?, kind?);
        Some(NewGuarantee {
            id: guarantee_id(&grn),
            access_code_hash: hash_access_code(&ctx.secrets.access_codes, grn.as_str(), &body.access_code),
            grn,
            kind,
            administration: actor.administration,
            holder: holder?,
            guarantor: Some(guarantor),
            countries,
            currency: currency?,
            limit_minor: limit_minor?,
            per_country: kind == GuaranteeKind::Tir,
            percent_required: 100,
            valid_from: valid_from?,
            valid_until: valid_until?,
        })
    };
    fields.finish(whole())
}

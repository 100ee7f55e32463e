//! What auditors ask: the trial balance, the events in order, the checkpoint, and whether anything was altered.

use std::collections::HashMap;

use rahdari_kernel::{Actor, MovementId, Role, UserId};
use rahdari_ledger::log::{Checkpoint, Signer};
use rahdari_store::record::{Audience, CheckpointRecord, EventRecord, NotificationRecord};

use crate::context::Context;
use crate::error::{Error, Result};
use crate::permission::{Action, may};
use crate::request::PageRequest;
use crate::show::hex;
use crate::view::{
    AgreementView, CheckpointView, EventView, LedgerBalanceView, NotificationView, OfficeView, Page,
    ReferenceView, TrialBalanceView, VerificationView,
};
use crate::{scope, show};

/// Returns the sums of all accounts of the audited administration's guarantees, by currency.
///
/// # Errors
/// When the role may not, or the mandate does not hold today.
pub async fn trial_balance(ctx: &Context, actor: &Actor) -> Result<TrialBalanceView> {
    may(actor, Action::ReadTrialBalance)?;
    let administration = scope::audited(ctx, actor).await?;
    let sums = ctx.store.trial_balance(administration).await?;
    let ledgers: Vec<LedgerBalanceView> = sums
        .iter()
        .map(|(currency, sum)| {
            let debits = sum.debits_posted + sum.debits_pending;
            let credits = sum.credits_posted + sum.credits_pending;
            let money = |amount: i128| show::money(i64::try_from(amount).unwrap_or(i64::MAX), *currency);
            LedgerBalanceView {
                currency: currency.to_string(),
                debits_posted: money(sum.debits_posted),
                credits_posted: money(sum.credits_posted),
                debits_pending: money(sum.debits_pending),
                credits_pending: money(sum.credits_pending),
                difference: money(debits - credits),
            }
        })
        .collect();
    let balanced = sums
        .iter()
        .all(|(_, sum)| sum.debits_posted == sum.credits_posted && sum.debits_pending == sum.credits_pending);
    Ok(TrialBalanceView { ledgers, balanced })
}

/// Lists the events of the audited administration in log order.
///
/// # Errors
/// When the role may not, or the mandate does not hold today.
pub async fn list_events(ctx: &Context, actor: &Actor, page: &PageRequest) -> Result<Page<EventView>> {
    may(actor, Action::ReadEvents)?;
    let administration = scope::audited(ctx, actor).await?;
    let after = log_cursor(page)?;
    let limit = page.limit();
    let records = ctx.store.events(administration, after, limit).await?;
    event_page(ctx, records, page.limit()).await
}

/// Lists every event of a movement in log order: the declaration's, the movement's, and the ledger's.
///
/// # Errors
/// Not found when there is no such movement within the asker's scope.
pub async fn movement_events(
    ctx: &Context,
    actor: &Actor,
    id: MovementId,
    page: &PageRequest,
) -> Result<Page<EventView>> {
    may(actor, Action::ReadMovements)?;
    scope::movement(ctx, actor, id).await?;
    let after = log_cursor(page)?;
    let limit = page.limit();
    let records = ctx.store.events_of_movement(id, after, limit).await?;
    let mut page = event_page(ctx, records, page.limit()).await?;
    // How much of a guarantee is free is told to those who may see the guarantee, not to everyone on the way.
    let audited =
        if actor.role == Role::Auditor { Some(scope::audited(ctx, actor).await?.to_string()) } else { None };
    for event in page.items.iter_mut().filter(|event| event.kind == "ledger.transfer") {
        if audited.as_ref() != Some(&event.administration)
            && let Some(payload) = event.payload.as_object_mut()
        {
            payload.remove("debit_after");
            payload.remove("credit_after");
        }
    }
    if actor.role == Role::Broker {
        // A broker sees that and when something happened; the rules and their points are not told.
        for event in page.items.iter_mut().filter(|event| event.kind == "declaration.lodged") {
            if let Some(payload) = event.payload.as_object_mut() {
                payload.remove("score");
            }
        }
    }
    Ok(page)
}

/// Returns a checkpoint of the log as it stands, signed with the installation's key. What was given out is
/// kept: a later log must contain it.
///
/// # Errors
/// When the role may not.
pub async fn log_checkpoint(ctx: &Context, actor: &Actor) -> Result<CheckpointView> {
    may(actor, Action::ReadCheckpoint)?;
    let (size, root) = ctx.store.log_head().await?;
    let note = sign(&ctx.signer, size, root);
    let record = CheckpointRecord {
        size: i64::try_from(size).unwrap_or(i64::MAX),
        root,
        note: note.clone(),
        made_at: ctx.clock.now(),
    };
    ctx.store.save_checkpoint(record).await?;
    Ok(CheckpointView { note, size })
}

fn sign(signer: &Signer, size: u64, root: [u8; 32]) -> String {
    Checkpoint { origin: signer.verifier().name().to_owned(), size, root }.sign(signer)
}

/// Recomputes the whole book from its journal and says what was altered, if anything was.
///
/// # Errors
/// When the role may not, or the mandate does not hold today.
pub async fn verify_log(ctx: &Context, actor: &Actor) -> Result<VerificationView> {
    may(actor, Action::VerifyLog)?;
    scope::audited(ctx, actor).await?;
    let report = ctx.store.verify().await?;
    Ok(VerificationView {
        sound: report.problems.is_empty(),
        events: report.events,
        entries: report.entries,
        versions: report.versions,
        root: hex(&report.root),
        problems: report.problems,
    })
}

/// Lists notifications for the actor's company or office, the oldest first.
///
/// # Errors
/// When the role may not.
pub async fn notifications(
    ctx: &Context,
    actor: &Actor,
    page: &PageRequest,
) -> Result<Page<NotificationView>> {
    let audience = audience(actor)?;
    let page = page.clone();
    let (records, next) = ctx.store.notifications(audience, page.cursor(), page.limit()).await?;
    Ok(Page { items: records.into_iter().map(notification).collect(), next })
}

/// Returns the latest notifications for the actor's company or office, the newest first.
///
/// # Errors
/// When the role may not.
pub async fn latest_notifications(ctx: &Context, actor: &Actor, count: u32) -> Result<Vec<NotificationView>> {
    let records = ctx.store.latest_notifications(audience(actor)?, count).await?;
    Ok(records.into_iter().map(notification).collect())
}

/// Returns where an actor is told what happened.
fn audience(actor: &Actor) -> Result<Audience> {
    may(actor, Action::ReadNotifications)?;
    let audience = match actor.role {
        Role::Officer => actor.office.map(Audience::Office),
        Role::Broker | Role::Guarantor | Role::Auditor | Role::Administrator => {
            actor.company.map(Audience::Company)
        }
    };
    audience.ok_or(Error::NotFound)
}

fn notification(record: NotificationRecord) -> NotificationView {
    NotificationView {
        number: record.log_index,
        kind: record.notification.kind,
        subject: record.notification.subject.id.to_string(),
        text: record.notification.text,
        recorded_at: record.at.to_string(),
    }
}

/// Returns what law is loaded and how far it can be relied on.
///
/// # Errors
/// When the role may not.
pub fn reference_overview(ctx: &Context, actor: &Actor) -> Result<ReferenceView> {
    may(actor, Action::ReadReference)?;
    let agreements = ctx.law.agreements().into_iter().map(|agreement| AgreementView {
        id: agreement.id.to_string(),
        title: agreement.title.to_string(),
        status: agreement.status.as_str().to_owned(),
        parties: agreement.parties.iter().map(ToString::to_string).collect(),
        source: agreement.provenance.source.to_string(),
        verified: agreement.provenance.verified,
    });
    let offices = ctx.law.offices().into_iter().map(|office| OfficeView {
        code: office.code.to_string(),
        name: office.name.to_string(),
        country: office.country.to_string(),
    });
    Ok(ReferenceView {
        hash: hex(ctx.law.hash()),
        ruleset: hex(&ctx.ruleset.hash()),
        agreements: agreements.collect(),
        offices: offices.collect(),
    })
}

fn log_cursor(page: &PageRequest) -> Result<Option<u64>> {
    page.cursor().map(str::parse).transpose().map_err(|_| {
        crate::error::refused("invalid-cursor", "the cursor is not one that a page of this list gave")
    })
}

/// Names who did what: people by the names that people see, the system by that word.
async fn event_page(ctx: &Context, records: Vec<EventRecord>, limit: u32) -> Result<Page<EventView>> {
    let users: Vec<UserId> = records.iter().filter_map(|record| record.event.by.user).collect();
    let names: HashMap<UserId, String> = ctx.store.user_names(&users).await?;
    let full = u32::try_from(records.len()).is_ok_and(|count| count >= limit);
    let next = records.last().filter(|_| full).map(|last| last.log_index.to_string());
    let name = |record: &EventRecord| match record.event.by.user {
        Some(id) => names.get(&id).cloned().unwrap_or_else(|| id.to_string()),
        None => "system".to_owned(),
    };
    Ok(Page { items: records.iter().map(|record| show::event(record, name(record))).collect(), next })
}

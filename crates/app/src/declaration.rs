//! Reading declarations and their movements, each asker within its scope.

use rahdari_clearance::permitted;
use rahdari_intake::assess::Assessment;
use rahdari_intake::document::Declaration;
use rahdari_kernel::{Actor, DeclarationId, GuaranteeId, MovementId, Role};
use rahdari_risk::Outcome;
use rahdari_store::Scope;
use rahdari_store::record::{DeclarationVersion, MovementRecord};
use serde_json::Value;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::permission::{Action, may};
use crate::request::{Filter, PageRequest};
use crate::show::hex;
use crate::view::{DeclarationSummary, DeclarationView, MovementSummary, MovementView, Page};
use crate::{scope, show};

/// The bytes of a declaration as they came, and the format they were recognised as.
#[derive(Clone, Debug)]
pub struct Original {
    /// The format.
    pub format: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Lists declarations, the newest first.
///
/// # Errors
/// When the role may not.
pub async fn list_declarations(
    ctx: &Context,
    actor: &Actor,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<DeclarationSummary>> {
    may(actor, Action::ReadDeclarations)?;
    let scope = scope::of(ctx, actor).await?;
    let (filter, page) = (filter.clone(), page.clone());
    let found = ctx.store.read(move |reader| {
        let (phase, lane) = (filter.phase.as_deref(), filter.lane.as_deref());
        reader.declarations(&scope, phase, lane, page.cursor(), page.limit())
    });
    let (records, next) = found.await?;
    Ok(Page { items: records.iter().map(|record| show::declaration_summary(record, None)).collect(), next })
}

/// Returns a declaration in full.
///
/// # Errors
/// Not found when there is none within the asker's scope.
pub async fn declaration(ctx: &Context, actor: &Actor, id: DeclarationId) -> Result<DeclarationView> {
    may(actor, Action::ReadDeclarations)?;
    let (record, movement) = scope::declaration(ctx, actor, id).await?;
    let version = current_version(ctx, id).await?;
    let (assessment, outcome) = kept(&version)?;
    let document = kept_document(&version)?;
    Ok(DeclarationView {
        summary: show::declaration_summary(&record, Some(&movement.movement)),
        consequence: outcome.lane.consequence().to_owned(),
        reason_kinds: show::reason_kinds(&outcome),
        version: version.number,
        format: version.format.clone(),
        commitment: hex(&version.commitment),
        parties: show::parties(&document),
        goods: show::goods(&document),
        legs: show::legs(&assessment),
        notices: assessment_notices(ctx, &record.agreement, &assessment),
        row_version: record.version,
    })
}

/// Returns the document of a declaration as native JSON, without access codes.
///
/// # Errors
/// Not found when there is none within the asker's scope.
pub async fn declaration_document(ctx: &Context, actor: &Actor, id: DeclarationId) -> Result<Value> {
    may(actor, Action::ReadDeclarations)?;
    scope::declaration(ctx, actor, id).await?;
    let version = current_version(ctx, id).await?;
    serde_json::from_str(&version.document).map_err(|error| Error::Internal(error.to_string()))
}

/// Returns a declaration's bytes as they came. They may hold access codes: only the declarant gets them.
///
/// # Errors
/// Not found when there is none that the asker lodged.
pub async fn declaration_original(ctx: &Context, actor: &Actor, id: DeclarationId) -> Result<Original> {
    may(actor, Action::ReadDeclarations)?;
    let (record, _) = scope::declaration(ctx, actor, id).await?;
    if actor.company != Some(record.company) {
        return Err(Error::NotFound);
    }
    let version = current_version(ctx, id).await?;
    Ok(Original { format: version.format.clone(), bytes: version.original.to_vec() })
}

/// Lists movements: for an officer the queue of its office by deadline, for others the newest first.
///
/// # Errors
/// When the role may not.
pub async fn list_movements(
    ctx: &Context,
    actor: &Actor,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<MovementSummary>> {
    may(actor, Action::ReadMovements)?;
    let scope = scope::of(ctx, actor).await?;
    let office = actor.office;
    let (filter, page) = (filter.clone(), page.clone());
    let found = ctx.store.read(move |reader| {
        let (phase, lane) = (filter.phase.as_deref(), filter.lane.as_deref());
        match scope {
            Scope::Office(office) if !filter.all => {
                reader.queue(office, phase, lane, page.cursor(), page.limit())
            }
            scope => reader.movements(&scope, phase, lane, page.cursor(), page.limit()),
        }
    });
    let (records, next) = found.await?;
    Ok(Page { items: records.iter().map(|record| show::movement_summary(record, office)).collect(), next })
}

/// Returns a movement in full, with what the asker may do now.
///
/// # Errors
/// Not found when there is none within the asker's scope.
pub async fn movement(ctx: &Context, actor: &Actor, id: MovementId) -> Result<MovementView> {
    may(actor, Action::ReadMovements)?;
    let record = scope::movement(ctx, actor, id).await?;
    let version = current_version(ctx, id.into()).await?;
    let declaration = ctx.store.declaration(id.into()).await?.ok_or(Error::NotFound)?;
    let (assessment, outcome) = kept(&version)?;
    let document = kept_document(&version)?;
    let grns = grns(ctx, &record).await?;
    let movement = &record.movement;
    let insider = actor.role != Role::Broker;
    let task = movement.next_task();
    Ok(MovementView {
        summary: show::movement_summary(&record, None),
        lrn: declaration.lrn,
        agreement: movement.agreement.clone(),
        score: insider.then_some(outcome.score),
        reasons: if insider { show::reasons(&outcome) } else { Vec::new() },
        consequence: outcome.lane.consequence().to_owned(),
        reason_kinds: show::reason_kinds(&outcome),
        parties: show::parties(&document),
        goods: show::goods(&document),
        deadline_source: task.map(|task| format!("{} · {}", task.deadline.parameter, task.deadline.cites)),
        legs: show::leg_views(movement),
        units: show::units(movement),
        security: show::security(movement, |id| {
            grns.iter().find(|(known, _)| *known == id).map(|(_, grn)| grn.clone())
        }),
        checklist: show::checklist(&record, ctx.clock.now()),
        permitted_actions: show::actions(
            movement,
            &permitted(movement, actor.role, actor.office, Some(actor.user)),
        ),
        notices: assessment_notices(ctx, &movement.agreement, &assessment),
        row_version: record.version(),
    })
}

/// Returns the numbers of the guarantees that hold a movement's security.
async fn grns(ctx: &Context, record: &MovementRecord) -> Result<Vec<(GuaranteeId, String)>> {
    let mut grns: Vec<(GuaranteeId, String)> = Vec::new();
    let held: Vec<GuaranteeId> = record
        .movement
        .securities()
        .filter_map(|(_, _, security)| security.reserved())
        .map(|held| held.guarantee)
        .collect();
    for id in held {
        if grns.iter().any(|(known, _)| *known == id) {
            continue;
        }
        if let Some((guarantee, _)) = ctx.store.guarantee(id).await? {
            grns.push((id, guarantee.grn.to_string()));
        }
    }
    Ok(grns)
}

async fn current_version(ctx: &Context, id: DeclarationId) -> Result<DeclarationVersion> {
    let version = ctx.store.current_version(id).await?;
    version.ok_or_else(|| Error::Internal(format!("declaration {id} has no version")))
}

/// Reads what was kept of the decision.
fn kept(version: &DeclarationVersion) -> Result<(Assessment, Outcome)> {
    let damaged =
        |error: serde_json::Error| Error::Internal(format!("a kept decision cannot be read: {error}"));
    let assessment = serde_json::from_str(&version.assessment).map_err(damaged)?;
    let outcome = serde_json::from_str(&version.risk).map_err(damaged)?;
    Ok((assessment, outcome))
}

/// Reads the declaration that was kept.
fn kept_document(version: &DeclarationVersion) -> Result<Declaration> {
    serde_json::from_str(&version.document)
        .map_err(|error| Error::Internal(format!("a kept declaration cannot be read: {error}")))
}

fn assessment_notices(ctx: &Context, agreement: &str, assessment: &Assessment) -> Vec<String> {
    let versions = ctx.law.agreement_versions(agreement);
    let title = versions.first().map_or_else(|| agreement.to_owned(), |version| version.title.to_string());
    crate::lodge::notices(&title, assessment)
}

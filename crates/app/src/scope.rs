//! Who may know of what. What is out of scope is not found, so that nobody learns that it exists.

use rahdari_kernel::{Actor, Country, DeclarationId, GuaranteeId, MovementId, Role};
use rahdari_ledger::bond::Usage;
use rahdari_store::Scope;
use rahdari_store::record::{DeclarationRecord, GuaranteeRecord, MovementRecord};

use crate::context::Context;
use crate::error::{Error, Result};

/// Returns the part of declarations and movements that an actor may see.
///
/// # Errors
/// Not found for roles without any, and for an auditor without a mandate today.
pub(crate) async fn of(ctx: &Context, actor: &Actor) -> Result<Scope> {
    match actor.role {
        Role::Broker => actor.company.map(Scope::Company).ok_or(Error::NotFound),
        Role::Officer => actor.office.map(Scope::Office).ok_or(Error::NotFound),
        Role::Auditor => audited(ctx, actor).await.map(Scope::Administration),
        Role::Guarantor | Role::Administrator => Err(Error::NotFound),
    }
}

/// Returns the administration whose books an auditor may read today.
///
/// # Errors
/// `no-mandate` when it has no mandate that holds today.
pub(crate) async fn audited(ctx: &Context, actor: &Actor) -> Result<Country> {
    let at = ctx.clock.now();
    let user = actor.user;
    let mandates = ctx.store.mandates_of_auditor(user).await?;
    let holds = mandates.iter().find(|mandate| mandate.holds_at(at));
    holds.map(|mandate| mandate.administration).ok_or_else(|| {
        crate::error::refused(
            "no-mandate",
            "you have no mandate today to read the books of an administration",
        )
    })
}

/// Returns a movement that the actor may see.
pub(crate) async fn movement(ctx: &Context, actor: &Actor, id: MovementId) -> Result<MovementRecord> {
    let scope = of(ctx, actor).await?;
    let record = ctx.store.movement(id).await?.ok_or(Error::NotFound)?;
    if sees_movement(&scope, &record) { Ok(record) } else { Err(Error::NotFound) }
}

/// Returns a declaration that the actor may see: whoever sees its movement.
pub(crate) async fn declaration(
    ctx: &Context,
    actor: &Actor,
    id: DeclarationId,
) -> Result<(DeclarationRecord, MovementRecord)> {
    let movement = movement(ctx, actor, id.into()).await?;
    let declaration = ctx.store.declaration(id).await?.ok_or(Error::NotFound)?;
    Ok((declaration, movement))
}

/// Returns a guarantee that the actor may see: its guarantor, a broker of its holder, its administration's auditor.
pub(crate) async fn guarantee(
    ctx: &Context,
    actor: &Actor,
    id: GuaranteeId,
) -> Result<(GuaranteeRecord, Vec<Usage>)> {
    let (record, usage) = ctx.store.guarantee(id).await?.ok_or(Error::NotFound)?;
    let company = actor.company.ok_or(Error::NotFound);
    let sees = match actor.role {
        Role::Guarantor => record.guarantor == Some(company?),
        Role::Broker => {
            let company = company?;
            ctx.store.holders_of_broker(company, ctx.clock.now()).await?.contains(&record.holder)
        }
        Role::Auditor => record.administration == audited(ctx, actor).await?,
        Role::Officer | Role::Administrator => false,
    };
    if sees { Ok((record, usage)) } else { Err(Error::NotFound) }
}

fn sees_movement(scope: &Scope, record: &MovementRecord) -> bool {
    match scope {
        Scope::Company(company) => record.company == *company,
        Scope::Office(office) => record.movement.offices().iter().any(|(on_the_way, _)| on_the_way == office),
        Scope::Administration(country) => record.movement.legs.iter().any(|leg| leg.country == *country),
    }
}

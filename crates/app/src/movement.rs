//! What officers and brokers do to a movement. Each use case names a command; `clearance` decides, and
//! what it frees is released in the ledger by the same decision.

use rahdari_clearance::{
    Because, Command, ControlResult, Event, Fact, Found, Grams, Movement, Reservation, Security, Stamp,
    StillShort, UnitSeals, decide, evolve, status_words,
};
use rahdari_kernel::{
    Actor, CompanyId, ContainerNumber, Date, EventId, Grn, Instant, MovementId, Refusal, SealNumber, Subject,
};
use rahdari_ledger::bond::{self, Reason};
use rahdari_store::record::{Audience, DeclarationVersion, MovementRecord, Notification};
use rahdari_store::{Book, Key};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::field::{Fields, invalid, plain_decimal, wrong};
use crate::identity::mandate_id;
use crate::permission::{Action, may};
use crate::request::{
    ArrivalRequest, ControlResultRequest, CrossingRequest, DischargeRequest, ExitRequest,
    InvalidationRequest, ReleaseRequest, ResolutionRequest, SecurityRequest, UnloadingRequest,
};
use crate::scope;
use crate::security::citation;
use crate::security::{Citation, Wanted, hold, wanted};
use crate::view::ChangedView;
use crate::write::{Request, Stamped, Written, answer, fresh};

/// Records the result of the control at departure.
///
/// # Errors
/// Those of the table of moves; `invalid-request` for a result that is no code of the list.
pub async fn record_control_result(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: ControlResultRequest,
) -> Result<Written<ChangedView>> {
    let mut fields = Fields::default();
    let result = ControlResult::ALL.into_iter().find(|result| result.as_str() == body.result);
    fields.need(result.is_some(), "/result", &body.result, "a control result: A1, A2, A3 or B1");
    let text = fields.words(&body.text, "/text", false);
    let command =
        fields.finish(result.zip(text).map(|(result, text)| Command::RecordControlResult { result, text }));
    change(ctx, actor, request, Action::RecordControlResult, id, None, command).await
}

/// Releases a movement for transit, when the whole checklist is in order.
///
/// # Errors
/// `not-ready` with every open point of the checklist; those of the table of moves.
pub async fn release_movement(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: ReleaseRequest,
) -> Result<Written<ChangedView>> {
    let mut fields = Fields::default();
    let limit =
        body.limit_date.as_deref().and_then(|text| fields.parse::<Date>(text, "/limitDate", "a date"));
    let mut sealed = Vec::new();
    for (index, unit) in body.units.iter().enumerate() {
        sealed.push(UnitSeals {
            unit: unit.unit,
            seals: seals(&mut fields, &unit.seals, &format!("/units/{index}/seals")),
        });
    }
    let plan = fields.finish(Some((sealed, limit)));
    change_with(
        ctx,
        actor,
        request,
        Action::ReleaseMovement,
        id,
        None,
        Vec::new(),
        move |_, movement, stamp| {
            let (sealed, limit) = plan.clone()?;
            movement.check_release(&sealed, limit, stamp).map(Command::Release)
        },
    )
    .await
}

/// Records that a transit unit leaves a country, compares it with what departed, and releases that
/// country's security when nothing differs.
///
/// # Errors
/// Those of the table of moves.
pub async fn record_exit(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: ExitRequest,
) -> Result<Written<ChangedView>> {
    let mut fields = Fields::default();
    let found = found(&mut fields, body.container.as_deref(), &body.seals, &body.gross_mass_kg);
    let unit = body.unit;
    let command = fields.finish(found.map(|found| Command::RecordExit { unit, found }));
    change(ctx, actor, request, Action::RecordExit, id, body.occurred_at.as_deref(), command).await
}

/// Records that a transport unit enters the next country.
///
/// # Errors
/// Those of the table of moves.
pub async fn record_crossing(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: CrossingRequest,
) -> Result<Written<ChangedView>> {
    let mut fields = Fields::default();
    let seals = seals(&mut fields, &body.seals, "/seals");
    let unit = body.unit;
    let command = fields.finish(Some(Command::RecordCrossing { unit, seals }));
    change(ctx, actor, request, Action::RecordCrossing, id, body.occurred_at.as_deref(), command).await
}

/// Records that a transport unit is presented at the office of destination.
///
/// # Errors
/// Those of the table of moves.
pub async fn record_arrival(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: ArrivalRequest,
) -> Result<Written<ChangedView>> {
    let mut fields = Fields::default();
    let found = found(&mut fields, body.container.as_deref(), &body.seals, &body.gross_mass_kg);
    let unit = body.unit;
    let command = fields.finish(found.map(|found| Command::RecordArrival { unit, found }));
    change(ctx, actor, request, Action::RecordArrival, id, body.occurred_at.as_deref(), command).await
}

/// Records what was found when a transport unit was unloaded.
///
/// # Errors
/// Those of the table of moves; `invalid-request` when goods that differ come without remarks.
pub async fn record_unloading_remarks(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: UnloadingRequest,
) -> Result<Written<ChangedView>> {
    let mut fields = Fields::default();
    let text = fields.words(&body.text, "/text", !body.conform);
    let (unit, conform) = (body.unit, body.conform);
    let command = fields.finish(text.map(|text| Command::RecordUnloadingRemarks {
        unit,
        conform,
        text,
        items: Vec::new(),
    }));
    change(ctx, actor, request, Action::RecordUnloadingRemarks, id, body.occurred_at.as_deref(), command)
        .await
}

/// Accepts the explanation of a discrepancy, by an office other than the one that found it.
///
/// # Errors
/// Those of the table of moves.
pub async fn resolve_discrepancy(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: ResolutionRequest,
) -> Result<Written<ChangedView>> {
    let mut fields = Fields::default();
    let text = fields.words(&body.text, "/text", true);
    let (unit, leg, accept) = (body.unit, body.leg, body.accept);
    let command = fields.finish(text.map(|text| Command::ResolveDiscrepancy { unit, leg, accept, text }));
    change(ctx, actor, request, Action::ResolveDiscrepancy, id, None, command).await
}

/// Ends the procedure for a transport unit that arrived and was unloaded, and releases its last security.
///
/// # Errors
/// Those of the table of moves.
pub async fn discharge_movement(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: DischargeRequest,
) -> Result<Written<ChangedView>> {
    let command = Ok(Command::Discharge { unit: body.unit });
    change(ctx, actor, request, Action::DischargeMovement, id, None, command).await
}

/// Withdraws a declaration before release and frees all its security.
///
/// # Errors
/// Those of the table of moves; `invalid-request` without a reason.
pub async fn invalidate_declaration(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: InvalidationRequest,
) -> Result<Written<ChangedView>> {
    let mut fields = Fields::default();
    let reason = fields.words(&body.reason, "/reason", true);
    let command = fields.finish(reason.map(|reason| Command::Invalidate { reason }));
    change(ctx, actor, request, Action::InvalidateDeclaration, id, None, command).await
}

/// Cites further guarantees for the legs and units whose security does not suffice.
///
/// # Errors
/// Those of the table of moves; `invalid-request` for numbers that are none.
pub async fn secure_movement(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    id: MovementId,
    body: SecurityRequest,
) -> Result<Written<ChangedView>> {
    may(actor, Action::SecureMovement)?;
    let mut fields = Fields::default();
    let mut citations = Vec::new();
    let few = (1..=CITATIONS_MAX).contains(&body.guarantees.len());
    fields.need(few, "/guarantees", body.guarantees.len(), "1 to 9 guarantees");
    for (index, cited) in body.guarantees.iter().take(CITATIONS_MAX).enumerate() {
        let pointer = format!("/guarantees/{index}/grn");
        let twice = body.guarantees.iter().take(index).any(|earlier| earlier.grn == cited.grn);
        fields.need(!twice, &pointer, &cited.grn, "a guarantee that is not cited before");
        if let Some(grn) = fields.parse::<Grn>(&cited.grn, &pointer, "a guarantee reference number") {
            citations.push(citation(ctx, grn, Some(&cited.access_code)).await?);
        }
    }
    let citations = fields.finish(Some(citations));
    let record = scope::movement(ctx, actor, id).await?;
    let version = ctx.store.current_version(id.into()).await?.ok_or(Error::NotFound)?;
    let terms = Terms::of(ctx, &record.movement, &version)?;
    let holder = record.holder.ok_or(Error::NotFound)?;
    let mandate = mandate_id(holder, record.company);
    let mut keys = citations.as_ref().map_or(Vec::new(), |cited| {
        cited.iter().map(|citation| Key::Guarantee(citation.guarantee)).collect()
    });
    keys.push(Key::Mandate(mandate));
    change_with(ctx, actor, request, Action::SecureMovement, id, None, keys, move |book, movement, stamp| {
        let at = stamp.recorded_at;
        if !book.mandate(mandate).is_some_and(|mandate| mandate.holds_at(at)) {
            return Err(Refusal::new("no-mandate", "you have no mandate of this movement's holder today"));
        }
        Ok(terms.secure(book, movement, &citations.clone()?, holder, at))
    })
    .await
}

/// How many guarantees one request may cite.
const CITATIONS_MAX: usize = 9;

/// What a movement asked to be secured when it was accepted.
struct Terms {
    wanted: Vec<Wanted>,
    claim_window_days: i64,
}

impl Terms {
    fn of(ctx: &Context, movement: &Movement, version: &DeclarationVersion) -> Result<Self> {
        let assessment = serde_json::from_str(&version.assessment)
            .map_err(|error| Error::Internal(format!("an assessment cannot be read: {error}")))?;
        let accepted_on = movement.accepted_at.date();
        let agreement = ctx.law.agreement(&movement.agreement, accepted_on).ok_or_else(|| {
            Error::Internal(format!("no version of {} on {accepted_on}", movement.agreement))
        })?;
        let claim_window_days = i64::from(agreement.claim_window_days.value);
        Ok(Self { wanted: wanted(&assessment, agreement), claim_window_days })
    }

    /// Holds what is still missing on the guarantees cited now.
    fn secure(
        &self,
        book: &mut Book,
        movement: &Movement,
        citations: &[Citation],
        holder: CompanyId,
        at: Instant,
    ) -> Command {
        let days: i64 = movement.legs.iter().map(|leg| i64::from(leg.days_allowed.value)).sum();
        let must_outlive = at.plus_days(days + self.claim_window_days).date();
        let (mut reservations, mut short) = (Vec::new(), Vec::new());
        for wanted in &self.wanted {
            let missing = movement.securities().any(|(unit, index, security)| {
                unit == wanted.unit
                    && index + 1 == usize::from(wanted.leg)
                    && matches!(security, Security::Insufficient { .. })
            });
            if !missing {
                continue;
            }
            let (unit, leg) = (wanted.unit, wanted.leg);
            match hold(book, movement.id, wanted, citations, holder, must_outlive, at) {
                Security::Reserved(held) => reservations.push(Reservation {
                    unit,
                    leg,
                    transfer: held.transfer,
                    guarantee: held.guarantee,
                    amount: held.amount,
                    valid_until: held.valid_until,
                }),
                Security::Insufficient { reasons, .. } => short.push(StillShort { unit, leg, reasons }),
                Security::NotNeeded | Security::Released(_) => {}
            }
        }
        Command::Secure { reservations, short }
    }
}

/// Changes a movement by a command that needs no other rows.
async fn change(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    action: Action,
    id: MovementId,
    occurred_at: Option<&str>,
    command: std::result::Result<Command, Refusal>,
) -> Result<Written<ChangedView>> {
    change_with(ctx, actor, request, action, id, occurred_at, Vec::new(), move |_, _, _| command.clone())
        .await
}

/// Changes a movement by a command made from the movement as it stands in the book.
#[expect(clippy::too_many_arguments, reason = "each says another thing about one request")]
async fn change_with(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    action: Action,
    id: MovementId,
    occurred_at: Option<&str>,
    mut touches: Vec<Key>,
    make: impl Fn(&mut Book, &Movement, &Stamp) -> std::result::Result<Command, Refusal> + Send + 'static,
) -> Result<Written<ChangedView>> {
    may(actor, action)?;
    scope::movement(ctx, actor, id).await?;
    let at = ctx.clock.now();
    let occurred_at = match occurred_at {
        None => Ok(at),
        Some(text) => text
            .parse::<Instant>()
            .map_err(|_| invalid(vec![wrong("/occurredAt", text, "an RFC 3339 point in time")])),
    };
    let (actor_copy, stamped) = (actor.clone(), Stamped::new(actor, request, at));
    let expected = request.expected_version;
    touches.extend([Key::Movement(id), Key::Declaration(id.into())]);
    ctx.commit(actor, request, action, at, touches, move |book| {
        let record = book.movement(id).cloned().ok_or_else(not_found)?;
        fresh(expected, record.version())?;
        let stamp = Stamp {
            by: actor_copy.user,
            role: actor_copy.role,
            office: actor_copy.office,
            occurred_at: occurred_at.clone()?,
            recorded_at: at,
        };
        let command = make(book, &record.movement, &stamp)?;
        let events = decide(&record.movement, &command, &stamp)?;
        apply(book, record, &events, &stamped)
    })
    .await
}

/// Folds the events into the movement, releases what they free, and records and announces them.
fn apply(
    book: &mut Book,
    mut record: MovementRecord,
    events: &[Event],
    stamped: &Stamped,
) -> std::result::Result<serde_json::Value, Refusal> {
    let id = record.id();
    let subject = ("movement", id.to_bytes());
    for event in events {
        evolve(&mut record.movement, event);
        let mut recorded = stamped.event(event.kind(), subject, &event.fact)?;
        recorded.administration = record.administration;
        recorded.occurred_at = event.stamp.occurred_at;
        book.record(recorded);
        if let Fact::SecurityReleased { transfer, because, .. } = &event.fact {
            let reason =
                Reason { law: record.movement.agreement.clone(), note: release_note(*because).to_owned() };
            bond::release(book.ledger(), *transfer, &reason, stamped.at)?;
        }
    }
    let movement = &record.movement;
    let status = status_words(movement).to_owned();
    if let Some(mut declaration) = book.declaration(id.into()).cloned() {
        declaration.phase = movement.phase.as_str().to_owned();
        declaration.updated_at = stamped.at;
        book.put_declaration(declaration);
    }
    announce(book, &record, events, &status);
    let view = ChangedView {
        id: id.to_string(),
        mrn: movement.mrn.to_string(),
        phase: movement.phase.as_str().to_owned(),
        status,
        row_version: record.version(),
        events: events.iter().map(|event| event.kind().to_owned()).collect(),
    };
    book.put_movement(record);
    answer(&view)
}

/// Tells the declarant, and the office that has the next step.
fn announce(book: &mut Book, record: &MovementRecord, events: &[Event], status: &str) {
    let Some(kind) = events.first().map(Event::kind) else { return };
    let text = format!("{}: {status}", record.movement.mrn);
    let subject = Subject { kind: "movement".into(), id: EventId::from_bytes(record.id().to_bytes()) };
    let mut notify = |to| {
        book.notify(Notification { kind: kind.to_owned(), to, subject: subject.clone(), text: text.clone() });
    };
    notify(Audience::Company(record.company));
    if let Some(office) = record.movement.next_task().and_then(|task| task.owner.office()) {
        notify(Audience::Office(office));
    }
}

fn release_note(because: Because) -> &'static str {
    match because {
        Because::Exit => "the exit matched the departure",
        Because::Discharge => "discharged at destination",
        Because::Invalidation => "withdrawn before release",
        Because::Replacement => "replaced by other security",
    }
}

fn not_found() -> Refusal {
    Refusal::new("not-found", "not found")
}

fn seals(fields: &mut Fields, seals: &[String], pointer: &str) -> Vec<SealNumber> {
    let each = seals.iter().enumerate();
    each.filter_map(|(index, seal)| fields.parse(seal, &format!("{pointer}/{index}"), "a seal number"))
        .collect()
}

/// Reads what an officer found on a unit.
fn found(
    fields: &mut Fields,
    container: Option<&str>,
    seen: &[String],
    gross_mass_kg: &str,
) -> Option<Found> {
    let container = container
        .filter(|text| !text.is_empty())
        .and_then(|text| fields.parse::<ContainerNumber>(text, "/container", "a container number"));
    let seals = seals(fields, seen, "/seals");
    let kilograms = plain_decimal(gross_mass_kg).and_then(|kg| kg.checked_mul(Decimal::ONE_THOUSAND));
    let grams = kilograms.and_then(|grams| grams.round().to_u64());
    fields.need(grams.is_some(), "/grossMassKg", gross_mass_kg, "a weight in kilograms, such as 11890.5");
    let gross = Grams(grams?);
    fields.are_right().then_some(Found { container, vehicle: None, seals, gross, affixed: Vec::new() })
}

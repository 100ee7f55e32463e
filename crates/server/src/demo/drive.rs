//! Lets the trade of the past weeks happen: declarations are lodged over the days, and each movement goes
//! on as its tasks and their officers let it, in the order of time, until today.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use anyhow::Context as _;
use rahdari_app::request::{
    ArrivalRequest, ControlResultRequest, CrossingRequest, DischargeRequest, ExitRequest,
    InvalidationRequest, ReleaseRequest, ResolutionRequest, UnitSeals, UnloadingRequest,
};
use rahdari_app::{Context, Request, movement};
use rahdari_clearance::{Action, Movement, Task, Unit};
use rahdari_corridor::{Shipment, Trade, World};
use rahdari_kernel::{Actor, Instant, MovementId, OfficeCode};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};

use super::world::{self, Made, request};
use crate::verify::progress_bar;

/// How far back the first declaration lies, in days: longer than a journey to Almaty takes.
pub(super) const DAYS: i64 = 60;

/// What happens to a movement beside the ordinary.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nothing.
    Ordinary,
    /// It is withdrawn before release.
    Withdrawn,
    /// A seal is missing at its first exit.
    BrokenSeal,
    /// It weighs too little at its first exit.
    Light,
    /// It weighs too little, and nobody has resolved that yet.
    Unresolved,
    /// A guarantee was forgotten, so that its security does not suffice.
    Unsecured,
}

struct Journey {
    movement: MovementId,
    broker: &'static str,
    fate: Fate,
}

/// Fills an installation whose clock stands sixty days ago, and turns it to today.
pub(super) async fn fill(
    context: &Context,
    world: &World,
    made: Made,
    seed: u64,
    declarations: u32,
) -> anyhow::Result<()> {
    let begin = context.clock.now();
    let today = begin.plus_days(DAYS);
    let mut drive = Drive { context, world, made, rng: ChaCha8Rng::seed_from_u64(seed) };
    drive.run(seed, declarations, begin, today).await?;
    context.clock.set(today);
    Ok(())
}

struct Drive<'a> {
    context: &'a Context,
    world: &'a World,
    made: Made,
    rng: ChaCha8Rng,
}

impl Drive<'_> {
    async fn run(
        &mut self,
        seed: u64,
        declarations: u32,
        begin: Instant,
        today: Instant,
    ) -> anyhow::Result<()> {
        let mut trade = Trade::new(self.world, seed, "DEMO");
        let bar = progress_bar("demo trade");
        bar.set_length(u64::from(declarations));
        // The next thing to happen, by time: a lodging, or the next step of a journey.
        let mut agenda: BinaryHeap<Reverse<(Instant, usize)>> = BinaryHeap::new();
        let mut journeys: Vec<Option<Journey>> = Vec::new();
        for _ in 0..declarations {
            let at = begin.plus_seconds(self.rng.random_range(3_600..DAYS * 86_400));
            agenda.push(Reverse((at, journeys.len())));
            journeys.push(None);
        }
        while let Some(Reverse((at, index))) = agenda.pop() {
            if at > today {
                break;
            }
            self.context.clock.set(at);
            let slot = journeys.get_mut(index).context("the agenda speaks of known journeys")?;
            let goes_on = match slot {
                Some(journey) => self.step(journey).await?,
                None => {
                    let shipment = trade.shipment(at.date()).context("the trade goes on")?;
                    *slot = self.lodge(&shipment).await?;
                    bar.inc(1);
                    slot.is_some()
                }
            };
            if goes_on {
                let hours = self.rng.random_range(6..60_i64);
                agenda.push(Reverse((at.plus_seconds(hours * 3_600), index)));
            }
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// Lodges a shipment; what is refused stays refused, as it would for a broker.
    async fn lodge(&mut self, shipment: &Shipment) -> anyhow::Result<Option<Journey>> {
        if let Some(guarantee) = &shipment.guarantee {
            world::issue(self.context, self.world, &self.made, guarantee).await?;
        }
        let broker =
            self.world.person_of_company(shipment.broker).context("every broker has people")?.username;
        let fate = match self.rng.random_range(0..100_u8) {
            0..4 => Fate::Withdrawn,
            4..6 => Fate::BrokenSeal,
            6..8 => Fate::Light,
            8..10 => Fate::Unresolved,
            10..12 => Fate::Unsecured,
            _ => Fate::Ordinary,
        };
        let mut declaration = shipment.declaration.clone();
        if fate == Fate::Unsecured {
            declaration.guarantees.pop();
        }
        let body = serde_json::to_vec(&declaration)?;
        let lrn = shipment.declaration.functional_reference_id.to_string();
        let actor = self.made.actor(broker)?;
        let lodged =
            rahdari_app::lodge::lodge_declaration(self.context, actor, &request(lrn), None, body).await;
        let view = match lodged {
            Ok(written) => written.value,
            Err(rahdari_app::Error::Refused(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(Some(Journey { movement: view.id.parse()?, broker, fate }))
    }

    /// Does the most urgent task of a movement. Returns whether it goes on.
    async fn step(&mut self, journey: &Journey) -> anyhow::Result<bool> {
        let id = journey.movement;
        let Some(record) = self.context.store.movement(id).await? else {
            return Ok(false);
        };
        let movement = &record.movement;
        let name = request(format!("{} step {}", journey.movement, movement.version));
        // Who is under control cannot withdraw: such a journey goes on.
        if journey.fate == Fate::Withdrawn && movement.control.allows_release() {
            let body = InvalidationRequest { reason: "the buyer withdrew from the contract".to_owned() };
            let broker = self.made.actor(journey.broker)?;
            return settled(
                movement::invalidate_declaration(self.context, broker, &name, record.id(), body).await,
                false,
            );
        }
        let Some(task) = movement.next_task() else { return Ok(false) };
        let Some(office) = task.owner.office() else {
            // The declarant has to bring security; in the demonstration it waits for that.
            return Ok(false);
        };
        let Some(officer) = self.officer(movement, &task, office)? else { return Ok(false) };
        self.act(journey, movement, &task, &officer, &name).await
    }

    /// Chooses somebody of the office who may do the task: not who did what four eyes forbid.
    fn officer(&self, movement: &Movement, task: &Task, office: OfficeCode) -> anyhow::Result<Option<Actor>> {
        for person in self.world.officers_of(&office) {
            let actor = self.made.actor(person.username)?;
            let may = rahdari_clearance::permitted(movement, actor.role, actor.office, Some(actor.user));
            if may.iter().any(|one| one.action == task.action && one.unit == task.unit) {
                return Ok(Some(actor.clone()));
            }
        }
        Ok(None)
    }

    async fn act(
        &mut self,
        journey: &Journey,
        movement: &Movement,
        task: &Task,
        officer: &Actor,
        name: &Request,
    ) -> anyhow::Result<bool> {
        if task.action == Action::ResolveDiscrepancy && journey.fate == Fate::Unresolved {
            return Ok(false);
        }
        let (ctx, id) = (self.context, movement.id);
        let number = task.unit.unwrap_or(1);
        let unit = movement.unit(number);
        let outcome = match task.action {
            Action::RecordControlResult => {
                let body = ControlResultRequest { result: "A1".to_owned(), text: "as declared".to_owned() };
                movement::record_control_result(ctx, officer, name, id, body).await
            }
            Action::Release => {
                let units =
                    movement.units.iter().map(|unit| UnitSeals { unit: unit.sequence, seals: seals(unit) });
                let body = ReleaseRequest { units: units.collect(), limit_date: None };
                movement::release_movement(ctx, officer, name, id, body).await
            }
            Action::RecordExit => {
                let found = self.found(unit.context("an exit has a unit")?, journey.fate);
                let body = ExitRequest {
                    unit: number,
                    container: found.container,
                    seals: found.seals,
                    gross_mass_kg: found.gross_mass_kg,
                    occurred_at: None,
                };
                movement::record_exit(ctx, officer, name, id, body).await
            }
            Action::RecordCrossing => {
                let body = CrossingRequest {
                    unit: number,
                    seals: unit.map(seals).unwrap_or_default(),
                    occurred_at: None,
                };
                movement::record_crossing(ctx, officer, name, id, body).await
            }
            Action::RecordArrival => {
                let found = self.found(unit.context("an arrival has a unit")?, Fate::Ordinary);
                let body = ArrivalRequest {
                    unit: number,
                    container: found.container,
                    seals: found.seals,
                    gross_mass_kg: found.gross_mass_kg,
                    occurred_at: None,
                };
                movement::record_arrival(ctx, officer, name, id, body).await
            }
            Action::RecordUnloadingRemarks => {
                let body =
                    UnloadingRequest { unit: number, conform: true, text: String::new(), occurred_at: None };
                movement::record_unloading_remarks(ctx, officer, name, id, body).await
            }
            Action::ResolveDiscrepancy => {
                let text = "explained by the weighbridge certificate and the photographs".to_owned();
                let body = ResolutionRequest { unit: number, leg: task.leg.unwrap_or(1), accept: true, text };
                movement::resolve_discrepancy(ctx, officer, name, id, body).await
            }
            Action::Discharge => {
                let body = DischargeRequest { unit: task.unit };
                movement::discharge_movement(ctx, officer, name, id, body).await
            }
            Action::Secure | Action::Invalidate => return Ok(false),
        };
        settled(outcome, true)
    }

    /// What an officer sees of a unit: itself, weighed on another bridge, unless its fate is another.
    fn found(&mut self, unit: &Unit, fate: Fate) -> Seen {
        let first_exit = unit.legs.first().is_some_and(|leg| leg.exited.is_none());
        let permille = match fate {
            Fate::Light | Fate::Unresolved if first_exit => 880,
            _ => self.rng.random_range(990..=1_010_u64),
        };
        let grams = unit.gross.0 / 1_000 * permille;
        let mut seals = seals(unit);
        if fate == Fate::BrokenSeal && first_exit {
            seals.pop();
        }
        Seen {
            container: unit.container.as_ref().map(ToString::to_string),
            seals,
            gross_mass_kg: format!("{}.{:03}", grams / 1_000, grams % 1_000),
        }
    }
}

struct Seen {
    container: Option<String>,
    seals: Vec<String>,
    gross_mass_kg: String,
}

fn seals(unit: &Unit) -> Vec<String> {
    unit.seals.iter().map(ToString::to_string).collect()
}

/// A refusal ends a journey of the demonstration; a fault ends the demonstration.
fn settled<T>(outcome: rahdari_app::Result<T>, goes_on: bool) -> anyhow::Result<bool> {
    match outcome {
        Ok(_) => Ok(goes_on),
        Err(rahdari_app::Error::Refused(refusal)) => {
            tracing::debug!(code = %refusal.code, detail = %refusal.detail, "a step of the demonstration was refused");
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

//! What a person may do to a movement now, read from the table. [`crate::decide()`] asks the same function,
//! so a page never offers what would be refused for its state, office or hands, nor hides what would pass.

use rahdari_kernel::{OfficeCode, Role, UserId};
use serde::Serialize;

use crate::facet::{Control, Discrepancy, Security};
use crate::movement::{Movement, Stage, Unit};
use crate::table::{Action, Desk, Hand, Move, Need, State, moves};

/// An action that may be taken, and on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Permitted {
    /// What may be done.
    pub action: Action,
    /// To which transport unit, when it is done to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<u16>,
    /// About which leg, counted from 1, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<u16>,
}

/// Returns what somebody in a role, at an office, may do now, in the order of life. With a person named,
/// what four eyes forbid that person is left out.
pub fn permitted(
    movement: &Movement,
    role: Role,
    office: Option<OfficeCode>,
    person: Option<UserId>,
) -> Vec<Permitted> {
    let seat = Seat { role, office, person };
    let mut all: Vec<Permitted> = Vec::new();
    for row in moves() {
        for target in targets(movement, row.action) {
            let one = Permitted {
                action: row.action,
                unit: target.unit.map(|unit| unit.sequence),
                leg: target.leg(),
            };
            if check(movement, row, &target, &seat).is_ok() && !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all
}

/// Returns the names of the actions that may be taken, each once: what a refusal carries as `allowed`.
pub fn allowed(movement: &Movement, role: Role, office: Option<OfficeCode>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for one in permitted(movement, role, office, None) {
        let name = one.action.as_str();
        if names.last().is_none_or(|last| last != name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seat {
    pub(crate) role: Role,
    pub(crate) office: Option<OfficeCode>,
    pub(crate) person: Option<UserId>,
}

/// What a move is made on: the movement, a unit, or a discrepancy of a unit with its number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'m> {
    pub(crate) unit: Option<&'m Unit>,
    pub(crate) discrepancy: Option<(u16, &'m Discrepancy)>,
}

impl Target<'_> {
    fn leg(&self) -> Option<u16> {
        let position = || u16::try_from(self.unit?.position().1?).ok()?.checked_add(1);
        self.discrepancy.map_or_else(position, |(_, found)| Some(found.leg))
    }
}

/// What stands against a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Role,
    State,
    Office,
    Need(Need),
    Hand(Hand),
}

/// Returns everything that an action could be made on, whether it may or not.
pub(crate) fn targets(movement: &Movement, action: Action) -> Vec<Target<'_>> {
    let of_unit = |unit| Target { unit: Some(unit), discrepancy: None };
    if action == Action::ResolveDiscrepancy {
        let held = movement.numbered().filter(|(_, found)| found.holds());
        held.filter_map(|(number, found)| {
            let unit = movement.unit(found.unit)?;
            Some(Target { discrepancy: Some((number, found)), ..of_unit(unit) })
        })
        .collect()
    } else if action.is_of_unit() {
        movement.units.iter().map(of_unit).collect()
    } else {
        vec![Target { unit: None, discrepancy: None }]
    }
}

/// Returns whether a move may be made on a target by whoever sits there, or what stands against it.
pub(crate) fn check(movement: &Movement, row: &Move, target: &Target<'_>, seat: &Seat) -> Result<(), Block> {
    if !row.desks.iter().any(|desk| role_of(*desk) == seat.role) {
        return Err(Block::Role);
    }
    if !row.from.iter().any(|state| in_state(movement, target, *state)) {
        return Err(Block::State);
    }
    if !row.desks.iter().any(|desk| sits(movement, target, *desk, seat)) {
        return Err(Block::Office);
    }
    if let Some(need) = row.needs.iter().find(|need| !met(movement, target, **need, seat.role)) {
        return Err(Block::Need(*need));
    }
    let barred = |hand: &&Hand| seat.person.is_some_and(|person| did(movement, target, **hand, person));
    match row.not_by.iter().find(barred) {
        Some(hand) => Err(Block::Hand(*hand)),
        None => Ok(()),
    }
}

/// Returns the office of a desk for a target; the declarant's desk has none.
pub(crate) fn office_of(movement: &Movement, target: &Target<'_>, desk: Desk) -> Option<OfficeCode> {
    let leg = || target.unit.and_then(|unit| movement.legs.get(unit.position().1?));
    match desk {
        Desk::Declarant => None,
        Desk::Departure => movement.departure(),
        Desk::Destination => movement.destination(),
        Desk::LegExit => leg().map(|leg| leg.exit),
        Desk::LegEntry => leg().map(|leg| leg.entry),
        Desk::AnotherOffice => target.discrepancy.and_then(|(_, found)| movement.resolver(found)),
    }
}

impl Movement {
    /// Returns the office that decides on a discrepancy: the other office of the leg whose security is
    /// held, which belongs to the same administration; where the leg has only one office, the office of
    /// departure or destination.
    pub fn resolver(&self, found: &Discrepancy) -> Option<OfficeCode> {
        let leg = self.leg(found.leg)?;
        [Some(leg.entry), Some(leg.exit), self.departure(), self.destination()]
            .into_iter()
            .flatten()
            .find(|office| *office != found.office)
    }
}

fn role_of(desk: Desk) -> Role {
    match desk {
        Desk::Declarant => Role::Broker,
        Desk::Departure | Desk::LegExit | Desk::LegEntry | Desk::Destination | Desk::AnotherOffice => {
            Role::Officer
        }
    }
}

fn in_state(movement: &Movement, target: &Target<'_>, state: State) -> bool {
    match state {
        State::Movement(phase) => movement.phase == phase,
        State::Unit(stage) => target.unit.is_some_and(|unit| unit.stage() == stage),
    }
}

fn sits(movement: &Movement, target: &Target<'_>, desk: Desk, seat: &Seat) -> bool {
    if role_of(desk) != seat.role {
        return false;
    }
    match desk {
        Desk::Declarant => true,
        Desk::Departure | Desk::LegExit | Desk::LegEntry | Desk::Destination | Desk::AnotherOffice => {
            let office = office_of(movement, target, desk);
            office.is_some() && office == seat.office
        }
    }
}

fn met(movement: &Movement, target: &Target<'_>, need: Need, role: Role) -> bool {
    let mut securities = movement.securities().map(|(_, _, security)| security);
    let ahead = || {
        let (stage, index) = target.unit?.position();
        let last = movement.legs.len().checked_sub(1)?;
        (stage == Stage::Travelling).then_some(index? < last)
    };
    let holds = || target.unit.is_some_and(|unit| movement.holds(unit.sequence).next().is_some());
    match need {
        Need::SecurityAsked => securities.any(|security| *security != Security::NotNeeded),
        Need::ControlOpen => matches!(movement.control, Control::Required | Control::Unsatisfactory(..)),
        Need::ControlSatisfied => movement.control.allows_release(),
        Need::ControlSatisfiedForDeclarant => {
            role != role_of(Desk::Declarant) || movement.control.allows_release()
        }
        Need::FullySecured => securities.all(|security| !matches!(security, Security::Insufficient { .. })),
        Need::CountryAhead => ahead() == Some(true),
        Need::LastLeg => ahead() == Some(false),
        Need::DiscrepancyHolds => holds(),
        Need::NoDiscrepancyHolds => !holds(),
    }
}

fn did(movement: &Movement, target: &Target<'_>, hand: Hand, person: UserId) -> bool {
    match hand {
        Hand::Controller => {
            matches!(movement.control, Control::Unsatisfactory(_, seen) if seen.by == person)
        }
        Hand::EarlierPassage => {
            target.unit.is_some_and(|unit| unit.passages().any(|passage| passage.by == person))
        }
        Hand::Finder => target.discrepancy.is_some_and(|(_, found)| found.found.by == person),
        Hand::Remarker => {
            target.unit.and_then(|unit| unit.remarks).is_some_and(|remarks| remarks.by == person)
        }
    }
}

//! The table of moves: from which state, by whom, under which conditions, to which state. It is data:
//! permitted actions, refusals, the table and diagrams in the documents are read from it, and nothing
//! decides about a move beside it.

use serde::{Deserialize, Serialize};

use crate::movement::{Phase, Stage};

/// Something a person can do to a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Bring further or other guarantees.
    Secure,
    /// Record the outcome of a control at departure.
    RecordControlResult,
    /// Release for transit.
    Release,
    /// Withdraw before release.
    Invalidate,
    /// Record that a unit leaves a country.
    RecordExit,
    /// Record that a unit enters the next country.
    RecordCrossing,
    /// Record that a unit is presented at the destination.
    RecordArrival,
    /// Record what was found when a unit was unloaded.
    RecordUnloadingRemarks,
    /// Decide on what another office found to differ.
    ResolveDiscrepancy,
    /// End the procedure for a unit.
    Discharge,
}

impl Action {
    /// Every action, in the order of life.
    pub const ALL: [Self; 10] = [
        Self::Secure,
        Self::RecordControlResult,
        Self::Release,
        Self::Invalidate,
        Self::RecordExit,
        Self::RecordCrossing,
        Self::RecordArrival,
        Self::RecordUnloadingRemarks,
        Self::ResolveDiscrepancy,
        Self::Discharge,
    ];

    /// Returns the word used in refusals, the API and pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Secure => "secure",
            Self::RecordControlResult => "record-control-result",
            Self::Release => "release",
            Self::Invalidate => "invalidate",
            Self::RecordExit => "record-exit",
            Self::RecordCrossing => "record-crossing",
            Self::RecordArrival => "record-arrival",
            Self::RecordUnloadingRemarks => "record-unloading-remarks",
            Self::ResolveDiscrepancy => "resolve-discrepancy",
            Self::Discharge => "discharge",
        }
    }
}

/// A state a move begins or ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Of the movement as a whole.
    Movement(Phase),
    /// Of the transport unit the move is about.
    Unit(Stage),
}

impl State {
    /// Returns the word used in the documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Movement(phase) => phase.as_str(),
            Self::Unit(stage) => stage.as_str(),
        }
    }
}

/// Who may make a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Desk {
    /// A broker of the declarant.
    Declarant,
    /// An officer of the office of departure.
    Departure,
    /// An officer of the office where the unit leaves the country it is in.
    LegExit,
    /// An officer of the office where the unit enters the next country.
    LegEntry,
    /// An officer of the office of destination.
    Destination,
    /// An officer of an office of the same leg other than the one that found the discrepancy.
    AnotherOffice,
}

impl Desk {
    /// Returns the words used in refusals and documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Declarant => "a broker of the declarant",
            Self::Departure => "an officer of the office of departure",
            Self::LegExit => "an officer of the leg's office of exit",
            Self::LegEntry => "an officer of the next leg's office of entry",
            Self::Destination => "an officer of the office of destination",
            Self::AnotherOffice => "an officer of another office of the leg",
        }
    }
}

/// What must be true of the movement or unit besides its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// Some leg asks for security.
    SecurityAsked,
    /// The lane asks for a control, and none was satisfactory.
    ControlOpen,
    /// The lane asks for no control, or it was satisfactory.
    ControlSatisfied,
    /// The office of departure asks; or the declarant does, and the lane asks for no control or it was
    /// satisfactory. Nobody withdraws goods from an announced control (UCC Art 174(1)), nor after a bad one.
    ControlSatisfiedForDeclarant,
    /// Every leg of every unit is secured, or needs no security.
    FullySecured,
    /// The unit has a further country ahead.
    CountryAhead,
    /// The unit is on its last leg.
    LastLeg,
    /// A discrepancy of the unit is not resolved.
    DiscrepancyHolds,
    /// No discrepancy of the unit is unresolved.
    NoDiscrepancyHolds,
}

impl Need {
    /// Returns the words used in refusals and documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SecurityAsked => "a leg asks for security",
            Self::ControlOpen => "a control is asked for and none was satisfactory",
            Self::ControlSatisfied => "the control is satisfactory or not asked for",
            Self::ControlSatisfiedForDeclarant => {
                "for the declarant, the control is satisfactory or not asked for"
            }
            Self::FullySecured => "every leg of every unit is secured or needs no security",
            Self::CountryAhead => "the unit has a further country ahead",
            Self::LastLeg => "the unit is on its last leg",
            Self::DiscrepancyHolds => "a discrepancy of the unit is unresolved",
            Self::NoDiscrepancyHolds => "no discrepancy of the unit is unresolved",
        }
    }
}

/// Who may not make a move, because it made another one (four eyes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hand {
    /// Whoever recorded the unsatisfactory control.
    Controller,
    /// Whoever released the unit or recorded an earlier exit or entry of it, or its arrival.
    EarlierPassage,
    /// Whoever found the discrepancy.
    Finder,
    /// Whoever recorded the unit's unloading remarks.
    Remarker,
}

impl Hand {
    /// Returns the words used in refusals and documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Controller => "whoever recorded the unsatisfactory control",
            Self::EarlierPassage => "whoever released the unit or recorded an earlier passage of it",
            Self::Finder => "whoever found the discrepancy",
            Self::Remarker => "whoever recorded the unit's unloading remarks",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// What is done.
    pub action: Action,
    /// In which states it can be done; one is enough.
    pub from: &'static [State],
    /// In which states it ends; when it is the same set as `from`, the state stays.
    pub to: &'static [State],
    /// Who may do it.
    pub desks: &'static [Desk],
    /// What must be true besides; all of it.
    pub needs: &'static [Need],
    /// Who may not, although the desk is right.
    pub not_by: &'static [Hand],
}

const ACCEPTED: State = State::Movement(Phase::Accepted);
const ON_THE_WAY: &[State] = &[
    State::Unit(Stage::Travelling),
    State::Unit(Stage::AtBorder),
    State::Unit(Stage::Arrived),
    State::Unit(Stage::Unloaded),
];

impl Action {
    /// Returns its row of the table.
    pub fn row(self) -> &'static Move {
        match self {
            Self::Secure => &Move {
                action: Self::Secure,
                from: &[ACCEPTED],
                to: &[ACCEPTED],
                desks: &[Desk::Declarant],
                needs: &[Need::SecurityAsked],
                not_by: &[],
            },
            Self::RecordControlResult => &Move {
                action: Self::RecordControlResult,
                from: &[ACCEPTED],
                to: &[ACCEPTED],
                desks: &[Desk::Departure],
                needs: &[Need::ControlOpen],
                not_by: &[Hand::Controller],
            },
            Self::Release => &Move {
                action: Self::Release,
                from: &[ACCEPTED],
                to: &[State::Movement(Phase::Released), State::Unit(Stage::Travelling)],
                desks: &[Desk::Departure],
                needs: &[Need::ControlSatisfied, Need::FullySecured],
                not_by: &[],
            },
            Self::Invalidate => &Move {
                action: Self::Invalidate,
                from: &[ACCEPTED],
                to: &[State::Movement(Phase::Invalidated)],
                desks: &[Desk::Declarant, Desk::Departure],
                needs: &[Need::ControlSatisfiedForDeclarant],
                not_by: &[],
            },
            Self::RecordExit => &Move {
                action: Self::RecordExit,
                from: &[State::Unit(Stage::Travelling)],
                to: &[State::Unit(Stage::AtBorder)],
                desks: &[Desk::LegExit],
                needs: &[Need::CountryAhead],
                not_by: &[Hand::EarlierPassage],
            },
            Self::RecordCrossing => &Move {
                action: Self::RecordCrossing,
                from: &[State::Unit(Stage::AtBorder)],
                to: &[State::Unit(Stage::Travelling)],
                desks: &[Desk::LegEntry],
                needs: &[],
                not_by: &[Hand::EarlierPassage],
            },
            Self::RecordArrival => &Move {
                action: Self::RecordArrival,
                from: &[State::Unit(Stage::Travelling)],
                to: &[State::Unit(Stage::Arrived)],
                desks: &[Desk::Destination],
                needs: &[Need::LastLeg],
                not_by: &[Hand::EarlierPassage],
            },
            Self::RecordUnloadingRemarks => &Move {
                action: Self::RecordUnloadingRemarks,
                from: &[State::Unit(Stage::Arrived)],
                to: &[State::Unit(Stage::Unloaded)],
                desks: &[Desk::Destination],
                needs: &[],
                not_by: &[],
            },
            Self::ResolveDiscrepancy => &Move {
                action: Self::ResolveDiscrepancy,
                from: ON_THE_WAY,
                to: ON_THE_WAY,
                desks: &[Desk::AnotherOffice],
                needs: &[Need::DiscrepancyHolds],
                not_by: &[Hand::Finder, Hand::EarlierPassage, Hand::Remarker],
            },
            Self::Discharge => &Move {
                action: Self::Discharge,
                from: &[State::Unit(Stage::Unloaded)],
                to: &[State::Unit(Stage::Discharged)],
                desks: &[Desk::Destination],
                needs: &[Need::NoDiscrepancyHolds],
                not_by: &[Hand::Remarker],
            },
        }
    }

    /// Returns whether it is done to one transport unit rather than to the movement as a whole.
    pub fn is_of_unit(self) -> bool {
        self.row().from.iter().all(|state| matches!(state, State::Unit(_)))
    }
}

/// The phases that follow from the transport units alone: from, to, and when. They have no command of their
/// own, since the units of one movement travel on different days.
pub const PASSING: [(Phase, Phase, &str); 4] = [
    (Phase::Released, Phase::InTransit, "a border records the first unit"),
    (Phase::Released, Phase::Arrived, "the last unit arrives, where no border lies between"),
    (Phase::InTransit, Phase::Arrived, "the last unit arrives"),
    (Phase::Arrived, Phase::Discharged, "the last unit is discharged"),
];

/// Returns the table: every move there is, one row for each action, in the order of life.
pub fn moves() -> impl Iterator<Item = &'static Move> {
    Action::ALL.into_iter().map(Action::row)
}

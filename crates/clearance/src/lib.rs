//! The life of a transit movement: phases, facets, moves, deadlines, next allowed actions.
//!
//! [`accept()`] begins a movement; [`decide()`] answers a [`Command`] with [`Event`]s or a refusal;
//! [`evolve()`] folds an event into the [`Movement`]; [`permitted()`] and [`Movement::tasks`] say what may and
//! what must happen next. All of it reads one table of moves ([`table`]). The crate does no I/O, reads no
//! clock and knows nothing of declarations, rules or accounts: whoever calls it reserves and voids in the
//! ledger what the events say is held and free.

pub mod accept;
pub mod checklist;
pub mod command;
pub mod event;
pub mod facet;
pub mod movement;
pub mod parameter;
pub mod permitted;
pub mod problem;
pub mod table;
pub mod task;
pub mod words;

mod closing;
mod compact;
mod decide;
mod departure;
mod document;
mod evolve;
mod journey;
mod matching;

pub use accept::{NewMovement, NewUnit, accept};
pub use checklist::{CheckItem, ReleaseChecklist, UnitSeals};
pub use command::{Command, Found, ItemRemark, Reservation, Stamp, StillShort};
pub use decide::decide;
pub use document::table_markdown;
pub use event::{Because, Event, Fact, ReleasedUnit};
pub use evolve::{evolve, fold};
pub use facet::{
    Control, ControlResult, Difference, Discrepancy, Grams, Lane, Reserved, Security, Shortfall, Standing,
};
pub use movement::{Leg, Movement, OfficeRole, Phase, Seen, Stage, Unit, UnitLeg};
pub use parameter::{Parameter, Parameters};
pub use permitted::{Permitted, allowed, permitted};
pub use problem::{PROBLEMS, Problem};
pub use table::{Action, Desk, Hand, Move, Need, PASSING, State, moves};
pub use task::{Deadline, Owner, Task};
pub use words::{STATUSES, Status, status_words};

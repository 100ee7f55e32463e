//! What a movement's state is called in front of people: HMRC's plain words, tested on traders, in a table
//! of conditions of which the first that holds gives the words.

use crate::facet::{Control, Security};
use crate::movement::{Movement, Phase, Stage};

/// Words for a state, and when they hold.
#[derive(Clone, Copy, Debug)]
pub struct Status {
    /// The words.
    pub words: &'static str,
    /// When they hold, in a sentence.
    pub when: &'static str,
    holds: fn(&Movement) -> bool,
}

/// The words, the first that holds first.
pub const STATUSES: [Status; 10] = [
    Status {
        words: "Declaration cancelled",
        when: "the movement was withdrawn before release",
        holds: |movement| movement.phase == Phase::Invalidated,
    },
    Status {
        words: "Movement ended",
        when: "every unit is discharged",
        holds: |movement| movement.phase == Phase::Discharged,
    },
    Status {
        words: "Guarantee rejected",
        when: "accepted, and a leg of a unit lacks security",
        holds: |movement| {
            let open = |security: &Security| matches!(security, Security::Insufficient { .. });
            movement.phase == Phase::Accepted && movement.securities().any(|(_, _, security)| open(security))
        },
    },
    Status {
        words: "Goods not released",
        when: "accepted, and the control was not satisfactory",
        holds: |movement| {
            movement.phase == Phase::Accepted && matches!(movement.control, Control::Unsatisfactory(..))
        },
    },
    Status {
        words: "Goods under control",
        when: "accepted, and the lane asks for a control that is not recorded",
        holds: |movement| movement.phase == Phase::Accepted && movement.control == Control::Required,
    },
    Status {
        words: "MRN allocated",
        when: "accepted, and ready for release",
        holds: |movement| movement.phase == Phase::Accepted,
    },
    Status {
        words: "Goods not released - discrepancies",
        when: "every unit has arrived, and a discrepancy is not resolved",
        holds: |movement| {
            movement.phase == Phase::Arrived && movement.discrepancies.iter().any(|found| found.holds())
        },
    },
    Status {
        words: "Unloading remarks sent",
        when: "every unit is unloaded, and not every one discharged",
        holds: |movement| {
            movement.phase == Phase::Arrived
                && movement.units.iter().all(|unit| unit.stage() >= Stage::Unloaded)
        },
    },
    Status {
        words: "Arrival notification sent",
        when: "every unit has arrived, and not every one is unloaded",
        holds: |movement| movement.phase == Phase::Arrived,
    },
    Status {
        words: "Released for transit",
        when: "released, and not every unit has arrived",
        holds: |movement| matches!(movement.phase, Phase::Released | Phase::InTransit),
    },
];

/// Returns what the movement's state is called in front of people.
pub fn status_words(movement: &Movement) -> &'static str {
    STATUSES.iter().find(|status| (status.holds)(movement)).map_or("", |status| status.words)
}

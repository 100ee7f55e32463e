//! What scoring gives: a lane, and every reason for it.
//!
//! The outcome is for officers, auditors and replay. What a broker may see is [`Notice`].

use std::collections::BTreeSet;

use rahdari_kernel::Date;
use serde::{Deserialize, Serialize};

/// The treatment a declaration is given, from the lightest to the heaviest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Released without control.
    Green,
    /// Released; the records are audited afterwards.
    Blue,
    /// The documents are checked.
    Yellow,
    /// The goods are scanned.
    Orange,
    /// The goods are examined.
    Red,
}

/// What a broker may be told about why a lane was chosen; never the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something about the papers.
    Document,
    /// Something about the goods.
    Goods,
    /// Something about the people and companies.
    Partner,
    /// Chance.
    Random,
}

/// What an officer should do about a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Check the documents.
    Documents,
    /// Scan the container.
    Scan,
    /// Weigh the vehicle.
    Weigh,
    /// Open and examine the goods.
    Examine,
    /// Take samples for the laboratory.
    Samples,
}

/// What decided the lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelectedBy {
    /// The rules.
    Rules,
    /// The random draw, which asked for more than the rules.
    Random,
    /// Nothing: the lane is green.
    None,
}

/// A rule that was true, with what it saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The id of the rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Why it matters, for the officer.
    pub reason: String,
    /// What the broker may be told.
    pub kind: Kind,
    /// The points it adds; a rule about trust may take some away.
    pub points: i16,
    /// The lightest lane it allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_lane: Option<Lane>,
    /// Whether an officer may never lower the lane below it.
    pub mandatory: bool,
    /// The law it rests on.
    pub legal_basis: String,
    /// What to do.
    pub measures: Vec<Measure>,
    /// The rows it was true for, counted from 1; empty for a rule about the whole declaration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<usize>,
    /// The facts it looked at and their values.
    pub saw: Vec<(String, String)>,
}

/// A rule that could not be decided, because a fact is missing or a calculation has no result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undecided {
    /// The id of the rule.
    pub rule: String,
    /// Why, in a phrase.
    pub because: String,
}

/// The result of scoring. The same ruleset, facts, date and draw give the same outcome, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The sum of the points of all hits, held between 0 and 100.
    pub score: u8,
    /// The lane.
    pub lane: Lane,
    /// What decided the lane.
    pub selected_by: SelectedBy,
    /// The rules that were true, in the order of the ruleset.
    pub hits: Vec<Hit>,
    /// The rules that could not be decided, in the order of the ruleset.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<Undecided>,
    /// The date whose rules were in force.
    pub on: Date,
    /// The random draw, 0 to 9999.
    pub draw: u16,
    /// The SHA-256 of the ruleset's text, in hexadecimal.
    pub ruleset: String,
}

/// What a broker may see of an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The lane.
    pub lane: Lane,
    /// What the lane means for the consignment.
    pub consequence: String,
    /// The kinds of reason; empty when the lane is green.
    pub kinds: Vec<Kind>,
}

impl Lane {
    /// All lanes from the lightest to the heaviest.
    pub const ALL: [Self; 5] = [Self::Green, Self::Blue, Self::Yellow, Self::Orange, Self::Red];

    /// Returns the word used in files and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
        }
    }

    /// Returns what the lane means for the consignment, in a sentence for the broker.
    pub fn consequence(self) -> &'static str {
        match self {
            Self::Green => "Released without further control.",
            Self::Blue => "Released; keep the records at hand, they may be audited afterwards.",
            Self::Yellow => "Held until an officer has checked the documents.",
            Self::Orange => "Held until the container has been scanned.",
            Self::Red => "Held until the goods have been examined.",
        }
    }

    /// Tells whether the goods wait for an officer.
    pub fn holds_goods(self) -> bool {
        matches!(self, Self::Yellow | Self::Orange | Self::Red)
    }
}

impl std::fmt::Display for Lane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Outcome {
    /// Returns what the broker may see: lane, consequence and the kinds of reason, never the rules.
    pub fn notice(&self) -> Notice {
        let kinds: BTreeSet<Kind> = match self.selected_by {
            SelectedBy::None => BTreeSet::new(),
            SelectedBy::Random => BTreeSet::from([Kind::Random]),
            SelectedBy::Rules => self.hits.iter().filter(|hit| hit.raises()).map(|hit| hit.kind).collect(),
        };
        Notice {
            lane: self.lane,
            consequence: self.lane.consequence().to_owned(),
            kinds: kinds.into_iter().collect(),
        }
    }

    /// Returns the lane below which no officer may go, by the mandatory hits.
    pub fn floor(&self) -> Lane {
        let mandatory = self.hits.iter().filter(|hit| hit.mandatory);
        mandatory.filter_map(|hit| hit.minimum_lane).max().unwrap_or(Lane::Green)
    }
}

impl Hit {
    /// Tells whether the hit is a reason for more control, not for less.
    fn raises(&self) -> bool {
        self.points > 0 || self.minimum_lane.is_some_and(|lane| lane > Lane::Green)
    }
}

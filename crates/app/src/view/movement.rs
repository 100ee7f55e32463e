//! Movements as they are shown: in queues, in full, and after a change.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{GoodsView, MoneyView, PartyView};

/// The security of one leg and transport unit, as it stands.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecurityView {
    /// The leg.
    pub leg: u16,
    /// The country whose law asks for it.
    pub country: String,
    /// The transport unit.
    pub unit: u16,
    /// `not_needed`, `insufficient`, `reserved`, `released` or `claimed`.
    pub state: String,
    /// The amount asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyView>,
    /// The guarantee that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grn: Option<String>,
    /// Why it could not be reserved.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reasons: Vec<String>,
}

/// A movement in a list or queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MovementSummary {
    /// The id of the movement and of its declaration.
    pub id: String,
    /// The movement reference number.
    pub mrn: String,
    /// The phase.
    pub phase: String,
    /// The state in plain words.
    pub status: String,
    /// The lane.
    pub lane: String,
    /// The office of departure.
    pub departure: String,
    /// The office of destination.
    pub destination: String,
    /// Whose turn it is.
    pub owner: String,
    /// What is to be done next.
    pub next_action: String,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
}

/// A reason of the lane, as an officer sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReasonView {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Why it matters.
    pub reason: String,
    /// `document`, `goods`, `partner` or `random`.
    pub kind: String,
    /// The points it gave.
    pub points: i32,
    /// Whether it can never be lowered.
    pub mandatory: bool,
    /// The values it saw.
    pub saw: Vec<String>,
}

/// One leg of a movement.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LegView {
    /// Its place in the journey, from 1.
    pub leg: u16,
    /// The country it crosses.
    pub country: String,
    /// The office where it begins.
    pub entry: String,
    /// The office where it ends.
    pub exit: String,
    /// The days allowed for it.
    pub days_allowed: u32,
}

/// What happened to one transport unit on one leg.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProgressView {
    /// The leg.
    pub leg: u16,
    /// When it entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entered_at: Option<String>,
    /// When it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_at: Option<String>,
    /// The differences found at its end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discrepancies: Vec<String>,
}

/// One transport unit of a movement.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnitView {
    /// Its number.
    pub unit: u16,
    /// The container.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    /// The truck.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<String>,
    /// The declared gross mass in kilograms.
    pub gross_mass_kg: String,
    /// The seals it travels under.
    pub seals: Vec<String>,
    /// Where it is in its own life.
    pub status: String,
    /// The last day to present it at destination.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_date: Option<String>,
    /// What happened to it, leg by leg.
    pub progress: Vec<ProgressView>,
}

/// Something that the asker may do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActionView {
    /// The action, which is also the last part of its path: `release`, `exit`, …
    pub action: String,
    /// What it is called on a button.
    pub title: String,
    /// The units it may be done for.
    pub units: Vec<u16>,
}

/// A movement in full.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MovementView {
    /// The facts of the list.
    #[serde(flatten)]
    pub summary: MovementSummary,
    /// The local reference number of the declarant.
    pub lrn: String,
    /// The agreement it moves under.
    pub agreement: String,
    /// The risk score, 0 to 100; officers and auditors only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// The reasons of the lane; officers and auditors only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonView>,
    /// What the lane means for the broker.
    pub consequence: String,
    /// The kinds of reason a broker may be told.
    pub reason_kinds: Vec<String>,
    /// Who is named in the declaration.
    pub parties: Vec<PartyView>,
    /// The goods, as declared.
    pub goods: Vec<GoodsView>,
    /// The deadline's parameter and its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_source: Option<String>,
    /// Its legs.
    pub legs: Vec<LegView>,
    /// Its transport units.
    pub units: Vec<UnitView>,
    /// Its security by leg and unit.
    pub security: Vec<SecurityView>,
    /// The checklist of the release: what is needed and whether it is there.
    pub checklist: Vec<ChecklistView>,
    /// What the asker may do now.
    pub permitted_actions: Vec<ActionView>,
    /// What is not in force or not verified in the law that was applied.
    pub notices: Vec<String>,
    /// The row version for `If-Match`.
    pub row_version: i64,
}

/// The answer to a change of a movement: what it is now, and what was recorded. The same request sent again
/// gets the same answer, whatever happened since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangedView {
    /// The id of the movement.
    pub id: String,
    /// The movement reference number.
    pub mrn: String,
    /// The phase it is in now.
    pub phase: String,
    /// The state in plain words.
    pub status: String,
    /// The row version for `If-Match`.
    pub row_version: i64,
    /// The kinds of events that were recorded, in order.
    pub events: Vec<String>,
}

/// One line of the release checklist.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistView {
    /// What is needed.
    pub title: String,
    /// Whether it is there.
    pub done: bool,
    /// What is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

//! Guarantees and their statements as they are shown.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MoneyView;

/// A guarantee and what holds it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GuaranteeView {
    /// Its id.
    pub id: String,
    /// The guarantee reference number.
    pub grn: String,
    /// Its kind.
    pub kind: String,
    /// The administration whose office of guarantee registered it.
    pub administration: String,
    /// The company whose movements it secures.
    pub holder: String,
    /// Who stands behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guarantor: Option<String>,
    /// The countries it names.
    pub countries: Vec<String>,
    /// The first day, UTC.
    pub valid_from: String,
    /// The last day, UTC.
    pub valid_until: String,
    /// `active`, `suspended`, `revoked` or `expired`.
    pub status: String,
    /// What it secures, in each pocket: one for all countries, or one for each.
    pub pockets: Vec<PocketView>,
    /// The row version for `If-Match`.
    pub row_version: i64,
}

/// The answer to an issue or increase of a guarantee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuedView {
    /// Its id.
    pub id: String,
    /// The guarantee reference number.
    pub grn: String,
    /// What it secures now, in each of its pockets.
    pub limit: MoneyView,
    /// The row version for `If-Match`.
    pub row_version: i64,
}

/// A pocket of a guarantee.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PocketView {
    /// The country it serves; absent when it serves all that the guarantee names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What the guarantor undertook.
    pub limit: MoneyView,
    /// What is reserved for open movements.
    pub reserved: MoneyView,
    /// What was claimed.
    pub claimed: MoneyView,
    /// What is free.
    pub available: MoneyView,
}

/// One entry of a guarantee's statement.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatementEntryView {
    /// The number of its event in the log.
    pub index: u64,
    /// The transfer.
    pub transfer: String,
    /// What it does: `issue`, `increase`, `reserve`, `release`, `claim`.
    pub kind: String,
    /// The amount.
    pub amount: MoneyView,
    /// What was free afterwards.
    pub available_after: MoneyView,
    /// What was reserved afterwards.
    pub reserved_after: MoneyView,
    /// The movement it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub movement: Option<String>,
    /// The leg it secures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<u16>,
    /// The transport unit it secures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<u16>,
    /// Why: the law it follows.
    pub law: String,
    /// When it was recorded.
    pub recorded_at: String,
}

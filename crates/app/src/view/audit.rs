//! The log, the trial balance, the law and notifications as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::MoneyView;

/// An event of the log.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// Its number in the installation's one log, from 0.
    pub index: u64,
    /// What happened.
    pub kind: String,
    /// What it happened to: kind and id.
    pub subject_kind: String,
    /// The id of what it happened to.
    pub subject_id: String,
    /// The administration whose business it is.
    pub administration: String,
    /// Who did it: the user's name, as far as the asker may know it.
    pub by: String,
    /// The role it acted in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The office it acted at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// When it occurred.
    pub occurred_at: String,
    /// When it was recorded.
    pub recorded_at: String,
    /// `api`, `message`, `page` or `system`.
    pub source: String,
    /// What else there is to know.
    #[schema(value_type = Object)]
    pub payload: serde_json::Value,
    /// The RFC 6962 leaf hash, in hexadecimal.
    pub leaf_hash: String,
}

/// The sums of one currency's ledger.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LedgerBalanceView {
    /// The currency.
    pub currency: String,
    /// The sum of posted debits.
    pub debits_posted: MoneyView,
    /// The sum of posted credits.
    pub credits_posted: MoneyView,
    /// The sum of pending debits.
    pub debits_pending: MoneyView,
    /// The sum of pending credits.
    pub credits_pending: MoneyView,
    /// Debits less credits: zero, or the book is wrong.
    pub difference: MoneyView,
}

/// The trial balance.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrialBalanceView {
    /// One line a currency.
    pub ledgers: Vec<LedgerBalanceView>,
    /// Whether every difference is zero.
    pub balanced: bool,
}

/// A signed statement of the log's size and root.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckpointView {
    /// The C2SP signed note.
    pub note: String,
    /// The number of events it covers.
    pub size: u64,
}

/// The result of verifying the book.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerificationView {
    /// Whether nothing was altered.
    pub sound: bool,
    /// The number of events recomputed.
    pub events: u64,
    /// The number of ledger entries recomputed.
    pub entries: u64,
    /// The number of declaration versions recomputed.
    pub versions: u64,
    /// The Merkle root that was recomputed, in hexadecimal.
    pub root: String,
    /// What was altered, missing, added or reordered, one sentence each.
    pub problems: Vec<String>,
}

/// A notification for a company or an office.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotificationView {
    /// Its number; later ones are larger.
    pub number: u64,
    /// What happened.
    pub kind: String,
    /// The id of what it is about.
    pub subject: String,
    /// A sentence for the person concerned.
    pub text: String,
    /// When it was recorded.
    pub recorded_at: String,
}

/// The law that is loaded.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReferenceView {
    /// The SHA-256 over all loaded files, in hexadecimal.
    pub hash: String,
    /// The hash of the published ruleset, in hexadecimal.
    pub ruleset: String,
    /// Each agreement and how far it can be relied on.
    pub agreements: Vec<AgreementView>,
    /// The customs offices.
    pub offices: Vec<OfficeView>,
}

/// An agreement, as far as it is known.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreementView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `draft`, `in_force`, `suspended` or `expired`.
    pub status: String,
    /// Its parties.
    pub parties: Vec<String>,
    /// Where its text was found.
    pub source: String,
    /// Whether that was confirmed in a public source.
    pub verified: bool,
}

/// A customs office.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OfficeView {
    /// Its reference.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: String,
}

//! What people and programs are shown: one set of shapes for the JSON API and the pages.
//!
//! A view is written by hand from what a use case returns; a database row is never handed out.

mod audit;
mod declaration;
mod guarantee;
mod movement;
mod people;

use rahdari_kernel::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use audit::{
    AgreementView, CheckpointView, EventView, LedgerBalanceView, NotificationView, OfficeView, ReferenceView,
    TrialBalanceView, VerificationView,
};
pub use declaration::{
    ChargeLineView, CheckView, DeclarationSummary, DeclarationView, DeclaredAmountView, GoodsView,
    LegAssessmentView, LodgedView, PackageView, PartyView, UnitSecurityView,
};
pub use guarantee::{GuaranteeView, IssuedView, PocketView, StatementEntryView};
pub use movement::{
    ActionView, ChangedView, ChecklistView, LegView, MovementSummary, MovementView, ProgressView, ReasonView,
    SecurityView, UnitView,
};
pub use people::{CompanyView, MandateView, SignedInView, UserView};

/// One page of a list, and where the next one begins.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// The cursor to hand in for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MoneyView {
    /// The exact amount as a decimal number in text: `1234567.89`.
    pub amount: String,
    /// The ISO 4217 currency.
    pub currency: String,
    /// The amount as people read it: `PKR 1,234,567.89`.
    pub text: String,
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        let scale = money.currency.exponent();
        let amount = rust_decimal::Decimal::new(money.amount_minor, scale).to_string();
        Self { amount, currency: money.currency.to_string(), text: money.to_string() }
    }
}

//! What people and programs are shown: one set of shapes for the JSON API and the pages.
//!
//! A view is written by hand from what a use case returns; a database row is never handed out.

use rahdari_kernel::{Finding, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// The tokens of a sign-in and who it is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedInView {
    /// A JSON Web Token for the `Authorization: Bearer` header.
    pub access_token: String,
    /// How long the access token is accepted, in seconds.
    pub expires_in: i64,
    /// Buys the next pair of tokens, once.
    pub refresh_token: String,
    /// Who signed in.
    pub user: UserView,
}

/// A user.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    /// Its id.
    pub id: String,
    /// The name it signs in with.
    pub username: String,
    /// The name people see.
    pub display_name: String,
    /// `broker`, `officer`, `auditor`, `guarantor` or `administrator`.
    pub role: String,
    /// The administration it belongs to, by country.
    pub administration: String,
    /// The customs office it works at (officers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The company it acts for (brokers and guarantors).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Whether it may sign in.
    pub active: bool,
}

/// A company known to an administration.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyView {
    /// Its id.
    pub id: String,
    /// The administration that registered it.
    pub administration: String,
    /// `broker`, `trader`, `carrier` or `guarantor`.
    pub kind: String,
    /// Its number with the administration (NTN, BIN, …).
    pub identification: String,
    /// Its name.
    pub name: String,
}

/// A dated mandate.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MandateView {
    /// Its id.
    pub id: String,
    /// The administration it was given in.
    pub administration: String,
    /// `holder` (a holder lets a broker declare) or `auditor` (an administration lets a user read its books).
    pub kind: String,
    /// The holder's company, for `holder`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// The broker's company, for `holder`; the auditor's user, for `auditor`.
    pub agent: String,
    /// The first day, UTC.
    pub valid_from: String,
    /// The last day, UTC.
    pub valid_until: String,
    /// Whether it was withdrawn.
    pub revoked: bool,
}

/// The findings on a file that was checked and not lodged.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// The format it was recognised as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Whether it could be lodged as it is.
    pub acceptable: bool,
    /// Everything that is wrong or worth knowing.
    #[schema(value_type = Vec<Object>)]
    pub findings: Vec<Finding>,
    /// What it would cost and secure, when it could be assessed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub legs: Vec<LegAssessmentView>,
}

/// The answer to a lodging.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LodgedView {
    /// The id of the declaration and of its movement.
    pub id: String,
    /// The local reference number of the declarant.
    pub lrn: String,
    /// The movement reference number that was allotted.
    pub mrn: String,
    /// The lane: `green`, `blue`, `yellow`, `orange` or `red`.
    pub lane: String,
    /// What the lane means for the broker.
    pub consequence: String,
    /// The phase of the movement.
    pub phase: String,
    /// The state in plain words.
    pub status: String,
    /// The security of each leg and transport unit.
    pub security: Vec<SecurityView>,
    /// What is not in force or not verified in the law that was applied.
    pub notices: Vec<String>,
    /// Findings that did not prevent acceptance.
    #[schema(value_type = Vec<Object>)]
    pub warnings: Vec<Finding>,
}

/// A declaration in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeclarationSummary {
    /// The id of the declaration and of its movement.
    pub id: String,
    /// The local reference number of the declarant.
    pub lrn: String,
    /// The movement reference number, once accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mrn: Option<String>,
    /// The declaration type: `T1`, `TIR`, …
    #[serde(rename = "type")]
    pub type_code: String,
    /// The agreement it is declared under.
    pub agreement: String,
    /// The office of departure.
    pub departure: String,
    /// The office of destination.
    pub destination: String,
    /// The phase of the movement.
    pub phase: String,
    /// The state in plain words.
    pub status: String,
    /// The lane.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lane: Option<String>,
    /// When it was lodged.
    pub lodged_at: String,
}

/// Somebody a declaration names.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartyView {
    /// `holder`, `declarant`, `consignor` or `consignee`; who declares for itself is both of the first.
    pub role: String,
    /// The identification number given by customs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The country of the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Goods of one kind, as declared.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GoodsView {
    /// The number of the goods item.
    pub item: u16,
    /// The transport unit that carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<u16>,
    /// The goods code.
    pub commodity: String,
    /// What it is, in words.
    pub description: String,
    /// The country of origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// How the goods are packed.
    pub packages: Vec<PackageView>,
    /// The declared gross mass in kilograms.
    pub gross_mass_kg: String,
    /// The declared price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<DeclaredAmountView>,
}

/// Packages of one kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PackageView {
    /// The kind by its code of UN/ECE Recommendation 21.
    pub kind: String,
    /// How many; absent for goods in bulk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// An amount as it was declared.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeclaredAmountView {
    /// The amount as a decimal number in text.
    pub amount: String,
    /// The ISO 4217 currency.
    pub currency: String,
}

/// A declaration in full.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeclarationView {
    /// The facts of the list.
    #[serde(flatten)]
    pub summary: DeclarationSummary,
    /// What the lane means for the broker.
    pub consequence: String,
    /// The kinds of reason for the lane that a broker may be told.
    pub reason_kinds: Vec<String>,
    /// The number of its current version.
    pub version: i64,
    /// The format it was lodged in.
    pub format: String,
    /// The SHA-256 commitment to the version, as it stands in the log.
    pub commitment: String,
    /// Who is named in it.
    pub parties: Vec<PartyView>,
    /// The goods.
    pub goods: Vec<GoodsView>,
    /// Duties, taxes and security of each leg.
    pub legs: Vec<LegAssessmentView>,
    /// What is not in force or not verified in the law that was applied.
    pub notices: Vec<String>,
    /// The row version for `If-Match`.
    pub row_version: i64,
}

/// Duties, taxes and security of one leg.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LegAssessmentView {
    /// The place of the leg in the journey, from 1.
    pub leg: u16,
    /// The country it crosses.
    pub country: String,
    /// Where it begins.
    pub entry: String,
    /// Where it ends.
    pub exit: String,
    /// The days allowed for it.
    pub days_allowed: u32,
    /// Each levy, line by line.
    pub charges: Vec<ChargeLineView>,
    /// The security of each transport unit.
    pub security: Vec<UnitSecurityView>,
}

/// One levy on one goods item.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChargeLineView {
    /// The goods item.
    pub item: u32,
    /// The transport unit that carries it.
    pub unit: u16,
    /// The levy.
    pub charge: String,
    /// What it is levied on.
    pub base: String,
    /// The rate in words: `20 %`.
    pub rate: String,
    /// The amount.
    pub amount: String,
    /// The currency of base and amount.
    pub currency: String,
    /// The law it follows.
    pub law: String,
    /// Whether that law was confirmed in a public source.
    pub verified: bool,
}

/// The security that a leg needs for one transport unit.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnitSecurityView {
    /// The transport unit.
    pub unit: u16,
    /// The amount.
    pub amount: MoneyView,
    /// How it comes about.
    pub basis: String,
}

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

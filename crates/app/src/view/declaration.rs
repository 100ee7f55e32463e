//! Declarations as they are shown: in lists, in full, checked, lodged, assessed.

use rahdari_kernel::Finding;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MoneyView, SecurityView};

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

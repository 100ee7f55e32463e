//! What people and programs send: the bodies of writes, shared by the JSON API and the forms.

use serde::Deserialize;
use utoipa::ToSchema;

/// Further guarantees for a movement whose security does not suffice.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityRequest {
    /// The guarantees, in the order in which they are used.
    pub guarantees: Vec<GuaranteeCitation>,
}

/// A guarantee and the code that lets its holder use it.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GuaranteeCitation {
    /// The guarantee reference number.
    pub grn: String,
    /// Its access code (an4).
    pub access_code: String,
}

/// The result of the control at departure.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ControlResultRequest {
    /// `A1` satisfactory, `A2` considered satisfactory, `B1` not satisfactory.
    pub result: String,
    /// What was seen.
    #[serde(default)]
    pub text: String,
}

/// Release for transit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReleaseRequest {
    /// The seals affixed, unit by unit.
    pub units: Vec<UnitSeals>,
    /// The last day to present the goods at destination; computed from the route when absent.
    #[serde(default)]
    pub limit_date: Option<String>,
}

/// The seals of one transport unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitSeals {
    /// The transport unit.
    pub unit: u16,
    /// The numbers of its seals.
    pub seals: Vec<String>,
}

/// A transport unit leaves a country.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExitRequest {
    /// The transport unit.
    pub unit: u16,
    /// The container that was seen.
    #[serde(default)]
    pub container: Option<String>,
    /// The seals that were seen.
    pub seals: Vec<String>,
    /// The weight that was found, in kilograms, as a decimal number in text.
    pub gross_mass_kg: String,
    /// When it occurred; now when absent.
    #[serde(default)]
    pub occurred_at: Option<String>,
}

/// A transport unit enters a country at an office of transit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CrossingRequest {
    /// The transport unit.
    pub unit: u16,
    /// The seals that were seen.
    pub seals: Vec<String>,
    /// When it occurred; now when absent.
    #[serde(default)]
    pub occurred_at: Option<String>,
}

/// A transport unit arrives at the office of destination.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ArrivalRequest {
    /// The transport unit.
    pub unit: u16,
    /// The container that was seen.
    #[serde(default)]
    pub container: Option<String>,
    /// The seals that were seen.
    pub seals: Vec<String>,
    /// The weight that was found, in kilograms, as a decimal number in text.
    pub gross_mass_kg: String,
    /// When it occurred; now when absent.
    #[serde(default)]
    pub occurred_at: Option<String>,
}

/// What was found when a transport unit was unloaded.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnloadingRequest {
    /// The transport unit.
    pub unit: u16,
    /// Whether everything was as declared.
    pub conform: bool,
    /// The remarks; needed when not conform.
    #[serde(default)]
    pub text: String,
    /// When it occurred; now when absent.
    #[serde(default)]
    pub occurred_at: Option<String>,
}

/// The resolution of a discrepancy by another office.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolutionRequest {
    /// The transport unit.
    pub unit: u16,
    /// The leg at whose end the difference was found.
    pub leg: u16,
    /// Whether the explanation is accepted; otherwise the discrepancy goes on holding.
    pub accept: bool,
    /// The reason.
    pub text: String,
}

/// Discharge of what has arrived.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DischargeRequest {
    /// The transport unit; all that are left when absent.
    #[serde(default)]
    pub unit: Option<u16>,
}

/// Invalidation of a declaration before release.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InvalidationRequest {
    /// The reason.
    pub reason: String,
}

/// A guarantee that a guarantor undertakes.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueRequest {
    /// The guarantee reference number.
    pub grn: String,
    /// Its kind: `individual_cash`, `individual_undertaking`, `comprehensive`, `flat_rate_voucher`, `tir` or `waiver`.
    pub kind: String,
    /// The company whose movements it secures, by id.
    pub holder: String,
    /// The countries it names, by ISO 3166 code.
    pub countries: Vec<String>,
    /// The amount as a decimal number in text.
    pub amount: String,
    /// The ISO 4217 currency.
    pub currency: String,
    /// The first day.
    pub valid_from: String,
    /// The last day.
    pub valid_until: String,
    /// The access code (an4) that the holder will use.
    pub access_code: String,
}

/// More security under an existing guarantee.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IncreaseRequest {
    /// By how much, as a decimal number in text, in the guarantee's currency.
    pub amount: String,
}

/// A company to register.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompanyRequest {
    /// `broker`, `trader`, `carrier` or `guarantor`.
    pub kind: String,
    /// Its number with the administration.
    pub identification: String,
    /// Its name.
    pub name: String,
}

/// A user to add.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserRequest {
    /// The name it signs in with.
    pub username: String,
    /// The name people see.
    pub display_name: String,
    /// Its first password, at least 12 characters.
    pub password: String,
    /// Its role.
    pub role: String,
    /// The office it works at (officers).
    #[serde(default)]
    pub office: Option<String>,
    /// The company it acts for, by id (brokers and guarantors).
    #[serde(default)]
    pub company: Option<String>,
}

/// A mandate to record.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MandateRequest {
    /// `holder` or `auditor`.
    pub kind: String,
    /// The holder's company, by id, for `holder`.
    #[serde(default)]
    pub principal: Option<String>,
    /// The broker's company, or the auditor's user, by id.
    pub agent: String,
    /// The first day.
    pub valid_from: String,
    /// The last day.
    pub valid_until: String,
}

/// The name and password of a sign-in.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInRequest {
    /// The name.
    pub username: String,
    /// The password.
    pub password: String,
}

/// A refresh token to exchange.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefreshRequest {
    /// The token that came with the last pair.
    pub refresh_token: String,
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// Where to go on: the `next` of the page before.
    pub cursor: Option<String>,
    /// How many at most; 50 when absent, 200 at most.
    pub limit: Option<u32>,
}

/// Narrows a list of declarations or movements.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this phase.
    pub phase: Option<String>,
    /// Only this lane.
    pub lane: Option<String>,
    /// For an officer: every movement that passes the office, not only those that wait for it.
    pub all: bool,
}

impl PageRequest {
    /// The most items that a page has.
    pub const LIMIT_MAX: u32 = 200;

    /// Returns where to go on.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Returns how many items the page has at most.
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(50).clamp(1, Self::LIMIT_MAX)
    }
}

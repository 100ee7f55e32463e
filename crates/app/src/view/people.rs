//! People, companies and mandates as they are shown.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

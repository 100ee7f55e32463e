//! Who may do what: one table of roles. Scope (own company, own office, own administration) is decided on
//! the thing itself, where a foreign one is not found rather than forbidden.

use rahdari_kernel::{Actor, Role};

use crate::error::{Error, Result};

/// Everything that can be done, one name for each use case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the use case of the same name")]
pub enum Action {
    LodgeDeclaration,
    CheckDeclaration,
    ReadDeclarations,
    ReadMovements,
    SecureMovement,
    RecordControlResult,
    ReleaseMovement,
    RecordExit,
    RecordCrossing,
    RecordArrival,
    RecordUnloadingRemarks,
    ResolveDiscrepancy,
    DischargeMovement,
    InvalidateDeclaration,
    IssueGuarantee,
    IncreaseGuarantee,
    ReadGuarantees,
    ReadTrialBalance,
    ReadEvents,
    ReadCheckpoint,
    VerifyLog,
    ManageCompanies,
    ManageUsers,
    ManageMandates,
    ReadNotifications,
    ReadReference,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 26] = [
        Self::LodgeDeclaration,
        Self::CheckDeclaration,
        Self::ReadDeclarations,
        Self::ReadMovements,
        Self::SecureMovement,
        Self::RecordControlResult,
        Self::ReleaseMovement,
        Self::RecordExit,
        Self::RecordCrossing,
        Self::RecordArrival,
        Self::RecordUnloadingRemarks,
        Self::ResolveDiscrepancy,
        Self::DischargeMovement,
        Self::InvalidateDeclaration,
        Self::IssueGuarantee,
        Self::IncreaseGuarantee,
        Self::ReadGuarantees,
        Self::ReadTrialBalance,
        Self::ReadEvents,
        Self::ReadCheckpoint,
        Self::VerifyLog,
        Self::ManageCompanies,
        Self::ManageUsers,
        Self::ManageMandates,
        Self::ReadNotifications,
        Self::ReadReference,
    ];

    /// Returns the roles that have this action. This match is the permission table.
    pub fn roles(self) -> &'static [Role] {
        use Role::{Administrator, Auditor, Broker, Guarantor, Officer};
        match self {
            Self::LodgeDeclaration | Self::CheckDeclaration | Self::SecureMovement => &[Broker],
            Self::InvalidateDeclaration => &[Broker, Officer],
            Self::RecordControlResult
            | Self::ReleaseMovement
            | Self::RecordExit
            | Self::RecordCrossing
            | Self::RecordArrival
            | Self::RecordUnloadingRemarks
            | Self::ResolveDiscrepancy
            | Self::DischargeMovement => &[Officer],
            Self::ReadDeclarations | Self::ReadMovements => &[Broker, Officer, Auditor],
            Self::IssueGuarantee | Self::IncreaseGuarantee => &[Guarantor],
            Self::ReadGuarantees => &[Broker, Guarantor, Auditor],
            Self::ReadTrialBalance | Self::ReadEvents | Self::VerifyLog => &[Auditor],
            Self::ReadCheckpoint => &[Auditor, Guarantor],
            Self::ManageCompanies | Self::ManageUsers | Self::ManageMandates => &[Administrator],
            Self::ReadNotifications => &[Broker, Officer, Guarantor],
            Self::ReadReference => &Role::ALL,
        }
    }

    /// Returns its name in problems and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LodgeDeclaration => "lodge-declaration",
            Self::CheckDeclaration => "check-declaration",
            Self::ReadDeclarations => "read-declarations",
            Self::ReadMovements => "read-movements",
            Self::SecureMovement => "secure-movement",
            Self::RecordControlResult => "record-control-result",
            Self::ReleaseMovement => "release-movement",
            Self::RecordExit => "record-exit",
            Self::RecordCrossing => "record-crossing",
            Self::RecordArrival => "record-arrival",
            Self::RecordUnloadingRemarks => "record-unloading-remarks",
            Self::ResolveDiscrepancy => "resolve-discrepancy",
            Self::DischargeMovement => "discharge-movement",
            Self::InvalidateDeclaration => "invalidate-declaration",
            Self::IssueGuarantee => "issue-guarantee",
            Self::IncreaseGuarantee => "increase-guarantee",
            Self::ReadGuarantees => "read-guarantees",
            Self::ReadTrialBalance => "read-trial-balance",
            Self::ReadEvents => "read-events",
            Self::ReadCheckpoint => "read-checkpoint",
            Self::VerifyLog => "verify-log",
            Self::ManageCompanies => "manage-companies",
            Self::ManageUsers => "manage-users",
            Self::ManageMandates => "manage-mandates",
            Self::ReadNotifications => "read-notifications",
            Self::ReadReference => "read-reference",
        }
    }
}

/// Returns whether the actor's role has the action, as an error that says so when it has not.
pub fn may(actor: &Actor, action: Action) -> Result<()> {
    if action.roles().contains(&actor.role) { Ok(()) } else { Err(Error::Forbidden(action.as_str())) }
}

//! Recomputes everything from the log and names what does not fit.

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many events were read.
    pub events: u64,
    /// How many transfers were read.
    pub entries: u64,
    /// How many versions of declarations were read.
    pub versions: u64,
    /// How many events the head of the log claims.
    pub size: u64,
    /// The root over the events as they stand.
    pub root: [u8; 32],
    /// Everything that is wrong, each with its place; empty when nothing was altered.
    pub problems: Vec<String>,
}

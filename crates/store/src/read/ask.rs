//! The same queries for async code: each runs on a reader connection, away from the async threads.

use std::collections::HashMap;

use rahdari_kernel::{
    CompanyId, Country, Currency, DeclarationId, GuaranteeId, Instant, MandateId, MovementId, OfficeCode,
    SessionId, UserId,
};
use rahdari_ledger::{TrialBalance, bond};

use super::{GuaranteeScope, History, Page, Scope};
use crate::record::{
    Audience, CheckpointRecord, CompanyRecord, DeclarationRecord, DeclarationVersion, EventRecord,
    GuaranteeRecord, MandateRecord, MovementRecord, NotificationRecord, ReferenceFile, SessionRecord,
    TransferRecord, UserRecord,
};
use crate::{Store, StoreError};

/// Writes an async method for a query whose arguments can be sent to another thread as they are.
macro_rules! ask {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)+) => {
        impl Store { $(
            #[doc = concat!("Asks [`Reader::", stringify!($name), "`](crate::Reader::", stringify!($name), ").")]
            ///
            /// # Errors
            /// As that query.
            pub async fn $name(&self, $($argument: $type),*) -> Result<$answer, StoreError> {
                self.read(move |reader| reader.$name($($argument),*)).await
            }
        )+ }
    };
}

ask! {
    user(id: UserId) -> Option<UserRecord>;
    company(id: CompanyId) -> Option<CompanyRecord>;
    mandate(id: MandateId) -> Option<MandateRecord>;
    mandates_of_auditor(user: UserId) -> Vec<MandateRecord>;
    holders_of_broker(broker: CompanyId, at: Instant) -> Vec<CompanyId>;
    session(id: SessionId) -> Option<SessionRecord>;
    declaration(id: DeclarationId) -> Option<DeclarationRecord>;
    current_version(id: DeclarationId) -> Option<DeclarationVersion>;
    movement(id: MovementId) -> Option<MovementRecord>;
    history(holder: CompanyId, declarant: CompanyId) -> History;
    guarantee(id: GuaranteeId) -> Option<(GuaranteeRecord, Vec<bond::Usage>)>;
    trial_balance(administration: Country) -> Vec<(Currency, TrialBalance)>;
    events(administration: Country, after: Option<u64>, limit: u32) -> Vec<EventRecord>;
    events_of_movement(movement: MovementId, after: Option<u64>, limit: u32) -> Vec<EventRecord>;
    latest_notifications(audience: Audience, limit: u32) -> Vec<NotificationRecord>;
    log_head() -> (u64, [u8; 32]);
    leaf_hashes(from: u64, to: u64) -> Vec<[u8; 32]>;
    latest_checkpoint() -> Option<CheckpointRecord>;
    reference_files() -> Vec<ReferenceFile>;
}

impl Store {
    /// Asks [`Reader::user_by_username`](crate::Reader::user_by_username).
    ///
    /// # Errors
    /// As that query.
    pub async fn user_by_username(&self, username: &str) -> Result<Option<UserRecord>, StoreError> {
        let username = username.to_owned();
        self.read(move |reader| reader.user_by_username(&username)).await
    }

    /// Asks [`Reader::user_names`](crate::Reader::user_names).
    ///
    /// # Errors
    /// As that query.
    pub async fn user_names(&self, ids: &[UserId]) -> Result<HashMap<UserId, String>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |reader| reader.user_names(&ids)).await
    }

    /// Asks [`Reader::company_names`](crate::Reader::company_names).
    ///
    /// # Errors
    /// As that query.
    pub async fn company_names(&self, ids: &[CompanyId]) -> Result<HashMap<CompanyId, String>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |reader| reader.company_names(&ids)).await
    }

    /// Asks [`Reader::declarations`](crate::Reader::declarations).
    ///
    /// # Errors
    /// As that query.
    pub async fn declarations(
        &self,
        scope: &Scope,
        phase: Option<&str>,
        lane: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<DeclarationRecord>, StoreError> {
        let (scope, [phase, lane, cursor]) = (*scope, owned([phase, lane, cursor]));
        self.read(move |reader| {
            reader.declarations(&scope, phase.as_deref(), lane.as_deref(), cursor.as_deref(), limit)
        })
        .await
    }

    /// Asks [`Reader::movements`](crate::Reader::movements).
    ///
    /// # Errors
    /// As that query.
    pub async fn movements(
        &self,
        scope: &Scope,
        phase: Option<&str>,
        lane: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<MovementRecord>, StoreError> {
        let (scope, [phase, lane, cursor]) = (*scope, owned([phase, lane, cursor]));
        self.read(move |reader| {
            reader.movements(&scope, phase.as_deref(), lane.as_deref(), cursor.as_deref(), limit)
        })
        .await
    }

    /// Asks [`Reader::queue`](crate::Reader::queue).
    ///
    /// # Errors
    /// As that query.
    pub async fn queue(
        &self,
        office: OfficeCode,
        phase: Option<&str>,
        lane: Option<&str>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<MovementRecord>, StoreError> {
        let [phase, lane, cursor] = owned([phase, lane, cursor]);
        self.read(move |reader| {
            reader.queue(office, phase.as_deref(), lane.as_deref(), cursor.as_deref(), limit)
        })
        .await
    }

    /// Asks [`Reader::guarantees`](crate::Reader::guarantees).
    ///
    /// # Errors
    /// As that query.
    pub async fn guarantees(
        &self,
        scope: &GuaranteeScope,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<(GuaranteeRecord, Vec<bond::Usage>)>, StoreError> {
        let (scope, [cursor]) = (scope.clone(), owned([cursor]));
        self.read(move |reader| reader.guarantees(&scope, cursor.as_deref(), limit)).await
    }

    /// Asks [`Reader::statement`](crate::Reader::statement).
    ///
    /// # Errors
    /// As that query.
    pub async fn statement(
        &self,
        guarantee: GuaranteeId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<TransferRecord>, StoreError> {
        let [cursor] = owned([cursor]);
        self.read(move |reader| reader.statement(guarantee, cursor.as_deref(), limit)).await
    }

    /// Asks [`Reader::notifications`](crate::Reader::notifications).
    ///
    /// # Errors
    /// As that query.
    pub async fn notifications(
        &self,
        audience: Audience,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<NotificationRecord>, StoreError> {
        let [cursor] = owned([cursor]);
        self.read(move |reader| reader.notifications(audience, cursor.as_deref(), limit)).await
    }
}

fn owned<const N: usize>(texts: [Option<&str>; N]) -> [Option<String>; N] {
    texts.map(|text| text.map(str::to_owned))
}

//! The answers of the ledger, in the order in which they are looked for: of several faults the first is told.
//!
//! Names and order are those of TigerBeetle's data model, so that its documentation explains ours. Two are
//! our own: amounts are signed here, and the reason stands where that model has user data.

/// Makes an enum whose cases have a stable word.
macro_rules! statuses {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$case_doc])* $case,)+
        }

        impl $name {
            /// Every answer, in the order of precedence.
            pub const ALL: &'static [Self] = &[$(Self::$case,)+];

            /// Returns the stable word, such as `exceeds_credits`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$case => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

statuses!(
    /// What became of an account that should be made.
    AccountStatus {
        /// The account is there now.
        Created "created",
        /// Another member of its chain failed, so it was not made.
        LinkedEventFailed "linked_event_failed",
        /// The batch ended before its chain did.
        LinkedEventChainOpen "linked_event_chain_open",
        /// Its id is all zeros.
        IdMustNotBeZero "id_must_not_be_zero",
        /// Its id is all ones.
        IdMustNotBeIntMax "id_must_not_be_int_max",
        /// The id is taken by an account with other flags.
        ExistsWithDifferentFlags "exists_with_different_flags",
        /// The id is taken by an account of another ledger.
        ExistsWithDifferentLedger "exists_with_different_ledger",
        /// The id is taken by an account with another code.
        ExistsWithDifferentCode "exists_with_different_code",
        /// The same account is there already.
        Exists "exists",
        /// It asks for both limits at once.
        FlagsAreMutuallyExclusive "flags_are_mutually_exclusive",
        /// A new account begins without pending debits.
        DebitsPendingMustBeZero "debits_pending_must_be_zero",
        /// A new account begins without posted debits.
        DebitsPostedMustBeZero "debits_posted_must_be_zero",
        /// A new account begins without pending credits.
        CreditsPendingMustBeZero "credits_pending_must_be_zero",
        /// A new account begins without posted credits.
        CreditsPostedMustBeZero "credits_posted_must_be_zero",
        /// It names no ledger.
        LedgerMustNotBeZero "ledger_must_not_be_zero",
        /// It names no code.
        CodeMustNotBeZero "code_must_not_be_zero",
    }
);

statuses!(
    /// What became of a transfer that should be committed.
    TransferStatus {
        /// The transfer is committed.
        Created "created",
        /// Another member of its chain failed, so it was not committed.
        LinkedEventFailed "linked_event_failed",
        /// The batch ended before its chain did.
        LinkedEventChainOpen "linked_event_chain_open",
        /// Its id is all zeros.
        IdMustNotBeZero "id_must_not_be_zero",
        /// Its id is all ones.
        IdMustNotBeIntMax "id_must_not_be_int_max",
        /// Its amount is below zero, which the data model's unsigned amounts cannot say.
        AmountMustNotBeNegative "amount_must_not_be_negative",
        /// The id is taken by a transfer with other flags.
        ExistsWithDifferentFlags "exists_with_different_flags",
        /// The id is taken by a transfer that resolves another one.
        ExistsWithDifferentPendingId "exists_with_different_pending_id",
        /// The id is taken by a transfer with another time-out.
        ExistsWithDifferentTimeout "exists_with_different_timeout",
        /// The id is taken by a transfer that debits another account.
        ExistsWithDifferentDebitAccountId "exists_with_different_debit_account_id",
        /// The id is taken by a transfer that credits another account.
        ExistsWithDifferentCreditAccountId "exists_with_different_credit_account_id",
        /// The id is taken by a transfer of another amount.
        ExistsWithDifferentAmount "exists_with_different_amount",
        /// The id is taken by a transfer made for another reason (the data model's user data).
        ExistsWithDifferentWhy "exists_with_different_why",
        /// The id is taken by a transfer of another ledger.
        ExistsWithDifferentLedger "exists_with_different_ledger",
        /// The id is taken by a transfer with another code.
        ExistsWithDifferentCode "exists_with_different_code",
        /// The same transfer is committed already.
        Exists "exists",
        /// The id was refused for a reason that can pass, so it is used up.
        IdAlreadyFailed "id_already_failed",
        /// Its flags contradict one another.
        FlagsAreMutuallyExclusive "flags_are_mutually_exclusive",
        /// It names no account to debit.
        DebitAccountIdMustNotBeZero "debit_account_id_must_not_be_zero",
        /// The id of the account to debit is all ones.
        DebitAccountIdMustNotBeIntMax "debit_account_id_must_not_be_int_max",
        /// It names no account to credit.
        CreditAccountIdMustNotBeZero "credit_account_id_must_not_be_zero",
        /// The id of the account to credit is all ones.
        CreditAccountIdMustNotBeIntMax "credit_account_id_must_not_be_int_max",
        /// It debits and credits the same account.
        AccountsMustBeDifferent "accounts_must_be_different",
        /// It resolves nothing, yet names a pending transfer.
        PendingIdMustBeZero "pending_id_must_be_zero",
        /// It should resolve a pending transfer and names none.
        PendingIdMustNotBeZero "pending_id_must_not_be_zero",
        /// The id of the pending transfer is all ones.
        PendingIdMustNotBeIntMax "pending_id_must_not_be_int_max",
        /// It claims to resolve itself.
        PendingIdMustBeDifferent "pending_id_must_be_different",
        /// Only a pending transfer can have a time-out.
        TimeoutReservedForPendingTransfer "timeout_reserved_for_pending_transfer",
        /// Only a pending transfer can close an account, so that it can be opened again.
        ClosingTransferMustBePending "closing_transfer_must_be_pending",
        /// It names no ledger.
        LedgerMustNotBeZero "ledger_must_not_be_zero",
        /// It names no code.
        CodeMustNotBeZero "code_must_not_be_zero",
        /// The account to debit does not exist.
        DebitAccountNotFound "debit_account_not_found",
        /// The account to credit does not exist.
        CreditAccountNotFound "credit_account_not_found",
        /// Its accounts belong to different ledgers.
        AccountsMustHaveTheSameLedger "accounts_must_have_the_same_ledger",
        /// Its ledger is not that of its accounts.
        TransferMustHaveTheSameLedgerAsAccounts "transfer_must_have_the_same_ledger_as_accounts",
        /// The pending transfer does not exist.
        PendingTransferNotFound "pending_transfer_not_found",
        /// The transfer to resolve was never pending.
        PendingTransferNotPending "pending_transfer_not_pending",
        /// The pending transfer debits another account.
        PendingTransferHasDifferentDebitAccountId "pending_transfer_has_different_debit_account_id",
        /// The pending transfer credits another account.
        PendingTransferHasDifferentCreditAccountId "pending_transfer_has_different_credit_account_id",
        /// The pending transfer belongs to another ledger.
        PendingTransferHasDifferentLedger "pending_transfer_has_different_ledger",
        /// The pending transfer has another code.
        PendingTransferHasDifferentCode "pending_transfer_has_different_code",
        /// It posts or voids more than is pending.
        ExceedsPendingTransferAmount "exceeds_pending_transfer_amount",
        /// It voids less than is pending.
        PendingTransferHasDifferentAmount "pending_transfer_has_different_amount",
        /// The pending transfer was posted before.
        PendingTransferAlreadyPosted "pending_transfer_already_posted",
        /// The pending transfer was voided before.
        PendingTransferAlreadyVoided "pending_transfer_already_voided",
        /// The time of the pending transfer ran out.
        PendingTransferExpired "pending_transfer_expired",
        /// The account to debit is closed.
        DebitAccountAlreadyClosed "debit_account_already_closed",
        /// The account to credit is closed.
        CreditAccountAlreadyClosed "credit_account_already_closed",
        /// The pending debits would pass the largest amount.
        OverflowsDebitsPending "overflows_debits_pending",
        /// The pending credits would pass the largest amount.
        OverflowsCreditsPending "overflows_credits_pending",
        /// The posted debits would pass the largest amount.
        OverflowsDebitsPosted "overflows_debits_posted",
        /// The posted credits would pass the largest amount.
        OverflowsCreditsPosted "overflows_credits_posted",
        /// Pending and posted debits together would pass the largest amount.
        OverflowsDebits "overflows_debits",
        /// Pending and posted credits together would pass the largest amount.
        OverflowsCredits "overflows_credits",
        /// It would expire after the end of the ledger's clock.
        OverflowsTimeout "overflows_timeout",
        /// The debited account would owe more than it was credited.
        ExceedsCredits "exceeds_credits",
        /// The credited account would hold more than it was debited.
        ExceedsDebits "exceeds_debits",
    }
);

impl TransferStatus {
    /// Returns whether the refusal depends on the state of the book and so could turn out differently later.
    /// Such an id is used up: a late copy of a refused request must not succeed after all.
    pub fn is_transient(self) -> bool {
        matches!(
            self,
            Self::DebitAccountNotFound
                | Self::CreditAccountNotFound
                | Self::PendingTransferNotFound
                | Self::DebitAccountAlreadyClosed
                | Self::CreditAccountAlreadyClosed
                | Self::ExceedsCredits
                | Self::ExceedsDebits
        )
    }
}

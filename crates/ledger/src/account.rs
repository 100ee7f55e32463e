//! Accounts and their four running totals. What may change them is decided in `book`.

use rahdari_kernel::AccountId;
use serde::{Deserialize, Serialize};

/// Makes a set of flags over a `u16` whose unknown bits are refused on the way in.
macro_rules! flags {
    ($(#[$doc:meta])* $name:ident { $($(#[$flag_doc:meta])* $flag:ident = $bit:literal $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "u16", into = "u16")]
        pub struct $name(u16);

        impl $name {
            /// No flag at all.
            pub const NONE: Self = Self(0);
            $($(#[$flag_doc])* pub const $flag: Self = Self(1 << $bit);)+

            /// Returns the bits, as they are stored.
            pub const fn bits(self) -> u16 {
                self.0
            }

            /// Wraps stored bits, or returns nothing when one of them has no meaning.
            pub const fn from_bits(bits: u16) -> Option<Self> {
                let known = 0 $(| (1 << $bit))+;
                if bits & !known == 0 { Some(Self(bits)) } else { None }
            }

            /// Returns the flag of a name such as `linked`.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$flag),)+
                    _ => None,
                }
            }

            /// Returns whether all of `other` are set.
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            /// Returns whether any of `other` is set.
            pub const fn intersects(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// Returns these flags without `other`.
            #[must_use]
            pub const fn without(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }
        }

        impl std::ops::BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }

        impl From<$name> for u16 {
            fn from(flags: $name) -> u16 {
                flags.0
            }
        }

        impl TryFrom<u16> for $name {
            type Error = $crate::account::UnknownFlag;
            fn try_from(bits: u16) -> Result<Self, $crate::account::UnknownFlag> {
                Self::from_bits(bits).ok_or($crate::account::UnknownFlag(bits))
            }
        }
    };
}
pub(crate) use flags;

/// Stored bits hold a flag that has no meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the flags {0:#06x} hold a bit that has no meaning")]
pub struct UnknownFlag(pub u16);

flags!(
    /// What an account permits. The bits are those of TigerBeetle's data model.
    AccountFlags {
        /// The account is made only together with the next one of its batch.
        LINKED = 0 "linked",
        /// Debits, pending ones included, stay within posted credits.
        DEBITS_MUST_NOT_EXCEED_CREDITS = 1 "debits_must_not_exceed_credits",
        /// Credits, pending ones included, stay within posted debits.
        CREDITS_MUST_NOT_EXCEED_DEBITS = 2 "credits_must_not_exceed_debits",
        /// Takes no transfers, except that pending ones can be voided or expire.
        CLOSED = 5 "closed",
    }
);

/// The four totals of an account, each 0 to `i64::MAX` minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Balance {
    /// Reserved on the debit side by transfers that are still pending.
    pub debits_pending: i64,
    /// Debited for good.
    pub debits_posted: i64,
    /// Reserved on the credit side by transfers that are still pending.
    pub credits_pending: i64,
    /// Credited for good.
    pub credits_posted: i64,
}

impl Balance {
    /// Returns what can still be debited where debits must not exceed credits.
    pub fn debit_room(&self) -> i64 {
        self.credits_posted.saturating_sub(self.debits_posted).saturating_sub(self.debits_pending)
    }
}

/// An account: one side of transfers in one ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its sixteen bytes; all zeros and all ones are not ids.
    pub id: AccountId,
    /// The ledger it belongs to, for money the ISO 4217 number of its currency; never zero.
    pub ledger: u32,
    /// What kind of account it is, by the caller's own numbering; never zero.
    pub code: u16,
    /// What it permits.
    pub flags: AccountFlags,
    /// Its totals; zero when it is made.
    pub balance: Balance,
}

impl Account {
    /// Describes a new account with empty totals.
    pub fn new(id: AccountId, ledger: u32, code: u16, flags: AccountFlags) -> Self {
        Self { id, ledger, code, flags, balance: Balance::default() }
    }

    /// Returns whether debiting `amount_minor` more would break its limit.
    pub(crate) fn debits_exceed_credits(&self, amount_minor: i64) -> bool {
        let balance = &self.balance;
        let debits = i128::from(balance.debits_pending) + i128::from(balance.debits_posted);
        self.flags.contains(AccountFlags::DEBITS_MUST_NOT_EXCEED_CREDITS)
            && debits + i128::from(amount_minor) > i128::from(balance.credits_posted)
    }

    /// Returns whether crediting `amount_minor` more would break its limit.
    pub(crate) fn credits_exceed_debits(&self, amount_minor: i64) -> bool {
        let balance = &self.balance;
        let credits = i128::from(balance.credits_pending) + i128::from(balance.credits_posted);
        self.flags.contains(AccountFlags::CREDITS_MUST_NOT_EXCEED_DEBITS)
            && credits + i128::from(amount_minor) > i128::from(balance.debits_posted)
    }
}

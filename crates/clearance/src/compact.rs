//! Short forms of what a movement's row repeats most: ids as 22 characters of base64, instants as
//! microseconds, money as an amount beside its currency. A movement is stored with every step, so its size
//! is paid for at every write; events, which people read, keep the long forms.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rahdari_kernel::{Currency, Date, GuaranteeId, Instant, Money, TransferId, UserId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::facet::Reserved;
use crate::movement::Seen;

/// Sixteen bytes as 22 characters.
struct Short([u8; 16]);

impl Serialize for Short {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Short {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = URL_SAFE_NO_PAD.decode(text.as_bytes()).map_err(serde::de::Error::custom)?;
        bytes.try_into().map(Self).map_err(|_| serde::de::Error::custom("not sixteen bytes"))
    }
}

/// An instant as whole microseconds since 1970.
pub(crate) mod micros {
    use super::{Deserialize, Deserializer, Instant, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(at: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
        at.as_micros().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        i64::deserialize(deserializer).map(Instant::from_micros)
    }
}

/// Money as `[amount, currency]`.
pub(crate) mod pair {
    use super::{Currency, Deserialize, Deserializer, Money, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(money: &Money, serializer: S) -> Result<S::Ok, S::Error> {
        (money.amount_minor, money.currency).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        <(i64, Currency)>::deserialize(deserializer).map(|(amount, currency)| Money::new(amount, currency))
    }
}

/// [`Seen`] as `[by, at]`.
#[derive(Serialize, Deserialize)]
pub(crate) struct SeenRow(Short, i64);

impl From<Seen> for SeenRow {
    fn from(seen: Seen) -> Self {
        Self(Short(seen.by.to_bytes()), seen.at.as_micros())
    }
}

impl From<SeenRow> for Seen {
    fn from(row: SeenRow) -> Self {
        Self { by: UserId::from_bytes(row.0.0), at: Instant::from_micros(row.1) }
    }
}

/// [`Reserved`] as `[transfer, guarantee, amount, currency, valid until]`.
#[derive(Serialize, Deserialize)]
pub(crate) struct ReservedRow(Short, Short, i64, Currency, Date);

impl From<Reserved> for ReservedRow {
    fn from(held: Reserved) -> Self {
        Self(
            Short(held.transfer.to_bytes()),
            Short(held.guarantee.to_bytes()),
            held.amount.amount_minor,
            held.amount.currency,
            held.valid_until,
        )
    }
}

impl From<ReservedRow> for Reserved {
    fn from(row: ReservedRow) -> Self {
        Self {
            transfer: TransferId::from_bytes(row.0.0),
            guarantee: GuaranteeId::from_bytes(row.1.0),
            amount: Money::new(row.2, row.3),
            valid_until: row.4,
        }
    }
}

//! Values on their way into columns.

use std::sync::Arc;

use rahdari_kernel::{Date, EventId, Instant};

/// One value on its way into a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Id([u8; 16]),
    Hash([u8; 32]),
    Bytes(Arc<[u8]>),
    Word(&'static str),
    Text(String),
    Shared(Arc<str>),
    Int(i64),
    Bool(bool),
}

impl Cell {
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Id(bytes) => Some(bytes),
            Self::Hash(bytes) => Some(bytes),
            Self::Bytes(bytes) => Some(bytes),
            Self::Null | Self::Word(_) | Self::Text(_) | Self::Shared(_) | Self::Int(_) | Self::Bool(_) => {
                None
            }
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Word(text) => Some(text),
            Self::Text(text) => Some(text),
            Self::Shared(text) => Some(text),
            Self::Null | Self::Id(_) | Self::Hash(_) | Self::Bytes(_) | Self::Int(_) | Self::Bool(_) => None,
        }
    }

    pub(crate) fn int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// Writes a part of a key for people: sixteen bytes as an id.
    pub(crate) fn name(&self) -> String {
        let id = self.bytes().and_then(|bytes| bytes.try_into().ok()).map(EventId::from_bytes);
        let number = self.int().map(|number| number.to_string());
        let text = id.map(|id| id.to_string()).or_else(|| self.text().map(str::to_owned)).or(number);
        text.unwrap_or_else(|| "?".to_owned())
    }

    /// Returns whether it is text that PostgreSQL would not take.
    pub(crate) fn has_nul(&self) -> bool {
        self.text().is_some_and(|text| text.bytes().any(|byte| byte == 0))
    }

    /// Adds this cell to a hash so that no two different rows make the same bytes.
    pub(crate) fn digest(&self, hash: &mut impl sha2::Digest) {
        let mut tagged = |tag: u8, bytes: &[u8]| {
            hash.update([tag]);
            hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(bytes);
        };
        match (self.bytes(), self.text(), self) {
            (Some(bytes), _, _) => tagged(b'b', bytes),
            (_, Some(text), _) => tagged(b't', text.as_bytes()),
            (_, _, Self::Int(number)) => tagged(b'i', &number.to_be_bytes()),
            (_, _, Self::Bool(value)) => tagged(b'y', &[u8::from(*value)]),
            _ => tagged(b'0', &[]),
        }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Instant> for Cell {
    fn from(at: Instant) -> Self {
        Self::Int(at.as_micros())
    }
}

impl From<Date> for Cell {
    fn from(date: Date) -> Self {
        Self::Text(date.to_string())
    }
}

impl From<[u8; 16]> for Cell {
    fn from(id: [u8; 16]) -> Self {
        Self::Id(id)
    }
}

impl From<[u8; 32]> for Cell {
    fn from(hash: [u8; 32]) -> Self {
        Self::Hash(hash)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&Arc<str>> for Cell {
    fn from(text: &Arc<str>) -> Self {
        Self::Shared(Arc::clone(text))
    }
}

impl From<&Arc<[u8]>> for Cell {
    fn from(bytes: &Arc<[u8]>) -> Self {
        Self::Bytes(Arc::clone(bytes))
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

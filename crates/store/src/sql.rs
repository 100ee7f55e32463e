//! How each domain value stands in a column: the one conversion from what a database gives. The way back is
//! [`crate::table::Cell`].
//!
//! Ids and hashes are `Binary`, codes and dates `Text`, instants `BigInt` microseconds since 1970 in UTC.

use std::str::FromStr;
use std::sync::Arc;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow, Queryable};
use diesel::sql_types::{BigInt, Binary, Nullable, Text};
use rahdari_kernel::{
    AccountId, CompanyId, Country, Currency, Date, DeclarationId, EventId, Grn, GuaranteeId, Instant,
    MandateId, MovementId, Mrn, OfficeCode, Role, SessionId, TransferId, UserId,
};

use crate::record::{CompanyKind, MandateKind};

/// A binary column of exactly `N` bytes.
#[derive(Debug, Clone, Copy, FromSqlRow)]
pub struct Bytes<const N: usize>([u8; N]);

impl<DB: Backend, const N: usize> FromSql<Binary, DB> for Bytes<N>
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, DB>>::from_sql(bytes)?;
        bytes
            .try_into()
            .map(Self)
            .map_err(|found: Vec<u8>| format!("a column of {N} bytes holds {} bytes", found.len()).into())
    }
}

/// A text column that holds a word of the domain.
#[derive(Debug, Clone, FromSqlRow)]
pub struct Word(String);

impl<DB: Backend> FromSql<Text, DB> for Word
where
    String: FromSql<Text, DB>,
{
    fn from_sql(text: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <String as FromSql<Text, DB>>::from_sql(text).map(Self)
    }
}

/// A column of microseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, FromSqlRow)]
pub struct Micros(i64);

impl<DB: Backend> FromSql<BigInt, DB> for Micros
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(micros: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <i64 as FromSql<BigInt, DB>>::from_sql(micros).map(Self)
    }
}

/// A column that may be empty.
#[derive(Debug, Clone)]
pub struct Maybe<W>(Option<W>);

impl<W, ST, DB> Queryable<Nullable<ST>, DB> for Maybe<W>
where
    DB: Backend,
    ST: diesel::sql_types::SingleValue,
    Option<W>: deserialize::FromStaticSqlRow<Nullable<ST>, DB>,
{
    type Row = Option<W>;
    fn build(row: Option<W>) -> deserialize::Result<Self> {
        Ok(Self(row))
    }
}

macro_rules! sixteen_bytes {
    ($($id:ty),+) => { $(
        impl From<Bytes<16>> for $id {
            fn from(bytes: Bytes<16>) -> Self {
                Self::from_bytes(bytes.0)
            }
        }
        impl From<Maybe<Bytes<16>>> for Option<$id> {
            fn from(bytes: Maybe<Bytes<16>>) -> Self {
                bytes.0.map(<$id>::from)
            }
        }
    )+ };
}
sixteen_bytes!(
    UserId,
    CompanyId,
    MandateId,
    SessionId,
    DeclarationId,
    MovementId,
    GuaranteeId,
    AccountId,
    TransferId,
    EventId
);

macro_rules! words {
    ($($word:ty),+) => { $(
        impl TryFrom<Word> for $word {
            type Error = Box<dyn std::error::Error + Send + Sync>;
            fn try_from(word: Word) -> Result<Self, Self::Error> {
                parse(&word)
            }
        }
        impl TryFrom<Maybe<Word>> for Option<$word> {
            type Error = Box<dyn std::error::Error + Send + Sync>;
            fn try_from(word: Maybe<Word>) -> Result<Self, Self::Error> {
                word.0.as_ref().map(parse).transpose()
            }
        }
    )+ };
}
words!(Country, Currency, OfficeCode, Role, Mrn, Grn, Date, CompanyKind, MandateKind);

fn parse<T: FromStr<Err: std::fmt::Display>>(
    word: &Word,
) -> Result<T, Box<dyn std::error::Error + Send + Sync>> {
    word.0.parse().map_err(|error: T::Err| format!("a column holds {:?}: {error}", word.0).into())
}

impl<const N: usize> From<Bytes<N>> for [u8; N] {
    fn from(bytes: Bytes<N>) -> Self {
        bytes.0
    }
}

impl<const N: usize> From<Maybe<Bytes<N>>> for Option<[u8; N]> {
    fn from(bytes: Maybe<Bytes<N>>) -> Self {
        bytes.0.map(|bytes| bytes.0)
    }
}

impl From<Word> for Arc<str> {
    fn from(word: Word) -> Self {
        word.0.into()
    }
}

impl From<Micros> for Instant {
    fn from(micros: Micros) -> Self {
        Self::from_micros(micros.0)
    }
}

impl From<Maybe<Micros>> for Option<Instant> {
    fn from(micros: Maybe<Micros>) -> Self {
        micros.0.map(Instant::from)
    }
}

/// A binary column of any length, shared rather than copied.
#[derive(Debug, Clone, FromSqlRow)]
pub struct Blob(Vec<u8>);

impl<DB: Backend> FromSql<Binary, DB> for Blob
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <Vec<u8> as FromSql<Binary, DB>>::from_sql(bytes).map(Self)
    }
}

impl From<Blob> for Arc<[u8]> {
    fn from(blob: Blob) -> Self {
        blob.0.into()
    }
}

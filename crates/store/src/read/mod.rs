//! Queries for views and lists. Whose rows one may see is said by the caller as a scope; the permission
//! behind it belongs to `app`. Lists are paged by an opaque cursor over a sort key and the id.

mod ask;
mod bonds;
mod business;
mod log;
mod people;

use rahdari_kernel::{CompanyId, Country, OfficeCode};

use crate::StoreError;
use crate::connection::Conn;

pub use business::History;

/// One page of a list and the cursor of the next, absent on the last.
pub type Page<T> = (Vec<T>, Option<String>);

/// Whose declarations and movements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those that a company declared.
    Company(CompanyId),
    /// Those with an office on their way.
    Office(OfficeCode),
    /// Those with any office of an administration on their way.
    Administration(Country),
}

/// Whose guarantees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuaranteeScope {
    /// Those that any of these companies may use.
    Holders(Vec<CompanyId>),
    /// Those behind which a company stands.
    Guarantor(CompanyId),
    /// Those in favour of an administration.
    Administration(Country),
}

/// Queries on one connection.
pub struct Reader<'c> {
    pub(crate) conn: &'c mut Conn,
}

impl<'c> Reader<'c> {
    pub(crate) fn new(conn: &'c mut Conn) -> Self {
        Self { conn }
    }
}

/// How many rows a page has at most, whatever is asked for.
const ROWS_MAX: u32 = 500;

/// Returns how many rows to ask for: one more than the page shows, to know whether another page follows.
fn ask_for(limit: u32) -> i64 {
    i64::from(limit.clamp(1, ROWS_MAX)) + 1
}

/// Cuts off the row that only showed that another page follows, and makes the cursor from the last one left.
fn page<T>(mut rows: Vec<T>, limit: u32, cursor: impl Fn(&T) -> String) -> Page<T> {
    let shown = usize::try_from(limit.clamp(1, ROWS_MAX)).unwrap_or(usize::MAX);
    let next = (rows.len() > shown).then(|| rows.get(shown - 1).map(cursor)).flatten();
    rows.truncate(shown);
    (rows, next)
}

/// Returns whether a filter asks for a text that PostgreSQL cannot hold, and would call an error.
fn nowhere<const N: usize>(filters: [Option<&str>; N]) -> bool {
    filters.into_iter().flatten().any(|text| text.contains('\0'))
}

/// Where a list ordered by a number and an id goes on.
struct After {
    number: i64,
    id: Vec<u8>,
}

impl After {
    /// Writes `number.id` with the id in hexadecimal.
    fn write(number: i64, id: [u8; 16]) -> String {
        id.iter().fold(format!("{number}."), |text, byte| format!("{text}{byte:02x}"))
    }

    fn read(cursor: Option<&str>) -> Result<Option<Self>, StoreError> {
        let Some(cursor) = cursor else { return Ok(None) };
        let read = || {
            let (number, id) = cursor.split_once('.')?;
            let digits = id.as_bytes().chunks_exact(2);
            let bytes = digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
            let id: Vec<u8> = bytes.collect::<Option<_>>().filter(|id: &Vec<u8>| id.len() == 16)?;
            Some(Self { number: number.parse().ok()?, id })
        };
        read().map(Some).ok_or(StoreError::Cursor)
    }
}

/// Reads a cursor that is a place in the log.
fn log_index(cursor: Option<&str>) -> Result<i64, StoreError> {
    cursor.map_or(Ok(-1), |cursor| cursor.parse().map_err(|_| StoreError::Cursor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let text = After::write(-7, [0xab; 16]);
        let after = After::read(Some(&text)).unwrap().unwrap();
        assert_eq!((after.number, after.id), (-7, vec![0xab; 16]));
        for wrong in ["", "7", "7.", "x.00", "7.abcd", "7.é0"] {
            assert!(matches!(After::read(Some(wrong)), Err(StoreError::Cursor)), "{wrong}");
        }
    }

    #[test]
    fn a_page_has_a_cursor_only_when_another_follows() {
        assert_eq!(page(vec![1, 2, 3], 2, ToString::to_string), (vec![1, 2], Some("2".to_owned())));
        assert_eq!(page(vec![1, 2], 2, ToString::to_string), (vec![1, 2], None));
    }
}

//! What the book needs of every record. How each becomes cells stands beside its struct, next to the
//! `Queryable` that is the way back.

use crate::table::{Cell, Table};

/// A record that decisions change through the book.
pub(crate) trait Row {
    /// The table it is kept in.
    const TABLE: &'static Table;
    /// What tells it from others.
    type Id: Clone + Eq + Ord + std::hash::Hash + std::fmt::Display + Send + 'static;
    /// Returns that.
    fn id(&self) -> Self::Id;
    /// Returns its version; 0 when it was never saved.
    fn version(&self) -> i64;
    /// Counts the version up after `stored`, or says that it does not follow. The store counts for plain
    /// records, which must come with the version they were read with; some values count themselves.
    fn follow(&mut self, stored: i64) -> bool;
    /// Returns its cells in the order of the table's columns, without the salt of its seal.
    fn cells(&self) -> Result<Vec<Cell>, serde_json::Error>;
}

/// The version of a plain record: it must come as it was read, and the store counts it up.
macro_rules! counted {
    () => {
        fn version(&self) -> i64 {
            self.version
        }
        fn follow(&mut self, stored: i64) -> bool {
            let follows = self.version == stored;
            self.version = self.version.saturating_add(1);
            follows
        }
    };
}

pub(crate) use counted;

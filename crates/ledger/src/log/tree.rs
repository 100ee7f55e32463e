//! Hashes of leaves and nodes, and the root of a growing log from a few of them.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Returns the hash of a leaf (RFC 6962, 2.1): SHA-256 over a zero byte and the leaf.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

/// Returns the hash of an inner node (RFC 6962, 2.1): SHA-256 over a one byte and both children.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Returns the root of the log without leaves: SHA-256 over nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// Returns the root over leaf hashes.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.append(*leaf));
    frontier.root()
}

/// What must be kept of a log to append to it and to know its root: the hashes of its complete subtrees, the
/// largest first, one for each one-bit of its size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

/// The number of hashes does not fit the size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a log of {size} leaves has {} complete subtrees, not {found}", size.count_ones())]
pub struct NotAFrontier {
    /// The size.
    pub size: u64,
    /// The number of hashes given.
    pub found: usize,
}

impl Frontier {
    /// Restores a stored frontier.
    ///
    /// # Errors
    /// When the number of hashes does not fit the size.
    pub fn new(size: u64, hashes: Vec<Hash>) -> Result<Self, NotAFrontier> {
        let fits = u32::try_from(hashes.len()).is_ok_and(|count| count == size.count_ones());
        if fits { Ok(Self { size, hashes }) } else { Err(NotAFrontier { size, found: hashes.len() }) }
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the hashes of the complete subtrees, the largest first.
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Appends the hash of a leaf.
    pub fn append(&mut self, leaf: Hash) {
        // Each trailing one-bit of the size is a complete subtree that the new leaf completes further.
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.hashes.push(hash);
        self.size += 1;
    }

    /// Returns the root over all leaves.
    pub fn root(&self) -> Hash {
        let mut subtrees = self.hashes.iter().rev();
        let Some(smallest) = subtrees.next() else { return empty_root() };
        subtrees.fold(*smallest, |right, left| node_hash(left, &right))
    }
}

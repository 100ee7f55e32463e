//! Proofs that an entry is in the log, and that an earlier log is the beginning of a later one.
//!
//! Both are those of RFC 6962, so that any implementation can check them.

use super::tree::{Hash, node_hash, root};

/// The proof does not show what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFails {
    /// The index lies beyond the log, or the sizes are in the wrong order.
    #[error("the numbers of the proof make no sense")]
    Numbers,
    /// There are too many or too few hashes for the sizes.
    #[error("the proof has the wrong length")]
    Length,
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// Returns the proof that the leaf at `index` is in the log over `leaves`: the siblings from the leaf up.
/// Nothing when there is no such leaf.
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    let mut siblings = Vec::new();
    let (mut part, mut index) = (leaves, index);
    // Going down, the outermost sibling comes first.
    while part.len() > 1 {
        let (left, right) = halves(part)?;
        if index < left.len() {
            siblings.push(root(right));
            part = left;
        } else {
            siblings.push(root(left));
            index -= left.len();
            part = right;
        }
    }
    siblings.reverse();
    Some(siblings)
}

/// Returns the proof that the log over the first `old_size` of `leaves` is its beginning. Nothing when it is
/// longer; empty for the empty log and for the same log.
pub fn consistency_proof(leaves: &[Hash], old_size: usize) -> Option<Vec<Hash>> {
    if old_size > leaves.len() {
        return None;
    }
    if old_size == 0 || old_size == leaves.len() {
        return Some(Vec::new());
    }
    let mut hashes = Vec::new();
    let (mut part, mut old, mut whole) = (leaves, old_size, true);
    while old != part.len() {
        let (left, right) = halves(part)?;
        if old <= left.len() {
            hashes.push(root(right));
            part = left;
        } else {
            hashes.push(root(left));
            old -= left.len();
            part = right;
            whole = false;
        }
    }
    // The verifier knows the old root, so it is left out where it would come first.
    if !whole {
        hashes.push(root(part));
    }
    hashes.reverse();
    Some(hashes)
}

/// Verifies that `leaf` is at `index` in the log of `size` leaves that has `expected` as its root.
///
/// # Errors
/// When it does not follow from the proof.
pub fn verify_inclusion(
    expected: &Hash,
    size: u64,
    index: u64,
    leaf: &Hash,
    proof: &[Hash],
) -> Result<(), ProofFails> {
    if index >= size {
        return Err(ProofFails::Numbers);
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(ProofFails::Length);
        }
        if at % 2 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            (at, last) = up_past_missing_siblings(at, last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (at, last) = (at / 2, last / 2);
    }
    if last != 0 {
        return Err(ProofFails::Length);
    }
    if hash == *expected { Ok(()) } else { Err(ProofFails::Root) }
}

/// Verifies that the log of `old_size` leaves with root `old_root` is the beginning of the log of `size`
/// leaves with root `new_root`.
///
/// # Errors
/// When it does not follow from the proof.
pub fn verify_consistency(
    old_root: &Hash,
    old_size: u64,
    new_root: &Hash,
    size: u64,
    proof: &[Hash],
) -> Result<(), ProofFails> {
    if old_size > size {
        return Err(ProofFails::Numbers);
    }
    if old_size == size || old_size == 0 {
        let rooted = if old_size == size { old_root == new_root } else { *old_root == super::empty_root() };
        let shown = if rooted { Ok(()) } else { Err(ProofFails::Root) };
        return if proof.is_empty() { shown } else { Err(ProofFails::Length) };
    }
    let (mut at, mut last) = (old_size - 1, size - 1);
    while at % 2 == 1 {
        (at, last) = (at / 2, last / 2);
    }
    let mut rest = proof.iter();
    // The old log is one complete subtree when nothing is left of its index: then its root begins the proof.
    let first = if at == 0 { old_root } else { rest.next().ok_or(ProofFails::Length)? };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return Err(ProofFails::Length);
        }
        if at % 2 == 1 || at == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            (at, last) = up_past_missing_siblings(at, last);
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        (at, last) = (at / 2, last / 2);
    }
    if last != 0 {
        return Err(ProofFails::Length);
    }
    if old_hash == *old_root && new_hash == *new_root { Ok(()) } else { Err(ProofFails::Root) }
}

/// The last node of a level may have no sibling; it then stands for itself on the levels above.
fn up_past_missing_siblings(mut at: u64, mut last: u64) -> (u64, u64) {
    while at != 0 && at.is_multiple_of(2) {
        (at, last) = (at / 2, last / 2);
    }
    (at, last)
}

/// Splits leaves where the log does: the left part is the largest power of two that is smaller than all.
fn halves(leaves: &[Hash]) -> Option<(&[Hash], &[Hash])> {
    let split = leaves.len().checked_next_power_of_two()? / 2;
    leaves.split_at_checked(split)
}

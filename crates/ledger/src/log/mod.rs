//! The Merkle log of RFC 6962: leaves, roots, proofs, signed checkpoints, and the bytes that are hashed.
//!
//! Storing leaves and serving tiles is left to others; here is what a third party can recompute.

mod canonical;
mod checkpoint;
mod proof;
mod tree;

#[cfg(test)]
mod canonical_tests;
#[cfg(test)]
mod tests;

pub use canonical::{CANONICAL_PREFIX, canonical, commitment, payload};
pub use checkpoint::{Checkpoint, NotACheckpoint, Signer, Verifier};
pub use proof::{ProofFails, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
pub use tree::{Frontier, Hash, NotAFrontier, empty_root, leaf_hash, node_hash, root};

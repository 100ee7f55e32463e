//! Random bytes that keep a row's digest from telling its content.

use sha2::{Digest as _, Sha256};

/// An endless supply of salts from one secret of the process.
pub(crate) struct Salts {
    secret: [u8; 32],
    count: u64,
}

impl Salts {
    /// Begins with a fresh secret.
    pub(crate) fn new() -> Self {
        Self { secret: rand::random(), count: 0 }
    }

    /// Returns the next salt.
    pub(crate) fn next(&mut self) -> [u8; 16] {
        self.count = self.count.wrapping_add(1);
        let hash = Sha256::new().chain_update(self.secret).chain_update(self.count.to_be_bytes()).finalize();
        let mut salt = [0; 16];
        salt.iter_mut().zip(hash).for_each(|(byte, random)| *byte = random);
        salt
    }
}

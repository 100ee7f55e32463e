//! Checkpoints: size and root of the log in a signed note, as C2SP's tlog-checkpoint and signed-note say.
//!
//! Keeping the key, and the cosignatures of witnesses, are left to others.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::tree::Hash;

/// The signature type Ed25519 of signed notes.
const ED25519: u8 = 1;

/// What a signature line begins with: an em dash and a space.
const LINE_START: &str = "\u{2014} ";

/// How large a note may be; a checkpoint has a few hundred bytes.
const NOTE_BYTES_MAX: usize = 1_000_000;

/// The state of a log at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log, unique in the world, such as `customs.example/rahdari`.
    pub origin: String,
    /// The number of leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// Why a note is not a checkpoint of the log whose key was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotACheckpoint {
    /// It is not formed like a signed note.
    #[error("not formed like a signed note")]
    Note,
    /// It is a note, but its text is not a checkpoint.
    #[error("the note is not a checkpoint: {0}")]
    Text(&'static str),
    /// The key did not sign it.
    #[error("the note carries no signature of {0}")]
    NotSigned(String),
    /// A signature that names the key is not its.
    #[error("the signature of {0} is forged or the note was altered")]
    Forged(String),
    /// A key or its name is not formed as it should be.
    #[error("not formed like a verifier key: name+hash+base64")]
    Key,
}

impl Checkpoint {
    /// Returns the text that is signed: origin, size and root, a line each.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// Returns the checkpoint as a signed note.
    pub fn sign(&self, signer: &Signer) -> String {
        let text = self.text();
        let line = signer.line(&text);
        format!("{text}\n{line}")
    }

    /// Reads a signed note and verifies the signature of `verifier`. Signatures by other keys are passed over.
    /// A key may sign for several logs, as witnesses do, so compare the origin with the log that you mean.
    ///
    /// # Errors
    /// When it is not a checkpoint, is not signed by that key, or was altered.
    pub fn open(note: &str, verifier: &Verifier) -> Result<Self, NotACheckpoint> {
        verifier.open(note)?.parse()
    }
}

/// Reads the text of a checkpoint. Lines after the third are extensions and passed over.
impl FromStr for Checkpoint {
    type Err = NotACheckpoint;
    fn from_str(text: &str) -> Result<Self, NotACheckpoint> {
        use NotACheckpoint::Text;
        let text = text.strip_suffix('\n').ok_or(Text("its last line is not ended"))?;
        let mut lines = text.split('\n');
        let origin = lines.next().filter(|line| !line.is_empty()).ok_or(Text("it names no log"))?;
        let digits = lines.next().ok_or(Text("it has no size"))?;
        let size: u64 = digits.parse().map_err(|_| Text("its size is not a number"))?;
        // The number must be written as we would write it: no plus, no leading zero.
        if size.to_string() != digits {
            return Err(Text("its size is not a number"));
        }
        let root = lines.next().ok_or(Text("it has no root"))?;
        let root = STANDARD.decode(root).map_err(|_| Text("its root is not base64"))?;
        let root: Hash = root.try_into().map_err(|_| Text("its root has not 32 bytes"))?;
        if lines.any(str::is_empty) {
            return Err(Text("it has an empty line"));
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }
}

/// A private key with the name under which it signs.
#[derive(Clone)]
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.verifier())
    }
}

impl Signer {
    /// Makes a signer from 32 secret random bytes and a name without spaces and plus signs.
    ///
    /// # Errors
    /// When the name is empty or holds such a character.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<Self, NotACheckpoint> {
        check_name(name)?;
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(secret) })
    }

    /// Returns what others verify its signatures with.
    pub fn verifier(&self) -> Verifier {
        Verifier { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// Returns the signature line for a text, with its line end.
    pub fn line(&self, text: &str) -> String {
        let mut bytes = self.verifier().key_hash().to_vec();
        bytes.extend(self.key.sign(text.as_bytes()).to_bytes());
        format!("{LINE_START}{} {}\n", self.name, STANDARD.encode(bytes))
    }
}

/// A public key with its name. Written and read as a verifier key, `name+hash+base64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    key: VerifyingKey,
}

impl Verifier {
    /// Returns the name under which the key signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the 32 bytes of the public key.
    pub fn public_key(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Returns the four bytes that tell apart keys of the same name.
    pub fn key_hash(&self) -> [u8; 4] {
        let hash: Hash = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize()
            .into();
        let [a, b, c, d, ..] = hash;
        [a, b, c, d]
    }

    /// Verifies a signed note and returns its text.
    ///
    /// # Errors
    /// When it is not a signed note, this key has not signed it, or its signature does not fit the text.
    pub fn open<'a>(&self, note: &'a str) -> Result<&'a str, NotACheckpoint> {
        let control = |byte: u8| byte < 0x20 && byte != b'\n';
        if note.len() > NOTE_BYTES_MAX || note.bytes().any(control) {
            return Err(NotACheckpoint::Note);
        }
        let end = note.rfind("\n\n").ok_or(NotACheckpoint::Note)?;
        let (text, signatures) = note.split_at_checked(end + 1).ok_or(NotACheckpoint::Note)?;
        let lines = signatures.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n'));
        let mut signed = false;
        for line in lines.ok_or(NotACheckpoint::Note)?.split('\n') {
            signed |= self.verify_line(text, line)?;
        }
        if signed { Ok(text) } else { Err(NotACheckpoint::NotSigned(self.name.clone())) }
    }

    /// Returns whether a signature line is this key's, after verifying it.
    fn verify_line(&self, text: &str, line: &str) -> Result<bool, NotACheckpoint> {
        let (name, encoded) = line
            .strip_prefix(LINE_START)
            .and_then(|line| line.split_once(' '))
            .ok_or(NotACheckpoint::Note)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| NotACheckpoint::Note)?;
        let (hash, signature) = bytes.split_at_checked(4).ok_or(NotACheckpoint::Note)?;
        if name != self.name || hash != self.key_hash() {
            return Ok(false);
        }
        let forged = || NotACheckpoint::Forged(self.name.clone());
        let signature = Signature::from_slice(signature).map_err(|_| forged())?;
        self.key.verify_strict(text.as_bytes(), &signature).map_err(|_| forged())?;
        Ok(true)
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.key_hash()), STANDARD.encode(bytes))
    }
}

impl FromStr for Verifier {
    type Err = NotACheckpoint;
    fn from_str(text: &str) -> Result<Self, NotACheckpoint> {
        let key_fault = || NotACheckpoint::Key;
        let (name, rest) = text.split_once('+').ok_or_else(key_fault)?;
        let (hash, encoded) = rest.split_once('+').ok_or_else(key_fault)?;
        check_name(name)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| key_fault())?;
        let (kind, key) = bytes.split_first().ok_or_else(key_fault)?;
        let key: [u8; 32] = key.try_into().map_err(|_| key_fault())?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| key_fault())?;
        let verifier = Self { name: name.to_owned(), key };
        let same = format!("{:08x}", u32::from_be_bytes(verifier.key_hash())) == hash;
        if *kind == ED25519 && same { Ok(verifier) } else { Err(key_fault()) }
    }
}

fn check_name(name: &str) -> Result<(), NotACheckpoint> {
    let formed = !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+');
    if formed { Ok(()) } else { Err(NotACheckpoint::Key) }
}

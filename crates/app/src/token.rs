//! Tokens and secrets: short access tokens, rotating refresh tokens, password and access-code hashes.
//!
//! Access tokens are HS256: one installation signs and checks its own, a check costs about two
//! microseconds and needs no cache. Refresh tokens are random and only their SHA-256 is stored.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rahdari_kernel::{Actor, Instant, SessionId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// How long an access token is accepted, in seconds.
pub const ACCESS_SECONDS: i64 = 600;

/// How long a refresh token is accepted, in days.
pub const REFRESH_DAYS: i64 = 14;

const ISSUER: &str = "rahdari";

/// Who is signed in, as an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who acts, and within which scope.
    #[serde(flatten)]
    pub actor: Actor,
    /// The session the token belongs to.
    pub session: SessionId,
    /// The name people see.
    pub name: String,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    iat: i64,
    exp: i64,
    #[serde(flatten)]
    who: SignedIn,
}

/// Signs and checks access tokens.
#[derive(Clone)]
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// Makes the signer of a secret.
    pub fn new(secret: &[u8; 32]) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss"]);
        // The use cases have a clock of their own, and expiry is compared with that one.
        validation.validate_exp = false;
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            validation,
        }
    }

    /// Signs an access token that ends [`ACCESS_SECONDS`] after `at`.
    ///
    /// # Errors
    /// An internal error when the token cannot be encoded.
    pub fn sign(&self, who: SignedIn, at: Instant) -> Result<String> {
        let iat = at.as_micros() / 1_000_000;
        let claims = Claims { iss: ISSUER.to_owned(), iat, exp: iat + ACCESS_SECONDS, who };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .map_err(|error| Error::Internal(format!("an access token could not be signed: {error}")))
    }

    /// Returns who an access token speaks for.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] when it is not ours, was altered or has run out.
    pub fn check(&self, token: &str, at: Instant) -> Result<SignedIn> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .map_err(|_| Error::NotSignedIn)?
            .claims;
        if at.as_micros() / 1_000_000 < claims.exp { Ok(claims.who) } else { Err(Error::NotSignedIn) }
    }
}

/// Makes the secret part of a refresh token, as text and as the SHA-256 that is stored in its place: 32
/// random bytes, and a mark that only this installation can make for this session.
pub(crate) fn new_refresh_token(secret: &[u8; 32], session: SessionId) -> (String, [u8; 32]) {
    let nonce: [u8; 32] = rand::random();
    let text = URL_SAFE_NO_PAD.encode([nonce, mark(secret, session, &nonce)].concat());
    let hash = hash_refresh_token(&text);
    (text, hash)
}

/// Returns whether the secret part of a refresh token was once made here for this session.
pub(crate) fn is_genuine(secret: &[u8; 32], session: SessionId, text: &str) -> bool {
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    let nonce = bytes.get(..32).and_then(|nonce| <&[u8; 32]>::try_from(nonce).ok());
    nonce.is_some_and(|nonce| bytes.get(32..) == Some(&mark(secret, session, nonce)))
}

/// All parts have a fixed length, so that no two different ones hash alike.
fn mark(secret: &[u8; 32], session: SessionId, nonce: &[u8; 32]) -> [u8; 32] {
    let hasher = Sha256::new_with_prefix(b"rahdari-refresh/v1");
    hasher.chain_update(secret).chain_update(session.to_bytes()).chain_update(nonce).finalize().into()
}

/// Returns the stored form of the random part of a refresh token.
pub(crate) fn hash_refresh_token(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Hashes a password with argon2id. It takes tens of milliseconds: keep it off the request threads.
///
/// # Errors
/// An internal error when no randomness is to be had.
pub fn hash_password(password: &str) -> Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("a password could not be hashed: {error}")))
}

/// Returns whether a password fits its hash. It takes tens of milliseconds.
pub(crate) fn password_fits(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

/// Returns the stored form of a guarantee's access code: four characters are too few for any hash to
/// protect, so a secret of the installation is mixed in.
pub(crate) fn hash_access_code(secret: &[u8; 32], grn: &str, code: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(secret);
    hasher.update(grn.as_bytes());
    hasher.update([0]);
    hasher.update(code.as_bytes());
    URL_SAFE_NO_PAD.encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rahdari_kernel::{Country, Role, UserId};

    fn somebody() -> SignedIn {
        let actor = Actor {
            user: UserId::from_bytes([7; 16]),
            role: Role::Officer,
            administration: Country::PK,
            company: None,
            office: "PKKHI001".parse().ok(),
        };
        SignedIn { actor, session: SessionId::from_bytes([9; 16]), name: "An officer".into() }
    }

    #[test]
    fn a_token_speaks_for_its_user_until_it_runs_out() {
        let tokens = Tokens::new(&[1; 32]);
        let at = Instant::EPOCH.plus_days(20_000);
        let token = tokens.sign(somebody(), at).unwrap();
        assert_eq!(tokens.check(&token, at.plus_seconds(ACCESS_SECONDS - 1)).unwrap(), somebody());
        assert!(matches!(tokens.check(&token, at.plus_seconds(ACCESS_SECONDS)), Err(Error::NotSignedIn)));
    }

    #[test]
    fn a_token_of_another_installation_or_without_signature_is_refused() {
        let at = Instant::EPOCH.plus_days(20_000);
        let foreign = Tokens::new(&[2; 32]).sign(somebody(), at).unwrap();
        let tokens = Tokens::new(&[1; 32]);
        assert!(tokens.check(&foreign, at).is_err());
        let body = foreign.split('.').nth(1).unwrap();
        let unsigned = format!("{}.{body}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#));
        assert!(tokens.check(&unsigned, at).is_err());
    }

    #[test]
    fn a_refresh_token_is_known_for_ever_as_its_sessions_own() {
        let session = SessionId::from_bytes([4; 16]);
        let (text, _) = new_refresh_token(&[1; 32], session);
        assert!(is_genuine(&[1; 32], session, &text));
        assert!(!is_genuine(&[2; 32], session, &text));
        assert!(!is_genuine(&[1; 32], SessionId::from_bytes([5; 16]), &text));
        assert!(!is_genuine(&[1; 32], session, "made-up"));
    }

    #[test]
    fn passwords_and_codes_fit_only_themselves() {
        let hash = hash_password("correct horse battery").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(password_fits("correct horse battery", &hash));
        assert!(!password_fits("correct horse batterz", &hash));
        assert_ne!(hash_access_code(&[1; 32], "G", "A1B2"), hash_access_code(&[2; 32], "G", "A1B2"));
    }
}

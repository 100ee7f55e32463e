//! Signing in and out: a password buys a short access token and a refresh token, and each refresh token
//! buys the next pair once.

use rahdari_kernel::{Actor, Refusal, SessionId, Source};
use rahdari_store::record::{SessionRecord, UserRecord};
use rahdari_store::{IdempotencyKey, Key, Write};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::context::Context;
use crate::error::{Error, Result, refused};
use crate::people::is_username;
use crate::show;
use crate::token::{self, ACCESS_SECONDS, REFRESH_DAYS, SignedIn};
use crate::view::SignedInView;
use crate::write::{Stamped, answer, by, settle};

/// What became of a refresh token.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Refreshed {
    Rotated,
    Reused,
}

/// Signs a user in by name and password.
///
/// # Errors
/// `wrong-credentials` for an unknown name, a wrong password or a closed account, all alike;
/// `too-many-attempts` after five failures within a quarter of an hour.
pub async fn sign_in(ctx: &Context, username: &str, password: &str, source: Source) -> Result<SignedInView> {
    let at = ctx.clock.now();
    // What can be nobody's name is not worth a hash, nor a place in memory.
    if !is_username(username) {
        return refuse_sign_in(ctx, source).await;
    }
    if !ctx.attempts.begin(username, at) {
        return Err(refused("too-many-attempts", "too many failed attempts: wait a quarter of an hour"));
    }
    let name = username.to_owned();
    let user = ctx.store.user_by_username(&name).await?;
    let hash = user.as_ref().map_or(ctx.decoy_hash.clone(), |user| user.password_hash.clone());
    let password = password.to_owned();
    let turn = ctx.hashing.acquire().await.map_err(|error| Error::Internal(error.to_string()))?;
    let fits = tokio::task::spawn_blocking(move || token::password_fits(&password, &hash))
        .await
        .map_err(|error| Error::Internal(error.to_string()))?;
    drop(turn);
    let Some(user) = user.filter(|user| fits && user.active) else {
        return refuse_sign_in(ctx, source).await;
    };
    ctx.attempts.succeeded(username);
    let session = SessionId::from_uuid(Uuid::new_v4());
    let (secret, refresh_hash) = token::new_refresh_token(&ctx.secrets.tokens, session);
    let actor = actor_of(&user);
    let record = SessionRecord {
        id: session,
        administration: user.administration,
        user: user.id,
        refresh_hash,
        previous_hash: None,
        issued_at: at,
        expires_at: at.plus_days(REFRESH_DAYS),
        revoked_at: None,
        version: 0,
    };
    let stamped = Stamped { by: by(&actor), administration: user.administration, source, device: None, at };
    let user_id = user.id;
    let write = Write {
        key: IdempotencyKey::new(session.to_bytes(), "sign-in"),
        request_hash: [0; 32],
        by: by(&actor),
        administration: user.administration,
        source,
        at,
        touches: vec![Key::User(user_id), Key::Session(session)],
        action: "sign-in",
        decide: Box::new(move |book| {
            if !book.user(user_id).is_some_and(|user| user.active) {
                return Err(wrong_credentials());
            }
            book.put_session(record.clone());
            book.record(stamped.event("session.started", ("session", session.to_bytes()), &())?);
            answer(&())
        }),
    };
    settle::<()>(ctx.store.commit(write).await)?;
    signed_in(ctx, &user, session, &secret).await
}

/// Exchanges a refresh token for the next pair. A token that was exchanged before ends its session: one of
/// the two who hold it has stolen it.
///
/// # Errors
/// `session-ended` when the token is unknown, used before, too old or its user is closed.
pub async fn refresh(ctx: &Context, refresh_token: &str, source: Source) -> Result<SignedInView> {
    let at = ctx.clock.now();
    let ended = || refused("session-ended", "this session has ended: sign in again");
    let (session, secret) = refresh_token.split_once('.').ok_or_else(ended)?;
    let session: SessionId = session.parse().map_err(|_| ended())?;
    let offered = token::hash_refresh_token(secret);
    let genuine = token::is_genuine(&ctx.secrets.tokens, session, secret);
    let known = ctx.store.session(session).await?.ok_or_else(ended)?;
    let user = ctx.store.user(known.user).await?.filter(|user| user.active).ok_or_else(ended)?;
    let (next_secret, next_hash) = token::new_refresh_token(&ctx.secrets.tokens, session);
    let actor = actor_of(&user);
    let stamped = Stamped { by: by(&actor), administration: user.administration, source, device: None, at };
    let write = Write {
        key: IdempotencyKey::new(session.to_bytes(), format!("refresh {}", Uuid::new_v4())),
        request_hash: [0; 32],
        by: by(&actor),
        administration: user.administration,
        source,
        at,
        touches: vec![Key::Session(session)],
        action: "refresh-session",
        decide: Box::new(move |book| {
            let Some(mut record) = book.session(session).cloned() else { return Err(session_ended()) };
            let subject = ("session", session.to_bytes());
            if record.revoked_at.is_some() || record.expires_at <= at {
                return Err(session_ended());
            }
            if record.refresh_hash == offered {
                record.previous_hash = Some(record.refresh_hash);
                record.refresh_hash = next_hash;
                record.issued_at = at;
                book.put_session(record);
                book.record(stamped.event("session.refreshed", subject, &())?);
                return answer(&Refreshed::Rotated);
            }
            if genuine {
                record.revoked_at = Some(at);
                book.put_session(record);
                book.record(stamped.event("session.reuse-detected", subject, &())?);
                return answer(&Refreshed::Reused);
            }
            Err(session_ended())
        }),
    };
    match settle::<Refreshed>(ctx.store.commit(write).await)?.value {
        Refreshed::Rotated => signed_in(ctx, &user, session, &next_secret).await,
        Refreshed::Reused => Err(ended()),
    }
}

/// Ends the session. Access tokens that were given out end by themselves within ten minutes.
///
/// # Errors
/// When the database cannot be used.
pub async fn sign_out(ctx: &Context, who: &SignedIn, source: Source) -> Result<()> {
    let at = ctx.clock.now();
    let session = who.session;
    let stamped =
        Stamped { by: by(&who.actor), administration: who.actor.administration, source, device: None, at };
    let write = Write {
        key: IdempotencyKey::new(session.to_bytes(), "sign-out"),
        request_hash: [0; 32],
        by: by(&who.actor),
        administration: who.actor.administration,
        source,
        at,
        touches: vec![Key::Session(session)],
        action: "sign-out",
        decide: Box::new(move |book| {
            if let Some(mut record) =
                book.session(session).cloned().filter(|record| record.revoked_at.is_none())
            {
                record.revoked_at = Some(at);
                book.put_session(record);
                book.record(stamped.event("session.ended", ("session", session.to_bytes()), &())?);
            }
            answer(&())
        }),
    };
    settle::<()>(ctx.store.commit(write).await).map(|_| ())
}

/// Returns who an access token speaks for.
///
/// # Errors
/// [`Error::NotSignedIn`] when it is not ours, was altered or has run out.
pub fn authenticate(ctx: &Context, access_token: &str) -> Result<SignedIn> {
    ctx.tokens.check(access_token, ctx.clock.now())
}

pub(crate) fn actor_of(user: &UserRecord) -> Actor {
    Actor {
        user: user.id,
        role: user.role,
        administration: user.administration,
        company: user.company,
        office: user.office,
    }
}

async fn signed_in(
    ctx: &Context,
    user: &UserRecord,
    session: SessionId,
    secret: &str,
) -> Result<SignedInView> {
    let who = SignedIn { actor: actor_of(user), session, name: user.display_name.clone() };
    Ok(SignedInView {
        access_token: ctx.tokens.sign(who, ctx.clock.now())?,
        expires_in: ACCESS_SECONDS,
        refresh_token: format!("{session}.{secret}"),
        user: show::user(user),
    })
}

/// Leaves the audit event of a failed attempt. It names neither the name nor the password that was tried.
async fn refuse_sign_in(ctx: &Context, source: Source) -> Result<SignedInView> {
    let id = Uuid::new_v4();
    let write = Write {
        key: IdempotencyKey::new(*id.as_bytes(), "sign-in"),
        request_hash: [0; 32],
        by: rahdari_kernel::event::By { user: None, role: None, office: None, company: None },
        administration: ctx.home(),
        source,
        at: ctx.clock.now(),
        touches: Vec::new(),
        action: "sign-in",
        decide: Box::new(|_| Err(wrong_credentials())),
    };
    match settle::<()>(ctx.store.commit(write).await) {
        Ok(_) => Err(Error::Internal("a refused sign-in was answered as done".to_owned())),
        Err(error) => Err(error),
    }
}

fn wrong_credentials() -> Refusal {
    Refusal::new("wrong-credentials", "name and password do not fit, or the account is closed")
}

fn session_ended() -> Refusal {
    Refusal::new("session-ended", "this session has ended: sign in again")
}

//! Holding security for a leg and a transport unit, giving it back, keeping a part, calling it in.

use std::sync::Arc;

use rahdari_kernel::{Country, Date, GuaranteeId, Instant, Money, MovementId, TransferId};
use serde::{Deserialize, Serialize};

use super::guarantee::{Guarantee, GuaranteeStatus, Pocket, Usage};
use super::refused::{NotReserved, NotResolved};
use super::{fault, transfer_code};
use crate::book::Ledger;
use crate::status::TransferStatus;
use crate::transfer::{PendingState, Transfer, TransferFlags, Why};

/// The law that asks for a posting, and a sentence for the statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The law or the decision that asks for it.
    pub law: String,
    /// A sentence for the person who reads the statement.
    pub note: String,
}

/// What is to be secured: one leg of a movement, for one transport unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The movement.
    pub movement: MovementId,
    /// The leg, counted from 1.
    pub leg: u16,
    /// The transport unit, by its sequence in the declaration.
    pub unit: u16,
    /// Counts the reservations of this leg and unit on this guarantee, from 0: an amendment that releases one
    /// and reserves another counts up, a repeated request does not.
    pub revision: u16,
    /// The country of the leg.
    pub country: Country,
    /// The security that the law asks for, before any reduction by authorisation.
    pub amount: Money,
    /// The last day on which the guarantee must still be valid: the time limit plus the claim window of the
    /// agreement.
    pub must_outlive: Date,
    /// Why.
    pub reason: Reason,
}

/// Holds what `need` asks for on a guarantee, and returns the reservation. Asked again for the same, it holds
/// nothing more and returns the same.
///
/// # Errors
/// The first reason why the guarantee does not secure it; the ledger is then as it was.
pub fn reserve(
    guarantee: &Guarantee,
    ledger: &mut Ledger,
    need: &Need,
    at: Instant,
) -> Result<TransferId, NotReserved> {
    let transfer = reservation(guarantee, need, at)?;
    let id = transfer.id;
    if let Some(earlier) = ledger.transfer(id) {
        let same = earlier.debit == transfer.debit
            && earlier.amount_minor == transfer.amount_minor
            && ledger.state(id) == Some(PendingState::Pending);
        return if same { Ok(id) } else { Err(NotReserved::ReservedBefore) };
    }
    // Looked at before the book is asked: a refusal there would use the id up, and the broker could not come
    // back with it after the guarantee was increased.
    let free = ledger.account(transfer.debit).map(|account| account.balance.debit_room());
    let free = free.ok_or(NotReserved::Book(TransferStatus::DebitAccountNotFound))?;
    if transfer.amount_minor > free {
        let money = |amount_minor| Money::new(amount_minor, guarantee.currency);
        let missing = money(transfer.amount_minor.saturating_sub(free));
        return Err(NotReserved::Insufficient { available: money(free), missing });
    }
    fault(&ledger.commit(&[transfer], at)).map_or(Ok(id), |status| Err(NotReserved::Book(status)))
}

/// Returns the id that a reservation of this leg and unit on this guarantee has.
pub fn reservation_id(guarantee: GuaranteeId, need: &Need) -> TransferId {
    let name = format!("reserve/{}/{}/{}/{}", need.movement, need.leg, need.unit, need.revision);
    TransferId::derive(&guarantee.to_bytes(), name.as_bytes())
}

/// Gives back everything that a reservation holds, and returns the id of the void.
///
/// # Errors
/// When the reservation is not at hand, or was claimed, divided or released by another posting.
pub fn release(
    ledger: &mut Ledger,
    reservation: TransferId,
    reason: &Reason,
    at: Instant,
) -> Result<TransferId, NotResolved> {
    resolve(ledger, reservation, TransferFlags::VOID_PENDING, "release", reason, at)
}

/// Calls in everything that a reservation holds, and returns the id of the post. To claim less, divide the
/// reservation first.
///
/// # Errors
/// When the reservation is not at hand, or was released, divided or claimed by another posting.
pub fn claim(
    ledger: &mut Ledger,
    reservation: TransferId,
    reason: &Reason,
    at: Instant,
) -> Result<TransferId, NotResolved> {
    resolve(ledger, reservation, TransferFlags::POST_PENDING, "claim", reason, at)
}

/// Divides a reservation: voids it and holds the parts instead, all in one chain, so that nobody else can take
/// what was held in between. What the parts leave over becomes free. One part keeps that much on a
/// discrepancy; two prepare the claim of one of them. Returns the new reservations in the order of the parts.
///
/// # Errors
/// When the parts do not fit, or the reservation holds nothing any more; the ledger is then as it was.
pub fn part(
    ledger: &mut Ledger,
    reservation: TransferId,
    parts_minor: &[i64],
    reason: &Reason,
    at: Instant,
) -> Result<Vec<TransferId>, NotResolved> {
    let held = ledger.transfer(reservation).ok_or(NotResolved::NotFound)?.clone();
    if !held.flags.contains(TransferFlags::PENDING) {
        return Err(NotResolved::NotFound);
    }
    let scope = reservation.to_bytes();
    let void_id = TransferId::derive(&scope, b"part");
    let why = why_of(&held, reason);
    let mut chain = vec![Transfer {
        id: void_id,
        flags: TransferFlags::VOID_PENDING | TransferFlags::LINKED,
        amount_minor: held.amount_minor,
        pending: Some(reservation),
        timeout_seconds: 0,
        at,
        why: Some(Arc::clone(&why)),
        ..held.clone()
    }];
    for (index, &amount_minor) in parts_minor.iter().enumerate() {
        let id = TransferId::derive(&scope, format!("part/{index}").as_bytes());
        let flags = TransferFlags::PENDING | TransferFlags::LINKED;
        let why = Some(Arc::clone(&why));
        chain.push(Transfer { id, flags, amount_minor, pending: None, at, why, ..held.clone() });
    }
    if let Some(last) = chain.last_mut() {
        last.flags = last.flags.without(TransferFlags::LINKED);
    }
    let ids: Vec<TransferId> = chain.iter().skip(1).map(|transfer| transfer.id).collect();
    if ledger.transfer(void_id).is_some() {
        let same = chain.iter().skip(1).all(|wanted| {
            ledger.transfer(wanted.id).is_some_and(|made| made.amount_minor == wanted.amount_minor)
        });
        return if same { Ok(ids) } else { Err(NotResolved::AlreadyReleased) };
    }
    let sum = parts_minor.iter().try_fold(0_i64, |sum, part| sum.checked_add((*part >= 0).then_some(*part)?));
    if sum.is_none_or(|sum| sum > held.amount_minor) {
        return Err(NotResolved::PartsDoNotFit { held: held.amount_minor });
    }
    fault(&ledger.commit(&chain, at)).map_or(Ok(ids), |status| Err(status.into()))
}

/// Returns what a guarantee could still hold for a country; nothing when it does not cover the country or its
/// accounts are not at hand.
pub fn headroom(guarantee: &Guarantee, ledger: &Ledger, country: Country) -> Option<Money> {
    let account = ledger.account(guarantee.pocket(country)?.available)?;
    Some(Money::new(account.balance.debit_room(), guarantee.currency))
}

/// Returns how each pocket of a guarantee is used, as far as its accounts are at hand.
pub fn usage(guarantee: &Guarantee, ledger: &Ledger) -> Vec<Usage> {
    let used = |pocket: &Pocket| {
        let available = ledger.account(pocket.available)?.balance;
        let claimed = ledger.account(pocket.claimed)?.balance.credits_posted;
        let money = |amount_minor| Money::new(amount_minor, guarantee.currency);
        let room = available.debit_room();
        let limit = room.saturating_add(available.debits_pending).saturating_add(claimed);
        Some(Usage {
            country: pocket.country,
            limit: money(limit),
            available: money(room),
            reserved: money(available.debits_pending),
            claimed: money(claimed),
        })
    };
    guarantee.pockets.iter().filter_map(used).collect()
}

/// Checks the terms of the guarantee against the need and writes the pending transfer.
fn reservation(guarantee: &Guarantee, need: &Need, at: Instant) -> Result<Transfer, NotReserved> {
    if guarantee.status != GuaranteeStatus::Active {
        return Err(NotReserved::NotActive(guarantee.status));
    }
    if at.date() < guarantee.valid_from {
        return Err(NotReserved::NotYetValid { from: guarantee.valid_from });
    }
    let must_outlive = need.must_outlive.max(at.date());
    if guarantee.valid_until < must_outlive {
        return Err(NotReserved::ExpiresTooSoon { until: guarantee.valid_until, must_outlive });
    }
    let Some(pocket) = guarantee.pocket(need.country) else {
        let covered = guarantee.countries.clone();
        return Err(NotReserved::CountryNotCovered { country: need.country, covered });
    };
    if guarantee.currency != need.amount.currency {
        let (needed, held) = (need.amount.currency, guarantee.currency);
        return Err(NotReserved::OtherCurrency { needed, held });
    }
    if need.amount.amount_minor < 0 {
        return Err(NotReserved::NegativeAmount);
    }
    let why = Why {
        guarantee: Some(guarantee.id),
        movement: Some(need.movement),
        leg: Some(need.leg),
        unit: Some(need.unit),
        law: need.reason.law.clone(),
        note: need.reason.note.clone(),
    };
    Ok(Transfer {
        id: reservation_id(guarantee.id, need),
        debit: pocket.available,
        credit: pocket.claimed,
        amount_minor: guarantee.to_hold(need.amount).amount_minor,
        pending: None,
        // Only an act of customs frees security: a reservation never runs out by itself.
        timeout_seconds: 0,
        ledger: u32::from(guarantee.currency.numeric()),
        code: transfer_code::RESERVE,
        flags: TransferFlags::PENDING,
        at,
        why: Some(Arc::new(why)),
    })
}

fn resolve(
    ledger: &mut Ledger,
    reservation: TransferId,
    flags: TransferFlags,
    word: &str,
    reason: &Reason,
    at: Instant,
) -> Result<TransferId, NotResolved> {
    let held = ledger.transfer(reservation).ok_or(NotResolved::NotFound)?;
    let id = TransferId::derive(&reservation.to_bytes(), word.as_bytes());
    let transfer = Transfer {
        id,
        flags,
        pending: Some(reservation),
        timeout_seconds: 0,
        at,
        why: Some(why_of(held, reason)),
        ..held.clone()
    };
    // Found first, so that the same request made again gets the same answer whatever its reason says.
    if ledger.transfer(id).is_some() {
        return Ok(id);
    }
    fault(&ledger.commit(&[transfer], at)).map_or(Ok(id), |status| Err(status.into()))
}

/// Says what a reservation was for and why it is moved now.
fn why_of(held: &Transfer, reason: &Reason) -> Arc<Why> {
    let base = held.why.as_deref().cloned().unwrap_or_default();
    Arc::new(Why { law: reason.law.clone(), note: reason.note.clone(), ..base })
}

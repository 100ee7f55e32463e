//! Matches what the law asks to be secured with the guarantees that the declarant cites.
//!
//! Each leg and transport unit is secured by itself: the first cited guarantee that the holder may use,
//! that the agreement accepts in that country and that the ledger can hold it on takes it. Why the others
//! did not is kept, so that the declarant can mend it.

use rahdari_clearance::{Reserved, Security, Shortfall};
use rahdari_intake::assess::Assessment;
use rahdari_intake::law::Agreement;
use rahdari_kernel::{CompanyId, Country, Date, Grn, GuaranteeId, Instant, Money, MovementId};
use rahdari_ledger::GuaranteeKind;
use rahdari_ledger::bond::{self, Need, Reason};
use rahdari_store::Book;

use crate::context::Context;
use crate::error::{Result, refused};
use crate::identity::guarantee_id;
use crate::token::hash_access_code;

/// A guarantee as cited: its number, and the hash of the access code that was given.
#[derive(Clone, Debug)]
pub(crate) struct Citation {
    pub(crate) grn: Grn,
    pub(crate) guarantee: GuaranteeId,
    pub(crate) access_code_hash: Option<String>,
}

/// Cites a guarantee with an access code. Wrong codes are counted against the guarantee: four characters
/// would otherwise be tried out.
///
/// # Errors
/// `too-many-attempts` after five wrong codes within a quarter of an hour.
pub(crate) async fn citation(ctx: &Context, grn: Grn, code: Option<&str>) -> Result<Citation> {
    let guarantee = guarantee_id(&grn);
    let access_code_hash = code.map(|code| hash_access_code(&ctx.secrets.access_codes, grn.as_str(), code));
    let right = ctx.access_codes.lock().get(&guarantee).cloned();
    if right.is_none() || right != access_code_hash {
        let at = ctx.clock.now();
        if !ctx.attempts.may_try(grn.as_str(), at) {
            let detail = format!("too many wrong access codes for {grn}: wait a quarter of an hour");
            return Err(refused("too-many-attempts", detail));
        }
        if let Some((record, _)) = ctx.store.guarantee(guarantee).await? {
            if access_code_hash.as_ref() == Some(&record.access_code_hash) {
                ctx.access_codes.lock().insert(guarantee, record.access_code_hash);
            } else {
                ctx.attempts.failed(grn.as_str(), at);
            }
        }
    }
    Ok(Citation { grn, guarantee, access_code_hash })
}

/// One leg and transport unit that must be secured, and by what.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) leg: u16,
    pub(crate) unit: u16,
    pub(crate) country: Country,
    pub(crate) amount: Money,
    /// The kinds of guarantee that the agreement accepts in this country; empty when it names none.
    pub(crate) instruments: Vec<&'static str>,
    pub(crate) reason: Reason,
}

/// Lists what an assessment asks to be secured, in the order of legs and units.
pub(crate) fn wanted(assessment: &Assessment, agreement: &Agreement) -> Vec<Wanted> {
    let mut all = Vec::new();
    for leg in &assessment.legs {
        let rule = agreement.country(leg.country);
        let instruments: Vec<&'static str> = rule
            .map(|rule| rule.instruments.iter().map(|instrument| instrument.as_str()).collect())
            .unwrap_or_default();
        let law = rule.map_or_else(|| agreement.id.to_string(), |rule| rule.provenance.source.to_string());
        for security in leg.security.iter().filter(|security| security.amount.amount_minor > 0) {
            all.push(Wanted {
                leg: leg.sequence,
                unit: security.unit,
                country: leg.country,
                amount: security.amount,
                instruments: instruments.clone(),
                reason: Reason { law: law.clone(), note: security.basis.clone() },
            });
        }
    }
    all
}

/// Holds one leg and unit on the first cited guarantee that takes it, or says of each why it does not.
pub(crate) fn hold(
    book: &mut Book,
    movement: MovementId,
    wanted: &Wanted,
    citations: &[Citation],
    holder: CompanyId,
    must_outlive: Date,
    at: Instant,
) -> Security {
    let mut reasons = Vec::new();
    for citation in citations {
        let Some((guarantee, ledger)) = book.bond(citation.guarantee) else {
            reasons.push(unknown(&citation.grn));
            continue;
        };
        if guarantee.pocket(wanted.country).is_none() {
            continue;
        }
        // A guarantee of another holder is as unknown as one that does not exist: nobody learns that it is there.
        if guarantee.holder != holder {
            reasons.push(unknown(&citation.grn));
            continue;
        }
        // Only a TIR guarantee may be undertaken abroad; every other stands in favour of its own administration.
        if guarantee.kind != GuaranteeKind::Tir && guarantee.administration != wanted.country {
            let detail = format!("{} was not registered in {}", citation.grn, wanted.country.name());
            reasons.push(shortfall("guarantee-country-not-covered", detail));
            continue;
        }
        if citation.access_code_hash.as_ref() != Some(&guarantee.access_code_hash) {
            reasons.push(shortfall(
                "access-code-wrong",
                format!("the access code for {} does not fit", citation.grn),
            ));
            continue;
        }
        let kind = guarantee.kind.as_str();
        if !wanted.instruments.is_empty() && !wanted.instruments.contains(&kind) {
            let accepted = wanted.instruments.join(", ");
            let detail = format!(
                "{} is of kind {kind}, but {} accepts: {accepted}",
                citation.grn,
                wanted.country.name()
            );
            reasons.push(shortfall("guarantee-kind", detail));
            continue;
        }
        let need = Need {
            movement,
            leg: wanted.leg,
            unit: wanted.unit,
            revision: 0,
            country: wanted.country,
            amount: wanted.amount,
            must_outlive,
            reason: wanted.reason.clone(),
        };
        match bond::reserve(guarantee, ledger, &need, at) {
            Ok(transfer) => {
                let amount = guarantee.to_hold(wanted.amount);
                let valid_until = guarantee.valid_until;
                return Security::Reserved(Reserved {
                    transfer,
                    guarantee: guarantee.id,
                    amount,
                    valid_until,
                });
            }
            Err(reason) => reasons.push(shortfall(reason.code(), format!("{}: {reason}", citation.grn))),
        }
    }
    if reasons.is_empty() {
        let detail = format!("no guarantee that names {} was cited", wanted.country.name());
        reasons.push(shortfall("guarantee-missing", detail));
    }
    Security::Insufficient { needed: wanted.amount, reasons }
}

fn unknown(grn: &Grn) -> Shortfall {
    shortfall("guarantee-unknown", format!("this holder has no guarantee {grn}"))
}

fn shortfall(code: &str, detail: String) -> Shortfall {
    Shortfall { code: code.to_owned(), detail }
}

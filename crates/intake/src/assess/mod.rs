//! What a journey costs at risk: duties and taxes of each leg under its own law, and the security for
//! each leg and transport unit.
//!
//! Amounts are exact decimals; roundings are dated data of the law. Law that is not verified, and an
//! agreement that is a draft, are applied only in demo mode, and the result names them. Whether the
//! fields of the declaration agree with one another is asked by [`mod@crate::check`]; whether a guarantee
//! suffices is decided elsewhere.

mod amount;
mod charges;
mod finding;
mod goods;
mod result;
mod security;
mod value;

use std::sync::Arc;

use rahdari_kernel::{Date, Finding, Instant};

use crate::check::Check;
use crate::document::Declaration;
use crate::law::{Agreement, AgreementStatus, Law, Leg, Provenance, Route, SecurityBasis, Text};

use goods::Goods;
pub use result::{Assessment, ChargeLine, LegAssessment, LegBasis, UnitSecurity};

/// Assesses a declaration under the law of the day on which it is accepted, which is the calendar day at
/// the office of departure: agreement, tariffs, charges and exchange rates are those of that day.
///
/// # Errors
/// Returns findings when the agreement or the route cannot be applied, when a datum is missing or an
/// amount is too large to be computed, and, unless `demo`, for each datum that is not verified.
pub fn assess(
    declaration: &Declaration,
    law: &Law,
    at: Instant,
    demo: bool,
) -> Result<Assessment, Vec<Finding>> {
    let offset = law.office(&declaration.office_of_departure).map_or(0, |office| office.utc_offset_minutes);
    let on = at.date_at_offset(offset);
    let agreement = agreement_in_force(declaration, law, on, demo)?;
    let route = route(declaration, agreement)?;
    let goods = Goods::of(declaration)?;

    let mut work = Work {
        declaration,
        law,
        agreement,
        goods: &goods,
        on,
        applied: Applied::default(),
        findings: Vec::new(),
    };
    work.applied.cite(&agreement.provenance);
    work.applied.cite(&route.provenance);
    let legs = route.legs.iter().filter_map(|leg| work.leg(leg)).collect();
    let Work { applied, mut findings, .. } = work;
    if !demo {
        findings.extend(applied.unverified.iter().map(|name| finding::not_verified(name)));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok(Assessment {
        agreement: agreement.id.clone(),
        agreement_status: agreement.status,
        route: route.id.clone(),
        law_hash: law.hash_hex().clone(),
        unverified: applied.unverified,
        notes: applied.notes,
        legs,
    })
}

/// Returns the checks that only an assessment makes; [`crate::check::catalogue()`] has them all.
pub fn catalogue() -> &'static [Check] {
    finding::CATALOGUE
}

fn agreement_in_force<'law>(
    declaration: &Declaration,
    law: &'law Law,
    on: Date,
    demo: bool,
) -> Result<&'law Agreement, Vec<Finding>> {
    let id = declaration.agreement.as_str();
    let agreement = law.agreement(id, on).ok_or_else(|| vec![finding::agreement_unknown(id, on)])?;
    match agreement.status {
        AgreementStatus::InForce => Ok(agreement),
        AgreementStatus::Draft if demo => Ok(agreement),
        AgreementStatus::Draft | AgreementStatus::Suspended | AgreementStatus::Expired => {
            Err(vec![finding::agreement_not_in_force(agreement, on)])
        }
    }
}

fn route<'law>(declaration: &Declaration, agreement: &'law Agreement) -> Result<&'law Route, Vec<Finding>> {
    let departure = &declaration.office_of_departure;
    let destination = &declaration.office_of_destination;
    agreement
        .route(departure, &declaration.offices_of_transit, destination)
        .ok_or_else(|| vec![finding::route_not_permitted(agreement, declaration)])
}

/// What was applied on the way, for the reader of the assessment.
#[derive(Default)]
struct Applied {
    unverified: Vec<Text>,
    notes: Vec<String>,
}

impl Applied {
    /// Remembers the name of a datum that is not verified, once. Each datum owns its name, so that the
    /// same place in memory is the same datum and no texts need be compared.
    fn cite(&mut self, provenance: &Provenance) {
        let known = |name: &Text| Arc::ptr_eq(name, &provenance.name);
        if !provenance.verified && !self.unverified.iter().any(known) {
            self.unverified.push(provenance.name.clone());
        }
    }
}

/// One assessment in the making.
struct Work<'a> {
    declaration: &'a Declaration,
    law: &'a Law,
    agreement: &'a Agreement,
    goods: &'a Goods<'a>,
    on: Date,
    applied: Applied,
    findings: Vec<Finding>,
}

impl Work<'_> {
    fn leg(&mut self, leg: &Leg) -> Option<LegAssessment> {
        self.applied.cite(&leg.provenance);
        let Some(rule) = self.agreement.country(leg.country) else {
            self.findings.push(finding::no_rule(self.agreement, leg.country));
            return None;
        };
        self.applied.cite(&rule.provenance);
        let (basis, charges, security) = match &rule.security {
            SecurityBasis::Levies { percent } => self.levies(leg.country, *percent)?,
            SecurityBasis::Flat { amount } => (LegBasis::Flat, vec![], self.flat(*amount)),
            SecurityBasis::Declared => (LegBasis::Declared, vec![], self.declared(leg.country)?),
            SecurityBasis::Unknown => {
                self.applied.notes.push(format!(
                    "{}: no rule on security was found; none is asked on leg {}.",
                    leg.country, leg.sequence
                ));
                (LegBasis::Unknown, vec![], vec![])
            }
        };
        Some(LegAssessment {
            sequence: leg.sequence,
            country: leg.country,
            entry: leg.entry,
            exit: leg.exit,
            days_allowed: leg.days_allowed,
            basis,
            charges,
            security,
        })
    }
}

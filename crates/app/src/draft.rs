//! The movement that a declaration will begin: legs, units and the numbers it will live under.

use rahdari_clearance::{Grams, Leg, NewUnit, Parameter, Parameters, Security};
use rahdari_intake::assess::Assessment;
use rahdari_intake::document::{Declaration, TransportUnit};
use rahdari_intake::law::{Agreement, Law};
use rahdari_kernel::Instant;
use rahdari_risk::Lane;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::error::{Error, Result};

/// The movement, but for its MRN and security, which the decision adds.
pub(crate) struct MovementDraft {
    pub(crate) agreement: String,
    pub(crate) legs: Vec<Leg>,
    pub(crate) units: Vec<NewUnit>,
    pub(crate) parameters: Parameters,
}

pub(crate) fn movement_draft(
    law: &Law,
    declaration: &Declaration,
    assessment: &Assessment,
    agreement: &Agreement,
    at: Instant,
) -> Result<MovementDraft> {
    let legs: Vec<Leg> = assessment
        .legs
        .iter()
        .map(|leg| Leg {
            country: leg.country,
            entry: leg.entry,
            exit: leg.exit,
            days_allowed: Parameter::new(
                u32::from(leg.days_allowed),
                format!("{}, route {}", agreement.id, assessment.route),
            ),
        })
        .collect();
    let units = declaration
        .consignment
        .transport_equipment
        .iter()
        .map(|unit| NewUnit {
            sequence: unit.sequence,
            container: unit.container.clone(),
            vehicle: unit.vehicle.as_ref().map(|vehicle| vehicle.registration.clone()).unwrap_or_default(),
            gross: Grams(gross_grams(declaration, unit)),
            seals: unit.seals.clone(),
            security: vec![Security::NotNeeded; legs.len()],
        })
        .collect();
    Ok(MovementDraft {
        agreement: declaration.agreement.clone(),
        legs,
        units,
        parameters: parameters(law, agreement, at)?,
    })
}

/// The declared gross mass of everything in a unit, in whole grams.
fn gross_grams(declaration: &Declaration, unit: &TransportUnit) -> u64 {
    let items =
        declaration.consignment.goods_items.iter().filter(|item| unit.goods_items.contains(&item.sequence));
    let kilograms: Decimal = items.map(|item| item.gross_mass_kg).sum();
    (kilograms * Decimal::ONE_THOUSAND).round().to_u64().unwrap_or(0)
}

/// The numbers that the movement lives under, from the agreement and the timers of the day.
fn parameters(law: &Law, agreement: &Agreement, at: Instant) -> Result<Parameters> {
    let timer = |name: &str| {
        law.timer(name, at.date())
            .map(|timer| Parameter::new(timer.value, timer.provenance.source.to_string()))
            .ok_or_else(|| Error::Internal(format!("the reference data have no timer {name}")))
    };
    let tolerance = &agreement.weight_tolerance_percent;
    let basis_points = (tolerance.value * Decimal::ONE_HUNDRED).round().to_u32().unwrap_or(0);
    let grace = &agreement.late_grace_days;
    Ok(Parameters {
        weight_tolerance_bp: Parameter::new(basis_points, tolerance.provenance.source.to_string()),
        late_grace_hours: Parameter::new(u32::from(grace.value) * 24, grace.provenance.source.to_string()),
        backdating_days: timer("backdating_days")?,
        security_days: timer("security_days")?,
        departure_days: timer("departure_days")?,
        border_hours: timer("border_hours")?,
        remarks_days: timer("remarks_days")?,
        resolution_days: timer("resolution_days")?,
        discharge_days: timer("discharge_days")?,
    })
}

pub(crate) fn lane(lane: Lane) -> rahdari_clearance::Lane {
    match lane {
        Lane::Green => rahdari_clearance::Lane::Green,
        Lane::Blue => rahdari_clearance::Lane::Blue,
        Lane::Yellow => rahdari_clearance::Lane::Yellow,
        Lane::Orange => rahdari_clearance::Lane::Orange,
        Lane::Red => rahdari_clearance::Lane::Red,
    }
}

//! Makes views of rows and domain values. Nothing is decided here.

use rahdari_clearance::{Movement, Permitted, Security, Stage, status_words};
use rahdari_intake::assess::{Assessment, ChargeLine, LegAssessment};
use rahdari_intake::document::{Declaration, Party, Trader};
use rahdari_kernel::{GuaranteeId, Money, OfficeCode};
use rahdari_ledger::bond::Usage;
use rahdari_risk::Outcome;
use rahdari_store::record::{
    CompanyRecord, DeclarationRecord, EventRecord, GuaranteeRecord, MandateKind, MandateRecord,
    MovementRecord, UserRecord,
};

use crate::view::{
    ActionView, ChargeLineView, ChecklistView, CompanyView, DeclarationSummary, DeclaredAmountView,
    EventView, GoodsView, GuaranteeView, LegAssessmentView, LegView, MandateView, MovementSummary,
    PackageView, PartyView, PocketView, ProgressView, ReasonView, SecurityView, UnitSecurityView, UnitView,
    UserView,
};

pub(crate) fn user(user: &UserRecord) -> UserView {
    UserView {
        id: user.id.to_string(),
        username: user.username.clone(),
        display_name: user.display_name.clone(),
        role: user.role.to_string(),
        administration: user.administration.to_string(),
        office: user.office.map(|office| office.to_string()),
        company: user.company.map(|company| company.to_string()),
        active: user.active,
    }
}

pub(crate) fn company(company: &CompanyRecord) -> CompanyView {
    CompanyView {
        id: company.id.to_string(),
        administration: company.administration.to_string(),
        kind: company.kind.as_str().to_owned(),
        identification: company.identification.clone(),
        name: company.name.clone(),
    }
}

pub(crate) fn mandate(mandate: &MandateRecord) -> MandateView {
    let agent = match mandate.kind {
        MandateKind::Holder => mandate.agent_company.map(|id| id.to_string()),
        MandateKind::Auditor => mandate.agent_user.map(|id| id.to_string()),
    };
    MandateView {
        id: mandate.id.to_string(),
        administration: mandate.administration.to_string(),
        kind: mandate.kind.as_str().to_owned(),
        principal: mandate.principal.map(|id| id.to_string()),
        agent: agent.unwrap_or_default(),
        valid_from: mandate.valid_from.to_string(),
        valid_until: mandate.valid_until.to_string(),
        revoked: mandate.revoked_at.is_some(),
    }
}

pub(crate) fn legs(assessment: &Assessment) -> Vec<LegAssessmentView> {
    assessment.legs.iter().map(leg_assessment).collect()
}

fn leg_assessment(leg: &LegAssessment) -> LegAssessmentView {
    let security = leg.security.iter().map(|security| UnitSecurityView {
        unit: security.unit,
        amount: security.amount.into(),
        basis: security.basis.clone(),
    });
    LegAssessmentView {
        leg: leg.sequence,
        country: leg.country.to_string(),
        entry: leg.entry.to_string(),
        exit: leg.exit.to_string(),
        days_allowed: leg.days_allowed.into(),
        charges: leg.charges.iter().map(charge).collect(),
        security: security.collect(),
    }
}

fn charge(line: &ChargeLine) -> ChargeLineView {
    ChargeLineView {
        item: line.item.into(),
        unit: line.unit,
        charge: line.charge.to_string(),
        base: line.base.normalize().to_string(),
        rate: line.rate.to_string(),
        amount: line.amount.normalize().to_string(),
        currency: line.currency.to_string(),
        law: line.law.to_string(),
        verified: line.verified,
    }
}

/// Shows whom a declaration names; who declares for itself appears as holder and as declarant.
pub(crate) fn parties(declaration: &Declaration) -> Vec<PartyView> {
    let trader = |role: &str, one: &Trader| PartyView {
        role: role.to_owned(),
        id: Some(one.id.clone()),
        name: one.name.clone(),
        country: one.country.map(|country| country.to_string()),
    };
    let party = |role: &str, one: &Party| PartyView {
        role: role.to_owned(),
        id: one.id.clone(),
        name: one.name.clone(),
        country: one.country.map(|country| country.to_string()),
    };
    let liable = [trader("holder", &declaration.holder), trader("declarant", declaration.declarant())];
    let consignor = declaration.consignor.as_ref().map(|one| party("consignor", one));
    let consignee = declaration.consignee.as_ref().map(|one| party("consignee", one));
    liable.into_iter().chain(consignor).chain(consignee).collect()
}

pub(crate) fn goods(declaration: &Declaration) -> Vec<GoodsView> {
    let items = declaration.consignment.goods_items.iter().map(|item| GoodsView {
        item: item.sequence,
        unit: declaration.unit_of(item.sequence).map(|unit| unit.sequence),
        commodity: item.commodity.to_string(),
        description: item.description.clone(),
        origin: item.country_of_origin.map(|country| country.to_string()),
        packages: item
            .packages
            .iter()
            .map(|one| PackageView { kind: one.kind.clone(), count: one.count })
            .collect(),
        gross_mass_kg: item.gross_mass_kg.normalize().to_string(),
        value: item.value.map(|value| DeclaredAmountView {
            amount: value.amount.to_string(),
            currency: value.currency.to_string(),
        }),
    });
    items.collect()
}

pub(crate) fn declaration_summary(
    record: &DeclarationRecord,
    movement: Option<&Movement>,
) -> DeclarationSummary {
    DeclarationSummary {
        id: record.id.to_string(),
        lrn: record.lrn.clone(),
        mrn: record.mrn.as_ref().map(ToString::to_string),
        type_code: record.type_code.clone(),
        agreement: record.agreement.clone(),
        departure: record.office_departure.to_string(),
        destination: record.office_destination.to_string(),
        phase: record.phase.clone(),
        status: movement
            .map_or_else(|| record.phase.replace('_', " "), |movement| status_words(movement).to_owned()),
        lane: record.lane.clone(),
        lodged_at: record.lodged_at.to_string(),
    }
}

/// Shows a movement in a list. For an officer the task is the most urgent of its own office, where it has one.
pub(crate) fn movement_summary(record: &MovementRecord, asking: Option<OfficeCode>) -> MovementSummary {
    let movement = &record.movement;
    let tasks = movement.tasks();
    let own = tasks.iter().find(|task| asking.is_some() && task.owner.office() == asking);
    let task = own.or(tasks.first());
    let office = |office: Option<OfficeCode>| office.map(|office| office.to_string()).unwrap_or_default();
    let owner =
        task.map(|task| task.owner.office().map_or("declarant".to_owned(), |office| office.to_string()));
    MovementSummary {
        id: record.id().to_string(),
        mrn: movement.mrn.to_string(),
        phase: movement.phase.as_str().to_owned(),
        status: status_words(movement).to_owned(),
        lane: movement.lane.as_str().to_owned(),
        departure: office(movement.departure()),
        destination: office(movement.destination()),
        owner: owner.unwrap_or_default(),
        next_action: task.as_ref().map(|task| task.action.as_str().to_owned()).unwrap_or_default(),
        deadline: task.map(|task| task.deadline.at.to_string()),
    }
}

pub(crate) fn leg_views(movement: &Movement) -> Vec<LegView> {
    (1_u16..)
        .zip(&movement.legs)
        .map(|(sequence, leg)| LegView {
            leg: sequence,
            country: leg.country.to_string(),
            entry: leg.entry.to_string(),
            exit: leg.exit.to_string(),
            days_allowed: leg.days_allowed.value,
        })
        .collect()
}

pub(crate) fn units(movement: &Movement) -> Vec<UnitView> {
    movement
        .units
        .iter()
        .map(|unit| UnitView {
            unit: unit.sequence,
            container: unit.container.as_ref().map(ToString::to_string),
            vehicle: (!unit.vehicle.is_empty()).then(|| unit.vehicle.clone()),
            gross_mass_kg: unit.gross.to_string().trim_end_matches(" kg").to_owned(),
            seals: unit.seals.iter().map(ToString::to_string).collect(),
            status: stage_words(unit.stage()).to_owned(),
            limit_date: unit.limit.map(|limit| limit.to_string()),
            progress: (1_u16..)
                .zip(&unit.legs)
                .map(|(leg, passed)| ProgressView {
                    leg,
                    entered_at: passed.entered.map(|seen| seen.at.to_string()),
                    left_at: passed.exited.map(|seen| seen.at.to_string()),
                    discrepancies: discrepancies(movement, unit.sequence, leg),
                })
                .collect(),
        })
        .collect()
}

fn stage_words(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "waiting for release",
        Stage::Travelling => "on the way",
        Stage::AtBorder => "at the border",
        Stage::Arrived => "arrived",
        Stage::Unloaded => "unloaded",
        Stage::Discharged => "discharged",
    }
}

fn discrepancies(movement: &Movement, unit: u16, leg: u16) -> Vec<String> {
    let of_leg = movement.discrepancies.iter().filter(|found| found.unit == unit && found.leg == leg);
    of_leg
        .map(|found| {
            let kinds: Vec<&str> = found.differences.iter().map(|difference| difference.as_str()).collect();
            let standing = if found.holds() { "open" } else { "resolved" };
            format!("Differs: {} ({standing})", kinds.join(", "))
        })
        .collect()
}

/// Shows the security of each leg and unit; `grn_of` names the guarantee of a reservation.
pub(crate) fn security(
    movement: &Movement,
    grn_of: impl Fn(GuaranteeId) -> Option<String>,
) -> Vec<SecurityView> {
    movement
        .securities()
        .map(|(unit, index, security)| {
            let country = movement.legs.get(index).map(|leg| leg.country.to_string()).unwrap_or_default();
            let reasons = match security {
                Security::Insufficient { reasons, .. } => {
                    reasons.iter().map(|reason| reason.detail.clone()).collect()
                }
                Security::NotNeeded | Security::Reserved(_) | Security::Released(_) => Vec::new(),
            };
            SecurityView {
                leg: u16::try_from(index + 1).unwrap_or(u16::MAX),
                country,
                unit,
                state: security.as_str().replace('-', "_"),
                amount: security.amount().map(Into::into),
                grn: security.reserved().and_then(|held| grn_of(held.guarantee)),
                reasons,
            }
        })
        .collect()
}

pub(crate) fn reasons(outcome: &Outcome) -> Vec<ReasonView> {
    outcome
        .hits
        .iter()
        .map(|hit| ReasonView {
            rule: hit.rule.clone(),
            title: hit.title.clone(),
            reason: hit.reason.clone(),
            kind: word(&hit.kind),
            points: hit.points.into(),
            mandatory: hit.mandatory,
            saw: hit.saw.iter().map(|(name, value)| format!("{name} = {value}")).collect(),
        })
        .collect()
}

/// Returns the kinds of reason that a broker may be told.
pub(crate) fn reason_kinds(outcome: &Outcome) -> Vec<String> {
    outcome.notice().kinds.iter().map(word).collect()
}

fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Groups what is permitted by action, with the last part of its path and the words for a button.
pub(crate) fn actions(movement: &Movement, permitted: &[Permitted]) -> Vec<ActionView> {
    let mut views: Vec<ActionView> = Vec::new();
    for one in permitted {
        let (path, title) = action_words(one.action);
        let units = one
            .unit
            .map_or_else(|| movement.units.iter().map(|unit| unit.sequence).collect(), |unit| vec![unit]);
        match views.iter_mut().find(|view| view.action == path) {
            Some(view) => view.units.extend(units),
            None => views.push(ActionView { action: path.to_owned(), title: title.to_owned(), units }),
        }
    }
    for view in &mut views {
        view.units.dedup();
    }
    views
}

fn action_words(action: rahdari_clearance::Action) -> (&'static str, &'static str) {
    use rahdari_clearance::Action;
    match action {
        Action::Secure => ("security", "Cite further guarantees"),
        Action::RecordControlResult => ("control-result", "Record the control result"),
        Action::Release => ("release", "Release for transit"),
        Action::Invalidate => ("invalidation", "Withdraw the declaration"),
        Action::RecordExit => ("exit", "Record the exit"),
        Action::RecordCrossing => ("crossing", "Record the crossing"),
        Action::RecordArrival => ("arrival", "Record the arrival"),
        Action::RecordUnloadingRemarks => ("unloading-remarks", "Record unloading remarks"),
        Action::ResolveDiscrepancy => ("resolution", "Resolve the discrepancy"),
        Action::Discharge => ("discharge", "Discharge"),
    }
}

pub(crate) fn checklist(record: &MovementRecord, at: rahdari_kernel::Instant) -> Vec<ChecklistView> {
    let title = |code: &str| match code {
        "control" => "Control",
        "security" => "Security of every leg and unit",
        "limit" => "Guarantees outlive the time limit",
        _ => "Seals on every unit",
    };
    let items = record.movement.release_checklist(at);
    items
        .into_iter()
        .map(|item| ChecklistView {
            title: title(item.code).to_owned(),
            done: item.satisfied,
            missing: (!item.satisfied).then_some(item.detail),
        })
        .collect()
}

pub(crate) fn guarantee(
    record: &GuaranteeRecord,
    usage: &[Usage],
    holder: String,
    guarantor: Option<String>,
) -> GuaranteeView {
    GuaranteeView {
        id: record.id.to_string(),
        grn: record.grn.to_string(),
        kind: record.kind.as_str().to_owned(),
        administration: record.administration.to_string(),
        holder,
        guarantor,
        countries: record.countries.iter().map(ToString::to_string).collect(),
        valid_from: record.valid_from.to_string(),
        valid_until: record.valid_until.to_string(),
        status: record.status.as_str().to_owned(),
        pockets: usage
            .iter()
            .map(|pocket| PocketView {
                country: pocket.country.map(|country| country.to_string()),
                limit: pocket.limit.into(),
                reserved: pocket.reserved.into(),
                claimed: pocket.claimed.into(),
                available: pocket.available.into(),
            })
            .collect(),
        row_version: i64::try_from(record.version).unwrap_or(i64::MAX),
    }
}

pub(crate) fn event(record: &EventRecord, by: String) -> EventView {
    let event = &record.event;
    EventView {
        index: record.log_index,
        kind: event.kind.to_string(),
        subject_kind: event.subject.kind.to_string(),
        subject_id: event.subject.id.to_string(),
        administration: event.administration.to_string(),
        by,
        role: event.by.role.map(|role| role.to_string()),
        office: event.by.office.map(|office| office.to_string()),
        occurred_at: event.occurred_at.to_string(),
        recorded_at: event.recorded_at.to_string(),
        source: word(&event.source),
        payload: serde_json::from_str(&event.payload).unwrap_or_default(),
        leaf_hash: hex(&record.leaf_hash),
    }
}

pub(crate) fn money(amount_minor: i64, currency: rahdari_kernel::Currency) -> crate::view::MoneyView {
    Money::new(amount_minor, currency).into()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

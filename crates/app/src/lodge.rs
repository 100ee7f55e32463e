//! Lodging: bytes become a checked, assessed and scored declaration, and one decision makes of it an
//! accepted declaration with an MRN, a lane, reserved security and a movement.
//!
//! Everything up to the decision is pure and happens with no lock held; the decision sees only rows.

use std::sync::Arc;

use rahdari_clearance::{NewMovement, NewUnit, Stamp, accept, status_words};
use rahdari_intake::assess::Assessment;
use rahdari_intake::document::Declaration;
use rahdari_intake::law::AgreementStatus;
use rahdari_kernel::{
    Actor, CompanyId, Country, Date, DeclarationId, EventId, Finding, Instant, MandateId, MovementId, Mrn,
    Refusal, Severity, Subject,
};
use rahdari_risk::Lane;
use rahdari_store::record::{
    Audience, CompanyKind, DeclarationRecord, DeclarationVersion, MovementRecord, Notification,
};
use rahdari_store::{Book, Key, Write};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::context::Context;
use crate::draft::{MovementDraft, lane, movement_draft};
use crate::error::{Error, Result};
use crate::examine::{examine, has_errors};
use crate::identity::{company_id, mandate_id};
use crate::permission::{Action, may};
use crate::security::{Citation, Wanted, citation, hold, wanted};
use crate::show::{self, hex};
use crate::view::LodgedView;
use crate::write::{Request, Stamped, Written, answer, settle};

/// Everything about a declaration that could be worked out before any row was seen.
struct Prepared {
    id: DeclarationId,
    broker: CompanyId,
    holder: CompanyId,
    mandate: MandateId,
    administration: Country,
    declaration: Declaration,
    warnings: Vec<Finding>,
    wanted: Vec<Wanted>,
    citations: Vec<Citation>,
    must_outlive: Date,
    lane: Lane,
    movement: MovementDraft,
    version: DeclarationVersion,
    notices: Vec<String>,
    score: u8,
}

/// Lodges a declaration. When nothing is wrong with it, it is accepted in the same step; when its security
/// does not suffice it is accepted all the same, but cannot be released, and the answer says why.
///
/// # Errors
/// `invalid-declaration` with every finding at once; `no-mandate`; `duplicate` when the declarant has used
/// the LRN before. None of them creates a declaration.
pub async fn lodge_declaration(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    content_type: Option<&str>,
    body: Vec<u8>,
) -> Result<Written<LodgedView>> {
    let write = prepare_lodging(ctx, actor, request, content_type, body).await?;
    settle(ctx.store.commit(write).await)
}

/// Does everything of a lodging that needs no lock, and returns the write that decides it.
///
/// # Errors
/// When the role may not, or the request is not named. What is wrong with the declaration is no error
/// here: the write refuses it, so that the audit event is there and the answer is remembered.
pub async fn prepare_lodging(
    ctx: &Context,
    actor: &Actor,
    request: &Request,
    content_type: Option<&str>,
    body: Vec<u8>,
) -> Result<Write> {
    may(actor, Action::LodgeDeclaration)?;
    let at = ctx.clock.now();
    match prepare(ctx, actor, content_type, body, at).await {
        Ok(prepared) => {
            let touches = prepared.touches(at);
            let prepared = Arc::new(prepared);
            let actor_copy = actor.clone();
            let mut stamped = Stamped::new(actor, request, at);
            stamped.administration = prepared.administration;
            let decide = move |book: &mut Book| prepared.decide(book, &actor_copy, &stamped);
            ctx.named(actor, request, Action::LodgeDeclaration, at, touches, decide)
        }
        Err(Error::Refused(refusal)) => {
            let decide = move |_: &mut Book| Err(refusal.clone());
            ctx.named(actor, request, Action::LodgeDeclaration, at, Vec::new(), decide)
        }
        Err(error) => Err(error),
    }
}

async fn prepare(
    ctx: &Context,
    actor: &Actor,
    content_type: Option<&str>,
    body: Vec<u8>,
    at: Instant,
) -> Result<Prepared> {
    let broker = actor.company.ok_or(Error::Forbidden(Action::LodgeDeclaration.as_str()))?;
    let (reading, assessment) = examine(&ctx.law, ctx.mode, at, content_type, &body);
    let (Some(format), Some(declaration), Some(assessment), false) =
        (reading.format, reading.declaration, assessment, has_errors(&reading.findings))
    else {
        let errors = reading.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        let detail = format!("the declaration was not lodged: {errors} to mend");
        return Err(Error::Refused(
            Refusal::new("invalid-declaration", detail).with_findings(reading.findings),
        ));
    };
    let administration = declaration
        .office_of_departure
        .country()
        .ok_or_else(|| Error::Internal("a checked office has no country".to_owned()))?;
    let agreement = ctx
        .law
        .agreement(&declaration.agreement, at.date())
        .ok_or_else(|| Error::Internal("an assessed declaration has no agreement".to_owned()))?;
    let id =
        DeclarationId::derive(&broker.to_bytes(), declaration.functional_reference_id.as_str().as_bytes());
    // A holder is looked up where the broker is registered: its number means something only there.
    let holder = company_id(actor.administration, CompanyKind::Trader, &declaration.holder.id);
    let history = ctx.history(holder, broker, at).await?;
    let facts = ctx.facts.facts_for_risk(&declaration, &assessment, &history, &ctx.law, at);
    let outcome = ctx.ruleset.score(&facts, at.date(), ctx.draw(id));
    let mut citations = Vec::new();
    for reference in &declaration.guarantees {
        if let Some(grn) = &reference.grn {
            let code = reference.access_code.as_ref().map(|code| code.as_str());
            citations.push(citation(ctx, grn.clone(), code).await?);
        }
    }
    let days: i64 = assessment.legs.iter().map(|leg| i64::from(leg.days_allowed)).sum();
    let must_outlive = at.plus_days(days + i64::from(agreement.claim_window_days.value)).date();
    let kept = declaration.without_access_codes();
    let document = text(&kept)?;
    let salt: [u8; 32] = rand::random();
    let body = without_codes(&declaration, body)?;
    let commitment = commit_to(&salt, &document, &body);
    let notices = notices(&agreement.title, &assessment);
    let version = DeclarationVersion {
        declaration: id,
        number: 1,
        administration,
        format: format.as_str().to_owned(),
        original: Arc::from(body),
        document: Arc::from(document),
        assessment: Arc::from(text(&assessment)?),
        risk: Arc::from(text(&outcome)?),
        facts: Arc::from(facts.to_json().to_string()),
        law_hash: *ctx.law.hash(),
        ruleset_hash: ctx.ruleset.hash(),
        salt,
        commitment,
        recorded_at: at,
    };
    Ok(Prepared {
        id,
        broker,
        holder,
        mandate: mandate_id(holder, broker),
        administration,
        wanted: wanted(&assessment, agreement),
        movement: movement_draft(&ctx.law, &declaration, &assessment, agreement, at)?,
        citations,
        must_outlive,
        lane: outcome.lane,
        score: outcome.score,
        warnings: reading.findings,
        declaration: kept,
        version,
        notices,
    })
}

impl Prepared {
    fn touches(&self, at: Instant) -> Vec<Key> {
        let mut keys = vec![
            Key::Company(self.broker),
            Key::Company(self.holder),
            Key::Mandate(self.mandate),
            Key::Declaration(self.id),
            Key::Movement(self.id.into()),
            Key::Serial { office: self.declaration.office_of_departure, year: at.date().year() },
        ];
        keys.extend(self.citations.iter().map(|citation| Key::Guarantee(citation.guarantee)));
        keys
    }

    fn decide(
        &self,
        book: &mut Book,
        actor: &Actor,
        stamped: &Stamped,
    ) -> std::result::Result<Value, Refusal> {
        let at = stamped.at;
        self.check_standing(book, at)?;
        let office = self.declaration.office_of_departure;
        let serial = book.next_serial(office, at.date().year());
        let mrn = Mrn::allot(at.date(), &office, serial).ok_or_else(|| {
            Refusal::new("serials-exhausted", "this office has no serial numbers left this year")
        })?;
        let movement_id = MovementId::from(self.id);
        let units = self.secured_units(book, movement_id, at);
        let new = NewMovement {
            id: movement_id,
            mrn: mrn.clone(),
            agreement: self.movement.agreement.clone(),
            lane: lane(self.lane),
            legs: self.movement.legs.clone(),
            units,
            parameters: self.movement.parameters.clone(),
        };
        let stamp =
            Stamp { by: actor.user, role: actor.role, office: None, occurred_at: at, recorded_at: at };
        let (movement, event) = accept(new, &stamp)?;

        let mut lodged = stamped.event(
            "declaration.lodged",
            ("declaration", self.id.to_bytes()),
            &json!({
                "version": 1,
                "format": self.version.format,
                "commitment": hex(&self.version.commitment),
                "law": hex(&self.version.law_hash),
                "ruleset": hex(&self.version.ruleset_hash),
                "lane": self.lane.as_str(),
                "score": self.score,
            }),
        )?;
        lodged.administration = self.administration;
        book.record(lodged);
        book.record(stamped.event(event.kind(), ("movement", movement_id.to_bytes()), &event.fact)?);
        book.add_version(self.version.clone());
        book.put_declaration(self.record(&mrn, &movement, at));
        let subject = Subject { kind: "declaration".into(), id: EventId::from_bytes(self.id.to_bytes()) };
        let text =
            format!("{} was accepted as {mrn}, lane {}", self.declaration.functional_reference_id, self.lane);
        book.notify(Notification {
            kind: "declaration.accepted".to_owned(),
            to: Audience::Company(self.broker),
            subject: subject.clone(),
            text: text.clone(),
        });
        book.notify(Notification {
            kind: "declaration.accepted".to_owned(),
            to: Audience::Office(office),
            subject: subject.clone(),
            text,
        });
        let lodged = LodgedView {
            id: self.id.to_string(),
            lrn: self.declaration.functional_reference_id.to_string(),
            mrn: mrn.to_string(),
            lane: self.lane.to_string(),
            consequence: self.lane.consequence().to_owned(),
            phase: movement.phase.as_str().to_owned(),
            status: status_words(&movement).to_owned(),
            security: show::security(&movement, |id| self.grn_of(id)),
            notices: self.notices.clone(),
            warnings: self.warnings.clone(),
        };
        book.put_movement(MovementRecord {
            administration: self.administration,
            company: self.broker,
            holder: Some(self.holder),
            movement,
        });
        answer(&lodged)
    }

    /// Asks what depends on rows: that the declarant is who it says, may act for the holder, and has not
    /// used the LRN before.
    fn check_standing(&self, book: &mut Book, at: Instant) -> std::result::Result<(), Refusal> {
        if let Some(earlier) = book.declaration(self.id) {
            let mrn = earlier.mrn.as_ref().map_or_else(String::new, |mrn| format!(" as {mrn}"));
            return Err(Refusal::new(
                "duplicate",
                format!(
                    "{} was lodged before{mrn}: an LRN is used once",
                    self.declaration.functional_reference_id
                ),
            ));
        }
        let mut findings = Vec::new();
        let declarant = self.declaration.declarant();
        let broker = book.company(self.broker).cloned();
        if broker.as_ref().is_none_or(|company| company.identification != declarant.id) {
            findings.push(
                Finding::error(
                    "declarant-not-you",
                    "/declarant/id",
                    "the declarant is not the company you are signed in for",
                    "name your own company as declarant",
                    "WCO Kyoto Convention, General Annex 3.6",
                )
                .found(&declarant.id),
            );
        }
        if book.company(self.holder).is_none() {
            findings.push(
                Finding::error(
                    "holder-unknown",
                    "/holder/id",
                    "no holder with this number is registered with your administration",
                    "have the holder registered, or correct its number",
                    "mandate of the holder",
                )
                .found(&self.declaration.holder.id),
            );
        } else if !book.mandate(self.mandate).is_some_and(|mandate| mandate.holds_at(at)) {
            findings.push(
                Finding::error(
                    "no-mandate",
                    "/holder/id",
                    "you have no mandate of this holder today",
                    "have the mandate recorded or renewed by your administration",
                    "mandate of the holder",
                )
                .found(&self.declaration.holder.id),
            );
        }
        if findings.is_empty() {
            Ok(())
        } else {
            let detail = "the declaration was not lodged: you may not declare this for this holder";
            Err(Refusal::new("no-mandate", detail).with_findings(findings))
        }
    }

    fn secured_units(&self, book: &mut Book, movement: MovementId, at: Instant) -> Vec<NewUnit> {
        let mut units = self.movement.units.clone();
        for unit in &mut units {
            for (leg, security) in (1_u16..).zip(&mut unit.security) {
                let asked =
                    self.wanted.iter().find(|wanted| wanted.leg == leg && wanted.unit == unit.sequence);
                if let Some(wanted) = asked {
                    *security =
                        hold(book, movement, wanted, &self.citations, self.holder, self.must_outlive, at);
                }
            }
        }
        units
    }

    fn record(&self, mrn: &Mrn, movement: &rahdari_clearance::Movement, at: Instant) -> DeclarationRecord {
        DeclarationRecord {
            id: self.id,
            administration: self.administration,
            version: 0,
            company: self.broker,
            holder: Some(self.holder),
            lrn: self.declaration.functional_reference_id.to_string(),
            mrn: Some(mrn.clone()),
            type_code: self.declaration.type_code.as_str().to_owned(),
            agreement: self.declaration.agreement.clone(),
            office_departure: self.declaration.office_of_departure,
            office_destination: self.declaration.office_of_destination,
            lane: Some(self.lane.to_string()),
            phase: movement.phase.as_str().to_owned(),
            current_version: 1,
            lodged_at: at,
            updated_at: at,
        }
    }

    fn grn_of(&self, guarantee: rahdari_kernel::GuaranteeId) -> Option<String> {
        let citation = self.citations.iter().find(|citation| citation.guarantee == guarantee)?;
        Some(citation.grn.to_string())
    }
}

/// Returns the bytes with every access code replaced by stars, so that a copy of the database gives none
/// away. Bytes that hide a code (behind JSON's escapes, say) are replaced by the declaration as it was read.
fn without_codes(declaration: &Declaration, mut bytes: Vec<u8>) -> Result<Vec<u8>> {
    const NAME: &[u8] = b"accessCode";
    let codes = declaration.guarantees.iter().filter_map(|reference| reference.access_code.as_ref());
    for code in codes {
        let code = code.as_str().as_bytes();
        let mut from = 0;
        let mut blanked = false;
        while let Some(name) = find(&bytes, NAME, from) {
            from = name + NAME.len();
            // Between name and code stand a quote, a colon and white space, or the end of a tag.
            if let Some(at) = find(&bytes, code, from).filter(|at| at - from < 64)
                && let Some(place) = bytes.get_mut(at..at + code.len())
            {
                place.fill(b'*');
                blanked = true;
            }
        }
        if !blanked {
            return text(&declaration.without_access_codes()).map(String::into_bytes);
        }
    }
    Ok(bytes)
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(wanted.len().max(1)).position(|window| window == wanted).map(|at| from + at)
}

/// Commits to a version: document and original bytes under a salt, so that the commitment in the log says
/// nothing about the goods and erasing the salt leaves it meaningless.
pub(crate) fn commit_to(salt: &[u8; 32], document: &str, original: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"rahdari-version/v1\n");
    hasher.update(salt);
    hasher.update(Sha256::digest(document.as_bytes()));
    hasher.update(Sha256::digest(original));
    hasher.finalize().into()
}

/// What must be said with every answer: law that is not in force or that nobody has verified.
pub(crate) fn notices(title: &str, assessment: &Assessment) -> Vec<String> {
    let mut notices = Vec::new();
    if assessment.agreement_status != AgreementStatus::InForce {
        notices.push(format!("Not in force: {title} is {}.", assessment.agreement_status.as_str()));
    }
    if !assessment.unverified.is_empty() {
        let count = assessment.unverified.len();
        notices
            .push(format!("Not verified: {count} of the rules and rates applied have no confirmed source."));
    }
    notices
}

fn text(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()))
}

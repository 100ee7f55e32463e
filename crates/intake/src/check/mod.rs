//! The checks between the fields of a declaration and against the law, each in one [`catalogue()`].
//!
//! Fields by themselves are checked where they are read. Checks here look at whatever could be read, so
//! that everything wrong is reported at once; a check whose fields could not be read stays silent.

mod agreement;
pub(crate) mod catalogue;
mod goods;
mod guarantees;
mod money;
mod route;
mod units;

pub use catalogue::{Check, catalogue, explain};

use rahdari_kernel::{Date, Finding, Instant};

use crate::document::Declaration;
use crate::format::draft::{ConsignmentDraft, DeclarationDraft, PartyDraft};
use crate::format::field::{Draft, Field};
use crate::law::{Agreement, Law, Route};

/// The circumstances under which a declaration is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// When; the local date at the office of departure picks the law that applies.
    pub at: Instant,
    /// Whether law that is not in force may be used, under a banner that says so.
    pub demo: bool,
}

/// Checks a declaration whose fields are all valid. Pointers are those of the native JSON.
pub fn check(declaration: &Declaration, law: &Law, circumstances: &Circumstances) -> Vec<Finding> {
    check_draft(&DeclarationDraft::of(declaration), law, circumstances)
}

/// Checks as much as could be read.
pub(crate) fn check_draft(
    draft: &DeclarationDraft,
    law: &Law,
    circumstances: &Circumstances,
) -> Vec<Finding> {
    let on = local_date(draft, law, circumstances.at);
    let agreement = draft.agreement.known().and_then(|id| law.agreement(id, on));
    let route = agreement.and_then(|agreement| {
        let transit = draft.offices_of_transit.complete().then(|| route::transit_offices(draft))?;
        let (departure, destination) = (draft.office_of_departure.get()?, draft.office_of_destination.get()?);
        agreement.route(&departure, &transit, &destination)
    });
    let case = Case { draft, law, on, demo: circumstances.demo, agreement, route };
    let mut findings = Vec::new();
    parties(&case, &mut findings);
    route::check(&case, &mut findings);
    units::check(&case, &mut findings);
    goods::check(&case, &mut findings);
    money::check(&case, &mut findings);
    guarantees::check(&case, &mut findings);
    agreement::check(&case, &mut findings);
    findings
}

/// What the checks look at.
struct Case<'a> {
    draft: &'a DeclarationDraft,
    law: &'a Law,
    /// The local date at the office of departure.
    on: Date,
    demo: bool,
    /// The version of the agreement that applies on that day, whatever its status.
    agreement: Option<&'a Agreement>,
    /// The route of the agreement that the offices lie on.
    route: Option<&'a Route>,
}

impl Case<'_> {
    fn consignment(&self) -> Option<&ConsignmentDraft> {
        self.draft.consignment.known()
    }
}

fn local_date(draft: &DeclarationDraft, law: &Law, at: Instant) -> Date {
    let office = draft.office_of_departure.get().and_then(|code| law.office(&code));
    office.map_or_else(|| at.date(), |office| at.date_at_offset(office.utc_offset_minutes))
}

fn parties(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let parties = [("/consignor", &case.draft.consignor), ("/consignee", &case.draft.consignee)];
    for (pointer, party) in parties {
        if party.known().is_some_and(unnamed) {
            let message = "The party has neither an identification number nor a name and country.";
            findings.push(catalogue::PARTY.at(pointer, message));
        }
    }
}

fn unnamed(party: &PartyDraft) -> bool {
    party.id.is_absent() && (party.name.is_absent() || party.country.is_absent())
}

/// Returns the first place at which the numbers do not run 1, 2, 3, with the number there.
fn out_of_order<'a>(sequences: impl Iterator<Item = (usize, &'a Field<u16>)>) -> Option<(usize, u16)> {
    sequences
        .filter_map(|(index, sequence)| Some((index, sequence.get()?)))
        .find(|(index, sequence)| usize::from(*sequence) != index + 1)
}

/// Returns the place of each value that occurred before, with the place of the occurrence before it.
fn repeated<T: Ord, P: Copy + Ord>(values: impl Iterator<Item = (T, P)>) -> Vec<(P, P)> {
    let mut values: Vec<_> = values.collect();
    values.sort_unstable();
    let pairs = values.windows(2).filter_map(|pair| match pair {
        [(before, first), (value, again)] if before == value => Some((*again, *first)),
        _ => None,
    });
    let mut repeated: Vec<_> = pairs.collect();
    repeated.sort_unstable();
    repeated
}

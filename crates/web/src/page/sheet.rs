//! The pages as values: what each template is filled with. Handlers make them; they decide nothing.

use askama::Template;
use rahdari_app::request::Filter;
use rahdari_app::view::{
    CheckView, CheckpointView, CompanyView, DeclarationSummary, DeclarationView, EventView, GuaranteeView,
    MandateView, MovementSummary, NotificationView, OfficeView, Page, ReferenceView, StatementEntryView,
    TrialBalanceView, UserView, VerificationView,
};
use rahdari_kernel::{Instant, Role};

use super::names::Names;
use super::{Chrome, Pager, show};
use crate::catalogue;
use crate::problem::Problem;

/// The phases a list can be narrowed to.
const PHASES: &[&str] =
    &["accepted", "released", "in_transit", "arrived", "discharged", "recovery", "closed", "invalidated"];

/// The lanes a list can be narrowed to.
const LANES: &[&str] = &["green", "blue", "yellow", "orange", "red"];

/// The sign-in.
#[derive(Template)]
#[template(path = "sign-in.html")]
pub(crate) struct SignIn<'a> {
    pub(crate) chrome: Chrome,
    pub(crate) refused: Option<&'a str>,
    pub(crate) username: &'a str,
    pub(crate) next: &'a str,
}

/// Something to do, on the first page.
pub(crate) struct Task {
    pub(crate) href: &'static str,
    pub(crate) title: &'static str,
    pub(crate) text: &'static str,
}

/// The first page of a role.
#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct Home {
    pub(crate) chrome: Chrome,
    pub(crate) standing: String,
    pub(crate) tasks: &'static [Task],
    pub(crate) news: Option<Vec<NotificationView>>,
}

impl Home {
    /// Returns whether a notification of this kind is about a movement.
    fn leads(&self, kind: &str) -> bool {
        kind.starts_with("movement.") || kind.starts_with("declaration.")
    }
}

/// The declarations somebody may see.
#[derive(Template)]
#[template(path = "declarations.html")]
pub(crate) struct Declarations {
    pub(crate) chrome: Chrome,
    pub(crate) names: Names,
    pub(crate) page: Page<DeclarationSummary>,
    pub(crate) filter: Filter,
    pub(crate) may_lodge: bool,
    pub(crate) pager: Pager,
}

impl Declarations {
    fn phases(&self) -> &'static [&'static str] {
        PHASES
    }

    fn lanes(&self) -> &'static [&'static str] {
        LANES
    }
}

/// A file to check or lodge, and what was found in it.
#[derive(Template)]
#[template(path = "upload.html")]
pub(crate) struct Upload {
    pub(crate) chrome: Chrome,
    pub(crate) names: Names,
    pub(crate) refused: Option<Problem>,
    pub(crate) outcome: Option<CheckView>,
    pub(crate) text: Option<String>,
}

impl Upload {
    /// Returns whether the file was checked and can be lodged as it is.
    fn ready(&self) -> bool {
        self.outcome.as_ref().is_some_and(|check| check.acceptable)
    }

    /// Returns how many things must be mended, in words.
    fn to_mend(&self) -> String {
        let findings = self.outcome.iter().flat_map(|check| &check.findings);
        match findings.filter(|finding| !show::is_warning(finding)).count() {
            1 => "One thing".to_owned(),
            count => format!("{count} things"),
        }
    }
}

/// A declaration.
#[derive(Template)]
#[template(path = "declaration.html")]
pub(crate) struct Declaration {
    pub(crate) chrome: Chrome,
    pub(crate) names: Names,
    pub(crate) view: DeclarationView,
    pub(crate) lodged: bool,
    pub(crate) own: bool,
}

/// The queue of an office.
#[derive(Template)]
#[template(path = "queue.html")]
pub(crate) struct Queue {
    pub(crate) chrome: Chrome,
    pub(crate) names: Names,
    pub(crate) now: Instant,
    pub(crate) page: Page<MovementSummary>,
    pub(crate) place: String,
    pub(crate) place_code: String,
    pub(crate) all: bool,
    pub(crate) pager: Pager,
}

/// The guarantees somebody may see, and a form for a new one.
#[derive(Template)]
#[template(path = "guarantees.html")]
pub(crate) struct Guarantees<'a> {
    pub(crate) chrome: Chrome,
    pub(crate) refused: Option<Problem>,
    pub(crate) page: Page<GuaranteeView>,
    pub(crate) may_issue: bool,
    pub(crate) fields: &'a super::field::Fields,
    pub(crate) pager: Pager,
}

impl Guarantees<'_> {
    fn kinds(&self) -> &'static [&'static str] {
        &["individual_undertaking", "individual_cash", "comprehensive", "flat_rate_voucher", "tir", "waiver"]
    }

    fn ticked(&self, country: &str) -> bool {
        self.fields.iter().any(|(name, value)| name == "countries" && value == country)
    }

    fn countries(&self) -> &'static [&'static str] {
        &["PK", "AF", "UZ", "KZ"]
    }
}

/// A guarantee with its statement.
#[derive(Template)]
#[template(path = "guarantee.html")]
pub(crate) struct Guarantee {
    pub(crate) chrome: Chrome,
    pub(crate) refused: Option<Problem>,
    pub(crate) done: Option<&'static str>,
    pub(crate) view: GuaranteeView,
    pub(crate) entries: Page<StatementEntryView>,
    pub(crate) may_increase: bool,
    pub(crate) sees_movements: bool,
    pub(crate) pager: Pager,
}

/// The trial balance.
#[derive(Template)]
#[template(path = "trial-balance.html")]
pub(crate) struct TrialBalance {
    pub(crate) chrome: Chrome,
    pub(crate) view: TrialBalanceView,
}

/// The events of the log.
#[derive(Template)]
#[template(path = "events.html")]
pub(crate) struct Events {
    pub(crate) chrome: Chrome,
    pub(crate) events: Vec<EventView>,
    pub(crate) after: String,
    /// How many records that a request was answered are not shown.
    pub(crate) left_out: usize,
    /// Whether they were asked for.
    pub(crate) all: bool,
    pub(crate) pager: Pager,
}

/// The verification of the whole book.
#[derive(Template)]
#[template(path = "verification.html")]
pub(crate) struct Verification {
    pub(crate) chrome: Chrome,
    pub(crate) result: Option<VerificationView>,
    pub(crate) checkpoint: CheckpointView,
}

/// Companies, users and mandates.
#[derive(Template)]
#[template(path = "admin.html")]
pub(crate) struct Admin {
    pub(crate) chrome: Chrome,
    pub(crate) refused: Option<Problem>,
    pub(crate) done: Option<&'static str>,
    pub(crate) companies: Page<CompanyView>,
    pub(crate) users: Page<UserView>,
    pub(crate) mandates: Page<MandateView>,
    pub(crate) roles: [Role; 5],
    pub(crate) offices: Vec<OfficeView>,
}

impl Admin {
    /// Returns what a company or user is called.
    fn called<'a>(&'a self, id: &'a str) -> &'a str {
        let companies = self.companies.items.iter().map(|company| (&company.id, &company.name));
        let users = self.users.items.iter().map(|user| (&user.id, &user.display_name));
        companies.chain(users).find(|(known, _)| *known == id).map_or(id, |(_, name)| name)
    }
}

/// The law that is loaded.
#[derive(Template)]
#[template(path = "reference.html")]
pub(crate) struct Reference {
    pub(crate) chrome: Chrome,
    pub(crate) view: ReferenceView,
}

/// The description of the API.
#[derive(Template)]
#[template(path = "api.html")]
pub(crate) struct Api {
    pub(crate) chrome: Chrome,
    pub(crate) api: crate::api::describe::Readable,
}

/// A problem, where a page was asked for.
#[derive(Template)]
#[template(path = "problem.html")]
pub(crate) struct ProblemPage<'a> {
    pub(crate) chrome: Chrome,
    pub(crate) problem: &'a Problem,
    pub(crate) request_id: &'a str,
}

/// Every problem there is.
#[derive(Template)]
#[template(path = "problems.html")]
pub(crate) struct Problems {
    pub(crate) chrome: Chrome,
    pub(crate) entries: &'static [catalogue::Entry],
    pub(crate) checks: &'static [rahdari_intake::check::Check],
}

/// What one problem means.
#[derive(Template)]
#[template(path = "problem-code.html")]
pub(crate) struct ProblemCode<'a> {
    pub(crate) chrome: Chrome,
    pub(crate) code: &'a str,
    pub(crate) title: &'a str,
    pub(crate) meaning: &'a str,
    pub(crate) mend: &'a str,
    pub(crate) source: &'a str,
}

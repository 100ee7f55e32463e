//! The case page of a movement: what it is, why, and a form for exactly what the reader may do now.

use askama::Template;
use rahdari_app::view::{ActionView, EventView, MovementView, ProgressView, SecurityView, UnitView};
use rahdari_kernel::Instant;

use super::field::Fields;
use super::html::Html;
use super::names::Names;
use super::{Chrome, show};
use crate::problem::Problem;

/// The way back to the list a movement was found in.
pub(crate) struct Back {
    pub(crate) href: &'static str,
    pub(crate) text: &'static str,
}

/// The case page.
#[derive(Template)]
#[template(path = "movement.html")]
pub(crate) struct Movement {
    pub(crate) chrome: Chrome,
    pub(crate) names: Names,
    pub(crate) now: Instant,
    pub(crate) back: Back,
    pub(crate) view: MovementView,
    pub(crate) refused: Option<Problem>,
    pub(crate) done: Option<&'static str>,
    pub(crate) forms: Vec<Html>,
    pub(crate) events: Vec<EventView>,
}

/// The form of one action.
#[derive(Template)]
#[template(path = "action.html")]
struct ActionForm<'a> {
    chrome: &'a Chrome,
    view: &'a MovementView,
    action: &'a ActionView,
    fields: &'a Fields,
    open: bool,
    grave: bool,
    of_unit: bool,
}

/// Makes a form for each thing the reader may do. The one that was refused is open and shows what was typed.
///
/// # Errors
/// An internal problem when a template fails.
pub(crate) fn forms(
    chrome: &Chrome,
    view: &MovementView,
    tried: Option<(&str, &Fields)>,
) -> Result<Vec<Html>, Problem> {
    let nothing = Fields::default();
    let only_one = view.permitted_actions.len() == 1;
    let form = |action: &ActionView| {
        let fields = tried.filter(|(name, _)| *name == action.action).map(|(_, fields)| fields);
        let grave = action.action == "invalidation";
        let open = fields.is_some() || (only_one && !grave);
        let of_unit =
            !matches!(action.action.as_str(), "security" | "control-result" | "release" | "invalidation");
        let form =
            ActionForm { chrome, view, action, fields: fields.unwrap_or(&nothing), open, grave, of_unit };
        form.render().map(Html::made).map_err(Problem::internal)
    };
    view.permitted_actions.iter().map(form).collect()
}

/// Returns what a movement page says after an action was done.
pub(crate) fn done(action: &str) -> Option<&'static str> {
    Some(match action {
        "security" => "The guarantees were taken into account. What is still missing is shown below.",
        "control-result" => "The control result is recorded.",
        "release" => "The movement is released for transit. The broker and the next offices are told.",
        "exit" => "The exit is recorded. If all matched, this country's security is free again.",
        "crossing" => "The crossing is recorded.",
        "arrival" => "The arrival is recorded.",
        "unloading-remarks" => "The unloading remarks are recorded.",
        "resolution" => "The discrepancy is resolved.",
        "discharge" => "The unit is discharged and its security is free again.",
        "invalidation" => "The declaration is invalidated and its security is free again.",
        _ => return None,
    })
}

impl Movement {
    /// Returns what happened to a unit on a leg.
    fn progress(&self, unit: &u16, leg: &u16) -> Option<&ProgressView> {
        let unit = self.view.units.iter().find(|candidate| candidate.unit == *unit)?;
        unit.progress.iter().find(|progress| progress.leg == *leg)
    }

    /// Returns the security of a unit on a leg.
    fn held(&self, unit: &u16, leg: &u16) -> Vec<&SecurityView> {
        self.view.security.iter().filter(|held| held.unit == *unit && held.leg == *leg).collect()
    }
}

impl ActionForm<'_> {
    /// Returns the results of a control (code list CL047), the usual first.
    fn results(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("A1", "Satisfactory"),
            ("A2", "Considered satisfactory"),
            ("A3", "Simplified procedure"),
            ("B1", "Not satisfactory"),
        ]
    }

    /// Returns the numbers of the rows for further guarantees.
    fn three(&self) -> &'static [u16] {
        &[1, 2, 3]
    }

    /// Returns the container and truck of a unit, to tell units apart.
    fn described(&self, unit: &u16) -> String {
        let found = self.view.units.iter().find(|candidate| candidate.unit == *unit);
        let parts: Vec<&str> = found
            .iter()
            .flat_map(|unit| [unit.container.as_deref(), unit.vehicle.as_deref()])
            .flatten()
            .collect();
        if parts.is_empty() { String::new() } else { format!(", {}", parts.join(" on ")) }
    }

    /// Returns whether a unit was chosen before.
    fn chosen(&self, unit: &u16) -> bool {
        self.fields.get("unit") == unit.to_string()
    }

    /// Returns what was typed into a numbered field.
    fn typed_n(&self, name: &str, number: &u16) -> &str {
        self.fields.get(&format!("{name}-{number}"))
    }

    /// Returns the seals that were typed for a unit, or else those that are declared.
    fn seals(&self, unit: &UnitView) -> String {
        let typed = self.typed_n("seals", &unit.unit);
        if typed.is_empty() { unit.seals.join(", ") } else { typed.to_owned() }
    }

    /// Returns whether a difference was found at the end of a leg.
    fn differs(&self, leg: &u16) -> bool {
        let mut progress = self.view.units.iter().flat_map(|unit| &unit.progress);
        progress.any(|progress| progress.leg == *leg && !progress.discrepancies.is_empty())
    }
}

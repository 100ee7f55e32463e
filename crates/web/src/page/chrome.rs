//! What stands around every page: who is signed in, where they can go, and what in the law is not settled.

use rahdari_kernel::Role;

use super::html::Html;
use super::new_key;

/// A way on.
pub(crate) struct Link {
    /// Where to.
    pub(crate) href: &'static str,
    /// What it is called.
    pub(crate) text: &'static str,
}

/// Who is signed in, as the header says it.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    /// The name people see.
    pub(crate) name: String,
    /// The role and where it acts.
    pub(crate) standing: String,
    /// The role.
    pub(crate) role: Role,
}

/// The frame of a page.
pub(crate) struct Chrome {
    /// The title of the page.
    pub(crate) title: String,
    /// The way that led here, to mark it.
    pub(crate) here: &'static str,
    /// Who is signed in.
    pub(crate) who: Option<Who>,
    /// Where they can go.
    pub(crate) nav: &'static [Link],
    /// What in the law is not in force or not verified, in sentences.
    pub(crate) notices: Vec<String>,
    /// What a form must carry to show that it comes from one of our pages.
    pub(crate) form_token: String,
}

impl Chrome {
    /// Returns the hidden fields of a form that writes: its origin and its idempotency key.
    pub(crate) fn hidden(&self) -> Html {
        // Both are hexadecimal; there is nothing to escape.
        Html::made(format!(
            r#"<input type="hidden" name="form" value="{}"><input type="hidden" name="key" value="{}">"#,
            self.form_token,
            new_key()
        ))
    }
}

const fn link(href: &'static str, text: &'static str) -> Link {
    Link { href, text }
}

const HOME: Link = link("/", "Start");
const DECLARATIONS: Link = link("/declarations", "Declarations");
const GUARANTEES: Link = link("/guarantees", "Guarantees");

/// Returns where a role can go.
pub(crate) fn nav(role: Role) -> &'static [Link] {
    match role {
        Role::Broker => const { &[HOME, DECLARATIONS, link("/declarations/upload", "Lodge"), GUARANTEES] },
        Role::Officer => const { &[HOME, link("/queue", "Queue"), DECLARATIONS] },
        Role::Auditor => {
            const {
                &[
                    HOME,
                    GUARANTEES,
                    link("/trial-balance", "Trial balance"),
                    link("/events", "Events"),
                    link("/verification", "Verification"),
                    DECLARATIONS,
                ]
            }
        }
        Role::Guarantor => const { &[HOME, GUARANTEES] },
        Role::Administrator => const { &[HOME, link("/admin", "Administration")] },
    }
}

//! The first page of each role: what there is to do, and what happened.

use rahdari_kernel::Role;

use super::sheet::Task;

const fn task(href: &'static str, title: &'static str, text: &'static str) -> Task {
    Task { href, title, text }
}

/// Returns what a role comes here to do.
pub(crate) fn tasks(role: Role) -> &'static [Task] {
    match role {
        Role::Broker => {
            const {
                &[
                    task(
                        "/declarations/upload",
                        "Check or lodge a declaration",
                        "Bring a file. Checking writes nothing and names everything that is wrong at once.",
                    ),
                    task(
                        "/declarations",
                        "Follow your declarations",
                        "Where each one stands, whose turn it is and until when.",
                    ),
                    task("/guarantees", "See your guarantees", "What is reserved, and what is still free."),
                ]
            }
        }
        Role::Officer => {
            const {
                &[
                    task(
                        "/queue",
                        "Work the queue",
                        "Movements that wait for your office, the nearest deadline first.",
                    ),
                    task(
                        "/queue?all=yes",
                        "Look at all movements of your office",
                        "Whatever begins, passes or ends here.",
                    ),
                ]
            }
        }
        Role::Auditor => {
            const {
                &[
                    task(
                        "/guarantees",
                        "Read the guarantees and their statements",
                        "Every entry with the movement and the law it follows.",
                    ),
                    task("/trial-balance", "Read the trial balance", "Debits and credits of every currency."),
                    task(
                        "/events",
                        "Read the events",
                        "Who did what, when it occurred and when it was recorded.",
                    ),
                    task("/verification", "Verify the log", "Find out whether anything was altered since."),
                ]
            }
        }
        Role::Guarantor => {
            const {
                &[task(
                    "/guarantees",
                    "See and undertake guarantees",
                    "What you stand behind, what is reserved and what was claimed.",
                )]
            }
        }
        Role::Administrator => {
            const {
                &[
                    task(
                        "/admin#companies",
                        "Register companies",
                        "Brokers, traders, carriers and guarantors.",
                    ),
                    task("/admin#users", "Add users", "Each in one role, at one office or for one company."),
                    task(
                        "/admin#mandates",
                        "Record mandates",
                        "Who may declare for whom, and which auditor may read the books.",
                    ),
                ]
            }
        }
    }
}

//! Pages that explain: the API, and what each problem means. They are open to everybody.

use actix_web::web::Path;

use crate::api::describe;
use crate::catalogue;
use crate::page::{Shown, sheet, show};
use crate::problem::Problem;
use crate::session::Passer;

/// Shows the description of the API.
pub(crate) async fn api(Passer(frame): Passer) -> Shown {
    show(&sheet::Api { chrome: frame.chrome("The API", "/api"), api: describe::readable() })
}

/// Lists every problem.
pub(crate) async fn problems(Passer(frame): Passer) -> Shown {
    show(&sheet::Problems {
        chrome: frame.chrome("Problems and what they mean", "/problems"),
        entries: catalogue::PROBLEMS,
        checks: rahdari_intake::check::catalogue(),
    })
}

/// Explains one problem or one check of a declaration.
pub(crate) async fn problem(Passer(frame): Passer, code: Path<String>) -> Shown {
    let code = code.as_str();
    let title = catalogue::title(code);
    let (meaning, mend, source) = match (catalogue::find(code), rahdari_intake::check::explain(code)) {
        (Some(entry), _) => (entry.meaning, entry.mend, ""),
        (None, Some(check)) => ("A check of the declaration found this.", check.mend, check.source),
        (None, None) => return Err(Problem::not_found()),
    };
    let chrome = frame.chrome(title.clone(), "/problems");
    show(&sheet::ProblemCode { chrome, code, title: &title, meaning, mend, source })
}

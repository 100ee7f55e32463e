//! The way to the next page of a list.

/// Where a list goes on, and where it began.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pager {
    /// Whether this is not the first page.
    pub(crate) later: bool,
    /// The address of the first page.
    pub(crate) first: String,
    /// The address of the next page, when there is one.
    pub(crate) next: Option<String>,
}

impl Pager {
    /// Makes the pager of a list at `path` whose cursor is called `name`, keeping the other parts of the query.
    pub(crate) fn new(
        path: &str,
        keep: &[(&str, &str)],
        name: &str,
        here: Option<&str>,
        next: Option<&str>,
    ) -> Self {
        let kept: Vec<(&str, &str)> = keep.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
        let at = |cursor: Option<&str>| {
            let all = kept.iter().copied().chain(cursor.map(|cursor| (name, cursor)));
            let query: Vec<String> = all.map(|(key, value)| format!("{key}={}", encoded(value))).collect();
            if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
        };
        Self { later: here.is_some(), first: at(None), next: next.map(|cursor| at(Some(cursor))) }
    }

    /// Returns whether there is anywhere to go.
    pub(crate) fn any(&self) -> bool {
        self.later || self.next.is_some()
    }
}

/// Writes a value as part of a query.
pub(crate) fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_what_was_asked_for() {
        let pager =
            Pager::new("/declarations", &[("lane", "red"), ("phase", "")], "cursor", None, Some("a/b=="));
        assert_eq!(pager.next.as_deref(), Some("/declarations?lane=red&cursor=a%2Fb%3D%3D"));
        assert_eq!(pager.first, "/declarations?lane=red");
        assert!(pager.any() && !pager.later);
        assert!(!Pager::new("/events", &[], "after", None, None).any());
    }
}

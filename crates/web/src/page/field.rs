//! What a form brought back: its fields, kept so that a refused form shows again what was typed.

/// The fields of a form, in the order in which they were sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Wraps the fields of a form.
    pub(crate) fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Returns every field as it was typed.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns a field as it was typed, or nothing at all when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Returns a field without the space around it.
    pub(crate) fn text(&self, name: &str) -> String {
        self.get(name).trim().to_owned()
    }

    /// Returns a field without the space around it, unless nothing is left.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Returns every value that was ticked or chosen under a name.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim());
        values.filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    /// Returns the words of a field that takes several, parted by commas, semicolons or space.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let parts = self.get(name).split(|c: char| matches!(c, ',' | ';') || c.is_whitespace());
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// Returns a point in time from a date-and-time field, which browsers send without a zone: it is UTC.
    pub(crate) fn instant(&self, name: &str) -> Option<String> {
        let text = self.some(name)?;
        let bare = text.len() == "2026-11-23T08:30".len();
        Some(if bare { format!("{text}:00Z") } else { text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_people_type_them() {
        let typed = [
            ("seals", "PK0001, PK0002;PK3\n"),
            ("unit", " 2 "),
            ("empty", "  "),
            ("at", "2026-11-23T08:30"),
            ("c", "PK"),
            ("c", "UZ"),
        ];
        let fields = Fields::new(typed.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec());
        assert_eq!(fields.list("seals"), ["PK0001", "PK0002", "PK3"]);
        assert_eq!(fields.text("unit"), "2");
        assert_eq!(fields.some("empty"), None);
        assert_eq!(fields.instant("at").as_deref(), Some("2026-11-23T08:30:00Z"));
        assert_eq!(fields.all("c"), ["PK", "UZ"]);
        assert_eq!(fields.get("missing"), "");
    }
}

//! Small pieces of HTML that are already escaped.

use std::fmt::{self, Write as _};

/// Text that is HTML: everything foreign in it has been escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Html(String);

impl Html {
    /// Wraps what a template rendered or what has nothing to escape.
    pub(crate) fn made(text: String) -> Self {
        Self(text)
    }

    /// Writes an element around escaped text; `attributes` is a literal with nothing foreign in it.
    pub(crate) fn element(name: &'static str, attributes: &[(&'static str, &str)], text: &str) -> Self {
        let mut html = String::with_capacity(text.len() + 48);
        html.push('<');
        html.push_str(name);
        for (key, value) in attributes {
            let _ = write!(html, " {key}=\"{}\"", Escaped(value));
        }
        let _ = write!(html, ">{}</{name}>", Escaped(text));
        Self(html)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_stays_text() {
        let html = Html::element("span", &[("class", "a\" onload=\"x")], "<b>&'");
        assert_eq!(html.to_string(), "<span class=\"a&quot; onload=&quot;x\">&lt;b&gt;&amp;&#39;</span>");
    }
}

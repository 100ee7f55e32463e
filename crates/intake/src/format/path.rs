//! Where in a document something stands, written only when there is something to say about it.

use std::fmt;

/// A place, as a chain of steps on the stack of whoever reads it.
#[derive(Clone, Copy)]
pub(crate) enum Path<'p> {
    /// The whole document.
    Root,
    /// A member of an object.
    Key(&'p Path<'p>, &'p str),
    /// An entry of an array, counted from 0.
    Index(&'p Path<'p>, usize),
    /// An XML element, with its position counted from 1 where it may be repeated.
    Element(&'p Path<'p>, &'p str, Option<usize>),
}

impl Path<'_> {
    /// Returns the place of a member.
    pub(crate) fn key<'p>(&'p self, name: &'p str) -> Path<'p> {
        Path::Key(self, name)
    }

    /// Returns the place of an entry.
    pub(crate) fn index(&self, index: usize) -> Path<'_> {
        Path::Index(self, index)
    }

    /// Returns the place of an element that occurs at most once.
    pub(crate) fn element<'p>(&'p self, name: &'p str) -> Path<'p> {
        Path::Element(self, name, None)
    }

    /// Returns the place of one of several elements, counted from 1.
    pub(crate) fn nth<'p>(&'p self, name: &'p str, position: usize) -> Path<'p> {
        Path::Element(self, name, Some(position))
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            // RFC 6901: a tilde and a slash within a name are escaped.
            Path::Key(parent, name) if name.contains(['~', '/']) => {
                write!(f, "{parent}/{}", name.replace('~', "~0").replace('/', "~1"))
            }
            Path::Key(parent, name) | Path::Element(parent, name, None) => write!(f, "{parent}/{name}"),
            Path::Index(parent, index) => write!(f, "{parent}/{index}"),
            Path::Element(parent, name, Some(position)) => write!(f, "{parent}/{name}[{position}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_json_pointers_and_element_paths() {
        let items = Path::Root.key("goodsItems");
        assert_eq!(items.index(0).key("a/b~c").to_string(), "/goodsItems/0/a~1b~0c");
        let message = Path::Root.element("CC015C");
        assert_eq!(message.nth("Guarantee", 2).element("GRN").to_string(), "/CC015C/Guarantee[2]/GRN");
    }
}

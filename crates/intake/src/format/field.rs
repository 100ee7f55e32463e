//! A field as far as it could be read: absent, unreadable or known.
//!
//! Checks between fields run on whatever is known, so that everything wrong is reported at once. A field
//! that could not be read has been reported by its reader; nobody reports it again.

/// One field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Field<T> {
    /// It is not there.
    #[default]
    Absent,
    /// It is there and could not be read, or it is missing and required; either has been reported.
    Unreadable,
    /// It is there.
    Known(T),
}

impl<T> Field<T> {
    /// Returns the value, if it is known.
    pub(crate) fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unreadable => None,
        }
    }

    /// Returns whether the field is certainly not there.
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: Copy> Field<T> {
    /// Returns the value, if it is known.
    pub(crate) fn get(&self) -> Option<T> {
        self.known().copied()
    }
}

impl<D: Draft> Field<Vec<Field<D>>> {
    /// Returns the entries that are known, each with its index.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (usize, &D)> {
        let list = self.known().map_or(&[][..], Vec::as_slice);
        list.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.known()?)))
    }

    /// Returns whether every entry is known, so that counting and adding up mean something.
    pub(crate) fn complete(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Unreadable => false,
            Self::Known(list) => list.iter().all(|entry| entry.known().is_some()),
        }
    }
}

/// Something that becomes whole once all its required fields are known.
pub(crate) trait Draft: Sized {
    /// What it becomes.
    type Whole;
    /// Returns the whole, or nothing when a field could not be read.
    fn finish(self) -> Option<Self::Whole>;
    /// Returns the draft in which every field is known.
    fn of(whole: &Self::Whole) -> Self;
}

impl<D: Draft> Field<D> {
    pub(crate) fn required(self) -> Option<D::Whole> {
        match self {
            Self::Known(draft) => draft.finish(),
            Self::Absent | Self::Unreadable => None,
        }
    }

    pub(crate) fn optional(self) -> Option<Option<D::Whole>> {
        match self {
            Self::Known(draft) => draft.finish().map(Some),
            Self::Absent => Some(None),
            Self::Unreadable => None,
        }
    }
}

impl<D: Draft> Field<Vec<Field<D>>> {
    pub(crate) fn list(self) -> Option<Vec<D::Whole>> {
        match self {
            Self::Known(list) => list.into_iter().map(Field::required).collect(),
            Self::Absent => Some(Vec::new()),
            Self::Unreadable => None,
        }
    }

    pub(crate) fn of_list(list: &[D::Whole]) -> Self {
        Self::Known(list.iter().map(|whole| Field::Known(D::of(whole))).collect())
    }
}

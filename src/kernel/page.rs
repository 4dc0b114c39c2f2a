//! Asking for a stretch of a list, and the stretch (Relay's cursor connections).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::kernel::cursor::CursorKey;
use crate::kernel::error::Failure;

/// The most items of one page.
pub const MAX: i32 = 100;
/// The items of a page where neither `first` nor `last` is given.
pub const DEFAULT: i32 = 20;

/// The value that a list is sorted by, of one item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SortKey {
    /// An instant.
    Time(DateTime<Utc>),
    /// Folded text, compared by its bytes.
    Text(String),
    /// A count.
    Number(i64),
    /// A rank, and an instant where ranks are equal.
    Ranked(i64, DateTime<Utc>),
}

/// Where an item stands in a list: its sort key, and its id where keys are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The value sorted by.
    pub key: SortKey,
    /// The item's id.
    pub id: Uuid,
}

/// The page arguments of a connection as the client sent them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct PageArgs {
    /// At most so many from the start.
    pub first: Option<i32>,
    /// Only what comes after this cursor.
    pub after: Option<String>,
    /// At most so many from the end.
    pub last: Option<i32>,
    /// Only what comes before this cursor.
    pub before: Option<String>,
}

/// A checked request for a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageRequest {
    /// How many items, 1 to [`MAX`].
    pub limit: u64,
    /// True where the items nearest the end are asked for (`last`).
    pub backward: bool,
    /// Only what comes after this.
    pub after: Option<Position>,
    /// Only what comes before this.
    pub before: Option<Position>,
}

impl PageArgs {
    /// Checks the arguments against the rules, and the cursors against `list`: the list's name, filter
    /// and order in one text, so that a cursor from elsewhere is refused.
    ///
    /// # Errors
    /// [`Failure::BadRequest`] for a size out of range, both sizes at once, or a cursor that this
    /// server did not make for this list.
    pub fn check(&self, cursors: &CursorKey, list: &str) -> Result<PageRequest, Failure> {
        let (size, backward) = match (self.first, self.last) {
            (Some(_), Some(_)) => {
                return Err(Failure::BadRequest("Give first or last, not both.".to_owned()));
            }
            (first, None) => (first.unwrap_or(DEFAULT), false),
            (None, Some(last)) => (last, true),
        };
        let limit = u64::try_from(size).unwrap_or_default();
        if !(1..=MAX).contains(&size) {
            let name = if backward { "last" } else { "first" };
            return Err(Failure::BadRequest(format!("{name} is between 1 and {MAX}.")));
        }
        let open = |cursor: &Option<String>| {
            cursor.as_deref().map(|cursor| cursors.open(list, cursor)).transpose()
        };
        Ok(PageRequest { limit, backward, after: open(&self.after)?, before: open(&self.before)? })
    }
}

/// A stretch of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items, each with its position.
    pub items: Vec<(Position, T)>,
    /// Whether more comes after the last item.
    pub has_next: bool,
    /// Whether more comes before the first item.
    pub has_previous: bool,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { items: Vec::new(), has_next: false, has_previous: false }
    }
}

impl<T> Page<T> {
    /// The same page of something else.
    #[must_use]
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Page<U> {
        let items = self.items.into_iter().map(|(place, item)| (place, change(item))).collect();
        Page { items, has_next: self.has_next, has_previous: self.has_previous }
    }

    /// Builds the page from the rows found: up to one more than `request.limit`, in the order they
    /// were asked for (from the end where `backward`).
    #[must_use]
    pub fn from_rows(
        request: &PageRequest,
        mut rows: Vec<T>,
        position: impl Fn(&T) -> Position,
    ) -> Self {
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        if request.backward {
            rows.reverse();
        }
        let items = rows.into_iter().map(|row| (position(&row), row)).collect();
        let (has_next, has_previous) = if request.backward {
            (request.before.is_some(), more)
        } else {
            (more, request.after.is_some())
        };
        Self { items, has_next, has_previous }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(limit: u64, backward: bool) -> PageRequest {
        PageRequest { limit, backward, after: None, before: None }
    }

    fn position(row: &i64) -> Position {
        Position { key: SortKey::Number(*row), id: Uuid::nil() }
    }

    #[test]
    fn one_row_more_than_asked_means_a_next_page() {
        let page = Page::from_rows(&request(2, false), vec![1, 2, 3], position);
        assert_eq!(page.items.iter().map(|(_, row)| *row).collect::<Vec<_>>(), [1, 2]);
        assert!(page.has_next && !page.has_previous);
        let page = Page::from_rows(&request(2, true), vec![3, 2, 1], position);
        assert_eq!(page.items.iter().map(|(_, row)| *row).collect::<Vec<_>>(), [2, 3]);
        assert!(!page.has_next && page.has_previous);
    }

    #[test]
    fn sizes_out_of_range_are_refused() {
        let key = CursorKey::new(b"key");
        for (first, last) in [
            (Some(0), None),
            (Some(101), None),
            (Some(-1), None),
            (None, Some(0)),
            (Some(1), Some(1)),
        ] {
            let args = PageArgs { first, last, ..PageArgs::default() };
            assert!(matches!(args.check(&key, "list"), Err(Failure::BadRequest(_))), "{args:?}");
        }
        assert_eq!(PageArgs::default().check(&key, "list").unwrap().limit, 20);
    }
}

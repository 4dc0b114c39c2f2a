//! Lists of events: what they hold (`condition`), how they are sorted ([`EventOrder`], `relevance`), a page of one
//! ([`list`]), and the pages of many parents in one statement ([`pages`]).

mod condition;
pub mod facets;
mod filter;
mod nested;
mod order;
mod page;
mod relevance;

pub use filter::{EventFilter, Near};
pub use nested::{Parent, counts, pages};
pub use order::{EventOrder, OrderField};
pub use page::{Scope, count, list};

use crate::db::page::Keyset;
use crate::entity::event::Model;
use crate::kernel::error::Failure;
use crate::kernel::page::Position;

/// What a list shows, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct EventQuery {
    /// Only these; `None` where the client gave no filter at all.
    pub filter: Option<EventFilter>,
    /// Sorted so.
    pub order: EventOrder,
}

impl EventQuery {
    /// The same events in no order of the client's: to count them.
    fn unordered(&self) -> Self {
        Self { filter: self.filter.clone(), order: EventOrder::default() }
    }

    fn keyset(&self) -> Keyset {
        let rank = self.ranking_filter().and_then(relevance::rank);
        self.order.keyset().ranked(rank)
    }

    fn position(&self, event: &Model) -> Position {
        let rank = self.ranking_filter().and_then(|filter| relevance::rank_of(filter, event));
        self.order.position(event, rank)
    }

    fn ranking_filter(&self) -> Option<&EventFilter> {
        self.filter.as_ref().filter(|_| self.order.field == OrderField::Relevance)
    }

    /// Checks what only shows in a value.
    ///
    /// # Errors
    /// [`Failure::BadRequest`] for a text to look for that is too long.
    pub fn check(&self) -> Result<(), Failure> {
        self.filter.as_ref().map_or(Ok(()), EventFilter::check)
    }
}

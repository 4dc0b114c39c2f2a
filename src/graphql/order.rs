//! Which way a list is sorted.

use async_graphql::Enum;

/// Which way a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// From the least to the greatest, the earliest to the latest, A to Z.
    Asc,
    /// The other way round.
    Desc,
}

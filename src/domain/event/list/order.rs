//! How lists of events are sorted.

use sea_orm::IntoSimpleExpr;

use crate::db::page::Keyset;
use crate::entity::event::{Column, Model};
use crate::kernel::page::{Position, SortKey};

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OrderField {
    /// When it starts.
    #[default]
    StartsAt,
    /// When it was made.
    CreatedAt,
    /// By title, without regard to case and accents.
    Title,
    /// How many seats are taken.
    RegisteredCount,
    /// How well it answers what is looked for; when it starts, where that is equal or nothing is.
    Relevance,
}

/// How a list is sorted; events that are equal so far, by their id in the same direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct EventOrder {
    /// What it is sorted by.
    pub field: OrderField,
    /// From the greatest to the least.
    pub descending: bool,
}

impl EventOrder {
    /// Whether a condition on the start, or one that an index by start begins with, finds the list's rows
    /// in their order, or is worth looking them up by, since they are sorted anyway.
    pub(super) fn is_by_start(self) -> bool {
        matches!(self.field, OrderField::StartsAt | OrderField::Relevance)
    }

    pub(super) fn keyset(self) -> Keyset {
        let column = match self.field {
            OrderField::StartsAt | OrderField::Relevance => Column::StartsAt,
            OrderField::CreatedAt => Column::CreatedAt,
            OrderField::Title => Column::TitleKey,
            OrderField::RegisteredCount => Column::RegisteredCount,
        };
        Keyset::new(column.into_simple_expr(), Column::Id.into_simple_expr(), self.descending)
    }

    pub(super) fn position(self, event: &Model, rank: Option<i64>) -> Position {
        let key = match self.field {
            OrderField::Relevance if let Some(rank) = rank => {
                SortKey::Ranked(rank, event.starts_at)
            }
            OrderField::StartsAt | OrderField::Relevance => SortKey::Time(event.starts_at),
            OrderField::CreatedAt => SortKey::Time(event.created_at),
            OrderField::Title => SortKey::Text(event.title_key.clone()),
            OrderField::RegisteredCount => SortKey::Number(event.registered_count.count().into()),
        };
        Position { key, id: event.id.0 }
    }
}

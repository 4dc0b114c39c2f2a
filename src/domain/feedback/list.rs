//! Lists of feedback, for loaders: each in one statement for many events.

use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use crate::db::keys::is_in;
use crate::db::nested;
use crate::db::page::Keyset;
use crate::domain::Core;
use crate::entity::feedback;
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, FeedbackId, UserId};
use crate::kernel::page::{Page, PageRequest, Position, SortKey};

/// The same page of the feedback on many events, newest first. Whoever sees an event sees its feedback.
///
/// # Errors
/// As any query.
pub async fn of_events(
    core: &Core,
    events: &[EventId],
    request: &PageRequest,
) -> Result<Vec<(EventId, Page<feedback::Model>)>, Failure> {
    let parents: Vec<uuid::Uuid> = events.iter().map(|id| id.0).collect();
    let rows = nested::rows::<feedback::Model>(&core.db, &parents, |parent| {
        let mut select = feedback::Entity::find().into_query();
        select.and_where(column(feedback::Column::EventId).eq(parent));
        let sort = column(feedback::Column::CreatedAt);
        Keyset::new(sort, column(feedback::Column::Id), true).apply(&mut select, request);
        select
    })
    .await?;
    Ok(nested::pages(rows, parents, request, position)
        .into_iter()
        .map(|(event, page)| (EventId(event), page))
        .collect())
}

/// What `person` said of each of `events`.
///
/// # Errors
/// As any query.
pub async fn of_person(
    core: &Core,
    person: UserId,
    events: &[EventId],
) -> Result<Vec<feedback::Model>, Failure> {
    Ok(feedback::Entity::find()
        .filter(feedback::Column::AuthorId.eq(person))
        .filter(is_in(feedback::Column::EventId, events))
        .all(core.db.read())
        .await?)
}

/// Feedback by id, on whatever event.
///
/// # Errors
/// As any query.
pub async fn by_ids(core: &Core, ids: &[FeedbackId]) -> Result<Vec<feedback::Model>, Failure> {
    let rows = feedback::Entity::find().filter(is_in(feedback::Column::Id, ids));
    Ok(rows.all(core.db.read()).await?)
}

fn column(column: feedback::Column) -> SimpleExpr {
    Expr::col((feedback::Entity, column))
}

fn position(row: &feedback::Model) -> Position {
    Position { key: SortKey::Time(row.created_at), id: row.id.0 }
}

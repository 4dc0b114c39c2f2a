//! The pages of the same list of many parents: the events of each of fifty organizers, say.

use std::collections::HashMap;

use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{EntityTrait, IntoSimpleExpr, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use crate::db::{keys, nested};
use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::event::list::{EventQuery, condition};
use crate::entity::event::{Column, Entity, Model};
use crate::kernel::error::Failure;
use crate::kernel::page::{Page, PageRequest};

/// What lists of events hang on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parent {
    /// A category: its events that everybody is shown.
    Category,
    /// An organizer: all their events that lists show the viewer.
    Organizer,
    /// A series: all its occurrences that lists show the viewer.
    Series,
}

impl Parent {
    fn column(self) -> Column {
        match self {
            Self::Category => Column::CategoryId,
            Self::Organizer => Column::OrganizerId,
            Self::Series => Column::SeriesId,
        }
    }

    fn select(self, core: &Core, viewer: &Viewer, query: &EventQuery) -> Select<Entity> {
        let (now, filter) = (core.clock.now(), query.filter.as_ref());
        let condition: Condition = match self {
            Self::Category => condition::everyones(&core.db, viewer, now, filter),
            Self::Organizer | Self::Series => condition::listed(&core.db, viewer, now, filter),
        };
        Entity::find().filter(condition)
    }
}

/// The same page of the list of each of `parents`, in one statement.
///
/// # Errors
/// As any query.
pub async fn pages(
    core: &Core,
    viewer: &Viewer,
    parent: Parent,
    parents: &[Uuid],
    query: &EventQuery,
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<Model>>, Failure> {
    let select = parent.select(core, viewer, query);
    let keyset = query.order.keyset();
    let rows = nested::rows(&core.db, parents, |of_parent| {
        let is_child = parent.column().into_simple_expr().eq(of_parent);
        let mut statement = select.clone().filter(is_child).into_query();
        keyset.apply(&mut statement, page);
        statement
    })
    .await?;
    let mut found: HashMap<Uuid, Vec<Model>> =
        parents.iter().map(|parent| (*parent, Vec::new())).collect();
    for (parent, event) in rows {
        found.entry(parent).or_default().push(event);
    }
    let position = |event: &Model| query.order.position(event);
    let as_page = |rows| Page::from_rows(page, rows, position);
    Ok(found.into_iter().map(|(parent, rows)| (parent, as_page(rows))).collect())
}

/// How long the list of each of `parents` is, in one statement; one that is empty is left out.
///
/// # Errors
/// As any query.
pub async fn counts(
    core: &Core,
    viewer: &Viewer,
    parent: Parent,
    parents: &[Uuid],
    query: &EventQuery,
) -> Result<HashMap<Uuid, u64>, Failure> {
    let column = parent.column();
    let counted: Vec<(Uuid, i64)> = parent
        .select(core, viewer, query)
        .filter(keys::is_in(column, parents))
        .select_only()
        .column(column)
        .expr_as(Column::Id.into_simple_expr().count(), "events")
        .group_by(column)
        .into_tuple()
        .all(core.db.read())
        .await?;
    Ok(counted
        .into_iter()
        .map(|(parent, count)| (parent, u64::try_from(count).unwrap_or_default()))
        .collect())
}

//! The pages of the same list of many parents: the events of each of fifty organizers, say.

use std::collections::HashMap;

use sea_orm::sea_query::{Asterisk, Condition, Expr, ExprTrait, Func, Query, SimpleExpr};
use sea_orm::{
    EntityName, EntityTrait, IntoSimpleExpr, QueryFilter, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::db::nested;
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
    fn parts(self, core: &Core, viewer: &Viewer, query: &EventQuery) -> Vec<Condition> {
        let now = core.clock.now();
        match self {
            Self::Category => condition::everyones(&core.db, viewer, now, query),
            Self::Organizer | Self::Series => {
                vec![condition::listed(&core.db, viewer, now, query)]
            }
        }
    }

    /// The children of `of_parent` in each of the parts.
    fn children(
        self,
        parts: &[Condition],
        of_parent: SimpleExpr,
        query: &EventQuery,
    ) -> Vec<Select<Entity>> {
        let is_child = match self {
            Self::Category => condition::of_category(of_parent, query.filter.as_ref(), query.order),
            Self::Organizer => Column::OrganizerId.into_simple_expr().eq(of_parent),
            Self::Series => Column::SeriesId.into_simple_expr().eq(of_parent),
        };
        let child_in =
            |part: &Condition| Entity::find().filter(part.clone()).filter(is_child.clone());
        parts.iter().map(child_in).collect()
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
    let parts = parent.parts(core, viewer, query);
    let keyset = query.keyset();
    let rows = nested::rows::<Model>(&core.db, parents, |of_parent| {
        let children = parent.children(&parts, of_parent, query).into_iter();
        keyset.page(children.map(QueryTrait::into_query).collect(), Entity.table_name(), page)
    })
    .await?;
    let position = |event: &Model| query.position(event);
    Ok(nested::pages(rows, parents.iter().copied(), page, position).into_iter().collect())
}

/// How long the list of each of `parents` is, in one statement.
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
    let query = query.unordered();
    let parts = parent.parts(core, viewer, &query);
    let counted = nested::counts(&core.db, parents, |of_parent| {
        let counted = |children: Select<Entity>| {
            let ids = children.select_only().expr(Func::count(Expr::col(Asterisk)));
            SimpleExpr::from(ids.into_query())
        };
        let children = parent.children(&parts, of_parent, &query).into_iter();
        let sum = children.map(counted).reduce(ExprTrait::add);
        Query::select().expr(sum.unwrap_or_else(|| Expr::val(0))).to_owned()
    })
    .await?;
    Ok(counted.into_iter().collect())
}

//! A page of a list, and how long the list is.

use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{
    EntityTrait, IntoSimpleExpr, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationDef,
    Select,
};

use crate::domain::Core;
use crate::domain::access::{EventRole, Viewer};
use crate::domain::event::list::{EventQuery, condition};
use crate::entity::{category, event};
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;
use crate::kernel::page::{Page, PageRequest};

/// Which list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// What everybody is shown.
    Everyone,
    /// What the viewer owns or was shared with them.
    Own {
        /// Whose dashboard: the viewer's, or it is empty.
        person: UserId,
        /// As what the events were shared with them; any where `None`.
        roles: Option<Vec<EventRole>>,
    },
}

/// A page of the list, and beside each event its category where `with_categories`, in one statement.
///
/// # Errors
/// As any query.
pub async fn list(
    core: &Core,
    viewer: &Viewer,
    scope: &Scope,
    query: &EventQuery,
    page: &PageRequest,
    with_categories: bool,
) -> Result<Page<(event::Model, Option<category::Model>)>, Failure> {
    let mut select = select(core, viewer, scope, query);
    query.order.keyset().apply(QueryTrait::query(&mut select), page);
    let rows = if with_categories {
        let select = select.join(JoinType::LeftJoin, its_category());
        select.select_also(category::Entity).all(core.db.read()).await?
    } else {
        let rows = select.all(core.db.read()).await?;
        rows.into_iter().map(|event| (event, None)).collect()
    };
    Ok(Page::from_rows(page, rows, |(event, _)| query.order.position(event)))
}

/// How many events the whole list has.
///
/// # Errors
/// As any query.
pub async fn count(
    core: &Core,
    viewer: &Viewer,
    scope: &Scope,
    query: &EventQuery,
) -> Result<u64, Failure> {
    let counted = event::Column::Id.into_simple_expr().count();
    let counted: Option<i64> = select(core, viewer, scope, query)
        .select_only()
        .expr_as(counted, "events")
        .into_tuple()
        .one(core.db.read())
        .await?;
    Ok(counted.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
}

fn select(
    core: &Core,
    viewer: &Viewer,
    scope: &Scope,
    query: &EventQuery,
) -> Select<event::Entity> {
    let (now, filter) = (core.clock.now(), query.filter.as_ref());
    let condition: Condition = match scope {
        Scope::Everyone => condition::everyones(&core.db, viewer, now, filter),
        Scope::Own { person, roles } if viewer.is(*person) => {
            condition::own(&core.db, viewer, roles.as_deref(), now, filter)
        }
        Scope::Own { .. } => condition::nobodys(),
    };
    event::Entity::find().filter(condition)
}

fn its_category() -> RelationDef {
    event::Entity::belongs_to(category::Entity)
        .from(event::Column::CategoryId)
        .to(category::Column::Id)
        .into()
}

//! A page of a list, and how long the list is.

use sea_orm::sea_query::{
    Alias, Asterisk, Condition, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{
    ConnectionTrait, DbErr, EntityName, EntityTrait, FromQueryResult, IdenStatic, IntoSimpleExpr,
    Iterable, QueryFilter, QueryResult, QuerySelect, QueryTrait,
};

use crate::domain::Core;
use crate::domain::access::{EventRole, Viewer};
use crate::domain::event::list::{EventQuery, condition};
use crate::entity::{category, event};
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;
use crate::kernel::page::{Page, PageRequest};

/// What the columns of an event's category begin with.
const CATEGORY: &str = "category_";

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
    let parts = parts(core, viewer, scope, query).into_iter().map(rows_of).collect();
    let mut select = query.keyset().page(parts, event::Entity.table_name(), page);
    if with_categories {
        let its_category = event::Column::CategoryId
            .into_simple_expr()
            .eq(category::Column::Id.into_simple_expr());
        select.left_join(category::Entity, its_category);
        for column in category::Column::iter() {
            let name = format!("{CATEGORY}{}", column.as_str());
            select.expr_as(column.into_simple_expr(), Alias::new(name));
        }
    }
    let rows = core.db.read().query_all(&select).await?;
    let read = |row: &QueryResult| {
        let event = event::Model::from_query_result(row, "")?;
        let category = match with_categories {
            true => category::Model::from_query_result_optional(row, CATEGORY)?,
            false => None,
        };
        Ok::<_, DbErr>((event, category))
    };
    let rows = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_rows(page, rows, |(event, _)| query.position(event)))
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
    let counted = |part| {
        let ids = event::Entity::find().filter(part).select_only();
        SimpleExpr::from(ids.expr(Func::count(Expr::col(Asterisk))).into_query())
    };
    let sum = parts(core, viewer, scope, &query.unordered())
        .into_iter()
        .map(counted)
        .reduce(ExprTrait::add);
    let Some(sum) = sum else { return Ok(0) };
    let select = Query::select().expr_as(sum, Alias::new("events")).to_owned();
    let row = core.db.read().query_one(&select).await?;
    let count: Option<i64> = row.map(|row| row.try_get("", "events")).transpose()?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
}

pub(super) fn parts(
    core: &Core,
    viewer: &Viewer,
    scope: &Scope,
    query: &EventQuery,
) -> Vec<Condition> {
    let now = core.clock.now();
    match scope {
        Scope::Everyone => condition::everyones(&core.db, viewer, now, query),
        Scope::Own { person, roles } if viewer.is(*person) => {
            condition::own(&core.db, viewer, roles.as_deref(), now, query)
        }
        Scope::Own { .. } => condition::nobodys(),
    }
}

fn rows_of(part: Condition) -> SelectStatement {
    event::Entity::find().filter(part).into_query()
}

//! A person's own notifications.

use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::entity::notification::{self, Column, Entity};
use crate::kernel::error::Failure;
use crate::kernel::id::NotificationId;
use crate::kernel::page::{Page, PageRequest, Position, SortKey};

/// A page of what the person was told, newest first, or of what they have not read.
///
/// # Errors
/// As any query.
pub async fn page(
    core: &Core,
    person: &SignedIn,
    unread_only: bool,
    request: &PageRequest,
) -> Result<Page<notification::Model>, Failure> {
    // By the id alone, which has the time in it: the key of the table is the list in its order.
    let id = || Column::Id.into_simple_expr();
    let mut select = own(person, unread_only);
    if let Some(after) = &request.after {
        select = select.filter(id().lt(after.id));
    }
    if let Some(before) = &request.before {
        select = select.filter(id().gt(before.id));
    }
    select = if request.backward {
        select.order_by_asc(Column::Id)
    } else {
        select.order_by_desc(Column::Id)
    };
    let rows = select.limit(request.limit.saturating_add(1)).all(core.db.read()).await?;
    Ok(Page::from_rows(request, rows, |row| Position {
        key: SortKey::Time(row.created_at),
        id: row.id.0,
    }))
}

/// How many [`page`] pages through; of the unread ones their index tells, and no others are looked at.
///
/// # Errors
/// As any query.
pub async fn count(core: &Core, person: &SignedIn, unread_only: bool) -> Result<u64, Failure> {
    let counted = own(person, unread_only)
        .select_only()
        .expr_as(Func::count(Expr::col(Asterisk)), "counted")
        .into_tuple::<i64>()
        .one(core.db.read())
        .await?;
    Ok(u64::try_from(counted.unwrap_or_default()).unwrap_or_default())
}

/// The person's own notifications among `ids`.
///
/// # Errors
/// As any query.
pub async fn by_ids(
    core: &Core,
    person: &SignedIn,
    ids: &[NotificationId],
) -> Result<Vec<notification::Model>, Failure> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    Ok(own(person, false).filter(is_in(Column::Id, &ids)).all(core.db.read()).await?)
}

fn own(person: &SignedIn, unread_only: bool) -> Select<Entity> {
    let own = Entity::find().filter(Column::UserId.eq(person.user.id));
    if unread_only { own.filter(Column::ReadAt.is_null()) } else { own }
}

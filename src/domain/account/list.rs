//! Looking people up. Erased accounts are not found.

use sea_orm::sea_query::LikeExpr;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoSimpleExpr, PaginatorTrait, QueryFilter, QueryTrait, Select,
};

use crate::db::page::Keyset;
use crate::db::search::like_part;
use crate::domain::Core;
use crate::domain::access::StaffAccess;
use crate::domain::account::fields;
use crate::entity::user;
use crate::entity::word::Role;
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;
use crate::kernel::page::{Page, PageRequest, Position, SortKey};
use crate::kernel::text;

/// The longest text to look for.
const SEARCH: usize = 200;

/// Which people to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Part of the username, the address or the names, without regard to case and accents.
    pub search: Option<String>,
    /// Only those with this role.
    pub role: Option<Role>,
    /// Only those who may sign in, or only those who may not.
    pub is_active: Option<bool>,
}

/// What a list of people is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UserSort {
    /// When the account was made.
    #[default]
    CreatedAt,
    /// The username, without regard to case.
    Username,
}

/// How a list of people is sorted: by default from the oldest account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UserOrder {
    /// By what.
    pub by: UserSort,
    /// From the greatest to the least.
    pub descending: bool,
}

/// The page of people that is asked for.
///
/// # Errors
/// [`Failure::BadRequest`] where the text to look for is no such text.
pub async fn page(
    core: &Core,
    _staff: StaffAccess<'_>,
    filter: &UserFilter,
    order: UserOrder,
    request: &PageRequest,
) -> Result<Page<user::Model>, Failure> {
    let mut select = filtered(filter)?;
    let sort = match order.by {
        UserSort::CreatedAt => user::Column::CreatedAt,
        UserSort::Username => user::Column::UsernameKey,
    };
    let keyset =
        Keyset::new(sort.into_simple_expr(), user::Column::Id.into_simple_expr(), order.descending);
    keyset.apply(QueryTrait::query(&mut select), request);
    let rows = select.all(core.db.read()).await?;
    Ok(Page::from_rows(request, rows, |row| Position {
        key: match order.by {
            UserSort::CreatedAt => SortKey::Time(row.created_at),
            UserSort::Username => SortKey::Text(row.username_key.clone()),
        },
        id: row.id.0,
    }))
}

/// How many people the whole list has.
///
/// # Errors
/// As [`page`].
pub async fn count(
    core: &Core,
    _staff: StaffAccess<'_>,
    filter: &UserFilter,
) -> Result<u64, Failure> {
    Ok(filtered(filter)?.count(core.db.read()).await?)
}

/// The person with this id.
///
/// # Errors
/// As any query.
pub async fn by_id(core: &Core, id: UserId) -> Result<Option<user::Model>, Failure> {
    Ok(present().filter(user::Column::Id.eq(id)).one(core.db.read()).await?)
}

/// The person with this username, in whatever case.
///
/// # Errors
/// As any query.
pub async fn by_username(core: &Core, username: &str) -> Result<Option<user::Model>, Failure> {
    if !text::storable(username) {
        return Ok(None);
    }
    let key = fields::username_key(username);
    Ok(present().filter(user::Column::UsernameKey.eq(key)).one(core.db.read()).await?)
}

/// The person with this address, in whatever case.
///
/// # Errors
/// As any query.
pub async fn by_email(core: &Core, email: &str) -> Result<Option<user::Model>, Failure> {
    if !text::storable(email) {
        return Ok(None);
    }
    let key = fields::email_key(email);
    Ok(present().filter(user::Column::EmailKey.eq(key)).one(core.db.read()).await?)
}

fn present() -> Select<user::Entity> {
    user::Entity::find().filter(user::Column::ErasedAt.is_null())
}

fn filtered(filter: &UserFilter) -> Result<Select<user::Entity>, Failure> {
    let mut select = present();
    if let Some(search) = &filter.search {
        let search = text::optional_name("search", search, SEARCH)
            .map_err(|refusal| Failure::BadRequest(format!("search: {}", refusal.message)))?;
        let part = LikeExpr::new(like_part(&text::fold(&search))).escape('\\');
        select = select.filter(user::Column::SearchKey.like(part));
    }
    Ok(select
        .apply_if(filter.role, |select, role| select.filter(user::Column::Role.eq(role)))
        .apply_if(filter.is_active, |select, is| select.filter(user::Column::IsActive.eq(is))))
}

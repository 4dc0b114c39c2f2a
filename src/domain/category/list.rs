//! Looking categories up.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::category::fields;
use crate::entity::category;
use crate::kernel::error::Failure;
use crate::kernel::id::CategoryId;

/// Every category, by name.
///
/// # Errors
/// As any query.
pub async fn all(core: &Core) -> Result<Vec<category::Model>, Failure> {
    Ok(category::Entity::find().order_by_asc(category::Column::NameKey).all(core.db.read()).await?)
}

/// The category with this slug.
///
/// # Errors
/// As any query.
pub async fn by_slug(core: &Core, slug: &str) -> Result<Option<category::Model>, Failure> {
    match with_slug(slug) {
        Some(select) => Ok(select.one(core.db.read()).await?),
        None => Ok(None),
    }
}

/// The category with this slug, which nobody deletes before the transaction `on` ends.
///
/// # Errors
/// As any query.
pub async fn hold(
    on: &impl ConnectionTrait,
    slug: &str,
) -> Result<Option<category::Model>, Failure> {
    match with_slug(slug) {
        Some(select) => Ok(select.lock_shared().one(on).await?),
        None => Ok(None),
    }
}

/// The categories with these slugs, which nobody deletes before the transaction `on` ends, in one
/// statement. A slug that names none is not among them.
///
/// # Errors
/// As any query.
pub async fn hold_all(
    on: &impl ConnectionTrait,
    slugs: impl Iterator<Item = &str>,
) -> Result<Vec<category::Model>, Failure> {
    let mut slugs: Vec<&str> = slugs.filter(|slug| fields::slug(slug).is_ok()).collect();
    slugs.sort_unstable();
    slugs.dedup();
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let found = category::Entity::find()
        .filter(is_in(category::Column::Slug, &slugs))
        .order_by_asc(category::Column::Id)
        .lock_shared();
    Ok(found.all(on).await?)
}

/// The category with this id, which nobody deletes before the transaction `on` ends.
///
/// # Errors
/// As any query.
pub async fn hold_by_id(
    on: &impl ConnectionTrait,
    id: CategoryId,
) -> Result<Option<category::Model>, Failure> {
    Ok(category::Entity::find_by_id(id).lock_shared().one(on).await?)
}

/// The query for the category with this slug; none where no slug is spelled so, with a NUL perhaps,
/// which PostgreSQL refuses in any text.
#[must_use]
pub fn with_slug(slug: &str) -> Option<Select<category::Entity>> {
    fields::slug(slug).ok()?;
    Some(category::Entity::find().filter(category::Column::Slug.eq(slug)))
}

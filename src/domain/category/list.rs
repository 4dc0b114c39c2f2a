//! Looking categories up.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::domain::Core;
use crate::entity::category;
use crate::kernel::error::Failure;

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
    Ok(category::Entity::find().filter(category::Column::Slug.eq(slug)).one(core.db.read()).await?)
}

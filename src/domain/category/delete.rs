//! Deleting a category.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::domain::Core;
use crate::domain::access::StaffAccess;
use crate::domain::audit::{self, Action, Entry};
use crate::entity::{category, event};
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::CategoryId;

/// Deletes a category that no event is in.
///
/// # Errors
/// NOT_FOUND; IN_USE while an event, a deleted one too, is in it.
pub async fn delete(
    core: &Core,
    staff: StaffAccess<'_>,
    id: CategoryId,
) -> Result<CategoryId, Failure> {
    let transaction = core.db.begin().await?;
    category::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&transaction)
        .await?
        .ok_or_else(|| Refusal::not_found("id", "category"))?;
    let in_use = event::Entity::find()
        .filter(event::Column::CategoryId.eq(id))
        .limit(1)
        .one(&transaction)
        .await?;
    if in_use.is_some() {
        let message = "Events are in this category; move them first.";
        return Err(Refusal::new(Code::InUse, "id", message).into());
    }
    category::Entity::delete_by_id(id).exec(&transaction).await?;
    let entry = Entry::new(Action::CategoryDeleted, id);
    audit::record(core, &transaction, staff.person(), entry).await?;
    transaction.commit().await?;
    Ok(id)
}

//! Changing a category.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, QuerySelect};
use serde_json::json;

use crate::domain::Core;
use crate::domain::access::StaffAccess;
use crate::domain::audit::{self, Action, Entry};
use crate::domain::category::create::taken;
use crate::domain::category::fields;
use crate::entity::category;
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::CategoryId;
use crate::kernel::text::fold;

/// What to change; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct CategoryChange {
    /// Shown to people.
    pub name: Option<String>,
    /// For addresses.
    pub slug: Option<String>,
    /// A few sentences.
    pub description: Option<String>,
}

/// Changes a category.
///
/// # Errors
/// NOT_FOUND, INVALID fields, TAKEN where another category has the name or the slug.
pub async fn update(
    core: &Core,
    staff: StaffAccess<'_>,
    id: CategoryId,
    change: CategoryChange,
) -> Result<category::Model, Failure> {
    let mut refusals = Refusals::default();
    let name = change.name.map(|name| refusals.check(fields::name(&name)));
    let slug = change.slug.map(|slug| refusals.check(fields::slug(&slug)));
    let description = change.description.map(|text| refusals.check(fields::description(&text)));
    refusals.finish()?;

    let transaction = core.db.begin().await?;
    let standing = category::Entity::find_by_id(id).lock_exclusive().one(&transaction).await?;
    let standing = standing.ok_or_else(|| Refusal::not_found("id", "category"))?;
    let mut row = category::ActiveModel::from(standing.clone());
    if let Some(name) = name.flatten() {
        row.name_key = Set(fold(&name));
        row.name = Set(name);
    }
    if let Some(slug) = slug.flatten() {
        row.slug = Set(slug);
    }
    if let Some(description) = description.flatten() {
        row.description = Set(description);
    }
    row.updated_at = Set(core.clock.now());
    let changed = row.update(&transaction).await.map_err(taken)?;
    let fields = [
        ("name", standing.name != changed.name),
        ("slug", standing.slug != changed.slug),
        ("description", standing.description != changed.description),
    ];
    let fields: Vec<&str> =
        fields.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
    if !fields.is_empty() {
        let entry = Entry::with(Action::CategoryUpdated, id, json!({ "fields": fields }));
        audit::record(core, &transaction, staff.person(), entry).await?;
    }
    transaction.commit().await?;
    Ok(changed)
}

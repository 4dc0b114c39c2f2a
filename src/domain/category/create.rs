//! Making a category.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::db::error::is_taken;
use crate::domain::Core;
use crate::domain::access::StaffAccess;
use crate::domain::audit::{self, Action, Entry};
use crate::domain::category::fields;
use crate::entity::category;
use crate::kernel::error::{Code, Failure, Refusal, Refusals};
use crate::kernel::id::CategoryId;
use crate::kernel::text::fold;

/// What a category is made from.
#[derive(Debug, Clone, Default)]
pub struct NewCategory {
    /// Shown to people.
    pub name: String,
    /// For addresses; made from the name where left out.
    pub slug: Option<String>,
    /// A few sentences.
    pub description: Option<String>,
}

/// Makes a category.
///
/// # Errors
/// INVALID fields; TAKEN where the name (without regard to case and accents) or the slug is in use.
pub async fn create(
    core: &Core,
    staff: StaffAccess<'_>,
    new: NewCategory,
) -> Result<category::Model, Failure> {
    let mut refusals = Refusals::default();
    let name = refusals.check(fields::name(&new.name));
    // A name that is refused is not blamed a second time for the slug it makes.
    let slug = match (&new.slug, &name) {
        (Some(slug), _) => refusals.check(fields::slug(slug)),
        (None, Some(name)) => refusals.check(fields::slug_of(name)),
        (None, None) => None,
    };
    let description = refusals.check(fields::description(&new.description.unwrap_or_default()));
    refusals.finish()?;
    let (Some(name), Some(slug), Some(description)) = (name, slug, description) else {
        return Err(Failure::Refused(Vec::new()));
    };
    let now = core.clock.now();
    let transaction = core.db.begin().await?;
    let named = category::Column::NameKey.eq(fold(&name));
    if category::Entity::find().filter(named).one(&transaction).await?.is_some() {
        return Err(is_in_use("name"));
    }
    let row = category::ActiveModel {
        id: Set(CategoryId::new(now, &*core.random)),
        name_key: Set(fold(&name)),
        name: Set(name),
        slug: Set(slug),
        description: Set(description),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let made = row.insert(&transaction).await.map_err(taken)?;
    let entry = Entry::new(Action::CategoryCreated, made.id);
    audit::record(core, &transaction, staff.person(), entry).await?;
    transaction.commit().await?;
    Ok(made)
}

/// Which of the two unique columns was in use already.
pub(super) fn taken(fault: DbErr) -> Failure {
    if !is_taken(&fault) {
        return fault.into();
    }
    let field = if fault.to_string().contains("slug") { "slug" } else { "name" };
    is_in_use(field)
}

fn is_in_use(field: &str) -> Failure {
    Refusal::new(Code::Taken, field, format!("Another category has this {field}.")).into()
}

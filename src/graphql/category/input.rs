//! What mutations on categories take.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::domain::category::{CategoryChange, NewCategory};
use crate::graphql::patch::{cleared, kept};
use crate::kernel::error::{Failure, Refusals};

/// What a category is made from.
#[derive(Debug, InputObject)]
pub struct CreateCategoryInput {
    /// Shown to people; unique without regard to case and accents.
    name: String,
    /// For addresses; made from the name where left out.
    slug: Option<String>,
    /// A few sentences.
    description: Option<String>,
}

/// What to change of a category; a field left out stays as it is.
#[derive(Debug, InputObject)]
pub struct UpdateCategoryInput {
    /// Which category.
    pub(super) id: ID,
    /// Shown to people; unique without regard to case and accents.
    name: MaybeUndefined<String>,
    /// For addresses.
    slug: MaybeUndefined<String>,
    /// A few sentences; null clears them.
    description: MaybeUndefined<String>,
}

/// Which category to delete.
#[derive(Debug, InputObject)]
pub struct DeleteCategoryInput {
    /// Which category.
    pub(super) id: ID,
}

impl From<CreateCategoryInput> for NewCategory {
    fn from(input: CreateCategoryInput) -> Self {
        Self { name: input.name, slug: input.slug, description: input.description }
    }
}

impl TryFrom<UpdateCategoryInput> for CategoryChange {
    type Error = Failure;

    fn try_from(input: UpdateCategoryInput) -> Result<Self, Failure> {
        let mut refusals = Refusals::default();
        let change = Self {
            name: kept(&mut refusals, "name", input.name),
            slug: kept(&mut refusals, "slug", input.slug),
            description: cleared(input.description),
        };
        refusals.finish()?;
        Ok(change)
    }
}

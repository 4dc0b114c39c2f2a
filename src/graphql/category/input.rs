//! What mutations on categories take.

use async_graphql::{ID, InputObject};

use crate::domain::category::{CategoryChange, NewCategory};

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
    name: Option<String>,
    /// For addresses.
    slug: Option<String>,
    /// A few sentences.
    description: Option<String>,
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

impl From<UpdateCategoryInput> for CategoryChange {
    fn from(input: UpdateCategoryInput) -> Self {
        Self { name: input.name, slug: input.slug, description: input.description }
    }
}

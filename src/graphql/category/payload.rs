//! What mutations on categories answer.

use async_graphql::{ID, SimpleObject};

use crate::graphql::category::Category;
use crate::graphql::error::UserError;

/// The answer of `createCategory`.
#[derive(SimpleObject)]
pub struct CreateCategoryPayload {
    /// The new category; null where it was refused.
    pub(super) category: Option<Category>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `updateCategory`.
#[derive(SimpleObject)]
pub struct UpdateCategoryPayload {
    /// The category as it now is; null where the change was refused.
    pub(super) category: Option<Category>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `deleteCategory`.
#[derive(SimpleObject)]
pub struct DeleteCategoryPayload {
    /// The category that is gone; null where that was refused.
    pub(super) deleted_category_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

//! Rows that everybody may see, by their id.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{EntityTrait, QueryFilter};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::entity::{category, user};
use crate::graphql::loader::batch::Batch;
use crate::kernel::error::Failure;
use crate::kernel::id::{CategoryId, UserId};

/// People by id.
#[derive(Debug)]
pub struct Users(pub Arc<Core>);

impl Batch for Users {
    type Key = UserId;
    type Value = Arc<user::Model>;

    async fn load(&self, keys: &[UserId]) -> Result<HashMap<UserId, Arc<user::Model>>, Failure> {
        let rows = user::Entity::find()
            .filter(is_in(user::Column::Id, keys))
            .all(self.0.db.read())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

/// Categories by id.
#[derive(Debug)]
pub struct Categories(pub Arc<Core>);

impl Batch for Categories {
    type Key = CategoryId;
    type Value = Arc<category::Model>;

    async fn load(
        &self,
        keys: &[CategoryId],
    ) -> Result<HashMap<CategoryId, Arc<category::Model>>, Failure> {
        let rows = category::Entity::find()
            .filter(is_in(category::Column::Id, keys))
            .all(self.0.db.read())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

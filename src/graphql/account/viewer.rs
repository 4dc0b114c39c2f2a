//! A person as they see themself.

use std::sync::Arc;

use async_graphql::Object;

use crate::entity::user;
use crate::graphql::account::User;
use crate::graphql::scalar::TimeZone;

/// What only the signed-in person sees of their own account.
#[derive(Clone)]
pub struct Viewer(pub Arc<user::Model>);

impl From<user::Model> for Viewer {
    fn from(row: user::Model) -> Self {
        Self(Arc::new(row))
    }
}

/// What only the signed-in person sees of their own account.
#[Object]
impl Viewer {
    /// The account.
    async fn user(&self) -> User {
        User(Arc::clone(&self.0))
    }

    /// Where the person's clocks are, for showing times.
    async fn time_zone(&self) -> TimeZone {
        TimeZone(self.0.time_zone.clone())
    }
}

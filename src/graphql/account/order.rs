//! Which people a list holds, and in what order.

use async_graphql::{Enum, InputObject};

use crate::domain::account;
use crate::graphql::account::Role;
use crate::graphql::order::OrderDirection;

/// Which people to list; what is left out does not narrow.
#[derive(Debug, InputObject)]
pub struct UserFilter {
    /// Part of the username, the address or the names, without regard to case and accents.
    search: Option<String>,
    /// Only people with this role.
    role: Option<Role>,
    /// Only people who may sign in, or only those who may not.
    is_active: Option<bool>,
}

/// What a list of people is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "account::UserSort")]
pub enum UserOrderField {
    /// When the account was made.
    CreatedAt,
    /// The username, without regard to case.
    Username,
}

/// How a list of people is sorted.
#[derive(Debug, InputObject)]
pub struct UserOrder {
    /// By what.
    #[graphql(default_with = "UserOrderField::CreatedAt")]
    field: UserOrderField,
    /// Which way.
    #[graphql(default_with = "OrderDirection::Asc")]
    direction: OrderDirection,
}

impl From<UserFilter> for account::UserFilter {
    fn from(filter: UserFilter) -> Self {
        Self {
            search: filter.search,
            role: filter.role.map(Into::into),
            is_active: filter.is_active,
        }
    }
}

impl From<UserOrder> for account::UserOrder {
    fn from(order: UserOrder) -> Self {
        Self { by: order.field.into(), descending: order.direction == OrderDirection::Desc }
    }
}

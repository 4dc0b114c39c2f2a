//! People's accounts and sessions.

mod admin_mutation;
mod input;
mod mutation;
mod object;
mod order;
mod payload;
mod query;
mod role;
mod session;
mod session_mutation;
mod viewer;

pub use admin_mutation::AdminMutation;
pub use mutation::AccountMutation;
pub use object::{User, UserConnection, UserEdge};
pub use query::AccountQuery;
pub use role::Role;
pub use session::SessionTokens;
pub use session_mutation::SessionMutation;
pub use viewer::Viewer;

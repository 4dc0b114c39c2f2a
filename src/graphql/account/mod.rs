//! People's accounts and sessions.

mod admin_mutation;
mod input;
mod mutation;
mod object;
mod order;
mod own_input;
mod own_mutation;
mod own_payload;
mod payload;
mod proof;
mod query;
mod role;
mod session;
mod session_mutation;
mod session_object;
mod viewer;

pub use admin_mutation::AdminMutation;
pub use mutation::AccountMutation;
pub use object::{User, UserConnection, UserEdge};
pub use own_mutation::OwnMutation;
pub use query::AccountQuery;
pub use role::Role;
pub use session::SessionTokens;
pub use session_mutation::SessionMutation;
pub use session_object::{NotificationSettings, Session};
pub use viewer::Viewer;

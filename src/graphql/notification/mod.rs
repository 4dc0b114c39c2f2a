//! What people are told.

mod mutation;
mod object;
mod own;

pub use mutation::NotificationMutation;
pub use object::{Notification, NotificationConnection, NotificationKind};
pub use own::{own_notifications, unread_count};

//! People's accounts: signing up and in, sessions, profiles, and their administration.
//!
//! Hashing a password takes tens of milliseconds, so that every command does it before its transaction
//! begins and, under the lock, sees to it that what it compared with still stands.

mod access_token;
mod admins;
mod authenticate;
mod change_password;
mod create_admin;
mod create_user;
mod delete_user;
mod display_name;
mod erase;
mod fields;
mod list;
mod new_account;
mod password;
mod profile;
mod refresh;
mod refresh_token;
mod rows;
mod rules;
mod secret;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;
mod update_profile;
mod update_user;
mod username;

pub use access_token::{AccessTokens, Bearer};
pub use authenticate::{Sessions, authenticate};
pub use change_password::change_password;
pub use create_admin::create_admin;
pub use create_user::create_user;
pub use delete_user::delete_user;
pub use display_name::display_name;
pub use fields::{email as checked_email, email_key};
pub use list::{UserFilter, UserOrder, UserSort, by_email, by_id, by_username, count, page};
pub use new_account::NewAccount;
pub use password::Passwords;
pub use profile::ProfileChange;
pub use refresh::refresh;
pub use rules::AccountRules;
pub use secret::jwt_secret;
pub use session::{Device, OpenSession, Tokens};
pub use sign_in::sign_in;
pub use sign_out::sign_out;
pub use sign_up::sign_up;
pub use update_profile::update_profile;
pub use update_user::{AccountChange, update_user};

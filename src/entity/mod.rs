//! Floor 1: the tables as SeaORM entities, one file each, and the words their columns hold.
//!
//! Entities are never GraphQL objects: `graphql/*/object.rs` wraps them.

pub mod audit_entry;
pub mod category;
pub mod event;
pub mod event_collaborator;
pub mod event_invitation;
pub mod event_search;
pub mod event_series;
pub mod event_version;
pub mod feedback;
pub mod idempotency_key;
pub mod job;
pub mod muted_address;
pub mod notification;
pub mod one_time_code;
pub mod pending_address;
pub mod pending_sign_up;
pub mod refresh_token;
pub mod registration;
pub mod schedule;
pub mod session;
pub mod setting;
pub mod throttle_bucket;
pub mod ticket;
pub mod user;
pub mod word;

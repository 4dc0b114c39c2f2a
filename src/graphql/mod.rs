//! Floor 4: the schema over the rules. A folder a feature, with its queries, mutations, objects, inputs
//! and payloads; doc comments here are the text that clients read.

pub mod account;
pub mod audit;
pub mod category;
pub mod connection;
pub mod context;
pub mod error;
pub mod event;
pub mod export;
pub mod feedback;
pub mod figures;
pub mod guard;
pub mod loader;
pub mod node;
pub mod notification;
pub mod order;
pub mod patch;
pub mod protocol;
pub mod registration;
pub mod scalar;
pub mod schema;
pub mod sharing;
pub mod version;

pub use schema::{ApiSchema, build};

//! Floor 2: the rules. Knows neither async-graphql nor axum.
//!
//! A command is one function in one file: it takes the [`Core`], the proof that the viewer may do it
//! (a value that only [`access`] makes) and its input, runs in one transaction, and answers with what
//! it made or with a [`Failure`](crate::kernel::error::Failure). Only commands begin a transaction;
//! what they call takes the open one. To add one: a file in its feature's folder, a mutation in
//! `graphql/` that calls it, a test in `tests/it/` that denies it to everybody else.

pub mod access;
pub mod account;
pub mod audit;
pub mod category;
pub mod core;
pub mod data_export;
pub mod event;
pub mod export;
pub mod feedback;
pub mod figures;
pub mod job;
pub mod letter;
pub mod mail;
pub mod notification;
pub mod registration;
pub mod sharing;
pub mod throttle;
pub mod version;

pub use core::Core;

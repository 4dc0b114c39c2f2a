//! Turnout, an events server: one binary, one GraphQL endpoint.
//!
//! The layers are floors, and a floor imports only floors below it; `tests/it/architecture.rs` holds
//! them apart. On each floor a feature has the same name.
//!
//! | floor | rooms |
//! |---|---|
//! | 0 | [`kernel`]: clock, randomness, ids, pages and cursors, errors; [`config`] |
//! | 1 | [`entity`]: the tables; [`db`]: connecting, transactions, paging |
//! | 2 | [`domain`]: the rules; knows neither async-graphql nor axum |
//! | 3 | [`mail`]: letters, and how they leave; [`jobs`]: doing what waits in the queue; [`demo`]: a data set to try the server with |
//! | 4 | [`graphql`]: the schema over the rules |
//! | 5 | [`http`]: the endpoint |
//!
//! [`app`] builds everything from the configuration; [`cli`] is the command line.

pub mod app;
pub mod cli;
pub mod config;
pub mod db;
pub mod demo;
pub mod domain;
pub mod entity;
pub mod graphql;
pub mod http;
pub mod jobs;
pub mod kernel;
pub mod mail;

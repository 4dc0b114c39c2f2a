//! Floor 5: the endpoint. GraphQL over HTTP at `/graphql`, GraphiQL at `/`, and what an operator asks.

mod accept;
mod calendar;
mod cors;
pub mod graphiql;
mod graphql;
mod health;
mod metrics;
mod reply;
mod request;
mod router;
pub mod serve;
mod viewer;

pub use router::{HttpState, router};

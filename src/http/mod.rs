//! Floor 5: the endpoint. GraphQL over HTTP at `/graphql`, GraphiQL at `/`, and what an operator asks.

mod accept;
mod calendar;
mod client;
mod cors;
pub mod graphiql;
mod graphql;
mod health;
mod limiter;
mod metrics;
mod reply;
mod request;
mod router;
pub mod serve;
mod unsubscribe;
mod viewer;

pub use limiter::Limiter;
pub use router::{HttpState, router};

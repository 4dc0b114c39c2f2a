//! The schema, put together from the features.

use async_graphql::{EmptySubscription, MergedObject, Schema};

use crate::graphql::account::{
    AccountMutation, AccountQuery, AdminMutation, OwnMutation, SessionMutation,
};
use crate::graphql::audit::AuditQuery;
use crate::graphql::category::{CategoryMutation, CategoryQuery};
use crate::graphql::event::{EventBatchMutation, EventMutation, EventQuery, EventSeriesMutation};
use crate::graphql::export::ExportMutation;
use crate::graphql::feedback::FeedbackMutation;
use crate::graphql::node::NodeQuery;
use crate::graphql::notification::NotificationMutation;
use crate::graphql::registration::{CheckInMutation, RegistrationMutation, TicketQuery};
use crate::graphql::sharing::SharingMutation;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(NodeQuery, AccountQuery, CategoryQuery, EventQuery, AuditQuery, TicketQuery);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    SessionMutation,
    AccountMutation,
    OwnMutation,
    AdminMutation,
    CategoryMutation,
    EventMutation,
    EventBatchMutation,
    EventSeriesMutation,
    SharingMutation,
    ExportMutation,
    RegistrationMutation,
    CheckInMutation,
    FeedbackMutation,
    NotificationMutation,
);

/// The schema that `/graphql` serves.
pub type ApiSchema = Schema<Query, Mutation, EmptySubscription>;

/// Builds the schema; where `introspection` is off it neither describes itself nor suggests names.
#[must_use]
pub fn build(introspection: bool) -> ApiSchema {
    let builder = Schema::build(Query::default(), Mutation::default(), EmptySubscription);
    if introspection {
        builder.finish()
    } else {
        builder.disable_introspection().disable_suggestions().finish()
    }
}

/// The schema in GraphQL's own language, as `schema.graphql` holds it.
#[must_use]
pub fn sdl() -> String {
    build(true).sdl()
}

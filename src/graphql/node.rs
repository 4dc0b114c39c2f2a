//! Objects by their global id.

use async_graphql::{Context, ID, Interface, Object};

use crate::graphql::account::{Session, User};
use crate::graphql::audit::AuditEntry;
use crate::graphql::category::Category;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::{Event, EventSeries};
use crate::graphql::feedback::{Feedback, feedback_node};
use crate::graphql::notification::Notification;
use crate::graphql::registration::{Registration, Ticket, registration_node, ticket_node};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::{AnyId, IdError};
use crate::kernel::page;

/// Anything with a global id.
#[derive(Clone, Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Opaque and globally unique; its prefix tells the type (event_…, user_…)."
))]
pub enum Node {
    /// A kind of event.
    Category(Category),
    /// A person's account.
    User(User),
    /// Something that takes place.
    Event(Event),
    /// Events made together from one recurrence rule.
    EventSeries(EventSeries),
    /// A person's sign-up for an event.
    Registration(Registration),
    /// The right to one seat.
    Ticket(Ticket),
    /// What somebody said of an event.
    Feedback(Feedback),
    /// Something that the viewer was told.
    Notification(Notification),
    /// Something that was done, and by whom.
    AuditEntry(AuditEntry),
    /// Where the viewer is signed in.
    Session(Session),
}

/// Queries by global id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object with this id; null where it does not exist or is hidden from the viewer.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An id as the server gave it.")] id: ID,
    ) -> ApiResult<Option<Node>> {
        find(ctx, query_id(&id, AnyId::parse)?).await
    }

    /// At most 100 ids; null stands where one is unknown or hidden from the viewer.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Ids as the server gave them, of any types.")] ids: Vec<ID>,
    ) -> ApiResult<Vec<Option<Node>>> {
        let most = usize::try_from(page::MAX).unwrap_or_default();
        if ids.len() > most {
            return Err(Failure::BadRequest(format!("At most {most} ids at once.")).into());
        }
        let found = ids.iter().map(async |id| match AnyId::parse(id) {
            Ok(id) => find(ctx, id).await,
            Err(_) => Ok(None),
        });
        futures::future::try_join_all(found).await
    }
}

/// The object with this id, as the viewer may see it. Every load goes through a loader, so that many
/// ids take one statement a type.
async fn find(ctx: &Context<'_>, id: AnyId) -> ApiResult<Option<Node>> {
    let loaders = ctx.loaders();
    Ok(match id {
        AnyId::Category(id) => loaders.categories.load(id).await?.map(Category).map(Node::Category),
        AnyId::User(id) => {
            let found = loaders.users.load(id).await?;
            found.filter(|row| row.erased_at.is_none()).map(User).map(Node::User)
        }
        AnyId::Event(id) => loaders.events.load(id).await?.map(Event).map(Node::Event),
        AnyId::EventSeries(id) => {
            loaders.series.load(id).await?.map(EventSeries).map(Node::EventSeries)
        }
        AnyId::Registration(id) => registration_node(ctx, id).await?.map(Node::Registration),
        AnyId::Ticket(id) => ticket_node(ctx, id).await?.map(Node::Ticket),
        AnyId::Feedback(id) => feedback_node(ctx, id).await?.map(Node::Feedback),
        AnyId::Notification(id) => {
            loaders.notifications.load(id).await?.map(Notification).map(Node::Notification)
        }
        AnyId::AuditEntry(id) => {
            loaders.audit_entries.load(id).await?.map(AuditEntry).map(Node::AuditEntry)
        }
        AnyId::Session(id) => loaders.sessions.load(id).await?.map(Session).map(Node::Session),
        AnyId::Job(_) | AnyId::RefreshToken(_) => None,
    })
}

/// The id in an argument of a query.
///
/// # Errors
/// BAD_REQUEST where it is none, or one of another kind.
pub fn query_id<T>(id: &ID, parse: impl Fn(&str) -> Result<T, IdError>) -> Result<T, Failure> {
    parse(id).map_err(|error| Failure::BadRequest(format!("{error}.")))
}

/// The id in a field of a mutation's input.
///
/// # Errors
/// INVALID with `field` where it is none, or one of another kind.
pub fn input_id<T>(
    field: &str,
    id: &ID,
    parse: impl Fn(&str) -> Result<T, IdError>,
) -> Result<T, Failure> {
    parse(id).map_err(|error| Refusal::invalid(field, format!("{error}.")).into())
}

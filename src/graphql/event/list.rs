//! Lists of events, for every object that has one.

use std::sync::Arc;

use async_graphql::Context;
use futures::FutureExt;

use crate::domain::access::EventRole as Role;
use crate::domain::event::list::{self, EventQuery, Parent, Scope};
use crate::entity::category;
use crate::graphql::connection::{Connection, Count, connection};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiError, ApiResult};
use crate::graphql::event::Event;
use crate::graphql::event::filter::{EventFilter, EventOrder, event_query};
use crate::graphql::event::word::EventRole;
use crate::graphql::loader::{EventCountKey, EventPageKey};
use crate::kernel::id::{EventSeriesId, UserId};
use crate::kernel::page::PageArgs;

connection!(EventConnection, EventEdge, Event, "events");

/// `Query.events`: what everybody is shown.
pub(super) async fn everyones_events(
    ctx: &Context<'_>,
    page: PageArgs,
    filter: Option<EventFilter>,
    order: Option<EventOrder>,
) -> ApiResult<EventConnection> {
    scoped(ctx, Scope::Everyone, page, event_query(filter, order)?).await
}

/// `Viewer.events`: what `person`, who asks, owns or was shared with them.
///
/// # Errors
/// BAD_REQUEST for page arguments or a filter that make no sense.
pub async fn dashboard(
    ctx: &Context<'_>,
    person: UserId,
    page: PageArgs,
    roles: Option<Vec<EventRole>>,
    filter: Option<EventFilter>,
    order: Option<EventOrder>,
) -> ApiResult<EventConnection> {
    let roles = roles.map(|roles| roles.into_iter().map(Role::from).collect());
    scoped(ctx, Scope::Own { person, roles }, page, event_query(filter, order)?).await
}

/// `User.organizedEvents`: what `organizer` owns and the viewer may see in lists.
///
/// # Errors
/// BAD_REQUEST for page arguments or a filter that make no sense.
pub async fn organized_events(
    ctx: &Context<'_>,
    organizer: UserId,
    page: PageArgs,
    filter: Option<EventFilter>,
    order: Option<EventOrder>,
) -> ApiResult<EventConnection> {
    let query = event_query(filter, order)?;
    nested(ctx, EventCountKey::new(Parent::Organizer, organizer.0, query), page).await
}

/// `Category.events`: what everybody is shown of a category.
///
/// # Errors
/// BAD_REQUEST for page arguments or a filter that make no sense.
pub async fn category_events(
    ctx: &Context<'_>,
    category: &Arc<category::Model>,
    page: PageArgs,
    filter: Option<EventFilter>,
    order: Option<EventOrder>,
) -> ApiResult<EventConnection> {
    let query = event_query(filter, order)?;
    ctx.loaders().categories.prime(category.id, Arc::clone(category)).await;
    nested(ctx, EventCountKey::new(Parent::Category, category.id.0, query), page).await
}

/// `EventSeries.events`: the occurrences that lists show the viewer.
///
/// # Errors
/// BAD_REQUEST for page arguments that make no sense.
pub(super) async fn series_events(
    ctx: &Context<'_>,
    series: EventSeriesId,
    page: PageArgs,
) -> ApiResult<EventConnection> {
    nested(ctx, EventCountKey::new(Parent::Series, series.0, EventQuery::default()), page).await
}

async fn scoped(
    ctx: &Context<'_>,
    scope: Scope,
    page: PageArgs,
    query: EventQuery,
) -> ApiResult<EventConnection> {
    let (core, viewer) = (ctx.core(), ctx.viewer());
    let name = format!("events {scope:?} {query:?}");
    let request = page.check(&core.cursors, &name)?;
    let with_categories = asks_for_categories(ctx);
    let mut page = list::list(core, &viewer, &scope, &query, &request, with_categories).await?;
    let loaders = ctx.loaders();
    for (_, (_, category)) in &mut page.items {
        if let Some(category) = category.take() {
            loaders.categories.prime(category.id, Arc::new(category)).await;
        }
    }
    let all = (Arc::clone(core), viewer, scope, query);
    let count: Count = Box::new(move || {
        let (core, viewer, scope, query) = all.clone();
        async move { Ok(list::count(&core, &viewer, &scope, &query).await?) }.boxed()
    });
    let wrap = |(event, _)| Event(Arc::new(event));
    Ok(EventConnection(Connection::new(&core.cursors, name, page, wrap, count)))
}

async fn nested(
    ctx: &Context<'_>,
    list: EventCountKey,
    page: PageArgs,
) -> ApiResult<EventConnection> {
    let cursors = &ctx.core().cursors;
    let name = format!("events {list:?}");
    let request = page.check(cursors, &name)?;
    let loaders = ctx.loaders();
    let key = EventPageKey { list: list.clone(), page: request };
    let page = loaders.event_pages.load(key).await?.unwrap_or_default();
    let count: Count = Box::new(move || {
        let (loaders, list) = (Arc::clone(&loaders), list.clone());
        async move { Ok::<_, ApiError>(loaders.event_counts.load(list).await?.unwrap_or_default()) }
            .boxed()
    });
    Ok(EventConnection(Connection::new(cursors, name, page, Event, count)))
}

/// Whether the client wants each event's category: then the list's own statement brings them along.
fn asks_for_categories(ctx: &Context<'_>) -> bool {
    let list = ctx.look_ahead();
    list.field("nodes").field("category").exists()
        || list.field("edges").field("node").field("category").exists()
}

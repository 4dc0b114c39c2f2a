//! What an event shows of its history; `Event`'s resolvers call these.

use std::sync::Arc;

use async_graphql::Context;

use crate::domain::access::Spectator;
use crate::domain::version;
use crate::entity::event;
use crate::graphql::connection::{Connection, Count};
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::granted;
use crate::graphql::version::object::changes;
use crate::graphql::version::{EventVersion, EventVersionConnection, FieldChange};
use crate::kernel::error::Failure;
use crate::kernel::page::{Page, PageArgs};

/// `Event.versions`
pub async fn versions(
    ctx: &Context<'_>,
    event: &Arc<event::Model>,
    args: PageArgs,
) -> ApiResult<EventVersionConnection> {
    granted::<Spectator>(ctx, event).await?;
    let list = format!("versions {}", event.id);
    let request = args.check(&ctx.core().cursors, &list)?;
    let numbers = version::page(event, &request);
    let found = numbers.items.into_iter().map(async |(position, number)| {
        let version = at(ctx, event, number).await?;
        let missing = || Failure::internal("a gap between the versions of an event");
        ApiResult::Ok((position, version.ok_or_else(missing)?))
    });
    let items = futures::future::try_join_all(found).await?;
    let (has_next, has_previous) = (numbers.has_next, numbers.has_previous);
    let page = Page { items, has_next, has_previous };
    // The numbers have no gap, so that the last one says how many there are.
    let all = u64::try_from(version::current(event)).unwrap_or_default();
    let count: Count = Box::new(move || Box::pin(async move { Ok(all) }));
    let connection = Connection::new(&ctx.core().cursors, list, page, EventVersion, count);
    Ok(EventVersionConnection(connection))
}

/// `Event.versionAt`
pub async fn version_at(
    ctx: &Context<'_>,
    event: &Arc<event::Model>,
    number: i32,
) -> ApiResult<Option<EventVersion>> {
    granted::<Spectator>(ctx, event).await?;
    Ok(at(ctx, event, number).await?.map(EventVersion))
}

/// `Event.diff`
pub async fn diff(
    ctx: &Context<'_>,
    event: &Arc<event::Model>,
    from: i32,
    to: i32,
) -> ApiResult<Option<Vec<FieldChange>>> {
    granted::<Spectator>(ctx, event).await?;
    let both = futures::future::try_join(at(ctx, event, from), at(ctx, event, to));
    let (Some(from), Some(to)) = both.await? else { return Ok(None) };
    changes(ctx, &from, &to).await.map(Some)
}

/// The version `number` of `event`, none later than the event is shown here.
async fn at(
    ctx: &Context<'_>,
    event: &event::Model,
    number: i32,
) -> ApiResult<Option<Arc<crate::entity::event_version::Model>>> {
    if !(version::FIRST..=version::current(event)).contains(&number) {
        return Ok(None);
    }
    let loaders = ctx.loaders();
    if event.version == version::UNRECORDED {
        let category = match event.category_id {
            Some(id) => loaders.categories.load(id).await?,
            None => None,
        };
        let only = Arc::new(version::unrecorded(event, category.as_deref()));
        loaders.versions.prime((event.id, number), Arc::clone(&only)).await;
        return Ok(Some(only));
    }
    Ok(loaders.versions.load((event.id, number)).await?)
}

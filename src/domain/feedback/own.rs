//! Finding feedback to change.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::domain::access::Viewer;
use crate::domain::access::event::lock_seen;
use crate::entity::{event, feedback};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::{EventId, FeedbackId, UserId};

/// What `person` said of `event`.
pub(super) async fn find(
    on: &impl ConnectionTrait,
    event: EventId,
    person: UserId,
) -> Result<Option<feedback::Model>, Failure> {
    Ok(feedback::Entity::find()
        .filter(feedback::Column::EventId.eq(event))
        .filter(feedback::Column::AuthorId.eq(person))
        .one(on)
        .await?)
}

/// The feedback `id` and its event, locked, where the viewer sees it and `may` change it.
///
/// # Errors
/// NOT_FOUND where it does not exist or its event is hidden; [`Failure::Forbidden`] for others.
pub(super) async fn lock(
    on: &impl ConnectionTrait,
    viewer: &Viewer,
    id: FeedbackId,
    may: impl Fn(&feedback::Model) -> bool,
) -> Result<(event::Model, feedback::Model), Failure> {
    viewer.signed_in()?;
    let gone = || Failure::from(Refusal::not_found("id", "feedback"));
    let by_id = || feedback::Entity::find_by_id(id);
    let seen = by_id().one(on).await?.ok_or_else(gone)?;
    // Whoever may not see the event hears of the feedback, not of the event.
    let (event, _) = lock_seen(on, viewer, seen.event_id, "id")
        .await
        .map_err(|failure| if matches!(failure, Failure::Refused(_)) { gone() } else { failure })?;
    // Again, since it may have gone or changed while this waited for the lock.
    let feedback = by_id().one(on).await?.ok_or_else(gone)?;
    if may(&feedback) { Ok((event, feedback)) } else { Err(Failure::Forbidden) }
}

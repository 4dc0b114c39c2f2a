//! Taking feedback back.

use sea_orm::{ConnectionTrait, EntityTrait, ModelTrait};
use serde_json::json;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::audit::{self, Action, Entry};
use crate::domain::feedback::{counters, own};
use crate::domain::notification::{self, Note, Told, message};
use crate::entity::word::{NotificationKind, Role};
use crate::entity::{event, feedback, user};
use crate::kernel::error::Failure;
use crate::kernel::id::{FeedbackId, UserId};

/// Deletes feedback, by its author or, where it is abusive, by an admin. The author may then give it
/// anew. What an admin removes is recorded, and its author is told.
///
/// # Errors
/// NOT_FOUND; [`Failure::Forbidden`] for anybody else who sees it.
pub async fn delete(core: &Core, viewer: &Viewer, id: FeedbackId) -> Result<FeedbackId, Failure> {
    let on = core.db.begin().await?;
    let may = |feedback: &feedback::Model| {
        viewer.is(feedback.author_id) || viewer.role() == Some(Role::Admin)
    };
    let (event, feedback) = own::lock(&on, viewer, id, may).await?;
    let (author, rating) = (feedback.author_id, feedback.rating);
    feedback.delete(&on).await?;
    let event = counters::shift(&on, event, -1, -rating).await?;
    if !viewer.is(author) {
        let details = json!({ "event": event.id.to_string(), "author": author.to_string() });
        let entry = Entry::with(Action::FeedbackRemoved, id, details);
        audit::record(core, &on, viewer.signed_in()?, entry).await?;
        tell(core, &on, author, &event).await?;
    }
    on.commit().await?;
    core.jobs.wake();
    Ok(id)
}

/// Tells the author, if there still is one.
async fn tell(
    core: &Core,
    on: &impl ConnectionTrait,
    author: UserId,
    event: &event::Model,
) -> Result<(), Failure> {
    let author = user::Entity::find_by_id(author).one(on).await?;
    let author = author.filter(|author| author.erased_at.is_none());
    let note = author.iter().map(|author| Note {
        person: author.id,
        kind: NotificationKind::FeedbackRemoved,
        event: Some(event.id),
        registration: None,
        message: message::feedback_removed(event),
    });
    let told = Told { known: author.as_slice(), ..Told::at(core, core.clock.now()) };
    notification::tell(on, told, note.collect()).await
}

//! Taking feedback back.

use sea_orm::ModelTrait;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::feedback::{counters, own};
use crate::entity::feedback;
use crate::entity::word::Role;
use crate::kernel::error::Failure;
use crate::kernel::id::FeedbackId;

/// Deletes feedback, by its author or, where it is abusive, by an admin. The author may then give it
/// anew.
///
/// # Errors
/// NOT_FOUND; [`Failure::Forbidden`] for anybody else who sees it.
pub async fn delete(core: &Core, viewer: &Viewer, id: FeedbackId) -> Result<FeedbackId, Failure> {
    let on = core.db.begin().await?;
    let may = |feedback: &feedback::Model| {
        viewer.is(feedback.author_id) || viewer.role() == Some(Role::Admin)
    };
    let (event, feedback) = own::lock(&on, viewer, id, may).await?;
    let rating = feedback.rating;
    feedback.delete(&on).await?;
    counters::shift(&on, event, -1, -rating).await?;
    on.commit().await?;
    Ok(id)
}

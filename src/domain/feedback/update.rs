//! Changing what one said.

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::feedback::{Outcome, counters, fields, own};
use crate::entity::feedback;
use crate::kernel::error::{Failure, Refusals};
use crate::kernel::id::FeedbackId;

/// What to change; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct FeedbackChange {
    /// 1 to 5.
    pub rating: Option<i32>,
    /// A few sentences; may be empty.
    pub comment: Option<String>,
}

/// Changes feedback, by its author.
///
/// # Errors
/// INVALID fields, NOT_FOUND; [`Failure::Forbidden`] for anybody else who sees it.
pub async fn update(
    core: &Core,
    viewer: &Viewer,
    id: FeedbackId,
    change: FeedbackChange,
) -> Result<Outcome, Failure> {
    let mut refusals = Refusals::default();
    let rating = change.rating.and_then(|rating| refusals.check(fields::rating(rating)));
    let comment = change.comment.and_then(|text| refusals.check(fields::comment(&text)));
    refusals.finish()?;

    let on = core.db.begin().await?;
    let (event, standing) =
        own::lock(&on, viewer, id, |feedback| viewer.is(feedback.author_id)).await?;
    let rating = rating.unwrap_or(standing.rating);
    let points = rating.saturating_sub(standing.rating);
    let mut row = feedback::ActiveModel::from(standing.clone());
    row.rating.set_if_not_equals(rating);
    row.comment.set_if_not_equals(comment.unwrap_or_else(|| standing.comment.clone()));
    if !row.is_changed() {
        return Ok(Outcome { feedback: standing, event });
    }
    row.updated_at = Set(core.clock.now());
    let changed = row.update(&on).await?;
    let event = if points == 0 { event } else { counters::shift(&on, event, 0, points).await? };
    on.commit().await?;
    Ok(Outcome { feedback: changed, event })
}

//! What mutations on feedback take.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::domain::feedback::{FeedbackChange, NewFeedback};
use crate::graphql::node::input_id;
use crate::graphql::patch::{cleared, kept};
use crate::kernel::error::{Failure, Refusals};
use crate::kernel::id::EventId;

/// What the viewer says of an event.
#[derive(Debug, InputObject)]
pub struct LeaveFeedbackInput {
    /// Which event; it must be over, and the viewer must have had seats.
    event_id: ID,
    /// From 1 (poor) to 5 (excellent).
    rating: i32,
    /// In their own words: up to 2,000 characters.
    #[graphql(default_with = "Some(String::new())")]
    comment: Option<String>,
}

/// What to change of one's feedback; a field left out stays as it is.
#[derive(Debug, InputObject)]
pub struct UpdateFeedbackInput {
    /// Which feedback.
    pub(super) id: ID,
    /// From 1 (poor) to 5 (excellent).
    rating: MaybeUndefined<i32>,
    /// In their own words: up to 2,000 characters; null clears them.
    comment: MaybeUndefined<String>,
}

/// Which feedback to delete.
#[derive(Debug, InputObject)]
pub struct DeleteFeedbackInput {
    /// Which feedback.
    pub(super) id: ID,
}

impl TryFrom<LeaveFeedbackInput> for NewFeedback {
    type Error = Failure;

    fn try_from(input: LeaveFeedbackInput) -> Result<Self, Failure> {
        Ok(Self {
            event_id: input_id("eventId", &input.event_id, EventId::parse)?,
            rating: input.rating,
            comment: input.comment.unwrap_or_default(),
        })
    }
}

impl TryFrom<UpdateFeedbackInput> for FeedbackChange {
    type Error = Failure;

    fn try_from(input: UpdateFeedbackInput) -> Result<Self, Failure> {
        let mut refusals = Refusals::default();
        let change = Self {
            rating: kept(&mut refusals, "rating", input.rating),
            comment: cleared(input.comment),
        };
        refusals.finish()?;
        Ok(change)
    }
}

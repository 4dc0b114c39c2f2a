//! Leaving feedback.

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::event::lock_seen;
use crate::domain::access::{Viewer, presence};
use crate::domain::feedback::{Outcome, counters, fields, own};
use crate::entity::word::{EventStatus, RegistrationStatus};
use crate::entity::{event, feedback, registration};
use crate::kernel::error::{Code, Failure, Refusal, Refusals};
use crate::kernel::id::{EventId, FeedbackId};

/// What somebody says.
#[derive(Debug, Clone)]
pub struct NewFeedback {
    /// Of which event.
    pub event_id: EventId,
    /// 1 to 5.
    pub rating: i32,
    /// A few sentences; may be empty.
    pub comment: String,
}

/// Leaves the viewer's feedback on an event that is over and for which they had seats.
///
/// # Errors
/// INVALID fields, NOT_FOUND, NOT_REGISTERED, EVENT_NOT_OPEN where the event was called off, TOO_EARLY,
/// ALREADY_GIVEN; [`Failure::Unauthenticated`] where their account ended meanwhile.
pub async fn leave(core: &Core, viewer: &Viewer, new: NewFeedback) -> Result<Outcome, Failure> {
    let person = viewer.signed_in()?;
    let mut refusals = Refusals::default();
    let rating = refusals.check(fields::rating(new.rating));
    let comment = refusals.check(fields::comment(&new.comment));
    refusals.finish()?;

    let on = core.db.begin().await?;
    presence::hold_viewer(&on, person).await?;
    let (event, standing) = lock_seen(&on, viewer, new.event_id, "eventId").await?;
    let now = core.clock.now();
    had_seats(standing.registration.as_ref())?;
    is_over(&event, now)?;
    if own::find(&on, event.id, person.user.id).await?.is_some() {
        let message = "You have given feedback on this event; you may change it.";
        return Err(Refusal::new(Code::AlreadyGiven, "", message).into());
    }
    let rating = rating.unwrap_or_default();
    let given = feedback::ActiveModel {
        id: Set(FeedbackId::new(now, &*core.random)),
        event_id: Set(event.id),
        author_id: Set(person.user.id),
        rating: Set(rating),
        comment: Set(comment.unwrap_or_default()),
        created_at: Set(now),
        updated_at: Set(now),
    }
    .insert(&on)
    .await?;
    let event = counters::shift(&on, event, 1, rating).await?;
    on.commit().await?;
    Ok(Outcome { feedback: given, event })
}

fn had_seats(registration: Option<&registration::Model>) -> Result<(), Refusal> {
    if registration.is_some_and(|row| row.status == RegistrationStatus::Registered) {
        return Ok(());
    }
    let message = "Only those who had seats at the event may give feedback.";
    Err(Refusal::new(Code::NotRegistered, "eventId", message))
}

fn is_over(event: &event::Model, now: chrono::DateTime<chrono::Utc>) -> Result<(), Refusal> {
    if event.status == EventStatus::Cancelled {
        let message = "The event was cancelled: there is nothing to give feedback on.";
        return Err(Refusal::new(Code::EventNotOpen, "eventId", message));
    }
    if now < event.ends_at {
        let ends = event.ends_at.format("%Y-%m-%d %H:%M UTC");
        let message = format!("Feedback is taken once the event is over, at {ends}.");
        return Err(Refusal::new(Code::TooEarly, "eventId", message));
    }
    Ok(())
}

//! An event's figures of its feedback.

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ConnectionTrait};

use crate::entity::event;
use crate::kernel::error::Failure;

/// The mean of all ratings; `None` where nobody gave one.
#[must_use]
pub fn average(event: &event::Model) -> Option<f64> {
    (event.feedback_count > 0)
        .then(|| f64::from(event.rating_sum) / f64::from(event.feedback_count))
}

/// Moves the figures of the locked `event` by so many pieces of feedback and so many points.
pub(super) async fn shift(
    on: &impl ConnectionTrait,
    event: event::Model,
    pieces: i32,
    points: i32,
) -> Result<event::Model, Failure> {
    let feedback_count = event.feedback_count.saturating_add(pieces);
    let rating_sum = event.rating_sum.saturating_add(points);
    let counted = event::ActiveModel {
        id: Unchanged(event.id),
        feedback_count: Set(feedback_count),
        rating_sum: Set(rating_sum),
        ..Default::default()
    };
    counted.update(on).await?;
    Ok(event::Model { feedback_count, rating_sum, ..event })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::registration::waitlist::tests::event;

    #[test]
    fn the_average_is_nothing_without_feedback() {
        let silent = event(None, 0);
        assert_eq!(average(&silent), None);
        let rated = event::Model { feedback_count: 2, rating_sum: 7, ..silent };
        assert_eq!(average(&rated), Some(3.5));
    }
}

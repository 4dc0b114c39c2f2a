//! Figures over every event that somebody owns: two statements.

use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoSimpleExpr, JoinType, QueryFilter, QuerySelect,
    RelationTrait,
};

use crate::domain::Core;
use crate::domain::figures::event::its_registration;
use crate::entity::word::EventStatus;
use crate::entity::{event, registration, ticket};
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

/// The figures of an organizer's events, deleted ones left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// All of them.
    pub events: i64,
    /// Those that have neither started nor been cancelled.
    pub upcoming: i64,
    /// Seats taken.
    pub registered: i64,
    /// Seats asked for by those in line.
    pub waitlisted: i64,
    /// Seats whose ticket was used.
    pub checked_in: i64,
    /// How often they were rated.
    pub feedback: i64,
    /// All ratings together.
    pub ratings: i64,
}

impl Summary {
    /// The mean of all ratings; none where there is none.
    #[must_use]
    pub fn average_rating(&self) -> Option<f64> {
        let exact = |number: i64| i32::try_from(number).ok().map(f64::from);
        let (sum, count) = (exact(self.ratings)?, exact(self.feedback)?);
        (count > 0.0).then(|| sum / count)
    }
}

/// The figures over every event that `person` owns.
///
/// # Errors
/// As any query.
pub async fn summary(core: &Core, person: UserId) -> Result<Summary, Failure> {
    use event::Column;
    let is_upcoming =
        Column::StartsAt.gt(core.clock.now()).and(Column::Status.ne(EventStatus::Cancelled));
    let one_each: SimpleExpr =
        CaseStatement::new().case(is_upcoming, Expr::val(1)).finally(0).into();
    let sums = event::Entity::find()
        .select_only()
        .expr_as(Column::Id.into_simple_expr().count(), "events")
        .expr_as(one_each.sum(), "upcoming")
        .expr_as(Column::RegisteredCount.into_simple_expr().sum(), "registered")
        .expr_as(Column::WaitlistedCount.into_simple_expr().sum(), "waitlisted")
        .expr_as(Column::FeedbackCount.into_simple_expr().sum(), "feedback")
        .expr_as(Column::RatingSum.into_simple_expr().sum(), "ratings")
        .filter(Column::OrganizerId.eq(person))
        .filter(Column::DeletedAt.is_null())
        .into_model::<Sums>()
        .one(core.db.read())
        .await?
        .unwrap_or_default();
    let checked_in: Option<i64> = ticket::Entity::find()
        .join(JoinType::InnerJoin, its_registration())
        .join(JoinType::InnerJoin, registration::Relation::Event.def())
        .select_only()
        .expr_as(ticket::Column::Id.into_simple_expr().count(), "seats")
        .filter(Column::OrganizerId.eq(person))
        .filter(Column::DeletedAt.is_null())
        .filter(ticket::Column::CheckedInAt.is_not_null())
        .filter(ticket::Column::CancelledAt.is_null())
        .into_tuple()
        .one(core.db.read())
        .await?;
    Ok(Summary {
        events: sums.events,
        upcoming: sums.upcoming.unwrap_or_default(),
        registered: sums.registered.unwrap_or_default(),
        waitlisted: sums.waitlisted.unwrap_or_default(),
        checked_in: checked_in.unwrap_or_default(),
        feedback: sums.feedback.unwrap_or_default(),
        ratings: sums.ratings.unwrap_or_default(),
    })
}

/// What the events' own columns come to; a sum over no event is none.
#[derive(Debug, Default, FromQueryResult)]
struct Sums {
    events: i64,
    upcoming: Option<i64>,
    registered: Option<i64>,
    waitlisted: Option<i64>,
    feedback: Option<i64>,
    ratings: Option<i64>,
}

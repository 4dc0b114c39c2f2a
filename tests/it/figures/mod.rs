//! Figures of events: of one, and over all of an organizer's.

mod organizer;
mod statistics;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use turnout::entity::{event, feedback, ticket};
use turnout::kernel::clock::Clock;
use turnout::kernel::id::{EventId, FeedbackId};

use crate::support::{Person, TestApp};

/// Uses the ticket with this code, straight in the database.
async fn let_in(app: &TestApp, code: &str) {
    let on = app.core.db.begin().await.unwrap();
    ticket::Entity::update_many()
        .col_expr(ticket::Column::CheckedInAt, Expr::value(app.clock.now()))
        .filter(ticket::Column::Code.eq(code))
        .exec(&on)
        .await
        .unwrap();
    on.commit().await.unwrap();
}

/// Rates an event, straight in the database: it need not be over for that.
async fn rate(app: &TestApp, event: &str, by: &Person, rating: i32) {
    let on = app.core.db.begin().await.unwrap();
    let (now, event_id) = (app.clock.now(), EventId::parse(event).unwrap());
    feedback::ActiveModel {
        id: Set(FeedbackId::new(now, &*app.core.random)),
        event_id: Set(event_id),
        author_id: Set(by.user_id),
        rating: Set(rating),
        comment: Set(String::new()),
        created_at: Set(now),
        updated_at: Set(now),
    }
    .insert(&on)
    .await
    .unwrap();
    let counts = [(event::Column::FeedbackCount, 1), (event::Column::RatingSum, rating)];
    for (column, more) in counts {
        event::Entity::update_many()
            .col_expr(column, Expr::col(column).add(more))
            .filter(event::Column::Id.eq(event_id))
            .exec(&on)
            .await
            .unwrap();
    }
    on.commit().await.unwrap();
}

use sea_orm::sea_query::ExprTrait;

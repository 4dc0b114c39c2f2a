//! What becomes of feedback when its author's account is erased.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entity::feedback;
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

/// Empties the comments of `person`, which are theirs; the ratings stay, since averages are made of them.
///
/// # Errors
/// As any statement.
pub async fn withdraw_words(on: &impl ConnectionTrait, person: UserId) -> Result<(), Failure> {
    feedback::Entity::update_many()
        .col_expr(feedback::Column::Comment, Expr::value(""))
        .filter(feedback::Column::AuthorId.eq(person))
        .exec(on)
        .await?;
    Ok(())
}

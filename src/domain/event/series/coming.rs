//! The occurrences of a series that are to come, locked for a change of all of them.
//!
//! To come means: not started, neither cancelled nor deleted. A change of the series takes those of them
//! over which the viewer has the rights: an occurrence that was handed to somebody else, or that alone was
//! shared with somebody, does not hold the others up.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::db::keys::is_in;
use crate::domain::access::event::Level;
use crate::domain::access::{Viewer, filter, policy, shares};
use crate::entity::word::{CollaboratorRole, EventStatus};
use crate::entity::{event, event_series};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::{EventId, EventSeriesId};

/// Which occurrences.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coming {
    /// Starting later than that: now.
    pub(super) after: DateTime<Utc>,
    /// Of these, starting then or later.
    pub(super) from: Option<DateTime<Utc>>,
    /// Cancelled ones too.
    pub(super) with_cancelled: bool,
}

/// Locks the occurrences over which the viewer has the rights of `L`, in the order of their ids, as
/// everything does that locks many events. A few statements, however many they are.
///
/// # Errors
/// NOT_FOUND with field `seriesId` where the viewer sees no occurrence at all; [`Failure::Forbidden`]
/// where they see some, but have the rights over none, past ones included.
pub(super) async fn lock<L: Level>(
    on: &impl ConnectionTrait,
    viewer: &Viewer,
    id: EventSeriesId,
    coming: Coming,
) -> Result<(event_series::Model, Vec<event::Model>), Failure> {
    let hidden = || Failure::from(Refusal::not_found("seriesId", "series"));
    let series = event_series::Entity::find_by_id(id).one(on).await?.ok_or_else(hidden)?;
    let seen = of(id).filter(filter::visible(viewer)).all(on).await?;
    if seen.is_empty() {
        return Err(hidden());
    }
    viewer.signed_in()?;
    let roles = roles(on, viewer, &seen).await?;
    let may = |event: &event::Model| {
        policy::acting_role(viewer, event, roles.get(&event.id).copied()) >= Some(L::ROLE)
    };
    if !seen.iter().any(may) {
        return Err(Failure::Forbidden);
    }
    let mut locked = of(id)
        .filter(event::Column::StartsAt.gt(coming.after))
        .filter(event::Column::DeletedAt.is_null());
    if let Some(from) = coming.from {
        locked = locked.filter(event::Column::StartsAt.gte(from));
    }
    if !coming.with_cancelled {
        locked = locked.filter(event::Column::Status.ne(EventStatus::Cancelled));
    }
    let locked = locked.order_by_asc(event::Column::Id).lock_exclusive().all(on).await?;
    // Under the lock: an occurrence may have been handed on while it was waited for.
    let roles = self::roles(on, viewer, &locked).await?;
    let may = |event: &event::Model| {
        policy::acting_role(viewer, event, roles.get(&event.id).copied()) >= Some(L::ROLE)
    };
    Ok((series, locked.into_iter().filter(may).collect()))
}

fn of(series: EventSeriesId) -> Select<event::Entity> {
    event::Entity::find().filter(event::Column::SeriesId.eq(series))
}

/// What each of the events was shared with the viewer as.
async fn roles(
    on: &impl ConnectionTrait,
    viewer: &Viewer,
    events: &[event::Model],
) -> Result<HashMap<EventId, CollaboratorRole>, Failure> {
    let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
    let Some(person) = viewer.person().filter(|_| !ids.is_empty()) else {
        return Ok(HashMap::new());
    };
    shares::roles(on, person, &ids).await
}

/// The series among `ids` of which the viewer sees an occurrence.
///
/// # Errors
/// As any query.
pub async fn visible(
    on: &impl ConnectionTrait,
    viewer: &Viewer,
    ids: &[EventSeriesId],
) -> Result<Vec<event_series::Model>, Failure> {
    use sea_orm::sea_query::{Expr, ExprTrait, Query};
    use sea_orm::{EntityName, IntoSimpleExpr};
    let occurrence = Query::select()
        .expr(Expr::val(1))
        .from(event::Entity.table_ref())
        .and_where(
            event::Column::SeriesId
                .into_simple_expr()
                .eq(event_series::Column::Id.into_simple_expr()),
        )
        .cond_where(filter::visible(viewer))
        .to_owned();
    Ok(event_series::Entity::find()
        .filter(is_in(event_series::Column::Id, ids))
        .filter(Expr::exists(occurrence))
        .all(on)
        .await?)
}

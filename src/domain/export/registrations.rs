//! An event's registrations as CSV (RFC 4180), for its editors.
//!
//! First who has seats, in the order in which they got them; then the line; then what was cancelled, in
//! the order in which it was made. Each part is read page by page along an index of its own, in one
//! snapshot of the database: nobody is missing or double who moves from one part to another meanwhile. A page
//! is written into the text before the next is read. `docs/decisions/0040` says why it is one text.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoSimpleExpr, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select, Value,
};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::access::{Editor, EventAccess, EventRole, Viewer};
use crate::domain::export::registrations::cell::safe;
use crate::domain::registration::privacy;
use crate::entity::word::RegistrationStatus;
use crate::entity::{registration, ticket, user};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, RegistrationId};

mod cell;

/// Registrations that are read at once.
const PAGE: u64 = 500;
/// The most registrations of the tables of one request; each is answered as one text.
pub const MOST: u64 = 100_000;

/// How many registrations a request may still take along.
#[derive(Debug)]
pub struct Room(AtomicU64);

impl Default for Room {
    fn default() -> Self {
        Self(AtomicU64::new(MOST))
    }
}

impl Room {
    fn take(&self, rows: u64) -> Result<(), Failure> {
        let taken = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| room.checked_sub(rows));
        taken.map(drop).map_err(|_| {
            let message = format!("More than {MOST} registrations: page through `registrations`.");
            Failure::BadRequest(message)
        })
    }
}

const HEAD: [&str; 12] = [
    "id",
    "status",
    "quantity",
    "waitlist_position",
    "name",
    "username",
    "email",
    "created_at",
    "registered_at",
    "cancelled_at",
    "tickets",
    "checked_in",
];

/// The table, as `viewer`, who edits the event, may see it.
///
/// # Errors
/// [`Failure::BadRequest`] where there are more registrations than there is `room` for: at once, before any
/// is read.
pub async fn csv(
    core: &Core,
    viewer: &Viewer,
    access: &EventAccess<Editor>,
    room: &Room,
) -> Result<String, Failure> {
    let on = core.db.snapshot().await?;
    let event = access.event().id;
    let all = registration::Entity::find().filter(registration::Column::EventId.eq(event));
    room.take(all.count(&on).await?)?;
    let mut table = Table::new(viewer)?;
    for part in Part::ALL {
        let mut after = None;
        loop {
            let rows = part.page(&on, event, after.take()).await?;
            let is_last = rows.len() < usize::try_from(PAGE).unwrap_or_default();
            after = rows.last().map(|(row, _)| part.place(row));
            table.add(&on, rows).await?;
            if is_last {
                break;
            }
        }
    }
    on.commit().await?;
    table.finish()
}

/// A part of the table, read along its index.
#[derive(Debug, Clone, Copy)]
enum Part {
    Seated,
    InLine,
    Cancelled,
}

type Row = (registration::Model, Option<user::Model>);

impl Part {
    const ALL: [Self; 3] = [Self::Seated, Self::InLine, Self::Cancelled];

    async fn page(
        self,
        on: &impl ConnectionTrait,
        event: EventId,
        after: Option<(Value, RegistrationId)>,
    ) -> Result<Vec<Row>, Failure> {
        use registration::Column;
        let sort = match self {
            Self::Seated => Column::RegisteredAt,
            Self::InLine => Column::LineNumber,
            Self::Cancelled => Column::CreatedAt,
        };
        let mut page: Select<registration::Entity> =
            registration::Entity::find().filter(Column::EventId.eq(event));
        // Written out, not bound: only so does a prepared statement use the index of the part.
        page = match self {
            Self::Seated => page.filter(is(RegistrationStatus::Registered)),
            Self::InLine => page.filter(Column::LineNumber.is_not_null()),
            Self::Cancelled => page.filter(is(RegistrationStatus::Cancelled)),
        };
        if let Some((place, id)) = after {
            let row = Expr::tuple([sort.into_simple_expr(), Column::Id.into_simple_expr()]);
            page = page.filter(row.gt(Expr::tuple([Expr::val(place), Expr::val(id.0)])));
        }
        Ok(page
            .find_also_related(user::Entity)
            .order_by_asc(sort)
            .order_by_asc(Column::Id)
            .limit(PAGE)
            .all(on)
            .await?)
    }

    fn place(self, row: &registration::Model) -> (Value, RegistrationId) {
        let place = match self {
            Self::Seated => Value::from(row.registered_at),
            Self::InLine => Value::from(row.line_number),
            Self::Cancelled => Value::from(row.created_at),
        };
        (place, row.id)
    }
}

fn is(status: RegistrationStatus) -> sea_orm::sea_query::SimpleExpr {
    use sea_orm::ActiveEnum;
    let word = sea_orm::sea_query::SimpleExpr::Constant(status.to_value().into());
    registration::Column::Status.into_simple_expr().eq(word)
}

struct Table<'v> {
    viewer: &'v Viewer,
    csv: csv::Writer<Vec<u8>>,
    waiting: u64,
}

impl<'v> Table<'v> {
    fn new(viewer: &'v Viewer) -> Result<Self, Failure> {
        let mut csv =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        csv.write_record(HEAD).map_err(Failure::internal)?;
        Ok(Self { viewer, csv, waiting: 0 })
    }

    async fn add(&mut self, on: &impl ConnectionTrait, rows: Vec<Row>) -> Result<(), Failure> {
        let ids: Vec<RegistrationId> = rows
            .iter()
            .filter(|(row, _)| row.status == RegistrationStatus::Registered)
            .map(|(row, _)| row.id)
            .collect();
        let tickets = tickets(on, &ids).await?;
        for (row, person) in rows {
            let none = Vec::new();
            let record = self.record(&row, person.as_ref(), tickets.get(&row.id).unwrap_or(&none));
            self.csv.write_record(record).map_err(Failure::internal)?;
        }
        Ok(())
    }

    fn record(
        &mut self,
        row: &registration::Model,
        person: Option<&user::Model>,
        tickets: &[ticket::Model],
    ) -> [String; 12] {
        let place = if row.line_number.is_some() {
            self.waiting = self.waiting.saturating_add(1);
            self.waiting.to_string()
        } else {
            String::new()
        };
        let status = match row.status {
            RegistrationStatus::Registered => "REGISTERED",
            RegistrationStatus::Waitlisted => "WAITLISTED",
            RegistrationStatus::Cancelled => "CANCELLED",
        };
        let instant = |at: Option<chrono::DateTime<chrono::Utc>>| {
            at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)).unwrap_or_default()
        };
        let shows_email = privacy::sees_email(self.viewer, row, Some(EventRole::Editor));
        let email = person.filter(|person| shows_email && person.erased_at.is_none());
        let codes: Vec<&str> = tickets.iter().map(|ticket| ticket.code.as_str()).collect();
        let checked_in = tickets.iter().filter(|ticket| ticket.checked_in_at.is_some()).count();
        [
            row.id.to_string(),
            status.to_owned(),
            row.quantity.count().to_string(),
            place,
            safe(&person.map(crate::domain::account::display_name).unwrap_or_default()),
            safe(person.map(|person| person.username.as_str()).unwrap_or_default()),
            safe(email.map(|person| person.email.as_str()).unwrap_or_default()),
            instant(Some(row.created_at)),
            instant(row.registered_at),
            instant(row.cancelled_at),
            codes.join(" "),
            checked_in.to_string(),
        ]
    }

    fn finish(self) -> Result<String, Failure> {
        let bytes = self.csv.into_inner().map_err(|fault| Failure::internal(fault.to_string()))?;
        String::from_utf8(bytes).map_err(Failure::internal)
    }
}

async fn tickets(
    on: &impl ConnectionTrait,
    registrations: &[RegistrationId],
) -> Result<HashMap<RegistrationId, Vec<ticket::Model>>, Failure> {
    let mut found: HashMap<RegistrationId, Vec<ticket::Model>> = HashMap::new();
    if registrations.is_empty() {
        return Ok(found);
    }
    let rows = ticket::Entity::find()
        .filter(is_in(ticket::Column::RegistrationId, registrations))
        .filter(ticket::Column::CancelledAt.is_null())
        .order_by_asc(ticket::Column::SeatNumber)
        .all(on)
        .await?;
    for row in rows {
        found.entry(row.registration_id).or_default().push(row);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{MOST, Room};

    #[test]
    fn the_tables_of_a_request_share_its_room() {
        let room = Room::default();
        room.take(MOST - 1).unwrap();
        assert!(room.take(2).is_err(), "and what was refused takes nothing");
        room.take(1).unwrap();
        room.take(0).unwrap();
        assert!(room.take(1).is_err());
    }
}

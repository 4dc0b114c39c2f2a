//! Writing the letter of some notifications.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::export::calendar;
use crate::domain::letter::still_true::World;
use crate::domain::letter::{Outgoing, Values};
use crate::domain::notification::post::MailNotifications;
use crate::domain::notification::{is_mailed, message, unsubscribe};
use crate::entity::word::NotificationKind;
use crate::entity::{event, notification, registration, ticket, user};
use crate::kernel::error::Failure;

/// The most pictures of one letter; the text has every code.
const PICTURES: usize = 20;

/// The letter of what is asked for, as of now; `None` where there is nothing to tell any more, or the person
/// wants no mail.
///
/// # Errors
/// As any query.
pub async fn write(core: &Core, asked: &MailNotifications) -> Result<Option<Outgoing>, Failure> {
    let on = core.db.read();
    let Some(person) = user::Entity::find_by_id(asked.person()).one(on).await? else {
        return Ok(None);
    };
    let mut told = asked.read(on).await?;
    told.retain(|one| is_mailed(one.kind, &person));
    let world = world(core, &told).await?;
    let told = world.still_true(told, core.clock.now());
    let Some(first) = told.first() else { return Ok(None) };
    let has_tickets =
        matches!(first.kind, NotificationKind::Registered | NotificationKind::Promoted);
    let tickets = if has_tickets { tickets(core, first).await? } else { Vec::new() };
    let codes: Vec<&str> = tickets.iter().map(|ticket| ticket.code.as_str()).collect();
    let pictures = codes.len().min(PICTURES);
    let calendar = world.event(first).filter(|_| has_tickets).map(calendar::event::file);
    let values = Values {
        username: &person.username,
        subject: subject(&world, first, told.len()),
        messages: told.iter().map(|one| one.message.as_str()).collect(),
        codes: codes.clone(),
        pictures,
    };
    Ok(Some(Outgoing {
        to: person.email.clone(),
        name: if has_tickets { "tickets" } else { "notice" },
        values: serde_json::to_value(values).map_err(Failure::internal)?,
        codes: codes.into_iter().take(pictures).map(str::to_owned).collect(),
        calendar,
        unsubscribe: unsubscribe::address_for_person(core, person.id),
    }))
}

fn subject(world: &World, first: &notification::Model, count: usize) -> String {
    let title = world.event(first).map(|event| event.title.as_str()).unwrap_or_default();
    let subject = message::subject(first.kind, title);
    match count.saturating_sub(1) {
        0 => subject,
        others => format!("{subject}, and {others} more"),
    }
}

/// The events and registrations that notifications name: of these the person is told, so nothing is filtered.
async fn world(core: &Core, told: &[notification::Model]) -> Result<World, Failure> {
    let on = core.db.read();
    let mut world = World::default();
    let events: Vec<_> = told.iter().filter_map(|one| one.event_id).collect();
    if !events.is_empty() {
        let rows = event::Entity::find().filter(is_in(event::Column::Id, &events)).all(on).await?;
        world.events = rows.into_iter().map(|row| (row.id, row)).collect::<HashMap<_, _>>();
    }
    let ids: Vec<_> = told.iter().filter_map(|one| one.registration_id).collect();
    if !ids.is_empty() {
        let rows = registration::Entity::find().filter(is_in(registration::Column::Id, &ids));
        let rows = rows.all(on).await?;
        world.registrations = rows.into_iter().map(|row| (row.id, row)).collect();
    }
    Ok(world)
}

/// The good tickets of the registration that is told of.
async fn tickets(core: &Core, of: &notification::Model) -> Result<Vec<ticket::Model>, Failure> {
    let Some(registration) = of.registration_id else { return Ok(Vec::new()) };
    Ok(ticket::Entity::find()
        .filter(ticket::Column::RegistrationId.eq(registration))
        .filter(ticket::Column::CancelledAt.is_null())
        .order_by_asc(ticket::Column::SeatNumber)
        .all(core.db.read())
        .await?)
}

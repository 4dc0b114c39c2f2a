//! All that a batch of requests has to be told, fetched with one statement a kind.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::Condition;
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::db::keys::{is_in, pair_is_in};
use crate::domain::access::{SignedIn, event as events, presence, shares};
use crate::domain::registration::book::{Book, Closing};
use crate::domain::registration::desk::clerk::distinct;
use crate::domain::registration::desk::{Ask, Wish};
use crate::domain::registration::{lookup, store};
use crate::entity::word::{CollaboratorRole, EventStatus, Visibility};
use crate::entity::{idempotency_key, registration, user};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, RegistrationId, UserId};

/// Keys by person and text.
type Keys = HashMap<(UserId, String), idempotency_key::Model>;

/// The files on the desk while a batch is entered.
pub(super) struct Files {
    /// The people who register and are registered, held.
    pub people: Vec<user::Model>,
    /// The events, locked, by their books.
    pub books: HashMap<EventId, Book>,
    /// What the events are shared with who asks as, where it matters.
    pub roles: HashMap<(EventId, UserId), CollaboratorRole>,
    /// Idempotency keys that were used.
    pub keys: Keys,
    /// Those of them that this batch uses.
    pub new_keys: Vec<idempotency_key::Model>,
    held: HashSet<EventId>,
}

impl Files {
    /// Locks and reads: people, then events, then the rest.
    pub(super) async fn fetch(on: &DatabaseTransaction, asks: &[&Ask]) -> Result<Self, Failure> {
        let people = people(on, asks).await?;
        let ids = distinct(asks.iter().map(|ask| ask.event));
        let events = events::lock_many(on, &ids).await?;
        let found: HashSet<EventId> = events.iter().map(|event| event.id).collect();
        // One event alone was waited for: where it was not found it does not exist.
        let held = ids.iter().filter(|id| ids.len() > 1 && !found.contains(id)).copied().collect();
        let lengths = store::line_lengths(on, &events).await?;
        let mut files = Self {
            people,
            books: HashMap::new(),
            roles: HashMap::new(),
            keys: keys(on, asks).await?,
            new_keys: Vec::new(),
            held,
        };
        for event in events {
            let length = lengths.get(&event.id).copied();
            files.books.insert(event.id, Book::open(event, length));
        }
        files.fetch_registrations(on, asks).await?;
        files.fetch_roles(on, asks).await?;
        Ok(files)
    }

    /// Whether somebody else holds the event, so that it was left out.
    pub(super) fn is_held(&self, event: EventId) -> bool {
        self.held.contains(&event)
    }

    /// The person whom `ask` wants registered, among those who are held.
    pub(super) fn person(&self, is: impl Fn(&user::Model) -> bool) -> Option<UserId> {
        self.people.iter().find(|person| is(person)).map(|person| person.id)
    }

    /// Everything that has to be written.
    pub(super) fn close(self) -> (Vec<Closing>, Vec<idempotency_key::Model>) {
        let closings = self.books.into_values().map(|book| book.close().1).collect();
        let mut keys = self.new_keys;
        // In one order everywhere, so that no two batches wait for each other's keys in a circle.
        keys.sort_unstable_by(|one, other| {
            (one.user_id, &one.key).cmp(&(other.user_id, &other.key))
        });
        (closings, keys)
    }

    /// The active registrations of who asks and is asked for, those that are asked about, and those that
    /// the keys made; with their tickets and places.
    async fn fetch_registrations(
        &mut self,
        on: &DatabaseTransaction,
        asks: &[&Ask],
    ) -> Result<(), Failure> {
        let mut pairs: HashSet<(Uuid, Uuid)> = HashSet::new();
        let mut ids: HashSet<RegistrationId> =
            self.keys.values().map(|key| key.registration_id).collect();
        for ask in asks {
            pairs.extend(ask.viewer.id().map(|viewer| (ask.event.0, viewer.0)));
            match &ask.wish {
                Wish::Register(new) => {
                    let named = new.person.as_ref().and_then(|named| self.person(|p| named.is(p)));
                    pairs.extend(named.map(|person| (ask.event.0, person.0)));
                }
                Wish::Cancel(id) | Wish::Resize(id, _) => {
                    ids.insert(*id);
                }
            }
        }
        let mut rows = active(on, &pairs.into_iter().collect::<Vec<_>>()).await?;
        ids.retain(|id| !rows.iter().any(|row| row.id == *id));
        if !ids.is_empty() {
            let ids: Vec<RegistrationId> = ids.into_iter().collect();
            let found = registration::Entity::find().filter(is_in(registration::Column::Id, &ids));
            rows.extend(found.all(on).await?);
        }
        let known: Vec<RegistrationId> = rows.iter().map(|row| row.id).collect();
        let mut tickets = store::tickets_of(on, &known).await?;
        let in_line = rows.iter().filter(|row| row.line_number.is_some()).map(|row| row.id);
        let in_line: Vec<RegistrationId> = in_line.collect();
        let mut positions = HashMap::new();
        if !in_line.is_empty() {
            positions = lookup::positions(on, &in_line).await?;
        }
        for row in rows {
            let Some(book) = self.books.get_mut(&row.event_id) else { continue };
            let ahead = positions.get(&row.id).map(|position| position.saturating_sub(1));
            let tickets = tickets.remove(&row.id).unwrap_or_default();
            book.know(row, tickets, ahead);
        }
        Ok(())
    }

    /// Shares, where an answer depends on them: nobody needs one to register for an event that all see.
    async fn fetch_roles(
        &mut self,
        on: &DatabaseTransaction,
        asks: &[&Ask],
    ) -> Result<(), Failure> {
        let depends = asks.iter().filter(|ask| {
            let Some(book) = self.books.get(&ask.event) else { return false };
            let event = book.event();
            let is_hidden =
                event.visibility == Visibility::Private || event.status == EventStatus::Draft;
            let is_own = match &ask.wish {
                Wish::Register(new) => new.person.is_none(),
                Wish::Cancel(id) | Wish::Resize(id, _) => {
                    book.party(*id).is_some_and(|party| ask.viewer.is(party.user_id))
                }
            };
            is_hidden || !is_own
        });
        let asked: HashMap<(EventId, UserId), &SignedIn> = depends
            .filter_map(|ask| ask.viewer.person().map(|who| ((ask.event, who.user.id), who)))
            .collect();
        self.roles = shares::roles_of_many(on, &asked).await?;
        Ok(())
    }
}

/// Holds everybody who registers, and whom they name.
async fn people(on: &DatabaseTransaction, asks: &[&Ask]) -> Result<Vec<user::Model>, Failure> {
    let new = |ask: &&&Ask| matches!(ask.wish, Wish::Register(_));
    let viewers = distinct(asks.iter().filter(new).filter_map(|ask| ask.viewer.id()));
    if viewers.is_empty() {
        return Ok(Vec::new());
    }
    let mut who = Condition::any().add(is_in(user::Column::Id, &viewers));
    for ask in asks {
        if let Wish::Register(new) = &ask.wish {
            who = who.add_option(new.person.as_ref().and_then(|person| person.named()));
        }
    }
    presence::hold(on, who).await
}

async fn keys(on: &DatabaseTransaction, asks: &[&Ask]) -> Result<Keys, Failure> {
    let mut people = Vec::new();
    let mut texts = Vec::new();
    for ask in asks {
        if let Wish::Register(new) = &ask.wish
            && let (Some(key), Some(person)) = (&new.key, ask.viewer.id())
        {
            people.push(person);
            texts.push(key.as_str().to_owned());
        }
    }
    if texts.is_empty() {
        return Ok(Keys::new());
    }
    // Few have the same key by chance, and what is found too much is not looked at.
    let rows = idempotency_key::Entity::find()
        .filter(is_in(idempotency_key::Column::UserId, &people))
        .filter(is_in(idempotency_key::Column::Key, &texts))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(|row| ((row.user_id, row.key.clone()), row)).collect())
}

async fn active(
    on: &DatabaseTransaction,
    pairs: &[(Uuid, Uuid)],
) -> Result<Vec<registration::Model>, Failure> {
    let columns = (registration::Column::EventId, registration::Column::UserId);
    Ok(registration::Entity::find()
        .filter(pair_is_in(on.get_database_backend(), columns, pairs))
        .filter(lookup::is_active())
        .all(on)
        .await?)
}

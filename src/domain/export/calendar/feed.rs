//! The feed of a person's registrations, at an address that only they know.
//!
//! The secret in the address is the person's id under a seal of the server's: nothing is stored that
//! opens a feed, and yet the address can be shown again. The seal covers how often the person renewed it,
//! so that renewing makes the addresses before it worthless.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoSimpleExpr, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};
use sha2::Sha256;
use uuid::Uuid;

use crate::domain::Core;
use crate::domain::access::{SignedIn, filter};
use crate::domain::export::calendar::event::{Status, calendar};
use crate::entity::word::{EventStatus, RegistrationStatus};
use crate::entity::{event, registration, user};
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

/// The most events of a feed.
const MOST: u64 = 1000;
/// How long events stay in it once they are over.
const PAST: TimeDelta = TimeDelta::days(90);

/// Makes and checks the secrets of feeds.
#[derive(Clone)]
pub struct FeedKey {
    key: Hmac<Sha256>,
    /// Of the secret before this one, while it is being replaced.
    previous: Option<Hmac<Sha256>>,
}

impl std::fmt::Debug for FeedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FeedKey(…)")
    }
}

impl FeedKey {
    /// A key from the server's secret; every copy of the server knows the same feeds by it.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self { key: keyed(secret), previous: None }
    }

    /// Also knows the feeds by the addresses that `previous` gave them: the secret that this one replaces.
    #[must_use]
    pub fn accepting(self, previous: &[u8]) -> Self {
        Self { previous: Some(keyed(previous)), ..self }
    }

    /// The secret of the person's feed: their id, and 256 bits that nobody guesses.
    #[must_use]
    pub fn secret(&self, person: &user::Model) -> String {
        let mut bytes = person.id.0.as_bytes().to_vec();
        bytes.extend(seal(&self.key, person).finalize().into_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whether `sealed` is the seal of the person's feed. Compared in a time that tells nothing of where the two
    /// differ.
    fn opens(&self, person: &user::Model, sealed: &[u8]) -> bool {
        let fits = |key| seal(key, person).verify_slice(sealed).is_ok();
        fits(&self.key) || self.previous.as_ref().is_some_and(fits)
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104 §2)")]
fn keyed(secret: &[u8]) -> Hmac<Sha256> {
    let mut key = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes any key");
    key.update(b"turnout calendar feed v1\0");
    key
}

fn seal(key: &Hmac<Sha256>, person: &user::Model) -> Hmac<Sha256> {
    let mut seal = key.clone();
    seal.update(person.id.0.as_bytes());
    seal.update(&person.calendar_feed.to_be_bytes());
    seal
}

/// The address of the person's feed.
#[must_use]
pub fn address(core: &Core, person: &user::Model) -> String {
    format!("{}/calendar/{}.ics", core.public_url, core.feeds.secret(person))
}

/// Gives the person's feed another address; the one before it is worthless at once.
///
/// # Errors
/// [`Failure::Unauthenticated`] where their account ended meanwhile.
pub async fn renew(core: &Core, person: &SignedIn) -> Result<user::Model, Failure> {
    let on = core.db.begin().await?;
    let next = user::Column::CalendarFeed.into_simple_expr().add(1);
    user::Entity::update_many()
        .col_expr(user::Column::CalendarFeed, next)
        .filter(is_there(person.user.id))
        .exec(&on)
        .await?;
    let renewed = user::Entity::find().filter(is_there(person.user.id)).one(&on).await?;
    on.commit().await?;
    renewed.ok_or(Failure::Unauthenticated)
}

/// The account, while it is neither disabled nor erased.
fn is_there(person: UserId) -> Condition {
    Condition::all()
        .add(user::Column::Id.eq(person))
        .add(user::Column::IsActive.eq(true))
        .add(user::Column::ErasedAt.is_null())
}

/// The feed behind `secret`: the events that its person is registered for or waits in line for, from
/// those that ended in the last 90 days on, at most a thousand; `None` where the secret is none, or its
/// account disabled or erased. Two statements.
///
/// # Errors
/// As any query.
pub async fn read(core: &Core, secret: &str) -> Result<Option<String>, Failure> {
    let Some(person) = person_of(core, secret).await? else { return Ok(None) };
    let rows = registration::Entity::find()
        .join(JoinType::InnerJoin, registration::Relation::Event.def())
        .select_also(event::Entity)
        .filter(registration::Column::UserId.eq(person.id))
        .filter(registration::Column::Status.ne(RegistrationStatus::Cancelled))
        .filter(event::Column::EndsAt.gte(core.clock.now() - PAST))
        .filter(filter::seen_by_registrants())
        .order_by_asc(event::Column::StartsAt)
        .order_by_asc(event::Column::Id)
        .limit(MOST)
        .all(core.db.read())
        .await?;
    let events = rows.iter().filter_map(|(registration, event)| {
        let event = event.as_ref()?;
        Some((event, status(registration, event)))
    });
    Ok(Some(calendar(Some("Turnout"), events)))
}

/// What the event is to the registrant.
fn status(registration: &registration::Model, event: &event::Model) -> Status {
    match (event.status, registration.status) {
        (EventStatus::Cancelled, _) | (_, RegistrationStatus::Cancelled) => Status::Cancelled,
        (EventStatus::Draft, _) | (_, RegistrationStatus::Waitlisted) => Status::Tentative,
        (EventStatus::Published, RegistrationStatus::Registered) => Status::Confirmed,
    }
}

async fn person_of(core: &Core, secret: &str) -> Result<Option<user::Model>, Failure> {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(secret) else { return Ok(None) };
    let Some((id, seal)) = bytes.split_first_chunk::<16>() else { return Ok(None) };
    let found = user::Entity::find().filter(is_there(UserId(Uuid::from_bytes(*id))));
    let person = found.one(core.db.read()).await?;
    Ok(person.filter(|person| core.feeds.opens(person, seal)))
}

//! What becomes of a request at its turn: who may ask, what the event takes, what the books say.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use crate::domain::access::policy::{self, EventRole};
use crate::domain::registration::book::{Book, Outcome, Party};
use crate::domain::registration::desk::files::Files;
use crate::domain::registration::desk::{Answer, Ask, Wish};
use crate::domain::registration::person::Person;
use crate::domain::registration::register::{NewRegistration, Registering};
use crate::domain::registration::{admission, idempotency, store};
use crate::entity::idempotency_key;
use crate::entity::word::{NotificationKind, RegistrationStatus, Visibility};
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::{RegistrationId, UserId};
use crate::kernel::random::Random;

/// When a request is entered, the events locked: what is written follows the order of the locks. Whether
/// registration is open is asked of the moment at which the request arrived.
pub(super) type Turn = DateTime<Utc>;

/// Enters one request, and answers with the state as of its turn.
pub(super) async fn one(
    on: &DatabaseTransaction,
    files: &mut Files,
    ask: &Ask,
    now: Turn,
    random: &dyn Random,
) -> Answer {
    let id = match &ask.wish {
        Wish::Register(new) => return register(files, ask, new, now, random),
        Wish::Cancel(id) | Wish::Resize(id, _) => *id,
    };
    editable(files, ask, id)?;
    let book = files.books.get_mut(&ask.event).ok_or_else(hidden)?;
    match ask.wish {
        Wish::Resize(_, quantity) => resize(book, ask, (id, quantity), now, random)?,
        _ => cancel(book, ask, id, now)?,
    }
    store::promote(on, book, now, random).await?;
    Ok(Registering::Made(outcome(book, id)?))
}

fn register(
    files: &mut Files,
    ask: &Ask,
    new: &NewRegistration,
    now: Turn,
    random: &dyn Random,
) -> Answer {
    let viewer = ask.viewer.signed_in()?.user.id;
    // Who asks was read before, and may have been disabled or erased in between.
    files.person(|person| person.id == viewer).ok_or(Failure::Unauthenticated)?;
    let person = match &new.person {
        None => Some(viewer),
        Some(named) => files.person(|person| named.is(person)),
    };
    let role = files.roles.get(&(ask.event, viewer)).copied();
    let no_event = || Failure::from(Refusal::not_found("eventId", "event"));
    let book = files.books.get_mut(&ask.event).ok_or_else(no_event)?;
    let acts_as = policy::acting_role(&ask.viewer, book.event(), role);
    if !policy::sees(acts_as, book.active(viewer).is_some(), book.event()) {
        return Err(no_event());
    }
    if new.person.is_some() && acts_as < Some(EventRole::Editor) {
        return Err(Failure::Forbidden);
    }
    // Whether there is such a person is told to who may know.
    let person = person.ok_or_else(|| Refusal::not_found("person", "person"))?;
    if let Some(key) = &new.key
        && let Some(used) = files.keys.get(&(viewer, key.as_str().to_owned()))
    {
        if used.input_hash != idempotency::input_hash(new) {
            return Err(idempotency::mismatch().into());
        }
        return Ok(Registering::Made(outcome(book, used.registration_id)?));
    }
    let standing = book.active(person).map(|party| party.id);
    let is_invited = policy::shared_role(&ask.viewer, book.event(), role).is_some();
    let is_private = book.event().visibility == Visibility::Private;
    if new.person.is_none() && standing.is_none() && is_private && !is_invited {
        // There is no public sign-up to a private event: one joins by a share or by an editor's hand.
        return Err(Failure::Forbidden);
    }
    let seats = admission::quantity(new.quantity, book.event().max_seats_per_registration)?;
    admission::open(book.event(), ask.arrived)?;
    if let Some(standing) = standing {
        return Ok(Registering::Standing(outcome(book, standing)?));
    }
    let is_by_address = matches!(new.person, Some(Person::Email(_) | Person::ProvedEmail(_)));
    let shows_email = person == viewer || is_by_address;
    let party = Party { person, seats, would_wait: new.join_waitlist, shows_email };
    let id = book.admit(party, now, random)?;
    let made = outcome(book, id)?;
    remember(files, viewer, new, id, now);
    Ok(Registering::Made(made))
}

/// Notes the key of a request that was entered, for those behind it in the batch too.
fn remember(
    files: &mut Files,
    viewer: UserId,
    new: &NewRegistration,
    made: RegistrationId,
    now: Turn,
) {
    let Some(key) = &new.key else { return };
    let row = idempotency_key::Model {
        user_id: viewer,
        key: key.as_str().to_owned(),
        input_hash: idempotency::input_hash(new),
        registration_id: made,
        created_at: now,
    };
    files.keys.insert((viewer, row.key.clone()), row.clone());
    files.new_keys.push(row);
}

/// Refuses who may not change the registration, and one that was cancelled.
fn editable(files: &Files, ask: &Ask, id: RegistrationId) -> Result<(), Failure> {
    let viewer = ask.viewer.signed_in()?.user.id;
    let book = files.books.get(&ask.event).ok_or_else(hidden)?;
    let party = book.party(id).ok_or_else(hidden)?;
    let role = files.roles.get(&(ask.event, viewer)).copied();
    let acts_as = policy::acting_role(&ask.viewer, book.event(), role);
    if !policy::sees(acts_as, book.active(viewer).is_some(), book.event()) {
        return Err(hidden());
    }
    if party.user_id != viewer && acts_as < Some(EventRole::Editor) {
        return Err(if acts_as.is_some() { Failure::Forbidden } else { hidden() });
    }
    if party.status == RegistrationStatus::Cancelled {
        let message = "This registration was cancelled before.";
        return Err(Refusal::new(Code::AlreadyCancelled, "", message).into());
    }
    Ok(())
}

/// Who cancels for themself knows; anybody else's cancelling is told.
fn cancel(book: &mut Book, ask: &Ask, id: RegistrationId, now: Turn) -> Result<(), Failure> {
    book.cancel(id, now)?;
    if book.party(id).is_some_and(|party| !ask.viewer.is(party.user_id)) {
        book.tell(id, NotificationKind::RegistrationCancelled);
    }
    Ok(())
}

fn resize(
    book: &mut Book,
    ask: &Ask,
    (id, quantity): (RegistrationId, i32),
    now: Turn,
    random: &dyn Random,
) -> Result<(), Failure> {
    let before = book.party(id).map(|party| party.quantity).ok_or_else(hidden)?;
    // A party from before the limit was lowered may shrink in steps.
    let most = book.event().max_seats_per_registration.max(before);
    let seats = admission::quantity(quantity, most)?;
    if seats > before {
        admission::open(book.event(), ask.arrived)?;
    }
    book.resize(id, seats, now, random)
}

fn outcome(book: &Book, id: RegistrationId) -> Result<Outcome, Failure> {
    book.outcome(id).ok_or_else(|| Failure::internal(format!("{id} is not in the books")))
}

fn hidden() -> Failure {
    Refusal::not_found("id", "registration").into()
}

//! Sharing an event with several people at once.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveEnum, ConnectionTrait, EntityTrait};
use serde_json::{Value, json};

use crate::domain::access::{EventAccess, EventRole, Owner, Viewer};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::job;
use crate::domain::notification::{self, Note, Told, message};
use crate::domain::registration::Person;
use crate::domain::sharing::named::Named;
use crate::domain::sharing::{invite, list};
use crate::domain::{Core, account};
use crate::entity::word::{CollaboratorRole, NotificationKind};
use crate::entity::{event, event_collaborator, event_invitation, user};
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::{EventId, UserId};

/// The most people and addresses of one call.
const AT_ONCE: usize = 100;

/// The most collaborators of one event, and the most invitations: they are listed whole.
const MOST: usize = 500;

/// One person or address to share with.
#[derive(Debug, Clone)]
pub struct NewShare {
    /// With whom, or why the input names nobody. A person is found by id or username; an address is
    /// invited, whoever has it.
    pub person: Result<Person, Refusal>,
    /// As what.
    pub role: EventRole,
}

/// What came of it, and all that the event is shared with then.
#[derive(Debug)]
pub struct Shared {
    /// The event.
    pub event: event::Model,
    /// All its collaborators.
    pub collaborators: Vec<event_collaborator::Model>,
    /// All its invitations.
    pub invitations: Vec<event_invitation::Model>,
    /// With whom it was shared by name, in the order of the input.
    pub people: Vec<UserId>,
    /// The addresses that were invited, folded, in the order of the input.
    pub addresses: Vec<String>,
}

/// Shares an event with all of `with`, or with nobody. Who has it already gets the new role; an address
/// that was invited already is invited anew.
///
/// # Errors
/// NOT_FOUND, the event or a person; INVALID entries, each fault with its path; [`Failure::RateLimited`]
/// after too many invited addresses, each of which is mailed.
pub async fn share(
    core: &Core,
    viewer: &Viewer,
    id: EventId,
    with: &[NewShare],
) -> Result<Shared, Failure> {
    let is_address = |share: &&NewShare| matches!(share.person, Ok(Person::Email(_)));
    let addresses = with.iter().filter(is_address).count().min(AT_ONCE);
    let taken = invite::take(core, viewer.signed_in()?, addresses).await?;
    let shared = share_now(core, viewer, id, with).await;
    if shared.is_err() {
        invite::give_back(core, taken).await?;
    }
    shared
}

async fn share_now(
    core: &Core,
    viewer: &Viewer,
    id: EventId,
    with: &[NewShare],
) -> Result<Shared, Failure> {
    let actor = viewer.signed_in()?;
    let on = core.db.begin().await?;
    let people = with.iter().filter_map(|share| share.person.as_ref().ok());
    let named = Named::hold(&on, actor, people).await?;
    let event = EventAccess::<Owner>::lock(&on, viewer, id, "eventId").await?.into_event();
    let mut refusals = Refusals::default();
    if !(1..=AT_ONCE).contains(&with.len()) {
        let message = format!("Between 1 and {AT_ONCE} at once, please.");
        refusals.push(Refusal::invalid("with", message));
    }
    let owner = user::Entity::find_by_id(event.organizer_id).one(&on).await?;
    let insiders = Insiders { actor: &actor.user, owner: owner.as_ref() };
    let plan = Plan::make(with, &named, &insiders, &mut refusals);
    refusals.finish()?;

    let news = plan.news(&on, &event).await?;
    plan.write_collaborators(core, &on, id).await?;
    plan.write_invitations(core, &on, id, actor.user.id).await?;
    let collaborators = list::collaborators(&on, &[id]).await?.remove(&id).unwrap_or_default();
    let invitations = list::invitations(&on, &[id]).await?.remove(&id).unwrap_or_default();
    if collaborators.len() > MOST || invitations.len() > MOST {
        let message = format!("An event has at most {MOST} collaborators and {MOST} invitations.");
        return Err(Refusal::invalid("with", message).into());
    }
    audit::record(core, &on, actor, plan.entry(id)).await?;
    notification::tell(&on, Told::at(core, core.clock.now()), news).await?;
    let mails = plan.addresses.iter().map(|address| invite::plan(core, id, &address.key));
    job::enqueue_all(&on, mails.collect::<Result<_, _>>()?).await?;
    on.commit().await?;
    core.jobs.wake();
    let people = plan.people.into_iter().map(|(person, _)| person).collect();
    let addresses = plan.addresses.into_iter().map(|address| address.key).collect();
    Ok(Shared { event, collaborators, invitations, people, addresses })
}

/// Those with whom nobody can share the event.
struct Insiders<'a> {
    actor: &'a user::Model,
    owner: Option<&'a user::Model>,
}

impl Insiders<'_> {
    /// INVALID where `is` holds of one of them. Both know that they have the event, and who is an admin
    /// sees the owner's address: nothing is told.
    fn refuse(&self, field: &str, is: impl Fn(&user::Model) -> bool) -> Result<(), Refusal> {
        if is(self.actor) {
            return Err(Refusal::invalid(field, "You cannot share an event with yourself."));
        }
        if self.owner.is_some_and(is) {
            return Err(Refusal::invalid(field, "This is the event's owner."));
        }
        Ok(())
    }
}

/// What is to be written.
#[derive(Default)]
struct Plan {
    people: Vec<(UserId, CollaboratorRole)>,
    addresses: Vec<Address>,
}

enum With {
    Person(UserId),
    Address { key: String, typed: String },
}

struct Address {
    key: String,
    typed: String,
    role: CollaboratorRole,
}

impl Plan {
    fn make(
        with: &[NewShare],
        named: &Named,
        insiders: &Insiders<'_>,
        refusals: &mut Refusals,
    ) -> Self {
        let mut plan = Self::default();
        for (at, share) in with.iter().enumerate() {
            let at = at.to_string();
            let role = share.role.shared().ok_or_else(|| {
                let message = "An event has one owner; transferEvent hands it on.";
                Refusal::invalid("role", message).under(&["with", &at])
            });
            let role = refusals.check(role);
            let named = plan.person(&share.person, named, insiders);
            let named = named.map_err(|refusal| refusal.under(&["with", &at, "person"]));
            match (refusals.check(named), role) {
                (Some(With::Person(id)), Some(role)) => plan.people.push((id, role)),
                (Some(With::Address { key, typed }), Some(role)) => {
                    plan.addresses.push(Address { key, typed, role });
                }
                _ => {}
            }
        }
        plan
    }

    /// With whom, unless the plan has them already.
    fn person(
        &self,
        person: &Result<Person, Refusal>,
        named: &Named,
        insiders: &Insiders<'_>,
    ) -> Result<With, Refusal> {
        let person = person.as_ref().map_err(Refusal::clone)?;
        if let Person::Email(typed) = person {
            let typed = account::checked_email(typed)?;
            let key = account::email_key(&typed);
            insiders.refuse("email", |user| user.email_key == key)?;
            if self.addresses.iter().any(|address| address.key == key) {
                return Err(twice("email"));
            }
            return Ok(With::Address { key, typed });
        }
        let field = if matches!(person, Person::Id(_)) { "id" } else { "username" };
        let found = named.find(person).ok_or_else(|| Refusal::not_found(field, "person"))?;
        insiders.refuse(field, |insider| insider.id == found.id)?;
        if self.people.iter().any(|(id, _)| *id == found.id) {
            return Err(twice(field));
        }
        Ok(With::Person(found.id))
    }

    fn entry(&self, event: EventId) -> Entry {
        let person = |(user, role): &(UserId, CollaboratorRole)| json!({ "user": user.to_string(), "role": role.to_value() });
        let people: Vec<Value> = self.people.iter().map(person).collect();
        let roles: Vec<String> =
            self.addresses.iter().map(|address| address.role.to_value()).collect();
        let details = json!({ "people": people, "invitations": roles });
        Entry::with(Action::EventShared, event, details)
    }

    /// What the people named are to be told: nothing that they know, where they have the same role already.
    async fn news(
        &self,
        on: &impl ConnectionTrait,
        event: &event::Model,
    ) -> Result<Vec<Note>, Failure> {
        if self.people.is_empty() {
            return Ok(Vec::new());
        }
        let standing = list::collaborators(on, &[event.id]).await?.remove(&event.id);
        let standing = standing.unwrap_or_default();
        let is_news = |(person, role): &&(UserId, CollaboratorRole)| {
            !standing.iter().any(|row| row.user_id == *person && row.role == *role)
        };
        let note = |(person, role): &(UserId, CollaboratorRole)| Note {
            person: *person,
            kind: NotificationKind::EventShared,
            event: Some(event.id),
            registration: None,
            message: message::shared(event, *role),
        };
        Ok(self.people.iter().filter(is_news).map(note).collect())
    }

    async fn write_collaborators(
        &self,
        core: &Core,
        on: &impl ConnectionTrait,
        event: EventId,
    ) -> Result<(), Failure> {
        if self.people.is_empty() {
            return Ok(());
        }
        let rows = self.people.iter().map(|(person, role)| event_collaborator::ActiveModel {
            event_id: Set(event),
            user_id: Set(*person),
            role: Set(*role),
            added_at: Set(core.clock.now()),
        });
        let keys = [event_collaborator::Column::EventId, event_collaborator::Column::UserId];
        let in_place =
            OnConflict::columns(keys).update_column(event_collaborator::Column::Role).to_owned();
        event_collaborator::Entity::insert_many(rows)
            .on_conflict(in_place)
            .exec_without_returning(on)
            .await?;
        Ok(())
    }

    async fn write_invitations(
        &self,
        core: &Core,
        on: &impl ConnectionTrait,
        event: EventId,
        by: UserId,
    ) -> Result<(), Failure> {
        use event_invitation::Column;
        if self.addresses.is_empty() {
            return Ok(());
        }
        // In one order everywhere: an erasure writes the invitations of its address in all events.
        let mut addresses: Vec<&Address> = self.addresses.iter().collect();
        addresses.sort_unstable_by(|one, other| one.key.cmp(&other.key));
        let rows = addresses.into_iter().map(|address| event_invitation::ActiveModel {
            event_id: Set(event),
            email_key: Set(address.key.clone()),
            email: Set(address.typed.clone()),
            role: Set(address.role),
            invited_by: Set(by),
            invited_at: Set(core.clock.now()),
            is_void: Set(false),
        });
        let renewed =
            [Column::Email, Column::Role, Column::InvitedBy, Column::InvitedAt, Column::IsVoid];
        let in_place = OnConflict::columns([Column::EventId, Column::EmailKey])
            .update_columns(renewed)
            .to_owned();
        event_invitation::Entity::insert_many(rows)
            .on_conflict(in_place)
            .exec_without_returning(on)
            .await?;
        Ok(())
    }
}

fn twice(field: &str) -> Refusal {
    Refusal::invalid(field, "This is in the list already.")
}

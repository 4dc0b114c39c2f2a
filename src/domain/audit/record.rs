//! Writing a line.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveEnum, ConnectionTrait, EntityTrait};
use serde_json::Value;

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::audit::Action;
use crate::entity::{audit_entry, user};
use crate::kernel::error::Failure;
use crate::kernel::id::{AnyId, AuditEntryId, UserId};

/// Who did it, and from where.
#[derive(Debug, Clone)]
pub struct Actor {
    user: Option<UserId>,
    ip_address: Option<String>,
}

impl Actor {
    /// The server itself, or its operator at the command line.
    #[must_use]
    pub fn server() -> Self {
        Self { user: None, ip_address: None }
    }

    /// A person who proved to be `user` without a session: by a code out of a mail, say.
    #[must_use]
    pub fn proved(user: UserId, ip_address: Option<&str>) -> Self {
        Self { user: Some(user), ip_address: ip_address.map(str::to_owned) }
    }
}

impl From<&SignedIn> for Actor {
    fn from(person: &SignedIn) -> Self {
        Self { user: Some(person.user.id), ip_address: person.ip_address.clone() }
    }
}

/// What was done.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What was done.
    pub action: Action,
    /// To whom or what.
    pub subject: AnyId,
    /// What else there is to know, an object; see [`Action`]. Never a name or an address.
    pub details: Value,
}

impl Entry {
    /// `action` was done to `subject`, and there is no more to say.
    pub fn new(action: Action, subject: impl Into<AnyId>) -> Self {
        Self::with(action, subject, serde_json::json!({}))
    }

    /// An account was made: for somebody, or by the person.
    #[must_use]
    pub fn user_created(user: &user::Model) -> Self {
        let details = serde_json::json!({ "role": user.role.to_value() });
        Self::with(Action::UserCreated, user.id, details)
    }

    /// A person's name, address or zone changed; `None` where nothing did. Of names and addresses it tells which,
    /// and not what they held.
    #[must_use]
    pub fn user_updated(before: &user::Model, after: &user::Model) -> Option<Self> {
        let fields = [
            ("email", before.email != after.email),
            ("username", before.username != after.username),
            ("firstName", before.first_name != after.first_name),
            ("lastName", before.last_name != after.last_name),
            ("timeZone", before.time_zone != after.time_zone),
        ];
        let changed: Vec<&str> =
            fields.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect();
        let details = serde_json::json!({ "fields": changed });
        (!changed.is_empty()).then(|| Self::with(Action::UserUpdated, after.id, details))
    }

    /// `action` was done to `subject`, with `details`.
    pub fn with(action: Action, subject: impl Into<AnyId>, details: Value) -> Self {
        Self { action, subject: subject.into(), details }
    }
}

/// Writes a line into the log, in the transaction `on` of the change that it tells of.
///
/// # Errors
/// As any statement.
pub async fn record(
    core: &Core,
    on: &impl ConnectionTrait,
    actor: impl Into<Actor>,
    entry: Entry,
) -> Result<(), Failure> {
    record_all(core, on, actor, vec![entry]).await
}

/// As [`record`], many lines in one statement.
///
/// # Errors
/// As any statement.
pub async fn record_all(
    core: &Core,
    on: &impl ConnectionTrait,
    actor: impl Into<Actor>,
    entries: Vec<Entry>,
) -> Result<(), Failure> {
    if entries.is_empty() {
        return Ok(());
    }
    let Actor { user, ip_address } = actor.into();
    let now = core.clock.now();
    let rows = entries.into_iter().map(|entry| audit_entry::ActiveModel {
        id: Set(AuditEntryId::new(now, &*core.random)),
        actor_id: Set(user),
        action: Set(entry.action.name().to_owned()),
        subject_kind: Set(entry.subject.kind().to_owned()),
        subject_id: Set(entry.subject.uuid()),
        details: Set(entry.details),
        ip_address: Set(ip_address.clone()),
        created_at: Set(now),
    });
    audit_entry::Entity::insert_many(rows).exec_without_returning(on).await?;
    Ok(())
}

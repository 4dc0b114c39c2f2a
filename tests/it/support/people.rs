//! People, written straight into the database with a session: hashing a password for each would take
//! most of a test's time. Tests of accounts sign up the real way.

use std::time::Duration;

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use turnout::entity::word::Role;
use turnout::entity::{session, user};
use turnout::kernel::clock::Clock;
use turnout::kernel::id::{SessionId, UserId};
use turnout::kernel::text::fold;

use crate::support::TestApp;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// As clients see it.
    pub(crate) id: String,
    pub(crate) user_id: UserId,
    pub(crate) username: String,
    pub(crate) email: String,
    /// An access token that outlives any test.
    pub(crate) token: String,
}

impl TestApp {
    pub(crate) async fn attendee(&self, name: &str) -> Person {
        self.person(name, Role::Attendee).await
    }

    pub(crate) async fn organizer(&self, name: &str) -> Person {
        self.person(name, Role::Organizer).await
    }

    pub(crate) async fn staff(&self, name: &str) -> Person {
        self.person(name, Role::Staff).await
    }

    pub(crate) async fn admin(&self, name: &str) -> Person {
        self.person(name, Role::Admin).await
    }

    /// Somebody called `name`, with the address `name@example.org`.
    pub(crate) async fn person(&self, name: &str, role: Role) -> Person {
        let core = &self.core;
        let on = core.db.begin().await.unwrap();
        let now = self.clock.now();
        let user_id = UserId::new(now, &*core.random);
        let email = format!("{name}@example.org");
        user::ActiveModel {
            id: Set(user_id),
            username: Set(name.to_owned()),
            username_key: Set(name.to_lowercase()),
            email: Set(email.clone()),
            email_key: Set(email.to_lowercase()),
            email_verified_at: Set(None),
            password_hash: Set("!".to_owned()),
            first_name: Set(String::new()),
            last_name: Set(String::new()),
            search_key: Set(fold(&format!("{name} {email}"))),
            role: Set(role),
            time_zone: Set("UTC".to_owned()),
            is_active: Set(true),
            created_at: Set(now),
            updated_at: Set(now),
            erased_at: Set(None),
            ..Default::default()
        }
        .insert(&on)
        .await
        .unwrap();
        on.commit().await.unwrap();
        let token = self.token(user_id).await;
        Person { id: user_id.to_string(), user_id, username: name.to_owned(), email, token }
    }
    /// The same person with another session, as after the access token was renewed.
    pub(crate) async fn signed_in_again(&self, person: &Person) -> Person {
        Person { token: self.token(person.user_id).await, ..person.clone() }
    }

    /// An access token of a new session.
    async fn token(&self, user_id: UserId) -> String {
        let core = &self.core;
        let on = core.db.begin().await.unwrap();
        let now = self.clock.now();
        let id = SessionId::new(now, &*core.random);
        session::ActiveModel {
            id: Set(id),
            user_id: Set(user_id),
            user_agent: Set(None),
            ip_address: Set(None),
            created_at: Set(now),
            last_used_at: Set(now),
            expires_at: Set(now + chrono::TimeDelta::days(3650)),
            revoked_at: Set(None),
        }
        .insert(&on)
        .await
        .unwrap();
        on.commit().await.unwrap();
        let decade = Duration::from_secs(10 * 365 * 24 * 3600);
        let (token, _) = core.tokens.issue(user_id, id, now, decade).unwrap();
        token
    }
}

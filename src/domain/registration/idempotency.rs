//! Keys by which a client may repeat a registration whose answer it never got.
//!
//! A key belongs to a person and to what was asked for, and is stored in the transaction that makes the
//! registration: either both are there or neither is. A repetition with the same input answers with the
//! registration as it now stands; refusals are not stored, so that it may succeed later.

use chrono::TimeDelta;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use sha2::{Digest, Sha256};

use crate::domain::Core;
use crate::domain::registration::person::Person;
use crate::domain::registration::register::NewRegistration;
use crate::entity::idempotency_key;
use crate::kernel::error::{Code, Failure, Refusal};

/// The longest key, in characters.
const LONGEST: usize = 128;
/// How long a key is kept, at least.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Keys that one sweep takes away.
const SWEPT_AT_ONCE: u64 = 5_000;

/// A key as a client chose it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key of 1 to 128 characters, none of them a control character.
    ///
    /// # Errors
    /// INVALID with field `idempotencyKey`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let length = text.chars().count();
        if (1..=LONGEST).contains(&length) && !text.chars().any(char::is_control) {
            return Ok(Self(text.to_owned()));
        }
        let rule = format!("Between 1 and {LONGEST} characters, without control characters.");
        Err(Refusal::invalid("idempotencyKey", rule))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What tells one input from another: a hash of it with its defaults filled in.
pub(super) fn input_hash(new: &NewRegistration) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(new.event_id.0.as_bytes());
    let (kind, name) = match &new.person {
        None => (0_u8, Vec::new()),
        Some(Person::Id(id)) => (1, id.0.as_bytes().to_vec()),
        Some(Person::Username(name)) => (2, name.clone().into_bytes()),
        Some(Person::Email(email) | Person::ProvedEmail(email)) => (3, email.clone().into_bytes()),
    };
    hash.update([kind, u8::from(new.join_waitlist)]);
    hash.update(new.quantity.to_be_bytes());
    // Last, because it is the only part whose length varies.
    hash.update(name);
    hash.finalize().to_vec()
}

/// The refusal of a key that was used for something else.
pub(super) fn mismatch() -> Refusal {
    let message = "This key was used before, with another input.";
    Refusal::new(Code::IdempotencyMismatch, "idempotencyKey", message)
}

/// Takes away keys that have been kept long enough, the oldest first and only so many at once: whoever calls
/// this calls it often. How many went.
///
/// # Errors
/// As any statement.
pub async fn sweep_idempotency_keys(
    core: &Core,
    on: &impl ConnectionTrait,
) -> Result<u64, Failure> {
    let old = idempotency_key::Entity::find()
        .select_only()
        .columns([idempotency_key::Column::UserId, idempotency_key::Column::Key])
        .filter(idempotency_key::Column::CreatedAt.lt(core.clock.now() - KEPT))
        .order_by_asc(idempotency_key::Column::CreatedAt)
        .limit(SWEPT_AT_ONCE)
        .into_query();
    let key = Expr::tuple([
        Expr::col(idempotency_key::Column::UserId),
        Expr::col(idempotency_key::Column::Key),
    ]);
    let swept =
        idempotency_key::Entity::delete_many().filter(key.in_subquery(old)).exec(on).await?;
    Ok(swept.rows_affected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::{EventId, UserId};
    use uuid::Uuid;

    fn new() -> NewRegistration {
        NewRegistration {
            event_id: EventId(Uuid::nil()),
            person: None,
            quantity: 1,
            join_waitlist: true,
            key: None,
        }
    }

    #[test]
    fn keys_have_bounds() {
        for bad in ["", "a\nb", "\u{0}", "\u{7f}", &"x".repeat(129)] {
            assert_eq!(
                IdempotencyKey::parse(bad).unwrap_err().field,
                ["idempotencyKey"],
                "{bad:?}"
            );
        }
        for good in ["a", " ", &"ä".repeat(128), "3f0c-…"] {
            assert!(IdempotencyKey::parse(good).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn every_part_of_an_input_counts_and_the_key_does_not() {
        let same = input_hash(&new());
        let keyed = NewRegistration { key: Some(IdempotencyKey::parse("k").unwrap()), ..new() };
        assert_eq!(input_hash(&keyed), same);
        let others = [
            NewRegistration { event_id: EventId(Uuid::max()), ..new() },
            NewRegistration { quantity: 2, ..new() },
            NewRegistration { join_waitlist: false, ..new() },
            NewRegistration { person: Some(Person::Id(UserId(Uuid::nil()))), ..new() },
            NewRegistration { person: Some(Person::Username("a".to_owned())), ..new() },
            NewRegistration { person: Some(Person::Email("a".to_owned())), ..new() },
        ];
        let mut hashes: Vec<Vec<u8>> = others.iter().map(input_hash).collect();
        hashes.push(same);
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), 7);
    }
}

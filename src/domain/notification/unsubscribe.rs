//! Ending mail by one post to an address that only its reader has (RFC 8058).
//!
//! The address has the person's id, or a digest of an invited address, under a seal of the server's. It needs no
//! session and does one thing, which its person can take back; so it holds for ever, also after `JWT_SECRET`
//! was replaced once (`JWT_SECRET_PREVIOUS`).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::Core;
use crate::entity::{muted_address, user};
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

/// Whose mail it ends, as the first byte of the secret.
const OF_PERSON: u8 = 1;
const OF_ADDRESS: u8 = 2;

/// Bytes of the seal: 128 bits that nobody guesses.
const SEAL: usize = 16;

/// Makes and checks the secrets.
#[derive(Clone)]
pub struct UnsubscribeKey(Vec<Hmac<Sha256>>);

impl std::fmt::Debug for UnsubscribeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UnsubscribeKey(…)")
    }
}

impl UnsubscribeKey {
    /// A key from the server's secret, the same in every copy of the server.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(vec![keyed(secret)])
    }

    /// Accepts what was sealed under an earlier secret, too.
    #[must_use]
    pub fn accepting(mut self, secret: &[u8]) -> Self {
        self.0.push(keyed(secret));
        self
    }

    fn secret(&self, whose: u8, id: Uuid) -> String {
        let mut bytes = vec![whose];
        bytes.extend(id.as_bytes());
        let seal = self.0.first().map(|key| seal(key, &bytes)).unwrap_or_default();
        bytes.extend(seal);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whose mail the secret ends, where it is one.
    fn open(&self, secret: &str) -> Option<(u8, Uuid)> {
        let bytes = URL_SAFE_NO_PAD.decode(secret).ok()?;
        let (said, given) = bytes.split_last_chunk::<SEAL>()?;
        let is_sealed = |key: &Hmac<Sha256>| {
            let mut mac = key.clone();
            mac.update(said);
            mac.verify_truncated_left(given).is_ok()
        };
        // Compared in a time that tells nothing of where the two differ.
        if !self.0.iter().any(is_sealed) {
            return None;
        }
        let (whose, id) = said.split_first()?;
        Some((*whose, Uuid::from_slice(id).ok()?))
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104 §2)")]
fn keyed(secret: &[u8]) -> Hmac<Sha256> {
    let mut key = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes any key");
    key.update(b"turnout unsubscribe v1\0");
    key
}

fn seal(key: &Hmac<Sha256>, said: &[u8]) -> Vec<u8> {
    let mut mac = key.clone();
    mac.update(said);
    mac.finalize().into_bytes().iter().take(SEAL).copied().collect()
}

/// Where one post turns the person's mail off.
#[must_use]
pub fn address_for_person(core: &Core, person: UserId) -> String {
    address(core, OF_PERSON, person.0)
}

/// Where one post sees to it that an address is not mailed invitations any more.
#[must_use]
pub fn address_for_invited(core: &Core, email_key: &str) -> String {
    address(core, OF_ADDRESS, digest(email_key))
}

fn address(core: &Core, whose: u8, id: Uuid) -> String {
    format!("{}/unsubscribe/{}", core.public_url, core.unsubscribe.secret(whose, id))
}

/// An address by a digest: the table of those that want nothing names nobody.
fn digest(email_key: &str) -> Uuid {
    let digest = Sha256::new().chain_update("turnout invited\0").chain_update(email_key).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, hashed)| *byte = hashed);
    Uuid::from_bytes(bytes)
}

/// Ends the mail that `secret` stands for; once more changes nothing. False where it is no secret of this
/// server's, or its account is gone.
///
/// # Errors
/// As any statement.
pub async fn unsubscribe(core: &Core, secret: &str) -> Result<bool, Failure> {
    let Some((whose, id)) = core.unsubscribe.open(secret) else { return Ok(false) };
    let on = core.db.begin().await?;
    let is_known = match whose {
        OF_PERSON => end_of_person(core, &on, UserId(id)).await?,
        OF_ADDRESS => mute(core, &on, id).await?,
        _ => false,
    };
    on.commit().await?;
    Ok(is_known)
}

async fn end_of_person(
    core: &Core,
    on: &impl ConnectionTrait,
    person: UserId,
) -> Result<bool, Failure> {
    let ended = user::Entity::update_many()
        .col_expr(user::Column::NotifyByEmail, Expr::value(false))
        .col_expr(user::Column::UpdatedAt, Expr::value(core.clock.now()))
        .filter(user::Column::Id.eq(person))
        .filter(user::Column::ErasedAt.is_null())
        .exec(on)
        .await?;
    Ok(ended.rows_affected > 0)
}

async fn mute(core: &Core, on: &impl ConnectionTrait, address: Uuid) -> Result<bool, Failure> {
    let row = muted_address::ActiveModel { address: Set(address), muted_at: Set(core.clock.now()) };
    muted_address::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(on)
        .await?;
    Ok(true)
}

/// Whether whoever has the address wants no invitations.
///
/// # Errors
/// As any query.
pub async fn is_muted(core: &Core, email_key: &str) -> Result<bool, Failure> {
    let found = muted_address::Entity::find_by_id(digest(email_key)).one(core.db.read()).await?;
    Ok(found.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_opened_by_the_key_that_made_it_and_by_its_successor() {
        let id = Uuid::from_u128(7);
        let (old, new) = (UnsubscribeKey::new(b"old"), UnsubscribeKey::new(b"new"));
        let secret = old.secret(OF_PERSON, id);
        assert_eq!(old.open(&secret), Some((OF_PERSON, id)));
        assert_eq!(new.open(&secret), None);
        assert_eq!(new.accepting(b"old").open(&secret), Some((OF_PERSON, id)));
        assert!(secret.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)));
    }

    #[test]
    fn what_was_tampered_with_is_none() {
        let key = UnsubscribeKey::new(b"key");
        let secret = key.secret(OF_PERSON, Uuid::from_u128(7));
        let other = key.secret(OF_ADDRESS, Uuid::from_u128(7));
        assert_ne!(secret, other);
        for at in 0..secret.len() {
            let mut letters: Vec<char> = secret.chars().collect();
            letters[at] = if letters[at] == 'A' { 'Q' } else { 'A' };
            assert_eq!(key.open(&letters.into_iter().collect::<String>()), None, "{at}");
        }
        for bad in ["", "A", "=", &secret[1..], &format!("{secret}AAAA")] {
            assert_eq!(key.open(bad), None, "{bad}");
        }
    }
}

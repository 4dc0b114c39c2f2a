//! Cursors: a position in a list, sealed with a key of the server's, so that nobody makes one up.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::kernel::error::Failure;
use crate::kernel::page::{Position, SortKey};

/// Bytes of the seal; 128 bits are beyond guessing.
const SEAL: usize = 16;

/// Seals and opens cursors.
#[derive(Clone)]
pub struct CursorKey {
    key: Hmac<Sha256>,
    /// Of the secret before this one, while it is being replaced.
    previous: Option<Hmac<Sha256>>,
}

impl std::fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CursorKey(…)")
    }
}

impl CursorKey {
    /// A key from the server's secret; the same secret opens the cursors of every copy of the server.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self { key: keyed(secret), previous: None }
    }

    /// Also opens what was sealed with `previous`: the secret that this one replaces.
    #[must_use]
    pub fn accepting(self, previous: &[u8]) -> Self {
        Self { previous: Some(keyed(previous)), ..self }
    }

    /// The cursor of `position` in `list`.
    #[must_use]
    pub fn seal(&self, list: &str, position: &Position) -> String {
        let mut bytes = write(position);
        let seal = mac(&self.key, list, &bytes).finalize().into_bytes();
        bytes.extend(seal.iter().take(SEAL));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position that `cursor` holds.
    ///
    /// # Errors
    /// [`Failure::BadRequest`] where this server did not make it, or made it for another list.
    pub fn open(&self, list: &str, cursor: &str) -> Result<Position, Failure> {
        self.try_open(list, cursor).ok_or_else(|| {
            Failure::BadRequest(
                "This cursor was not made for this list with this filter and order.".to_owned(),
            )
        })
    }

    fn try_open(&self, list: &str, cursor: &str) -> Option<Position> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (bytes, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL)?)?;
        let fits = |key| mac(key, list, bytes).verify_truncated_left(seal).is_ok();
        let is_ours = fits(&self.key) || self.previous.as_ref().is_some_and(fits);
        is_ours.then(|| read(bytes))?
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104 §2)")]
fn keyed(secret: &[u8]) -> Hmac<Sha256> {
    let mut key = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes any key");
    key.update(b"turnout cursor v1\0");
    key
}

fn mac(key: &Hmac<Sha256>, list: &str, bytes: &[u8]) -> Hmac<Sha256> {
    let mut mac = key.clone();
    mac.update(list.as_bytes());
    mac.update(b"\0");
    mac.update(bytes);
    mac
}

fn write(position: &Position) -> Vec<u8> {
    let (tag, key) = match &position.key {
        SortKey::Time(time) => (b't', time.timestamp_micros().to_be_bytes().to_vec()),
        SortKey::Text(text) => (b's', text.clone().into_bytes()),
        SortKey::Number(number) => (b'n', number.to_be_bytes().to_vec()),
        SortKey::Ranked(rank, time) => {
            (b'r', [rank.to_be_bytes(), time.timestamp_micros().to_be_bytes()].concat())
        }
    };
    let mut bytes = vec![tag];
    bytes.extend(position.id.as_bytes());
    bytes.extend(key);
    bytes
}

fn read(bytes: &[u8]) -> Option<Position> {
    let (tag, rest) = bytes.split_first()?;
    let (id, key) = rest.split_first_chunk::<16>()?;
    let key = match tag {
        b't' => SortKey::Time(DateTime::from_timestamp_micros(number(key)?)?),
        b's' => SortKey::Text(String::from_utf8(key.to_vec()).ok()?),
        b'n' => SortKey::Number(number(key)?),
        b'r' => {
            let (rank, time) = key.split_at_checked(size_of::<i64>())?;
            SortKey::Ranked(number(rank)?, DateTime::from_timestamp_micros(number(time)?)?)
        }
        _ => return None,
    };
    Some(Position { key, id: Uuid::from_bytes(*id) })
}

fn number(bytes: &[u8]) -> Option<i64> {
    Some(i64::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position() -> Position {
        Position { key: SortKey::Text("zürich".to_owned()), id: Uuid::from_u128(7) }
    }

    #[test]
    fn a_cursor_opens_for_its_own_list_only() {
        let key = CursorKey::new(b"a secret");
        let cursor = key.seal("events", &position());
        assert_eq!(key.open("events", &cursor).unwrap(), position());
        assert!(key.open("users", &cursor).is_err());
        assert!(CursorKey::new(b"another").open("events", &cursor).is_err());
    }

    #[test]
    fn a_cursor_outlives_its_secret_while_that_is_accepted() {
        let old = CursorKey::new(b"old").seal("events", &position());
        assert!(CursorKey::new(b"new").open("events", &old).is_err());
        let both = CursorKey::new(b"new").accepting(b"old");
        assert_eq!(both.open("events", &old).unwrap(), position());
        assert!(both.open("users", &old).is_err());
        let new = both.seal("events", &position());
        assert!(CursorKey::new(b"old").open("events", &new).is_err());
    }

    proptest::proptest! {
        #[test]
        fn a_changed_cursor_never_opens(at in 0_usize..1000, bit in 0_u8..8) {
            let key = CursorKey::new(b"a secret");
            let mut bytes = URL_SAFE_NO_PAD.decode(key.seal("events", &position())).unwrap();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            proptest::prop_assert!(key.open("events", &URL_SAFE_NO_PAD.encode(bytes)).is_err());
        }

        #[test]
        fn nothing_made_up_opens_or_panics(cursor in ".{0,80}") {
            proptest::prop_assert!(CursorKey::new(b"k").open("events", &cursor).is_err());
        }
    }
}

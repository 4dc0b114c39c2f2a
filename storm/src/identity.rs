//! Ids as the server writes them, and access tokens as it signs them.
//!
//! People of a storm and of a benchmark are rows with a session; to sign thousands of them in would measure
//! the hashing of passwords.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::failure::Failure;

/// The secret of the servers that are started here.
pub(crate) const SECRET: &str = "a secret for storms and benchmarks, known to everybody";

/// How long a token is good, in seconds: longer than anything here takes.
const DECADE: i64 = 10 * 365 * 24 * 3600;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What an id of our own making names; the number goes into the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    User,
    Session,
    Event,
    Registration,
    Ticket,
    Category,
}

impl Kind {
    fn prefix(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Session => "session",
            Self::Event => "event",
            Self::Registration => "registration",
            Self::Ticket => "ticket",
            Self::Category => "category",
        }
    }

    /// The low 48 bits of the id of thing number 0 of this kind.
    pub(crate) fn base(self) -> u64 {
        let number: u64 = match self {
            Self::User => 1,
            Self::Session => 2,
            Self::Event => 3,
            Self::Registration => 4,
            Self::Ticket => 5,
            Self::Category => 6,
        };
        number << 40
    }

    /// The id of thing `number` of this kind, in the form of a UUIDv7.
    pub(crate) fn uuid(self, number: u64) -> Uuid {
        Uuid::from_u128(
            0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(self.base() + number),
        )
    }

    /// The same, as clients see it.
    pub(crate) fn id(self, number: u64) -> String {
        self.name(self.uuid(number))
    }

    /// `uuid` as clients see it.
    pub(crate) fn name(self, uuid: Uuid) -> String {
        let value = uuid.as_u128();
        let digits: String = (0..26).rev().map(|place| digit(value >> (5 * place))).collect();
        format!("{}_{digits}", self.prefix())
    }

    /// The number behind an id of this kind that a server gave.
    pub(crate) fn parse(self, id: &str) -> Option<Uuid> {
        let digits = id.strip_prefix(self.prefix())?.strip_prefix('_')?;
        digits
            .bytes()
            .try_fold(0_u128, |value, letter| {
                let digit = DIGITS.iter().position(|known| *known == letter)?;
                Some((value << 5) | u128::try_from(digit).ok()?)
            })
            .map(Uuid::from_u128)
    }
}

fn digit(value: u128) -> char {
    let index = usize::try_from(value & 31).unwrap_or_default();
    DIGITS.get(index).copied().map_or('0', char::from)
}

/// An access token for person `number`, signed in with the session of the same number.
pub(crate) fn token(number: u64, now: i64) -> Result<String, Failure> {
    let claims = serde_json::json!({
        "iss": "turnout",
        "aud": "turnout",
        "sub": Kind::User.id(number),
        "sid": Kind::Session.id(number),
        "iat": now - 60,
        "exp": now + DECADE,
    });
    let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"HS256"}"#);
    let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).map_err(Failure::other)?;
    mac.update(signed.as_bytes());
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_and_read_as_the_server_does() {
        // The example of the TypeID specification.
        let uuid = Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057);
        assert_eq!(Kind::User.name(uuid), "user_01h455vb4pex5vsknk084sn02q");
        assert_eq!(Kind::User.parse("user_01h455vb4pex5vsknk084sn02q"), Some(uuid));
        assert_eq!(Kind::Event.parse("user_01h455vb4pex5vsknk084sn02q"), None);
        assert_ne!(Kind::User.uuid(7), Kind::Event.uuid(7));
    }

    #[test]
    fn a_token_has_three_parts() {
        let token = token(1, 2_000_000_000).unwrap();
        assert_eq!(token.split('.').count(), 3);
    }
}

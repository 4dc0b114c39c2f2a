//! Refresh tokens: 256 random bits, of which the server keeps only the SHA-256.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::kernel::random::Random;

const BYTES: usize = 32;

/// A new token, and what is stored of it.
pub(super) fn make(random: &dyn Random) -> (String, Vec<u8>) {
    let mut secret = [0_u8; BYTES];
    random.fill(&mut secret);
    (URL_SAFE_NO_PAD.encode(secret), hash(&secret))
}

/// What is stored of `token`; `None` where it is no token at all.
pub(super) fn stored(token: &str) -> Option<Vec<u8>> {
    let mut secret = [0_u8; BYTES];
    let length = URL_SAFE_NO_PAD.decode_slice(token, &mut secret).ok()?;
    (length == BYTES).then(|| hash(&secret))
}

fn hash(secret: &[u8; BYTES]) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::OsRandom;

    #[test]
    fn a_token_leads_to_its_hash() {
        let (token, hash) = make(&OsRandom);
        assert_eq!(token.len(), 43);
        assert_eq!(stored(&token), Some(hash));
    }

    #[test]
    fn what_is_no_token_has_no_hash() {
        for bad in ["", "abc", "é", &"A".repeat(42), &"A".repeat(44), &"A".repeat(100_000)] {
            assert_eq!(stored(bad), None);
        }
    }
}

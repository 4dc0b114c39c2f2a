//! Passwords: kept as argon2id hashes, made away from the async threads and a few at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::kernel::error::Failure;
use crate::kernel::random::Random;

/// KiB of memory, passes and lanes of one hash (OWASP's first choice for argon2id).
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How long a password waits for its turn before the request is answered 503.
const PATIENCE: Duration = Duration::from_secs(3);

/// Bytes of salt (RFC 9106 §3.1).
const SALT: usize = 16;

/// Fewer guesses than this and a password is among the first that anybody would try.
const GUESSES: u64 = 10_000;

/// The hash of no password: what an unknown login is compared with, at the price of a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$dHVybm91dC1ub2JvZHkh$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// No password has this hash: the account is erased, or its owner has yet to choose one.
pub(super) const NO_PASSWORD: &str = "!";

/// Hashes and compares passwords.
#[derive(Debug, Clone)]
pub struct Passwords {
    /// As many at once as there are cores: each takes 19 MiB.
    permits: Arc<Semaphore>,
    runs: Arc<AtomicU64>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    /// A hasher that uses every core, and no more.
    #[must_use]
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { permits: Arc::new(Semaphore::new(cores)), runs: Arc::default() }
    }

    /// The hash of a new password; `None` where it is too easily guessed by somebody who knows the
    /// `hints`: the person's username and address.
    ///
    /// # Errors
    /// [`Failure::Internal`] where hashing itself fails.
    pub async fn hash(
        &self,
        random: &dyn Random,
        password: &str,
        hints: Vec<String>,
    ) -> Result<Option<String>, Failure> {
        let mut salt = [0_u8; SALT];
        random.fill(&mut salt);
        let password = password.to_owned();
        self.run(move || {
            let hints: Vec<&str> = hints.iter().map(String::as_str).collect();
            if is_guessable(&password, &hints) {
                return Ok(None);
            }
            let hash = argon2()?
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map_err(Failure::internal)?;
            Ok(Some(hash.to_string()))
        })
        .await
    }

    /// Whether `password` is the one behind `hash`. No hash, or the mark of an erased account, takes
    /// as long as a wrong password.
    ///
    /// # Errors
    /// [`Failure::Internal`] where hashing itself fails.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Failure> {
        let password = password.to_owned();
        let hash = hash.map(str::to_owned);
        self.run(move || {
            let known = hash.as_deref().and_then(|hash| PasswordHash::new(hash).ok());
            let is_known = known.is_some();
            let hash = known.map_or_else(|| PasswordHash::new(NOBODY), Ok);
            let hash = hash.map_err(Failure::internal)?;
            Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok() && is_known)
        })
        .await
    }

    /// How many hashes were made or compared: for tests that weigh the work of one request against another's.
    #[must_use]
    pub fn run_count(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    /// Runs `work` on a thread for it. The permit goes along, so that a caller who went away does not
    /// let more in than there are cores. Where too many wait, one is turned away rather than kept.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        let permit = Arc::clone(&self.permits).acquire_owned();
        let permit = tokio::time::timeout(PATIENCE, permit)
            .await
            .map_err(|late| Failure::Unavailable(late.into()))?
            .map_err(Failure::internal)?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        })
        .await
        .map_err(Failure::internal)?
    }
}

fn argon2() -> Result<Argon2<'static>, Failure> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(Failure::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn is_guessable(password: &str, hints: &[&str]) -> bool {
    zxcvbn::zxcvbn(password, hints).guesses() < GUESSES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::OsRandom;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_only() {
        let passwords = Passwords::new();
        let hash = passwords.hash(&OsRandom, "correct horse battery", Vec::new()).await;
        let hash = hash.unwrap().unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("correct horse battery", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("correct horse batterY", Some(&hash)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        let passwords = Passwords::new();
        // Compared at the price of a known one: of the same make, its hash of the same length.
        let known = passwords.hash(&OsRandom, "correct horse battery", Vec::new()).await;
        let make = |hash: &str| hash.rsplit('$').next().map(str::len);
        assert_eq!(make(NOBODY), make(&known.unwrap().unwrap()));
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(NOBODY.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        for hash in [None, Some("!"), Some(NOBODY)] {
            assert!(!passwords.verify("", hash).await.unwrap(), "{hash:?}");
        }
    }

    #[test]
    fn what_everybody_tries_first_is_guessable() {
        for bad in ["password", "12345678", "qwertyuiop", "aaaaaaaa", "iloveyou1"] {
            assert!(is_guessable(bad, &[]), "{bad}");
        }
        assert!(is_guessable("annaberg", &["annaberg"]));
        assert!(!is_guessable("correct horse battery", &[]));
    }
}

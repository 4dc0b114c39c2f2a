//! Chance, for secrets and codes.

/// Gives random bytes. The server has [`OsRandom`]; tests may seed their own.
pub trait Random: Send + Sync + std::fmt::Debug {
    /// Fills `bytes` with bytes that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// A generator seeded by the operating system (ChaCha, reseeded by `rand`).
#[derive(Debug, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    #[expect(clippy::disallowed_methods, reason = "the one place where the global source is read")]
    fn fill(&self, bytes: &mut [u8]) {
        rand::Rng::fill_bytes(&mut rand::rng(), bytes);
    }
}

//! How many requests a viewer, or somebody unknown at an address, may send: a bucket each, in this process.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::kernel::address;
use crate::kernel::clock::Clock;
use crate::kernel::id::UserId;

/// In what time one request comes back to a bucket: 50 a second.
const STEP: Duration = Duration::from_millis(20);
/// How many a full bucket gives at once.
const BURST: u32 = 200;
/// The most buckets; beyond them all new ones share one.
const MOST: usize = 100_000;
/// How long a sweep that freed nothing keeps the next from being tried.
const PAUSE: Duration = Duration::from_secs(1);

/// Whose bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sender {
    /// Of a person who is signed in, wherever they are.
    Person(UserId),
    /// Of everybody else at an address; of an IPv6 address its network counts.
    Address(IpAddr),
    /// Of those whose address nobody knows, and of whoever comes when there are too many buckets.
    Anyone,
}

impl Sender {
    /// Whoever is at `address`.
    pub(super) fn at(address: Option<&str>) -> Self {
        let address = address.and_then(|address| address.parse().ok());
        address.map_or(Self::Anyone, |address| Self::Address(address::network(address)))
    }
}

/// The buckets. A full one is forgotten.
#[derive(Debug)]
pub struct Limiter {
    clock: Arc<dyn Clock>,
    buckets: Mutex<Buckets>,
}

#[derive(Debug, Default)]
struct Buckets {
    /// When each will be full again.
    full_at: HashMap<Sender, Duration>,
    swept_at: Duration,
}

impl Limiter {
    /// Full buckets for everybody.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, buckets: Mutex::default() }
    }

    /// Takes one from the sender's bucket.
    ///
    /// # Errors
    /// How long until there is one again.
    pub(super) fn take(&self, sender: Sender) -> Result<(), Duration> {
        let now = self.clock.running();
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).take(sender, now)
    }
}

impl Buckets {
    fn take(&mut self, sender: Sender, now: Duration) -> Result<(), Duration> {
        let sender = self.seat(sender, now);
        let full_at = self.full_at.get(&sender).copied().unwrap_or_default().max(now);
        let slack = STEP.saturating_mul(BURST.saturating_sub(1));
        let ahead = full_at.saturating_sub(now);
        if ahead > slack {
            return Err(ahead.saturating_sub(slack));
        }
        self.full_at.insert(sender, full_at.saturating_add(STEP));
        Ok(())
    }

    /// The sender's own bucket, where there is room for it.
    fn seat(&mut self, sender: Sender, now: Duration) -> Sender {
        if self.full_at.len() < MOST || self.full_at.contains_key(&sender) {
            return sender;
        }
        if now.saturating_sub(self.swept_at) >= PAUSE {
            self.swept_at = now;
            self.full_at.retain(|_, full_at| *full_at > now);
        }
        if self.full_at.len() < MOST { sender } else { Sender::Anyone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(number: u32) -> Sender {
        Sender::Address(IpAddr::V4(number.into()))
    }

    #[test]
    fn a_bucket_gives_its_burst_and_then_one_a_step() {
        let mut buckets = Buckets::default();
        let now = Duration::from_secs(7);
        for _ in 0..BURST {
            assert_eq!(buckets.take(at(1), now), Ok(()));
        }
        assert_eq!(buckets.take(at(1), now), Err(STEP));
        assert_eq!(buckets.take(at(2), now), Ok(()));
        assert_eq!(buckets.take(at(1), now + STEP), Ok(()));
        assert_eq!(buckets.take(at(1), now + STEP), Err(STEP));
        let later = now + Duration::from_secs(3600);
        assert!((0..BURST).all(|_| buckets.take(at(1), later).is_ok()));
        assert!(buckets.take(at(1), later).is_err());
    }

    #[test]
    fn there_is_an_end_to_the_buckets() {
        let mut buckets = Buckets::default();
        let now = Duration::from_secs(7);
        let most = u32::try_from(MOST).unwrap();
        assert!((0..most).all(|number| buckets.take(at(number), now).is_ok()));
        let admitted = (most..most + 1000).filter(|n| buckets.take(at(*n), now).is_ok()).count();
        assert_eq!(admitted, usize::try_from(BURST).unwrap(), "the rest share one bucket");
        assert!(buckets.full_at.len() <= MOST + 1);
        // Those with a bucket of their own keep it, and what is full again makes room.
        assert_eq!(buckets.take(at(0), now), Ok(()));
        assert_eq!(buckets.take(at(most), now + PAUSE), Ok(()));
        assert!(buckets.full_at.len() < 10);
    }

    #[test]
    fn a_network_of_ipv6_is_one_sender() {
        assert_eq!(Sender::at(Some("2001:db8::1")), Sender::at(Some("2001:db8::ffff")));
        assert_ne!(Sender::at(Some("2001:db8::1")), Sender::at(Some("2001:db8:0:1::1")));
        assert_eq!(Sender::at(None), Sender::Anyone);
    }
}

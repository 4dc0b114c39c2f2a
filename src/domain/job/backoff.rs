//! How long a job waits between attempts.

use chrono::TimeDelta;

use crate::kernel::random::Random;

/// After the first attempt; each further one waits three times as long.
const FIRST_SECONDS: i64 = 10;
const FACTOR: i64 = 3;
/// Six hours, however often it failed.
const LONGEST_SECONDS: i64 = 6 * 60 * 60;

/// The delay after attempt number `attempt`, counted from 1, a quarter shorter or longer by chance: what
/// failed together does not come back together.
pub(super) fn delay(attempt: i32, random: &dyn Random) -> TimeDelta {
    let doubled = u32::try_from(attempt.saturating_sub(1)).unwrap_or_default();
    let seconds = FACTOR.saturating_pow(doubled).saturating_mul(FIRST_SECONDS).min(LONGEST_SECONDS);
    let millis = seconds.saturating_mul(1000);
    let mut bytes = [0_u8; 8];
    random.fill(&mut bytes);
    let spread = u64::try_from(millis / 2).unwrap_or_default().saturating_add(1);
    let chance = i64::try_from(u64::from_be_bytes(bytes) % spread).unwrap_or_default();
    TimeDelta::milliseconds(millis.saturating_sub(millis / 4).saturating_add(chance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::OsRandom;

    #[test]
    fn delays_grow_to_six_hours_and_vary_by_a_quarter() {
        for (attempt, seconds) in [(1, 10), (2, 30), (3, 90), (8, 21_600), (1000, 21_600)] {
            let middle = TimeDelta::seconds(seconds);
            for _ in 0..50 {
                let delay = delay(attempt, &OsRandom);
                assert!(delay >= middle * 3 / 4 && delay <= middle * 5 / 4, "{attempt}: {delay}");
            }
        }
        let some: std::collections::HashSet<TimeDelta> =
            (0..20).map(|_| delay(5, &OsRandom)).collect();
        assert!(some.len() > 1);
    }
}

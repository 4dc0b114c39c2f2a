//! Usernames for those who choose none.

use crate::domain::account::fields;
use crate::kernel::random::Random;

const LONGEST: usize = 32;
const SHORTEST: usize = 2;
const STAND_IN: &str = "user";

/// How often another name is tried before the person has to choose one.
pub(super) const ATTEMPTS: u32 = 12;

/// A username from the part of the address before the `@`.
pub(super) fn from_email(email: &str) -> String {
    let local = email.rsplit_once('@').map_or(email, |(local, _)| local);
    let kept: String = local.chars().filter(|c| fields::is_of_username(*c)).take(LONGEST).collect();
    if kept.is_empty() {
        STAND_IN.to_owned()
    } else if kept.len() < SHORTEST || fields::username(&kept).is_err() {
        cut(&format!("{STAND_IN}-{kept}"), LONGEST)
    } else {
        kept
    }
}

/// The name to try next: `base` itself, then `base2` to `base4`, then ever longer random numbers,
/// since the low ones of a common name are gone.
pub(super) fn candidate(base: &str, attempt: u32, random: &dyn Random) -> String {
    let number = match attempt {
        0 => return base.to_owned(),
        1..=3 => u64::from(attempt).saturating_add(1),
        _ => {
            let mut bytes = [0_u8; 8];
            random.fill(&mut bytes);
            u64::from_be_bytes(bytes) % 10_u64.pow(attempt.min(10))
        }
    };
    let number = number.to_string();
    cut(base, LONGEST.saturating_sub(number.len())) + &number
}

fn cut(name: &str, length: usize) -> String {
    name.chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::OsRandom;

    #[test]
    fn the_local_part_makes_the_name() {
        assert_eq!(from_email("Ann.Berg@example.org"), "Ann.Berg");
        assert_eq!(from_email("ann+events@example.org"), "annevents");
        assert_eq!(from_email("jürgen@example.org"), "jrgen");
        assert_eq!(from_email("a@example.org"), "user-a");
        assert_eq!(from_email("音楽@example.org"), "user");
        assert_eq!(from_email("deleted-1@example.org"), "user-deleted-1");
    }

    #[test]
    fn every_candidate_is_a_username() {
        for email in ["a@b.co", "音@b.co", &format!("{}@b.co", "x".repeat(64))] {
            let base = from_email(email);
            for attempt in 0..ATTEMPTS {
                let name = candidate(&base, attempt, &OsRandom);
                assert!(fields::username(&name).is_ok(), "{name}");
            }
        }
        assert_eq!(candidate("ann", 1, &OsRandom), "ann2");
    }
}

//! The code of a ticket, as people type it and scanners read it.

use std::fmt;

use sha2::{Digest, Sha256};

/// What every code begins with.
const PREFIX: &str = "EVT";
/// Letters of chance; the tickets of one registration share them.
pub(super) const STEM: usize = 10;
/// Nothing longer is looked at.
const LONGEST: usize = 64;

/// A code in the form in which it is stored: `EVT-XXXXXXXXXX-N`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketCode(String);

impl TicketCode {
    /// The code of seat `seat_number` of the registration with these letters.
    #[must_use]
    pub(super) fn new(stem: &str, seat_number: i32) -> Self {
        Self(format!("{PREFIX}-{stem}-{seat_number}"))
    }

    /// Reads a code as Crockford's base 32 is read: in any case, O for 0, I and L for 1, with or without the
    /// hyphens, blanks around it. `None` for what is no code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        let letters: String = text.chars().filter(|c| *c != '-').collect();
        let letters = letters.to_ascii_uppercase();
        let (stem, number) = letters.strip_prefix(PREFIX)?.split_at_checked(STEM)?;
        let stem = stem.chars().map(digit).collect::<Option<String>>()?;
        let number = number.chars().map(digit).collect::<Option<String>>()?;
        let number: i32 = number.parse().ok()?;
        (number > 0).then(|| Self::new(&stem, number))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TicketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The SHA-256 of a code as it is stored, in lower-case hexadecimal digits: what a scanner without the
/// network looks up, so that a lost one opens no door.
#[must_use]
pub fn hash(code: &str) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(code.as_bytes());
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// One digit of base 32, look-alikes told apart.
fn digit(letter: char) -> Option<char> {
    match letter {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        'U' => None,
        letter if letter.is_ascii_alphanumeric() => Some(letter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = TicketCode::new("0123456789", 1);
        for typed in [
            "EVT-0123456789-1",
            "  evt-0123456789-1\n",
            "EVT-OI23456789-L",
            "evt-ol23456789-i",
            "EVT0123456789-01",
            "EVT01234567891",
        ] {
            assert_eq!(TicketCode::parse(typed).as_ref(), Some(&code), "{typed:?}");
        }
        assert_eq!(TicketCode::parse("evt-abcdefghjk-1o"), Some(TicketCode::new("ABCDEFGHJK", 10)));
    }

    #[test]
    fn what_is_no_code_is_none() {
        let long = format!("EVT-0123456789-{}", "1".repeat(60));
        for bad in [
            "",
            "EVT",
            "EVT-0123456789",
            "EVT-0123456789-0",
            "EVT-0123456789-A",
            "EVT-012345678U-1",
            "EVT-012345678é-1",
            "TVE-0123456789-1",
            "EVT-0123456789-99999999999",
            "EVT-01234\u{0}6789-1",
            &long,
        ] {
            assert_eq!(TicketCode::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_hash_is_sha_256_in_hexadecimal() {
        // The vector of FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash("abc"), abc);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_and_what_is_read_is_read_the_same_again(text in "(EVT)?-?[A-Za-z0-9-]{0,20}|.{0,40}") {
            if let Some(code) = TicketCode::parse(&text) {
                proptest::prop_assert_eq!(TicketCode::parse(code.as_str()), Some(code));
            }
        }
    }
}

//! The rules of what is said.

use crate::kernel::error::Refusal;
use crate::kernel::text;

const COMMENT: usize = 2000;

/// A rating, from 1 (poor) to 5 (excellent).
pub(super) fn rating(rating: i32) -> Result<i32, Refusal> {
    if (1..=5).contains(&rating) {
        return Ok(rating);
    }
    Err(Refusal::invalid("rating", "From 1 to 5, please."))
}

/// A few sentences; may be empty.
pub(super) fn comment(text: &str) -> Result<String, Refusal> {
    text::prose("comment", text.trim(), COMMENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_go_from_one_to_five() {
        for good in 1..=5 {
            assert_eq!(rating(good), Ok(good));
        }
        for bad in [i32::MIN, -1, 0, 6, i32::MAX] {
            assert_eq!(rating(bad).map_err(|r| r.field), Err(vec!["rating".to_owned()]), "{bad}");
        }
    }

    #[test]
    fn comments_are_trimmed_and_no_novels() {
        assert_eq!(comment(" Lovely.\nAgain! "), Ok("Lovely.\nAgain!".to_owned()));
        assert!(comment(&"é".repeat(COMMENT)).is_ok());
        for bad in ["a\0b", &"é".repeat(COMMENT + 1)] {
            assert_eq!(comment(bad).map_err(|r| r.field), Err(vec!["comment".to_owned()]));
        }
    }
}

//! The rules of a category's fields.

use crate::kernel::error::Refusal;
use crate::kernel::text;

const NAME: usize = 80;
const SLUG: usize = 80;
const DESCRIPTION: usize = 1000;

pub(super) fn name(text: &str) -> Result<String, Refusal> {
    text::name("name", text, NAME)
}

pub(super) fn description(text: &str) -> Result<String, Refusal> {
    text::prose("description", text, DESCRIPTION)
}

/// A slug as it was asked for: lower-case words of letters and digits, joined by hyphens.
pub(super) fn slug(text: &str) -> Result<String, Refusal> {
    let well_formed = text.split('-').all(|word| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    });
    if !well_formed || text.len() > SLUG {
        let rule = format!("Lower-case letters, digits and single hyphens, at most {SLUG} in all.");
        return Err(Refusal::invalid("slug", rule));
    }
    Ok(text.to_owned())
}

/// A slug made from the name; none where the name has no Latin letter or digit.
pub(super) fn slug_of(name: &str) -> Result<String, Refusal> {
    let words: Vec<String> = text::words(name)
        .into_iter()
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let slug = words.join("-");
    if slug.is_empty() {
        return Err(Refusal::invalid("slug", "Give a slug: none can be made from this name."));
    }
    Ok(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_made_from_names() {
        assert_eq!(slug_of("Café & Musique"), Ok("cafe-musique".to_owned()));
        assert!(slug_of("音楽").is_err());
    }

    #[test]
    fn odd_slugs_are_refused() {
        for bad in ["", "-", "a--b", "A", "a_b", "é", "a-"] {
            assert!(slug(bad).is_err(), "{bad}");
        }
        assert!(slug("rock-n-roll-2").is_ok());
    }
}

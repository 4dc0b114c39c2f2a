//! Rules for what people type, and folding for what they look for.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::kernel::error::Refusal;

/// One line of a name: 1 to `max` characters after trimming, no control, bidirectional or
/// zero-width characters, which could make one name look like another.
///
/// # Errors
/// INVALID with `field`.
pub fn name(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    let text = optional_name(field, text, max)?;
    if text.is_empty() {
        return Err(Refusal::invalid(field, "This may not be empty."));
    }
    Ok(text)
}

/// One line of a title or a place: as [`name`], but with the joiners that emoji and several scripts are
/// written with.
///
/// # Errors
/// INVALID with `field`.
pub fn line(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    let without = text.replace(['\u{200C}', '\u{200D}'], "");
    name(field, &without, max)?;
    within(field, text, max)?;
    Ok(text.trim().to_owned())
}

/// As [`name`], where nothing is a fine answer.
///
/// # Errors
/// INVALID with `field`.
pub fn optional_name(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    let text = text.trim().to_owned();
    if text.chars().any(|c| c.is_control() || is_line_break(c)) {
        return Err(Refusal::invalid(field, "Control characters are not allowed here."));
    }
    if text.chars().any(is_invisible) {
        return Err(Refusal::invalid(field, "Invisible characters are not allowed here."));
    }
    within(field, &text, max)?;
    Ok(text)
}

/// Text of many lines: up to `max` characters, no NUL and no control characters but tab and line
/// breaks.
///
/// # Errors
/// INVALID with `field`.
pub fn prose(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Refusal::invalid(field, "Control characters are not allowed here."));
    }
    within(field, text, max)?;
    Ok(text.to_owned())
}

fn within(field: &str, text: &str, max: usize) -> Result<(), Refusal> {
    if text.chars().count() > max {
        return Err(Refusal::invalid(field, format!("At most {max} characters, please.")));
    }
    Ok(())
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Bidirectional controls (Unicode UAX #9) and characters without width.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Whether `text` can be stored at all: no text in PostgreSQL holds a NUL, and even to look for one is a
/// fault there. So a look-up by a text that comes from outside asks this first, and finds nothing.
#[must_use]
pub fn storable(text: &str) -> bool {
    !text.contains('\0')
}

/// `text` in the form that is compared and sorted: lower case, without accents.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The words of `text`, folded; whatever is neither letter nor digit parts them.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_counted_in_characters() {
        assert_eq!(name("title", "  Åse’s fête ", 10), Ok("Åse’s fête".to_owned()));
        assert!(name("title", "Åse’s fête!", 10).is_err());
        assert!(name("title", "   ", 10).is_err());
    }

    #[test]
    fn a_name_holds_nothing_that_hides() {
        for bad in
            ["a\0b", "a\nb", "a\u{7f}b", "a\u{202e}b", "a\u{200b}b", "a\u{feff}b", "a\u{2028}b"]
        {
            let refusal = name("title", bad, 10).unwrap_err();
            assert_eq!(refusal.field, ["title"], "{bad:?}");
        }
    }

    #[test]
    fn a_line_holds_joined_emoji_and_nothing_else_that_hides() {
        let family = "\u{1F468}\u{200D}\u{1F467}";
        assert_eq!(line("title", family, 10), Ok(family.to_owned()));
        assert!(name("title", family, 10).is_err());
        assert!(line("title", "a\u{200b}b", 10).is_err());
        assert!(line("title", "\u{200d}", 10).is_err());
    }

    #[test]
    fn prose_keeps_its_lines_but_no_controls() {
        assert_eq!(prose("d", "one\n\ttwo", 10), Ok("one\n\ttwo".to_owned()));
        assert!(prose("d", "a\0b", 10).is_err());
        assert!(prose("d", "a\u{1b}[31m", 20).is_err());
    }

    #[test]
    fn folding_takes_case_and_accents_away() {
        assert_eq!(fold("Élan ÅNGSTRÖM"), "elan angstrom");
        assert_eq!(words("Rock-n-Roll, São Paulo!"), ["rock", "n", "roll", "sao", "paulo"]);
    }
}

//! Language tags (BCP 47).

use isolang::Language;
use oxilangtag::LanguageTag;

/// Longest tag: RFC 5646 §4.4.1 asks implementations to take 35 characters.
const LONGEST: usize = 35;

/// `tag` in canonical case, its language in ISO 639's shortest code; `None` where it is malformed or
/// ISO 639 knows no such language.
pub(super) fn canonical(tag: &str) -> Option<String> {
    if tag.len() > LONGEST {
        return None;
    }
    let tag = LanguageTag::parse_and_normalize(tag).ok()?;
    let primary = tag.primary_language();
    let language = Language::from_639_1(primary).or_else(|| Language::from_639_3(primary))?;
    let shortest = language.to_639_1().unwrap_or(primary);
    let rest = tag.as_str().strip_prefix(primary)?;
    Some(format!("{shortest}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn tags_get_their_canonical_form() {
        for (given, expected) in [
            ("en", "en"),
            ("PT-br", "pt-BR"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("eng", "en"),
            ("haw", "haw"),
        ] {
            assert_eq!(canonical(given).as_deref(), Some(expected), "{given}");
        }
    }

    #[test]
    fn what_is_no_language_is_refused() {
        for bad in ["", "e", "english", "qq", "zzz", "en_GB", "en-", "x-klingon", "i-klingon", "é"]
        {
            assert_eq!(canonical(bad), None, "{bad}");
        }
        assert_eq!(canonical(&format!("en-x-{}", "abcdefgh-".repeat(4))), None);
    }
}

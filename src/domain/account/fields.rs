//! The rules of an account's fields.

use email_address::{EmailAddress, Options};

use crate::kernel::error::{Code, Refusal};
use crate::kernel::text;

const EMAIL: usize = 254;
const USERNAME: std::ops::RangeInclusive<usize> = 2..=32;
const NAME: usize = 80;
const PASSWORD: std::ops::RangeInclusive<usize> = 8..=128;

/// What the usernames of erased accounts begin with; nobody else has such a one.
pub(super) const ERASED: &str = "deleted-";

/// An address that mail can be sent to, as it was typed.
///
/// No quoted local parts and no numeric hosts: they are legal (RFC 5321 §4.1.2), but where one turns up
/// it is a mistake or an attack. The host needs a dot: mail does not go to `localhost`, and the
/// addresses of erased accounts have none.
///
/// # Errors
/// INVALID with the field `email`.
pub fn email(text: &str) -> Result<String, Refusal> {
    let invalid = || Refusal::invalid("email", "This is not an email address.");
    if text.chars().any(char::is_control) {
        return Err(invalid());
    }
    let email = text::name("email", text, EMAIL)?;
    let options =
        Options::default().with_required_tld().without_domain_literal().without_display_text();
    let parsed = EmailAddress::parse_with_options(&email, options).map_err(|_| invalid())?;
    if email.len() > EMAIL || parsed.local_part().starts_with('"') {
        return Err(invalid());
    }
    Ok(email)
}

/// The form of an address that is unique.
#[must_use]
pub fn email_key(email: &str) -> String {
    email.to_lowercase()
}

/// A username as it was asked for.
pub(super) fn username(text: &str) -> Result<String, Refusal> {
    if !USERNAME.contains(&text.len()) || !text.chars().all(is_of_username) {
        let rule = "2 to 32 letters (a to z), digits, dots, underscores and hyphens, please.";
        return Err(Refusal::invalid("username", rule));
    }
    if username_key(text).starts_with(ERASED) {
        return Err(Refusal::invalid("username", "Names like this are kept for deleted accounts."));
    }
    Ok(text.to_owned())
}

/// Whether a username may hold this character.
pub(super) fn is_of_username(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

/// The form of a username that is unique.
pub(super) fn username_key(username: &str) -> String {
    username.to_ascii_lowercase()
}

/// A given or family name; may be empty.
pub(super) fn person_name(field: &str, text: &str) -> Result<String, Refusal> {
    text::optional_name(field, text, NAME)
}

/// A new password's length; how easily it is guessed is judged where it is hashed.
pub(super) fn password(field: &str, text: &str) -> Result<(), Refusal> {
    if PASSWORD.contains(&text.chars().count()) {
        return Ok(());
    }
    Err(Refusal::invalid(field, "8 to 128 characters, please."))
}

/// What to say of a password that is too easily guessed.
pub(super) fn guessable(field: &str) -> Refusal {
    Refusal::invalid(field, "This password is too easy to guess.")
}

/// An IANA time zone's name.
pub(super) fn time_zone(text: &str) -> Result<String, Refusal> {
    match text.parse::<chrono_tz::Tz>() {
        Ok(zone) => Ok(zone.name().to_owned()),
        Err(_) => Err(Refusal::invalid(
            "timeZone",
            "This is not the name of a time zone, for example Africa/Lagos.",
        )),
    }
}

/// What staff search in.
pub(super) fn search_key(username: &str, email: &str, first: &str, last: &str) -> String {
    text::fold(&format!("{username} {email} {first} {last}"))
}

/// What to say of an address or a username that somebody else has.
pub(super) fn taken(field: &str) -> Refusal {
    let what = if field == "email" { "email address" } else { field };
    Refusal::new(Code::Taken, field, format!("Another account has this {what}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_as_typed() {
        for good in ["Ann.Berg+events@Example.org", "a@b.co", "jürgen@bücher.example"] {
            assert_eq!(email(good).as_deref(), Ok(good));
        }
        assert_eq!(email(" ann@example.org ").as_deref(), Ok("ann@example.org"));
        assert_eq!(email_key("Ann@Example.ORG"), "ann@example.org");
    }

    #[test]
    fn odd_addresses_are_refused() {
        let long = format!("{}@{}.org", "a".repeat(60), "b".repeat(200));
        for bad in [
            "",
            "ann",
            "ann@",
            "@example.org",
            "ann@example.org\r\nBcc: x@y.org",
            "ann@example.org\n",
            "a\0b@example.org",
            "\"ann berg\"@example.org",
            "ann@[127.0.0.1]",
            "Ann <ann@example.org>",
            "ann@localhost",
            "ann berg@example.org",
            "ann\u{202e}@example.org",
            "a@b@example.org",
            &long,
        ] {
            assert_eq!(email(bad).map_err(|r| r.field), Err(vec!["email".to_owned()]), "{bad:?}");
        }
    }

    #[test]
    fn usernames_are_short_and_plain() {
        for good in ["ab", "Ann.Berg_1-x", &"a".repeat(32)] {
            assert!(username(good).is_ok(), "{good}");
        }
        let long = "a".repeat(33);
        for bad in ["", "a", &long, "ann@home", "ann berg", "åsa", "a\0b", "Deleted-abc"] {
            assert!(username(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn passwords_are_counted_in_characters() {
        assert!(password("password", &"å".repeat(8)).is_ok());
        assert!(password("password", &"å".repeat(128)).is_ok());
        assert!(password("password", &"å".repeat(7)).is_err());
        assert!(password("password", &"å".repeat(129)).is_err());
    }

    #[test]
    fn time_zones_are_those_of_iana() {
        assert_eq!(time_zone("Africa/Lagos").as_deref(), Ok("Africa/Lagos"));
        for bad in ["", "Mars/Olympus", "+02:00", "Africa/Lagos\0"] {
            assert!(time_zone(bad).is_err(), "{bad}");
        }
    }
}

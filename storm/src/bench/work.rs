//! The requests that are measured.

use crate::bench::dataset::{HOT, SPREAD, SPREAD_EVENTS};
use crate::bench::drive::Work;
use crate::http::post;
use crate::identity::Kind;

const REGISTER: &str = "mutation($e: ID!) { registerForEvent(input: { eventId: $e }) { \
    registration { id status tickets { code } } userErrors { code } } }";

const NESTED: &str = "{ events(first: 20) { nodes { id title startsAt organizer { displayName } \
    category { name } attendees(first: 10) { nodes { displayName } } } } }";

const SIMPLE: &str = "{ events(first: 20) { nodes { id title startsAt } } }";

const SIGN_IN: &str = "mutation($l: String!, $p: String!) { \
    signIn(input: { login: $l, password: $p }) { session { accessToken } userErrors { code } } }";

/// The one account whose password is known.
pub(crate) const SIGNER: (&str, &str) = ("signer@example.org", "a benchmark signs in with this");

/// Registering one person after the other, for one event after the other or for many in turn.
pub(crate) struct Register {
    pub(crate) tokens: Vec<String>,
    pub(crate) is_hot: bool,
}

impl Work for Register {
    fn request(&self, number: u64) -> Vec<u8> {
        let people = u64::try_from(self.tokens.len()).unwrap_or(1);
        let (event, person) =
            if self.is_hot { hot(number, people) } else { spread(number, people) };
        let token = usize::try_from(person).ok().and_then(|person| self.tokens.get(person));
        let event = Kind::Event.id(event);
        let body = serde_json::json!({ "query": REGISTER, "variables": { "e": event } });
        post(token.map(String::as_str), &body.to_string())
    }

    fn sign_of_success(&self) -> &'static str {
        r#""status":"REGISTERED""#
    }
}

/// Everybody for the first event, then everybody for the next. People count from 0.
fn hot(number: u64, people: u64) -> (u64, u64) {
    (HOT + 1 + number / people, number % people)
}

/// The events in turn, each time somebody else; the factors share no divisor with ten, so that no two
/// numbers are the same person at the same event before everybody is everywhere.
fn spread(number: u64, people: u64) -> (u64, u64) {
    let (event, round) = (number % SPREAD_EVENTS, number / SPREAD_EVENTS);
    (SPREAD + 1 + event, (event * 7919 + round * 9001) % people)
}

/// The same question again and again, by nobody in particular.
pub(crate) struct Ask {
    request: Vec<u8>,
    sign: &'static str,
}

impl Ask {
    pub(crate) fn nested() -> Self {
        Self::query(NESTED, r#""attendees":{"nodes":[{"displayName""#)
    }

    pub(crate) fn simple() -> Self {
        Self::query(SIMPLE, r#""startsAt""#)
    }

    pub(crate) fn sign_in() -> Self {
        let (login, password) = SIGNER;
        let body = serde_json::json!({
            "query": SIGN_IN, "variables": { "l": login, "p": password },
        });
        Self { request: post(None, &body.to_string()), sign: r#""accessToken""# }
    }

    fn query(query: &str, sign: &'static str) -> Self {
        let body = serde_json::json!({ "query": query });
        Self { request: post(None, &body.to_string()), sign }
    }
}

impl Work for Ask {
    fn request(&self, _: u64) -> Vec<u8> {
        self.request.clone()
    }

    fn sign_of_success(&self) -> &'static str {
        self.sign
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn nobody_registers_twice_for_the_same_event() {
        for people in [500, 10_000] {
            let numbers = 0..people * 20;
            let distinct: HashSet<_> = numbers.clone().map(|number| hot(number, people)).collect();
            assert_eq!(distinct.len(), numbers.clone().count());
            let distinct: HashSet<_> = numbers.clone().map(|n| spread(n, people)).collect();
            assert_eq!(distinct.len(), numbers.count());
        }
    }
}

//! Documents that were parsed before: an application sends the same few again and again.
//!
//! What is remembered is bounded in number and in bytes: once a generation is full it becomes the old one,
//! the old one is forgotten, and what is asked for again moves on to the new one. A client that sends
//! nothing but new documents costs their parsing, as without this, and no memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;

use crate::graphql::protocol::{Rejection, text};

/// Documents of one generation.
const MOST: usize = 512;
/// Bytes of text of one generation; a parsed document takes some twenty times its text.
const BYTES: usize = 512 * 1024;
/// The longest text that is remembered.
const LONGEST: usize = 8 * 1024;

/// Parsed documents by their text.
#[derive(Debug, Default)]
pub struct Documents(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    new: HashMap<Box<str>, Arc<ExecutableDocument>>,
    old: HashMap<Box<str>, Arc<ExecutableDocument>>,
    /// Of the new one.
    bytes: usize,
}

impl Documents {
    /// The document of `query`, whose text was checked before it was parsed.
    ///
    /// # Errors
    /// [`Rejection`] where it is too large or no GraphQL; that is not remembered.
    pub fn parse(&self, query: &str) -> Result<Arc<ExecutableDocument>, Rejection> {
        if let Some(known) = self.find(query) {
            return Ok(known);
        }
        text::check(query)?;
        let parsed = parse_query(query).map_err(|error| Rejection::Document(error.into()))?;
        let parsed = Arc::new(parsed);
        if query.len() <= LONGEST {
            self.generations(|generations| generations.keep(query, &parsed));
        }
        Ok(parsed)
    }

    fn find(&self, query: &str) -> Option<Arc<ExecutableDocument>> {
        self.generations(|generations| {
            if let Some(known) = generations.new.get(query) {
                return Some(Arc::clone(known));
            }
            let known = generations.old.remove(query)?;
            generations.keep(query, &known);
            Some(known)
        })
    }

    fn generations<T>(&self, with: impl FnOnce(&mut Generations) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Generations {
    fn keep(&mut self, query: &str, document: &Arc<ExecutableDocument>) {
        if self.new.len() >= MOST || self.bytes.saturating_add(query.len()) > BYTES {
            self.old = std::mem::take(&mut self.new);
            self.bytes = 0;
        }
        if self.new.insert(query.into(), Arc::clone(document)).is_none() {
            self.bytes = self.bytes.saturating_add(query.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_parsed_once() {
        let documents = Documents::default();
        let first = documents.parse("{ a }").unwrap();
        assert!(Arc::ptr_eq(&first, &documents.parse("{ a }").unwrap()));
        assert!(!Arc::ptr_eq(&first, &documents.parse("{ b }").unwrap()));
        assert!(documents.parse("{ a").is_err());
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_is_forgotten() {
        let documents = Documents::default();
        let kept = documents.parse("{ kept }").unwrap();
        for number in 0..4 * MOST {
            documents.parse(&format!("{{ a{number} }}")).unwrap();
            if number % 100 == 0 {
                assert!(Arc::ptr_eq(&kept, &documents.parse("{ kept }").unwrap()), "{number}");
            }
        }
        let (new, old) = documents.generations(|g| (g.new.len(), g.old.len()));
        assert!(new <= MOST && old <= MOST, "{new} {old}");
    }

    #[test]
    fn long_ones_are_bounded_in_bytes_and_very_long_ones_are_not_kept() {
        let documents = Documents::default();
        for number in 0..300 {
            documents.parse(&format!("{{ a{number} }} #{}", "x".repeat(LONGEST - 100))).unwrap();
        }
        documents.parse(&format!("{{ a }} #{}", "x".repeat(LONGEST))).unwrap();
        let (bytes, new, old) = documents.generations(|g| (g.bytes, g.new.len(), g.old.len()));
        assert!(bytes <= BYTES && new + old <= 2 * BYTES / (LONGEST - 100), "{bytes} {new} {old}");
    }
}

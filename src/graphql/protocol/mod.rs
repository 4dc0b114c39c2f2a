//! What is checked of a GraphQL request before any resolver runs, and set right in what they gave, the
//! same over every transport.
//!
//! In this order, since each step protects the next: the raw text ([`text`], for the parser recurses; both
//! are skipped for [`documents`] that came before), the parsed document ([`weight`], for the executor's own walks expand fragments again and again), the
//! variables ([`lists`]). [`omitted`] then repairs what the executor gets wrong about variables that the
//! client left out, and once the request was executed [`complete`] repairs what it gets wrong about fields
//! that failed, by the [`plan`] of what was asked for.

pub mod complete;
pub mod documents;
pub mod lists;
pub mod omitted;
pub mod pick;
pub mod plan;
pub mod shape;
pub mod text;
pub mod weight;

use async_graphql::Variables;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition};

use crate::graphql::protocol::documents::Documents;
use crate::graphql::protocol::shape::Shape;

/// A request that is refused before anything runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Rejection {
    /// The document is at fault, or the variables do not fit it; where.
    Document(async_graphql::ServerError),
    /// It asks for more than is allowed.
    Limit(String),
    /// It makes no sense in some other way.
    BadRequest(String),
}

impl Rejection {
    /// What lies beyond the limit `what` of `most`.
    pub(crate) fn beyond(what: &str, most: u64) -> Self {
        Self::Limit(format!("This request has more than {most} {what}."))
    }
}

/// Parses and checks a request, of which the operation called `name` is to run; variables that the client
/// left out are made to mean what they should.
///
/// # Errors
/// [`Rejection`]
pub fn prepare(
    shape: &Shape,
    documents: &Documents,
    query: &str,
    name: Option<&str>,
    variables: &mut Variables,
) -> Result<ExecutableDocument, Rejection> {
    let parsed = documents.parse(query)?;
    weight::check(shape, &parsed, name, variables)?;
    // What follows is for this request alone.
    let mut document = ExecutableDocument::clone(&parsed);
    lists::check(&document, variables)?;
    pick::only(&mut document, name);
    omitted::check(&document, name, variables)?;
    omitted::strip(&mut document, name, variables);
    omitted::fill_conditions(&document, name, variables);
    Ok(document)
}

/// The operation that `name` picks; `None` where it picks none, which the executor reports.
///
/// Its variables are the ones that count: others of the document may declare the same names otherwise.
#[must_use]
pub fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    let mut operations = document.operations.iter();
    let picked = match name {
        Some(name) => operations.find(|(known, _)| known.is_some_and(|known| *known == name)),
        None => operations.next().filter(|_| operations.next().is_none()),
    };
    picked.map(|(_, operation)| &operation.node)
}

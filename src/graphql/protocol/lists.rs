//! Lists in arguments, written in the query or sent as variables, have a most.

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Value, Variables};
use async_graphql_value::Value as Literal;

use crate::graphql::protocol::Rejection;

const ENTRIES: usize = 100;

/// Refuses lists of more than a hundred entries.
///
/// # Errors
/// [`Rejection::Limit`]
pub fn check(document: &ExecutableDocument, variables: &Variables) -> Result<(), Rejection> {
    let operations =
        document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    let short = operations.chain(fragments).all(set_is_short)
        && variables.values().all(value_is_short)
        && document
            .operations
            .iter()
            .flat_map(|(_, operation)| &operation.node.variable_definitions)
            .filter_map(|definition| definition.node.default_value.as_ref())
            .all(|default| value_is_short(&default.node));
    if short {
        Ok(())
    } else {
        Err(Rejection::Limit(format!("A list has more than {ENTRIES} entries.")))
    }
}

fn set_is_short(set: &SelectionSet) -> bool {
    set.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => {
            field.node.arguments.iter().all(|(_, value)| literal_is_short(&value.node))
                && set_is_short(&field.node.selection_set.node)
        }
        Selection::InlineFragment(inline) => set_is_short(&inline.node.selection_set.node),
        Selection::FragmentSpread(_) => true,
    })
}

fn literal_is_short(value: &Literal) -> bool {
    match value {
        Literal::List(items) => items.len() <= ENTRIES && items.iter().all(literal_is_short),
        Literal::Object(fields) => fields.values().all(literal_is_short),
        _ => true,
    }
}

fn value_is_short(value: &Value) -> bool {
    match value {
        Value::List(items) => items.len() <= ENTRIES && items.iter().all(value_is_short),
        Value::Object(fields) => fields.values().all(value_is_short),
        _ => true,
    }
}

//! Variables that the client left out.
//!
//! The specification treats an argument or input field whose variable was left out as left out itself
//! (§6.4.1, §3.10). async-graphql 7.2.1 treats it as null, so that a partial update would wipe the field.
//! Here such arguments and fields are taken out of the document, and the variables that nothing uses any
//! more out of the operation. And a variable that must be given is asked for before anything runs, where
//! async-graphql misses it only once a field needs it.

use std::collections::HashSet;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, ServerError, Value as ConstValue, Variables};
use async_graphql_value::Value;

use crate::graphql::protocol::{Rejection, operation};

/// Refuses a variable that may not be null and is, or that was left out and has no default, in the
/// operation called `name` (§6.1.2).
///
/// # Errors
/// [`Rejection::Document`]
pub fn check(
    document: &ExecutableDocument,
    name: Option<&str>,
    variables: &Variables,
) -> Result<(), Rejection> {
    let definitions = operation(document, name).into_iter().flat_map(|o| &o.variable_definitions);
    for definition in definitions {
        let (pos, definition) = (definition.pos, &definition.node);
        let lacks = match variables.get(&definition.name.node) {
            None => definition.default_value.is_none(),
            Some(value) => *value == ConstValue::Null,
        };
        if lacks && !definition.var_type.node.nullable {
            let message = format!("The variable ${} must be given.", definition.name.node);
            return Err(Rejection::Document(ServerError::new(message, Some(pos))));
        }
    }
    Ok(())
}

/// Puts the defaults of left-out Boolean variables among `variables`: the executor forgets them where
/// `@skip` and `@include` ask (§3.13.1).
pub fn fill_conditions(
    document: &ExecutableDocument,
    name: Option<&str>,
    variables: &mut Variables,
) {
    let definitions = operation(document, name).into_iter().flat_map(|o| &o.variable_definitions);
    for definition in definitions {
        let definition = &definition.node;
        if let Some(default) = &definition.default_value
            && let ConstValue::Boolean(_) = default.node
        {
            let name = definition.name.node.clone();
            variables.entry(name).or_insert_with(|| default.node.clone());
        }
    }
}

/// Takes out what refers to a variable that the operation called `name` declares nullable and without
/// default, and that `variables` does not hold.
pub fn strip(document: &mut ExecutableDocument, name: Option<&str>, variables: &Variables) {
    let omitted: HashSet<Name> = operation(document, name)
        .into_iter()
        .flat_map(|operation| &operation.variable_definitions)
        .filter(|definition| {
            let definition = &definition.node;
            definition.var_type.node.nullable
                && definition.default_value.is_none()
                && !variables.contains_key(&definition.name.node)
        })
        .map(|definition| definition.node.name.node.clone())
        .collect();
    if omitted.is_empty() {
        return;
    }
    let mut strip = Strip { omitted, taken: HashSet::new(), kept: HashSet::new() };
    let ExecutableDocument { operations, fragments, .. } = document;
    for operation in operations_mut(operations) {
        strip.set(&mut operation.selection_set.node);
    }
    for fragment in fragments.values_mut() {
        strip.set(&mut fragment.node.selection_set.node);
    }
    for operation in operations_mut(operations) {
        // One that is defined and never used stays: the executor has something to say about it.
        operation.variable_definitions.retain(|definition| {
            let name = &definition.node.name.node;
            !strip.taken.contains(name) || strip.kept.contains(name)
        });
    }
}

fn operations_mut(
    operations: &mut async_graphql::parser::types::DocumentOperations,
) -> Vec<&mut async_graphql::parser::types::OperationDefinition> {
    use async_graphql::parser::types::DocumentOperations;
    match operations {
        DocumentOperations::Single(operation) => vec![&mut operation.node],
        DocumentOperations::Multiple(operations) => {
            operations.values_mut().map(|operation| &mut operation.node).collect()
        }
    }
}

struct Strip {
    omitted: HashSet<Name>,
    /// Variables of which a use was taken out.
    taken: HashSet<Name>,
    /// Variables of which a use remains: in a list, where left out means null.
    kept: HashSet<Name>,
}

impl Strip {
    fn set(&mut self, set: &mut SelectionSet) {
        for selection in &mut set.items {
            match &mut selection.node {
                Selection::Field(field) => {
                    let field = &mut field.node;
                    field.arguments.retain_mut(|(_, value)| self.keeps(&mut value.node));
                    self.set(&mut field.selection_set.node);
                }
                Selection::InlineFragment(inline) => self.set(&mut inline.node.selection_set.node),
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    /// Whether an argument or field with this value stays.
    fn keeps(&mut self, value: &mut Value) -> bool {
        match value {
            Value::Variable(name) if self.omitted.contains(name) => {
                self.taken.insert(name.clone());
                false
            }
            Value::Object(fields) => {
                fields.retain(|_, value| self.keeps(value));
                true
            }
            Value::List(items) => {
                for item in items {
                    if let Value::Variable(name) = item {
                        self.kept.insert(name.clone());
                    } else {
                        self.keeps(item);
                    }
                }
                true
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use serde_json::json;

    fn stripped(query: &str, variables: serde_json::Value) -> ExecutableDocument {
        let mut document = parse_query(query).unwrap();
        strip(&mut document, None, &Variables::from_json(variables));
        document
    }

    fn arguments(document: &ExecutableDocument) -> String {
        let (_, operation) = document.operations.iter().next().unwrap();
        let Selection::Field(field) = &operation.node.selection_set.node.items[0].node else {
            panic!("a field");
        };
        let shown: Vec<String> = field
            .node
            .arguments
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.node))
            .collect();
        let defined = operation.node.variable_definitions.len();
        format!("{} | {defined}", shown.join(", "))
    }

    #[test]
    fn an_omitted_variable_takes_its_field_and_argument_with_it() {
        let query =
            "mutation($id: ID!, $t: String, $n: Int) { f(input: {id: $id, title: $t}, n: $n) }";
        let document = stripped(query, json!({"id": "x"}));
        assert_eq!(arguments(&document), "input: {id: $id} | 1");
    }

    #[test]
    fn null_and_defaults_and_lists_stay() {
        let query = "query($a: Int, $b: Int = 3, $c: Int) { f(a: $a, b: $b, c: [$c]) }";
        let document = stripped(query, json!({"a": null}));
        assert_eq!(arguments(&document), "a: $a, b: $b, c: [$c] | 3");
    }
}

//! Leaves of a document only the operation that runs and the fragments that it reaches. Tools send whole
//! files with an operation's name; what is repaired for the variables of one must not touch the others.

use std::collections::HashSet;

use async_graphql::Name;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Selection, SelectionSet,
};

/// Takes out the operations that are not called `name`, and the fragments that then nothing uses. A
/// document of one operation stays as it is, for the executor to report what is unused there.
pub fn only(document: &mut ExecutableDocument, name: Option<&str>) {
    let (DocumentOperations::Multiple(operations), Some(name)) = (&mut document.operations, name)
    else {
        return;
    };
    if operations.len() < 2 || !operations.contains_key(name) {
        return;
    }
    operations.retain(|known, _| known == name);
    let mut reached = HashSet::new();
    for operation in operations.values() {
        reach(&operation.node.selection_set.node, &mut reached);
    }
    let mut pending: Vec<Name> = reached.iter().cloned().collect();
    while let Some(name) = pending.pop() {
        let Some(fragment) = document.fragments.get(&name) else { continue };
        let mut below = HashSet::new();
        reach(&fragment.node.selection_set.node, &mut below);
        pending.extend(below.into_iter().filter(|name| reached.insert(name.clone())));
    }
    document.fragments.retain(|name, _| reached.contains(name));
}

fn reach(set: &SelectionSet, reached: &mut HashSet<Name>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => reach(&field.node.selection_set.node, reached),
            Selection::InlineFragment(inline) => reach(&inline.node.selection_set.node, reached),
            Selection::FragmentSpread(spread) => {
                reached.insert(spread.node.fragment_name.node.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    #[test]
    fn what_does_not_run_is_gone() {
        let query = "query A { ...a } query B { x { ...b } } fragment a on Query { y }
            fragment b on X { ...c } fragment c on X { z }";
        let mut document = parse_query(query).unwrap();
        only(&mut document, Some("B"));
        assert_eq!(document.operations.iter().count(), 1);
        let mut fragments: Vec<&str> = document.fragments.keys().map(Name::as_str).collect();
        fragments.sort_unstable();
        assert_eq!(fragments, ["b", "c"]);
    }

    #[test]
    fn an_unknown_name_changes_nothing() {
        let mut document = parse_query("query A { x } query B { x }").unwrap();
        only(&mut document, Some("C"));
        only(&mut document, None);
        assert_eq!(document.operations.iter().count(), 2);
    }
}

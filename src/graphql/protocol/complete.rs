//! Fields that failed, and the order of fields.
//!
//! In the specification (GraphQL, October 2021) a field that fails is null, and where its type has no room
//! for null so is what holds it, up to the next place that has (§6.4.4); and fields come in the order in
//! which they were asked for (§6.2.1, §7.2.2). async-graphql 7.2.1 leaves a field that failed out, makes an object
//! null only when all of its fields failed, whatever their types, and has fields in the order in which
//! their resolvers end. Here the answer is set right by the [`Plan`] of what was asked for.

use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, PathSegment, Response, Value};

use crate::graphql::protocol::plan::Plan;
use crate::graphql::protocol::shape::Wrapping;

/// The data itself: an object; when it cannot stand the answer has `null` for it.
const DATA: Wrapping = Wrapping { nullable: false, list_of: None };

/// Sets the data of an executed request right. One that was refused before it ran is left as it is.
pub fn complete(plan: &Plan<'_>, response: &mut Response) {
    let Response { data, errors, .. } = response;
    let mut faults = Faults::default();
    for error in &*errors {
        faults.add(&error.path);
    }
    let ran = errors.is_empty() || !faults.0.is_empty() || *data != Value::Null;
    if ran {
        let faults = Some(&faults).filter(|faults| !faults.0.is_empty());
        completed(data, &DATA, Some(plan), faults);
    }
}

/// The paths of the errors, as a tree.
#[derive(Default)]
struct Faults<'e>(Vec<(&'e PathSegment, Self)>);

impl<'e> Faults<'e> {
    fn add(&mut self, path: &'e [PathSegment]) {
        let Some((step, rest)) = path.split_first() else { return };
        // From the end, because the errors of one place mostly come together.
        match self.0.iter_mut().rev().find(|(known, _)| *known == step) {
            Some((_, below)) => below.add(rest),
            None => {
                let mut below = Self::default();
                below.add(rest);
                self.0.push((step, below));
            }
        }
    }

    fn at_key(&self, key: &Name) -> Option<&Self> {
        self.below(|step| matches!(step, PathSegment::Field(name) if *key == name.as_str()))
    }

    fn at_index(&self, index: usize) -> Option<&Self> {
        self.below(|step| matches!(step, PathSegment::Index(known) if *known == index))
    }

    fn below(&self, is: impl Fn(&PathSegment) -> bool) -> Option<&Self> {
        self.0.iter().find(|(step, _)| is(step)).map(|(_, below)| below)
    }
}

/// Completes a value, which becomes null where something in it failed that could not; whether it may stand
/// where it is then.
fn completed(
    value: &mut Value,
    wrapping: &Wrapping,
    plan: Option<&Plan<'_>>,
    faults: Option<&Faults<'_>>,
) -> bool {
    let stands = match (&mut *value, &wrapping.list_of, plan) {
        (Value::List(items), Some(of), _) => {
            let mut items = items.iter_mut().enumerate();
            items.all(|(index, item)| {
                completed(item, of, plan, faults.and_then(|faults| faults.at_index(index)))
            })
        }
        (Value::Object(fields), _, Some(plan)) => object(fields, plan, faults),
        (Value::Null, None, Some(plan)) if is_object(wrapping, plan, faults) => {
            let mut fields = IndexMap::new();
            let stands = object(&mut fields, plan, faults);
            *value = Value::Object(fields);
            stands
        }
        (Value::Null, ..) => false,
        _ => true,
    };
    if !stands {
        *value = Value::Null;
    }
    stands || wrapping.nullable
}

/// Whether null stands for an object without any field: all of them failed, or none was asked of its type.
fn is_object(wrapping: &Wrapping, plan: &Plan<'_>, faults: Option<&Faults<'_>>) -> bool {
    match faults {
        // An error of this very place has no further step: it made the null.
        Some(faults) => !faults.0.is_empty(),
        // Where null is allowed it may be a true one.
        None => !wrapping.nullable && plan.fields().all(|planned| planned.conditional),
    }
}

/// Puts the fields in order, with null for those that failed; whether the object may stand.
fn object(
    fields: &mut IndexMap<Name, Value>,
    plan: &Plan<'_>,
    faults: Option<&Faults<'_>>,
) -> bool {
    let mut at = 0;
    for planned in plan.fields() {
        let key = &planned.key;
        let faults = faults.and_then(|faults| faults.at_key(key));
        let is_key = |index: &usize| fields.get_index(*index).is_some_and(|(name, _)| name == key);
        match (at..fields.len()).find(is_key) {
            Some(found) if found == at => {}
            Some(found) => fields.swap_indices(at, found),
            None if planned.conditional && faults.is_none() => continue,
            None => {
                let (last, _) = fields.insert_full(key.clone(), Value::Null);
                fields.swap_indices(at, last);
            }
        }
        let stands = fields.get_index_mut(at).is_none_or(|(_, value)| {
            completed(value, planned.wrapping, planned.below.as_ref(), faults)
        });
        if !stands {
            return false;
        }
        at = at.saturating_add(1);
    }
    true
}

#[cfg(test)]
mod tests {
    use async_graphql::{ServerError, Variables};

    use super::*;
    use crate::graphql::protocol::shape::Shape;

    const SDL: &str = "
        type Query { a: Int, b: Int!, user: User, me: User!, users: [User!]!, maybe: [User],
            grid: [[User!]], node: Node, nodes: [Node!]!, tags: [String!] }
        interface Node { id: ID! }
        type User implements Node { id: ID!, name: String!, email: String, friend: User, best: User! }
        type Event implements Node { id: ID!, title: String!, host: User! }
    ";

    /// What becomes of `data`, executed for `query` with errors at `paths`.
    #[track_caller]
    fn check(query: &str, data: &str, paths: &[&str], expected: &str) {
        let shape = Shape::of(SDL, true);
        let document = async_graphql::parser::parse_query(query).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        let plan = Plan::of(&shape, &document, &operation.node, &Variables::default())
            .unwrap()
            .expect("a plan");
        let mut response = Response::new(serde_json::from_str::<Value>(data).unwrap());
        response.errors = paths.iter().map(|path| error(path)).collect();
        complete(&plan, &mut response);
        assert_eq!(serde_json::to_string(&response.data).unwrap(), expected);
    }

    fn error(path: &str) -> ServerError {
        let mut error = ServerError::new("failed", None);
        let steps = path.split('.').filter(|step| !step.is_empty());
        error.path = steps
            .map(|step| match step.parse() {
                Ok(index) => PathSegment::Index(index),
                Err(_) => PathSegment::Field(step.to_owned()),
            })
            .collect();
        error
    }

    #[test]
    fn a_field_that_failed_is_null_in_its_place() {
        check("{ a b }", r#"{"b":1}"#, &["a"], r#"{"a":null,"b":1}"#);
        check("{ x: a user { email } }", "null", &["x", "user"], r#"{"x":null,"user":null}"#);
        let query = "{ user { email friend { email } } }";
        let expected = r#"{"user":{"email":null,"friend":null}}"#;
        check(query, r#"{"user":null}"#, &["user.friend", "user.email"], expected);
    }

    #[test]
    fn one_that_cannot_be_null_makes_null_of_what_holds_it() {
        check("{ a b }", r#"{"a":1}"#, &["b"], "null");
        check(
            "{ user { id name } a }",
            r#"{"user":{"id":"1"},"a":1}"#,
            &["user.name"],
            r#"{"user":null,"a":1}"#,
        );
        check("{ user { name } }", r#"{"user":null}"#, &["user.name"], r#"{"user":null}"#);
        let query = "{ user { id best { id best { id name } } } }";
        let data = r#"{"user":{"id":"1","best":{"id":"2","best":{"id":"3"}}}}"#;
        check(query, data, &["user.best.best.name"], r#"{"user":null}"#);
        check("{ me { name } a }", r#"{"me":null,"a":1}"#, &["me.name"], "null");
        check("{ me { id } a }", r#"{"a":1}"#, &["me"], "null");
    }

    #[test]
    fn lists_give_way_as_far_as_their_types_ask() {
        let query = "{ maybe { id name } }";
        let data = r#"{"maybe":[{"id":"1"},{"name":"b","id":"2"},null]}"#;
        let expected = r#"{"maybe":[null,{"id":"2","name":"b"},null]}"#;
        check(query, data, &["maybe.0.name"], expected);
        let data = r#"{"users":[{"id":"1"},{"id":"2","name":"b"}]}"#;
        check("{ users { id name } }", data, &["users.0.name"], "null");
        let data = r#"{"grid":[[{"id":"1"}],[null]]}"#;
        check("{ grid { id } }", data, &["grid.1.0.id"], r#"{"grid":[[{"id":"1"}],null]}"#);
        let data = r#"{"users":[null,{"email":"e"}]}"#;
        let expected = r#"{"users":[{"email":null},{"email":"e"}]}"#;
        check("{ users { email } }", data, &["users.0.email"], expected);
        check("{ a tags }", r#"{"a":1}"#, &["tags.3"], r#"{"a":1,"tags":null}"#);
    }

    #[test]
    fn fields_come_as_they_were_asked_for() {
        let query = "{ z: b user { name ...F __typename } ... { a } z: b } fragment F on User { id name email }";
        let data = r#"{"a":1,"user":{"__typename":"User","email":null,"id":"1","name":"n"},"z":2}"#;
        let expected =
            r#"{"z":2,"user":{"name":"n","id":"1","email":null,"__typename":"User"},"a":1}"#;
        check(query, data, &[], expected);
        check("{ a @skip(if: true) b a }", r#"{"a":1,"b":2}"#, &[], r#"{"b":2,"a":1}"#);
        let query = "{ b __schema { types { name } queryType { name } } }";
        let data = r#"{"__schema":{"queryType":{"name":"Query"},"types":[]},"b":2}"#;
        let expected = r#"{"b":2,"__schema":{"queryType":{"name":"Query"},"types":[]}}"#;
        check(query, data, &[], expected);
    }

    #[test]
    fn what_was_not_asked_of_this_type_is_left_out() {
        let query =
            "{ node { ... on User { email name } id ... on Event { title host { id name } } } }";
        let data = r#"{"node":{"id":"1","title":"t","host":{"name":"n","id":"2"}}}"#;
        let expected = r#"{"node":{"id":"1","title":"t","host":{"id":"2","name":"n"}}}"#;
        check(query, data, &[], expected);
        let data = r#"{"node":{"name":"n","id":"1"}}"#;
        let expected = r#"{"node":{"email":null,"name":"n","id":"1"}}"#;
        check(query, data, &["node.email"], expected);
        check(query, r#"{"node":{"id":"1"}}"#, &["node.title"], r#"{"node":null}"#);
        check("{ nodes { ... on Event { id } } }", r#"{"nodes":[null]}"#, &[], r#"{"nodes":[{}]}"#);
        let query = "{ a @include(if: false) user { id email @skip(if: true) } }";
        check(query, r#"{"user":{"id":"1"}}"#, &[], r#"{"user":{"id":"1"}}"#);
        check("{ a @skip(if: true) }", "null", &[], "{}");
    }

    #[test]
    fn what_never_ran_and_what_is_truly_null_stay() {
        check("{ a }", "null", &[""], "null");
        check("{ user { email } a }", r#"{"user":null}"#, &["a"], r#"{"user":null,"a":null}"#);
        check("{ node { ... on User { id } } }", r#"{"node":null}"#, &[], r#"{"node":null}"#);
    }

    #[test]
    fn an_unknown_fragment_has_no_plan_however_it_multiplies() {
        let mut query = String::from("{ ...f0 }");
        for i in 0..60 {
            query += &format!(" fragment f{i} on Query {{ ...f{0} ...f{0} }}", i + 1);
        }
        let document = async_graphql::parser::parse_query(query).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        let shape = Shape::of(SDL, true);
        assert!(
            Plan::of(&shape, &document, &operation.node, &Variables::default()).unwrap().is_none()
        );
    }
}

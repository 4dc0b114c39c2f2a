//! How heavy a document is, counted without walking a fragment twice: some thirty fragments that double
//! each other would otherwise take minutes.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Name, Value, Variables};

use crate::graphql::protocol::shape::{self, Lead, Shape};
use crate::graphql::protocol::{Rejection, operation};
use crate::kernel::page;

const DEPTH: u64 = 12;
const ALIASES: u64 = 30;
const ROOT_FIELDS: u64 = 20;
const DIRECTIVES: u64 = 20;
const FIELDS: u64 = 1000;
/// Nodes that the connections could return.
const COST: u64 = 10_000;
const SIGN_INS: u64 = 1;
/// Introspection fields of one name on one path: two let every tool's query through, and a third would
/// multiply the schema by itself.
const INTROSPECTION_REPEATS: u64 = 2;
/// What a list that is no connection counts for.
const SHORT_LIST: u64 = 10;

/// Mutations that try or make a password, or send mail: one a request, so that a request is one guess and
/// one hash.
const SIGN_IN_MUTATIONS: [&str; 11] = [
    "signUp",
    "changePassword",
    "createUser",
    "deleteAccount",
    "updateUser",
    "signIn",
    "verifyEmail",
    "resendVerification",
    "refreshSession",
    "requestPasswordReset",
    "resetPassword",
];

/// Refuses a document that is too heavy, or whose fragments go in circles. The operation called `name`
/// is to run: the defaults of its variables count, whatever others declare.
///
/// # Errors
/// [`Rejection::Limit`], [`Rejection::BadRequest`] for circles.
pub fn check(
    shape: &Shape,
    document: &ExecutableDocument,
    name: Option<&str>,
    variables: &Variables,
) -> Result<(), Rejection> {
    let defaults = operation(document, name)
        .into_iter()
        .flat_map(|operation| &operation.variable_definitions)
        .filter_map(|definition| {
            let definition = &definition.node;
            Some((definition.name.node.clone(), definition.default_value.as_ref()?.node.clone()))
        })
        .collect();
    let mut scales = Scales { shape, document, variables, defaults, fragments: HashMap::new() };
    let mut all = Weight::default();
    for (_, operation) in document.operations.iter() {
        let root = shape::root(operation.node.ty);
        let mut weight = scales.set(&operation.node.selection_set.node, root)?;
        weight.directives =
            weight.directives.saturating_add(count(operation.node.directives.len()));
        weight.check()?;
        all.beside(weight);
    }
    // How deep a fragment lies and whether at the root, the operations that spread it have told.
    for name in document.fragments.keys() {
        scales.fragment(name)?.check_sums()?;
    }
    all.check_sums()
}

/// What a selection weighs with everything below it.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// Fields, fragments expanded.
    fields: u64,
    /// Fields of the selection itself, fragments expanded.
    own_fields: u64,
    depth: u64,
    aliases: u64,
    directives: u64,
    cost: u64,
    sign_ins: u64,
    /// The most of one introspection field on one path.
    repeats: Repeats,
}

impl Weight {
    fn beside(&mut self, other: Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.own_fields = self.own_fields.saturating_add(other.own_fields);
        self.depth = self.depth.max(other.depth);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.cost = self.cost.saturating_add(other.cost);
        self.sign_ins = self.sign_ins.saturating_add(other.sign_ins);
        self.repeats = self.repeats.beside(other.repeats);
    }

    fn check(&self) -> Result<(), Rejection> {
        let limits = [
            (self.depth, DEPTH, "levels of fields"),
            (self.own_fields, ROOT_FIELDS, "fields at its root"),
            (self.sign_ins, SIGN_INS, "mutation that signs in or up"),
            (
                self.repeats.most(),
                INTROSPECTION_REPEATS,
                "introspection fields of one name in a row",
            ),
        ];
        self.check_sums()?;
        within(&limits)
    }

    fn check_sums(&self) -> Result<(), Rejection> {
        within(&[
            (self.fields, FIELDS, "fields"),
            (self.aliases, ALIASES, "aliases"),
            (self.directives, DIRECTIVES, "directives"),
            (self.cost, COST, "nodes that its lists could return"),
        ])
    }
}

fn within(limits: &[(u64, u64, &str)]) -> Result<(), Rejection> {
    match limits.iter().find(|(weight, most, _)| weight > most) {
        Some((_, most, what)) => Err(Rejection::beyond(what, *most)),
        None => Ok(()),
    }
}

/// How often the introspection fields that multiply stand on one path.
#[derive(Debug, Clone, Copy, Default)]
struct Repeats([u64; 4]);

impl Repeats {
    const NAMES: [&'static str; 4] = ["fields", "inputFields", "interfaces", "possibleTypes"];

    fn beside(mut self, other: Self) -> Self {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine = (*mine).max(theirs);
        }
        self
    }

    fn above(mut self, field: &str) -> Self {
        for (count, name) in self.0.iter_mut().zip(Self::NAMES) {
            if name == field {
                *count = count.saturating_add(1);
            }
        }
        self
    }

    fn most(self) -> u64 {
        self.0.into_iter().max().unwrap_or_default()
    }
}

struct Scales<'a> {
    shape: &'a Shape,
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    /// The defaults of the variables.
    defaults: HashMap<Name, Value>,
    /// `None` while it is being weighed: to meet it again then is a circle.
    fragments: HashMap<Name, Option<Weight>>,
}

impl Scales<'_> {
    fn set(&mut self, set: &SelectionSet, type_name: &str) -> Result<Weight, Rejection> {
        let mut sum = Weight::default();
        for selection in &set.items {
            let (weight, directives) = match &selection.node {
                Selection::Field(field) => {
                    (self.field(&field.node, type_name)?, field.node.directives.len())
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.clone();
                    (self.fragment(&name)?, spread.node.directives.len())
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map_or(type_name, |on| on.node.on.node.as_str());
                    let set = &inline.node.selection_set.node;
                    (self.set(set, on)?, inline.node.directives.len())
                }
            };
            sum.beside(weight);
            sum.directives = sum.directives.saturating_add(count(directives));
        }
        Ok(sum)
    }

    fn fragment(&mut self, name: &Name) -> Result<Weight, Rejection> {
        match self.fragments.get(name) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => {
                let message = format!("The fragment {name} contains itself.");
                return Err(Rejection::BadRequest(message));
            }
            None => {}
        }
        // An unknown one is for the executor to report.
        let document = self.document;
        let Some(fragment) = document.fragments.get(name) else { return Ok(Weight::default()) };
        self.fragments.insert(name.clone(), None);
        let on = fragment.node.type_condition.node.on.node.as_str();
        let mut weight = self.set(&fragment.node.selection_set.node, on)?;
        weight.directives = weight.directives.saturating_add(count(fragment.node.directives.len()));
        self.fragments.insert(name.clone(), Some(weight));
        Ok(weight)
    }

    fn field(&mut self, field: &Field, type_name: &str) -> Result<Weight, Rejection> {
        let name = field.name.node.as_str();
        let lead = self.shape.lead(type_name, name);
        let below = lead.map_or("", |lead| lead.type_name.as_str());
        let mut weight = self.set(&field.selection_set.node, below)?;
        weight.fields = weight.fields.saturating_add(1);
        weight.own_fields = 1;
        weight.depth = weight.depth.saturating_add(1);
        if matches!(name, "__schema" | "__type") {
            if !self.shape.introspection {
                let message = "The schema is not told here: introspection is off.";
                return Err(Rejection::BadRequest(message.to_owned()));
            }
            // What the tools ask of a schema is deep; `repeats` bounds it instead.
            weight.depth = 1;
        } else if lead.is_none() {
            weight.repeats = weight.repeats.above(name);
        }
        weight.aliases = weight.aliases.saturating_add(u64::from(field.alias.is_some()));
        if type_name == "Mutation" && SIGN_IN_MUTATIONS.contains(&name) {
            weight.sign_ins = weight.sign_ins.saturating_add(1);
        }
        let is_connection = lead.is_some_and(|lead| lead.is_connection);
        let is_list = lead.is_some_and(Lead::is_list);
        if is_connection {
            let size = self.page_size(field);
            weight.cost = size.saturating_add(size.saturating_mul(weight.cost));
        } else if is_list && !matches!(name, "nodes" | "edges") {
            weight.cost = weight.cost.saturating_add(1).saturating_mul(SHORT_LIST);
        } else if type_name == "Query" && name == "nodes" {
            weight.cost = weight.cost.saturating_add(1).saturating_mul(self.length(field, "ids"));
        }
        Ok(weight)
    }

    /// How many items a connection may give, of `first` or `last`. What is out of range its resolver
    /// refuses.
    fn page_size(&self, field: &Field) -> u64 {
        let asked = ["first", "last"].into_iter().filter_map(|name| {
            let value = self.argument(field, name)?.into_json().ok()?;
            value.as_i64()
        });
        let size = asked.max().unwrap_or(i64::from(page::DEFAULT));
        u64::try_from(size.clamp(0, i64::from(page::MAX))).unwrap_or_default()
    }

    fn length(&self, field: &Field, argument: &str) -> u64 {
        match self.argument(field, argument) {
            Some(Value::List(items)) => count(items.len()),
            _ => 1,
        }
    }

    fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        let value = field.get_argument(name)?;
        value.node.clone().into_const_with(|variable| self.variable(&variable)).ok()
    }

    fn variable(&self, name: &Name) -> Result<Value, std::convert::Infallible> {
        let value = self.variables.get(name).or_else(|| self.defaults.get(name));
        Ok(value.cloned().unwrap_or_default())
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDL: &str = "
        type Query { events(first: Int): EventConnection!, nodes(ids: [ID!]!): [Event]! }
        type EventConnection { nodes: [Event!]! }
        type Event { id: ID!, attendees(first: Int): EventConnection!, event: Event }
        type Mutation { signIn: Event, other: Event }
    ";

    fn weigh(query: &str) -> Result<(), Rejection> {
        let document = async_graphql::parser::parse_query(query).unwrap();
        check(&Shape::of(SDL, true), &document, None, &Variables::default())
    }

    #[test]
    fn doubling_fragments_are_counted_at_once() {
        let mut query = String::from("{ events { nodes { ...f0 } } }");
        for i in 0..60 {
            query += &format!(" fragment f{i} on Event {{ ...f{} ...f{} }}", i + 1, i + 1);
        }
        query += " fragment f60 on Event { id }";
        assert_eq!(weigh(&query), Err(Rejection::beyond("fields", FIELDS)));
    }

    #[test]
    fn circles_are_refused() {
        let query = "{ events { nodes { ...a } } }
            fragment a on Event { ...b } fragment b on Event { event { ...a } }";
        assert!(matches!(weigh(query), Err(Rejection::BadRequest(_))));
    }

    #[test]
    fn nested_connections_multiply() {
        assert!(
            weigh("{ events(first: 99) { nodes { attendees(first: 100) { nodes { id } } } } }")
                .is_ok()
        );
        let query = "{ events(first: 100) { nodes { attendees(first: 100) { nodes { id } } } } }";
        assert!(matches!(weigh(query), Err(Rejection::Limit(_))));
        // The default of a variable counts, and so does the default size.
        let query = "query($n: Int = 100) { events(first: $n) { nodes {
            attendees(first: $n) { nodes { id } } } } }";
        assert!(matches!(weigh(query), Err(Rejection::Limit(_))));
    }

    #[test]
    fn depth_aliases_roots_and_sign_ins_have_limits() {
        let deep = |levels: usize| {
            format!(
                "{{ events {{ nodes {{ {} id {} }} }} }}",
                "event {".repeat(levels),
                "}".repeat(levels)
            )
        };
        assert!(weigh(&deep(9)).is_ok());
        assert!(weigh(&deep(10)).is_err());
        let aliases: String = (0..31).map(|i| format!("a{i}: id ")).collect();
        assert!(weigh(&format!("{{ events {{ nodes {{ {aliases} }} }} }}")).is_err());
        assert!(weigh(&format!("{{ {} }}", "__typename ".repeat(21))).is_err());
        assert!(weigh("mutation { signIn { id } other { id } }").is_ok());
        assert!(weigh("mutation { signIn { id } b: signIn { id } }").is_err());
        assert!(weigh(&format!("{{ __typename {} }}", "@include(if: true) ".repeat(21))).is_err());
    }

    #[test]
    fn a_fragment_is_measured_where_it_is_spread() {
        let wide = "id ".repeat(21);
        let query = format!("{{ events {{ nodes {{ ...a }} }} }} fragment a on Event {{ {wide} }}");
        assert!(weigh(&query).is_ok());
        let wide = "__typename ".repeat(21);
        assert!(weigh(&format!("{{ ...a }} fragment a on Query {{ {wide} }}")).is_err());
    }

    #[test]
    fn introspection_may_be_deep_but_not_multiply() {
        let of_type = format!("{}name{}", "ofType {".repeat(9), "}".repeat(9));
        assert!(
            weigh(&format!("{{ __schema {{ types {{ fields {{ type {{ {of_type} }} }} }} }} }}"))
                .is_ok()
        );
        let query =
            "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
        assert!(matches!(weigh(query), Err(Rejection::Limit(_))));
    }
}

//! What the answer to an operation holds: the fields that are collected from its selections (GraphQL,
//! October 2021, §6.3.2), fragments expanded and fields of one response key merged, in the order in which
//! they must come, each with where null may stand.
//!
//! Where the selections on one interface name a key in different orders for different types, the order is
//! that of its first mention, since the type of the object is not known here.

use std::cell::OnceCell;

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{InputType, Name, Positioned, Value, Variables};
use async_graphql_value::Value as Literal;

use crate::graphql::protocol::Rejection;
use crate::graphql::protocol::shape::{self, Shape, Wrapping};

static TYPENAME: Wrapping = Wrapping { nullable: false, list_of: None };
/// For introspection, and what validation refuses anyway.
static ANYTHING: Wrapping = Wrapping { nullable: true, list_of: None };

/// The fields of an object in the answer.
#[derive(Debug, Default)]
pub struct Plan<'s>(Vec<Planned<'s>>);

/// A field in the answer.
#[derive(Debug)]
pub struct Planned<'s> {
    /// The response key.
    pub key: Name,
    /// Where null may stand.
    pub wrapping: &'s Wrapping,
    /// The fields of its objects; `None` where it leads to none, or to some that are not looked at.
    pub below: Option<Plan<'s>>,
    /// Whether it can be missing without having failed, since it was asked of another type.
    pub conditional: bool,
    /// The mentions of the key so far, one for each type that it was asked of.
    mentions: Vec<Mention>,
}

/// What a key stands for in a type.
#[derive(Debug)]
struct Mention {
    type_name: String,
    field: Name,
    arguments: Vec<(Name, Literal)>,
}

impl Mention {
    fn of(field: &Field, type_name: &str) -> Self {
        let arguments = field.arguments.iter();
        let mut arguments: Vec<(Name, Literal)> =
            arguments.map(|(name, value)| (name.node.clone(), value.node.clone())).collect();
        arguments.sort_by(|one, other| one.0.cmp(&other.0));
        Self { type_name: type_name.to_owned(), field: field.name.node.clone(), arguments }
    }

    fn conflicts(&self, other: &Self) -> bool {
        self.type_name == other.type_name
            && (self.field != other.field || self.arguments != other.arguments)
    }
}

impl<'s> Plan<'s> {
    /// Plans the answer to `operation`, of a document that was [checked](super::weight::check); `None`
    /// where it spreads an unknown fragment. That the executor reports; to go on would be unbounded,
    /// because fragments without a known field weigh nothing however they multiply.
    ///
    /// # Errors
    /// [`Rejection::BadRequest`] where one response key stands for different fields or arguments of one
    /// type (§5.3.2): async-graphql 7.2.1 looks for that in one selection only, not across those it merges.
    pub fn of(
        shape: &'s Shape,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Result<Option<Self>, Rejection> {
        let mut plan = Self::default();
        let planner = Planner { shape, document, variables, conflict: OnceCell::new() };
        let set = &operation.selection_set.node;
        let planned = planner.set(&mut plan, set, shape::root(operation.ty), false);
        if let Some(key) = planner.conflict.get() {
            let message = format!("{key} stands for different things in one place; use aliases.");
            return Err(Rejection::BadRequest(message));
        }
        Ok(planned.map(|()| plan))
    }

    /// In the order in which they must come.
    pub fn fields(&self) -> impl Iterator<Item = &Planned<'s>> {
        self.0.iter()
    }
}

struct Planner<'a, 's> {
    shape: &'s Shape,
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    /// The first key that stands for different things.
    conflict: OnceCell<Name>,
}

impl<'s> Planner<'_, 's> {
    fn set(
        &self,
        plan: &mut Plan<'s>,
        set: &SelectionSet,
        type_name: &str,
        conditional: bool,
    ) -> Option<()> {
        for selection in &set.items {
            if self.skips(selection.node.directives()) {
                continue;
            }
            let (on, set) = match &selection.node {
                Selection::Field(field) => {
                    self.field(plan, &field.node, type_name, conditional)?;
                    continue;
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = self.document.fragments.get(&spread.node.fragment_name.node)?;
                    let on = fragment.node.type_condition.node.on.node.as_str();
                    (on, &fragment.node.selection_set.node)
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map_or(type_name, |on| on.node.on.node.as_str());
                    (on, &inline.node.selection_set.node)
                }
            };
            self.set(plan, set, on, conditional || on != type_name)?;
        }
        Some(())
    }

    fn field(
        &self,
        plan: &mut Plan<'s>,
        field: &Field,
        type_name: &str,
        conditional: bool,
    ) -> Option<()> {
        let name = field.name.node.as_str();
        let key = &field.response_key().node;
        let lead = self.shape.lead(type_name, name);
        let planned = match plan.0.iter().position(|planned| planned.key == *key) {
            Some(at) => plan.0.get_mut(at)?,
            None => {
                let wrapping = match lead {
                    Some(lead) => &lead.wrapping,
                    None if name == "__typename" => &TYPENAME,
                    None => &ANYTHING,
                };
                let key = key.clone();
                plan.0.push(Planned {
                    key,
                    wrapping,
                    below: None,
                    conditional,
                    mentions: Vec::new(),
                });
                plan.0.last_mut()?
            }
        };
        planned.conditional &= conditional;
        let mention = Mention::of(field, type_name);
        if planned.mentions.iter().any(|before| before.conflicts(&mention)) {
            self.conflict.get_or_init(|| planned.key.clone());
        }
        if !planned.mentions.iter().any(|before| before.type_name == mention.type_name) {
            planned.mentions.push(mention);
        }
        let set = &field.selection_set.node;
        if let Some(lead) = lead.filter(|_| !set.items.is_empty()) {
            // What was asked below one type's field is not asked below the same field of another.
            let below = planned.below.get_or_insert_default();
            self.set(below, set, &lead.type_name, conditional)?;
        }
        Some(())
    }

    /// Whether `@skip` or `@include` leave something out, as the executor reads them.
    fn skips(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let wanted = match directive.node.name.node.as_str() {
                "skip" => false,
                "include" => true,
                _ => return false,
            };
            let Some(condition) = directive.node.get_argument("if") else { return false };
            let condition = condition.node.clone();
            let value: Result<Value, ()> =
                condition.into_const_with(|name| self.variables.get(&name).cloned().ok_or(()));
            bool::parse(Some(value.unwrap_or_default())).unwrap_or_default() != wanted
        })
    }
}

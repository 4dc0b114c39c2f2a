//! What the answer to an operation holds: the fields that are collected from its selections (GraphQL,
//! October 2021, §6.3.2), fragments expanded and fields of one response key merged, in the order in which
//! they must come, each with where null may stand.
//!
//! Where the selections on one interface name a key in different orders for different types, the order is
//! that of its first mention, since the type of the object is not known here.

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{InputType, Name, Positioned, Value, Variables};

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
}

impl<'s> Plan<'s> {
    /// Plans the answer to `operation`, of a document that was [checked](super::weight::check); `None`
    /// where it spreads an unknown fragment. That the executor reports; to go on would be unbounded,
    /// because fragments without a known field weigh nothing however they multiply.
    #[must_use]
    pub fn of(
        shape: &'s Shape,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Option<Self> {
        let mut plan = Self::default();
        let planner = Planner { shape, document, variables };
        let set = &operation.selection_set.node;
        planner.set(&mut plan, set, shape::root(operation.ty), false)?;
        Some(plan)
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
                plan.0.push(Planned { key, wrapping, below: None, conditional });
                plan.0.last_mut()?
            }
        };
        planned.conditional &= conditional;
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

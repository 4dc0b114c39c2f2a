//! What the checks and [`complete`](super::complete) need to know of the schema: which type each field
//! leads to, which fields are connections or lists, and where null may stand.

use std::collections::HashMap;

use async_graphql::parser::types::{
    BaseType, FieldDefinition, OperationType, Type, TypeKind, TypeSystemDefinition,
};

/// Where a field leads.
#[derive(Debug, Clone)]
pub struct Lead {
    /// The name of its type, without lists and `!`.
    pub type_name: String,
    /// Whether that is a connection.
    pub is_connection: bool,
    /// The lists and `!` around that name.
    pub wrapping: Wrapping,
}

impl Lead {
    /// Whether it is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.wrapping.list_of.is_some()
    }
}

/// The lists and `!` around the name of a type (§3.11, §3.12).
#[derive(Debug, Clone)]
pub struct Wrapping {
    /// Whether null may stand here: there is no `!`.
    pub nullable: bool,
    /// What a list's items are wrapped in; `None` where this is no list.
    pub list_of: Option<Box<Wrapping>>,
}

/// The type at the root of an operation.
#[must_use]
pub fn root(operation: OperationType) -> &'static str {
    match operation {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    }
}

/// The fields of every type.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    types: HashMap<String, HashMap<String, Lead>>,
    /// Whether clients may ask for the schema.
    pub introspection: bool,
}

impl Shape {
    /// Reads the shape from a schema in GraphQL's own language; nothing where it is none.
    #[must_use]
    pub fn of(sdl: &str, introspection: bool) -> Self {
        let Ok(document) = async_graphql::parser::parse_schema(sdl) else {
            return Self::default();
        };
        let mut types = HashMap::new();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let fields = match &definition.node.kind {
                TypeKind::Object(object) => &object.fields,
                TypeKind::Interface(interface) => &interface.fields,
                _ => continue,
            };
            let leads = fields.iter().map(|field| lead(&field.node)).collect();
            types.insert(definition.node.name.node.to_string(), leads);
        }
        Self { types, introspection }
    }

    /// Where `field` of `type_name` leads.
    #[must_use]
    pub fn lead(&self, type_name: &str, field: &str) -> Option<&Lead> {
        self.types.get(type_name)?.get(field)
    }
}

fn lead(field: &FieldDefinition) -> (String, Lead) {
    let (type_name, wrapping) = unwrap(&field.ty.node);
    let is_connection = type_name.ends_with("Connection");
    (field.name.node.to_string(), Lead { type_name, is_connection, wrapping })
}

fn unwrap(ty: &Type) -> (String, Wrapping) {
    let nullable = ty.nullable;
    match &ty.base {
        BaseType::Named(name) => (name.to_string(), Wrapping { nullable, list_of: None }),
        BaseType::List(of) => {
            let (name, of) = unwrap(of);
            (name, Wrapping { nullable, list_of: Some(Box::new(of)) })
        }
    }
}

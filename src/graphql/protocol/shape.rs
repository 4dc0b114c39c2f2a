//! What the checks need to know of the schema: which type each field leads to, and which fields are
//! connections or lists.

use std::collections::HashMap;

use async_graphql::parser::types::{
    BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition,
};

/// Where a field leads.
#[derive(Debug, Clone)]
pub struct Lead {
    /// The name of its type, without lists and `!`.
    pub type_name: String,
    /// Whether that is a connection.
    pub is_connection: bool,
    /// Whether it is a list.
    pub is_list: bool,
}

/// The fields of every type.
#[derive(Debug, Clone, Default)]
pub struct Shape(HashMap<String, HashMap<String, Lead>>);

impl Shape {
    /// Reads the shape from a schema in GraphQL's own language; nothing where it is none.
    #[must_use]
    pub fn of(sdl: &str) -> Self {
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
        Self(types)
    }

    /// Where `field` of `type_name` leads.
    #[must_use]
    pub fn lead(&self, type_name: &str, field: &str) -> Option<&Lead> {
        self.0.get(type_name)?.get(field)
    }
}

fn lead(field: &FieldDefinition) -> (String, Lead) {
    let (type_name, is_list) = base(&field.ty.node, false);
    let is_connection = type_name.ends_with("Connection");
    (field.name.node.to_string(), Lead { type_name, is_connection, is_list })
}

fn base(ty: &Type, is_list: bool) -> (String, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.to_string(), is_list),
        BaseType::List(of) => base(of, true),
    }
}

//! `#[authorized]`: one declaration that both enforces and publishes who may use a GraphQL field.
//!
//! Put above async-graphql's `#[Object]` it turns each `#[auth(SIGNED_IN)]` of the block into the
//! guard that enforces the access and the `@auth` directive that the schema prints, so that the two
//! cannot drift apart. The names are the variants of `crate::graphql::guard::Access` as the schema
//! spells them.

use proc_macro::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Ident, ImplItem, ItemImpl, parse_macro_input};

/// Expands `#[auth(…)]` on the methods of an `#[Object]` block.
///
/// # Errors
/// A compile error where `#[auth]` holds anything but one name, or stands beside `#[graphql]`:
/// async-graphql reads one attribute a method, the other would be lost in silence.
#[proc_macro_attribute]
pub fn authorized(_args: TokenStream, item: TokenStream) -> TokenStream {
    let mut block = parse_macro_input!(item as ItemImpl);
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item
            && let Err(error) = expand(&mut method.attrs)
        {
            return error.to_compile_error().into();
        }
    }
    quote!(#block).into()
}

fn expand(attributes: &mut Vec<Attribute>) -> syn::Result<()> {
    let Some(place) = attributes.iter().position(|a| a.path().is_ident("auth")) else {
        return Ok(());
    };
    if let Some(other) = attributes.iter().find(|a| a.path().is_ident("graphql")) {
        return Err(syn::Error::new_spanned(other, "#[auth] takes the place of #[graphql] here"));
    }
    let attribute = attributes.remove(place);
    let access = variant(&attribute.parse_args::<Ident>()?);
    attributes.insert(
        place,
        syn::parse_quote!(#[graphql(
            guard = crate::graphql::guard::Requires(crate::graphql::guard::Access::#access),
            directive = crate::graphql::guard::auth::apply(crate::graphql::guard::Access::#access)
        )]),
    );
    Ok(())
}

/// `EVENT_CHECK_IN` as the schema spells it is `EventCheckIn` in Rust.
fn variant(name: &Ident) -> Ident {
    let camel: String = name
        .to_string()
        .split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_string() + &letters.as_str().to_ascii_lowercase()
            })
        })
        .collect();
    format_ident!("{camel}", span = name.span())
}

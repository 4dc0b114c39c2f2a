//! `@auth`: who may read a field or call a mutation.
//!
//! `#[auth(STAFF)]` on a method of an `#[authorized] #[Object]` block prints the directive and puts the
//! guard [`Requires`] before the resolver. For the levels over one event the guard sees to it that
//! somebody is signed in; the level itself is the type that the command demands
//! ([`EventAccess`](crate::domain::access::EventAccess)), since which event it is stands in the input.

use async_graphql::{Context, Enum, Guard};

use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiError;

/// Who may read a field or call a mutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum Access {
    /// Anybody who is signed in.
    SignedIn,
    /// Who may create events: organizers and admins.
    Organizer,
    /// Who sees the event's registrations: its collaborators, staff and admins.
    EventViewer,
    /// Who checks tickets in.
    EventCheckIn,
    /// Who edits the event: its editors and owner, and admins.
    EventEditor,
    /// The event's owner, and admins.
    EventOwner,
    /// Staff and admins.
    Staff,
    /// Admins.
    Admin,
}

pub use directive::auth;

#[expect(missing_docs, reason = "the macro makes public items that take no documentation")]
mod directive {
    use async_graphql::TypeDirective;

    use super::Access;

    /// Says who may read a field or call a mutation; the same declaration enforces it.
    #[TypeDirective(location = "FieldDefinition")]
    pub fn auth(requires: Access) {}
}

/// The guard behind `@auth`.
#[derive(Debug)]
pub struct Requires(pub Access);

impl Guard for Requires {
    async fn check(&self, ctx: &Context<'_>) -> async_graphql::Result<()> {
        let viewer = ctx.viewer();
        let allowed = match self.0 {
            Access::Staff => viewer.staff().map(drop),
            Access::Admin => viewer.admin().map(drop),
            Access::Organizer => viewer.organizer().map(drop),
            Access::SignedIn
            | Access::EventViewer
            | Access::EventCheckIn
            | Access::EventEditor
            | Access::EventOwner => viewer.signed_in().map(drop),
        };
        allowed.map_err(|failure| ApiError::from(failure).into())
    }
}

//! Taking an invitation back.

use crate::domain::access::{EventAccess, Owner, Viewer};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::sharing::invitation;
use crate::domain::{Core, account};
use crate::entity::event;
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::EventId;

/// Takes an invitation back: whoever has the address has no access by it any more. Answers the event and
/// the address.
///
/// # Errors
/// NOT_FOUND, the event or the invitation.
pub async fn withdraw(
    core: &Core,
    viewer: &Viewer,
    id: EventId,
    email: &str,
) -> Result<(event::Model, String), Failure> {
    let actor = viewer.signed_in()?;
    let on = core.db.begin().await?;
    let event = EventAccess::<Owner>::lock(&on, viewer, id, "eventId").await?.into_event();
    // What is no address was never invited.
    let gone = || Refusal::not_found("email", "invitation");
    let email = account::checked_email(email).map_err(|_| gone())?;
    if !invitation::delete(&on, id, &account::email_key(&email)).await? {
        return Err(gone().into());
    }
    audit::record(core, &on, actor, Entry::new(Action::InvitationWithdrawn, id)).await?;
    on.commit().await?;
    Ok((event, email))
}

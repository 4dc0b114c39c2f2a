//! Signing up.

use crate::config::OrganizerSignup;
use crate::domain::Core;
use crate::domain::account::session;
use crate::domain::account::{Device, NewAccount, OpenSession};
use crate::entity::word::Role;
use crate::kernel::error::{Code, Failure, Refusal, Refusals};

/// Makes an account for whoever asks, and signs them in.
///
/// # Errors
/// INVALID fields; TAKEN where the address or the username is in use; ROLE_NOT_ALLOWED where the role
/// is not theirs to choose.
pub async fn sign_up(
    core: &Core,
    account: NewAccount,
    device: Device,
) -> Result<OpenSession, Failure> {
    let mut refusals = Refusals::default();
    refusals.check(role(core, account.role));
    let account = account.check(core, refusals).await?;
    let transaction = core.db.begin().await?;
    let user = account.insert(core, &transaction, false).await?;
    let session = session::open(core, &transaction, user, device).await?;
    transaction.commit().await?;
    Ok(session)
}

fn role(core: &Core, role: Role) -> Result<(), Refusal> {
    let is_allowed = match role {
        Role::Attendee => true,
        Role::Organizer => core.account_rules.organizer_signup == OrganizerSignup::Open,
        Role::Staff | Role::Admin => false,
    };
    if is_allowed {
        return Ok(());
    }
    Err(Refusal::new(Code::RoleNotAllowed, "role", "Only an admin can give this role."))
}

//! Signing up.

use crate::config::OrganizerSignup;
use crate::domain::Core;
use crate::domain::account::{Device, NewAccount, OpenSession};
use crate::domain::account::{proof, session};
use crate::domain::audit::{self, Actor, Entry};
use crate::entity::word::Role;
use crate::kernel::error::{Code, Failure, Refusal, Refusals};

/// What became of a sign-up.
#[derive(Debug, Clone)]
pub enum SignedUp {
    /// There is an account, and a session.
    Session(Box<OpenSession>),
    /// There will be an account once the address is proved.
    ToVerify,
}

/// Makes an account for whoever asks, and signs them in; where addresses have to be proved, the account waits for
/// that, and the answer is the same whether or not the address has one already.
///
/// # Errors
/// INVALID fields; TAKEN where the username is in use, or, where addresses need not be proved, the address;
/// ROLE_NOT_ALLOWED where the role is not theirs to choose; [`Failure::RateLimited`] after too many from one address
/// or for one mailbox.
pub async fn sign_up(
    core: &Core,
    account: NewAccount,
    device: Device,
) -> Result<SignedUp, Failure> {
    proof::asking(core, device.ip_address.as_deref()).await?;
    let mut refusals = Refusals::default();
    refusals.check(role(core, account.role));
    let password = account.password.clone();
    let account = account.check(core, refusals).await?;
    if core.account_rules.proves_addresses() {
        let from = device.ip_address.as_deref();
        proof::keep_pending(core, &account, &password, from).await?;
        return Ok(SignedUp::ToVerify);
    }
    let transaction = core.db.begin().await?;
    let user = account.insert(core, &transaction, false).await?;
    let actor = Actor::proved(user.id, device.ip_address.as_deref());
    audit::record(core, &transaction, actor, Entry::user_created(&user)).await?;
    let session = session::open(core, &transaction, user, device).await?;
    transaction.commit().await?;
    Ok(SignedUp::Session(Box::new(session)))
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

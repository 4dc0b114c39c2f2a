//! Signing out.

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::session;
use crate::kernel::error::Failure;

/// Ends the session that the request came with.
///
/// # Errors
/// As any query.
pub async fn sign_out(core: &Core, person: &SignedIn) -> Result<(), Failure> {
    let transaction = core.db.begin().await?;
    session::revoke_one(core, &transaction, person.session_id).await?;
    Ok(transaction.commit().await?)
}

//! What mutations on registrations answer.

use async_graphql::SimpleObject;

use crate::graphql::error::UserError;
use crate::graphql::registration::Registration;

/// The answer of `registerForEvent`.
#[derive(SimpleObject)]
pub struct RegisterForEventPayload {
    /// The new registration, with seats or in line; on ALREADY_REGISTERED the standing one; null where
    /// it was refused otherwise.
    pub(super) registration: Option<Registration>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `updateRegistration`.
#[derive(SimpleObject)]
pub struct UpdateRegistrationPayload {
    /// The registration as it now is; null where the change was refused.
    pub(super) registration: Option<Registration>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `cancelRegistration`.
#[derive(SimpleObject)]
pub struct CancelRegistrationPayload {
    /// The registration, now CANCELLED; null where that was refused.
    pub(super) registration: Option<Registration>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

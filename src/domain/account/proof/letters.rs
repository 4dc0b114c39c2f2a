//! What is mailed about addresses. The texts are in `mail/templates/`.

use serde::Serialize;

use crate::domain::mail::Letter;

/// To somebody who signs up.
#[derive(Serialize)]
pub(super) struct SignUpCode {
    pub(super) code: String,
    pub(super) minutes: i64,
    /// Others signed up with the address too, so that no password was kept.
    pub(super) contested: bool,
}

impl Letter for SignUpCode {
    const NAME: &'static str = "sign_up_code";
}

/// To the address of an account that never proved it.
#[derive(Serialize)]
pub(super) struct VerifyCode {
    pub(super) code: String,
    pub(super) minutes: i64,
    pub(super) username: String,
}

impl Letter for VerifyCode {
    const NAME: &'static str = "verify_code";
}

/// To somebody who wants to choose a new password.
#[derive(Serialize)]
pub(super) struct ResetCode {
    pub(super) code: String,
    pub(super) minutes: i64,
    pub(super) username: String,
}

impl Letter for ResetCode {
    const NAME: &'static str = "reset_code";
}

/// To the new address of an account.
#[derive(Serialize)]
pub(super) struct NewAddressCode {
    pub(super) code: String,
    pub(super) minutes: i64,
    pub(super) username: String,
}

impl Letter for NewAddressCode {
    const NAME: &'static str = "new_address_code";
}

/// To an address with an account that somebody signed up with, or wanted for another account.
#[derive(Serialize)]
pub(super) struct AddressKnown {
    pub(super) username: String,
}

impl Letter for AddressKnown {
    const NAME: &'static str = "address_known";
}

/// To the old address of an account.
#[derive(Serialize)]
pub(super) struct AddressChanged {
    pub(super) username: String,
    pub(super) address: String,
}

impl Letter for AddressChanged {
    const NAME: &'static str = "address_changed";
}

/// To the owner of a new account of which no password was kept, where the mail with the code could not say so.
#[derive(Serialize)]
pub(super) struct NoPassword {
    pub(super) username: String,
}

impl Letter for NoPassword {
    const NAME: &'static str = "no_password";
}

//! Proving that an address is somebody's: six digits go there by mail, and come back.
//!
//! What a stranger asks for (sign-up, resend, reset) writes the same rows and costs the same work whether or not the
//! address has an account: that is looked up by the job that writes the mail, and told to the mailbox alone.

mod code;
mod letters;
mod limit;
mod new_address;
mod pending;
mod reset;
mod send_code;
mod sweep;
mod verify;

pub use code::CodeKey;
pub use reset::{request_password_reset, reset_password};
pub use send_code::{CodeLetter, SendCode, code_letter};
pub use sweep::sweep;
pub use verify::{resend_verification, verify_email};

pub(super) use limit::asking;
pub(super) use new_address::{ask as ask_for_address, count_wish, drop_asked};
pub(super) use pending::{by_login as pending_by_login, keep as keep_pending};
pub(super) use sweep::forget;

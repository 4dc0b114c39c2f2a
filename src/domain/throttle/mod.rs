//! How often something may be tried that guesses a secret or costs somebody else something: signing in, codes,
//! mail. Counted in the database, so that all copies of the server count together, by one atomic statement.
//!
//! A command takes its [`Attempt`] before it begins its own transaction, for what was tried counts whatever
//! becomes of it; and gives it back in that transaction where the attempt was none to fear, so that only
//! failures add up. To throttle one more thing: a [`Rule`] in `rule.rs`.

mod rule;
mod take;

pub use rule::{
    ASKING, Allowance, CODE, EXPORT, INVITE, MAILBOX_DAY, MAILBOX_HOUR, NEW_ADDRESS,
    NEW_ADDRESS_HOUR, PASSWORD, Rule, SIGN_IN, TICKET_CODE,
};
pub use take::{Attempt, Taken, Throttle, sweep, take_all};

//! How much of each.

use std::time::Duration;

/// So many at once, and one more in each `step` after that: a bucket that fills by drops (GCRA).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// How many a full bucket gives.
    pub burst: u32,
    /// In what time one more comes.
    pub step: Duration,
}

impl Allowance {
    /// `burst` at once, then one in each `seconds`.
    #[must_use]
    pub const fn new(burst: u32, seconds: u64) -> Self {
        Self { burst, step: Duration::from_secs(seconds) }
    }
}

/// What is allowed of one thing, from three sides; `None` where a side does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Names it; buckets of different names are different.
    pub name: &'static str,
    /// To one account from one address: tight, since it hurts nobody else.
    pub pair: Option<Allowance>,
    /// To one account from all the world: wide, since whoever fills it locks the owner out with them.
    pub account: Option<Allowance>,
    /// From one address to whatever account: a household, an office or a campus may be behind it.
    pub address: Option<Allowance>,
}

/// Wrong passwords at sign-in. The reasons for the figures are in `docs/decisions/0016`.
pub static SIGN_IN: Rule = Rule {
    name: "sign-in",
    pair: Some(Allowance::new(10, 120)),
    account: Some(Allowance::new(100, 36)),
    address: Some(Allowance::new(100, 10)),
};

/// Wrong passwords of a person who is signed in and has to give it once more.
pub static PASSWORD: Rule =
    Rule { name: "password", pair: None, account: Some(Allowance::new(10, 120)), address: None };

/// Exports of everything about a person, each of which reads a lot.
pub static EXPORT: Rule =
    Rule { name: "export", pair: None, account: Some(Allowance::new(10, 360)), address: None };

/// Addresses that somebody invites, each of which gets a mail: a hundred, and some hundred a day.
pub static INVITE: Rule =
    Rule { name: "invite", pair: None, account: Some(Allowance::new(100, 864)), address: None };

/// Signing up, and asking for codes: each may send a mail, or make an account. A class may sign up behind one
/// address. The reasons for these and what follows are in `docs/decisions/0037`.
pub static ASKING: Rule =
    Rule { name: "asking", pair: None, account: None, address: Some(Allowance::new(100, 36)) };

/// Codes that are mailed to one mailbox, at short range. From one place comes less than the mailbox gets, so that
/// nobody alone uses up what is there for its owner.
pub static MAILBOX_HOUR: Rule = Rule {
    name: "mailbox-hour",
    pair: Some(Allowance::new(6, 600)),
    account: Some(Allowance::new(10, 360)),
    address: None,
};

/// The same at long range: it bounds how many codes there are to be guessed.
pub static MAILBOX_DAY: Rule = Rule {
    name: "mailbox-day",
    pair: Some(Allowance::new(10, 8640)),
    account: Some(Allowance::new(20, 4320)),
    address: None,
};

/// Codes to new addresses that one account asks for, however many addresses it names.
pub static NEW_ADDRESS: Rule =
    Rule { name: "new-address", pair: None, account: Some(Allowance::new(1, 60)), address: None };

/// The same within an hour.
pub static NEW_ADDRESS_HOUR: Rule = Rule {
    name: "new-address-hour",
    pair: None,
    account: Some(Allowance::new(5, 720)),
    address: None,
};

/// Wrong codes from one address, to whatever mailbox.
pub static CODE: Rule =
    Rule { name: "code", pair: None, account: None, address: Some(Allowance::new(100, 10)) };

/// Wrong ticket codes: a door mistypes now and then. At fifty bits a code, ten in a hundred seconds come to one hit
/// in some hundred years where a million tickets are good.
pub static TICKET_CODE: Rule = Rule {
    name: "ticket-code",
    pair: None,
    account: Some(Allowance::new(60, 10)),
    address: Some(Allowance::new(300, 2)),
};

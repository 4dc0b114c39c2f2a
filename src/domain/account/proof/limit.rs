//! How often codes are asked for and tried, and from where. All of it counts alike whether or not an address has an
//! account; `docs/decisions/0037` says why so much and no more.

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::session;
use crate::domain::throttle::{self, Attempt, Taken, take_all};
use crate::kernel::error::Failure;

/// Where somebody is who asks for a code, or enters one.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Keyed hash of the network.
    pub(super) here: Vec<u8>,
    /// Whether the owner of the address has had a session here before.
    pub(super) is_home: bool,
}

impl Place {
    /// The place of `ip_address`, as far as the owner of the mailbox is concerned. One statement, the same
    /// whether or not the mailbox has an account.
    pub(super) async fn of(
        core: &Core,
        email_key: &str,
        ip_address: Option<&str>,
    ) -> Result<Self, Failure> {
        let is_home = session::owner_was_at(core, email_key, ip_address).await?;
        Ok(Self { here: core.throttle.place(ip_address), is_home })
    }
}

/// Counts a sign-up, or another request that may cost somebody a mail, on its address.
///
/// # Errors
/// [`Failure::RateLimited`].
pub(in crate::domain::account) async fn asking(
    core: &Core,
    ip_address: Option<&str>,
) -> Result<(), Failure> {
    let attempt =
        Attempt { rule: &throttle::ASKING, account: "", address: ip_address, is_at_home: false };
    // Never given back: whatever came of it, it was asked.
    let _taken = attempt.take(core).await?;
    Ok(())
}

/// Counts a code on the mailbox that it goes to; to be given back where none is made.
pub(super) async fn mailbox(
    core: &Core,
    email_key: &str,
    ip_address: Option<&str>,
    place: &Place,
) -> Result<Taken, Failure> {
    take_all(core, &of_mailbox(email_key, ip_address, place)).await
}

/// As [`mailbox`], of a new address that an account asks for: it counts on the account too.
pub(super) async fn new_address(
    core: &Core,
    person: &SignedIn,
    email_key: &str,
    place: &Place,
) -> Result<Taken, Failure> {
    let (id, address) = (person.user.id.to_string(), person.ip_address.as_deref());
    let of_person = |rule| Attempt { rule, account: &id, address, is_at_home: false };
    let [hour, day] = of_mailbox(email_key, address, place);
    let pause = of_person(&throttle::NEW_ADDRESS);
    take_all(core, &[hour, day, pause, of_person(&throttle::NEW_ADDRESS_HOUR)]).await
}

/// Counts a code that is about to be tried on its address; to be given back where it was right.
pub(super) async fn trying(core: &Core, ip_address: Option<&str>) -> Result<Taken, Failure> {
    let attempt =
        Attempt { rule: &throttle::CODE, account: "", address: ip_address, is_at_home: false };
    attempt.take(core).await
}

fn of_mailbox<'a>(email_key: &'a str, address: Option<&'a str>, place: &Place) -> [Attempt<'a>; 2] {
    let is_at_home = place.is_home;
    [&throttle::MAILBOX_HOUR, &throttle::MAILBOX_DAY].map(|rule| Attempt {
        rule,
        account: email_key,
        address,
        is_at_home,
    })
}

//! Guessing ticket codes: only what was wrong is counted, so that a door that lets a thousand people in pays no
//! more than a look.

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::throttle::{self, Attempt};
use crate::kernel::error::{Code, Failure};

/// A code that somebody tries.
#[derive(Debug)]
pub struct Guess<'a> {
    core: &'a Core,
    person: String,
    address: Option<&'a str>,
}

impl<'a> Guess<'a> {
    /// By the viewer, who calls from `address`.
    ///
    /// # Errors
    /// UNAUTHENTICATED; [`Failure::RateLimited`] after too many wrong codes, be this one right or wrong.
    pub async fn begin(
        core: &'a Core,
        viewer: &Viewer,
        address: Option<&'a str>,
    ) -> Result<Self, Failure> {
        let guess = Self { core, person: viewer.signed_in()?.user.id.to_string(), address };
        guess.attempt().check(core).await?;
        Ok(guess)
    }

    /// It was wrong: there is no such ticket, or none for this viewer, which must not be told apart here either.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub async fn was_wrong(self) -> Result<(), Failure> {
        self.attempt().count(self.core).await
    }

    /// Counts a command that was refused because of the code alone.
    ///
    /// # Errors
    /// Those of `outcome`; as [`Self::begin`].
    pub(super) async fn came_to<T>(self, outcome: Result<T, Failure>) -> Result<T, Failure> {
        if let Err(Failure::Refused(refusals)) = &outcome
            && refusals
                .iter()
                .any(|refusal| refusal.code == Code::NotFound && refusal.field == ["code"])
        {
            self.was_wrong().await?;
        }
        outcome
    }

    fn attempt(&self) -> Attempt<'_> {
        let account = &self.person;
        Attempt { rule: &throttle::TICKET_CODE, account, address: self.address, is_at_home: false }
    }
}

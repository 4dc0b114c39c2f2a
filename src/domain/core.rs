//! What every command needs.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::db::Db;
use crate::domain::account::{AccessTokens, AccountRules, CodeKey, Passwords, Sessions};
use crate::domain::export::FeedKey;
use crate::domain::job::Wake;
use crate::domain::notification::UnsubscribeKey;
use crate::domain::registration::Desk;
use crate::domain::throttle::Throttle;
use crate::kernel::clock::Clock;
use crate::kernel::cursor::CursorKey;
use crate::kernel::metrics::Metrics;
use crate::kernel::random::Random;

/// The store, the time, chance and the server's secrets, passed to every command.
#[derive(Clone, Debug)]
pub struct Core {
    /// The store.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Seals the cursors of lists.
    pub cursors: CursorKey,
    /// Makes and checks the secrets of calendar feeds.
    pub feeds: FeedKey,
    /// How the outside reaches the server, without a slash at the end.
    pub public_url: Arc<str>,
    /// Hashes and compares passwords.
    pub passwords: Passwords,
    /// Where requests for seats queue.
    pub desk: Desk,
    /// Tells who the requests are from.
    pub sessions: Sessions,
    /// Signs and reads access tokens.
    pub tokens: AccessTokens,
    /// Counts attempts.
    pub throttle: Throttle,
    /// Makes one-time codes.
    pub codes: CodeKey,
    /// What the operator decided about accounts.
    pub account_rules: AccountRules,
    /// Makes and checks the secrets that end mail.
    pub unsubscribe: UnsubscribeKey,
    /// How long before an event its guests are reminded.
    pub reminder_lead: TimeDelta,
    /// Wakes whoever does the jobs.
    pub jobs: Wake,
    /// What this process counts.
    pub metrics: Metrics,
}

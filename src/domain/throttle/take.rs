//! Taking from the buckets, and giving back.

use hmac::{Hmac, KeyInit, Mac};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, OnConflict, Query, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::Sha256;

use crate::domain::Core;
use crate::domain::throttle::{Allowance, Rule};
use crate::entity::throttle_bucket::{Column, Entity};
use crate::kernel::address;
use crate::kernel::error::Failure;

/// Whether anything is counted at all, and the key under which.
#[derive(Clone)]
pub struct Throttle {
    is_on: bool,
    key: Hmac<Sha256>,
}

impl std::fmt::Debug for Throttle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Throttle").field("is_on", &self.is_on).finish_non_exhaustive()
    }
}

impl Throttle {
    /// Counts under a key from the server's secret; not at all where `is_on` is false.
    #[must_use]
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104 §2)")]
    pub fn new(secret: &[u8], is_on: bool) -> Self {
        let mut key = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes any key");
        key.update(b"turnout throttle v1\0");
        Self { is_on, key }
    }

    /// Whether anything is counted.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.is_on
    }

    /// Where somebody is, as it is kept beside what they did: it names no place to who reads the table.
    #[must_use]
    pub fn place(&self, address: Option<&str>) -> Vec<u8> {
        self.bucket(["place", "", "", &address::network_of(address.unwrap_or_default())])
    }

    fn bucket(&self, parts: [&str; 4]) -> Vec<u8> {
        let mut mac = self.key.clone();
        for part in parts {
            mac.update(part.as_bytes());
            mac.update(b"\0");
        }
        mac.finalize().into_bytes().to_vec()
    }
}

/// Something that somebody is about to try.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// What.
    pub rule: &'static Rule,
    /// At which account, as it was named: a login, an address, an id. Known or not makes no difference.
    pub account: &'a str,
    /// From which address.
    pub address: Option<&'a str>,
    /// Whether the account's owner has been at this address before: then what others do to the account from
    /// elsewhere does not count, so that they cannot lock the owner out.
    pub is_at_home: bool,
}

/// What was taken, in the order in which the buckets are locked: the same for all, so that no two attempts
/// wait for each other.
#[derive(Debug, Default)]
#[must_use = "an attempt that was none to fear is given back"]
pub struct Taken(Vec<Vec<u8>>);

struct Bucket {
    key: Vec<u8>,
    step: i64,
    slack: i64,
}

impl Attempt<'_> {
    /// Takes one from each bucket, or none where one of them is empty. Begins a transaction of its own: do
    /// not call it inside of another.
    ///
    /// # Errors
    /// [`Failure::RateLimited`] with the time until all of them have one again.
    pub async fn take(&self, core: &Core) -> Result<Taken, Failure> {
        take_all(core, &[*self]).await
    }

    /// Takes nothing, and asks whether there is something to take. For what counts only once it has failed: of
    /// attempts at the same moment a few more than the allowance get through.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub async fn check(&self, core: &Core) -> Result<(), Failure> {
        if !core.throttle.is_on {
            return Ok(());
        }
        let now = core.clock.now().timestamp_millis();
        match longest_wait(core, self.buckets(&core.throttle), now).await? {
            ..=0 => Ok(()),
            longest => Err(Failure::rate_limited(longest)),
        }
    }

    /// Takes what is never given back: the attempt has failed.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub async fn count(&self, core: &Core) -> Result<(), Failure> {
        let Taken(_kept) = self.take(core).await?;
        Ok(())
    }

    fn buckets(&self, throttle: &Throttle) -> Vec<Bucket> {
        let Rule { name, pair, account, address } = *self.rule;
        let network = address::network_of(self.address.unwrap_or_default());
        let account = account.filter(|_| !self.is_at_home);
        let sides = [
            (address, [name, "address", "", &*network]),
            (pair, [name, "pair", self.account, &*network]),
            (account, [name, "account", self.account, ""]),
        ];
        sides
            .into_iter()
            .filter_map(|(allowance, parts)| {
                let Allowance { burst, step } = allowance?;
                let step = i64::try_from(step.as_millis()).unwrap_or(i64::MAX);
                let slack = step.saturating_mul(i64::from(burst.saturating_sub(1)));
                Some(Bucket { key: throttle.bucket(parts), step, slack })
            })
            .collect()
    }
}

/// As [`Attempt::take`], for one attempt that several rules count: one from each bucket of all of them, or none.
/// Wherever the same rules count together they are named in the same order.
///
/// # Errors
/// As [`Attempt::take`].
pub async fn take_all(core: &Core, attempts: &[Attempt<'_>]) -> Result<Taken, Failure> {
    if !core.throttle.is_on {
        return Ok(Taken::default());
    }
    let buckets: Vec<Bucket> =
        attempts.iter().flat_map(|attempt| attempt.buckets(&core.throttle)).collect();
    if buckets.is_empty() {
        return Ok(Taken::default());
    }
    let now = core.clock.now().timestamp_millis();
    let transaction = core.db.begin().await?;
    let given = transaction.query_all(&taking(&buckets, now)?).await?;
    if given.len() == buckets.len() {
        transaction.commit().await?;
        return Ok(Taken(buckets.into_iter().map(|bucket| bucket.key).collect()));
    }
    transaction.rollback().await?;
    Err(Failure::rate_limited(longest_wait(core, buckets, now).await?))
}

impl Taken {
    /// Gives back what was taken, in the transaction `on` of what came of the attempt.
    ///
    /// # Errors
    /// As any statement.
    pub async fn give_back(self, on: &impl ConnectionTrait) -> Result<(), Failure> {
        for key in self.0 {
            let less = Expr::col(Column::FullAt).sub(Expr::col(Column::Step));
            Entity::update_many()
                .col_expr(Column::FullAt, less)
                .filter(Column::Key.eq(key))
                .exec(on)
                .await?;
        }
        Ok(())
    }
}

/// In how many milliseconds all of the buckets have one again; at most 0 where they have one now.
async fn longest_wait(core: &Core, buckets: Vec<Bucket>, now: i64) -> Result<i64, Failure> {
    let keys = buckets.into_iter().map(|bucket| bucket.key);
    let rows = Entity::find().filter(Column::Key.is_in(keys)).all(core.db.read()).await?;
    let wait = |full_at: i64, slack: i64| full_at.saturating_sub(slack).saturating_sub(now);
    Ok(rows.iter().map(|row| wait(row.full_at, row.slack)).max().unwrap_or_default())
}

/// Takes one from each bucket that has one, and names those: a missing row is a full bucket.
fn taking(buckets: &[Bucket], now: i64) -> Result<sea_orm::sea_query::InsertStatement, Failure> {
    let given = |column: Column| Expr::col((Alias::new("excluded"), column));
    let standing = || Expr::col((Entity, Column::FullAt));
    let begin: SimpleExpr =
        CaseStatement::new().case(standing().gt(now), standing()).finally(now).into();
    let on_conflict = OnConflict::column(Column::Key)
        .value(Column::FullAt, begin.add(given(Column::Step)))
        .value(Column::Step, given(Column::Step))
        .value(Column::Slack, given(Column::Slack))
        .action_and_where(standing().lte(given(Column::Slack).add(now)))
        .to_owned();
    let mut insert = Query::insert()
        .into_table(Entity)
        .columns([Column::Key, Column::FullAt, Column::Step, Column::Slack])
        .on_conflict(on_conflict)
        .returning_col(Column::Key)
        .to_owned();
    for bucket in buckets {
        let full_at = now.saturating_add(bucket.step);
        let values = [
            Expr::val(bucket.key.clone()),
            Expr::val(full_at),
            Expr::val(bucket.step),
            Expr::val(bucket.slack),
        ];
        insert.values(values).map_err(Failure::internal)?;
    }
    Ok(insert)
}

/// Forgets the buckets that are full again.
///
/// # Errors
/// As any statement.
pub async fn sweep(core: &Core, on: &impl ConnectionTrait) -> Result<(), Failure> {
    let now = core.clock.now().timestamp_millis();
    Entity::delete_many().filter(Column::FullAt.lte(now)).exec(on).await?;
    Ok(())
}

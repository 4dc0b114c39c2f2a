//! One-time codes: six digits, ten minutes, single use, five attempts.
//!
//! A code is an HMAC of its row's id under the server's secret: the database holds neither the code nor a hash
//! that could be tried out, and the job that mails it needs no more than the id.

use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use sha2::Sha256;
use uuid::Uuid;

use crate::domain::Core;
use crate::entity::one_time_code::{Column, Entity, Model};
use crate::entity::word::CodePurpose;
use crate::kernel::error::{Code, Failure, Refusal};

/// How long a code is good.
pub(super) const LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long no other is sent.
const PAUSE: TimeDelta = TimeDelta::seconds(60);
/// How many guesses one code stands.
const ATTEMPTS: i32 = 5;
/// One more than the greatest code.
const CODES: u64 = 1_000_000;

/// Makes codes.
#[derive(Clone)]
pub struct CodeKey(Hmac<Sha256>);

impl std::fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeKey(…)")
    }
}

impl CodeKey {
    /// A key from the server's secret, the same for every copy of the server.
    #[must_use]
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104 §2)")]
    pub fn new(secret: &[u8]) -> Self {
        let mut key = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes any key");
        key.update(b"turnout one-time code v1\0");
        Self(key)
    }

    /// The code of a row: its share of 2^64 differs from an even one by less than one in 10^13.
    pub(super) fn of(&self, id: Uuid) -> String {
        let mut mac = self.0.clone();
        mac.update(id.as_bytes());
        let bytes = mac.finalize().into_bytes();
        let number =
            bytes.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        format!("{:06}", number % CODES)
    }
}

/// How an attempt went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It was the code, which is used up.
    Right,
    /// It was not, or there is none.
    Wrong,
    /// It was not even looked at.
    TooMany,
}

impl Verdict {
    /// What the client is told.
    pub(super) fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Right => None,
            Self::Wrong => Some(invalid()),
            Self::TooMany => Some(Refusal::new(
                Code::TooManyAttempts,
                "code",
                "That was tried too often; ask for a new code.",
            )),
        }
    }
}

/// What is said of a code that is wrong, used, expired or somebody else's.
pub(super) fn invalid() -> Refusal {
    let message = "This code is not, or no longer, good; ask for a new one if need be.";
    Refusal::new(Code::InvalidCode, "code", message)
}

/// Makes a new code, with which an older one ends; `None` where the last is so young that no other is due.
pub(super) async fn issue(
    core: &Core,
    on: &impl ConnectionTrait,
    purpose: CodePurpose,
    subject: &str,
) -> Result<Option<Uuid>, Failure> {
    let now = core.clock.now();
    let row = Model { issued_at: Some(now), ..row(core, purpose, subject) };
    let issued = Expr::col((Entity, Column::IssuedAt));
    let is_due = issued.clone().is_null().or(issued.lte(now - PAUSE));
    let id = row.id;
    Ok(put(on, row, is_due).await?.then_some(id))
}

/// Counts an attempt, and compares where there were few enough. To be committed whatever the verdict.
///
/// An address for which no code was asked for is counted like any: where there is no row, one is made.
pub(super) async fn attempt(
    core: &Core,
    on: &impl ConnectionTrait,
    purpose: CodePurpose,
    subject: &str,
    code: &str,
) -> Result<Verdict, Failure> {
    let is_over = Expr::col((Entity, Column::ExpiresAt)).lte(core.clock.now());
    put(on, row(core, purpose, subject), is_over).await?;
    let of_subject = || {
        let counted = Entity::find().filter(Column::Purpose.eq(purpose));
        counted.filter(Column::Subject.eq(subject))
    };
    let counted = Entity::update_many()
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::Subject.eq(subject))
        .filter(Column::Attempts.lt(ATTEMPTS))
        .exec_with_returning(on)
        .await?;
    let Some(row) = counted.into_iter().next() else {
        // Gone means that somebody used it in this very moment.
        let is_there = of_subject().one(on).await?.is_some();
        return Ok(if is_there { Verdict::TooMany } else { Verdict::Wrong });
    };
    if row.issued_at.is_none() || !is_same(&core.codes.of(row.id), code.trim()) {
        return Ok(Verdict::Wrong);
    }
    Entity::delete_by_id(row.id).exec(on).await?;
    Ok(Verdict::Right)
}

fn row(core: &Core, purpose: CodePurpose, subject: &str) -> Model {
    let mut id = [0_u8; 16];
    core.random.fill(&mut id);
    Model {
        id: Uuid::from_bytes(id),
        purpose,
        subject: subject.to_owned(),
        attempts: 0,
        issued_at: None,
        expires_at: core.clock.now() + LIFE,
    }
}

/// Writes the row, over a standing one only where `replaces`.
async fn put(on: &impl ConnectionTrait, row: Model, replaces: SimpleExpr) -> Result<bool, Failure> {
    let taken = OnConflict::columns([Column::Purpose, Column::Subject])
        .update_columns([Column::Id, Column::Attempts, Column::IssuedAt, Column::ExpiresAt])
        .action_and_where(replaces)
        .to_owned();
    let made = Entity::insert(row.into_active_model().reset_all())
        .on_conflict(taken)
        .exec_without_returning(on)
        .await?;
    Ok(made > 0)
}

/// Compares without telling by the time where they part.
fn is_same(one: &str, other: &str) -> bool {
    let differs = |(one, other): (u8, u8)| one ^ other;
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).map(differs).fold(0, |all, bits| all | bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_six_digits_that_follow_from_row_and_secret() {
        let (ours, theirs) = (CodeKey::new(b"one secret"), CodeKey::new(b"another"));
        let codes: Vec<String> = (0..200).map(|n| ours.of(Uuid::from_u128(n))).collect();
        for (n, code) in (0..).zip(&codes) {
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
            assert_eq!(*code, ours.of(Uuid::from_u128(n)));
        }
        assert!(
            (0..).zip(&codes).filter(|(n, code)| theirs.of(Uuid::from_u128(*n)) == **code).count()
                < 3
        );
        let distinct: std::collections::HashSet<_> = codes.iter().collect();
        assert!(distinct.len() > 195);
    }

    #[test]
    fn only_the_same_digits_are_the_same() {
        assert!(is_same("012345", "012345"));
        for other in ["", "12345", "0123456", "012346", "０12345"] {
            assert!(!is_same("012345", other), "{other}");
        }
    }
}

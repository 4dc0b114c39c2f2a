//! One-time codes: six digits, ten minutes, single use, five attempts from each of three sides.
//!
//! Wrong codes from the place that asked for the code, from the account's own places and from everywhere else are
//! counted apart, so that whoever guesses does not bar the owner. See `docs/decisions/0037`.
//!
//! A code is an HMAC of its row's id under the server's secret: the database holds neither the code nor a hash
//! that could be tried out, and the job that mails it needs no more than the id.

use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    Select, UpdateMany,
};
use sha2::Sha256;
use uuid::Uuid;

use crate::domain::Core;
use crate::domain::account::proof::limit::Place;
use crate::entity::one_time_code::{Column, Entity, Model};
use crate::entity::word::CodePurpose;
use crate::kernel::error::{Code, Failure, Refusal};

/// How long a code is good.
pub(super) const LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long no other is sent.
const PAUSE: TimeDelta = TimeDelta::seconds(60);
/// How many guesses one code stands from each side.
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

/// What a code is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) purpose: CodePurpose,
    /// The address as it is unique; for a new address of an account that and the account.
    pub(super) subject: &'a str,
}

/// Makes a new code, with which an older one ends; `None` where the last is so young that no other is due, unless
/// this `is_first` of what it is about. `place` is where it was asked for.
pub(super) async fn issue(
    core: &Core,
    on: &impl ConnectionTrait,
    about: About<'_>,
    place: &Place,
    is_first: bool,
) -> Result<Option<Uuid>, Failure> {
    let now = core.clock.now();
    let asked_from = Some(place.here.clone());
    let row = Model { issued_at: Some(now), asked_from, ..row(core, about) };
    let pause = if is_first { TimeDelta::zero() } else { PAUSE };
    let issued = Expr::col((Entity, Column::IssuedAt));
    let is_due = issued.clone().is_null().or(issued.lte(now - pause));
    let id = row.id;
    Ok(put(on, row, is_due).await?.then_some(id))
}

/// Whether the last code is so young that [`issue`] makes no other.
pub(super) async fn is_young(core: &Core, about: About<'_>) -> Result<bool, Failure> {
    let young = of(about).filter(Column::IssuedAt.gt(core.clock.now() - PAUSE));
    Ok(young.one(core.db.read()).await?.is_some())
}

/// Counts an attempt, and compares where there were few enough. To be committed whatever the verdict.
///
/// An address for which no code was asked for is counted like any: where there is no row, one is made.
pub(super) async fn attempt(
    core: &Core,
    on: &impl ConnectionTrait,
    about: About<'_>,
    place: &Place,
    code: &str,
) -> Result<Verdict, Failure> {
    let is_over = Expr::col((Entity, Column::ExpiresAt)).lte(core.clock.now());
    put(on, row(core, about), is_over).await?;
    let counted = counting(place)
        .filter(Column::Purpose.eq(about.purpose))
        .filter(Column::Subject.eq(about.subject))
        .exec_with_returning(on)
        .await?;
    let Some(row) = counted.into_iter().next() else {
        // Gone means that somebody used it in this very moment.
        let is_there = of(about).one(on).await?.is_some();
        return Ok(if is_there { Verdict::TooMany } else { Verdict::Wrong });
    };
    if row.issued_at.is_none() || !is_same(&core.codes.of(row.id), code.trim()) {
        return Ok(Verdict::Wrong);
    }
    Entity::delete_by_id(row.id).exec(on).await?;
    Ok(Verdict::Right)
}

fn of(about: About<'_>) -> Select<Entity> {
    let of_purpose = Entity::find().filter(Column::Purpose.eq(about.purpose));
    of_purpose.filter(Column::Subject.eq(about.subject))
}

/// Counts on the side of `place`, where that side has an attempt left.
fn counting(place: &Place) -> UpdateMany<Entity> {
    let more = |column: Column, by: SimpleExpr| (column, Expr::col(column).add(by));
    let update = Entity::update_many();
    if place.is_home {
        let (column, sum) = more(Column::HomeAttempts, Expr::val(1));
        return update.col_expr(column, sum).filter(column.lt(ATTEMPTS));
    }
    let either = |of_asker: SimpleExpr, of_others: SimpleExpr| -> SimpleExpr {
        let is_asker = Expr::col(Column::AskedFrom).eq(place.here.clone());
        CaseStatement::new().case(is_asker, of_asker).finally(of_others).into()
    };
    let (own, own_sum) = more(Column::OwnAttempts, either(Expr::val(1), Expr::val(0)));
    let (others, others_sum) = more(Column::Attempts, either(Expr::val(0), Expr::val(1)));
    let made = either(Expr::col(own), Expr::col(others));
    update.col_expr(own, own_sum).col_expr(others, others_sum).filter(made.lt(ATTEMPTS))
}

fn row(core: &Core, About { purpose, subject }: About<'_>) -> Model {
    let mut id = [0_u8; 16];
    core.random.fill(&mut id);
    Model {
        id: Uuid::from_bytes(id),
        purpose,
        subject: subject.to_owned(),
        attempts: 0,
        own_attempts: 0,
        home_attempts: 0,
        asked_from: None,
        issued_at: None,
        expires_at: core.clock.now() + LIFE,
    }
}

/// Writes the row, over a standing one only where `replaces`.
async fn put(on: &impl ConnectionTrait, row: Model, replaces: SimpleExpr) -> Result<bool, Failure> {
    let renewed = [
        Column::Id,
        Column::Attempts,
        Column::OwnAttempts,
        Column::HomeAttempts,
        Column::AskedFrom,
        Column::IssuedAt,
        Column::ExpiresAt,
    ];
    let taken = OnConflict::columns([Column::Purpose, Column::Subject])
        .update_columns(renewed)
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

//! Sign-ups that wait for their address to be proved: no account yet, so that nobody can sit on an address, nor
//! choose beforehand the password of the one whose it is.
//!
//! A code proves the sign-up that it was mailed for: another sign-up takes that one's place with the next code, and
//! not before. Where the two had different passwords, it cannot be told which of them is whose: the code is mailed to
//! the owner, but it may have been anybody who asked for it. Such an account begins without a password, and its owner,
//! who is in by the code, asks for a reset.

use chrono::TimeDelta;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};

use crate::domain::Core;
use crate::domain::account::new_account::Checked;
use crate::domain::account::proof::code::{self, About};
use crate::domain::account::proof::limit::{self, Place};
use crate::domain::account::proof::send_code::enqueue;
use crate::domain::account::{fields, rows};
use crate::entity::pending_sign_up::{Column, Entity, Model};
use crate::entity::word::CodePurpose;
use crate::kernel::error::Failure;

/// How long a sign-up waits for its code.
pub(super) const KEPT: TimeDelta = TimeDelta::hours(24);

/// How often another sign-up in the same moment is made way for.
const TURNS: u32 = 5;

/// Keeps a sign-up until its address is proved, and has the code mailed.
///
/// # Errors
/// TAKEN where another account has the username, which is no secret; [`Failure::RateLimited`] after too many codes
/// to the mailbox.
pub(in crate::domain::account) async fn keep(
    core: &Core,
    account: &Checked,
    password: &str,
    ip_address: Option<&str>,
) -> Result<(), Failure> {
    let wish = account.pending(core.clock.now());
    // Before anything is counted on the mailbox, for no code comes of it.
    rows::refuse_taken(core.db.read(), None, None, wish.username_key.as_deref()).await?;
    let place = Place::of(core, &wish.email_key, ip_address).await?;
    let taken = limit::mailbox(core, &wish.email_key, ip_address, &place).await?;
    for _ in 0..TURNS {
        let standing = Entity::find_by_id(&*wish.email_key).one(core.db.read()).await?;
        // With none standing, or one that is the same, this takes as long.
        let hash = standing.as_ref().map(|row| row.password_hash.as_str());
        let is_same = core.passwords.verify(password, hash).await?;
        let live = standing.as_ref().filter(|row| row.created_at > wish.created_at - KEPT);
        let is_contested = live.is_some_and(|row| row.is_contested || !is_same);

        let transaction = core.db.begin().await?;
        rows::refuse_taken(&transaction, None, None, wish.username_key.as_deref()).await?;
        let about = About { purpose: CodePurpose::SignUp, subject: &wish.email_key };
        let is_first = live.is_none();
        let code = code::issue(core, &transaction, about, &place, is_first).await?;
        let row = match (code, live) {
            // A code was mailed already, and proves what it was mailed for. Of the mailbox, whoever knows the
            // password may change the spelling.
            (None, Some(live)) => {
                let email = if is_same { &wish.email } else { &live.email };
                Model { email: email.clone(), is_contested, ..live.clone() }
            }
            _ => Model { is_contested, is_told: is_contested, ..wish.clone() },
        };
        if !put(&transaction, row, standing.as_ref()).await? {
            transaction.rollback().await?;
            continue;
        }
        match code {
            Some(id) => enqueue(core, &transaction, id, false).await?,
            None => taken.give_back(&transaction).await?,
        }
        transaction.commit().await?;
        core.jobs.wake();
        return Ok(());
    }
    Err(Failure::Unavailable("too many sign up with one address at once".into()))
}

/// Remembers that a code is mailed, with what there is to say by now.
pub(super) async fn tell(on: &impl ConnectionTrait, email_key: &str) -> Result<(), Failure> {
    Entity::update_many()
        .col_expr(Column::IsTold, Expr::col(Column::IsContested))
        .filter(Column::EmailKey.eq(email_key))
        .exec(on)
        .await?;
    Ok(())
}

/// Writes the row in the place of `standing`; false where that is no longer what stands.
async fn put(
    on: &impl ConnectionTrait,
    row: Model,
    standing: Option<&Model>,
) -> Result<bool, Failure> {
    let Some(standing) = standing else {
        let made = Entity::insert(row.into_active_model().reset_all())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(on)
            .await?;
        return Ok(made > 0);
    };
    let replaced = Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(Column::EmailKey.eq(&*standing.email_key))
        .filter(Column::PasswordHash.eq(&*standing.password_hash))
        .filter(Column::IsContested.eq(standing.is_contested))
        .exec(on)
        .await?;
    Ok(replaced.rows_affected > 0)
}

/// The newest sign-up that waits and would have this login.
pub(in crate::domain::account) async fn by_login(
    core: &Core,
    login: &str,
) -> Result<Option<Model>, Failure> {
    let waiting = Entity::find().filter(Column::CreatedAt.gt(core.clock.now() - KEPT));
    let waiting = if login.contains('@') {
        waiting.filter(Column::EmailKey.eq(fields::email_key(login)))
    } else {
        waiting.filter(Column::UsernameKey.eq(fields::username_key(login)))
    };
    Ok(waiting.order_by_desc(Column::CreatedAt).one(core.db.read()).await?)
}

/// Takes the sign-up that waits for this address.
pub(super) async fn take(
    core: &Core,
    on: &impl ConnectionTrait,
    email_key: &str,
) -> Result<Option<Model>, Failure> {
    let waiting = Entity::find_by_id(email_key).one(on).await?;
    Entity::delete_by_id(email_key).exec(on).await?;
    Ok(waiting.filter(|row| row.created_at > core.clock.now() - KEPT))
}

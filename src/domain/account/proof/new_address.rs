//! A new address of an account: it takes the place of the old one once it is proved, by the person who asked for
//! it. The code alone is not enough, or somebody could have a stranger prove an address to an account of theirs.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::proof::code::{self, About, Verdict};
use crate::domain::account::proof::letters::AddressChanged;
use crate::domain::account::proof::limit::{self, Place};
use crate::domain::account::proof::send_code::enqueue;
use crate::domain::account::{fields, rows};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::mail::{self, Addressee};
use crate::domain::throttle::Taken;
use crate::entity::pending_address::{Column, Entity, Model};
use crate::entity::word::CodePurpose;
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

/// What the code is about.
fn subject(user: UserId, email_key: &str) -> String {
    format!("{user} {email_key}")
}

/// The new address that a code is about.
pub(super) async fn of_subject(core: &Core, subject: &str) -> Result<Option<Model>, Failure> {
    let Some((user, email_key)) = subject.split_once(' ') else {
        return Ok(None);
    };
    let Ok(user) = UserId::parse(user) else {
        return Ok(None);
    };
    let asked = Entity::find_by_id(user).filter(Column::EmailKey.eq(email_key));
    Ok(asked.one(core.db.read()).await?)
}

/// A new address that somebody wants, counted already.
pub(in crate::domain::account) struct Wish {
    email: String,
    email_key: String,
    place: Place,
    taken: Taken,
}

/// Counts that a person asks for an address. While a code that was mailed there is young no other is, and nothing
/// counts.
///
/// # Errors
/// [`Failure::RateLimited`] where the person asked for another address within a minute, for too many within an
/// hour, or too many codes went to the mailbox.
pub(in crate::domain::account) async fn count_wish(
    core: &Core,
    person: &SignedIn,
    email: String,
) -> Result<Wish, Failure> {
    let email_key = fields::email_key(&email);
    let place = Place::of(core, &email_key, person.ip_address.as_deref()).await?;
    let subject = subject(person.user.id, &email_key);
    let taken = if code::is_young(core, about(&subject)).await? {
        Taken::default()
    } else {
        limit::asking(core, person.ip_address.as_deref()).await?;
        limit::new_address(core, person, &email_key, &place).await?
    };
    Ok(Wish { email, email_key, place, taken })
}

fn about(subject: &str) -> About<'_> {
    About { purpose: CodePurpose::NewAddress, subject }
}

/// Keeps the address that `user` asks for, and has the code mailed there.
pub(in crate::domain::account) async fn ask(
    core: &Core,
    on: &impl ConnectionTrait,
    user: UserId,
    Wish { email, email_key, place, taken }: Wish,
) -> Result<(), Failure> {
    let row =
        Model { user_id: user, email, email_key: email_key.clone(), created_at: core.clock.now() };
    let changed = [Column::Email, Column::EmailKey, Column::CreatedAt];
    Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::column(Column::UserId).update_columns(changed).to_owned())
        .exec_without_returning(on)
        .await?;
    send(core, on, user, (&email_key, &place), taken).await
}

/// Has another code mailed to the address that the person asked for.
///
/// # Errors
/// As [`count_wish`].
pub(super) async fn send_again(
    core: &Core,
    person: &SignedIn,
    email_key: &str,
) -> Result<(), Failure> {
    let Wish { place, taken, .. } = count_wish(core, person, email_key.to_owned()).await?;
    let transaction = core.db.begin().await?;
    send(core, &transaction, person.user.id, (email_key, &place), taken).await?;
    transaction.commit().await?;
    core.jobs.wake();
    Ok(())
}

async fn send(
    core: &Core,
    on: &impl ConnectionTrait,
    user: UserId,
    (email_key, place): (&str, &Place),
    taken: Taken,
) -> Result<(), Failure> {
    let subject = subject(user, email_key);
    match code::issue(core, on, about(&subject), place, false).await? {
        Some(id) => enqueue(core, on, id, false).await,
        None => taken.give_back(on).await,
    }
}

/// Forgets the address that `user` asked for.
pub(in crate::domain::account) async fn drop_asked(
    on: &impl ConnectionTrait,
    user: UserId,
) -> Result<(), Failure> {
    Entity::delete_by_id(user).exec(on).await?;
    Ok(())
}

/// Whether the person asked for this address and has not proved it.
pub(super) async fn is_asked(
    core: &Core,
    person: &SignedIn,
    email_key: &str,
) -> Result<bool, Failure> {
    let asked = Entity::find_by_id(person.user.id).filter(Column::EmailKey.eq(email_key));
    Ok(asked.one(core.db.read()).await?.is_some())
}

/// Gives the person the address that they asked for, and tells the old one.
///
/// # Errors
/// INVALID_CODE, where another account has the address by now too; TOO_MANY_ATTEMPTS; [`Failure::RateLimited`].
pub(super) async fn prove(
    core: &Core,
    person: &SignedIn,
    email_key: &str,
    code: &str,
) -> Result<(), Failure> {
    let (id, address) = (person.user.id, person.ip_address.as_deref());
    let taken = limit::trying(core, address).await?;
    let place = Place::of(core, email_key, address).await?;
    let transaction = core.db.begin().await?;
    let subject = subject(id, email_key);
    let verdict = code::attempt(core, &transaction, about(&subject), &place, code).await?;
    let asked =
        Entity::find_by_id(id).filter(Column::EmailKey.eq(email_key)).one(&transaction).await?;
    let row = rows::lock(&transaction, id).await?.filter(|row| row.is_active);
    let is_free = match rows::refuse_taken(&transaction, Some(id), Some(email_key), None).await {
        Ok(()) => true,
        Err(Failure::Refused(_)) => false,
        Err(failure) => return Err(failure),
    };
    let (Verdict::Right, Some(asked), Some(mut row), true) = (verdict, asked, row, is_free) else {
        transaction.commit().await?;
        return Err(verdict.refusal().unwrap_or_else(code::invalid).into());
    };
    let old = std::mem::replace(&mut row.email, asked.email);
    row.email_key = asked.email_key;
    row.email_verified_at = Some(core.clock.now());
    row.search_key = fields::search_key(&row.username, &row.email, &row.first_name, &row.last_name);
    row.updated_at = core.clock.now();
    let row =
        row.into_active_model().reset_all().update(&transaction).await.map_err(rows::taken)?;
    drop_asked(&transaction, id).await?;
    audit::record(core, &transaction, person, Entry::new(Action::AddressChanged, id)).await?;
    let letter = AddressChanged { username: row.username, address: row.email };
    let to = Addressee { address: &old, person: Some(id) };
    mail::post(core, &transaction, to, &letter).await?;
    taken.give_back(&transaction).await?;
    transaction.commit().await?;
    core.jobs.wake();
    Ok(())
}

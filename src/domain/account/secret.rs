//! The secret that signs access tokens and cursors.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use secrecy::SecretString;

use crate::db::Db;
use crate::entity::setting;
use crate::kernel::error::Failure;
use crate::kernel::random::Random;

const NAME: &str = "jwt_secret";
const BYTES: usize = 32;

/// The secret that the operator set; where there is none, one that is made once and kept in the
/// database. Processes that start at once agree on the first.
///
/// # Errors
/// As any query.
pub async fn jwt_secret(
    db: &Db,
    configured: Option<&SecretString>,
    random: &dyn Random,
) -> Result<SecretString, Failure> {
    if let Some(secret) = configured {
        return Ok(secret.clone());
    }
    let mut secret = [0_u8; BYTES];
    random.fill(&mut secret);
    let transaction = db.begin().await?;
    let row = setting::ActiveModel {
        name: Set(NAME.to_owned()),
        value: Set(URL_SAFE_NO_PAD.encode(secret)),
    };
    setting::Entity::insert(row)
        .on_conflict_do_nothing()
        .exec_without_returning(&transaction)
        .await?;
    let kept = setting::Entity::find_by_id(NAME).one(&transaction).await?;
    transaction.commit().await?;
    let kept = kept.ok_or_else(|| Failure::internal("the secret just kept is gone"))?;
    Ok(SecretString::from(kept.value))
}

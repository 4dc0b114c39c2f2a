//! The composition root: builds everything from the configuration.

use std::sync::Arc;

use axum::Router;
use secrecy::ExposeSecret;

use crate::config::Config;
use crate::db::{Db, StatementObserver, migrate};
use crate::domain::Core;
use crate::domain::account::{self, AccessTokens, AccountRules, Passwords, Sessions};
use crate::domain::export::FeedKey;
use crate::domain::job::Wake;
use crate::domain::registration::Desk;
use crate::graphql;
use crate::graphql::protocol::shape::Shape;
use crate::http::{self, HttpState};
use crate::jobs::Runner;
use crate::kernel::clock::{Clock, SystemClock};
use crate::kernel::cursor::CursorKey;
use crate::kernel::error::Failure;
use crate::kernel::metrics::Metrics;
use crate::kernel::random::{OsRandom, Random};

/// What comes from outside the process: tests bring their own.
#[derive(Clone)]
pub struct World {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Sees every statement, where somebody wants to.
    pub observer: Option<StatementObserver>,
}

impl Default for World {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), random: Arc::new(OsRandom), observer: None }
    }
}

/// Opens the store and, where `migrate` says so, brings its schema up to date.
///
/// # Errors
/// [`Failure`] where the database cannot be reached or a migration fails.
pub async fn open(config: &Config, world: World, migrate: bool) -> Result<Core, Failure> {
    let db = Db::connect(&config.database, world.observer).await?;
    if migrate {
        migrate::up(&db).await?;
    }
    let configured = config.accounts.jwt_secret.as_ref();
    let secret = account::jwt_secret(&db, configured, &*world.random).await?;
    let secret = secret.expose_secret().as_bytes();
    let desk = Desk::new(&db, Arc::clone(&world.random), &config.desk);
    let sessions = Sessions::new(&db);
    Ok(Core {
        db,
        desk,
        sessions,
        clock: world.clock,
        random: world.random,
        cursors: CursorKey::new(secret),
        feeds: FeedKey::new(secret),
        public_url: config.http.public_url.as_str().into(),
        passwords: Passwords::new(),
        tokens: AccessTokens::new(secret),
        account_rules: AccountRules::from(&config.accounts),
        jobs: Wake::default(),
        metrics: Metrics::default(),
    })
}

/// The server's routes over an opened store.
pub fn routes(config: &Config, core: Core) -> Router {
    let schema = graphql::build(config.http.introspection);
    let shape = Arc::new(Shape::of(&graphql::schema::sdl(), config.http.introspection));
    let job_kinds = Runner::new(core.clone()).kinds().into();
    let core = Arc::new(core);
    let state = HttpState { core, schema, shape, documents: Arc::default(), job_kinds };
    http::router(state, &config.http)
}

//! The composition root: builds everything from the configuration.

use std::sync::Arc;

use axum::Router;
use secrecy::ExposeSecret;

use crate::config::Config;
use crate::db::{Db, StatementObserver, migrate};
use crate::domain::Core;
use crate::domain::account::{self, AccessTokens, AccountRules, CodeKey, Passwords, Sessions};
use crate::domain::export::FeedKey;
use crate::domain::job::Wake;
use crate::domain::notification::UnsubscribeKey;
use crate::domain::registration::Desk;
use crate::domain::throttle::Throttle;
use crate::graphql;
use crate::graphql::protocol::shape::Shape;
use crate::http::{self, HttpState, Limiter};
use crate::jobs::{KINDS, Runner};
use crate::kernel::clock::{Clock, SystemClock};
use crate::kernel::cursor::CursorKey;
use crate::kernel::error::Failure;
use crate::kernel::metrics::Metrics;
use crate::kernel::random::{OsRandom, Random};
use crate::mail::{Mailer, Transport};

/// What comes from outside the process: tests bring their own.
#[derive(Clone)]
pub struct World {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Sees every statement, where somebody wants to.
    pub observer: Option<StatementObserver>,
    /// How mail leaves, where not as the configuration says.
    pub mail: Option<Arc<dyn Transport>>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(OsRandom),
            observer: None,
            mail: None,
        }
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
    let mut cursors = CursorKey::new(secret);
    let mut tokens = AccessTokens::new(secret);
    let mut unsubscribe = UnsubscribeKey::new(secret);
    let mut feeds = FeedKey::new(secret);
    if let Some(previous) = &config.accounts.jwt_secret_previous {
        let previous = previous.expose_secret().as_bytes();
        cursors = cursors.accepting(previous);
        tokens = tokens.accepting(previous);
        unsubscribe = unsubscribe.accepting(previous);
        feeds = feeds.accepting(previous);
    }
    let desk = Desk::new(&db, Arc::clone(&world.random), &config.desk);
    let sessions = Sessions::new(&db);
    Ok(Core {
        db,
        desk,
        sessions,
        clock: world.clock,
        random: world.random,
        cursors,
        feeds,
        public_url: config.http.public_url.as_str().into(),
        passwords: Passwords::new(),
        tokens,
        codes: CodeKey::new(secret),
        throttle: Throttle::new(secret, config.http.rate_limit),
        account_rules: AccountRules::from(&config.accounts),
        unsubscribe,
        reminder_lead: config.notifications.reminder_lead,
        jobs: Wake::default(),
        metrics: Metrics::default(),
    })
}

/// Whoever does the jobs of an opened store.
///
/// # Errors
/// [`Failure::Internal`] where what mail needs cannot be read.
pub fn runner(config: &Config, world: &World, core: Core) -> Result<Runner, Failure> {
    Ok(Runner::new(core, &Mailer::new(config, world.mail.clone())?))
}

/// The server's routes over an opened store.
pub fn routes(config: &Config, core: Core) -> Router {
    let schema = graphql::build(config.http.introspection);
    let shape = Arc::new(Shape::of(&graphql::schema::sdl(), config.http.introspection));
    let job_kinds = KINDS.into();
    let limiter = config.http.rate_limit.then(|| Arc::new(Limiter::new(Arc::clone(&core.clock))));
    let proxies = config.http.trusted_proxies.clone().into();
    let limits = config.http.limits;
    let (core, documents) = (Arc::new(core), Arc::default());
    let state = HttpState { core, schema, shape, documents, job_kinds, limits, limiter, proxies };
    http::router(state, &config.http)
}

//! What resolvers know of the request they answer.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use async_graphql::Context;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::graphql::loader::Loaders;

/// Where a request came from, for sessions and the log.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// The address that the connection came from.
    pub ip_address: Option<String>,
    /// The `User-Agent` header, cut to a sensible length.
    pub user_agent: Option<String>,
}

/// One request: its viewer and its loaders. A mutation that signs somebody in or out changes the
/// viewer, and every mutation starts with fresh loaders, so that it never shows what was before it.
#[derive(Debug)]
pub struct RequestState {
    core: Arc<Core>,
    client: Client,
    now: RwLock<Arc<Now>>,
}

#[derive(Debug)]
struct Now {
    viewer: Viewer,
    /// Made when somebody asks: a mutation uses none before its fresh ones.
    loaders: OnceLock<Arc<Loaders>>,
}

impl RequestState {
    /// The state at the start of a request.
    #[must_use]
    pub fn new(core: Arc<Core>, viewer: Viewer, client: Client) -> Self {
        let now = RwLock::new(Arc::new(Now::start(viewer)));
        Self { core, client, now }
    }

    fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn restart(&self, viewer: Viewer) -> Arc<Loaders> {
        let now = Arc::new(Now::start(viewer));
        let loaders = now.loaders(&self.core);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = now;
        loaders
    }
}

impl Now {
    fn start(viewer: Viewer) -> Self {
        Self { viewer, loaders: OnceLock::new() }
    }

    fn loaders(&self, core: &Arc<Core>) -> Arc<Loaders> {
        Arc::clone(self.loaders.get_or_init(|| Arc::new(Loaders::new(core, &self.viewer))))
    }
}

/// Short ways to the request's state.
pub trait ContextExt {
    /// The store, the time, chance and the secrets.
    fn core(&self) -> &Arc<Core>;
    /// Whoever asks.
    fn viewer(&self) -> Viewer;
    /// Where they ask from.
    fn client(&self) -> &Client;
    /// The loaders of this request.
    fn loaders(&self) -> Arc<Loaders>;
    /// Fresh loaders, for the answer of a mutation: call it once the command is done, and prime them
    /// with what the command made.
    fn fresh_loaders(&self) -> Arc<Loaders>;
    /// From here on the request is `viewer`'s: after signing in or out, or a change of the account.
    fn become_viewer(&self, viewer: Viewer) -> Arc<Loaders>;
}

impl ContextExt for Context<'_> {
    fn core(&self) -> &Arc<Core> {
        &state(self).core
    }

    fn viewer(&self) -> Viewer {
        state(self).now().viewer.clone()
    }

    fn client(&self) -> &Client {
        &state(self).client
    }

    fn loaders(&self) -> Arc<Loaders> {
        let state = state(self);
        state.now().loaders(&state.core)
    }

    fn fresh_loaders(&self) -> Arc<Loaders> {
        state(self).restart(self.viewer())
    }

    fn become_viewer(&self, viewer: Viewer) -> Arc<Loaders> {
        state(self).restart(viewer)
    }
}

fn state<'a>(ctx: &Context<'a>) -> &'a RequestState {
    ctx.data_unchecked::<RequestState>()
}

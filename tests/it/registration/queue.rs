//! Requests that wait at the desk in a known order: a test holds the event until all of them stand there.

use std::sync::Arc;

use sea_orm::{DatabaseTransaction, EntityTrait, QuerySelect};
use serde_json::Value;
use tokio::task::JoinHandle;
use turnout::entity::event;
use turnout::kernel::id::EventId;

use crate::support::{Database, Person, Reply, TestApp};

/// A server whose queue may be waited for as long as it takes.
pub(super) async fn patient(on: Database, settings: &[(&str, &str)]) -> Arc<TestApp> {
    let mut all = vec![("DB_ACQUIRE_TIMEOUT", "60s")];
    all.extend_from_slice(settings);
    Arc::new(TestApp::start_with(on, &all).await)
}

/// An event that is held, so that whoever asks for it waits.
pub(super) struct Held {
    app: Arc<TestApp>,
    lock: DatabaseTransaction,
    asked: Vec<JoinHandle<Reply>>,
}

impl Held {
    /// Holds the event. A first request is needed for the others to queue behind: send it before the rest.
    pub(super) async fn event(app: &Arc<TestApp>, event: &str) -> Self {
        let lock = app.core.db.begin().await.unwrap();
        let id = EventId::parse(event).unwrap();
        event::Entity::find_by_id(id).lock_exclusive().one(&lock).await.unwrap().unwrap();
        Self { app: Arc::clone(app), lock, asked: Vec::new() }
    }

    /// Sends a request, and returns once it stands in the queue, or is what the clerk waits with.
    pub(super) async fn send<F>(&mut self, request: impl FnOnce(Arc<TestApp>) -> F)
    where
        F: Future<Output = Reply> + Send + 'static,
    {
        let is_first = self.asked.is_empty();
        let before = self.app.core.desk.waiting();
        self.asked.push(tokio::spawn(request(Arc::clone(&self.app))));
        if is_first {
            // It comes, and the clerk takes it up.
            while self.app.core.desk.at_work() == 0 || self.app.core.desk.waiting() > 0 {
                tokio::task::yield_now().await;
            }
            return;
        }
        while self.app.core.desk.waiting() == before {
            tokio::task::yield_now().await;
        }
    }

    /// Queues a registration of one seat for each of `people`.
    pub(super) async fn registrations(&mut self, event: &str, people: &[Person]) {
        for person in people {
            let (person, event) = (person.clone(), event.to_owned());
            self.send(async move |app: Arc<TestApp>| app.register(&person, &event, 1).await).await;
        }
    }

    /// As if the client of the last request had hung up.
    pub(super) fn hang_up(&mut self) {
        self.asked.pop().unwrap().abort();
    }

    /// Lets go, and gives the answers in the order of the requests.
    pub(super) async fn release(self) -> Vec<Reply> {
        self.lock.rollback().await.unwrap();
        let mut replies = Vec::new();
        for asked in self.asked {
            replies.push(asked.await.unwrap());
        }
        replies
    }
}

/// The codes of user errors, empty where all went well.
pub(super) fn refused(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"].as_array().unwrap();
    errors.iter().map(|error| error["code"].as_str().unwrap()).collect()
}

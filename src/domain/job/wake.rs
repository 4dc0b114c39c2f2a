//! Telling the runner of this process that there is something to do.

use std::sync::Arc;

use tokio::sync::Notify;

/// Wakes the runner of this process. Without it a job is found at the runner's next look, a second later at
/// most, and so it is by the other processes.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// To be called after the commit that enqueued a job: before it there is nothing to see.
    pub fn wake(&self) {
        self.0.notify_one();
    }

    /// Returns once somebody has called [`Wake::wake`] since the last time.
    pub async fn woken(&self) {
        self.0.notified().await;
    }
}

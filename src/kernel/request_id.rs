//! The id of the request that is being answered, for what it leaves behind: jobs, and their lines in the log.

tokio::task_local! {
    static CURRENT: String;
}

/// Runs `work` for the request `id`. A task that `work` spawns is told anew.
pub async fn scope<F: Future>(id: &str, work: F) -> F::Output {
    CURRENT.scope(id.to_owned(), work).await
}

/// The id of the request that is being answered, where one is.
#[must_use]
pub fn current() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok().filter(|id| !id.is_empty())
}

//! `turnout jobs`: what an operator does with the queue.

use clap::{Subcommand, ValueEnum};

use crate::app::{self, World};
use crate::cli::{Outcome, print};
use crate::config::Config;
use crate::domain::Core;
use crate::domain::job::{self, Standing};
use crate::entity::job::Model;
use crate::kernel::error::Failure;
use crate::kernel::id::JobId;

#[derive(Debug, Subcommand)]
pub(super) enum JobsCommand {
    /// One job a line: id, kind, attempts, when it is due or ended, what went wrong.
    List {
        /// Which.
        #[arg(long, value_enum, default_value_t = State::Failed)]
        state: State,
        /// How many, from the oldest.
        #[arg(long, default_value_t = 100)]
        limit: u64,
    },
    /// Let a failed job run again, or all of them.
    Retry {
        /// The job's id.
        #[arg(required_unless_present = "all")]
        id: Option<String>,
        /// Every failed job.
        #[arg(long, conflicts_with = "id")]
        all: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum State {
    Pending,
    Failed,
    Done,
}

impl From<State> for Standing {
    fn from(state: State) -> Self {
        match state {
            State::Pending => Self::Pending,
            State::Failed => Self::Failed,
            State::Done => Self::Done,
        }
    }
}

pub(super) async fn run(config: &Config, command: JobsCommand) -> Outcome {
    // The schema is left as it is: an older or newer server may be at work on it.
    let core = app::open(config, World::default(), false).await?;
    match command {
        JobsCommand::List { state, limit } => {
            let jobs = job::list(&core, state.into(), limit).await?;
            print(&jobs.iter().map(line).collect::<String>())?;
        }
        JobsCommand::Retry { id, .. } => print(&retry(&core, id.as_deref()).await?)?,
    }
    Ok(core.db.close().await?)
}

async fn retry(core: &Core, id: Option<&str>) -> Result<String, Box<dyn std::error::Error>> {
    let Some(id) = id else {
        return Ok(format!("{} will run again.\n", job::retry_all(core).await?));
    };
    match job::retry(core, JobId::parse(id)?).await {
        Ok(()) => Ok(format!("{id} will run again.\n")),
        Err(Failure::Refused(refusals)) => {
            let told: Vec<String> = refusals.into_iter().map(|refusal| refusal.message).collect();
            Err(told.join("\n").into())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Tabs between; no payload, which may hold somebody's data.
fn line(job: &Model) -> String {
    let when = job.finished_at.unwrap_or(job.run_at);
    let error = job.last_error.as_deref().unwrap_or("-").replace(char::is_control, " ");
    let request = job.request_id.as_deref().unwrap_or("-");
    let (id, kind, when) = (job.id, &job.kind, when.to_rfc3339());
    format!("{id}\t{kind}\t{}/{}\t{when}\t{request}\t{error}\n", job.attempts, job.max_attempts)
}

//! Floor 3: doing what [`domain::job`](crate::domain::job) has in its queue.
//!
//! To add a job: its type with [`Job`](crate::domain::job::Job) in the domain, a file here with its [`Work`], and
//! a line in [`works`]. One that comes again also says how often; its type is the unit struct that the line
//! names, and nobody need enqueue it.

mod runner;
mod sweep;
mod sweep_keys;
mod work;

pub use runner::{JOBS_ENDED, Runner};
pub use work::{Run, Work};

/// Every kind of job that this server knows.
fn works() -> Vec<Box<dyn Work>> {
    vec![Box::new(sweep::Sweep), Box::new(sweep_keys::SweepKeys)]
}

//! Jobs: work that is done after the commit that asked for it.
//!
//! A command [`enqueue`]s a job in its own transaction, so that both come to be or neither does; after the
//! commit it calls [`Wake::wake`], so that this process looks at once. The runner in `jobs/` of any process
//! [`claim`]s it under a lease, does it, and [`done`] marks it in the same transaction as what the job writes.
//! While it runs the lease is renewed; a process that dies lets it lapse, and another takes the job over: a job runs at least once and acts
//! once on the database. A fault says whether to try again, later and later; what was given up is kept.
//!
//! To add a kind of job: a type with [`Job`] in its feature's folder, and its work in `jobs/`.

mod backoff;
mod claim;
mod enqueue;
mod fault;
mod figures;
mod finish;
mod keep;
mod many;
mod operate;
mod schedule;
mod wake;

pub use claim::{claim, is_any_due, renew};
pub use enqueue::{Ask, Job, enqueue, enqueue_with};
pub use fault::Fault;
pub use figures::{Figures, figures};
pub use finish::{done, failed, release};
pub use keep::{forget_person, sweep};
pub use many::{Planned, enqueue_all, plan};
pub use operate::{Standing, list, retry, retry_all};
pub use schedule::{Scheduled, announce, enqueue_due};
pub use wake::Wake;

//! Versions: the history of an event, one for each change, whoever made it.
//!
//! A command that changes an event writes it through [`amend`], which moves its `version` on in the same
//! statement and writes the version beside it; one that changes many moves each on with [`advance`] and
//! writes their versions with [`record`]. Either way it is the transaction of the change, under the
//! event's lock: so the numbers have no gap, however many edit at once, and no change is without its
//! version. To record another kind of change: a word in `entity::word::VersionChange`, the same in `graphql/version/` and in the check
//! of a new migration. To record another field: a line in [`Snapshot`].
//!
//! An event that an older server made has no version until its first change here ([`UNRECORDED`]).

mod diff;
mod lookup;
mod record;
mod snapshot;

pub use diff::{FieldChange, diff};
pub use lookup::{by_numbers, page, snapshot};
pub use record::{Edit, FIRST, UNRECORDED, advance, advanced, amend, current, record, unrecorded};
pub use snapshot::Snapshot;

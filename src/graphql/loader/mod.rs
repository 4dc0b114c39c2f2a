//! What nested fields load, batched: one file a kind.
//!
//! To add one: a type that implements [`batch::Batch`] in its own file, a field of [`Loaders`].

pub mod batch;
mod rows;

use std::sync::Arc;

use batch::BatchLoader;

use crate::domain::Core;
use crate::domain::access::Viewer;

pub use rows::{Categories, Users};

/// The loaders of one request, for one viewer.
#[derive(Debug)]
pub struct Loaders {
    /// People by id.
    pub users: BatchLoader<Users>,
    /// Categories by id.
    pub categories: BatchLoader<Categories>,
}

impl Loaders {
    /// Loaders that remember nothing yet. Whatever is visible to some only is loaded as `viewer`.
    #[must_use]
    pub fn new(core: &Arc<Core>, _viewer: &Viewer) -> Self {
        Self {
            users: BatchLoader::new(Users(Arc::clone(core))),
            categories: BatchLoader::new(Categories(Arc::clone(core))),
        }
    }
}

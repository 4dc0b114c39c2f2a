//! A loader: many keys asked for in one breath become one statement, and each key is loaded once a
//! request. Ours wraps the `dataloader` crate, which yields to the other resolvers instead of sleeping;
//! why, and why only its `try_` methods, is in docs/decisions/.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use ::dataloader::BatchFn;
use ::dataloader::cached::Loader;

use crate::kernel::error::Failure;

/// Keys that are loaded in one go.
const BATCH: usize = 1000;

/// Loads many keys in one statement.
pub trait Batch: Send + Sync + 'static {
    /// What is looked up.
    type Key: Eq + Hash + Clone + Debug + Send + Sync + 'static;
    /// What is found.
    type Value: Clone + Send + Sync + 'static;

    /// The values of `keys`; a key that has none is left out.
    fn load(
        &self,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>, Failure>> + Send;
}

type Found<V> = Result<Option<V>, Arc<Failure>>;

struct Adapter<B>(B);

impl<B: Batch> BatchFn<B::Key, Found<B::Value>> for Adapter<B> {
    async fn load(&mut self, keys: &[B::Key]) -> HashMap<B::Key, Found<B::Value>> {
        match self.0.load(keys).await {
            Ok(mut found) => keys.iter().map(|key| (key.clone(), Ok(found.remove(key)))).collect(),
            Err(failure) => {
                let failure = Arc::new(failure);
                keys.iter().map(|key| (key.clone(), Err(Arc::clone(&failure)))).collect()
            }
        }
    }
}

/// Loads and remembers for one request.
pub struct BatchLoader<B: Batch>(Loader<B::Key, Found<B::Value>, Adapter<B>>);

impl<B: Batch> Debug for BatchLoader<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BatchLoader")
    }
}

impl<B: Batch> BatchLoader<B> {
    /// A loader that remembers nothing yet.
    pub fn new(batch: B) -> Self {
        let loader = Loader::new(Adapter(batch)).with_yield_count(1).with_max_batch_size(BATCH);
        Self(loader)
    }

    /// The value of `key`, `None` where there is none or it is hidden.
    ///
    /// # Errors
    /// As the query of the batch.
    pub async fn load(&self, key: B::Key) -> Found<B::Value> {
        self.0.try_load(key).await.map_err(|fault| Arc::new(Failure::internal(fault)))?
    }

    /// The values of `keys`, in no order.
    ///
    /// # Errors
    /// As the query of the batch.
    pub async fn load_many(
        &self,
        keys: Vec<B::Key>,
    ) -> Result<HashMap<B::Key, B::Value>, Arc<Failure>> {
        let found = self.0.try_load_many(keys).await;
        let found = found.map_err(|fault| Arc::new(Failure::internal(fault)))?;
        let mut values = HashMap::with_capacity(found.len());
        for (key, value) in found {
            if let Some(value) = value? {
                values.insert(key, value);
            }
        }
        Ok(values)
    }

    /// Remembers what is known already: what a mutation just made, say.
    pub async fn prime(&self, key: B::Key, value: B::Value) {
        self.0.prime(key, Ok(Some(value))).await;
    }
}

/// Keys of a parent and something else, parted by what else: each group is one statement.
pub fn grouped<P: Copy, W: Eq + Hash + Clone>(keys: &[(P, W)]) -> HashMap<W, Vec<P>> {
    let mut groups: HashMap<W, Vec<P>> = HashMap::new();
    for (parent, with) in keys {
        groups.entry(with.clone()).or_default().push(*parent);
    }
    groups
}

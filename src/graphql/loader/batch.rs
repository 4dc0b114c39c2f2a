//! A loader: many keys asked for in one breath become one statement, and each key is loaded once a
//! request.
//!
//! Whoever asks for a key lets the other resolvers run first, for as long as they ask for theirs; then the
//! batch is loaded, and everybody who waits for it wakes at once. That last point is why this is not the
//! `dataloader` crate: there the waiting wake one after the other, behind a lock, and the first of them
//! has asked for what hangs on its value, alone, before the last has woken.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, Shared, try_join_all};

use crate::kernel::error::Failure;

/// Keys that are loaded in one go.
const BATCH: usize = 1000;
/// Yields in a row without a new key after which a batch is loaded. Resolvers that wake together are not
/// polled in one go: each level of the answer hands on only so many of its children at a time.
const QUIET: u32 = 3;

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
type Values<B> = HashMap<<B as Batch>::Key, <B as Batch>::Value>;
type Loading<B> = Shared<BoxFuture<'static, Result<Arc<Values<B>>, Arc<Failure>>>>;

/// Loads and remembers for one request.
pub struct BatchLoader<B: Batch> {
    batch: Arc<B>,
    /// Made with the first key: of a request's many loaders most are never asked.
    state: OnceLock<Arc<Mutex<State<B>>>>,
}

struct State<B: Batch> {
    known: HashMap<B::Key, Slot<B>>,
    /// The batch that still takes keys, and those it has.
    gathering: Option<(Loading<B>, Vec<B::Key>)>,
}

enum Slot<B: Batch> {
    Primed(B::Value),
    Batched(Loading<B>),
}

impl<B: Batch> Debug for BatchLoader<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BatchLoader")
    }
}

impl<B: Batch> BatchLoader<B> {
    /// A loader that remembers nothing yet.
    pub fn new(batch: B) -> Self {
        Self { batch: Arc::new(batch), state: OnceLock::new() }
    }

    fn state(&self) -> &Arc<Mutex<State<B>>> {
        self.state
            .get_or_init(|| Arc::new(Mutex::new(State { known: HashMap::new(), gathering: None })))
    }

    /// The value of `key`, `None` where there is none or it is hidden.
    ///
    /// # Errors
    /// As the query of the batch.
    pub async fn load(&self, key: B::Key) -> Found<B::Value> {
        let loading = {
            let mut state = lock(self.state());
            match state.known.get(&key) {
                Some(Slot::Primed(value)) => return Ok(Some(value.clone())),
                Some(Slot::Batched(loading)) => loading.clone(),
                None => self.join(&mut state, &key),
            }
        };
        self.let_others_ask(&loading).await;
        Ok(loading.await?.get(&key).cloned())
    }

    /// Yields as long as somebody still joins the batch.
    async fn let_others_ask(&self, loading: &Loading<B>) {
        let mut before = self.gathered(loading);
        let mut quiet = 0;
        while before.is_some() && quiet < QUIET {
            tokio::task::yield_now().await;
            let after = self.gathered(loading);
            quiet = if after == before { quiet + 1 } else { 0 };
            before = after;
        }
    }

    /// How many keys the batch has, while it still takes more.
    fn gathered(&self, loading: &Loading<B>) -> Option<usize> {
        let state = lock(self.state());
        let (gathering, keys) = state.gathering.as_ref()?;
        gathering.ptr_eq(loading).then_some(keys.len())
    }

    /// The values of `keys`, in no order.
    ///
    /// # Errors
    /// As the query of the batch.
    pub async fn load_many(&self, keys: Vec<B::Key>) -> Result<Values<B>, Arc<Failure>> {
        let load = async |key: B::Key| {
            let value = self.load(key.clone()).await?;
            Ok::<_, Arc<Failure>>((key, value))
        };
        let found = try_join_all(keys.into_iter().map(load)).await?;
        Ok(found.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
    }

    /// Remembers what is known already: what a mutation just made, say.
    #[expect(clippy::unused_async, reason = "so that a loader may come to wait here")]
    pub async fn prime(&self, key: B::Key, value: B::Value) {
        lock(self.state()).known.insert(key, Slot::Primed(value));
    }

    /// Puts `key` into the batch that gathers, or begins one.
    fn join(&self, state: &mut State<B>, key: &B::Key) -> Loading<B> {
        let (loading, keys) = state.gathering.get_or_insert_with(|| (self.begin(), Vec::new()));
        keys.push(key.clone());
        let loading = loading.clone();
        state.known.insert(key.clone(), Slot::Batched(loading.clone()));
        loading
    }

    /// A batch that loads, once it is awaited, the keys that were gathered until then.
    fn begin(&self) -> Loading<B> {
        let (batch, state) = (Arc::clone(&self.batch), Arc::downgrade(self.state()));
        async move {
            let gathered = state.upgrade().and_then(|state| lock(&state).gathering.take());
            let keys = gathered.map(|(_, keys)| keys).unwrap_or_default();
            let mut values = HashMap::with_capacity(keys.len());
            for keys in keys.chunks(BATCH) {
                values.extend(batch.load(keys).await?);
            }
            Ok(Arc::new(values))
        }
        .boxed()
        .shared()
    }
}

fn lock<B: Batch>(state: &Mutex<State<B>>) -> MutexGuard<'_, State<B>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keys of a parent and something else, parted by what else: each group is one statement.
pub fn grouped<P: Copy, W: Eq + Hash + Clone>(keys: &[(P, W)]) -> HashMap<W, Vec<P>> {
    let groups = grouped_by(keys, |(_, with)| with.clone()).into_iter();
    let parents = |keys: Vec<&(P, W)>| keys.into_iter().map(|(parent, _)| *parent).collect();
    groups.map(|(with, keys)| (with, parents(keys))).collect()
}

/// Keys parted by what `group` says of each: each group is one statement.
pub fn grouped_by<K, G: Eq + Hash>(keys: &[K], group: impl Fn(&K) -> G) -> HashMap<G, Vec<&K>> {
    let mut groups: HashMap<G, Vec<&K>> = HashMap::new();
    for key in keys {
        groups.entry(group(key)).or_default().push(key);
    }
    groups
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    /// Doubles even numbers, and remembers the sizes of its batches.
    #[derive(Default)]
    struct Doubles(Arc<Mutex<Vec<usize>>>);

    impl Batch for Doubles {
        type Key = i32;
        type Value = i32;

        async fn load(&self, keys: &[i32]) -> Result<HashMap<i32, i32>, Failure> {
            self.0.lock().unwrap().push(keys.len());
            tokio::task::yield_now().await;
            if keys.contains(&13) {
                return Err(Failure::Forbidden);
            }
            Ok(keys.iter().filter(|key| *key % 2 == 0).map(|key| (*key, key * 2)).collect())
        }
    }

    fn loader() -> (BatchLoader<Doubles>, Arc<Mutex<Vec<usize>>>) {
        let sizes = Arc::default();
        (BatchLoader::new(Doubles(Arc::clone(&sizes))), sizes)
    }

    #[tokio::test]
    async fn each_key_is_loaded_once_and_all_together() {
        let (loader, sizes) = loader();
        let found = join_all([2, 3, 2, 4].map(|key| loader.load(key))).await;
        let found: Vec<Option<i32>> = found.into_iter().map(Result::unwrap).collect();
        assert_eq!(found, [Some(4), None, Some(4), Some(8)]);
        assert_eq!(loader.load(3).await.unwrap(), None);
        assert_eq!(*sizes.lock().unwrap(), [3]);
    }

    #[tokio::test]
    async fn what_hangs_on_loaded_values_is_loaded_together_too() {
        let (loader, sizes) = loader();
        let chains = (1..=100).map(async |key| {
            let first = loader.load(key * 2).await.unwrap().unwrap();
            let second = loader.load(first * 1000).await.unwrap().unwrap();
            loader.load(second * 1000).await.unwrap()
        });
        assert!(join_all(chains).await.iter().all(Option::is_some));
        assert_eq!(*sizes.lock().unwrap(), [100, 100, 100]);
    }

    #[tokio::test]
    async fn primed_values_cost_nothing_and_faults_reach_everybody() {
        let (loader, sizes) = loader();
        loader.prime(1, 7).await;
        assert_eq!(loader.load(1).await.unwrap(), Some(7));
        assert!(sizes.lock().unwrap().is_empty());
        let (first, second) = futures::join!(loader.load(13), loader.load(2));
        assert!(matches!(*first.unwrap_err(), Failure::Forbidden));
        assert!(matches!(*second.unwrap_err(), Failure::Forbidden));
    }

    #[tokio::test]
    async fn a_waiter_that_goes_away_does_not_take_the_others_along() {
        let (loader, _) = loader();
        let mut gone = Box::pin(loader.load(2));
        let stays = loader.load(4);
        let first = futures::poll!(&mut gone);
        assert!(first.is_pending());
        drop(gone);
        assert_eq!(stays.await.unwrap(), Some(8));
    }
}

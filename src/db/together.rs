//! The same look-up that many requests make at once, in one statement.
//!
//! Who asks while a statement is under way is served by the next one, together with all who ask until
//! it begins; who asks alone is served at once. Nothing is kept: an answer is read after it was asked
//! for, so that it is never older than the question.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::BoxFuture;
use tokio::sync::oneshot;

use crate::kernel::error::Failure;

/// Keys looked up by one statement.
const MOST_AT_ONCE: usize = 256;

type Asked<K, V> = (K, oneshot::Sender<Found<V>>);
type Found<V> = Result<Option<V>, Failure>;
type Read<K, V> =
    Box<dyn Fn(Vec<K>) -> BoxFuture<'static, Result<HashMap<K, V>, Failure>> + Send + Sync>;

/// A look-up shared by all requests of the process.
pub struct Together<K, V> {
    shared: Arc<Shared<K, V>>,
}

struct Shared<K, V> {
    read: Read<K, V>,
    queue: Mutex<Queue<K, V>>,
}

struct Queue<K, V> {
    asked: Vec<Asked<K, V>>,
    is_read: bool,
}

impl<K, V> Clone for Together<K, V> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<K, V> Debug for Together<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Together")
    }
}

impl<K, V> Together<K, V>
where
    K: Eq + Hash + Clone + Send + 'static,
    V: Clone + Send + 'static,
{
    /// A look-up by `read`, which finds the values of many keys in one statement.
    pub fn new<F, R>(read: R) -> Self
    where
        F: Future<Output = Result<HashMap<K, V>, Failure>> + Send + 'static,
        R: Fn(Vec<K>) -> F + Send + Sync + 'static,
    {
        let read: Read<K, V> = Box::new(move |keys| Box::pin(read(keys)));
        let queue = Mutex::new(Queue { asked: Vec::new(), is_read: false });
        Self { shared: Arc::new(Shared { read, queue }) }
    }

    /// The value of `key`; `None` where there is none.
    ///
    /// # Errors
    /// As the statement.
    pub async fn find(&self, key: K) -> Found<V> {
        let (answer, answered) = oneshot::channel();
        let leads = {
            let mut queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
            queue.asked.push((key, answer));
            !std::mem::replace(&mut queue.is_read, true)
        };
        if leads {
            // In a task of its own: who asked may go away, and the others still wait.
            tokio::spawn(Arc::clone(&self.shared).serve());
        }
        answered.await.unwrap_or_else(|_| Err(Failure::internal("a shared look-up ended early")))
    }
}

impl<K, V> Shared<K, V>
where
    K: Eq + Hash + Clone + Send + 'static,
    V: Clone + Send + 'static,
{
    async fn serve(self: Arc<Self>) {
        let _relief = Relief(&self);
        // Requests that arrived in the same turn come along.
        tokio::task::yield_now().await;
        while let Some(asked) = self.next() {
            let keys: HashSet<K> = asked.iter().map(|(key, _)| key.clone()).collect();
            let found = (self.read)(keys.into_iter().collect()).await;
            for (key, answer) in asked {
                let value = match &found {
                    Ok(found) => Ok(found.get(&key).cloned()),
                    Err(failure) => Err(failure.again()),
                };
                // Whoever has gone away does not miss it.
                let _ = answer.send(value);
            }
            if let Err(failure @ Failure::Unavailable(_)) = &found {
                // The others would each wait as long, behind one another, to hear the same.
                for (_, answer) in self.waiting() {
                    let _ = answer.send(Err(failure.again()));
                }
            }
        }
    }

    fn waiting(&self) -> Vec<Asked<K, V>> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut queue.asked)
    }

    fn next(&self) -> Option<Vec<Asked<K, V>>> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let most = queue.asked.len().min(MOST_AT_ONCE);
        if most == 0 {
            queue.is_read = false;
            return None;
        }
        Some(queue.asked.drain(..most).collect())
    }
}

/// Frees the look-up where `read` panicked: who waits is told, and who comes next begins anew.
struct Relief<'a, K, V>(&'a Shared<K, V>);

impl<K, V> Drop for Relief<'_, K, V> {
    fn drop(&mut self) {
        let mut queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if std::thread::panicking() {
            queue.asked.clear();
            queue.is_read = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::join_all;

    fn doubles() -> (Together<i32, i32>, Arc<Mutex<Vec<usize>>>) {
        let sizes: Arc<Mutex<Vec<usize>>> = Arc::default();
        let seen = Arc::clone(&sizes);
        let together = Together::new(move |keys: Vec<i32>| {
            seen.lock().unwrap().push(keys.len());
            async move {
                tokio::task::yield_now().await;
                assert!(!keys.contains(&-1), "panics");
                if keys.contains(&13) {
                    return Err(Failure::Forbidden);
                }
                Ok(keys.into_iter().filter(|key| key % 2 == 0).map(|key| (key, key * 2)).collect())
            }
        });
        (together, sizes)
    }

    #[tokio::test]
    async fn who_asks_at_once_is_served_at_once() {
        let (together, sizes) = doubles();
        let found = join_all((0..10).map(|key| together.find(key % 5))).await;
        let found: Vec<Option<i32>> = found.into_iter().map(Result::unwrap).collect();
        assert_eq!(found[..5], [Some(0), None, Some(4), None, Some(8)]);
        assert_eq!(found[..5], found[5..]);
        assert_eq!(*sizes.lock().unwrap(), [5]);
        assert_eq!(together.find(4).await.unwrap(), Some(8));
        assert_eq!(*sizes.lock().unwrap(), [5, 1]);
    }

    #[tokio::test]
    async fn a_fault_reaches_everybody_and_passes() {
        let (together, _) = doubles();
        let (first, second) = futures::join!(together.find(13), together.find(2));
        assert!(matches!(first, Err(Failure::Forbidden)));
        assert!(matches!(second, Err(Failure::Forbidden)));
        assert_eq!(together.find(2).await.unwrap(), Some(4));
    }

    #[tokio::test]
    async fn who_waits_behind_a_database_that_is_away_is_told_at_once() {
        let reads: Arc<Mutex<u32>> = Arc::default();
        let (go, mut gone) = tokio::sync::mpsc::channel::<()>(1);
        let seen = Arc::clone(&reads);
        let going = Arc::new(tokio::sync::Mutex::new(()));
        let held = Arc::clone(&going).lock_owned().await;
        let together = Together::<i32, i32>::new(move |_| {
            *seen.lock().unwrap() += 1;
            let (going, go) = (Arc::clone(&going), go.clone());
            async move {
                go.send(()).await.unwrap();
                let _turn = going.lock().await;
                Err(Failure::Unavailable("away".into()))
            }
        });
        let first = tokio::spawn({
            let together = together.clone();
            async move { together.find(1).await }
        });
        gone.recv().await.unwrap();
        // The first is under way, so that this one waits behind it.
        let mut second = Box::pin(together.find(2));
        assert!(futures::poll!(second.as_mut()).is_pending());
        drop(held);
        assert!(matches!(first.await.unwrap(), Err(Failure::Unavailable(_))));
        assert!(matches!(second.await, Err(Failure::Unavailable(_))));
        assert_eq!(*reads.lock().unwrap(), 1);
    }

    #[tokio::test]
    async fn a_panic_leaves_nobody_waiting() {
        let (together, _) = doubles();
        let (first, second) = futures::join!(together.find(-1), together.find(2));
        assert!(matches!(first, Err(Failure::Internal(_))));
        assert!(matches!(second, Err(Failure::Internal(_))));
        assert_eq!(together.find(2).await.unwrap(), Some(4));
    }
}

//! Work that hangs on nothing else, on several threads at once: what comes of it stands in the order of what was given, however many
//! threads there were.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Works on each of some things, and returns what came of each, in order.
pub fn each<T: Send, R: Send>(threads: usize, things: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    each_with(threads, things, || (), |(), thing| work(thing))
}

/// The same with something that each thread makes once for itself, such as a connection.
pub fn each_with<T: Send, R: Send, S>(
    threads: usize,
    things: Vec<T>,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
) -> Vec<R> {
    let threads = threads.min(things.len());
    if threads < 2 {
        let mut own = begin();
        return things.into_iter().map(|thing| work(&mut own, thing)).collect();
    }
    let things: Vec<Mutex<Option<T>>> = things.into_iter().map(|thing| Mutex::new(Some(thing))).collect();
    let next = AtomicUsize::new(0);
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        // Each is taken once, so nobody else ever holds its lock.
        things.get(at).and_then(|thing| thing.lock().ok()?.take()).map(|thing| (at, thing))
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let run = || {
            let mut own = begin();
            std::iter::from_fn(take).map(|(at, thing)| (at, work(&mut own, thing))).collect::<Vec<_>>()
        };
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                // As if it had been our own.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Works on each of some things, and has the caller's own thread take what comes of each, in order, while others go on.
///
/// # Errors
/// Those of `take`; then what is not taken yet is dropped.
pub fn each_taken<T: Send, R: Send, E>(
    threads: usize,
    things: Vec<T>,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads < 2 || things.len() < 2 {
        return things.into_iter().try_for_each(|thing| take(work(thing)));
    }
    let count = things.len();
    let things = Mutex::new(things.into_iter().enumerate());
    let (done_in, done_out) = std::sync::mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads.min(count) {
            let (things, work, done_in) = (&things, &work, done_in.clone());
            scope.spawn(move || {
                // Nobody panics while the lock is held; where the caller takes no more, nobody listens.
                while let Some((at, thing)) = things.lock().ok().and_then(|mut things| things.next()) {
                    if done_in.send((at, work(thing))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done_in);
        let mut waiting: BTreeMap<usize, R> = BTreeMap::new();
        let mut next = 0;
        for (at, result) in done_out {
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                take(result)?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_taken_in_order_until_that_fails() {
        for threads in [0, 1, 2, 7] {
            let mut taken = Vec::new();
            let mut take = |n: u64| {
                taken.push(n);
                if n < 49 { Ok(()) } else { Err(n) }
            };
            assert_eq!(each_taken(threads, (0..100).collect(), |n: u64| n, &mut take), Err(49), "{threads} threads");
            assert_eq!(taken, (0..50).collect::<Vec<u64>>());
        }
        assert_eq!(each_taken(4, Vec::<u8>::new(), |n| n, |_| Err(())), Ok(()));
    }

    #[test]
    fn what_comes_of_it_stands_in_order() {
        for threads in [0, 1, 2, 7] {
            let squares = each(threads, (0..100_u64).collect(), |n| n * n);
            assert_eq!(squares, (0..100).map(|n| n * n).collect::<Vec<u64>>(), "{threads} threads");
        }
        assert!(each(4, Vec::<u8>::new(), |n| n).is_empty());
    }

    #[test]
    fn each_thread_begins_once() {
        let begun = AtomicUsize::new(0);
        let begin = || begun.fetch_add(1, Ordering::Relaxed);
        let answers = each_with(3, vec![1, 2, 3, 4, 5, 6], begin, |_, n| n + 1);
        assert_eq!(answers, [2, 3, 4, 5, 6, 7]);
        assert!((1..=3).contains(&begun.load(Ordering::Relaxed)));
    }
}

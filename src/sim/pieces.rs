//! Long work in pieces: between two runs it lets whoever does it see to something else, or give it up.
//!
//! Where the work pauses does not change what it finds.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Ends a piece.
pub async fn pause() {
    let mut has_paused = false;
    std::future::poll_fn(|_| if std::mem::replace(&mut has_paused, true) { Poll::Ready(()) } else { Poll::Pending })
        .await;
}

/// Does the next piece; what was found, once it was the last. Work that has ended must not be asked again.
pub fn go_on<T>(work: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    match work.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(found) => Some(found),
        Poll::Pending => None,
    }
}

/// Does all pieces, one after the other.
pub fn at_once<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Some(found) = go_on(work.as_mut()) {
            return found;
        }
    }
}

/// The same, but `canceled` is called at each pause; when it returns true, the result is `None`.
pub fn unless<T>(canceled: &dyn Fn() -> bool, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    loop {
        let found = go_on(work.as_mut());
        if found.is_some() {
            return found;
        }
        if canceled() {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    async fn count_to(most: u32, count: &Cell<u32>) -> u32 {
        while count.get() < most {
            pause().await;
            count.set(count.get() + 1);
        }
        count.get()
    }

    #[test]
    fn work_goes_on_where_it_paused_until_it_is_over_or_given_up() {
        let count = Cell::new(0);
        let mut work = pin!(count_to(2, &count));
        assert_eq!((go_on(work.as_mut()), count.get()), (None, 0));
        assert_eq!((go_on(work.as_mut()), count.get()), (None, 1));
        assert_eq!((go_on(work.as_mut()), count.get()), (Some(2), 2));
        assert_eq!(at_once(count_to(5, &count)), 5);
        assert_eq!(unless(&|| count.get() == 7, count_to(9, &count)), None);
        assert_eq!((count.get(), unless(&|| false, count_to(9, &count))), (7, Some(9)));
    }
}

//! Sorting where nothing waits for it, by one function for all types.
//!
//! The standard library makes its sorting anew for each type and comparison, some 7 KB of WebAssembly each time. Here only the
//! putting in place is made anew. That costs a call for each comparison and four bytes an item, so what sorts millions of
//! records keeps to the standard library's.

use std::cmp::Ordering;

/// Stable sorting of lists that are short, or sorted once in a job.
pub trait Arrange<T> {
    /// As `sort`.
    fn arrange(&mut self)
    where
        T: Ord;

    /// As `sort_by_key`.
    fn arrange_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K);

    /// As `sort_by`.
    fn arrange_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);
}

impl<T> Arrange<T> for [T] {
    fn arrange(&mut self)
    where
        T: Ord,
    {
        self.arrange_by(T::cmp);
    }

    fn arrange_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.arrange_by(|one, other| key(one).cmp(&key(other)));
    }

    fn arrange_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        let mut from = order(self.len(), &|one, other| compare(&self[one], &self[other]));
        // Each round of places that hand on to each other is gone through once, and marked as in place.
        for first in 0..from.len() {
            let mut place = first;
            loop {
                let next = std::mem::replace(&mut from[place], place);
                if next == first {
                    break;
                }
                self.swap(place, next);
                place = next;
            }
        }
    }
}

/// Where what comes first, second and so on is now.
fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|&one, &other| compare(one, other));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn arranges_as_the_standard_library_sorts(items in prop::collection::vec((0u8..9, any::<u8>()), 0..200)) {
            let (mut ours, mut theirs) = (items.clone(), items.clone());
            ours.arrange_by_key(|item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &theirs);
            ours.arrange();
            theirs.sort_unstable();
            prop_assert_eq!(&ours, &theirs);
            ours.arrange_by(|one, other| other.1.cmp(&one.1));
            theirs.sort_by_key(|item| std::cmp::Reverse(item.1));
            prop_assert_eq!(&ours, &theirs);
        }
    }
}

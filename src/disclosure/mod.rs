//! Which counts can be published together without giving back one that the agreement's rule suppresses.
//!
//! Small counts are suppressed and the others rounded ([`Disclosure`](crate::agreement::Disclosure)). That is not enough
//! where published counts are sums of each other: a total less its other cells is the cell that was left out. So further
//! counts are suppressed (secondary suppression) until no suppressed one can be worked out.
//!
//! # How
//!
//! For each suppressed count a second set of people is found that differs from the true one by one or two people, in which
//! that count is another, and every count that would then be shown otherwise is suppressed too. The counts as they are
//! published fit both sets of people, so nobody can tell from them which is true. Suppressing more only ever adds to what
//! is possible: what was shown for one count still holds when the last has been dealt with. The cheapest of the sets tried
//! is taken, where suppressing a large count is dearer than a small one. This needs no solver, and it holds for any number
//! of tables with any margins in common, as it looks at people and never at tables.
//!
//! # What it assumes of whoever wants to know
//!
//! They know the rule, and of each suppressed count whether it is suppressed for being small or for another's sake. They
//! know what all published counts have to do with each other. They do not know people of the set: a party that takes its own
//! records away from a count knows more. They do not rerun this program on guesses of the whole set to see which counts it
//! would suppress. Two releases of different days are two releases: what changed between them is not protected.

mod count;
mod kinds;
mod release;
mod worlds;

pub use count::{Hiding, Published};
pub use release::{CellId, Release};

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
//! Where counts are exact, or rounded by little, a small number that stands in no table can be a few subtractions away, and is protected
//! as if it were a suppressed count. Three sorts are looked for among the counts that are still shown once those that stand in tables are
//! protected: what two counts that cross each other leave (`differences`), sets of rows of one property that shown counts tell
//! ([`Release::partition`], `together`), and what a table of its own leaves (`rests`). Whoever makes a release adds what counts alone do not
//! say ([`Release::unseen_cell`], [`Table::know`]): that those of whom a value is known are among those of whom somebody could tell it. A number
//! that stands in no table is never shown, so it makes no other set of people dearer. Of counts that are rounded to 5 or further a
//! difference is hardly ever known: those are not looked for.
//!
//! # Tables with many cells
//!
//! A [`Release`] compares people of every kind with people of every other, which is too slow for a map or a week by hours, where
//! nearly every incident is a kind of its own. There a [`Table`] is protected by itself, in the same way: a second world for each
//! suppressed count, made of one that moves from an atom of the table to another (or, in a grid with margins, of two that change
//! places), so that the table's total stays what it is.
//!
//! Tables that were protected so can be published together. Each is about another property of those counted (their month, their
//! cell), and a world of one table leaves all other tables as they truly are. For any margins of properties with one total there
//! is a set of incidents that has them all: take from the first value of each property, as many as the least of them has, and go
//! on (the north-west corner rule of transport problems). So a world of one table is a world of all, and it fits everything that
//! is published. It follows too that nothing is gained by knowing the total exactly, as worlds keep it: it is [held](Release::hold)
//! in the release of overlaps. What two tables have in common other than their total, such as the incidents whose time is not
//! known, must not be moved in one of them alone ([`Table::share`]). And where some of the parties do not contribute a property,
//! the incidents that only they know of have no value of it for certain: their number is held in the release of overlaps, or, where
//! it is small itself, moves by one at most, and then one more must be able to have no value ([`Table::let_rise`]). The same is done where
//! holding them exactly would leave no world for a small count ([`Release::protect_all`]): of three kinds that there are, the total and two
//! held numbers say how many are of the third.
//!
//! # What it assumes of whoever wants to know
//!
//! They know the rule, and of each suppressed count whether it is suppressed for being small or for another's sake. They
//! know what all published counts have to do with each other. They do not know people of the set: a party that takes its own
//! records away from a count knows more. They do not rerun this program on guesses of the whole set to see which counts it
//! would suppress. Two releases of different days are two releases: what changed between them is not protected.

mod count;
mod differences;
mod kinds;
mod moves;
mod protection;
mod release;
mod rests;
mod table;
mod together;
mod worlds;

pub use count::{Hiding, Published};
pub use release::{CellId, Release};
pub use table::{AtomId, CountId, ProtectedTable, Table};

/// Whether differences of counts under this rule are looked for. Of counts that are rounded to 5 or further hardly any is known, and audits
/// of whole views found none; of counts that are rounded to 2 they found some.
const fn tells_differences(rule: crate::agreement::Disclosure) -> bool {
    rule.round_to < 5
}

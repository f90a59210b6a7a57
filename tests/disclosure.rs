//! An auditor that knows all published counts, and how they are made up of each other, tries to work out the suppressed
//! ones: exact bounds by linear programming.

#![allow(clippy::unwrap_used, clippy::panic, clippy::cast_possible_truncation)] // A broken premise must stop the test.

#[path = "disclosure/made_up.rs"]
mod made_up;
#[path = "disclosure/simplex.rs"]
mod simplex;

use made_up::{BELOW_FIVE, HOSPITAL, People, RULES, Random, certain};
use simplex::Simplex;
use split_tally::agreement::Disclosure;
use split_tally::disclosure::{CellId, Hiding, Published, Release};

/// What an audit of one release found.
#[derive(Clone, Copy, Debug, Default)]
struct Audit {
    suppressed: usize,
    secondary: usize,
    any: usize,
    cells: usize,
    /// Suppressed counts for which only one whole number is possible.
    pinned: usize,
    /// The fewest whole numbers possible for a suppressed count.
    narrowest: Option<u64>,
}

/// Bounds of every suppressed count, given all that is published.
fn audit(
    people: &People,
    rule: Disclosure,
    cells: &[Vec<usize>],
    published: &[Published],
) -> Audit {
    let atoms = people.counts.len();
    // What is shown as zero holds nobody.
    let mut nobody = vec![false; atoms];
    for (cell, &shown) in cells.iter().zip(published) {
        if shown == Published::Count(0) {
            for &atom in cell {
                nobody[atom] = true;
            }
        }
    }
    let names: Vec<usize> = (0..atoms).filter(|&atom| !nobody[atom]).collect();
    let name = |atom: usize| names.binary_search(&atom).ok();
    let mut constraints = Vec::new();
    for (cell, &shown) in cells.iter().zip(published) {
        let (least, most) = certain(rule, shown);
        let row = |sign: i128| {
            let mut row = vec![0; names.len()];
            cell.iter()
                .filter_map(|&atom| name(atom))
                .for_each(|atom| row[atom] = sign);
            row
        };
        if most != Some(0) {
            constraints.extend(most.map(|most| (row(1), i128::from(most))));
        }
        if least > 0 {
            constraints.push((row(-1), -i128::from(least)));
        }
    }
    let mut found = Audit {
        cells: cells.len(),
        ..Audit::default()
    };
    if !published
        .iter()
        .any(|shown| matches!(shown, Published::Suppressed(_)))
    {
        return found;
    }
    let mut simplex = Simplex::new(names.len(), &constraints).unwrap();
    for (cell, &shown) in cells.iter().zip(published) {
        let Published::Suppressed(hiding) = shown else {
            continue;
        };
        found.suppressed += 1;
        found.secondary += usize::from(hiding == Hiding::Secondary);
        found.any += usize::from(hiding == Hiding::Any);
        let objective = |sign: i128| -> Vec<(usize, i128)> {
            let atoms = cell.iter().filter_map(|&atom| name(atom));
            atoms.map(|atom| (atom, sign)).collect()
        };
        let (numerator, q) = simplex.maximum(&objective(-1)).unwrap();
        let least = -numerator.div_euclid(q);
        let most = simplex
            .maximum(&objective(1))
            .map(|(numerator, q)| numerator.div_euclid(q));
        let truth = i128::from(people.count(cell));
        assert!(
            least <= truth && most.is_none_or(|most| truth <= most),
            "the truth is possible"
        );
        if let Some(most) = most {
            let possible = u64::try_from(most - least + 1).unwrap();
            found.pinned += usize::from(possible < 2);
            found.narrowest = Some(
                found
                    .narrowest
                    .map_or(possible, |least| least.min(possible)),
            );
        }
    }
    found
}

/// Sums over releases.
fn all(audits: impl Iterator<Item = Audit>) -> Audit {
    audits.fold(Audit::default(), |sum, one| Audit {
        suppressed: sum.suppressed + one.suppressed,
        secondary: sum.secondary + one.secondary,
        any: sum.any + one.any,
        cells: sum.cells + one.cells,
        pinned: sum.pinned + one.pinned,
        narrowest: match (sum.narrowest, one.narrowest) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        },
    })
}

/// Overlap regions, totals of parties, numbers of parties and domains, and cross-tabs of 1,000 sets of people.
#[test]
fn no_suppressed_count_can_be_worked_out_of_a_thousand_releases() {
    for (which, rule) in RULES.into_iter().enumerate() {
        let audits = (0..200u64).map(|seed| {
            let mut random = Random(seed * 1_000 + which as u64);
            let (parties, domains) =
                [(2, 1), (2, 2), (3, 1), (3, 2), (2, 3), (3, 3)][seed as usize % 6];
            let people = People::made_up(parties, domains, &mut random);
            let cells = people.cells();
            let published = people.published(rule, &cells);
            let found = audit(&people, rule, &cells, &published);
            assert_eq!(
                found.pinned, 0,
                "set {seed} of {parties} and {domains}, {rule:?}"
            );
            found
        });
        let found = all(audits);
        println!("{rule:?}: {found:?}");
        assert!(
            found.suppressed > 500,
            "the sets must try the rule: {found:?}"
        );
        assert!(
            found.narrowest.is_some_and(|possible| possible >= 2),
            "{found:?}"
        );
    }
}

/// The auditor finds what suppressing small counts alone gives away, or it would show nothing.
#[test]
fn the_auditor_works_out_counts_where_only_small_ones_are_suppressed() {
    for (which, rule) in [HOSPITAL, BELOW_FIVE].into_iter().enumerate() {
        let audits = (0..100u64).map(|seed| {
            let mut random = Random(seed * 1_000 + which as u64);
            let people = People::made_up(3, 2, &mut random);
            let cells = people.cells();
            let counts = cells.iter().map(|cell| rule.shown(people.count(cell)));
            let published: Vec<Published> = counts
                .map(|shown| shown.map_or(Published::Suppressed(Hiding::Small), Published::Count))
                .collect();
            audit(&people, rule, &cells, &published)
        });
        let found = all(audits);
        println!("{rule:?}: {found:?}");
        assert!(found.pinned >= 10, "{rule:?}: {found:?}");
    }
}

/// Three people stand in no table, and are 23 less 20. Rounded, the two counts are 25 and 20, and nobody knows by how many they differ.
#[test]
fn what_a_count_has_beside_its_part_is_protected_where_counts_are_exact() {
    let published = |rule: Disclosure| {
        let mut release = Release::new(rule);
        let [whole, part, other] = [(); 3].map(|()| release.cell());
        release.add([whole, part], 20);
        release.add([whole], 3);
        release.add([other], 50);
        let shown = release.protect();
        [whole, part, other].map(|cell| shown[cell.place()].count())
    };
    assert_eq!(published(HOSPITAL), [Some(25), Some(20), Some(50)]);
    let [whole, part, other] = published(BELOW_FIVE);
    assert!(whole.is_none() || part.is_none(), "{whole:?} {part:?}");
    assert_eq!(other, Some(50));
}

/// One and two are suppressed for being small, and 263 less 50, 60, 70 and 80 is three. Of counts that cross each other only two or three
/// are taken from a whole: that these add up must be said.
#[test]
fn what_suppressed_parts_are_together_is_protected_where_counts_are_exact() {
    let published = |add_up: bool| {
        let mut release = Release::new(BELOW_FIVE);
        let cells = [(); 7].map(|()| release.cell());
        let [all, parts @ ..] = cells;
        if add_up {
            release.partition(parts);
        }
        for (part, people) in parts.into_iter().zip([1, 2, 50, 60, 70, 80]) {
            release.add([all, part], people);
        }
        let shown = release.protect();
        cells.map(|cell| shown[cell.place()].count())
    };
    let told = [263, 0, 0, 50, 60, 70, 80].map(|count| (count > 0).then_some(count));
    assert_eq!(published(false), told);
    let shown = published(true);
    assert_eq!(shown[1..3], [None, None]);
    assert!(
        shown.iter().filter(|count| count.is_none()).count() > 2,
        "{shown:?}"
    );
}

/// Three people are neither known nor in need: 100 less the 90 who are known, less the 50 in need, and the 43 who are both are counted
/// twice so. No two of these counts have three people between them.
#[test]
fn who_is_in_neither_of_two_counts_is_protected_where_it_is_shown_who_is_in_both() {
    let mut release = Release::new(BELOW_FIVE);
    let cells = [(); 4].map(|()| release.cell());
    let [all, known, need, both] = cells;
    release.add([all, known, need, both], 43);
    release.add([all, known], 47);
    release.add([all, need], 7);
    release.add([all], 3);
    let shown = release.protect();
    let shown = cells.map(|cell| shown[cell.place()].count());
    assert!(shown.iter().any(Option::is_none), "{shown:?}");
}

/// Both parties know three of those in need: of 50 one knows 30 and the other 23, and so they count three of them twice.
#[test]
fn who_is_in_both_of_two_counts_is_protected_where_it_is_shown_who_is_in_either() {
    let mut release = Release::new(BELOW_FIVE);
    let cells = [(); 4].map(|()| release.cell());
    let [all, need, one, other] = cells;
    release.add([all, need, one, other], 3);
    release.add([all, need, one], 27);
    release.add([all, need, other], 20);
    release.add([all], 40);
    let shown = release.protect();
    let shown = cells.map(|cell| shown[cell.place()].count());
    assert!(shown.iter().any(Option::is_none), "{shown:?}");
}

/// Two people have both needs and two have neither: each is suppressed, and they are four together, which is what the 40 and the 50 with
/// one need leave of all.
#[test]
fn what_opposite_cells_of_a_grid_are_together_is_protected() {
    let mut release = Release::new(BELOW_FIVE);
    let cells = [(); 5].map(|()| release.cell());
    let [all, inner @ ..] = cells;
    for (cell, people) in inner.into_iter().zip([2, 40, 50, 2]) {
        release.add([all, cell], people);
    }
    let shown = release.protect();
    let shown = cells.map(|cell| shown[cell.place()].count());
    let hidden = shown.iter().filter(|count| count.is_none()).count();
    assert!(hidden > 2, "{shown:?}");
}

/// What stands in no table is nothing that could be suppressed: it makes nothing that is shown dearer.
#[test]
fn a_count_that_stands_in_no_table_suppresses_nothing_where_it_is_large() {
    let published = |more: bool| {
        let mut release = Release::new(BELOW_FIVE);
        let [all, few, many, most] = [(); 4].map(|()| release.cell());
        let beside = release.unseen_cell();
        let also = |cell: CellId| [Some(all), Some(cell), more.then_some(beside)];
        release.add([all, few], 3);
        release.add(also(many).into_iter().flatten(), 20);
        release.add([all, most], 30);
        let shown = release.protect();
        [all, few, many, most].map(|cell| shown[cell.place()].count())
    };
    assert_eq!(published(false), published(true));
    assert_eq!(published(true), [Some(53), None, None, Some(30)]);
}

/// Bounds hold for fractions of people too, so in sets small enough all whole ones are tried.
#[test]
fn at_least_two_whole_numbers_are_possible_for_each_suppressed_count() {
    let mut suppressed = 0;
    for seed in 0..60u64 {
        let mut random = Random(seed);
        let mut people = People::made_up(2, 1, &mut random);
        people.counts.iter_mut().for_each(|count| *count %= 7);
        for rule in [BELOW_FIVE, RULES[3]] {
            let cells = people.cells();
            let published = people.published(rule, &cells);
            let bounds: Vec<_> = published
                .iter()
                .map(|&shown| certain(rule, shown))
                .collect();
            let mut seen: Vec<Vec<u64>> = vec![Vec::new(); cells.len()];
            let mut atoms = vec![0; people.counts.len()];
            try_all(&cells, &bounds, &mut atoms, 0, &mut seen);
            for (place, shown) in published.iter().enumerate() {
                if matches!(shown, Published::Suppressed(_)) {
                    suppressed += 1;
                    assert!(
                        seen[place].len() >= 2,
                        "set {seed}, {rule:?}: {:?}",
                        cells[place]
                    );
                }
            }
        }
    }
    assert!(suppressed > 500, "{suppressed}");
}

/// Notes the values of each cell in all sets of people, with at most 9 of a kind, that fit what is published.
fn try_all(
    cells: &[Vec<usize>],
    bounds: &[(u64, Option<u64>)],
    atoms: &mut Vec<u64>,
    next: usize,
    seen: &mut [Vec<u64>],
) {
    let sum = |atoms: &[u64], cell: &[usize]| cell.iter().map(|&atom| atoms[atom]).sum::<u64>();
    // Atoms not yet chosen are 0, so sums can only grow.
    let too_many = cells
        .iter()
        .zip(bounds)
        .any(|(cell, (_, most))| most.is_some_and(|most| sum(atoms, cell) > most));
    if too_many {
        return;
    }
    if next == atoms.len() {
        let enough = cells
            .iter()
            .zip(bounds)
            .all(|(cell, (least, _))| sum(atoms, cell) >= *least);
        if enough {
            for (cell, seen) in cells.iter().zip(seen) {
                let value = sum(atoms, cell);
                if !seen.contains(&value) {
                    seen.push(value);
                }
            }
        }
        return;
    }
    for value in 0..=9 {
        atoms[next] = value;
        try_all(cells, bounds, atoms, next + 1, seen);
    }
    atoms[next] = 0;
}

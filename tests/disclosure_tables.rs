//! An auditor of tables of incidents: it knows all counts and statements that are published, how they are made up of each other,
//! and the exact number of incidents, and tries to work out the suppressed counts: exact bounds by linear programming.

#![allow(clippy::unwrap_used, clippy::cast_possible_truncation)] // A broken premise must stop the test.

#[allow(dead_code)]
#[path = "disclosure/made_up.rs"]
mod made_up;
#[path = "disclosure/simplex.rs"]
mod simplex;

use made_up::{BELOW_FIVE, HOSPITAL, RULES, Random, certain};
use simplex::Simplex;
use split_tally::agreement::Disclosure;
use split_tally::disclosure::{AtomId, CountId, Hiding, Published, Table};

/// A table made up for the auditor: atoms, sums of them that are counts, statements, and sums that are to be protected although
/// they stand nowhere.
#[derive(Default)]
struct MadeUp {
    atoms: Vec<u64>,
    counts: Vec<Vec<usize>>,
    /// Atoms, and from how many on it is said that there are so many.
    statements: Vec<(Vec<usize>, u64)>,
    /// Which counts add up to which, or to the total.
    partitions: Vec<(Option<usize>, Vec<usize>)>,
    grid: (usize, usize),
    /// An atom that other tables have too, and whether it rises.
    shared: Option<(usize, bool)>,
    rising: Option<usize>,
}

/// What is published of it.
struct Release {
    counts: Vec<Published>,
    statements: Vec<Option<bool>>,
}

/// A kind of tables by its name, and how one is made up.
type Kind = (&'static str, fn(&mut Random) -> MadeUp);

impl MadeUp {
    fn sum(&self, atoms: &[usize]) -> u64 {
        atoms.iter().map(|&atom| self.atoms[atom]).sum()
    }

    fn count(&mut self, atoms: Vec<usize>) -> usize {
        self.counts.push(atoms);
        self.counts.len() - 1
    }

    fn publish(&self, rule: Disclosure) -> Release {
        let mut table = Table::new(rule);
        let atoms: Vec<AtomId> = self.atoms.iter().map(|&count| table.atom(count)).collect();
        let of = |set: &[usize]| set.iter().map(|&atom| atoms[atom]).collect::<Vec<_>>();
        let counts: Vec<CountId> = self.counts.iter().map(|set| table.count(of(set))).collect();
        let statements = self
            .statements
            .iter()
            .map(|(set, least)| table.statement(of(set), *least));
        let statements: Vec<CountId> = statements.collect();
        for (whole, parts) in &self.partitions {
            table.partition(
                whole.map(|whole| counts[whole]),
                parts.iter().map(|&part| counts[part]),
            );
        }
        table.lay_out(self.grid.0, self.grid.1);
        if let Some((atom, rises)) = self.shared {
            table.share(atoms[atom], rises);
        }
        if let Some(count) = self.rising {
            table.let_rise(counts[count]);
        }
        let shown = table.protect();
        Release {
            counts: counts.iter().map(|&count| shown.count(count)).collect(),
            statements: statements.iter().map(|&one| shown.statement(one)).collect(),
        }
    }

    /// Suppression of small counts, and nothing else.
    fn publish_naively(&self, rule: Disclosure) -> Release {
        let counts = self
            .counts
            .iter()
            .map(|set| match rule.shown(self.sum(set)) {
                Some(shown) => Published::Count(shown),
                None => Published::Suppressed(Hiding::Small),
            });
        let statements = self
            .statements
            .iter()
            .map(|(set, least)| Some(self.sum(set) >= *least));
        Release {
            counts: counts.collect(),
            statements: statements.collect(),
        }
    }

    /// Sums that are to be protected: suppressed counts, small differences of a whole and a part, and what the suppressed parts of
    /// a whole are together where that is small.
    fn sensitive(&self, rule: Disclosure, release: &Release) -> Vec<Vec<usize>> {
        let is_small = |count: u64| (1..=u64::from(rule.suppress_up_to)).contains(&count);
        let is_suppressed =
            |count: usize| matches!(release.counts[count], Published::Suppressed(_));
        let counts = 0..self.counts.len();
        let mut sums: Vec<Vec<usize>> = counts
            .filter(|&count| is_suppressed(count))
            .map(|count| self.counts[count].clone())
            .collect();
        for (whole, parts) in &self.partitions {
            let whole = whole.map_or_else(
                || (0..self.atoms.len()).collect(),
                |whole| self.counts[whole].clone(),
            );
            for &part in parts {
                let without: Vec<usize> = whole
                    .iter()
                    .copied()
                    .filter(|atom| !self.counts[part].contains(atom))
                    .collect();
                if self.sum(&self.counts[part]) > 0 && is_small(self.sum(&without)) {
                    sums.push(without);
                }
            }
            let hidden = parts.iter().filter(|&&part| is_suppressed(part));
            let hidden: Vec<usize> = hidden
                .flat_map(|&part| self.counts[part].iter().copied())
                .collect();
            if is_small(self.sum(&hidden)) {
                sums.push(hidden);
            }
        }
        sums
    }

    /// How many sums that are to be protected there are, how many of them are pinned to one value, and how many are said to be
    /// any number.
    fn audit(&self, rule: Disclosure, release: &Release) -> Audit {
        let mut found = Audit::default();
        let mut nobody = vec![false; self.atoms.len()];
        for (set, &shown) in self.counts.iter().zip(&release.counts) {
            if shown == Published::Count(0) {
                for &atom in set {
                    nobody[atom] = true;
                }
            }
        }
        let names: Vec<usize> = (0..self.atoms.len())
            .filter(|&atom| !nobody[atom])
            .collect();
        let name = |atom: usize| names.binary_search(&atom).ok();
        let row = |set: &[usize], sign: i128| {
            let mut row = vec![0; names.len()];
            set.iter()
                .filter_map(|&atom| name(atom))
                .for_each(|at| row[at] = sign);
            row
        };
        let mut constraints = Vec::new();
        let mut bound = |set: &[usize], least: u64, most: Option<u64>| {
            if let Some(most) = most.filter(|most| *most > 0) {
                constraints.push((row(set, 1), i128::from(most)));
            }
            if least > 0 {
                constraints.push((row(set, -1), -i128::from(least)));
            }
        };
        let all: Vec<usize> = (0..self.atoms.len()).collect();
        let total = self.sum(&all);
        if total == 0 {
            // Whoever knows that there are none knows every count, whatever is published.
            return found;
        }
        bound(&all, total, Some(total));
        for (set, &shown) in self.counts.iter().zip(&release.counts) {
            let (least, most) = certain(rule, shown);
            bound(set, least, most);
        }
        for ((set, least), said) in self.statements.iter().zip(&release.statements) {
            match said {
                Some(true) => bound(set, *least, None),
                Some(false) if *least > 1 => bound(set, 0, Some(least - 1)),
                _ => {}
            }
        }
        let sensitive = self.sensitive(rule, release);
        if sensitive.is_empty() {
            return found;
        }
        let mut simplex = Simplex::new(names.len(), &constraints).unwrap();
        for set in sensitive {
            let objective = |sign: i128| -> Vec<(usize, i128)> {
                set.iter()
                    .filter_map(|&atom| name(atom))
                    .map(|at| (at, sign))
                    .collect()
            };
            let (least, q) = simplex.maximum(&objective(-1)).unwrap();
            let least = -least.div_euclid(q);
            let (most, q) = simplex.maximum(&objective(1)).unwrap();
            let most = most.div_euclid(q);
            let truth = i128::from(self.sum(&set));
            assert!((least..=most).contains(&truth), "the truth is possible");
            found.sums += 1;
            found.pinned += usize::from(most == least);
        }
        found.secondary = suppressed(&release.counts, Hiding::Secondary);
        found.any = suppressed(&release.counts, Hiding::Any);
        found.withdrawn = release
            .statements
            .iter()
            .filter(|said| said.is_none())
            .count();
        found
    }
}

fn suppressed(counts: &[Published], hiding: Hiding) -> usize {
    counts
        .iter()
        .filter(|shown| **shown == Published::Suppressed(hiding))
        .count()
}

#[derive(Clone, Copy, Debug, Default)]
struct Audit {
    sums: usize,
    pinned: usize,
    secondary: usize,
    any: usize,
    withdrawn: usize,
}

impl std::ops::Add for Audit {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            sums: self.sums + other.sums,
            pinned: self.pinned + other.pinned,
            secondary: self.secondary + other.secondary,
            any: self.any + other.any,
            withdrawn: self.withdrawn + other.withdrawn,
        }
    }
}

/// Counts as they are in sparse tables and in dense ones, many of them near what is suppressed.
fn amounts(random: &mut Random, many: usize) -> Vec<u64> {
    let (empty, largest) = (
        random.below(90),
        [3, 5, 9, 15, 40, 200][random.below(6) as usize],
    );
    let amount = |_| {
        if random.below(100) < empty {
            0
        } else {
            random.below(largest)
        }
    };
    (0..many).map(amount).collect()
}

/// Values of one property, and those that have none, who in some are in other tables too.
fn one_way(random: &mut Random) -> MadeUp {
    let values = 2 + random.below(11) as usize;
    let mut made_up = MadeUp {
        atoms: amounts(random, values + 1),
        ..MadeUp::default()
    };
    let counts: Vec<usize> = (0..=values).map(|atom| made_up.count(vec![atom])).collect();
    made_up.partitions.push((None, counts));
    match random.below(3) {
        0 => made_up.shared = Some((values, false)),
        1 => {
            made_up.shared = Some((values, true));
            made_up.rising = (random.below(2) == 0).then_some(values);
        }
        _ => {}
    }
    made_up
}

/// A small week, with margins, and those of whom it is not known.
fn week(random: &mut Random) -> MadeUp {
    let (rows, columns) = (2 + random.below(4) as usize, 2 + random.below(3) as usize);
    let cells = rows * columns;
    let mut made_up = MadeUp {
        atoms: amounts(random, cells + 1),
        grid: (rows, columns),
        shared: Some((cells, random.below(2) == 0)),
        ..MadeUp::default()
    };
    let single: Vec<usize> = (0..=cells).map(|atom| made_up.count(vec![atom])).collect();
    let (lines, down): (Vec<Vec<usize>>, Vec<Vec<usize>>) = (
        (0..rows)
            .map(|row| (0..columns).map(|column| row * columns + column).collect())
            .collect(),
        (0..columns)
            .map(|column| (0..rows).map(|row| row * columns + column).collect())
            .collect(),
    );
    let known = made_up.count((0..cells).collect());
    for margins in [lines, down] {
        let mut parts = Vec::new();
        for set in margins {
            let whole = made_up.count(set.clone());
            made_up
                .partitions
                .push((Some(whole), set.iter().map(|&cell| single[cell]).collect()));
            parts.push(whole);
        }
        made_up.partitions.push((Some(known), parts.clone()));
        parts.push(single[cells]);
        made_up.partitions.push((None, parts));
    }
    made_up.partitions.push((None, vec![known, single[cells]]));
    made_up
}

/// Cells in areas and outside of them, with windows of which it is said whether they have many.
fn map(random: &mut Random) -> MadeUp {
    let side = 3 + random.below(3) as usize;
    let cells = side * side;
    let mut made_up = MadeUp {
        atoms: amounts(random, cells + 1),
        ..MadeUp::default()
    };
    let single: Vec<usize> = (0..=cells).map(|atom| made_up.count(vec![atom])).collect();
    made_up.partitions.push((None, single.clone()));
    let areas = 2 + random.below(3) as usize;
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); areas + 1];
    for cell in 0..cells {
        of[random.below(areas as u64 + 1) as usize].push(cell);
    }
    let mut parts = vec![single[cells]];
    for set in of {
        let whole = made_up.count(set.clone());
        made_up
            .partitions
            .push((Some(whole), set.iter().map(|&cell| single[cell]).collect()));
        parts.push(whole);
    }
    made_up.partitions.push((None, parts));
    for centre in 0..cells {
        let (row, column) = (centre / side, centre % side);
        let near = |cell: &usize| (cell / side).abs_diff(row) + (cell % side).abs_diff(column) <= 1;
        let window: Vec<usize> = (0..cells).filter(near).collect();
        let count = made_up.sum(&window);
        // Some say so by a hair.
        let least = (count + random.below(5)).saturating_sub(2).max(1);
        made_up.statements.push((window, least));
    }
    made_up
}

#[test]
fn no_suppressed_count_of_a_thousand_tables_can_be_worked_out() {
    let kinds: [Kind; 3] = [("one way", one_way), ("week", week), ("map", map)];
    for (which, (name, make)) in kinds.into_iter().enumerate() {
        for (number, rule) in RULES.into_iter().enumerate() {
            let sets = if which == 0 { 500 } else { 200 };
            let audits = (0..sets).map(|seed| {
                let mut random = Random(seed * 1_000 + number as u64 * 10 + which as u64);
                let made_up = make(&mut random);
                let found = made_up.audit(rule, &made_up.publish(rule));
                let total: u64 = made_up.atoms.iter().sum();
                // Of fewer there is no table, and a total that is known exactly is known.
                let is_published = total > u64::from(rule.suppress_up_to);
                assert!(
                    found.pinned == 0 || !is_published,
                    "{name} {seed} {rule:?} {:?}",
                    made_up.atoms
                );
                found
            });
            let found = audits.fold(Audit::default(), |sum, one| sum + one);
            println!("{name}, {rule:?}: {found:?}");
            assert!(found.sums > 200, "the sets must try the rule: {found:?}");
        }
    }
}

/// The auditor finds what suppressing small counts alone gives away, or it would show nothing.
#[test]
fn the_auditor_works_out_counts_where_only_small_ones_are_suppressed() {
    let kinds: [Kind; 3] = [("one way", one_way), ("week", week), ("map", map)];
    for (name, make) in kinds {
        let audits = (0..100).map(|seed| {
            let made_up = make(&mut Random(seed));
            made_up.audit(RULES[0], &made_up.publish_naively(RULES[0]))
        });
        let found = audits.fold(Audit::default(), |sum, one| sum + one);
        println!("{name}: {found:?}");
        assert!(found.pinned >= 10, "{name}: {found:?}");
    }
}

/// What is shown of what is not near to any suppressed count is as the rule has it.
#[test]
fn nothing_more_is_suppressed_than_need_be() {
    let rule = RULES[0];
    let publish = |atoms: &[u64]| {
        let mut made_up = MadeUp {
            atoms: atoms.to_vec(),
            ..MadeUp::default()
        };
        let counts: Vec<usize> = (0..atoms.len())
            .map(|atom| made_up.count(vec![atom]))
            .collect();
        made_up.partitions.push((None, counts));
        let shown = made_up.publish(rule).counts;
        shown
            .iter()
            .map(|count| count.text())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(publish(&[0, 1, 7, 8, 12, 13]), "0 * * 10 10 15");
    // One small count among exact totals of others that could be one more: rounding hides it already.
    assert_eq!(publish(&[3, 20, 21, 0]), "* 20 20 0");
    // Not here, as 7 can only be less, and then 12 would be 13.
    assert_eq!(publish(&[7, 12]), "* *");
    // And not where all are one: one of them may then be none, or two.
    assert_eq!(publish(&[1; 9]), "* * * * * * * * *");
}

/// A map of some thousand cells, most of them suppressed, is done in an instant; the figure is printed.
#[test]
fn thousands_of_cells_are_protected() {
    let mut random = Random(7);
    let mut made_up = MadeUp {
        atoms: (0..6_000)
            .map(|_| {
                if random.below(3) == 0 {
                    random.below(40)
                } else {
                    random.below(6)
                }
            })
            .collect(),
        ..MadeUp::default()
    };
    let single: Vec<usize> = (0..6_000).map(|atom| made_up.count(vec![atom])).collect();
    for area in single.chunks(20) {
        let whole = made_up.count(area.to_vec());
        made_up.partitions.push((Some(whole), area.to_vec()));
    }
    made_up.partitions.push((None, single));
    let start = std::time::Instant::now();
    let release = made_up.publish(RULES[0]);
    println!("6,000 cells in 300 areas: {:?}", start.elapsed());
    let small = made_up
        .counts
        .iter()
        .filter(|set| (1..=7).contains(&made_up.sum(set)))
        .count();
    let hidden = release
        .counts
        .iter()
        .filter(|shown| shown.count().is_none())
        .count();
    println!("{small} small counts, {hidden} suppressed");
    assert!(
        hidden >= small && hidden < small + small / 20,
        "{small} {hidden}"
    );
}

/// Three that could only have come from a row that other tables hold: there is no second world, and so there is no table.
#[test]
fn a_table_that_cannot_be_protected_shows_nothing() {
    for rule in RULES {
        let mut table = Table::new(rule);
        let [few, others] = [1, 60].map(|count| table.atom(count));
        let counts = [few, others].map(|atom| table.count([atom]));
        let statement = table.statement([others], 9);
        table.share(others, true);
        table.know(others, 60);
        table.let_rise(counts[0]);
        let shown = table.protect();
        let shown = (
            counts.map(|count| shown.count(count)),
            shown.statement(statement),
        );
        let nothing = Published::Suppressed(Hiding::Any);
        assert_eq!(shown, ([nothing; 2], None), "{rule:?}");
    }
}

/// Sixty lack a value, of whom other tables tell that nobody could have said it of 57: the three of whom somebody could are a subtraction
/// away where counts are exact.
#[test]
fn what_other_tables_leave_of_those_without_a_value_is_protected() {
    let published = |rule: Disclosure, known: u64| {
        let mut table = Table::new(rule);
        let [one, other, lacking] = [40, 50, 60].map(|count| table.atom(count));
        let counts = [one, other, lacking].map(|atom| table.count([atom]));
        table.partition(None, counts);
        table.share(lacking, true);
        table.know(lacking, known);
        let shown = table.protect();
        counts.map(|count| shown.count(count).count())
    };
    assert_eq!(published(HOSPITAL, 57), [Some(40), Some(50), Some(60)]);
    assert_eq!(published(BELOW_FIVE, 20), [Some(40), Some(50), Some(60)]);
    let shown = published(BELOW_FIVE, 57);
    assert_eq!(shown, [None, Some(50), None]);
}

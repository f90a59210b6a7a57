//! Small sums of a table that are told by what is shown of it: what shown counts leave of each other.

use std::collections::BTreeSet;

use super::Published;
use super::table::{Node, Shown, Table};
use super::together::{Told, few};

/// Sums up to which all are compared with all; of more, as a map can have, each with the table's total alone.
const ALL_PAIRS: usize = 300;

/// The atoms of each such sum, ascending.
///
/// A shown count less the shown atoms in it is the sum of its others. Those are compared: what one has beside another that is part of
/// it, and what is then left beside a third.
pub(super) fn rests(table: &Table) -> Vec<Vec<u32>> {
    let mut is_known = vec![false; table.atoms.len()];
    let shown = |node: &&Node| matches!(node.shown, Shown::Count(Published::Count(_)));
    for node in table.nodes.iter().filter(shown) {
        if let [atom] = node.atoms.as_slice()
            && let Some(is_known) = is_known.get_mut(*atom as usize)
        {
            *is_known = true;
        }
    }
    let unknown = |atom: &u32| !is_known.get(*atom as usize).copied().unwrap_or(true);
    let all: Vec<u32> = (0u32..).take(table.atoms.len()).filter(unknown).collect();
    let mut sums: BTreeSet<Vec<u32>> = BTreeSet::new();
    for node in table.nodes.iter().filter(shown) {
        sums.insert(node.atoms.iter().copied().filter(unknown).collect());
    }
    sums.insert(all.clone());
    sums.retain(|sum| !sum.is_empty());
    let wholes: Vec<Vec<u32>> = if sums.len() > ALL_PAIRS {
        vec![all.clone()]
    } else {
        sums.iter().cloned().collect()
    };
    let mut found: BTreeSet<Vec<u32>> = BTreeSet::new();
    for whole in &wholes {
        found.extend(sums.iter().filter_map(|part| without(whole, part)));
    }
    let mut last: BTreeSet<Vec<u32>> = BTreeSet::new();
    if sums.len() <= ALL_PAIRS {
        for whole in &found {
            let rests = sums.iter().filter_map(|part| without(whole, part));
            last.extend(rests.filter(|atoms| table.is_sensitive(atoms)));
        }
    }
    if sums.len() <= ALL_PAIRS && all.len() <= ALL_PAIRS {
        last.extend(atoms_together(table, &all, &sums));
    }
    let all = sums.into_iter().chain(found).chain(last);
    let all = all.filter(|atoms| table.is_sensitive(atoms));
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Any few atoms together that the sums tell, as those of several hours less those of several days can.
fn atoms_together(table: &Table, unknown: &[u32], sums: &BTreeSet<Vec<u32>>) -> Vec<Vec<u32>> {
    let is_in = |atoms: &[u32]| -> Vec<bool> {
        let places = unknown.iter();
        places.map(|one| atoms.binary_search(one).is_ok()).collect()
    };
    let mut told = Told::nothing();
    for sum in sums {
        told.tell(&is_in(sum));
    }
    let count = |atom: &u32| table.atoms.get(*atom as usize).copied().unwrap_or(0);
    let most = u64::from(table.rule.suppress_up_to);
    let is_small = |atom: &u32| (1..=most).contains(&count(atom));
    let small: Vec<u32> = unknown.iter().copied().filter(is_small).collect();
    let counts: Vec<u64> = small.iter().map(count).collect();
    let sets = few(&counts, most).into_iter();
    let sets = sets.map(|chosen| {
        let atoms = chosen.iter().filter_map(|&at| small.get(at).copied());
        atoms.collect::<Vec<u32>>()
    });
    sets.filter(|atoms| told.is_told(&is_in(atoms))).collect()
}

/// What the whole has beside a part; nothing where it is none.
fn without(whole: &[u32], part: &[u32]) -> Option<Vec<u32>> {
    if part.len() >= whole.len() || part.iter().any(|atom| whole.binary_search(atom).is_err()) {
        return None;
    }
    let rest = whole.iter().copied();
    Some(
        rest.filter(|atom| part.binary_search(atom).is_err())
            .collect(),
    )
}

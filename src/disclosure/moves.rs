//! Worlds of a table with the true total: so many move from one atom to another.

use super::table::{Node, Shown, Table};
use super::worlds::summed;
use super::{Hiding, Published};
use crate::units::Arrange;

/// An atom and how many more it has.
pub(super) type Move = (u32, i64);

/// What suppressing a count that need not be costs, beside its size; what withdrawing a statement costs; and what it costs that
/// a suppressed count could be any number at all.
const CELL: u64 = 20;
const STATEMENT: u64 = 1 << 20;
const ANY: u64 = 1 << 40;
/// Atoms of a count that are tried.
const INSIDE: usize = 24;

/// Which counts an atom is in, and the order in which atoms are tried.
pub(super) struct Moves {
    /// By atom, ascending.
    nodes: Vec<Vec<u32>>,
    /// Small ones first, which are suppressed and cost nothing; none that nobody is in.
    order: Vec<u32>,
}

impl Moves {
    pub(super) fn new(table: &Table) -> Self {
        let mut nodes: Vec<Vec<u32>> = vec![Vec::new(); table.atoms.len()];
        for (place, node) in (0u32..).zip(&table.nodes) {
            for &atom in &node.atoms {
                if let Some(nodes) = nodes.get_mut(atom as usize) {
                    nodes.push(place);
                }
            }
        }
        let count = |atom: &u32| table.atoms.get(*atom as usize).copied().unwrap_or(0);
        let mut order: Vec<u32> = (0u32..).take(table.atoms.len()).collect();
        order.retain(|atom| count(atom) > 0);
        order.arrange_by_key(count);
        Self { nodes, order }
    }

    /// The counts that a world changes, and by how many.
    pub(super) fn changes(&self, world: &[Move]) -> Vec<(u32, i64)> {
        let mut changes: Vec<(u32, i64)> = Vec::new();
        for &(atom, more) in world {
            let nodes = self.nodes.get(atom as usize).map_or(&[][..], Vec::as_slice);
            changes.extend(nodes.iter().map(|&node| (node, more)));
        }
        summed(changes)
    }

    /// What it costs to publish so that this world is possible; `None` where it is none, or this node stays as it is.
    fn cost(&self, table: &Table, node: u32, world: &[Move]) -> Option<u64> {
        let possible = world.iter().all(|&(atom, more)| {
            let count = table.atoms.get(atom as usize);
            count.is_some_and(|count| count.checked_add_signed(more).is_some())
        });
        if !possible {
            return None;
        }
        let changes = self.changes(world);
        changes
            .binary_search_by_key(&node, |&(node, _)| node)
            .ok()?;
        let costs = changes.iter().filter_map(|&(place, more)| {
            let node = table.nodes.get(place as usize)?;
            Some(cost_of(node, node.allowing(table.rule, more)))
        });
        Some(costs.fold(0, u64::saturating_add))
    }

    /// The cheapest world found in which this node is another number, by `step` where that is given.
    pub(super) fn cheapest(
        &self,
        table: &Table,
        node: u32,
        step: Option<i64>,
    ) -> Option<Vec<Move>> {
        let atoms = &table.nodes.get(node as usize)?.atoms;
        let is_inside = |atom: u32| atoms.binary_search(&atom).is_ok();
        let shared = |atom: u32| table.shared.iter().find(|(one, _)| *one == atom);
        // A count of a shared atom alone, or of all others: only it moves, and as in the other tables.
        let own = table.shared.iter().find(|(atom, _)| {
            atoms.as_slice() == [*atom] || atoms.len() + 1 == table.atoms.len() && !is_inside(*atom)
        });
        let may = |atom: u32, more: i64| match shared(atom) {
            None => true,
            Some((one, step)) => own.is_some_and(|(own, _)| own == one) && *step == more,
        };
        let mut best: Option<(u64, Vec<Move>)> = None;
        // Whether it costs nothing, so that there is no better one.
        let keep = |best: &mut Option<(u64, Vec<Move>)>, world: &[Move]| -> bool {
            let Some(cost) = self.cost(table, node, world) else {
                return false;
            };
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                *best = Some((cost, world.to_vec()));
            }
            cost == 0
        };
        let inside = self.order.iter().copied().filter(|&atom| is_inside(atom));
        'search: for inside in inside.take(INSIDE) {
            for &outside in self.order.iter().filter(|&&atom| !is_inside(atom)) {
                for sign in [1, -1] {
                    let wanted = step.is_none_or(|step| step == sign);
                    if wanted
                        && may(inside, sign)
                        && may(outside, -sign)
                        && keep(&mut best, &[(inside, sign), (outside, -sign)])
                    {
                        break 'search;
                    }
                }
            }
        }
        if best.as_ref().is_some_and(|(cost, _)| *cost > 0) && step.is_none() {
            for world in rectangles(table, atoms) {
                if keep(&mut best, &world) {
                    break;
                }
            }
        }
        best.map(|(_, world)| world)
    }
}

/// In a grid, worlds in which the totals of all rows and columns stay: one more in two opposite corners of a rectangle, one less
/// in the others. Only for counts of one cell.
fn rectangles(table: &Table, atoms: &[u32]) -> impl Iterator<Item = [Move; 4]> {
    let (rows, columns) = table.grid;
    let cell = match atoms {
        [atom] if (*atom as usize) < rows * columns => Some(*atom as usize),
        _ => None,
    };
    cell.into_iter().flat_map(move |cell| {
        let (row, column) = (cell / columns, cell % columns);
        let others = (0..rows).filter(move |&other| other != row);
        others.flat_map(move |other_row| {
            let others = (0..columns).filter(move |&other| other != column);
            others.flat_map(move |other_column| {
                let at = |row: usize, column: usize| {
                    u32::try_from(row * columns + column).unwrap_or(u32::MAX)
                };
                [1, -1].map(|sign| {
                    [
                        (at(row, column), sign),
                        (at(other_row, column), -sign),
                        (at(row, other_column), -sign),
                        (at(other_row, other_column), sign),
                    ]
                })
            })
        })
    })
}

fn cost_of(node: &Node, after: Shown) -> u64 {
    match (node.shown, after) {
        (before, after) if before == after => 0,
        (Shown::AtLeast(_), _) => STATEMENT,
        (_, Shown::Count(Published::Suppressed(Hiding::Any))) => ANY,
        _ => CELL.saturating_add(node.count),
    }
}

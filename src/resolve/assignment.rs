//! The best set of links in which no record has two.

/// The most records of a component that is assigned optimally; larger ones are assigned greedily.
pub const LARGEST_COMPONENT: usize = 400;

/// A pair that might be linked: positions of its records, and what linking it gains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) gain: f64,
}

/// The set of links with the greatest total gain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Assignment {
    /// By edge.
    pub(super) chosen: Vec<bool>,
    /// Records of the largest component.
    pub(super) largest: usize,
    /// Components beyond [`LARGEST_COMPONENT`].
    pub(super) greedy: u64,
}

/// Chooses links, each record in one at most, so that the sum of their gains is the greatest; within each component of
/// records that edges connect.
pub(super) fn assign(edges: &[Edge]) -> Assignment {
    let mut assignment = Assignment {
        chosen: vec![false; edges.len()],
        ..Assignment::default()
    };
    for component in components(edges) {
        let sides = Sides::new(edges, &component);
        let records = sides.left.len() + sides.right.len();
        assignment.largest = assignment.largest.max(records);
        let chosen = match component.as_slice() {
            // Nearly all components are a single pair.
            &[edge] if edges[edge].gain > 0.0 => vec![edge],
            _ if records <= LARGEST_COMPONENT => optimal(edges, &component, &sides),
            _ => {
                assignment.greedy += 1;
                greedy(edges, &component)
            }
        };
        for edge in chosen {
            assignment.chosen[edge] = true;
        }
    }
    assignment
}

/// The records of a component, ascending.
struct Sides {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Sides {
    fn new(edges: &[Edge], component: &[usize]) -> Self {
        let side = |record: fn(&Edge) -> u32| {
            let mut records: Vec<u32> =
                component.iter().map(|&edge| record(&edges[edge])).collect();
            records.sort_unstable();
            records.dedup();
            records
        };
        Self {
            left: side(|edge| edge.left),
            right: side(|edge| edge.right),
        }
    }
}

/// Edges by component, found by joining the edges of each record (union-find).
fn components(edges: &[Edge]) -> Vec<Vec<usize>> {
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    let mut parent: Vec<usize> = (0..edges.len()).collect();
    for record in [|edge: &Edge| edge.left, |edge: &Edge| edge.right] {
        let mut order: Vec<usize> = (0..edges.len()).collect();
        order.sort_by_key(|&edge| record(&edges[edge]));
        for pair in order.windows(2) {
            if let &[one, other] = pair
                && record(&edges[one]) == record(&edges[other])
            {
                let (one, other) = (root(&mut parent, one), root(&mut parent, other));
                parent[one.max(other)] = one.min(other);
            }
        }
    }
    let mut by_root: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for edge in 0..edges.len() {
        let root = root(&mut parent, edge);
        by_root[root].push(edge);
    }
    by_root.retain(|component| !component.is_empty());
    by_root
}

/// The Hungarian method (Kuhn 1955), row by row with potentials (Jonker and Volgenant 1987): cubic in the records.
///
/// Each row has a column of its own of gain 0 besides the records on the right, for staying without a link.
fn optimal(edges: &[Edge], component: &[usize], sides: &Sides) -> Vec<usize> {
    let (rows, rights) = (sides.left.len(), sides.right.len());
    let columns = rights + rows;
    let place = |records: &[u32], record: u32| records.partition_point(|&other| other < record);
    let mut edge_at = vec![None; rows * rights];
    for &edge in component {
        let row = place(&sides.left, edges[edge].left);
        let column = place(&sides.right, edges[edge].right);
        edge_at[row * rights + column] = Some(edge);
    }
    let cost = |row: usize, column: usize| -> f64 {
        if column >= rights {
            return 0.0;
        }
        edge_at[row * rights + column].map_or(1.0, |edge: usize| -edges[edge].gain)
    };
    // Column 0 and row 0 are the method's own: rows and columns are counted from 1.
    let mut row_potential = vec![0.0; rows + 1];
    let mut column_potential = vec![0.0; columns + 1];
    let mut row_of = vec![0usize; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut came_from = vec![0usize; columns + 1];
        let mut seen = vec![false; columns + 1];
        while row_of[column] != 0 {
            seen[column] = true;
            let from = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in 1..=columns {
                if seen[other] {
                    continue;
                }
                let reduced =
                    cost(from - 1, other - 1) - row_potential[from] - column_potential[other];
                if reduced < least[other] {
                    least[other] = reduced;
                    came_from[other] = column;
                }
                if least[other] < step {
                    step = least[other];
                    next = other;
                }
            }
            for other in 0..=columns {
                if seen[other] {
                    row_potential[row_of[other]] += step;
                    column_potential[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            let previous = came_from[column];
            row_of[column] = row_of[previous];
            column = previous;
        }
    }
    (1..=rights)
        .filter(|&column| row_of[column] > 0)
        .filter_map(|column| edge_at[(row_of[column] - 1) * rights + column - 1])
        .filter(|&edge| edges[edge].gain > 0.0)
        .collect()
}

/// The best pair first, then the best of what is left.
fn greedy(edges: &[Edge], component: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = component.to_vec();
    order.sort_by(|&one, &other| edges[other].gain.total_cmp(&edges[one].gain));
    let mut left = std::collections::HashSet::new();
    let mut right = std::collections::HashSet::new();
    order.retain(|&edge| {
        let Edge {
            left: one,
            right: other,
            gain,
        } = edges[edge];
        let free = gain > 0.0 && !left.contains(&one) && !right.contains(&other);
        if free {
            left.insert(one);
            right.insert(other);
        }
        free
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edges(of: &[(u32, u32, f64)]) -> Vec<Edge> {
        of.iter()
            .map(|&(left, right, gain)| Edge { left, right, gain })
            .collect()
    }

    fn total(edges: &[Edge], chosen: &[bool]) -> f64 {
        let gains = edges.iter().zip(chosen).filter(|(_, chosen)| **chosen);
        gains.map(|(edge, _)| edge.gain).sum()
    }

    fn one_to_one(edges: &[Edge], chosen: &[bool]) -> bool {
        let linked: Vec<&Edge> = edges
            .iter()
            .zip(chosen)
            .filter(|(_, c)| **c)
            .map(|(e, _)| e)
            .collect();
        linked.iter().enumerate().all(|(at, one)| {
            linked[at + 1..]
                .iter()
                .all(|other| one.left != other.left && one.right != other.right)
        })
    }

    #[test]
    fn two_good_links_beat_the_best_one() {
        // Greedy takes 0-0 for 10 and is left with nothing; the best is 9 + 8.
        let edges = edges(&[(0, 0, 10.0), (0, 1, 9.0), (1, 0, 8.0)]);
        assert_eq!(assign(&edges).chosen, [false, true, true]);
    }

    #[test]
    fn large_components_are_greedy_and_counted() {
        let row: Vec<_> = (0..500).map(|at| (0, at, f64::from(at) + 1.0)).collect();
        let edges = edges(&row);
        let found = assign(&edges);
        assert_eq!((found.greedy, found.largest), (1, 501));
        assert_eq!(found.chosen.iter().filter(|chosen| **chosen).count(), 1);
        assert!(found.chosen[499]);
    }

    proptest! {
        #[test]
        fn as_good_as_trying_every_set(
            of in prop::collection::btree_map((0u32..4, 0u32..4), 0.1..20.0f64, 0..9)
        ) {
            let edges: Vec<Edge> = of.iter().map(|(&(left, right), &gain)| Edge { left, right, gain }).collect();
            let found = assign(&edges).chosen;
            prop_assert!(one_to_one(&edges, &found));
            let best = (0u32..1 << edges.len())
                .map(|set| (0..edges.len()).map(|at| set >> at & 1 == 1).collect::<Vec<_>>())
                .filter(|chosen| one_to_one(&edges, chosen))
                .map(|chosen| total(&edges, &chosen))
                .fold(0.0, f64::max);
            prop_assert!((total(&edges, &found) - best).abs() < 1e-9);
        }

        /// Records may be numbered in any order.
        #[test]
        fn numbering_changes_nothing(
            of in prop::collection::btree_map((0u32..6, 0u32..6), 0.1..20.0f64, 0..14),
            turn in 0u32..6,
        ) {
            let edges: Vec<Edge> = of.iter().map(|(&(left, right), &gain)| Edge { left, right, gain }).collect();
            let turned: Vec<Edge> = edges.iter().map(|edge| Edge { left: (edge.left + turn) % 6, right: 5 - edge.right, ..*edge }).collect();
            prop_assert_eq!(assign(&edges).chosen, assign(&turned).chosen);
        }
    }
}

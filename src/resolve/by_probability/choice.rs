//! Which pairs of two parties are links.

use std::collections::HashMap;

use super::TwoParties;
use crate::agreement::Probability;
use crate::matching::Exclusive;
use crate::matching::model::ModelPair;
use crate::resolve::assignment::{Edge, assign};
use crate::units::Arrange;

/// Probabilities closer than this are the same: neither pair stands out.
const TIE: f64 = 1e-9;

/// The links of two parties, among the pairs that are open.
pub(super) fn choose(
    found: &mut TwoParties,
    rule: &Probability,
    exclusive: Exclusive,
    open: impl Fn(&ModelPair) -> bool,
) -> Vec<ModelPair> {
    let threshold = rule.threshold;
    let least = (threshold / (1.0 - threshold)).log2();
    let candidates: Vec<(Edge, ModelPair)> = found
        .model
        .pairs
        .iter()
        .filter(|pair| open(pair))
        .map(|&pair| {
            let gain = pair.weight + found.model.prior_bits - least;
            let (left, right) = (pair.left, pair.right);
            (Edge { left, right, gain }, pair)
        })
        .filter(|(edge, _)| edge.gain > 0.0)
        .collect();
    let edges: Vec<Edge> = candidates.iter().map(|(edge, _)| *edge).collect();
    let chosen = if exclusive == Exclusive::BOTH {
        let assignment = assign(&edges);
        found.largest_component = assignment.largest;
        found.greedy_components = assignment.greedy;
        assignment.chosen
    } else {
        best_of_each(&edges, exclusive)
    };
    let rivals = Rivals::new(candidates.iter().map(|(_, pair)| pair), exclusive);
    let mut links = Vec::new();
    for ((_, pair), chosen) in candidates.iter().zip(chosen) {
        if rivals.tied(pair) {
            found.ties += 1;
        } else if chosen && pair.probability >= threshold {
            links.push(*pair);
        } else {
            found.rivals += 1;
        }
    }
    let Some(false_links) = rule.false_links else {
        return links;
    };
    let before = links.len();
    let (links, raised) = within_target(links, false_links);
    found.beyond_target = (before - links.len()) as u64;
    found.threshold = raised.unwrap_or(threshold);
    links
}

/// Where one party may hold a person several times: each of its records' best pair, the others' as many as there are.
fn best_of_each(edges: &[Edge], exclusive: Exclusive) -> Vec<bool> {
    let mut best: HashMap<(bool, u32), f64> = HashMap::new();
    let records = |edge: &Edge| {
        let sides = [
            (exclusive.left, (false, edge.left)),
            (exclusive.right, (true, edge.right)),
        ];
        sides.into_iter().filter(|(exclusive, _)| *exclusive)
    };
    for edge in edges {
        for (_, record) in records(edge) {
            let most = best.entry(record).or_insert(edge.gain);
            *most = most.max(edge.gain);
        }
    }
    let is_best = |edge: &Edge| {
        records(edge).all(|(_, record)| best.get(&record).is_none_or(|most| edge.gain >= *most))
    };
    edges.iter().map(is_best).collect()
}

/// By record, its two greatest probabilities.
struct Rivals {
    exclusive: Exclusive,
    best: HashMap<(usize, u32), (f64, f64)>,
}

impl Rivals {
    fn new<'a>(pairs: impl Iterator<Item = &'a ModelPair>, exclusive: Exclusive) -> Self {
        let mut best = HashMap::new();
        for pair in pairs {
            for record in [(0, pair.left), (1, pair.right)] {
                let (first, second) = best.entry(record).or_insert((0.0f64, 0.0f64));
                if pair.probability > *first {
                    *second = *first;
                    *first = pair.probability;
                } else if pair.probability > *second {
                    *second = pair.probability;
                }
            }
        }
        Self { exclusive, best }
    }

    /// Whether one of its records has two best pairs, and this is one of them.
    fn tied(&self, pair: &ModelPair) -> bool {
        let sides = [
            (self.exclusive.left, (0, pair.left)),
            (self.exclusive.right, (1, pair.right)),
        ];
        sides.iter().any(|(exclusive, record)| {
            let best = self.best.get(record).filter(|_| *exclusive);
            best.is_some_and(|&(first, second)| {
                first - second < TIE && first - pair.probability < TIE
            })
        })
    }
}

/// As many of the links, the most probable first, as are false no more often than the target says, and the probability of
/// the last.
fn within_target(mut links: Vec<ModelPair>, false_links: f64) -> (Vec<ModelPair>, Option<f64>) {
    links.arrange_by(|one, other| other.probability.total_cmp(&one.probability));
    let (mut count, mut right) = (0.0, 0.0);
    // The mean falls from link to link, so the first that goes below is the end.
    let within = links.iter().take_while(|link| {
        count += 1.0;
        right += link.probability;
        right >= count * (1.0 - false_links)
    });
    let keep = within.count();
    // Equal probabilities are kept or cut together.
    let Some(cut) = links.get(keep).map(|cut| cut.probability) else {
        return (links, None);
    };
    links.retain(|link| link.probability > cut);
    let threshold = links.last().map_or(1.0, |link| link.probability);
    (links, Some(threshold))
}

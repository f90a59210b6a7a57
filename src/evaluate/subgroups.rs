//! Precision and recall by group of people, so that unequal error is seen.

use std::collections::HashSet;

use serde::Serialize;

use super::EvaluateError;
use super::attributes::{Attributes, Column, NOT_IN_FILE};
use super::pairs::PairSets;
use crate::units::Interval;

/// Quality by the categories of one column of one party's attributes.
///
/// A pair counts in the category of this party's own record, whatever the other party's record says: a link that puts a
/// woman's record of this party to a man's counts among the women. Pairs in which this party has no record do not count.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SubgroupTable {
    /// The party whose records decide.
    pub party: String,
    /// The column, or `missing`.
    pub by: String,
    /// What its categories are, where that does not go without saying.
    pub bands: Option<String>,
    /// The categories that hold anybody.
    pub groups: Vec<Subgroup>,
    /// Which fare worst, in words.
    pub says: Vec<String>,
}

/// One category.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Subgroup {
    /// What it is called.
    pub name: String,
    /// Records of the party in it.
    pub people: u64,
    /// True pairs of these records.
    pub true_pairs: u64,
    /// Linked pairs of these records.
    pub linked_pairs: u64,
    /// Pairs that are both.
    pub true_positives: u64,
    /// Share of the linked pairs that are true; nothing where there are none.
    pub precision: Option<Interval>,
    /// Share of the true pairs that are linked; nothing where there are none.
    pub recall: Option<Interval>,
}

/// Pairs of one category.
#[derive(Clone, Copy, Default)]
struct Counts {
    people: u64,
    true_pairs: u64,
    linked_pairs: u64,
    true_positives: u64,
}

/// Counts by column and category; the last category of each column is for records that are not in the file.
struct Tally<'a> {
    attributes: &'a Attributes,
    counts: Vec<Vec<Counts>>,
    not_in_file: HashSet<&'a str>,
    some_in_file: bool,
}

impl<'a> Tally<'a> {
    fn new(attributes: &'a Attributes) -> Self {
        let none = |column: &Column| vec![Counts::default(); column.categories.len() + 1];
        let mut counts: Vec<Vec<Counts>> = attributes.columns.iter().map(none).collect();
        for categories in attributes.records.values() {
            for (counts, &category) in counts.iter_mut().zip(categories) {
                if let Some(counts) = counts.get_mut(usize::from(category)) {
                    counts.people += 1;
                }
            }
        }
        Self {
            attributes,
            counts,
            not_in_file: HashSet::new(),
            some_in_file: false,
        }
    }

    /// Counts a pair of the record with this id.
    fn add(&mut self, id: &'a str, count: impl Fn(&mut Counts)) {
        let categories = self.attributes.records.get(id);
        match categories {
            Some(_) => self.some_in_file = true,
            None => _ = self.not_in_file.insert(id),
        }
        for (column, counts) in self.counts.iter_mut().enumerate() {
            let category = categories.and_then(|categories| categories.get(column));
            let last = counts.len().saturating_sub(1);
            let category = category.map_or(last, |&category| usize::from(category).min(last));
            if let Some(counts) = counts.get_mut(category) {
                count(counts);
            }
        }
    }

    /// By column, the counts of each category.
    fn finish(mut self) -> Vec<Vec<Counts>> {
        for counts in &mut self.counts {
            if let Some(counts) = counts.last_mut() {
                counts.people = self.not_in_file.len() as u64;
            }
        }
        self.counts
    }
}

/// The pairs in which the party has a record: that record's id, and whether the pair is among `others` too.
fn pairs_of<'a>(
    party: usize,
    pairs: &'a PairSets,
    others: &'a PairSets,
) -> impl Iterator<Item = (&'a str, bool)> {
    let with_party = pairs
        .iter()
        .filter(move |((left, right), _)| *left == party || *right == party);
    with_party.flat_map(move |(parties, pairs)| {
        let others = others.get(parties);
        pairs.iter().map(move |pair| {
            let id = if parties.0 == party { &pair.0 } else { &pair.1 };
            let is_both = others.is_some_and(|others| others.contains(pair));
            (id.as_str(), is_both)
        })
    })
}

impl SubgroupTable {
    /// A table for each column. `party` is the position of the attributes' party.
    ///
    /// # Errors
    /// [`EvaluateError::Shape`] when no record of the party is in the attributes.
    pub(super) fn of(
        attributes: &Attributes,
        party: usize,
        linked: &PairSets,
        truth: &PairSets,
    ) -> Result<Vec<Self>, EvaluateError> {
        let mut tally = Tally::new(attributes);
        for (id, is_linked) in pairs_of(party, truth, linked) {
            tally.add(id, |counts| {
                counts.true_pairs += 1;
                counts.true_positives += u64::from(is_linked);
            });
        }
        for (id, _) in pairs_of(party, linked, truth) {
            tally.add(id, |counts| counts.linked_pairs += 1);
        }
        if !tally.some_in_file && !tally.not_in_file.is_empty() {
            return Err(EvaluateError::Shape {
                file: format!("the attributes of {}", attributes.party),
                problem: "none of the party's ids is in the file. Is it the party's own file, and --id the column of ids that `prepare` was given?".to_owned(),
            });
        }
        let columns = attributes.columns.iter().zip(tally.finish());
        let tables = columns.map(|(column, counts)| {
            let names = column.categories.iter().map(String::as_str);
            let groups: Vec<Subgroup> = names
                .chain([NOT_IN_FILE])
                .zip(counts)
                .filter(|(_, counts)| counts.people > 0)
                .map(|(name, counts)| Subgroup::of(name, counts))
                .collect();
            let says = [
                says("Recall", &groups, |group| group.recall),
                says("Precision", &groups, |group| group.precision),
            ];
            Self {
                party: attributes.party.clone(),
                by: column.name.clone(),
                bands: column.bands.clone(),
                groups,
                says: says.into_iter().flatten().collect(),
            }
        });
        Ok(tables.collect())
    }
}

impl Subgroup {
    fn of(name: &str, counts: Counts) -> Self {
        let share = |whole: u64| (whole > 0).then(|| Interval::of(counts.true_positives, whole));
        Self {
            name: name.to_owned(),
            people: counts.people,
            true_pairs: counts.true_pairs,
            linked_pairs: counts.linked_pairs,
            true_positives: counts.true_positives,
            precision: share(counts.linked_pairs),
            recall: share(counts.true_pairs),
        }
    }
}

/// Which groups have the least share and the greatest, whether their intervals overlap, and which lie wholly below the best
/// known group; nothing with fewer than two groups.
fn says(
    what: &str,
    groups: &[Subgroup],
    share: impl Fn(&Subgroup) -> Option<Interval>,
) -> Option<String> {
    let with_share: Vec<(&str, Interval)> = groups
        .iter()
        .filter_map(|group| Some((group.name.as_str(), share(group)?)))
        .collect();
    if with_share.len() < 2 {
        return None;
    }
    // Among equals the one that is known best: of many groups, several small ones have a recall of 1.
    let worst = with_share.iter().min_by(|one, other| {
        let by_value = one.1.value.total_cmp(&other.1.value);
        by_value.then(one.1.high.total_cmp(&other.1.high))
    })?;
    let best = with_share.iter().max_by(|one, other| {
        let by_value = one.1.value.total_cmp(&other.1.value);
        by_value.then(one.1.low.total_cmp(&other.1.low))
    })?;
    if (worst.1.value - best.1.value).abs() < 1e-12 {
        return Some(format!("{what} is the same in every group."));
    }
    let said = |(name, share): &(&str, Interval)| {
        format!(
            "{name} ({:.4}, 95% interval {:.4} to {:.4})",
            share.value, share.low, share.high
        )
    };
    let overlap = if worst.1.high >= best.1.low {
        "The two intervals overlap: these figures alone do not show that the two differ, nor that they are equal."
    } else if with_share.len() == 2 {
        "The two intervals do not overlap: the difference is more than chance would make."
    } else {
        "The two intervals do not overlap: the difference is more than chance would make between two groups, though of many groups some differ by chance."
    };
    // The best group may be small, and the worst too: the group whose lower end is highest is the best that is known.
    let known_best = with_share
        .iter()
        .max_by(|one, other| one.1.low.total_cmp(&other.1.low))?;
    let below: Vec<&str> = with_share
        .iter()
        .filter(|(_, share)| share.high < known_best.1.low)
        .map(|(name, _)| *name)
        .collect();
    let below = if below.is_empty() {
        "No group's interval lies wholly below another's.".to_owned()
    } else {
        format!(
            "Wholly below the interval of {}: {}.",
            known_best.0,
            below.join(", ")
        )
    };
    Some(format!(
        "{what} is lowest for {} and highest for {}. {overlap} {below}",
        said(worst),
        said(best)
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::attributes::AttributeChoice;
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> PairSets {
        let pairs: HashSet<_> = pairs
            .iter()
            .map(|&(one, other)| (one.to_owned(), other.to_owned()))
            .collect();
        BTreeMap::from([((0, 1), pairs)])
    }

    fn attributes(text: &str) -> Attributes {
        let choice = AttributeChoice {
            id: "id".to_owned(),
            by: vec!["sex".to_owned()],
            on: "20260101".parse().unwrap(),
        };
        Attributes::read("B", "b.csv", text.as_bytes(), &choice).unwrap()
    }

    #[test]
    fn a_pair_counts_where_the_named_partys_record_stands() {
        // Women: two true pairs, one linked; b3 is linked wrongly to a3, whose own b4 is a man and missed. So of women's two
        // links one is right; of men's one true pair none is linked. b9 is in no pair, b8 is not in the file.
        let truth = pairs(&[("a1", "b1"), ("a2", "b2"), ("a3", "b4"), ("a8", "b8")]);
        let linked = pairs(&[("a1", "b1"), ("a3", "b3"), ("a8", "b8")]);
        let attributes = attributes("id,sex\nb1,F\nb2,F\nb3,f\nb4,M\nb9,M\n");
        let tables = SubgroupTable::of(&attributes, 1, &linked, &truth).unwrap();
        let rows: Vec<_> = tables[0]
            .groups
            .iter()
            .map(|group| {
                (
                    group.name.as_str(),
                    group.people,
                    group.true_pairs,
                    group.linked_pairs,
                    group.true_positives,
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("F", 3, 2, 2, 1),
                ("M", 2, 1, 0, 0),
                ("(not in the file)", 1, 1, 1, 1)
            ]
        );
        assert_eq!(tables[0].groups[1].precision, None);
        let [recall, precision] = &tables[0].says[..] else {
            panic!("{:?}", tables[0].says)
        };
        assert!(recall.contains("lowest for M (0.0000"), "{recall}");
        assert!(recall.contains("intervals overlap"), "{recall}");
        assert!(precision.contains("lowest for F (0.5000"), "{precision}");
    }

    /// The attributes of the party in the left place decide as well.
    #[test]
    fn another_partys_file_is_refused() {
        let truth = pairs(&[("a1", "b1")]);
        let attributes = attributes("id,sex\nb1,F\n");
        let refused = SubgroupTable::of(&attributes, 0, &pairs(&[]), &truth);
        assert!(refused.err().unwrap().to_string().contains("none of the"));
    }

    #[test]
    fn unequal_groups_are_named() {
        let group = |name: &str, part, whole| Subgroup {
            name: name.to_owned(),
            people: whole,
            true_pairs: whole,
            linked_pairs: whole,
            true_positives: part,
            precision: None,
            recall: Some(Interval::of(part, whole)),
        };
        let groups = [
            group("young", 990, 1000),
            group("old", 800, 1000),
            group("few", 1, 1),
        ];
        let said = says("Recall", &groups, |group| group.recall).unwrap();
        // By Wilson's formula 800 of 1000 is 0.7741 to 0.8236, 990 of 1000 is 0.9817 to 0.9946, and 1 of 1 begins at 0.2065.
        assert!(
            said.contains("lowest for old (0.8000, 95% interval 0.7741 to 0.8236)"),
            "{said}"
        );
        assert!(
            said.contains("highest for few (1.0000, 95% interval 0.2065"),
            "{said}"
        );
        assert!(said.contains("The two intervals overlap"), "{said}");
        assert!(
            said.contains("Wholly below the interval of young: old."),
            "{said}"
        );
        let said = says("Recall", &groups[..2], |group| group.recall).unwrap();
        assert!(said.contains("highest for young"), "{said}");
        assert!(said.contains("The two intervals do not overlap"), "{said}");
        // Two are right in everything: the one of whom more is known is named.
        let equals = [
            group("few", 1, 1),
            group("many", 50, 50),
            group("old", 8, 10),
        ];
        let said = says("Recall", &equals, |group| group.recall).unwrap();
        assert!(said.contains("highest for many"), "{said}");
        let equal = [group("a", 5, 5), group("b", 7, 7)];
        let said = says("Recall", &equal, |group| group.recall).unwrap();
        assert_eq!(said, "Recall is the same in every group.");
        assert_eq!(says("Recall", &groups[..1], |group| group.recall), None);
    }
}

use super::{
    background::Background,
    given_name_lists::{BRITISH_BOYS, BRITISH_GIRLS, OTHERS},
    person::Sex,
    sampling::{Chance, Weighted, length},
};

/// A given name, by its position among all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GivenName(u16);

/// The years in which the British lists after the first begin.
const COHORTS: [i32; 4] = [1945, 1965, 1985, 2005];

/// Of 1000 British names, how many were in fashion when the bearer was born.
const IN_FASHION: u32 = 900;

/// All given names, ready to be drawn.
pub(super) struct GivenNames {
    names: Vec<&'static str>,
    british: [Vec<List>; 2],
    others: Vec<[List; 2]>,
}

/// A run of `names`, commonest first.
struct List {
    first: u16,
    weights: Weighted,
}

impl GivenNames {
    pub(super) fn new() -> Self {
        let mut names = Vec::new();
        // Fashion was narrower when today's old were born: a lesser offset puts more weight on the first names.
        let british = [BRITISH_GIRLS, BRITISH_BOYS].map(|cohorts| {
            let listed = cohorts.iter().zip([14, 16, 20, 26, 32]);
            listed
                .map(|(text, offset)| List::append(&mut names, text, offset))
                .collect()
        });
        let others = OTHERS
            .iter()
            .map(|lists| lists.map(|text| List::append(&mut names, text, 12)))
            .collect();
        Self {
            names,
            british,
            others,
        }
    }

    pub(super) fn draw(
        &self,
        chance: &mut Chance,
        background: Background,
        sex: Sex,
        birth_year: i32,
    ) -> GivenName {
        let own = background
            .position()
            .and_then(|position| self.others.get(position));
        if let Some(lists) = own
            && chance.per_mille(background.own_given_names(birth_year))
        {
            return sex.of(lists).draw(chance);
        }
        let cohorts = sex.of(&self.british);
        let fashionable = COHORTS.iter().filter(|&&year| year <= birth_year).count();
        let cohort = if chance.per_mille(IN_FASHION) {
            fashionable
        } else {
            chance.below(length(cohorts)) as usize
        };
        cohorts
            .get(cohort)
            .map_or(GivenName(0), |list| list.draw(chance))
    }

    pub(super) fn text(&self, name: GivenName) -> &'static str {
        self.names
            .get(usize::from(name.0))
            .copied()
            .unwrap_or_default()
    }
}

impl List {
    fn append(names: &mut Vec<&'static str>, text: &'static str, offset: u32) -> Self {
        let first = u16::try_from(names.len()).unwrap_or(u16::MAX);
        names.extend(text.split_whitespace());
        let count = length(names) - u32::from(first);
        Self {
            first,
            weights: Weighted::by_rank(count, offset, 0),
        }
    }

    fn draw(&self, chance: &mut Chance) -> GivenName {
        let position = u16::try_from(self.weights.draw(chance)).unwrap_or_default();
        GivenName(self.first.saturating_add(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn there_are_names_enough_for_either_sex() {
        for lists in 0..2 {
            let british = [BRITISH_GIRLS, BRITISH_BOYS][lists];
            let others = OTHERS.map(|of| of[lists]);
            let texts = british.iter().chain(&others);
            let distinct: BTreeSet<&str> = texts.flat_map(|text| text.split_whitespace()).collect();
            assert!(distinct.len() >= 600, "{}", distinct.len());
            let plain = |name: &&str| name.bytes().all(|byte| byte.is_ascii_uppercase());
            assert!(distinct.iter().all(plain));
        }
    }

    #[test]
    fn fashion_follows_the_year_of_birth_and_no_name_is_everyones() {
        let names = GivenNames::new();
        let mut chance = Chance::new(1, super::super::sampling::Purpose::People);
        let mut share = |sex, year, of: &str| {
            let mut seen = BTreeMap::<&str, u32>::new();
            for _ in 0..20_000 {
                let name = names.draw(&mut chance, Background::British, sex, year);
                *seen.entry(names.text(name)).or_default() += 1;
            }
            let top = seen.values().max().copied().unwrap_or_default();
            assert!((200..1000).contains(&top), "{sex:?} {year}: {top}");
            seen.get(of).copied().unwrap_or_default()
        };
        assert!(share(Sex::Female, 1935, "MARGARET") > 10 * share(Sex::Female, 2015, "MARGARET"));
        assert!(share(Sex::Male, 2015, "NOAH") > 20 * share(Sex::Male, 1935, "NOAH").max(1));
    }
}

use super::{
    background::Background,
    person::Sex,
    sampling::{Chance, Weighted, length},
    surname_lists::{
        BRITISH, OTHERS, PATRONYMIC_PREFIXES, PATRONYMIC_ROOTS, SOUTH_ASIAN_WOMENS_OWN, STEMS,
        SUFFIXES,
    },
};

/// A surname, or two joined by a hyphen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Surname {
    first: Part,
    second: Option<Part>,
}

/// One surname by its number: the listed ones, then the compounds, then the patronymics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part(u16);

/// Of 1000 British surnames, how many come from the list and how many are compounds; the rest are patronymics.
const LISTED: u32 = 680;
const COMPOUND: u32 = 290;

/// All surnames, ready to be drawn.
pub(super) struct Surnames {
    listed: Vec<&'static str>,
    stems: Fragments,
    suffixes: Fragments,
    prefixes: Fragments,
    roots: Fragments,
    british: List,
    others: Vec<List>,
    womens_own: List,
}

/// A run of `listed`, commonest first.
struct List {
    first: u32,
    weights: Weighted,
}

/// Parts of names, commonest first.
struct Fragments {
    texts: Vec<&'static str>,
    weights: Weighted,
}

impl Surnames {
    pub(super) fn new() -> Self {
        let mut listed = Vec::new();
        let mut list = |text: &'static str, offset, floor| {
            let first = length(&listed);
            listed.extend(text.split_whitespace());
            let weights = Weighted::by_rank(length(&listed) - first, offset, floor);
            List { first, weights }
        };
        // With these two numbers SMITH, JONES, the tenth and the hundredth name are about as common as in life.
        let british = list(BRITISH, 4, 35);
        let others = OTHERS.iter().map(|text| list(text, 8, 20)).collect();
        let womens_own = list(SOUTH_ASIAN_WOMENS_OWN, 2, 0);
        Self {
            listed,
            stems: Fragments::new(STEMS, 60),
            suffixes: Fragments::new(SUFFIXES, 10),
            prefixes: Fragments::new(PATRONYMIC_PREFIXES, 1),
            roots: Fragments::new(PATRONYMIC_ROOTS, 40),
            british,
            others,
            womens_own,
        }
    }

    /// The surname of a family.
    pub(super) fn draw(&self, chance: &mut Chance, background: Background) -> Surname {
        let other = background.position();
        if let Some(list) = other.and_then(|position| self.others.get(position)) {
            return Surname::single(list.draw(chance));
        }
        let kind = chance.below(1000);
        let compounds = length(&self.listed);
        let patronymics = compounds + self.stems.count() * self.suffixes.count();
        Surname::single(if kind < LISTED {
            self.british.draw(chance)
        } else if kind < LISTED + COMPOUND {
            let stem = self.stems.weights.draw(chance);
            compounds + stem * self.suffixes.count() + self.suffixes.weights.draw(chance)
        } else {
            let prefix = self.prefixes.weights.draw(chance);
            patronymics + prefix * self.roots.count() + self.roots.weights.draw(chance)
        })
    }

    /// The surname of a grown woman of her own: among Muslim South Asians often one that is no family's.
    pub(super) fn draw_womans(&self, chance: &mut Chance, background: Background) -> Surname {
        if background == Background::MuslimSouthAsian && chance.per_mille(450) {
            Surname::single(self.womens_own.draw(chance))
        } else {
            self.draw(chance, background)
        }
    }

    /// The background whose list the surname, or the first of two, was drawn from.
    pub(super) fn origin(&self, surname: Surname) -> Background {
        let number = u32::from(surname.first.0);
        let compounds = length(&self.listed);
        if number >= self.womens_own.first && number < compounds {
            return Background::MuslimSouthAsian;
        }
        // Lists stand one after the other, the British first; what is made of parts is British.
        let begun = self.others.iter().filter(|list| list.first <= number);
        let position = begun.count().checked_sub(1);
        position
            .filter(|_| number < compounds)
            .and_then(|position| Background::OTHERS.get(position).copied())
            .unwrap_or_default()
    }

    /// Writes the surname as a person of this sex bears it: KOWALSKI and SINGH are KOWALSKA and KAUR for women.
    pub(super) fn write(&self, surname: Surname, sex: Sex, out: &mut String) {
        self.write_part(surname.first, sex, out);
        if let Some(second) = surname.second {
            out.push('-');
            self.write_part(second, sex, out);
        }
    }

    fn write_part(&self, part: Part, sex: Sex, out: &mut String) {
        let number = u32::from(part.0);
        if let Some(name) = self.listed.get(number as usize) {
            write_listed(name, sex, out);
            return;
        }
        let compound = number - length(&self.listed);
        let compounds = self.stems.count() * self.suffixes.count();
        let (heads, tails, number) = match compound.checked_sub(compounds) {
            None => (&self.stems, &self.suffixes, compound),
            Some(patronymic) => (&self.prefixes, &self.roots, patronymic),
        };
        out.push_str(heads.text(number / tails.count()));
        out.push_str(tails.text(number % tails.count()));
    }
}

fn write_listed(name: &str, sex: Sex, out: &mut String) {
    let feminine = ["SKI", "CKI", "DZKI"];
    match (sex, name) {
        (Sex::Female, "SINGH") => out.push_str("KAUR"),
        (Sex::Female, _) if feminine.iter().any(|ending| name.ends_with(ending)) => {
            out.push_str(name);
            out.pop();
            out.push('A');
        }
        _ => out.extend(name.chars().map(|c| if c == '_' { ' ' } else { c })),
    }
}

impl Surname {
    fn single(number: u32) -> Self {
        Self {
            first: Part(u16::try_from(number).unwrap_or_default()),
            second: None,
        }
    }

    /// This surname and another joined by a hyphen; of a surname that is joined already only the first half is used.
    pub(super) fn joined(self, other: Self) -> Self {
        Self {
            first: self.first,
            second: Some(other.first),
        }
    }
}

impl List {
    fn draw(&self, chance: &mut Chance) -> u32 {
        self.first + self.weights.draw(chance)
    }
}

impl Fragments {
    fn new(text: &'static str, offset: u32) -> Self {
        let texts: Vec<_> = text.split_whitespace().collect();
        let weights = Weighted::by_rank(length(&texts), offset, 0);
        Self { texts, weights }
    }

    fn count(&self) -> u32 {
        length(&self.texts)
    }

    fn text(&self, position: u32) -> &'static str {
        let text = self.texts.get(position as usize);
        text.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sampling::Purpose, *};
    use std::collections::{BTreeMap, BTreeSet};

    fn written(surname: Surname, sex: Sex) -> String {
        let mut out = String::new();
        Surnames::new().write(surname, sex, &mut out);
        out
    }

    #[test]
    fn there_are_over_ten_thousand_surnames_and_each_has_a_number() {
        let surnames = Surnames::new();
        let count = length(&surnames.listed)
            + surnames.stems.count() * surnames.suffixes.count()
            + surnames.prefixes.count() * surnames.roots.count();
        let mut distinct = BTreeSet::new();
        for number in 0..count {
            let mut out = String::new();
            surnames.write(Surname::single(number), Sex::Male, &mut out);
            assert!(out.len() >= 2, "{number}: {out}");
            distinct.insert(out);
        }
        assert!(u16::try_from(count).is_ok());
        assert!(distinct.len() > 10_000, "{}", distinct.len());
        let listed: BTreeSet<_> = surnames.listed.iter().collect();
        assert!(listed.len() >= 1000, "{}", listed.len());
    }

    #[test]
    fn a_surname_is_of_the_background_it_was_drawn_for() {
        let surnames = Surnames::new();
        let mut chance = Chance::new(3, Purpose::People);
        for background in Background::OTHERS.into_iter().chain([Background::British]) {
            for _ in 0..500 {
                let surname = surnames.draw_womans(&mut chance, background);
                assert_eq!(surnames.origin(surname), background);
                let other = surnames.draw(&mut chance, Background::Polish);
                assert_eq!(surnames.origin(surname.joined(other)), background);
            }
        }
    }

    #[test]
    fn british_surnames_are_as_skewed_as_in_life() {
        let surnames = Surnames::new();
        let mut chance = Chance::new(1, Purpose::People);
        let mut seen = BTreeMap::<String, u32>::new();
        for _ in 0..200_000 {
            let mut out = String::new();
            let surname = surnames.draw(&mut chance, Background::British);
            surnames.write(surname, Sex::Male, &mut out);
            *seen.entry(out).or_default() += 1;
        }
        assert!((2_500..3_500).contains(&seen["SMITH"]), "{}", seen["SMITH"]);
        assert_eq!(seen.values().max(), Some(&seen["SMITH"]));
        assert!(seen.len() > 8_000, "{}", seen.len());
    }

    #[test]
    fn some_surnames_have_a_womans_form() {
        let of = |list: &str, name: &str| {
            let surnames = Surnames::new();
            assert!(list.split_whitespace().any(|listed| listed == name));
            let number = surnames.listed.iter().position(|&listed| listed == name);
            Surname::single(u32::try_from(number.expect("listed")).expect("small"))
        };
        let kowalski = of(OTHERS[1], "KOWALSKI");
        assert_eq!(written(kowalski, Sex::Male), "KOWALSKI");
        assert_eq!(written(kowalski, Sex::Female), "KOWALSKA");
        assert_eq!(written(of(OTHERS[6], "SINGH"), Sex::Female), "KAUR");
        let smith = of(BRITISH, "SMITH");
        assert_eq!(
            written(smith.joined(kowalski), Sex::Female),
            "SMITH-KOWALSKA"
        );
        assert_eq!(written(of(OTHERS[3], "DE_VRIES"), Sex::Male), "DE VRIES");
    }
}

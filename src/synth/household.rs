use super::{
    background::Background,
    contact::{Email, Phone},
    given_names::GivenName,
    nhs_number::{NhsNumber, NhsNumbers},
    person::{Person, Sex},
    places::Address,
    sampling::{Chance, Purpose, length},
    surnames::Surname,
    world::World,
};

/// The Julian day of 1 January 2025, the day on which everybody's age is counted.
const TODAY: i32 = 2_460_677;
const LAST_YEAR: i32 = 2024;

/// Makes that many people, household by household; the last household may lack members.
pub(super) fn populate(world: &World, seed: u64, count: u32) -> Vec<Person> {
    let mut chance = Chance::new(seed, Purpose::People);
    let mut people = Vec::with_capacity(count as usize + 8);
    let mut household = 0;
    while length(&people) < count {
        let background = world.backgrounds.draw(&mut chance);
        let home = Home {
            world,
            background,
            address: world.places.home(household),
            previous_address: world.places.anywhere(&mut chance),
            landline: chance.per_mille(500).then(|| Phone::landline(&mut chance)),
            chance: &mut chance,
            people: &mut people,
        };
        home.settle();
        household += 1;
    }
    people.truncate(count as usize);
    let mut numbers = NhsNumbers::new(seed);
    for person in &mut people {
        person.nhs_number = numbers.issue();
    }
    people
}

/// A household while its members move in.
struct Home<'a> {
    world: &'a World,
    chance: &'a mut Chance,
    background: Background,
    address: Address,
    previous_address: Address,
    landline: Option<Phone>,
    people: &'a mut Vec<Person>,
}

/// What children have of their parents.
struct Parents {
    /// The surname of the children.
    surname: Surname,
    /// The other surname that records of the children may show.
    other_surname: Surname,
    father: Option<GivenName>,
    phone: Option<Phone>,
}

impl Home<'_> {
    /// Kinds of household about as frequent as in the Census 2021.
    fn settle(mut self) {
        match self.chance.below(1000) {
            0..300 => self.lone_adult(),
            300..550 => {
                let age = self.age([(150, 21, 34), (250, 35, 64), (600, 65, 100)]);
                self.couple(age);
            }
            550..760 => {
                self.couple_with_children((0, 18));
            }
            760..820 => {
                self.couple_with_children((18, 32));
            }
            820..930 => self.lone_parent(),
            930..970 => self.sharers(),
            _ => {
                let (parents, age) = self.couple_with_children((0, 18));
                if self.background.lives_in_three_generations() {
                    self.grandmother(&parents, age);
                }
            }
        }
    }

    fn lone_adult(&mut self) {
        let age = self.age([(130, 19, 34), (370, 35, 64), (500, 65, 100)]);
        let share = if age < 65 { 430 } else { 650 };
        if self.chance.per_mille(share) {
            let surname = self.womans_surname(self.background);
            let mut woman = self.person(Sex::Female, age, self.background, surname);
            // Divorced and widowed women keep a husband's surname, and old records their first.
            if age >= 30 && self.chance.per_mille(300) {
                woman.former_surname = Some(surname);
                woman.surname = self.surname(self.background);
            }
            self.people.push(woman);
        } else {
            let surname = self.surname(self.background);
            let man = self.person(Sex::Male, age, self.background, surname);
            self.people.push(man);
        }
    }

    /// A couple of which one partner, as a rule the woman, has that age.
    fn couple(&mut self, age: i32) -> Parents {
        let others_background = if self.chance.per_mille(930) {
            self.background
        } else {
            self.world.backgrounds.draw(self.chance)
        };
        let sexes = match self.chance.below(1000) {
            0..12 => [Sex::Female, Sex::Female],
            12..25 => [Sex::Male, Sex::Male],
            _ => [Sex::Female, Sex::Male],
        };
        let own = self.womans_surname(self.background);
        let surname = self.surname(others_background);
        let others_age = (age + self.chance.between(-3, 6)).clamp(18, 104);
        let mut one = self.person(sexes[0], age, self.background, own);
        let other = self.person(sexes[1], others_age, others_background, surname);
        let married = if age < 35 { 550 } else { 850 };
        let married = sexes == [Sex::Female, Sex::Male] && self.chance.per_mille(married);
        if married {
            let takes = self.background.takes_husbands_surname();
            if self.chance.per_mille(takes) {
                let joins = self.chance.per_mille(30);
                one.surname = if joins { own.joined(surname) } else { surname };
                one.former_surname = Some(own);
            } else if self.chance.per_mille(300) {
                one.former_surname = Some(surname);
            }
        }
        let of_children = match self.chance.below(1000) {
            _ if married => surname,
            0..200 => own,
            200..300 => own.joined(surname),
            _ => surname,
        };
        let parents = Parents {
            surname: of_children,
            other_surname: if of_children == own { surname } else { own },
            father: (sexes[1] == Sex::Male).then_some(other.given_name),
            phone: self.landline.or(one.phone),
        };
        self.people.extend([one, other]);
        parents
    }

    fn couple_with_children(&mut self, (youngest, oldest): (i32, i32)) -> (Parents, i32) {
        let eldest = self.chance.between(youngest, oldest);
        let age = eldest + self.age_at_first_birth();
        let parents = self.couple(age);
        self.children(&parents, eldest, youngest);
        (parents, age)
    }

    fn lone_parent(&mut self) {
        let eldest = self.chance.between(0, 24);
        let age = eldest + self.age_at_first_birth();
        let mother = self.chance.per_mille(860);
        let sex = if mother { Sex::Female } else { Sex::Male };
        let own = self.womans_surname(self.background);
        let absent = self.surname(self.background);
        let mut parent = self.person(sex, age, self.background, own);
        if mother && self.chance.per_mille(400) {
            parent.surname = absent;
            parent.former_surname = Some(own);
        }
        let after_father = !mother || self.chance.per_mille(550);
        let surname = if mother && after_father { absent } else { own };
        let parents = Parents {
            surname,
            other_surname: if surname == own { absent } else { own },
            father: (!mother).then_some(parent.given_name),
            phone: self.landline.or(parent.phone),
        };
        self.people.push(parent);
        self.children(&parents, eldest, 0);
    }

    /// Students and others who share no more than an address.
    fn sharers(&mut self) {
        self.landline = None;
        for _ in 0..3 + self.chance.below(3) {
            let background = self.world.backgrounds.draw(self.chance);
            let sex = self.sex();
            let surname = self.surname(background);
            let age = self.chance.between(18, 31);
            let mut person = self.person(sex, age, background, surname);
            person.previous_address = self.world.places.anywhere(self.chance);
            self.people.push(person);
        }
    }

    fn grandmother(&mut self, parents: &Parents, parents_age: i32) {
        let age = (parents_age + self.chance.between(20, 34)).min(104);
        let own = self.womans_surname(self.background);
        let mut grandmother = self.person(Sex::Female, age, self.background, own);
        if self.chance.per_mille(600) {
            grandmother.surname = parents.surname;
            grandmother.former_surname = Some(own);
        }
        self.people.push(grandmother);
    }

    /// One to four children, the eldest of that age and none below the least; now and then twins.
    fn children(&mut self, parents: &Parents, eldest: i32, least: i32) {
        let siblings = self.people.len();
        let count = match self.chance.below(100) {
            0..42 => 1,
            42..83 => 2,
            83..95 => 3,
            _ => 4,
        };
        let mut age = eldest;
        for _ in 0..count {
            if age < least {
                break;
            }
            let child = self.child(parents, age, siblings);
            let born = child.born;
            self.people.push(child);
            if self.chance.per_mille(15) {
                let mut twin = self.child(parents, age, siblings);
                twin.born = born;
                self.people.push(twin);
            }
            age -= self.chance.between(1, 4);
        }
    }

    /// A child who bears no living sibling's name; `siblings` is where those begin.
    fn child(&mut self, parents: &Parents, age: i32, siblings: usize) -> Person {
        let sex = self.sex();
        let mut child = self.person(sex, age, self.background, parents.surname);
        if self.chance.per_mille(40) {
            child.former_surname = Some(parents.other_surname);
        }
        if age < 16 {
            child.phone = parents.phone;
            child.email = None;
        }
        if let Some(father) = parents.father
            && sex == Sex::Male
            && self.chance.per_mille(20)
        {
            child.given_name = father;
        }
        let names = &self.world.given_names;
        for _ in 0..8 {
            let text = names.text(child.given_name);
            let siblings = self.people.iter().skip(siblings);
            if siblings
                .map(|other| other.given_name)
                .all(|name| names.text(name) != text)
            {
                break;
            }
            child.given_name = names.draw(self.chance, self.background, sex, LAST_YEAR - age);
        }
        child
    }

    fn person(&mut self, sex: Sex, age: i32, background: Background, surname: Surname) -> Person {
        let birth_year = LAST_YEAR - age;
        let names = &self.world.given_names;
        let given_name = names.draw(self.chance, background, sex, birth_year);
        let middle_name = names.draw(self.chance, background, sex, birth_year - 25);
        let has_mobile = self.chance.per_mille(if age < 70 { 550 } else { 300 });
        let mobile = has_mobile.then(|| Phone::mobile(self.chance));
        let has_email = self.chance.per_mille(if age < 65 { 850 } else { 550 });
        Person {
            nhs_number: NhsNumber::default(),
            born: TODAY - 1 - age * 1461 / 4 - self.chance.between(0, 364),
            address: self.address,
            previous_address: self.previous_address,
            given_name,
            middle_name,
            surname,
            former_surname: None,
            phone: mobile.or(self.landline),
            email: has_email.then(|| Email::new(self.chance)),
            sex,
        }
    }

    fn sex(&mut self) -> Sex {
        if self.chance.per_mille(512) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    fn surname(&mut self, background: Background) -> Surname {
        self.world.surnames.draw(self.chance, background)
    }

    fn womans_surname(&mut self, background: Background) -> Surname {
        self.world.surnames.draw_womans(self.chance, background)
    }

    /// From 17 to 42, and most often about 29.
    fn age_at_first_birth(&mut self) -> i32 {
        17 + self.chance.between(0, 12) + self.chance.between(0, 13)
    }

    /// An age from bands of (share of 1000, first, last); in the last band, of the old, the older are fewer.
    fn age(&mut self, [young, middle, old]: [(u32, i32, i32); 3]) -> i32 {
        let drawn = self.chance.below(1000);
        let in_band = |(_, first, last), chance: &mut Chance| chance.between(first, last);
        if drawn < young.0 {
            in_band(young, self.chance)
        } else if drawn < young.0 + middle.0
            || (self.background.is_young() && self.chance.per_mille(700))
        {
            in_band(middle, self.chance)
        } else {
            in_band(old, self.chance).min(in_band(old, self.chance))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::{Date, Month};

    fn people() -> Vec<Person> {
        populate(&World::new(1, 50_000), 1, 50_000)
    }

    fn age(person: &Person) -> i32 {
        (TODAY - person.born) * 4 / 1461
    }

    #[test]
    fn today_is_the_first_of_january() {
        let date = Date::from_calendar_date(LAST_YEAR + 1, Month::January, 1);
        assert_eq!(date.map(Date::to_julian_day), Ok(TODAY));
    }

    #[test]
    fn ages_are_like_those_of_the_country() {
        let people = people();
        let share = |from, to| {
            let within = people
                .iter()
                .filter(|person| (from..to).contains(&age(person)));
            within.count() * 100 / people.len()
        };
        assert!((16..26).contains(&share(0, 18)), "{}", share(0, 18));
        assert!((54..66).contains(&share(18, 65)), "{}", share(18, 65));
        assert!((14..24).contains(&share(65, 110)), "{}", share(65, 110));
        assert_eq!(share(110, 1000), 0);
        assert!(people.iter().all(|person| person.born < TODAY));
    }

    #[test]
    fn households_share_addresses_surnames_and_now_and_then_birthdays() {
        let people = people();
        let pairs = || {
            people
                .windows(2)
                .filter(|pair| pair[0].address == pair[1].address)
        };
        let surnames = pairs().filter(|pair| pair[0].surname == pair[1].surname);
        assert!(surnames.count() > people.len() / 4);
        let twins = pairs()
            .filter(|pair| pair[0].born == pair[1].born && pair[0].surname == pair[1].surname);
        let twins: Vec<_> = twins.collect();
        assert!((50..500).contains(&twins.len()), "{}", twins.len());
        assert!(
            twins
                .iter()
                .all(|pair| pair[0].given_name != pair[1].given_name)
        );
        let households = people
            .chunk_by(|one, next| one.address == next.address)
            .count();
        let mean = people.len() * 100 / households;
        assert!((210..260).contains(&mean), "{mean}");
    }

    #[test]
    fn the_truth_about_a_person_is_small() {
        assert!(size_of::<Person>() <= 52, "{}", size_of::<Person>());
    }
}

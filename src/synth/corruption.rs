use std::mem;

use time::{Date, Month};

use super::{
    Rates,
    contact::Email,
    misspelling::{slip_in_name, slip_in_number, slip_in_postcode},
    nicknames::nickname,
    person::Person,
    record::Record,
    sampling::Chance,
    world::World,
};

/// The last year in which anybody is born.
const LAST_YEAR: i32 = 2024;

/// Street kinds and their abbreviations.
const ABBREVIATIONS: [(&str, &str); 8] = [
    (" ROAD", " RD"),
    (" STREET", " ST"),
    (" AVENUE", " AVE"),
    (" CLOSE", " CL"),
    (" LANE", " LN"),
    (" DRIVE", " DR"),
    (" CRESCENT", " CRES"),
    (" GARDENS", " GDNS"),
];

/// Copies people as one party records them.
pub(super) struct Copyist<'a> {
    pub world: &'a World,
    pub rates: &'a Rates,
    pub chance: &'a mut Chance,
}

impl Copyist<'_> {
    /// Fills the record, in capitals, with a copy of the person.
    pub(super) fn copy(&mut self, person: &Person, record: &mut Record) {
        record.clear();
        self.copy_email(person, record);
        self.copy_names(person, record);
        record.birth_date = Date::from_julian_day(person.born)
            .ok()
            .map(|date| self.copy_date(date));
        let wrong = self.chance.happens(self.rates.wrong_sex);
        record.sex = Some(if wrong {
            person.sex.other()
        } else {
            person.sex
        });
        self.copy_address(person, record);
        self.copy_phone(person, record);
        self.copy_nhs_number(person, record);
        self.lose(record);
    }

    fn copy_names(&mut self, person: &Person, record: &mut Record) {
        let names = &self.world.given_names;
        let mut given_name = names.text(person.given_name);
        if self.chance.happens(self.rates.nickname) {
            given_name = nickname(self.chance, given_name).unwrap_or(given_name);
        }
        record.given_name.push_str(given_name);
        if self.chance.happens(self.rates.initial_only) {
            record.given_name.truncate(1);
        } else if self.chance.happens(self.rates.middle_name) {
            record.given_name.push(' ');
            record.given_name.push_str(names.text(person.middle_name));
        }
        if self.chance.happens(self.rates.given_name_typo) {
            slip_in_name(self.chance, &mut record.given_name);
        }

        let surname = match person.former_surname {
            Some(former) if self.chance.happens(self.rates.former_surname) => former,
            Some(former) if self.chance.happens(self.rates.double_barrelled) => {
                former.joined(person.surname)
            }
            _ => person.surname,
        };
        let surnames = &self.world.surnames;
        record.surname.clear();
        surnames.write(surname, person.sex, &mut record.surname);
        if self.chance.happens(self.rates.surname_typo) {
            slip_in_name(self.chance, &mut record.surname);
        }
        if self.chance.happens(self.rates.swapped_names) {
            mem::swap(&mut record.given_name, &mut record.surname);
        }
    }

    fn copy_date(&mut self, date: Date) -> Date {
        if self.chance.happens(self.rates.first_of_january) {
            return Date::from_ordinal_date(date.year(), 1).unwrap_or(date);
        }
        if self.chance.happens(self.rates.day_month_swapped)
            && let Some(swapped) = date_of(date.year(), date.day(), u8::from(date.month()))
        {
            return swapped;
        }
        if self.chance.happens(self.rates.birth_date_typo) {
            return self.slip_in_date(date);
        }
        date
    }

    /// Another date that differs in day, month or year.
    fn slip_in_date(&mut self, date: Date) -> Date {
        let month = u8::from(date.month());
        loop {
            let (year, day) = (date.year(), date.day());
            let step = self.chance.pick(&[1, 2, 10]);
            let slipped = match self.chance.below(8) {
                0 => date_of(year, month, day + step),
                1 => date_of(year, month, day.saturating_sub(step)),
                2 => date_of(year, month, day % 10 * 10 + day / 10),
                3 => date_of(year, month + step, day),
                4 => date_of(year, month.saturating_sub(step), day),
                5 => date_of(year + i32::from(step), month, day),
                6 => date_of(year - i32::from(step), month, day),
                _ => {
                    let (tens, ones) = (year / 10 % 10, year % 10);
                    date_of(year / 100 * 100 + ones * 10 + tens, month, day)
                }
            };
            if let Some(slipped) = slipped
                && slipped != date
                && slipped.year() <= LAST_YEAR
            {
                return slipped;
            }
        }
    }

    fn copy_address(&mut self, person: &Person, record: &mut Record) {
        let address = if self.chance.happens(self.rates.moved) {
            person.previous_address
        } else {
            person.address
        };
        let places = &self.world.places;
        places.write_line(address, &mut record.address_line);
        places.write_postcode(address, &mut record.postcode);
        places.write_uprn(address, &mut record.uprn);
        if self.chance.happens(self.rates.address_variant) {
            self.vary_address(&mut record.address_line);
        }
        if self.chance.happens(self.rates.postcode_typo) {
            slip_in_postcode(self.chance, &mut record.postcode);
        }
    }

    fn vary_address(&mut self, line: &mut String) {
        let abbreviation = ABBREVIATIONS.iter().find(|(kind, _)| line.ends_with(kind));
        match (self.chance.below(100), abbreviation) {
            (0..60, Some((kind, short))) => {
                line.truncate(line.len() - kind.len());
                line.push_str(short);
            }
            (60..75, _) => *line = line.replacen("FLAT ", "F", 1).replacen(", ", " ", 1),
            _ => slip_in_name(self.chance, line),
        }
    }

    fn copy_phone(&mut self, person: &Person, record: &mut Record) {
        if let Some(phone) = person.phone {
            let other = self.chance.happens(self.rates.other_phone);
            let phone = if other {
                phone.another(self.chance)
            } else {
                phone
            };
            phone.write(&mut record.phone);
        }
    }

    /// The address is made of the true names, whatever the record makes of them.
    fn copy_email(&mut self, person: &Person, record: &mut Record) {
        if let Some(email) = person.email {
            let other = self.chance.happens(self.rates.other_email);
            let email = if other {
                Email::new(self.chance)
            } else {
                email
            };
            let given_name = self.world.given_names.text(person.given_name);
            let surnames = &self.world.surnames;
            surnames.write(person.surname, person.sex, &mut record.surname);
            email.write(given_name, &record.surname, &mut record.email);
        }
    }

    fn copy_nhs_number(&mut self, person: &Person, record: &mut Record) {
        let mut number = person.nhs_number;
        let slips = self.chance.happens(self.rates.nhs_number_typo);
        let stays_valid = slips && self.chance.per_mille(100);
        if stays_valid {
            number = number.mistaken(self.chance);
        }
        number.write(&mut record.nhs_number);
        if slips && !stays_valid {
            slip_in_number(self.chance, &mut record.nhs_number);
        }
    }

    fn lose(&mut self, record: &mut Record) {
        let rates = self.rates;
        for (value, rate) in [
            (&mut record.nhs_number, rates.nhs_number_missing),
            (&mut record.given_name, rates.given_name_missing),
            (&mut record.surname, rates.surname_missing),
            (&mut record.address_line, rates.address_missing),
            (&mut record.postcode, rates.postcode_missing),
            (&mut record.uprn, rates.uprn_missing),
            (&mut record.phone, rates.phone_missing),
            (&mut record.email, rates.email_missing),
        ] {
            if self.chance.happens(rate) {
                value.clear();
            }
        }
        if self.chance.happens(rates.birth_date_missing) {
            record.birth_date = None;
        }
        if self.chance.happens(rates.sex_missing) {
            record.sex = None;
        }
    }
}

fn date_of(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

#[cfg(test)]
mod tests {
    use super::{super::Corruption, super::sampling::Purpose, *};

    fn with_rates(seed: u64, rates: &Rates, use_it: impl FnOnce(Copyist)) {
        use_it(Copyist {
            world: &World::new(1, 10),
            rates,
            chance: &mut Chance::new(seed, Purpose::Copies(0)),
        });
    }

    #[test]
    fn a_slip_in_a_date_leaves_another_date_of_the_past() {
        with_rates(1, &Corruption::NONE.civic, |mut copyist| {
            for born in 2_420_000..2_460_677 {
                let date = Date::from_julian_day(born).expect("a date");
                let slipped = copyist.slip_in_date(date);
                assert_ne!(slipped, date);
                assert!(slipped.year() <= LAST_YEAR, "{slipped}");
            }
        });
    }

    #[test]
    fn a_swap_needs_a_day_that_can_be_a_month() {
        let mut rates = Corruption::NONE.civic;
        rates.day_month_swapped = 1.0;
        with_rates(1, &rates, |mut copyist| {
            let date = |month, day| date_of(2001, month, day).expect("a date");
            assert_eq!(copyist.copy_date(date(4, 9)), date(9, 4));
            assert_eq!(copyist.copy_date(date(4, 19)), date(4, 19));
        });
    }
}

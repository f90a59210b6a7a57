//! What people truly are, for linkage to be judged by group of people.

use time::Date;

use super::{
    contact::push_digits,
    holdings::push_id,
    person::{Person, Sex},
    surnames::Surnames,
};

const HEADER: &str = "id,sex,birth_date,surname_origin\n";

/// A line for each row of a party's file, with the people of those numbers.
pub(super) fn write(party: &str, rows: &[u32], people: &[Person], surnames: &Surnames) -> Vec<u8> {
    let mut out = String::from(HEADER);
    for (number, &person) in (1..).zip(rows) {
        let Some(person) = people.get(person as usize) else {
            continue;
        };
        push_id(party, number, &mut out);
        out.push_str(match person.sex {
            Sex::Female => ",Female,",
            Sex::Male => ",Male,",
        });
        if let Ok(born) = Date::from_julian_day(person.born) {
            push_digits(born.year().unsigned_abs(), 4, &mut out);
            out.push('-');
            push_digits(u32::from(u8::from(born.month())), 2, &mut out);
            out.push('-');
            push_digits(u32::from(born.day()), 2, &mut out);
        }
        out.push(',');
        out.push_str(surnames.origin(person.surname).name());
        out.push('\n');
    }
    out.into_bytes()
}

use std::mem;

use time::Date;

use super::{
    Corruption, Rates,
    contact::push_digits,
    corruption::Copyist,
    holdings::push_id,
    person::{Person, Sex},
    record::Record,
    sampling::{Chance, Purpose},
    world::World,
};

/// How a party lays out its file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Capitals, ISO dates, digits without spaces, sex as one letter.
    Clinical,
    /// Words capitalised, dates day first, digits in groups, sex as a word, the NHS number an afterthought.
    Civic,
}

const CLINICAL_HEADER: &str =
    "id,nhs_number,given_name,surname,birth_date,sex,address_line,postcode,uprn,phone,email\n";
const CIVIC_HEADER: &str =
    "id,given_name,surname,birth_date,sex,address_line,postcode,uprn,phone,email,nhs_number\n";

/// What a row takes, seldom exceeded.
const USUAL_ROW_BYTES: usize = 136;

/// One party and what its file is made from.
pub(super) struct Party<'a> {
    pub name: &'a str,
    pub position: u32,
    pub corruption: &'a Corruption,
    pub world: &'a World,
    pub people: &'a [Person],
}

impl Party<'_> {
    /// The party's file, with the people of those numbers as rows.
    pub(super) fn write(&self, rows: &[u32], seed: u64) -> Vec<u8> {
        let (layout, rates, header) = self.kind();
        let mut copyist = Copyist {
            world: self.world,
            rates,
            chance: &mut Chance::new(seed, Purpose::Copies(self.position)),
        };
        let mut out = String::with_capacity(header.len() + rows.len() * USUAL_ROW_BYTES);
        out.push_str(header);
        let mut record = Record::default();
        let mut row = Row::default();
        for (number, &person) in (1..).zip(rows) {
            let Some(person) = self.people.get(person as usize) else {
                continue;
            };
            copyist.copy(person, &mut record);
            row.lay_out(layout, &mut record);
            if copyist.chance.happens(rates.untidy) {
                untidy(copyist.chance, &mut record);
            }
            push_id(self.name, number, &mut out);
            row.write(layout, &record, &mut out);
        }
        out.into_bytes()
    }

    fn kind(&self) -> (Layout, &Rates, &'static str) {
        if self.position.is_multiple_of(2) {
            (Layout::Clinical, &self.corruption.clinical, CLINICAL_HEADER)
        } else {
            (Layout::Civic, &self.corruption.civic, CIVIC_HEADER)
        }
    }
}

/// What laying out a row needs beside the record itself.
#[derive(Default)]
struct Row {
    birth_date: String,
    scratch: String,
}

impl Row {
    /// Puts the record's values, which are in capitals and plain digits but for phones, into the party's forms.
    fn lay_out(&mut self, layout: Layout, record: &mut Record) {
        self.birth_date.clear();
        if let Some(date) = record.birth_date {
            push_date(layout, date, &mut self.birth_date);
        }
        match layout {
            Layout::Clinical => record.phone.retain(|c| c != ' '),
            Layout::Civic => {
                for text in [
                    &mut record.given_name,
                    &mut record.surname,
                    &mut record.address_line,
                ] {
                    capitalise(text, &mut self.scratch);
                }
                if record.nhs_number.len() == 10 {
                    record.nhs_number.insert(6, ' ');
                    record.nhs_number.insert(3, ' ');
                }
            }
        }
    }

    /// Writes all values but the id, each after a comma, and ends the line.
    fn write(&self, layout: Layout, record: &Record, out: &mut String) {
        let sex = match (layout, record.sex) {
            (_, None) => "",
            (Layout::Clinical, Some(Sex::Female)) => "F",
            (Layout::Clinical, Some(Sex::Male)) => "M",
            (Layout::Civic, Some(Sex::Female)) => "Female",
            (Layout::Civic, Some(Sex::Male)) => "Male",
        };
        if layout == Layout::Clinical {
            push_value(&record.nhs_number, out);
        }
        for value in [
            &record.given_name,
            &record.surname,
            &self.birth_date,
            sex,
            &record.address_line,
            &record.postcode,
            &record.uprn,
            &record.phone,
            &record.email,
        ] {
            push_value(value, out);
        }
        if layout == Layout::Civic {
            push_value(&record.nhs_number, out);
        }
        out.push('\n');
    }
}

/// Writes a comma and a value, in quotes if need be (RFC 4180).
fn push_value(value: &str, out: &mut String) {
    out.push(',');
    if value.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&value.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(value);
    }
}

fn push_date(layout: Layout, date: Date, out: &mut String) {
    let year = date.year().unsigned_abs();
    let month = u32::from(u8::from(date.month()));
    let day = u32::from(date.day());
    let (first, separator, last) = match layout {
        Layout::Clinical => ((year, 4), '-', (day, 2)),
        Layout::Civic => ((day, 2), '/', (year, 4)),
    };
    push_digits(first.0, first.1, out);
    out.push(separator);
    push_digits(month, 2, out);
    out.push(separator);
    push_digits(last.0, last.1, out);
}

/// Makes JEAN O'BRIEN-MCKAY into Jean O'Brien-McKay.
fn capitalise(text: &mut String, scratch: &mut String) {
    scratch.clear();
    let mut starts = true;
    for letter in text.chars() {
        let after_mc = scratch.ends_with("Mc");
        scratch.push(if starts || after_mc {
            letter
        } else {
            letter.to_ascii_lowercase()
        });
        starts = !letter.is_ascii_alphanumeric();
    }
    mem::swap(text, scratch);
}

fn untidy(chance: &mut Chance, record: &mut Record) {
    match chance.below(6) {
        0 => {
            record.given_name.make_ascii_lowercase();
            record.surname.make_ascii_lowercase();
        }
        1 => record.surname.make_ascii_uppercase(),
        2 if !record.given_name.is_empty() => record.given_name.push(' '),
        3 if !record.surname.is_empty() => record.surname.insert(0, ' '),
        4 => record.postcode.make_ascii_lowercase(),
        _ => record.postcode.retain(|c| c != ' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_capitalised_as_names_are() {
        let capitalised = |text: &str| {
            let mut text = text.to_owned();
            capitalise(&mut text, &mut String::new());
            text
        };
        assert_eq!(capitalised("JEAN O'BRIEN-MCKAY"), "Jean O'Brien-McKay");
        assert_eq!(capitalised("FLAT 3, 12 MILL RD"), "Flat 3, 12 Mill Rd");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn values_are_quoted_only_if_need_be() {
        let written = |value: &str| {
            let mut out = String::new();
            push_value(value, &mut out);
            out
        };
        assert_eq!(written("plain"), ",plain");
        assert_eq!(written("a, b"), ",\"a, b\"");
        assert_eq!(written("a \"b\""), ",\"a \"\"b\"\"\"");
    }

    #[test]
    fn dates_are_written_as_the_party_does() {
        let date = Date::from_ordinal_date(1987, 36).expect("a date");
        let written = |layout| {
            let mut out = String::new();
            push_date(layout, date, &mut out);
            out
        };
        assert_eq!(written(Layout::Clinical), "1987-02-05");
        assert_eq!(written(Layout::Civic), "05/02/1987");
    }
}

use time::Date;

use super::person::Sex;

/// One party's copy of a person. An empty text is a missing value.
///
/// One record serves for all rows in turn, so that its texts are allocated but once.
#[derive(Default)]
pub(super) struct Record {
    pub nhs_number: String,
    pub given_name: String,
    pub surname: String,
    pub birth_date: Option<Date>,
    pub sex: Option<Sex>,
    pub address_line: String,
    pub postcode: String,
    pub uprn: String,
    pub phone: String,
    pub email: String,
}

impl Record {
    pub(super) fn clear(&mut self) {
        for text in [
            &mut self.nhs_number,
            &mut self.given_name,
            &mut self.surname,
            &mut self.address_line,
            &mut self.postcode,
            &mut self.uprn,
            &mut self.phone,
            &mut self.email,
        ] {
            text.clear();
        }
        self.birth_date = None;
        self.sex = None;
    }
}

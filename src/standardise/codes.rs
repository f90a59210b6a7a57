//! What a source's codes mean, as its owner says it: a table of codes and agreed values.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;

use super::category::{self, Category};
use super::error::LookupError;
use super::finding::{Finding, Standardised};
use super::sex;
use crate::agreement::{Field, FieldKind};
use crate::read::{ReadOptions, Table};

/// The agreed value of each of a source's codes, for one field.
///
/// No list of codes is built in: codes are those of the system that the file comes from, and nobody but its owner knows them.
#[derive(Clone)]
pub struct Codes {
    /// By code, in small letters with single spaces. An empty value is "not known".
    values: HashMap<String, String>,
}

impl fmt::Debug for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codes")
            .field("codes", &self.values.len())
            .finish()
    }
}

impl Codes {
    /// The most codes of one field.
    pub const MOST: usize = 10_000;

    /// Reads a table with the columns `code` and `value`, in whatever order, for this field. An empty value says that the code
    /// means "not known".
    ///
    /// # Errors
    /// [`LookupError`] with the row: a column is missing, a value is none that the field has, a code is there twice with two
    /// values, or the field has no codes.
    pub fn read(
        field: &Field,
        file: &str,
        size: u64,
        source: impl Read,
    ) -> Result<Self, LookupError> {
        if !matches!(field.kind, FieldKind::Category | FieldKind::Sex) {
            return Err(LookupError::NoCodes {
                label: field.label.clone(),
            });
        }
        let listed = Category::of(field);
        let mut table = Table::open(file, size, source, &ReadOptions::default())?;
        let column = |name: &str| {
            let header = table.header().iter();
            let mut named = header.map(|column| column.trim().to_lowercase());
            named.position(|column| column == name)
        };
        let (Some(code), Some(value)) = (column("code"), column("value")) else {
            return Err(LookupError::Columns {
                file: file.to_owned(),
                problem: "a file of codes has the columns code and value",
            });
        };
        let mut values = HashMap::new();
        while let Some(row) = table.next_row()? {
            let problem = |problem: &str| LookupError::Row {
                file: file.to_owned(),
                row: row.number,
                problem: problem.to_owned(),
            };
            let cell = |at: usize| row.cells.get(at).unwrap_or_default();
            let Some(code) = folded(cell(code)) else {
                return Err(problem("the code is empty"));
            };
            let raw = cell(value).trim();
            let standard = match field.kind {
                FieldKind::Sex => sex::standardise(raw),
                _ => listed.standardise(raw),
            };
            if standard.value.is_none() && !raw.is_empty() {
                return Err(problem(
                    "the value is none that the agreement has for the field; leave it empty if the code means that it is not known",
                ));
            }
            let value = standard.value.unwrap_or_default();
            if values
                .insert(code, value.clone())
                .is_some_and(|before| before != value)
            {
                return Err(problem("the code is there already, with another value"));
            }
            if values.len() > Self::MOST {
                return Err(LookupError::TooLong {
                    file: file.to_owned(),
                    limit: Self::MOST,
                });
            }
        }
        if values.is_empty() {
            return Err(LookupError::Empty {
                file: file.to_owned(),
            });
        }
        Ok(Self { values })
    }

    /// How many codes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// What a cell's code means.
    pub(super) fn standardise(&self, raw: &str) -> Standardised {
        let Some(code) = folded(raw) else {
            return Standardised::missing();
        };
        match self.values.get(&code) {
            Some(value) if value.is_empty() => Standardised::missing(),
            Some(value) => Standardised::value(value.clone()),
            None if category::standardise(raw).value.is_none() => {
                Standardised::rejected(Finding::Placeholder)
            }
            None => Standardised::rejected(Finding::CodeNotListed),
        }
    }
}

fn folded(raw: &str) -> Option<String> {
    let folded = category::folded(raw);
    (!folded.is_empty()).then_some(folded)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn field(kind: FieldKind, values: &[&str]) -> Field {
        Field {
            name: "field".to_owned(),
            label: "means of attack".to_owned(),
            kind,
            required: false,
            headers: Vec::new(),
            values: values.iter().map(|&value| value.to_owned()).collect(),
        }
    }

    fn read(text: &str) -> Result<Codes, LookupError> {
        let field = field(FieldKind::Category, &["sharp object", "firearm"]);
        Codes::read(&field, "codes.csv", text.len() as u64, text.as_bytes())
    }

    #[test]
    fn codes_become_agreed_values() {
        let codes = read("value,code\nSharp object,01\nfirearm,F 2\n,99\n").unwrap();
        assert_eq!(codes.len(), 3);
        let of = |cell: &str| codes.standardise(cell);
        assert_eq!(of("01"), Standardised::value("sharp object".to_owned()));
        assert_eq!(of(" f  2 "), Standardised::value("firearm".to_owned()));
        assert_eq!(of("99"), Standardised::missing());
        assert_eq!(of(""), Standardised::missing());
        assert_eq!(of("N/K"), Standardised::rejected(Finding::Placeholder));
        // A value is no code, and a code that lost its zero is another.
        for cell in ["sharp object", "1"] {
            assert_eq!(of(cell), Standardised::rejected(Finding::CodeNotListed));
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_row_and_never_with_its_cell() {
        for (text, said) in [
            ("code,meaning\n01,firearm\n", "columns code and value"),
            (
                "code,value\n01,Zebedee\n02,firearm\n",
                "row 2: the value is none",
            ),
            (
                "code,value\n01,firearm\n,firearm\n",
                "row 3: the code is empty",
            ),
            (
                "code,value\n01,firearm\n01,sharp object\n",
                "row 3: the code is there already",
            ),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
            assert!(!error.contains("Zebedee"), "{error}");
        }
        assert!(read("code,value\n01,firearm\n01,Firearm\n").is_ok());
        assert!(read("").is_err());
        let name = field(FieldKind::Name, &[]);
        let error = Codes::read(&name, "f.csv", 1, &b"a"[..]).unwrap_err();
        assert!(error.to_string().contains("means of attack"));
    }

    #[test]
    fn there_are_not_too_many() {
        let mut text = "code,value\n".to_owned();
        for code in 0..=Codes::MOST {
            let _ = writeln!(text, "{code},firearm");
        }
        assert!(matches!(read(&text), Err(LookupError::TooLong { .. })));
    }
}

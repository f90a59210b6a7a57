//! Places in words -> coordinates, by a table that the owner of the records supplies.
//!
//! Emergency departments write where somebody was hurt as text, which often says who was there too. The text is looked up where
//! it is held, and only coordinates go on from here: to tokens and filters, like any other value.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::io::Read;

use super::error::LookupError;
use super::finding::{Finding, Standardised};
use super::{location, one_line_address, postcode, text};
use crate::read::{ReadOptions, Table};

/// Where the places of an area are.
pub struct Gazetteer {
    /// By standard text.
    places: HashMap<Box<str>, Found>,
    /// By standard postcode.
    postcodes: HashMap<Box<str>, Found>,
}

/// What the table has for a name.
enum Found {
    /// One place, in standard form.
    At(Box<str>),
    /// Places that are apart: nobody can say which is meant.
    Several,
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer")
            .field("places", &self.places.len())
            .field("postcodes", &self.postcodes.len())
            .finish()
    }
}

/// What columns of a gazetteer are called, in small letters and digits.
struct Columns {
    place: Option<usize>,
    postcode: Option<usize>,
    /// Easting and northing, or latitude and longitude.
    first: usize,
    second: usize,
    metres: bool,
}

impl Columns {
    fn of(file: &str, header: &[String]) -> Result<Self, LookupError> {
        let column = |names: &[&str]| {
            let header = header.iter();
            let mut plain = header.map(|name| name.trim().to_lowercase());
            plain.position(|name| names.contains(&name.as_str()))
        };
        let of_metres = column(&["easting"]).zip(column(&["northing"]));
        let of_degrees = column(&["latitude"]).zip(column(&["longitude"]));
        let (place, postcode) = (column(&["place"]), column(&["postcode"]));
        let problem = |problem| LookupError::Columns {
            file: file.to_owned(),
            problem,
        };
        if place.or(postcode).is_none() {
            return Err(problem(
                "a gazetteer has a column called place, or one called postcode, or both",
            ));
        }
        let (first, second) = of_metres.or(of_degrees).ok_or_else(|| {
            problem("a gazetteer has the columns easting and northing, or latitude and longitude")
        })?;
        Ok(Self {
            place,
            postcode,
            first,
            second,
            metres: of_metres.is_some(),
        })
    }
}

impl Gazetteer {
    /// The most names of places, postcodes included: all streets and postcodes of Great Britain are some 3 million, and a county
    /// has a twentieth of them. Each takes some 100 bytes.
    pub const MOST: usize = 2_000_000;

    /// Reads a table with a column `place` or `postcode` or both, and `easting` and `northing` or `latitude` and `longitude`.
    ///
    /// A name that stands for places apart, such as a street that two towns have, stands for none.
    ///
    /// # Errors
    /// [`LookupError`] with the row: a column is missing, or a row has no name or no coordinates in Great Britain.
    pub fn read(file: &str, size: u64, source: impl Read) -> Result<Self, LookupError> {
        Self::read_up_to(Self::MOST, file, size, source)
    }

    fn read_up_to(
        limit: usize,
        file: &str,
        size: u64,
        source: impl Read,
    ) -> Result<Self, LookupError> {
        let mut table = Table::open(file, size, source, &ReadOptions::default())?;
        let columns = Columns::of(file, table.header())?;
        let mut gazetteer = Self {
            places: HashMap::new(),
            postcodes: HashMap::new(),
        };
        while let Some(row) = table.next_row()? {
            let problem = |problem: &str| LookupError::Row {
                file: file.to_owned(),
                row: row.number,
                problem: problem.to_owned(),
            };
            let cell = |at: usize| row.cells.get(at).unwrap_or_default();
            let (first, second) = (cell(columns.first), cell(columns.second));
            let written = if columns.metres {
                format!("easting {first} northing {second}")
            } else {
                format!("lat {first} lng {second}")
            };
            let Some(at) = location::standardise(&written).value else {
                return Err(problem(
                    "the coordinates are missing, or no place in Great Britain",
                ));
            };
            let place = columns
                .place
                .and_then(|at| text::standardise(cell(at)).value);
            let code = columns
                .postcode
                .and_then(|at| postcode::standardise(cell(at)).value);
            if place.is_none() && code.is_none() {
                return Err(problem("there is neither a place nor a whole postcode"));
            }
            put(&mut gazetteer.places, place, &at);
            put(&mut gazetteer.postcodes, code, &at);
            if gazetteer.len() > limit {
                return Err(LookupError::TooLong {
                    file: file.to_owned(),
                    limit,
                });
            }
        }
        if gazetteer.is_empty() {
            return Err(LookupError::Empty {
                file: file.to_owned(),
            });
        }
        Ok(gazetteer)
    }

    /// How many names it has, postcodes included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len() + self.postcodes.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.postcodes.is_empty()
    }

    /// The place of a cell: its coordinates where it holds any, else where the gazetteer says that the place in words is. The
    /// whole text must be a name of the gazetteer, or all of it that comes after a word such as "outside", or it holds a postcode
    /// of the gazetteer: any other part of it may be the name of another place.
    pub(super) fn standardise(&self, raw: &str) -> Standardised {
        let found = location::standardise(raw);
        let words = matches!(
            found.finding,
            Some(Finding::LocationShape | Finding::LocationWords | Finding::LocationOutside)
        );
        if !words {
            return found;
        }
        let place = text::standardise(raw).value;
        let by_place = place.as_deref().and_then(|place| self.places.get(place));
        let by_postcode = || {
            let code = one_line_address::split(raw).postcode?;
            let code = postcode::standardise(&code).value?;
            self.postcodes.get(code.as_str())
        };
        let beside = || {
            let names = beside(place.as_deref().unwrap_or_default());
            let mut found = names.filter_map(|name| self.places.get(name));
            found.find(|found| matches!(found, Found::At(_)))
        };
        match by_place.or_else(by_postcode).or_else(beside) {
            Some(Found::At(at)) => Standardised::noted(at.to_string(), Finding::PlaceFound),
            _ if found.value.is_some() => found,
            Some(Found::Several) | None => Standardised::rejected(Finding::PlaceNotFound),
        }
    }
}

/// Words after which a place is named that is some steps away, where reports of one incident may be hundreds of metres apart. `O S` is
/// "o/s" in standard form. "From" and "to" are none of them.
const BESIDE: &[&str] = &[
    "AT",
    "BEHIND",
    "BESIDE",
    "IN FRONT OF",
    "NEAR",
    "NEAR TO",
    "NEXT TO",
    "NR",
    "O S",
    "OPP",
    "OPPOSITE",
    "OPPOSITE TO",
    "OUTSIDE",
    "OUTSIDE OF",
];
/// The same of words that say so only where nothing comes before them: "struck by" is of no place.
const FIRST: &[&str] = &["BY", "IN", "INSIDE"];
/// Words after which what follows is not where it happened: "last seen at", "lives near". Nobody can list them all, so that a place found
/// behind a word is a guess, if a good one of a text that is to say where something happened.
const ELSEWHERE: &[&str] = &[
    "BEEN", "DRINKING", "LIVES", "LIVING", "MET", "NOT", "SEEN", "STAYING", "STAYS", "WORKING",
    "WORKS",
];

/// What a text in standard form names after each word that says "right there", the longest first: `CROWN` of `OUTSIDE THE CROWN`.
fn beside(place: &str) -> impl Iterator<Item = &str> {
    let ends = place.match_indices(' ').map(|(at, _)| at);
    let after = ends.filter_map(move |end| {
        let (before, rest) = place.split_at(end);
        let ends_with = |word: &str| {
            let left = before.strip_suffix(word);
            left.is_some_and(|left| {
                let last = left.trim_end().rsplit(' ').next().unwrap_or_default();
                (left.is_empty() || left.ends_with(' ')) && !ELSEWHERE.contains(&last)
            })
        };
        (FIRST.contains(&before) || BESIDE.iter().any(|word| ends_with(word)))
            .then(|| rest.trim_start())
    });
    after.flat_map(|name| {
        [Some(name), name.strip_prefix("THE ")]
            .into_iter()
            .flatten()
    })
}

fn put(names: &mut HashMap<Box<str>, Found>, name: Option<String>, at: &str) {
    let Some(name) = name else { return };
    match names.entry(name.into_boxed_str()) {
        Entry::Vacant(entry) => {
            entry.insert(Found::At(at.into()));
        }
        Entry::Occupied(mut entry) => {
            if !matches!(entry.get(), Found::At(before) if **before == *at) {
                entry.insert(Found::Several);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Gazetteer, LookupError> {
        Gazetteer::read("g.csv", text.len() as u64, text.as_bytes())
    }

    #[test]
    fn places_and_postcodes_become_coordinates() {
        let text = "Place,Postcode,Easting,Northing\nThe Crown,AB1 2CD,530012,180456\nMarket Sq.,,530100,180500\nHigh St,,530000,180000\nHigh St,,531000,181000\n";
        let gazetteer = read(text).unwrap();
        assert_eq!(gazetteer.len(), 4);
        let found = |place: &str| gazetteer.standardise(place);
        let at = |place: &str| Standardised::noted(place.to_owned(), Finding::PlaceFound);
        assert_eq!(found("the CROWN!"), at("TQ3001280456"));
        assert_eq!(found("market sq"), at("TQ3010080500"));
        assert_eq!(found("4 Any Road, Anytown, ab1 2cd"), at("TQ3001280456"));
        for beside in [
            "outside The Crown",
            "O/S the crown",
            "near to The Crown",
            "taxi rank opp. THE CROWN",
            "in front of the Crown",
            "at The Crown",
            "taxi rank at the Crown",
            "in The Crown",
        ] {
            assert_eq!(found(beside), at("TQ3001280456"), "{beside}");
        }
        // Also where the table has the name without its article.
        assert_eq!(
            found("by the bins behind the Market Sq."),
            at("TQ3010080500")
        );
        // A postcode says more than a name behind a word, and a name that stands for two places hides nothing.
        for both in [
            "outside High St, AB1 2CD",
            "outside Market Sq, AB1 2CD",
            "outside High St, opp the crown",
        ] {
            assert_eq!(found(both), at("TQ3001280456"), "{both}");
        }
        for nowhere in [
            "High St",
            "The Crown and Anchor",
            "AB9 9ZZ",
            "outside High St",
            "walking home from The Crown",
            "outside The Crown and Anchor",
            "beyond The Crown",
            "last seen at The Crown",
            "not near The Crown",
            "struck by The Crown",
        ] {
            assert_eq!(
                found(nowhere),
                Standardised::rejected(Finding::PlaceNotFound),
                "{nowhere}"
            );
        }
        // Coordinates need no gazetteer, and are not made better by it.
        assert_eq!(
            found("530000, 180400").value.as_deref(),
            Some("TQ3000080400")
        );
        assert_eq!(found(""), Standardised::missing());
        assert_eq!(
            found("unknown"),
            Standardised::rejected(Finding::Placeholder)
        );
        assert_eq!(found("0,0"), Standardised::rejected(Finding::LocationZero));
        let degrees = read("postcode,latitude,longitude\nAB1 2CD,51.50778,-0.12806\n").unwrap();
        assert_eq!(
            degrees.standardise("AB12CD").value.as_deref(),
            Some("+51.50778-000.12806/")
        );
    }

    #[test]
    fn hostile_tables_are_refused_with_their_row() {
        for (text, said) in [
            ("", "empty"),
            ("name,easting,northing\na,1,1\n", "column called place"),
            ("place,easting\na,1\n", "easting and northing"),
            (
                "place,easting,northing\nZebedee,530012,180456\nQuill,,\n",
                "row 3: the coordinates",
            ),
            (
                "place,easting,northing\nZebedee,9e99,180456\n",
                "row 2: the coordinates",
            ),
            (
                "place,easting,northing\nZebedee,-1,180456\n",
                "row 2: the coordinates",
            ),
            (
                "place,easting,northing\nN/A,530012,180456\n",
                "row 2: there is neither",
            ),
            ("place,easting,northing\n", "no records below"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(said), "{text:?}: {error}");
            assert!(
                !error.contains("Zebedee") && !error.contains("Quill"),
                "{error}"
            );
        }
    }

    #[test]
    fn there_are_not_too_many() {
        let text = "place,easting,northing\na,580001,210001\nb,580002,210002\nc,580003,210003\n";
        let read =
            |limit| Gazetteer::read_up_to(limit, "g.csv", text.len() as u64, text.as_bytes());
        assert!(read(3).is_ok());
        assert!(matches!(
            read(2),
            Err(LookupError::TooLong { limit: 2, .. })
        ));
    }
}

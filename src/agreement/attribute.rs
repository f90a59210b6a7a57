use serde::{Deserialize, Serialize};

/// Something that parties know about a person beside what links records, and let travel: always one of listed values, and
/// never free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Identifier used in files: lower-case letters, digits and underscores.
    pub name: String,
    /// What people see.
    pub label: String,
    /// The group it belongs to, such as `social`, `financial`, `physical`, `clinical` or one of the parties' own.
    pub domain: String,
    /// What its values are.
    pub kind: AttributeKind,
    /// The values of a band or category; a flag has none of its own. Where a person's records differ, the value that stands
    /// later in the list counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Which of the values count as a need in the attribute's domain; of a flag `yes`, whatever is said here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub need: Vec<String>,
    /// The parties that contribute it.
    pub from: Vec<String>,
    /// The parties that may see it record by record; when there are none it is for counts alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_by: Vec<String>,
    /// Other headers its column is known by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
}

/// What an attribute's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// `no` or `yes`.
    Flag,
    /// One of a listed order, such as age bands.
    Band,
    /// One of a listed set.
    Category,
}

/// The values of a flag, in the order in which a later one counts.
const FLAG: [&str; 2] = ["no", "yes"];

impl Attribute {
    /// The most values that an attribute has.
    pub const MAX_VALUES: usize = 64;

    /// Its values in order.
    #[must_use]
    pub fn listed(&self) -> impl ExactSizeIterator<Item = &str> {
        let flag: &[&str] = match self.kind {
            AttributeKind::Flag => &FLAG,
            AttributeKind::Band | AttributeKind::Category => &[],
        };
        let own = if flag.is_empty() {
            self.values.len()
        } else {
            0
        };
        (0..flag.len() + own).map(move |place| match flag.get(place) {
            Some(value) => *value,
            None => self.values.get(place).map_or("", String::as_str),
        })
    }

    /// The value at this place of the list.
    #[must_use]
    pub fn value(&self, place: u8) -> Option<&str> {
        self.listed().nth(usize::from(place))
    }

    /// Whether the value at this place counts as a need.
    #[must_use]
    pub fn is_need(&self, place: u8) -> bool {
        match self.kind {
            AttributeKind::Flag => place == 1,
            AttributeKind::Band | AttributeKind::Category => self
                .value(place)
                .is_some_and(|value| self.need.iter().any(|need| need == value)),
        }
    }

    /// Which value a cell holds: its place in the list; `None` where it is none of them. Case and spaces at the ends do not
    /// count, and a flag is also written y, n, true, false, t, f, 1 and 0.
    #[must_use]
    pub fn code(&self, cell: &str) -> Option<u8> {
        let cell = cell.trim();
        let place = match self.kind {
            AttributeKind::Flag => match cell.to_ascii_lowercase().as_str() {
                "no" | "n" | "false" | "f" | "0" => Some(0),
                "yes" | "y" | "true" | "t" | "1" => Some(1),
                _ => None,
            },
            AttributeKind::Band | AttributeKind::Category => self
                .values
                .iter()
                .position(|value| value.eq_ignore_ascii_case(cell)),
        };
        place.and_then(|place| u8::try_from(place).ok())
    }

    /// Whether this party contributes it.
    #[must_use]
    pub fn is_from(&self, party: &str) -> bool {
        self.from.iter().any(|from| from == party)
    }

    /// Whether this party may see it record by record.
    #[must_use]
    pub fn may_be_seen_by(&self, party: &str) -> bool {
        self.seen_by.iter().any(|seer| seer == party)
    }
}

impl AttributeKind {
    /// In plain words, for summaries.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Flag => "yes or no",
            Self::Band => "band",
            Self::Category => "category",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(kind: AttributeKind, values: &[&str], need: &[&str]) -> Attribute {
        let list = |values: &[&str]| values.iter().map(|&value| value.to_owned()).collect();
        Attribute {
            name: "arrears".to_owned(),
            label: "rent arrears".to_owned(),
            domain: "financial".to_owned(),
            kind,
            values: list(values),
            need: list(need),
            from: list(&["council"]),
            seen_by: Vec::new(),
            headers: Vec::new(),
        }
    }

    #[test]
    fn a_flag_is_read_as_people_write_it_and_nothing_else_is() {
        let flag = attribute(AttributeKind::Flag, &[], &[]);
        for (cell, code) in [
            ("Yes", 1),
            (" y ", 1),
            ("TRUE", 1),
            ("1", 1),
            ("No", 0),
            ("0", 0),
        ] {
            assert_eq!(flag.code(cell), Some(code), "{cell}");
        }
        for cell in ["", "maybe", "2", "yes please", "-"] {
            assert_eq!(flag.code(cell), None, "{cell}");
        }
        assert_eq!(flag.listed().collect::<Vec<_>>(), ["no", "yes"]);
        assert!(flag.is_need(1) && !flag.is_need(0) && !flag.is_need(2));
    }

    #[test]
    fn a_band_is_one_of_its_list_and_the_needs_are_those_named() {
        let band = attribute(
            AttributeKind::Band,
            &["none", "mild", "severe"],
            &["severe"],
        );
        assert_eq!(band.code("Severe"), Some(2));
        assert_eq!(band.code("very severe"), None);
        assert_eq!(band.value(1), Some("mild"));
        assert_eq!(band.value(3), None);
        assert!(band.is_need(2) && !band.is_need(1) && !band.is_need(3));
    }
}

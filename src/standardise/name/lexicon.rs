//! Words in name cells that are not part of the name, or that belong to the word after them, in standard form and
//! alphabetical order.
//!
//! There is no published list that fits UK data: these are this project's own, from what exports of hospital, police and
//! council systems hold. A word that is also somebody's name is left out where more people bear it than misuse it.

/// Titles, dropped in front of a name. Titles that are also common names (King, Major, Earl, Dean, Lord, Hon, Col) are not
/// here.
const TITLES: &[&str] = &[
    "CAPT",
    "CAPTAIN",
    "CLLR",
    "COUNCILLOR",
    "CPL",
    "DAME",
    "DOCTOR",
    "DR",
    "FATHER",
    "FR",
    "LADY",
    "MADAM",
    "MADAME",
    "MASTER",
    "MISS",
    "MISTER",
    "MME",
    "MR",
    "MRS",
    "MS",
    "MSTR",
    "MX",
    "PROF",
    "PROFESSOR",
    "PTE",
    "REV",
    "REVD",
    "REVEREND",
    "SGT",
    "SIR",
    "SISTER",
];

/// Suffixes, dropped behind a name: generations, orders and degrees, and the mark of a person who has died. Junior and
/// Senior written out are not here, nor MA, BA, MD and KC: all are names.
const SUFFIXES: &[&str] = &[
    "BEM", "BSC", "CBE", "DBE", "DECD", "DECEASED", "ESQ", "ESQUIRE", "II", "III", "IV", "JNR",
    "JR", "KBE", "MBE", "MSC", "OBE", "PHD", "SNR", "SR",
];

/// Words that stand for "no name known", for somebody not yet born or named, or for whoever lives at an address, in whole
/// name cells. Real surnames such as NULL and NA are not here; TEST and NONE are, as far more cells mean them than name
/// somebody.
const PLACEHOLDERS: &[&str] = &[
    "A N OTHER",
    "AN OTHER",
    "ANON",
    "ANONYMOUS",
    "BABY",
    "BABY BOY",
    "BABY BOY ONE",
    "BABY BOY TWO",
    "BABY GIRL",
    "BABY GIRL ONE",
    "BABY GIRL TWO",
    "BABY ONE",
    "BABY TWO",
    "BABYBOY",
    "BABYGIRL",
    "CONFIDENTIAL",
    "DECEASED",
    "DELETED",
    "DO NOT USE",
    "DONOTUSE",
    "DUMMY",
    "DUPLICATE",
    "FEMALE",
    "FNU",
    "FOETUS",
    "INFANT",
    "JOE BLOGGS",
    "LNU",
    "MALE",
    "MISS",
    "MR",
    "MRS",
    "MS",
    "MX",
    "NEW BORN",
    "NEWBORN",
    "NFA",
    "NO FIRST NAME",
    "NO FIXED ABODE",
    "NO FORENAME",
    "NO MIDDLE NAME",
    "NO NAME",
    "NO SURNAME",
    "NOBODY",
    "NONAME",
    "NONE",
    "NOT APPLICABLE",
    "NOT DISCLOSED",
    "NOT GIVEN",
    "NOT KNOWN",
    "NOT PROVIDED",
    "NOT RECORDED",
    "NOT STATED",
    "NOT SUPPLIED",
    "NOTKNOWN",
    "OCCUPIER",
    "PATIENT",
    "REDACTED",
    "REFUSED",
    "RESTRICTED",
    "STILLBIRTH",
    "STILLBORN",
    "SURNAME",
    "TBA",
    "TBC",
    "TEST",
    "TESTPATIENT",
    "THE OCCUPIER",
    "THE RESIDENT",
    "THE TENANT",
    "TWIN",
    "TWIN ONE",
    "TWIN TWO",
    "UNBORN",
    "UNBORN BABY",
    "UNBORN CHILD",
    "UNIDENTIFIED",
    "UNK",
    "UNKNOWN",
    "UNKNOWN CHILD",
    "UNKNOWN FEMALE",
    "UNKNOWN MALE",
    "UNKNOWN UNKNOWN",
    "UNNAMED",
    "VOID",
    "WITHHELD",
    "X",
    "XX",
    "XXX",
    "XXXX",
];

/// The length of the longest of them.
const LONGEST_PLACEHOLDER: usize = 15;

/// Beginnings of whole cells that hold no usable name. The NHS's test patients are called `XXTEST...` or `ZZTEST...`, a
/// newborn may be `BABY OF` its mother, retired records are pushed to the end of a list with `ZZZ`, and an estate is dealt
/// with by executors.
const PLACEHOLDER_STARTS: &[&str] = &[
    "BABY OF ",
    "DO NOT USE",
    "EXECUTOR OF ",
    "EXECUTORS OF ",
    "EXORS OF ",
    "TEST ",
    "THE EXECUTORS OF ",
    "XXTEST",
    "XXX",
    "ZZTEST",
    "ZZZ",
];

/// Words between a name and another name of the same person, or of the same person earlier.
const OTHER_NAME_MARKS: &[&[&str]] = &[
    &["A", "K", "A"],
    &["AKA"],
    &["ALIAS"],
    &["ALSO", "KNOWN", "AS"],
    &["FORMERLY"],
    &["KNOWN", "AS"],
    &["NEE"],
    &["PREVIOUSLY"],
];

/// Particles that belong to the surname behind them.
const PARTICLES: &[&str] = &[
    "AB", "ABU", "AL", "AP", "BIN", "BINT", "BINTI", "DA", "DAS", "DE", "DEL", "DELLA", "DEN",
    "DER", "DES", "DI", "DOS", "DU", "EL", "IBN", "LA", "LE", "MAC", "MC", "O", "ST", "TEN", "TER",
    "UL", "VAN", "VER", "VON", "ZU", "ZUR",
];

/// Whether the word is a title.
pub fn is_title(word: &str) -> bool {
    TITLES.binary_search(&word).is_ok()
}

/// Whether the word is a suffix.
pub fn is_suffix(word: &str) -> bool {
    SUFFIXES.binary_search(&word).is_ok()
}

/// Whether the word belongs to the surname behind it, as in `van Beethoven`.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.binary_search(&word).is_ok()
}

/// Whether the whole cell stands for "no name known".
pub fn is_placeholder(name: &str) -> bool {
    // Nearly every cell is settled by the first letter and the length.
    let starts_as_one = matches!(
        name.as_bytes(),
        [b'B' | b'D' | b'E' | b'T' | b'X' | b'Z', ..]
    ) && PLACEHOLDER_STARTS
        .iter()
        .any(|start| name.starts_with(start));
    starts_as_one
        || (name.len() <= LONGEST_PLACEHOLDER && PLACEHOLDERS.binary_search(&name).is_ok())
        || (name.len() > 10 && name.ends_with(" DO NOT USE"))
}

/// Where the first mark of another name stands among the words, with at least one word on either side, and how many words
/// it has: `(1, 2)` for ROBERT KNOWN AS BOB.
pub fn other_name_mark<W: AsRef<str>>(words: &[W]) -> Option<(usize, usize)> {
    (1..words.len()).find_map(|at| {
        let here = words.get(at..)?;
        let mark = OTHER_NAME_MARKS.iter().find(|mark| {
            here.len() > mark.len() && here.iter().zip(**mark).all(|(word, m)| word.as_ref() == *m)
        })?;
        Some((at, mark.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standardise::name;

    #[test]
    fn tables_are_sorted_and_standard_already() {
        for words in [TITLES, SUFFIXES, PLACEHOLDERS, PARTICLES] {
            assert!(words.is_sorted());
            for word in words {
                assert_eq!(name::words_of(word), *word);
            }
        }
    }

    #[test]
    fn short_cuts_miss_nothing() {
        let longest = PLACEHOLDERS.iter().map(|name| name.len()).max();
        assert_eq!(longest, Some(LONGEST_PLACEHOLDER));
        for name in PLACEHOLDERS.iter().chain(PLACEHOLDER_STARTS) {
            assert!(is_placeholder(name), "{name}");
        }
    }

    #[test]
    fn a_mark_needs_a_name_on_either_side() {
        for (words, expected) in [
            ("ROBERT KNOWN AS BOB", Some((1, 2))),
            ("ROBERT A K A BOB", Some((1, 3))),
            ("SMITH NEE JONES", Some((1, 1))),
            ("AKA SMITH", None),
            ("JOHN AKA", None),
            ("KNOWN AS BOB", None),
            ("", None),
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            assert_eq!(other_name_mark(&words), expected, "{words:?}");
        }
    }
}

use super::{Subject, grouped};

/// What is known of an extract's record filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevealedFilter {
    /// There is none.
    None,
    /// There is one, and only the agreement says whether it is hardened.
    AsAgreed,
    /// There is one that is not hardened.
    Plain,
    /// There is one, hardened by diffusion.
    Hardened,
}

/// What an extract reveals, to whom, in plain words. Claims no more privacy than there is.
#[must_use]
pub fn what_an_extract_reveals(
    subject: Subject,
    rows: u64,
    match_keys: usize,
    filter: RevealedFilter,
    field_filters: usize,
) -> Vec<String> {
    let mut reveals = vec![
        format!(
            "Anyone who has the file sees that it holds {} records, and which fields are often missing.",
            grouped(rows)
        ),
        format!(
            "Without the project key, the {match_keys} match-key tokens of a record cannot be turned back into values, but records that share a token are seen to share it."
        ),
        format!(
            "Whoever holds the project key can test guesses: make the tokens of {} and look whether the file has them. Give the file only to those whom the agreement names.",
            subject.guessed()
        ),
    ];
    let of_filter = match filter {
        RevealedFilter::None => None,
        RevealedFilter::Plain => Some(
            "The record filters show, even without the key, which records resemble each other. Attacks have identified most people in large files of such filters, given plain records of some of the same people, and our own attack everybody in small ones. Give them only to a partner who holds the key anyway, or to a matcher you would trust with the data.",
        ),
        RevealedFilter::AsAgreed => Some(
            "The record filters show, even without the key, which records resemble each other. If the agreement does not harden them, attacks have identified most people in large files of such filters, given plain records of some of the same people, and our own attack everybody in small ones: give them only to a partner who holds the key anyway, or to a matcher you would trust with the data.",
        ),
        RevealedFilter::Hardened => Some(
            "The record filters are hardened, so that their single bits mean nothing by themselves. They still show, even without the key, which records resemble each other. Attacks that identify people in plain filters failed where hardening is as strong as an agreement demands for a matcher, and succeeded where it is weaker; what failed in a test may succeed on larger files. Give them only to whom the agreement names.",
        ),
    };
    reveals.extend(of_filter.map(str::to_owned));
    if field_filters > 0 {
        reveals.push(format!("The {field_filters} field filters of a record are equal where values are equal. Even without the key, whoever holds the file sees which values are frequent in each field, and can match them with {}. Give them to one trusted linker only.", subject.public_lists()));
    }
    if field_filters > 0 && subject != Subject::People {
        reveals.push("Those of times and places show, without the key, how near each other any two are, and how long after it something was reported: a map and a calendar of the whole file can be laid out from them. Treat them as the times and places themselves.".to_owned());
    }
    if subject == Subject::Incidents {
        reveals.push("Which reports have the number of an ambulance call is seen without the key. Whoever holds the key can try all numbers, so that the ambulance service can tell which of its calls a report is of, and whose.".to_owned());
    }
    reveals
}

/// What attributes beside tokens reveal; nothing where there are none.
#[must_use]
pub fn what_attributes_reveal(subject: Subject, names: &[&str]) -> Option<String> {
    let (tokens, told) = subject.known();
    (!names.is_empty()).then(|| {
        format!(
            "Beside its tokens a record holds what the agreement lets travel: {}. Anyone who has the file sees how common each value is and which values go together. For whoever holds the project key the tokens are {tokens}, and these are what is known of {told}.",
            names.join(", ")
        )
    })
}

/// What attributes that are derived of time or place reveal; nothing where there are none.
#[must_use]
pub fn what_derived_attributes_reveal(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| {
        format!(
            "Of time and place only this travels: {}. Still, a cell of the map and an hour beside a token are one event to whoever knows of it, also without the project key, and in quiet places to anybody who reads the news.",
            names.join(", ")
        )
    })
}

/// What an extract reveals, to whom, in plain words. Claims no more privacy than there is.
#[must_use]
pub fn what_an_extract_reveals(
    rows: u64,
    match_keys: usize,
    has_filter: bool,
    field_filters: usize,
) -> Vec<String> {
    let mut reveals = vec![
        format!("Anyone who has the file sees that it holds {rows} records, and which fields are often missing."),
        format!("Without the project key, the {match_keys} match-key tokens of a record cannot be turned back into values, but records that share a token are seen to share it."),
        "Whoever holds the project key can test guesses: make the tokens of a person they have in mind and look whether the file has them. Give the file only to those whom the agreement names.".to_owned(),
    ];
    if has_filter {
        reveals.push("The record filters show, even without the key, which records resemble each other. Published attacks have recovered names from such filters in large files. Give them only to a partner who holds the key anyway, or to a matcher you would trust with the data.".to_owned());
    }
    if field_filters > 0 {
        reveals.push(format!("The {field_filters} field filters of a record are equal where values are equal. Even without the key, whoever holds the file sees which values are frequent in each field, and can match them with public lists of how frequent names are. Give them to one trusted linker only."));
    }
    reveals
}

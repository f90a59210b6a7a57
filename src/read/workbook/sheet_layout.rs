//! What the reader of XLSX cells leaves out: which rows and columns are hidden, and which cells are merged.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{Refusal, SheetRows};

const GARBLED: Refusal = Refusal::Damaged("one of its parts breaks off or is garbled");

/// Notes the hidden rows and columns and the merged cells of a sheet. A part that is not where Excel has it is passed
/// over: the cells have been read without it.
pub(super) fn note(bytes: &[u8], sheet: &str, rows: &mut SheetRows) -> Result<(), Refusal> {
    let Some(path) = path_of(bytes, sheet)? else {
        return Ok(());
    };
    let mut number = 0u32;
    each_element(bytes, &path, |element| {
        match element.local_name().as_ref() {
            "row" => {
                number = attribute(element, "r")
                    .and_then(|text| text.parse().ok())
                    .unwrap_or_else(|| number.saturating_add(1));
                if is_true(attribute(element, "hidden")) && rows.has_row(number) {
                    rows.notes.hidden_rows.count(u64::from(number));
                }
            }
            // Columns to the last there can be are hidden by people who tidy up, and are no part of a table.
            "col" if is_true(attribute(element, "hidden")) => {
                let first = attribute(element, "min").and_then(|text| text.parse::<u32>().ok());
                if first.is_some_and(|first| rows.has_column(first)) {
                    rows.notes.hidden_columns.add(1);
                }
            }
            "mergeCell" => {
                let digits = |text: String| -> String {
                    let first = text.split(':').next().unwrap_or_default();
                    first.chars().filter(char::is_ascii_digit).collect()
                };
                match attribute(element, "ref").and_then(|text| digits(text).parse().ok()) {
                    Some(row) => rows.notes.merged.count(row),
                    None => rows.notes.merged.add(1),
                }
            }
            _ => {}
        }
    })
}

/// The part that holds a sheet: the workbook has the sheet's name and a number, and the list of relations the number
/// and the part.
fn path_of(bytes: &[u8], sheet: &str) -> Result<Option<String>, Refusal> {
    let mut relation = None;
    each_element(bytes, "xl/workbook.xml", |element| {
        if element.local_name().as_ref() == "sheet"
            && attribute(element, "name").as_deref() == Some(sheet)
        {
            relation = attribute(element, "id");
        }
    })?;
    let mut path = None;
    each_element(bytes, "xl/_rels/workbook.xml.rels", |element| {
        if relation.is_some() && attribute(element, "Id") == relation {
            path = attribute(element, "Target");
        }
    })?;
    Ok(path.map(|path| match path.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{path}"),
    }))
}

/// Shows every element of a part, or none when there is no such part.
pub(super) fn each_element(
    bytes: &[u8],
    path: &str,
    mut seen: impl FnMut(&BytesStart<'_>),
) -> Result<(), Refusal> {
    each_event(bytes, path, |event| {
        if let Event::Start(element) | Event::Empty(element) = event {
            seen(element);
        }
        Ok(())
    })
}

/// Shows every event of a part's XML, or none when there is no such part.
pub(super) fn each_event(
    bytes: &[u8],
    path: &str,
    mut seen: impl FnMut(&Event<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| GARBLED)?;
    let Ok(part) = archive.by_name(path) else {
        return Ok(());
    };
    read_events(part, &mut seen)
}

fn read_events(
    part: impl Read,
    seen: &mut impl FnMut(&Event<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| GARBLED)? {
            Event::Eof => return Ok(()),
            event => seen(&event)?,
        }
    }
}

/// An attribute's value, by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| {
            quick_xml::escape::unescape(&attribute.value)
                .map_or_else(|_| attribute.value.to_string(), Cow::into_owned)
        })
}

fn is_true(value: Option<String>) -> bool {
    value.is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"))
}

use super::date_format::ReadDates;
use super::error::Defect;
use super::numbers;
use super::schema::{Case, Encoding, HashedFeature, TextRule, ValueFormat};

/// Space for the form of a value that is hashed.
#[derive(Default)]
pub(super) struct Formatter {
    written: String,
    dates: ReadDates,
}

impl Formatter {
    /// Checks a cell and gives the form of it that is hashed: whole numbers printed again, dates as digits, and a missing
    /// value's replacement. Case is checked and never changed.
    pub(super) fn format<'a>(
        &'a mut self,
        feature: &'a HashedFeature,
        cell: &'a str,
    ) -> Result<&'a str, Defect> {
        let missing = feature.missing.as_ref();
        if let Some(missing) = missing.filter(|missing| missing.sentinel == cell) {
            let replacement = missing.replacement.as_str();
            in_encoding(replacement, feature.encoding)?;
            return Ok(replacement);
        }
        in_encoding(cell, feature.encoding)?;
        match &feature.format {
            ValueFormat::Text(rule) => check_text(rule, cell).map(|()| cell),
            ValueFormat::Integer { least, most } => self.integer(cell, *least, *most),
            ValueFormat::Date(format) => self
                .dates
                .digits(format, cell)
                .ok_or_else(|| Defect::NotADate(format.format().to_owned())),
            ValueFormat::Listed(values) => values
                .contains(cell)
                .then_some(cell)
                .ok_or(Defect::NotListed),
        }
    }

    fn integer(
        &mut self,
        cell: &str,
        least: Option<i128>,
        most: Option<i128>,
    ) -> Result<&str, Defect> {
        if !numbers::reprint_whole(cell, &mut self.written) {
            return Err(Defect::NotWhole);
        }
        // Numbers beyond 128 bits are beyond any bound on their side.
        let beyond = if self.written.starts_with('-') {
            i128::MIN
        } else {
            i128::MAX
        };
        let value = self.written.parse().unwrap_or(beyond);
        if let Some(least) = least.filter(|&least| value < least) {
            return Err(Defect::Below(least));
        }
        if let Some(most) = most.filter(|&most| value > most) {
            return Err(Defect::Above(most));
        }
        Ok(&self.written)
    }
}

fn in_encoding(text: &str, encoding: Encoding) -> Result<(), Defect> {
    if encoding == Encoding::Ascii && !text.is_ascii() {
        return Err(Defect::NotInEncoding("ascii"));
    }
    Ok(())
}

fn check_text(rule: &TextRule, text: &str) -> Result<(), Defect> {
    let (case, least, most) = match rule {
        TextRule::Pattern(pattern) if pattern.matches(text) => return Ok(()),
        TextRule::Pattern(_) => return Err(Defect::NoMatch),
        TextRule::Shape { case, least, most } => (*case, *least, *most),
    };
    if least > 0 || most.is_some() {
        let characters = text.chars().count() as u64;
        if characters < least {
            return Err(Defect::Short(least));
        }
        if let Some(most) = most.filter(|&most| characters > most) {
            return Err(Defect::Long(most));
        }
    }
    let (holds, name) = match case {
        Case::Mixed => return Ok(()),
        Case::Upper if text.is_ascii() => (!text.bytes().any(|b| b.is_ascii_lowercase()), "upper"),
        Case::Lower if text.is_ascii() => (!text.bytes().any(|b| b.is_ascii_uppercase()), "lower"),
        Case::Upper => (text.to_uppercase() == text, "upper"),
        Case::Lower => (text.to_lowercase() == text, "lower"),
    };
    if holds {
        Ok(())
    } else {
        Err(Defect::WrongCase(name))
    }
}

//! Areas of a map, of a GeoJSON file of the user's own, and which cells of the National Grid they hold.
//!
//! GeoJSON is of RFC 7946: positions are longitude and latitude (WGS 84). Files in metres on the National Grid, which older
//! programs write and the RFC does not know, are read too; which of the two a file is, its numbers say. A cell belongs to the
//! area that its middle is in, by the even-odd rule, whatever the area has of the rest of it: counts by area are approximate.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ViewError;
use crate::units::{GridCell, easting_and_northing, national_grid};

/// The most bytes of a file, areas, and points of all of them. Every local authority district of the United Kingdom, in full
/// detail, is larger; in the generalised outlines that statistics offices publish for maps, all wards of England are within it.
pub const MAX_AREA_BYTES: u64 = 32 << 20;
const MAX_AREAS: usize = 5_000;
const MAX_POINTS: usize = 1_000_000;
/// The most cells in all areas together. Greater Manchester has some 5,100 of 500 metres.
const MAX_CELLS: usize = 50_000;
/// The most crossings of outlines with rows of cells: an outline that goes up and down the whole country with every point.
const MAX_CROSSINGS: usize = 5_000_000;

/// An outline: points as easting and northing in metres, the last as the first.
pub type Ring = Vec<(f64, f64)>;

/// An area of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Its polygons, each an outline and its holes.
    pub polygons: Vec<Vec<Ring>>,
}

/// The areas of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Areas {
    file: String,
    /// In the file's order.
    pub areas: Vec<Area>,
}

/// The cells of each area.
pub(super) struct AreaCells {
    /// The area of each cell.
    pub(super) area_of: BTreeMap<u32, usize>,
    /// Cells whose middle is in two areas; they are the first one's.
    pub(super) in_two: usize,
}

impl Areas {
    /// Reads a GeoJSON file of polygons, each named by this property.
    ///
    /// # Errors
    /// [`ViewError::Areas`] with the place in the file.
    pub fn read(file: &str, bytes: &[u8], name_property: &str) -> Result<Self, ViewError> {
        let refuse = |place: &str, problem: String| refused(file, place, problem);
        let features = features_of(file, bytes)?;
        let mut reader = Reader {
            points: 0,
            is_degrees: None,
        };
        let mut areas: Vec<Area> = Vec::with_capacity(features.len());
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for (number, feature) in features.iter().enumerate() {
            let place = format!("features[{number}]");
            let name = area_name(feature, name_property)
                .map_err(|problem| refuse(&format!("{place}.properties"), problem))?;
            if let Some(before) = names.insert(name.clone(), number) {
                return Err(refuse(
                    &format!("{place}.properties"),
                    format!("it has the same name as features[{before}]"),
                ));
            }
            let polygons = reader
                .polygons(feature.get("geometry").unwrap_or(&Value::Null))
                .map_err(|(within, problem)| {
                    refuse(&format!("{place}.geometry{within}"), problem)
                })?;
            areas.push(Area { name, polygons });
        }
        Ok(Self {
            file: file.to_owned(),
            areas,
        })
    }

    /// The cells of this size whose middle is in an area.
    ///
    /// # Errors
    /// [`ViewError::Areas`] where there are too many, or the outlines are too intricate.
    pub(super) fn cells(&self, metres: u32) -> Result<AreaCells, ViewError> {
        let mut cells = AreaCells {
            area_of: BTreeMap::new(),
            in_two: 0,
        };
        let mut crossings = 0;
        for (number, area) in self.areas.iter().enumerate() {
            let refuse = |problem: String| ViewError::Areas {
                file: self.file.clone(),
                place: format!("features[{number}].geometry"),
                problem,
            };
            for polygon in &area.polygons {
                for (row, across) in rows(polygon, metres, &mut crossings) {
                    for pair in across.chunks_exact(2) {
                        for cell in cells_between(row, (pair[0], pair[1]), metres) {
                            let before = cells.area_of.entry(cell.number()).or_insert(number);
                            cells.in_two += usize::from(*before != number);
                        }
                        if cells.area_of.len() > MAX_CELLS {
                            return Err(refuse(format!(
                                "the areas to here have more than {MAX_CELLS} cells of {metres} metres. Leave areas out, or agree on larger cells"
                            )));
                        }
                    }
                }
                if crossings > MAX_CROSSINGS {
                    return Err(refuse(
                        "its outline is too intricate. Take a generalised one".to_owned(),
                    ));
                }
            }
        }
        Ok(cells)
    }
}

fn refused(file: &str, place: &str, problem: String) -> ViewError {
    ViewError::Areas {
        file: file.to_owned(),
        place: place.to_owned(),
        problem,
    }
}

/// The features of a file.
pub(super) fn features_of(file: &str, bytes: &[u8]) -> Result<Vec<Value>, ViewError> {
    let refuse = |place: &str, problem: String| refused(file, place, problem);
    if bytes.len() as u64 > MAX_AREA_BYTES {
        return Err(refuse(
            "the file",
            format!(
                "it has more than {} MB. Take generalised outlines",
                MAX_AREA_BYTES >> 20
            ),
        ));
    }
    // Without the reason's words, which could repeat the file's.
    let mut value: Value = serde_json::from_slice(
        bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
    )
    .map_err(|error| {
        refuse(
            &format!("line {}, column {}", error.line(), error.column()),
            "it is no JSON there".to_owned(),
        )
    })?;
    if value.get("type").and_then(Value::as_str) != Some("FeatureCollection") {
        return Err(refuse(
            "type",
            "it must be a FeatureCollection: save the areas as GeoJSON".to_owned(),
        ));
    }
    let Some(Value::Array(features)) = value.get_mut("features").map(Value::take) else {
        return Err(refuse("features", "there is no list of them".to_owned()));
    };
    if features.is_empty() || features.len() > MAX_AREAS {
        return Err(refuse(
            "features",
            format!(
                "there are {}; there must be 1 to {MAX_AREAS}",
                features.len()
            ),
        ));
    }
    Ok(features)
}

/// For each row of cell middles, where a polygon's outlines cross it, from west to east.
fn rows(polygon: &[Ring], metres: u32, crossings: &mut usize) -> BTreeMap<u32, Vec<f64>> {
    let mut rows: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    let size = f64::from(metres);
    let last = f64::from(national_grid::MAX_NORTHING / metres);
    for ring in polygon {
        for (&(x0, y0), &(x1, y1)) in ring.iter().zip(ring.iter().skip(1)) {
            let (low, high) = if y0 < y1 { (y0, y1) } else { (y1, y0) };
            // Middles m with low <= m < high: an outline's point on a row counts once.
            let first = (low / size - 0.5).ceil().max(0.0);
            let end = (high / size - 0.5).ceil().min(last);
            let mut row = first;
            while row < end && *crossings <= MAX_CROSSINGS {
                *crossings += 1;
                let y = (row + 0.5) * size;
                // Between 0 and the grid's number of rows.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                rows.entry(row as u32)
                    .or_default()
                    .push(x0 + (y - y0) / (y1 - y0) * (x1 - x0));
                row += 1.0;
            }
        }
    }
    for across in rows.values_mut() {
        across.sort_by(f64::total_cmp);
    }
    rows
}

/// The cells of a row whose middle lies from one easting up to another.
fn cells_between(
    row: u32,
    (west, east): (f64, f64),
    metres: u32,
) -> impl Iterator<Item = GridCell> {
    let size = f64::from(metres);
    let columns = f64::from(national_grid::MAX_EASTING / metres);
    let first = (west / size - 0.5).ceil().max(0.0);
    let end = (east / size - 0.5).ceil().min(columns).max(first);
    // Between 0 and the grid's number of columns.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let range = first as u32..end as u32;
    range.filter_map(move |column| {
        GridCell::of_number(row * (national_grid::MAX_EASTING / metres) + column, metres)
    })
}

pub(super) fn area_name(feature: &Value, property: &str) -> Result<String, String> {
    let properties = feature.get("properties").and_then(Value::as_object);
    let name = match properties.and_then(|properties| properties.get(property)) {
        Some(Value::String(name)) => name.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => {
            return Err("the property that names the area is neither text nor a number".to_owned());
        }
        None => {
            let known: Vec<String> = properties
                .into_iter()
                .flat_map(|properties| properties.keys())
                .filter(|key| key.len() <= 40 && !key.chars().any(char::is_control))
                .take(12)
                .cloned()
                .collect();
            return Err(format!(
                "there is no property of the name that is to name the areas (on the command line: --area-name); there are: {}",
                known.join(", ")
            ));
        }
    };
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err("the name of an area has 1 to 80 characters".to_owned());
    }
    Ok(name)
}

struct Reader {
    points: usize,
    /// What the file's first point is in.
    is_degrees: Option<bool>,
}

type Found<T> = Result<T, (String, String)>;

fn wrong<T>(place: impl Into<String>, problem: impl Into<String>) -> Found<T> {
    Err((place.into(), problem.into()))
}

fn list<'a>(value: &'a Value, place: &str) -> Found<&'a [Value]> {
    match value.as_array() {
        Some(list) => Ok(list),
        None => wrong(place, "it is no list"),
    }
}

impl Reader {
    fn polygons(&mut self, geometry: &Value) -> Found<Vec<Vec<Ring>>> {
        let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
        match geometry.get("type").and_then(Value::as_str) {
            Some("Polygon") => Ok(vec![self.polygon(coordinates, ".coordinates")?]),
            Some("MultiPolygon") => {
                let polygons = list(coordinates, ".coordinates")?.iter().enumerate();
                polygons
                    .map(|(at, polygon)| self.polygon(polygon, &format!(".coordinates[{at}]")))
                    .collect()
            }
            _ => wrong(".type", "an area is a Polygon or a MultiPolygon"),
        }
    }

    fn polygon(&mut self, value: &Value, place: &str) -> Found<Vec<Ring>> {
        let rings = list(value, place)?;
        if rings.is_empty() {
            return wrong(place, "a polygon has an outline");
        }
        let rings = rings.iter().enumerate();
        rings
            .map(|(at, ring)| self.ring(ring, &format!("{place}[{at}]")))
            .collect()
    }

    fn ring(&mut self, value: &Value, place: &str) -> Found<Ring> {
        let points = list(value, place)?;
        self.points += points.len();
        if self.points > MAX_POINTS {
            return wrong(
                place,
                format!(
                    "to here there are more than {MAX_POINTS} points. Take generalised outlines"
                ),
            );
        }
        if points.len() < 4 || points.first() != points.last() {
            return wrong(
                place,
                "an outline has four points or more, and its last is its first",
            );
        }
        let points = points.iter().enumerate();
        points
            .map(|(at, point)| self.point(point, &format!("{place}[{at}]")))
            .collect()
    }

    fn point(&mut self, value: &Value, place: &str) -> Found<(f64, f64)> {
        let numbers = list(value, place)?;
        let number = |at: usize| {
            numbers
                .get(at)
                .and_then(Value::as_f64)
                .filter(|number| number.is_finite())
        };
        let (Some(x), Some(y), 2..=4) = (number(0), number(1), numbers.len()) else {
            return wrong(place, "a point has two numbers, or a height as well");
        };
        let looks = x.abs() <= 180.0 && y.abs() <= 90.0;
        let is_degrees = *self.is_degrees.get_or_insert(looks);
        if is_degrees {
            // Great Britain and the seas around it; the other way round it would be south of Arabia.
            if !(-9.5..=3.0).contains(&x) || !(49.0..=61.5).contains(&y) {
                return wrong(
                    place,
                    "it is not in Great Britain: longitude comes first, then latitude, in degrees",
                );
            }
            return Ok(easting_and_northing(y, x));
        }
        let inside = |value: f64, most: u32| (0.0..=f64::from(most)).contains(&value);
        if !inside(x, national_grid::MAX_EASTING) || !inside(y, national_grid::MAX_NORTHING) {
            return wrong(
                place,
                "it is not on the National Grid of Great Britain: easting comes first, then northing, in metres",
            );
        }
        Ok((x, y))
    }
}

#[cfg(test)]
mod tests;

//! Incidents by place: cells, areas, and hotspots, protected together.

use std::collections::BTreeMap;

use serde::Serialize;

use super::areas::{AreaCells, Areas, Ring};
use super::hotspots::{Baseline, BaselineKind, RADII, Scan, Window, regions};
use super::incident_tables::{Lacking, Sheet, counted, total};
use super::incidents::Incidents;
use super::tables::Counted;
use super::{ViewError, ViewTable};
use crate::agreement::{Agreement, Attribute, AttributeKind};
use crate::disclosure::{AtomId, CountId, ProtectedTable, Published};
use crate::units::GridCell;

/// What a view is given beside extracts and links.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewOptions {
    /// Areas to count incidents by.
    pub areas: Option<Areas>,
    /// What to compare places with, to look for hotspots.
    pub baseline: Option<Baseline>,
}

/// Incidents by place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Places {
    /// The size of a cell in metres.
    pub metres: u32,
    /// Cells in which there are incidents, from the south-west on. All others have none.
    pub cells: Vec<PlaceCell>,
    /// The user's areas, in their order.
    pub areas: Vec<PlaceArea>,
    /// Cells whose middle is in two areas; they count in the first.
    pub cells_in_two_areas: usize,
    /// Places with more incidents than expected; `None` where there was nothing to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hotspots: Option<Hotspots>,
    /// Cells of the areas or the baseline, by number: those of the map.
    #[serde(skip)]
    pub(super) study: Vec<u32>,
}

/// A cell of the National Grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceCell {
    /// The reference of its south-west corner.
    pub cell: String,
    /// That corner's easting in metres.
    pub easting: u32,
    /// That corner's northing in metres.
    pub northing: u32,
    /// How many incidents.
    pub incidents: Published,
}

/// An area of the user's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceArea {
    /// Its name.
    pub area: String,
    /// How many incidents are in cells whose middle is in it.
    pub incidents: Published,
    /// Its outlines.
    #[serde(skip)]
    pub(super) outlines: Vec<Vec<Ring>>,
}

/// What was looked for and found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hotspots {
    /// The statistic and its level, in words.
    pub statistic: String,
    /// What incidents were compared with, in words.
    pub baseline: String,
    /// Cells that took part.
    pub cells: usize,
    /// Windows that were compared.
    pub windows: usize,
    /// Windows of which it is not said whether they are of a hotspot, as that would tell of a suppressed count.
    pub not_said: usize,
    /// Those found, that with the greatest likelihood ratio first.
    pub found: Vec<Hotspot>,
}

/// A hotspot: a cell and those near it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hotspot {
    /// The cell in its middle.
    pub centre: String,
    /// How near the middles of its cells are.
    pub radius_metres: u32,
    /// Its cells.
    pub cells: Vec<String>,
    /// How many incidents.
    pub incidents: Published,
    /// How many the baseline leads one to expect, to one decimal.
    pub expected: Option<f64>,
}

/// Counts incidents by place; nothing where the agreement has no grid cells.
///
/// # Errors
/// [`ViewError`] where areas or baseline do not go with the agreement's cells.
pub(super) fn places(
    agreement: &Agreement,
    incidents: &Incidents,
    options: &ViewOptions,
) -> Result<Option<(Vec<ViewTable>, Places)>, ViewError> {
    let mut attributes = agreement.attributes().iter().enumerate();
    let cell = attributes.find(|(_, one)| one.kind == AttributeKind::GridCell);
    let Some((position, attribute)) = cell else {
        return match options {
            ViewOptions {
                areas: None,
                baseline: None,
            } => Ok(None),
            _ => Err(ViewError::NoPlaces),
        };
    };
    let metres = attribute.metres.unwrap_or_default();
    let of_areas = options
        .areas
        .as_ref()
        .map(|areas| areas.cells(metres))
        .transpose()?;
    let baseline = options
        .baseline
        .as_ref()
        .map(|one| one.cells(metres))
        .transpose()?;
    let lacking = incidents.lacking(position, agreement.disclosure());
    let map = Map {
        agreement,
        incidents,
        attribute,
        metres,
        options,
        of_areas,
        study: baseline,
    };
    Ok(Some(map.publish(position, lacking)))
}

struct Map<'a> {
    agreement: &'a Agreement,
    incidents: &'a Incidents,
    attribute: &'a Attribute,
    metres: u32,
    options: &'a ViewOptions,
    of_areas: Option<AreaCells>,
    /// The baseline by cell, where there is one.
    study: Option<BTreeMap<u32, f64>>,
}

/// The counts of cells and areas in their table.
struct Counts {
    /// By cell number, those with incidents.
    atoms: BTreeMap<u32, AtomId>,
    cells: Vec<(u32, CountId)>,
    areas: Vec<CountId>,
    outside: Option<CountId>,
    lacking: CountId,
}

/// Statements of hotspots in the table of places.
struct Search {
    scan: Scan,
    windows: Vec<Window>,
    /// What is true of each window.
    bits: Vec<Bit>,
    /// How many took part, as it is shown.
    took_part: CountId,
}

/// Whether a window is of a hotspot.
struct Bit {
    /// The count of one that is.
    hot: Option<CountId>,
    /// Where one incident more or less in the window would turn it.
    statement: Option<CountId>,
    /// Where one more or less in all windows together might: then it is not said.
    is_loose: bool,
}

impl Map<'_> {
    fn publish(mut self, position: usize, lacking: Lacking) -> (Vec<ViewTable>, Places) {
        let rule = self.agreement.disclosure();
        let (by_cell, without) = counted(&self.incidents.all, position);
        let mut sheet = Sheet::new(rule);
        let counts = self.count(&mut sheet, &by_cell, without, lacking);
        let search = self.search(&mut sheet, &by_cell, &counts);
        let shown = sheet.table.clone().protect();
        let hotspots = search.map(|search| search.found(&shown, self.metres, self.kind()));
        let all = total(self.incidents, rule);
        let places = self.places(&counts, &shown, hotspots);
        let tables = self.tables(&sheet, &counts, &shown, &places, all);
        (tables, places)
    }

    fn kind(&self) -> Option<BaselineKind> {
        self.options.baseline.as_ref().map(Baseline::kind)
    }

    fn count(
        &self,
        sheet: &mut Sheet,
        by_cell: &BTreeMap<u32, u64>,
        without: u64,
        lacking: Lacking,
    ) -> Counts {
        let table = &mut sheet.table;
        let atoms: BTreeMap<u32, AtomId> = by_cell
            .iter()
            .map(|(cell, count)| (*cell, table.atom(*count)))
            .collect();
        let cells: Vec<(u32, CountId)> = atoms
            .iter()
            .map(|(cell, atom)| (*cell, table.count([*atom])))
            .collect();
        let mut areas: Vec<(Vec<AtomId>, Vec<CountId>)> = Vec::new();
        let mut outside = (Vec::new(), Vec::new());
        if let (Some(of_areas), Some(named)) = (&self.of_areas, &self.options.areas) {
            areas.resize(named.areas.len(), (Vec::new(), Vec::new()));
            for ((cell, count), atom) in cells.iter().zip(atoms.values()) {
                let of = of_areas
                    .area_of
                    .get(cell)
                    .and_then(|area| areas.get_mut(*area));
                let of = of.unwrap_or(&mut outside);
                of.0.push(*atom);
                of.1.push(*count);
            }
        }
        let mut whole = |(atoms, parts): (Vec<AtomId>, Vec<CountId>)| {
            let count = table.count(atoms);
            table.partition(Some(count), parts);
            count
        };
        let areas: Vec<CountId> = areas.into_iter().map(&mut whole).collect();
        let outside = self.of_areas.is_some().then(|| whole(outside));
        let (_, none) = sheet.lacking(without, lacking, false);
        let table = &mut sheet.table;
        table.partition(None, cells.iter().map(|(_, count)| *count).chain([none]));
        if let Some(outside) = outside {
            table.partition(None, areas.iter().copied().chain([outside, none]));
        }
        Counts {
            atoms,
            cells,
            areas,
            outside,
            lacking: none,
        }
    }

    /// Looks for hotspots where there is a baseline, or areas, whose cells then are all alike.
    fn search(
        &mut self,
        sheet: &mut Sheet,
        by_cell: &BTreeMap<u32, u64>,
        counts: &Counts,
    ) -> Option<Search> {
        let mut study = match (&self.study, &self.of_areas) {
            (Some(study), _) => study.clone(),
            (None, Some(areas)) => areas.area_of.keys().map(|cell| (*cell, 1.0)).collect(),
            (None, None) => return None,
        };
        let kind = self.kind().unwrap_or(BaselineKind::Expected);
        if kind == BaselineKind::Earlier {
            for &cell in by_cell.keys() {
                study.entry(cell).or_insert(0.0);
            }
        }
        let scan = Scan::new(kind, &study, self.metres);
        self.study = Some(study);
        let by_place: Vec<u64> = scan
            .cells()
            .map(|cell| by_cell.get(&cell).copied().unwrap_or(0))
            .collect();
        let incidents: u64 = by_place.iter().sum();
        let critical = scan.critical_value(&by_place);
        let windows = scan.windows(incidents, critical);
        let atoms: Vec<Option<AtomId>> = scan
            .cells()
            .map(|cell| counts.atoms.get(&cell).copied())
            .collect();
        let table = &mut sheet.table;
        let all: Vec<AtomId> = atoms.iter().flatten().copied().collect();
        let took_part = table.count(all.iter().copied());
        table.partition(None, [took_part]);
        let numbers: Vec<u32> = scan.cells().collect();
        let mut bits = Vec::with_capacity(windows.len());
        for window in &windows {
            let members: Vec<u32> = scan.members(window.centre, window.radius).collect();
            let inside = members
                .iter()
                .filter_map(|&place| by_place.get(place as usize));
            let count: u64 = inside.sum();
            let inside = members
                .iter()
                .filter_map(|&place| atoms.get(place as usize).copied().flatten());
            let inside: Vec<AtomId> = inside.collect();
            let (least, most) = window.critical_range;
            let is_sure = count > most || count.saturating_add(1) < least;
            // What protects a count moves one incident, so that it turns no other statement.
            let is_tight = least == most && (count == least || count + 1 == least);
            let hot = (count >= window.critical).then(|| {
                let whole = table.count(inside.iter().copied());
                let parts = members.iter().filter_map(|&place| {
                    let number = numbers.get(place as usize)?;
                    let at = counts
                        .cells
                        .binary_search_by_key(number, |(number, _)| *number);
                    Some(counts.cells.get(at.ok()?)?.1)
                });
                table.partition(Some(whole), parts.collect::<Vec<_>>());
                whole
            });
            bits.push(Bit {
                hot,
                statement: is_tight.then(|| table.statement(inside, least)),
                is_loose: least != most && !is_sure,
            });
        }
        Some(Search {
            scan,
            windows,
            bits,
            took_part,
        })
    }

    fn places(
        &self,
        counts: &Counts,
        shown: &ProtectedTable,
        hotspots: Option<Hotspots>,
    ) -> Places {
        let cells = counts.cells.iter().filter_map(|&(number, count)| {
            let cell = GridCell::of_number(number, self.metres)?;
            let (east, north) = cell.place();
            Some(PlaceCell {
                cell: cell.name(),
                easting: east * self.metres,
                northing: north * self.metres,
                incidents: shown.count(count),
            })
        });
        let named = self.options.areas.iter().flat_map(|areas| &areas.areas);
        let areas = named.zip(&counts.areas).map(|(area, &count)| PlaceArea {
            area: area.name.clone(),
            incidents: shown.count(count),
            outlines: area.polygons.clone(),
        });
        let study = match (&self.study, &self.of_areas) {
            (Some(study), _) => study.keys().copied().collect(),
            (None, Some(areas)) => areas.area_of.keys().copied().collect(),
            (None, None) => Vec::new(),
        };
        Places {
            metres: self.metres,
            cells: cells.collect(),
            areas: areas.collect(),
            cells_in_two_areas: self.of_areas.as_ref().map_or(0, |cells| cells.in_two),
            hotspots,
            study,
        }
    }

    fn tables(
        &self,
        sheet: &Sheet,
        counts: &Counts,
        shown: &ProtectedTable,
        places: &Places,
        all: Published,
    ) -> Vec<ViewTable> {
        let name = &self.attribute.name;
        let columns = || vec![Counted::Incidents.head().to_owned()];
        let end = [
            (
                "place not known".to_owned(),
                vec![shown.count(counts.lacking)],
            ),
            (Counted::Incidents.all().to_owned(), vec![all]),
        ];
        let cells = places
            .cells
            .iter()
            .map(|cell| (cell.cell.clone(), vec![cell.incidents]));
        let title = format!(
            "Incidents by cell of {} metres; cells that are not listed have 0",
            self.metres
        );
        let mut tables = vec![sheet.view(
            (
                format!("cells_{name}"),
                title,
                "South-west corner of the cell",
            ),
            columns(),
            cells.chain(end.clone()),
        )];
        if let Some(outside) = counts.outside {
            let areas = places
                .areas
                .iter()
                .map(|area| (area.area.clone(), vec![area.incidents]));
            let outside = ("outside these areas".to_owned(), vec![shown.count(outside)]);
            tables.push(
                sheet.view(
                    (
                        format!("areas_{name}"),
                        "Incidents by area, approximately: those in cells whose middle is in it"
                            .to_owned(),
                        "Area",
                    ),
                    columns(),
                    areas.chain([outside]).chain(end),
                ),
            );
        }
        tables
    }
}

impl Search {
    fn found(&self, shown: &ProtectedTable, metres: u32, kind: Option<BaselineKind>) -> Hotspots {
        let is_said = |bit: &Bit| {
            let statement = bit.statement.map(|one| shown.statement(one).is_some());
            !bit.is_loose && statement.unwrap_or(true)
        };
        let took_part = shown.count(self.took_part).count();
        let mut hot = Vec::new();
        let mut not_said = 0;
        for (window, bit) in self.windows.iter().zip(&self.bits) {
            let count = bit.hot.map(|count| shown.count(count).count());
            match count {
                None if is_said(bit) => {}
                Some(Some(count)) if is_said(bit) => hot.push((window, count)),
                _ => not_said += 1,
            }
        }
        let cells: Vec<u32> = self.scan.cells().collect();
        let name = |place: u32| {
            let cell = cells
                .get(place as usize)
                .and_then(|&cell| GridCell::of_number(cell, metres));
            cell.map(GridCell::name).unwrap_or_default()
        };
        let found = regions(&self.scan, &hot, took_part.unwrap_or(0)).into_iter();
        let found = found.filter_map(|at| {
            let (window, count) = hot.get(at)?;
            let (centre, radius) = (window.centre, window.radius);
            Some(Hotspot {
                centre: name(centre),
                radius_metres: RADII.get(radius)? * metres,
                cells: self.scan.members(centre, radius).map(name).collect(),
                incidents: Published::Count(*count),
                expected: took_part.and_then(|all| self.scan.expected(centre, radius, all)),
            })
        });
        Hotspots {
            statistic: STATISTIC.to_owned(),
            baseline: match kind {
                None => "every cell of the areas alike: this finds where people are, and says nothing of risk".to_owned(),
                Some(BaselineKind::Expected) => "the numbers of the baseline file, taken as they are".to_owned(),
                Some(BaselineKind::Earlier) => "the counts of the earlier period, which are by chance themselves".to_owned(),
            },
            cells: self.scan.len(),
            windows: self.windows.len(),
            not_said,
            found: found.collect(),
        }
    }
}

const STATISTIC: &str = "Spatial scan statistic (Kulldorff 1997), given the number of incidents, over windows of cells within 0, 1, 2 and 3 cells of each cell that have at most half of the baseline; the critical value is that of the most extreme window of 999 made-up maps, so that in at most 5 of 100 maps without hotspots any is found";

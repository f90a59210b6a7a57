//! Maps of cells and of areas: drawn from their own coordinates, without a map beneath.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Places, ViewTable};
use crate::disclosure::Published;
use crate::report::chart::open;
use crate::report::escaped;
use crate::units::GridCell;

/// Shades of counts that are shown and are not 0.
const CLASSES: usize = 5;
/// From the lightest to the darkest.
const STEPS: f64 = 4.0;
/// Pixels.
const WIDTH: f64 = 720.0;
const TALLEST: f64 = 900.0;
const LEGEND: f64 = 96.0;
/// The largest side of a cell.
const LARGEST: f64 = 36.0;
/// The smallest side of a cell for which a map grows wider and taller, and the widest and tallest that it grows.
const SMALLEST: f64 = 6.0;
const GROWN: f64 = 1_500.0;
/// The smallest side of an empty cell that is drawn with its edges.
const LEAST_EDGED: f64 = 8.0;
/// Room for the legend.
const LEAST_WIDTH: f64 = 460.0;
/// Around the map, so that its outer lines are whole.
const EDGE: f64 = 4.0;

/// Classes of counts, each about twice the one before: of as many as the largest count needs.
pub(super) struct Classes {
    /// The least count of each class after the first.
    from: Vec<u64>,
    /// The least and the largest count.
    range: Option<(u64, u64)>,
}

impl Classes {
    pub(super) fn of(counts: impl Iterator<Item = Published>) -> Self {
        let shown = counts
            .filter_map(Published::count)
            .filter(|count| *count > 0);
        let range = shown.fold(None, |range: Option<(u64, u64)>, count| {
            let (least, most) = range.unwrap_or((count, count));
            Some((least.min(count), most.max(count)))
        });
        let (least, most) = range.unwrap_or_default();
        let mut from = Vec::new();
        let mut next = most.div_ceil(2);
        while from.len() < CLASSES - 1 && next > least {
            from.push(next);
            next = next.div_ceil(2);
        }
        from.sort_unstable();
        Self { from, range }
    }

    /// The style of a count.
    pub(super) fn class(&self, count: Published) -> String {
        match count {
            Published::Suppressed(_) => "hidden".to_owned(),
            Published::Count(0) => "none".to_owned(),
            Published::Count(count) => format!("c{}", self.rank(count)),
        }
    }

    fn rank(&self, count: u64) -> usize {
        let above = self.from.iter().filter(|from| count >= **from).count();
        // The largest counts are always the darkest.
        above + (CLASSES - 1 - self.from.len())
    }

    /// How much of a cell's side a count's square takes, so that a map can be read without its shades.
    fn side(&self, count: Published) -> f64 {
        match count {
            Published::Suppressed(_) | Published::Count(0) => 1.0,
            Published::Count(count) => {
                let rank = u32::try_from(self.rank(count)).unwrap_or(0);
                0.5 + 0.5 * f64::from(rank) / STEPS
            }
        }
    }

    /// What each style means.
    pub(super) fn legend(&self) -> Vec<(String, String)> {
        let mut legend = vec![
            ("none".to_owned(), "0".to_owned()),
            ("hidden".to_owned(), "suppressed".to_owned()),
        ];
        if let Some((least, most)) = self.range {
            let start = CLASSES - 1 - self.from.len();
            let mut from = least;
            for (at, next) in self.from.iter().copied().chain([most + 1]).enumerate() {
                let words = if from + 1 == next {
                    from.to_string()
                } else {
                    format!("{from} to {}", next - 1)
                };
                legend.push((format!("c{}", start + at), words));
                from = next;
            }
        }
        legend
    }
}

/// How classes look, in a picture that needs no style sheet: one hue from light to dark, told apart by lightness alone;
/// suppressed is striped, and 0 is empty. The classes are for a page that has styles of its own.
pub(super) struct Paint {
    /// Of the stripes, as several pictures stand on one page.
    id: String,
}

const SHADES: [&str; CLASSES] = ["#d2e2f1", "#9dc2e0", "#5694ca", "#1d70b8", "#003078"];

impl Paint {
    /// Puts into a picture what its parts refer to.
    pub(super) fn new(svg: &mut String, name: &str, least_side: f64) -> Self {
        let id = format!("stripes-{name}");
        // Two stripes or more in the smallest square that is drawn.
        let pitch = (least_side / 2.0).clamp(2.0, 6.0);
        let _ = write!(
            svg,
            "<defs><pattern id=\"{id}\" width=\"{pitch:.1}\" height=\"{pitch:.1}\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"{pitch:.1}\" height=\"{pitch:.1}\" class=\"paper\" fill=\"#ffffff\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"{pitch:.1}\" class=\"stripe\" stroke=\"#505a5f\" stroke-width=\"{:.1}\"/></pattern></defs>",
            pitch / 3.0
        );
        Self { id }
    }

    fn fill(&self, class: &str) -> String {
        let shade = class.strip_prefix('c').and_then(|rank| rank.parse().ok());
        match shade.and_then(|rank: usize| SHADES.get(rank)) {
            Some(shade) => (*shade).to_owned(),
            None if class == "hidden" => format!("url(#{})", self.id),
            None => "#ffffff".to_owned(),
        }
    }

    /// The attributes of a cell, or of a group of cells.
    pub(super) fn cell(&self, class: &str) -> String {
        let fill = self.fill(class);
        format!("class=\"cell {class}\" fill=\"{fill}\" stroke=\"#b1b4b6\" stroke-width=\"0.5\"")
    }

    fn area(&self, class: &str) -> String {
        let fill = self.fill(class);
        format!("class=\"area {class}\" fill=\"{fill}\" stroke=\"#0b0c0c\" stroke-width=\"0.8\"")
    }

    /// A patch of the legend.
    pub(super) fn swatch(&self, svg: &mut String, x: usize, y: usize, class: &str, words: &str) {
        let _ = write!(
            svg,
            "<rect {} x=\"{x}\" y=\"{y}\" width=\"18\" height=\"18\"/><text class=\"small\" font-size=\"12\" x=\"{}\" y=\"{}\">{}</text>",
            self.cell(class),
            x + 24,
            y + 14,
            escaped(words)
        );
    }
}

/// From metres to pixels.
struct Frame {
    west: f64,
    north: f64,
    scale: f64,
    width: f64,
    height: f64,
}

impl Frame {
    /// Of everything that is drawn; `None` where nothing is.
    fn new(places: &Places) -> Option<Self> {
        let size = f64::from(places.metres);
        let study = places
            .study
            .iter()
            .filter_map(|&cell| GridCell::of_number(cell, places.metres));
        let study = study.map(GridCell::centre);
        let cells = places.cells.iter();
        let cells = cells.map(|cell| {
            (
                f64::from(cell.easting) + size / 2.0,
                f64::from(cell.northing) + size / 2.0,
            )
        });
        let mut points: Vec<(f64, f64)> = study.chain(cells).collect();
        // Where there are areas, what is far outside of them is in the table and not on the map.
        if !places.study.is_empty() {
            points.truncate(places.study.len());
        }
        let outlines = places
            .areas
            .iter()
            .flat_map(|area| area.outlines.iter().flatten().flatten());
        let mut bounds: Option<[f64; 4]> = None;
        let half = size / 2.0;
        let corners = points
            .iter()
            .flat_map(|&(x, y)| [(x - half, y - half), (x + half, y + half)]);
        for (x, y) in corners.chain(outlines.copied()) {
            let [west, south, east, north] = bounds.unwrap_or([x, y, x, y]);
            bounds = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
        }
        let [west, south, east, north] = bounds?;
        let (across, along) = ((east - west).max(1.0), (north - south).max(1.0));
        let scale = (WIDTH / across).min(TALLEST / along).min(LARGEST / size);
        // Of a whole county the cells would be specks.
        let scale = scale.max((SMALLEST / size).min(GROWN / across.max(along)));
        Some(Self {
            west,
            north,
            scale,
            width: across * scale,
            height: along * scale,
        })
    }

    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.west) * self.scale, (self.north - y) * self.scale)
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        let (x, y) = self.at((x, y));
        (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)
    }

    /// The start of a map, with its legend and scale below. What follows is drawn a little inside of the picture's edges.
    fn open(
        &self,
        label: &str,
        table: &ViewTable,
        classes: &Classes,
        metres: u32,
    ) -> (String, Paint) {
        let width = self.width.max(LEAST_WIDTH);
        let mut svg = open(
            pixels(width + 2.0 * EDGE),
            pixels(self.height + LEGEND + EDGE),
            label,
            &table.rule,
        );
        let paint = Paint::new(&mut svg, &table.name, f64::from(metres) * self.scale);
        let _ = write!(svg, "<g transform=\"translate({EDGE},{EDGE})\">");
        let top = pixels(self.height + 12.0);
        for (at, (class, words)) in classes.legend().into_iter().enumerate() {
            paint.swatch(&mut svg, at % 4 * 110, top + at / 4 * 24, &class, &words);
        }
        // The longest of a few round lengths that is no longer than a third of the map.
        let lengths = [
            100_000.0,
            50_000.0,
            20_000.0,
            10_000.0,
            5_000.0,
            2_000.0,
            1_000.0,
            f64::from(metres),
        ];
        let third = width / 3.0 / self.scale;
        let length = lengths
            .into_iter()
            .find(|length| *length <= third)
            .unwrap_or(f64::from(metres));
        let y = self.height + 70.0;
        let _ = write!(
            svg,
            "<path class=\"scale\" fill=\"none\" stroke=\"#0b0c0c\" stroke-width=\"3\" d=\"M0 {y:.0}h{:.1}\"/><text class=\"small\" font-size=\"12\" x=\"{:.0}\" y=\"{:.0}\">{} km; north is at the top</text>",
            length * self.scale,
            length * self.scale + 8.0,
            y + 4.0,
            length / 1_000.0
        );
        (svg, paint)
    }
}

/// Whole pixels, rounded up.
fn pixels(length: f64) -> usize {
    // Lengths on a page are far below a hundred thousand pixels.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let pixels = length.max(0.0).ceil() as usize;
    pixels
}

/// A square for each cell, larger and darker where there are more incidents; hotspots have a thick edge, areas a thin one.
pub(super) fn cells(places: &Places, table: &ViewTable) -> String {
    let Some(frame) = Frame::new(places) else {
        return String::new();
    };
    let classes = Classes::of(places.cells.iter().map(|cell| cell.incidents));
    let size = f64::from(places.metres);
    let label = format!(
        "Map of incidents by cell of {} metres. The table of cells has the same counts",
        places.metres
    );
    let (mut svg, paint) = frame.open(&label, table, &classes, places.metres);
    let width = size * frame.scale;
    let mut blank = String::new();
    for &number in &places.study {
        if let Some(cell) = GridCell::of_number(number, places.metres) {
            let (x, y) = cell.centre();
            let (x, y) = frame.at((x - size / 2.0, y + size / 2.0));
            let _ = write!(blank, "M{x:.1} {y:.1}h{width:.1}v{width:.1}h-{width:.1}z");
        }
    }
    if !blank.is_empty() {
        // The edges of small ones would make them grey.
        let edges = if width < LEAST_EDGED {
            " stroke-opacity=\"0\""
        } else {
            ""
        };
        let _ = write!(svg, "<path {}{edges} d=\"{blank}\"/>", paint.cell("none"));
    }
    let mut by_class: BTreeMap<String, String> = BTreeMap::new();
    for cell in &places.cells {
        let middle = (
            f64::from(cell.easting) + size / 2.0,
            f64::from(cell.northing) + size / 2.0,
        );
        if !frame.holds(middle) {
            continue;
        }
        let own = width * classes.side(cell.incidents);
        let (x, y) = frame.at(middle);
        let of_class = by_class.entry(classes.class(cell.incidents)).or_default();
        let _ = write!(
            of_class,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{own:.1}\" height=\"{own:.1}\"><title>{}: {}</title></rect>",
            x - own / 2.0,
            y - own / 2.0,
            escaped(&cell.cell),
            cell.incidents.text()
        );
    }
    for (class, squares) in by_class {
        let _ = write!(svg, "<g {}>{squares}</g>", paint.cell(&class));
    }
    outlines(&mut svg, &frame, places);
    // An edge that hides no cell.
    let thick = if width < LEAST_EDGED { 2 } else { 3 };
    if let Some(hotspots) = &places.hotspots {
        for one in &hotspots.found {
            let edge = edge(&frame, &one.cells, places.metres);
            let _ = write!(
                svg,
                "<path class=\"hot\" fill=\"none\" stroke=\"#0b0c0c\" stroke-width=\"{thick}\" d=\"{edge}\"><title>Hotspot around {}</title></path>",
                escaped(&one.centre)
            );
        }
    }
    svg.push_str("</g></svg>");
    svg
}

/// The outer edges of a set of cells.
fn edge(frame: &Frame, names: &[String], metres: u32) -> String {
    let cells = names
        .iter()
        .filter_map(|name| GridCell::of_name(name, metres));
    let cells: BTreeSet<GridCell> = cells.collect();
    let half = f64::from(metres) / 2.0;
    let mut edge = String::new();
    for cell in &cells {
        let (x, y) = cell.centre();
        for ((east, north), (from, to)) in [
            ((0, 1), ((-half, half), (half, half))),
            ((0, -1), ((-half, -half), (half, -half))),
            ((-1, 0), ((-half, -half), (-half, half))),
            ((1, 0), ((half, -half), (half, half))),
        ] {
            if cell
                .moved(east, north)
                .is_some_and(|other| cells.contains(&other))
            {
                continue;
            }
            let (x0, y0) = frame.at((x + from.0, y + from.1));
            let (x1, y1) = frame.at((x + to.0, y + to.1));
            let _ = write!(edge, "M{x0:.1} {y0:.1}L{x1:.1} {y1:.1}");
        }
    }
    edge
}

fn outlines(svg: &mut String, frame: &Frame, places: &Places) {
    for area in &places.areas {
        let _ = write!(
            svg,
            "<path class=\"outline\" fill=\"none\" stroke=\"#505a5f\" d=\"{}\"/>",
            path(frame, &area.outlines)
        );
    }
}

/// An area's outlines; points nearer to each other than a pixel are left out.
fn path(frame: &Frame, polygons: &[Vec<super::Ring>]) -> String {
    let mut path = String::new();
    for ring in polygons.iter().flatten() {
        let mut last: Option<(f64, f64)> = None;
        for &point in ring {
            let (x, y) = frame.at(point);
            match last {
                Some((before_x, before_y)) if (x - before_x).abs() + (y - before_y).abs() < 1.0 => {
                    continue;
                }
                Some(_) => {
                    let _ = write!(path, "L{x:.1} {y:.1}");
                }
                None => {
                    let _ = write!(path, "M{x:.1} {y:.1}");
                }
            }
            last = Some((x, y));
        }
        path.push('z');
    }
    path
}

/// The areas, darker where there are more incidents; nothing where there are none.
pub(super) fn areas(places: &Places, table: &ViewTable) -> String {
    if places.areas.is_empty() {
        return String::new();
    }
    let Some(frame) = Frame::new(places) else {
        return String::new();
    };
    let classes = Classes::of(places.areas.iter().map(|area| area.incidents));
    let label = "Map of incidents by area. The table of areas has the same counts";
    let (mut svg, paint) = frame.open(label, table, &classes, places.metres);
    for area in &places.areas {
        let _ = write!(
            svg,
            "<path {} fill-rule=\"evenodd\" d=\"{}\"><title>{}: {}</title></path>",
            paint.area(&classes.class(area.incidents)),
            path(&frame, &area.outlines),
            escaped(&area.area),
            area.incidents.text()
        );
    }
    svg.push_str("</g></svg>");
    svg
}

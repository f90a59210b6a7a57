use std::fmt::Write as _;

use super::{CombinedView, Hotspots, ViewTable, svg};
use crate::disclosure::Published;
use crate::report::escaped;

/// Colours that are told apart without colour vision, and print.
const STYLE: &str = "body{font:16px/1.5 Arial,sans-serif;color:#0b0c0c;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;margin:.5rem 0}caption{text-align:left;font-weight:bold}\
th,td{padding:.25rem .75rem .25rem 0;border-bottom:1px solid #b1b4b6;text-align:left}\
td{text-align:right;font-variant-numeric:tabular-nums}.rule{color:#505a5f;font-size:14px;margin:0 0 1.5rem}\
.wide{overflow-x:auto}";
/// Of charts where the reader has chosen colours of their own: edges and text keep to those.
const FORCED_COLOURS: &str = "@media (forced-colors:active){text,text.light{fill:CanvasText}.cell,.area,.outline{stroke:CanvasText}.hot,.scale{stroke:Highlight}.paper,.cell.none,.area.none{fill:Canvas}.stripe{stroke:CanvasText}\
text.light{paint-order:stroke;stroke:Canvas;stroke-width:3}}";

/// The whole page.
pub(super) fn page(view: &CombinedView) -> String {
    let title = escaped(&view.agreement.title);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}: combined view</title>\n<style>{STYLE}{}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{}</p>\n<p><strong>How counts are shown.</strong> {}</p>\n",
        if view.incidents.is_some() {
            FORCED_COLOURS
        } else {
            ""
        },
        escaped(&view.purpose),
        escaped(&view.rule)
    );
    if let Some(incidents) = &view.incidents {
        let _ = writeln!(
            page,
            "<p><strong>Which report counts.</strong> {}</p>",
            escaped(&incidents.which_report)
        );
    }
    let places = view.incidents.as_ref().and_then(|one| one.places.as_ref());
    for table in &view.tables {
        section(&mut page, table, &svg::chart(view, table));
    }
    if let Some(hotspots) = places.and_then(|places| places.hotspots.as_ref()) {
        of_hotspots(&mut page, hotspots, &view.rule);
    }
    page.push_str("<h2>What these counts do not say</h2>\n<ul>\n");
    for limit in &view.limits {
        let _ = writeln!(page, "<li>{}</li>", escaped(limit));
    }
    page.push_str("</ul>\n<h2>Made from</h2>\n<ul>\n");
    for source in &view.sources {
        let _ = writeln!(
            page,
            "<li>{}: {}, SHA-256 <code>{}</code></li>",
            escaped(&source.party),
            escaped(&source.file),
            escaped(&source.sha256)
        );
    }
    let _ = write!(
        page,
        "</ul>\n<p>Agreement <code>{}</code>. {}.</p>\n</main>\n</body>\n</html>\n",
        escaped(&view.agreement.digest),
        escaped(&view.software)
    );
    page
}

fn section(page: &mut String, table: &ViewTable, chart: &str) {
    let title = escaped(&table.title);
    let _ = write!(page, "<section>\n<h2>{title}</h2>\n");
    if !chart.is_empty() {
        let _ = writeln!(
            page,
            "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Chart: {title}\">{chart}</div>"
        );
    }
    let _ = write!(
        page,
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table: {title}\"><table>\n<caption>{title}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
        if table.rows_are.is_empty() {
            "Who".to_owned()
        } else {
            escaped(&table.rows_are)
        }
    );
    for column in &table.columns {
        let _ = write!(page, "<th scope=\"col\">{}</th>", escaped(column));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        let _ = write!(page, "<tr><th scope=\"row\">{}</th>", escaped(&row.label));
        for count in &row.counts {
            match count {
                Published::Count(count) => {
                    let _ = write!(page, "<td>{count}</td>");
                }
                Published::Suppressed(_) => {
                    page.push_str("<td><abbr title=\"suppressed\">*</abbr></td>");
                }
            }
        }
        page.push_str("</tr>\n");
    }
    let _ = write!(
        page,
        "</tbody>\n</table></div>\n<p class=\"rule\">{}</p>\n</section>\n",
        escaped(&table.rule)
    );
}

/// The hotspots that were found, and what was looked for.
fn of_hotspots(page: &mut String, hotspots: &Hotspots, rule: &str) {
    page.push_str("<section>\n<h2>Hotspots</h2>\n");
    let _ = writeln!(
        page,
        "<p>{}.</p>\n<p>Compared with: {}. {} cells and {} windows took part.{}</p>",
        escaped(&hotspots.statistic),
        escaped(&hotspots.baseline),
        hotspots.cells,
        hotspots.windows,
        match hotspots.not_said {
            0 => String::new(),
            count => format!(
                " Of {count} windows it is not said whether they are of a hotspot, as that would tell of a suppressed count."
            ),
        }
    );
    if hotspots.found.is_empty() {
        page.push_str(
            "<p>None was found. That does not show that there is none.</p>\n</section>\n",
        );
        return;
    }
    page.push_str("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table: Hotspots\"><table>\n<caption>Hotspots</caption>\n<thead><tr><th scope=\"col\">Around cell</th><th scope=\"col\">Within metres</th><th scope=\"col\">Cells</th><th scope=\"col\">Incidents</th><th scope=\"col\">Expected</th></tr></thead>\n<tbody>\n");
    for one in &hotspots.found {
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&one.centre),
            one.radius_metres,
            one.cells.len(),
            one.incidents.text(),
            one.expected
                .map_or_else(|| "*".to_owned(), |number| number.to_string())
        );
    }
    let _ = write!(
        page,
        "</tbody>\n</table></div>\n<p class=\"rule\">{}</p>\n</section>\n",
        escaped(rule)
    );
}

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn read(value: &Value) -> Result<Areas, ViewError> {
    Areas::read("areas.geojson", value.to_string().as_bytes(), "name")
}

fn feature(name: &str, geometry: &Value) -> Value {
    json!({"type": "Feature", "properties": {"name": name}, "geometry": geometry})
}

fn collection(features: &[Value]) -> Value {
    json!({"type": "FeatureCollection", "features": features})
}

fn polygon(rings: &Value) -> Value {
    json!({"type": "Polygon", "coordinates": rings})
}

fn square(west: f64, south: f64, size: f64) -> Value {
    json!([
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south]
    ])
}

fn names(areas: &Areas, metres: u32) -> Vec<(String, usize)> {
    let cells = areas.cells(metres).unwrap();
    let name = |cell: &u32| GridCell::of_number(*cell, metres).unwrap().name();
    cells
        .area_of
        .iter()
        .map(|(cell, area)| (name(cell), *area))
        .collect()
}

#[test]
fn a_cell_is_of_the_area_that_its_middle_is_in() {
    // Of 1.2 km: the middles of the second cell to the east and north are out.
    let areas = read(&collection(&[
        feature(
            "A",
            &polygon(&json!([square(530_000.0, 180_000.0, 1_200.0)])),
        ),
        feature(
            "B",
            &polygon(&json!([
                square(531_300.0, 180_000.0, 1_000.0),
                square(531_400.0, 180_400.0, 200.0)
            ])),
        ),
    ]))
    .unwrap();
    let found = names(&areas, 1_000);
    // The middle of TQ3180 is 531500, 180500, in B's hole.
    assert_eq!(found, [("TQ3080".to_owned(), 0)]);
}

#[test]
fn a_file_in_degrees_is_the_same_as_one_in_metres() {
    // Corners by PROJ 9.5.1 with the same transformation, of a square of 2 km about 530500, 180500.
    let metres = read(&collection(&[feature(
        "A",
        &polygon(&json!([square(529_600.0, 179_600.0, 1_800.0)])),
    )]))
    .unwrap();
    let corners = json!([
        [-0.134_26, 51.500_49],
        [-0.108_34, 51.500_07],
        [-0.107_67, 51.516_25],
        [-0.133_6, 51.516_66],
        [-0.134_26, 51.500_49]
    ]);
    let degrees = read(&collection(&[feature(
        "A",
        &json!({"type": "MultiPolygon", "coordinates": [[corners]]}),
    )]))
    .unwrap();
    assert_eq!(names(&metres, 1_000), names(&degrees, 1_000));
}

#[test]
fn where_two_areas_have_a_cell_it_is_the_first_ones() {
    let areas = read(&collection(&[
        feature(
            "A",
            &polygon(&json!([square(530_000.0, 180_000.0, 2_000.0)])),
        ),
        feature(
            "B",
            &polygon(&json!([square(531_000.0, 180_000.0, 2_000.0)])),
        ),
    ]))
    .unwrap();
    let cells = areas.cells(1_000).unwrap();
    assert_eq!(cells.in_two, 2);
    assert_eq!(cells.area_of.values().filter(|area| **area == 0).count(), 4);
    assert_eq!(cells.area_of.values().filter(|area| **area == 1).count(), 2);
}

#[test]
#[expect(clippy::too_many_lines)] // A list.
fn hostile_files_are_refused_with_the_place() {
    let good = polygon(&json!([square(530_000.0, 180_000.0, 1_000.0)]));
    let ring = |points: &Value| collection(&[feature("A", &polygon(&json!([points])))]);
    for (value, place) in [
        (json!([]), "type"),
        (json!({"type": "Feature"}), "type"),
        (json!({"type": "FeatureCollection"}), "features"),
        (collection(&[]), "features"),
        (
            collection(&[json!({"type": "Feature", "geometry": good})]),
            "features[0].properties",
        ),
        (collection(&[feature("", &good)]), "features[0].properties"),
        (
            collection(&[feature("A\u{7}", &good)]),
            "features[0].properties",
        ),
        (
            collection(&[feature(&"A".repeat(81), &good)]),
            "features[0].properties",
        ),
        (
            collection(&[feature("A", &good), feature("A", &good)]),
            "features[1].properties",
        ),
        (
            collection(&[feature("A", &Value::Null)]),
            "features[0].geometry.type",
        ),
        (
            collection(&[feature(
                "A",
                &json!({"type": "Point", "coordinates": [1, 2]}),
            )]),
            "features[0].geometry.type",
        ),
        (
            collection(&[feature("A", &polygon(&json!([])))]),
            "features[0].geometry.coordinates",
        ),
        (
            collection(&[feature("A", &polygon(&json!(7)))]),
            "features[0].geometry.coordinates",
        ),
        (
            ring(&json!([[1, 2]])),
            "features[0].geometry.coordinates[0]",
        ),
        (
            ring(&json!([[1, 2], [3, 4], [5, 6], [7, 8]])),
            "features[0].geometry.coordinates[0]",
        ),
        (
            ring(&json!([[5, 6], [3, "x"], [5, 6], [5, 6]])),
            "features[0].geometry.coordinates[0][0]",
        ),
        (
            ring(&json!([
                [530_000, 180_000],
                [3e9, 4],
                [5, 6],
                [530_000, 180_000]
            ])),
            "features[0].geometry.coordinates[0][1]",
        ),
        (
            ring(&json!([
                [530_000, 180_000],
                [[]],
                [5, 6],
                [530_000, 180_000]
            ])),
            "features[0].geometry.coordinates[0][1]",
        ),
        // Latitude first.
        (
            ring(&json!([
                [51.5, -0.1],
                [51.6, -0.1],
                [51.6, 0.0],
                [51.5, -0.1]
            ])),
            "features[0].geometry.coordinates[0][0]",
        ),
    ] {
        match read(&value).unwrap_err() {
            ViewError::Areas { place: found, .. } => assert_eq!(found, place, "{value}"),
            other => panic!("{other}"),
        }
    }
    let error = Areas::read("areas.geojson", b"{\"type\": secret", "name")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("line 1") && !error.contains("secret"),
        "{error}"
    );
    let deep = "[".repeat(100_000);
    assert!(Areas::read("areas.geojson", deep.as_bytes(), "name").is_err());
    let other = Areas::read(
        "a",
        collection(&[feature("A", &good)]).to_string().as_bytes(),
        "ward",
    )
    .unwrap_err();
    assert!(other.to_string().contains("name"), "{other}");
}

#[test]
fn a_file_has_limits() {
    let good = polygon(&json!([square(530_000.0, 180_000.0, 1_000.0)]));
    let many: Vec<Value> = (0..=MAX_AREAS)
        .map(|number| feature(&number.to_string(), &good))
        .collect();
    assert!(
        read(&collection(&many))
            .unwrap_err()
            .to_string()
            .contains("1 to")
    );
    let mut points = vec![json!([530_000, 180_000]); MAX_POINTS + 1];
    points[1] = json!([530_001, 180_001]);
    let error = read(&collection(&[feature("A", &polygon(&json!([points])))])).unwrap_err();
    assert!(
        error.to_string().contains("more than 1000000 points"),
        "{error}"
    );
    let whole = read(&collection(&[feature(
        "A",
        &polygon(&json!([square(1_000.0, 1_000.0, 690_000.0)])),
    )]))
    .unwrap();
    let error = whole.cells(250).err().unwrap().to_string();
    assert!(error.contains("more than 50000 cells"), "{error}");
    // Up and down the country with every point.
    let mut ring: Vec<Value> = (0..20_000)
        .map(|at| {
            json!([
                f64::from(at + 1_000),
                if at % 2 == 0 { 1.0 } else { 1_299_999.0 }
            ])
        })
        .collect();
    ring.push(ring[0].clone());
    let intricate = read(&collection(&[feature("A", &polygon(&json!([ring])))])).unwrap();
    let error = intricate.cells(250).err().unwrap().to_string();
    assert!(
        error.contains("intricate") || error.contains("cells"),
        "{error}"
    );
    let large = vec![b' '; usize::try_from(MAX_AREA_BYTES).unwrap() + 1];
    assert!(
        Areas::read("a", &large, "name")
            .unwrap_err()
            .to_string()
            .contains("MB")
    );
}

/// Even-odd, one cell at a time.
fn is_in(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let sides = ring.iter().zip(ring.iter().skip(1));
    let crossed = sides.filter(|&(&(x0, y0), &(x1, y1))| {
        (y0 > y) != (y1 > y) && x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    });
    crossed.count() % 2 == 1
}

proptest! {
    /// Row by row as one cell at a time.
    #[test]
    fn cells_in_an_outline(points in proptest::collection::vec((500_000.0..504_000.0, 300_000.0..304_000.0), 3..12)) {
        let mut ring: Vec<(f64, f64)> = points;
        ring.push(ring[0]);
        let areas = Areas {
            file: "a".to_owned(),
            areas: vec![Area { name: "A".to_owned(), polygons: vec![vec![ring.clone()]] }],
        };
        let found = areas.cells(250).unwrap();
        for east in 0..18 {
            for north in 0..18 {
                let corner = (499_900.0 + f64::from(east) * 250.0, 299_900.0 + f64::from(north) * 250.0);
                let cell = GridCell::of_point(corner.0, corner.1, 250).unwrap();
                prop_assert_eq!(found.area_of.contains_key(&cell.number()), is_in(&ring, cell.centre()));
            }
        }
    }

    #[test]
    fn nothing_panics_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Areas::read("a", &bytes, "name");
    }
}

//! Latitude and longitude -> metres of the National Grid, to within some 5 metres.
//!
//! Ordnance Survey, "A guide to coordinate systems in Great Britain" (version 3.6): the Helmert transformation of annex B and
//! section 6.6 from WGS 84 to OSGB36, then the transverse Mercator projection of annex C. Without the grid of corrections
//! (OSTN15) that is, by their account, up to 3.5 metres out in 95 places of 100, and 4.7 at their test point in Scilly, which is nothing beside how well anybody knows where they were hurt; for
//! standard forms it would not do, and they are left as they are.
//!
//! Only sums, products, quotients and square roots are used, which every machine rounds alike, so that a browser makes the
//! same tokens as the command line. Sine and cosine are Taylor series.

/// Semi-axes of an ellipsoid in metres.
struct Ellipsoid {
    a: f64,
    b: f64,
}

const WGS_84: Ellipsoid = Ellipsoid {
    a: 6_378_137.0,
    b: 6_356_752.314_1,
};
const AIRY_1830: Ellipsoid = Ellipsoid {
    a: 6_377_563.396,
    b: 6_356_256.909,
};

impl Ellipsoid {
    fn eccentricity_squared(&self) -> f64 {
        1.0 - (self.b * self.b) / (self.a * self.a)
    }
}

/// The Helmert transformation: metres, parts, and radians (of arc seconds).
const SHIFT: [f64; 3] = [-446.448, 125.157, -542.060];
const SCALE: f64 = 1.0 + 20.4894e-6;
const ARC_SECOND: f64 = std::f64::consts::PI / 648_000.0;
const ROTATION: [f64; 3] = [
    -0.1502 * ARC_SECOND,
    -0.2470 * ARC_SECOND,
    -0.8421 * ARC_SECOND,
];

/// The projection: scale on the central meridian, true origin, and its easting and northing.
const F0: f64 = 0.999_601_271_7;
const ORIGIN_LATITUDE: f64 = 49.0 * DEGREE;
const ORIGIN_LONGITUDE: f64 = -2.0 * DEGREE;
const ORIGIN: [f64; 2] = [400_000.0, -100_000.0];
const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// Easting and northing in metres on the National Grid, of latitude and longitude in degrees (WGS 84). Places outside Great
/// Britain give numbers that mean nothing, and may be off the grid.
#[must_use]
pub fn easting_and_northing(latitude: f64, longitude: f64) -> (f64, f64) {
    let (latitude, longitude) = to_osgb36(latitude * DEGREE, longitude * DEGREE);
    project(latitude, longitude)
}

fn to_osgb36(latitude: f64, longitude: f64) -> (f64, f64) {
    let (sin, cos) = sine_and_cosine(latitude);
    let (sin_longitude, cos_longitude) = sine_and_cosine(longitude);
    let e2 = WGS_84.eccentricity_squared();
    let nu = WGS_84.a / (1.0 - e2 * sin * sin).sqrt();
    let (x, y, z) = (
        nu * cos * cos_longitude,
        nu * cos * sin_longitude,
        nu * (1.0 - e2) * sin,
    );
    let [rx, ry, rz] = ROTATION;
    let (x, y, z) = (
        SHIFT[0] + SCALE * x - rz * y + ry * z,
        SHIFT[1] + rz * x + SCALE * y - rx * z,
        SHIFT[2] - ry * x + rx * y + SCALE * z,
    );
    let from_axis = (x * x + y * y).sqrt();
    let e2 = AIRY_1830.eccentricity_squared();
    // The two datums are some hundred metres apart: three rounds from the one give the other to less than a millimetre.
    let mut new = latitude;
    for _ in 0..3 {
        let (sin, _) = sine_and_cosine(new);
        let nu = AIRY_1830.a / (1.0 - e2 * sin * sin).sqrt();
        new = angle_near(new, z + e2 * nu * sin, from_axis);
    }
    (new, angle_near(longitude, y, x))
}

/// The angle whose tangent is `y / x`, by Newton's method from one close by.
fn angle_near(mut angle: f64, y: f64, x: f64) -> f64 {
    for _ in 0..3 {
        let (sin, cos) = sine_and_cosine(angle);
        angle -= (sin * x - cos * y) / (cos * x + sin * y);
    }
    angle
}

fn project(latitude: f64, longitude: f64) -> (f64, f64) {
    let Ellipsoid { a, b } = AIRY_1830;
    let e2 = AIRY_1830.eccentricity_squared();
    let (sin, cos) = sine_and_cosine(latitude);
    let part = 1.0 - e2 * sin * sin;
    let nu = a * F0 / part.sqrt();
    let rho = a * F0 * (1.0 - e2) / (part * part.sqrt());
    let eta2 = nu / rho - 1.0;
    let (tan2, cos2) = (sin * sin / (cos * cos), cos * cos);
    let (cos3, cos5) = (cos * cos2, cos * cos2 * cos2);
    // Coefficients I to VI of annex C.
    let c1 = meridian(latitude, a, b) + ORIGIN[1];
    let c2 = nu / 2.0 * sin * cos;
    let c3 = nu / 24.0 * sin * cos3 * (5.0 - tan2 + 9.0 * eta2);
    let c3a = nu / 720.0 * sin * cos5 * (61.0 - 58.0 * tan2 + tan2 * tan2);
    let c4 = nu * cos;
    let c5 = nu / 6.0 * cos3 * (nu / rho - tan2);
    let c6 =
        nu / 120.0 * cos5 * (5.0 - 18.0 * tan2 + tan2 * tan2 + 14.0 * eta2 - 58.0 * tan2 * eta2);
    let l = longitude - ORIGIN_LONGITUDE;
    let l2 = l * l;
    let northing = c1 + l2 * (c2 + l2 * (c3 + l2 * c3a));
    let easting = ORIGIN[0] + l * (c4 + l2 * (c5 + l2 * c6));
    (easting, northing)
}

/// The developed arc of the meridian from the true origin.
fn meridian(latitude: f64, a: f64, b: f64) -> f64 {
    let n = (a - b) / (a + b);
    let (n2, n3) = (n * n, n * n * n);
    let (difference, sum) = (latitude - ORIGIN_LATITUDE, latitude + ORIGIN_LATITUDE);
    let term = |times: f64| {
        let (sin, _) = sine_and_cosine(times * difference);
        let (_, cos) = sine_and_cosine(times * sum);
        sin * cos
    };
    b * F0
        * ((1.0 + n + 1.25 * n2 + 1.25 * n3) * difference
            - (3.0 * n + 3.0 * n2 + 2.625 * n3) * term(1.0)
            + (1.875 * n2 + 1.875 * n3) * term(2.0)
            - 35.0 / 24.0 * n3 * term(3.0))
}

/// By Taylor series, of angles of up to some 7 radians: three times the sum of two latitudes. Forty terms leave less than
/// 1e-13.
fn sine_and_cosine(angle: f64) -> (f64, f64) {
    let (mut sin, mut cos) = (0.0, 0.0);
    let mut term = 1.0;
    let mut number = 0.0;
    for _ in 0..20 {
        cos += term;
        number += 1.0;
        term *= angle / number;
        sin += term;
        number += 1.0;
        term *= -angle / number;
    }
    (sin, cos)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ordnance Survey's worked example of the projection (Caister water tower): OSGB36 52° 39' 27.2531" N,
    /// 1° 43' 4.5177" E is E 651409.903, N 313177.270.
    #[test]
    fn the_published_projection() {
        let latitude = (52.0 + 39.0 / 60.0 + 27.2531 / 3600.0) * DEGREE;
        let longitude = (1.0 + 43.0 / 60.0 + 4.5177 / 3600.0) * DEGREE;
        let (easting, northing) = project(latitude, longitude);
        assert!((easting - 651_409.903).abs() < 0.001, "{easting}");
        assert!((northing - 313_177.270).abs() < 0.001, "{northing}");
    }

    /// Points TP01, TP02 and TP09 of the test data that Ordnance Survey publishes with OSTN15: ETRS89, and eastings and northings
    /// by the grid of corrections, which a Helmert transformation comes within some metres of.
    #[test]
    fn published_points_within_some_metres() {
        for (latitude, longitude, easting, northing) in [
            (49.960_061_378_2, -5.203_046_099_98, 170_370.718, 11_572.405),
            (51.489_365_649_5, -0.119_925_571_8, 530_624.974, 178_388.464),
            (49.922_263_937_3, -6.299_777_520_14, 91_492.146, 11_318.804),
        ] {
            let (e, n) = easting_and_northing(latitude, longitude);
            let off = [(e, easting), (n, northing)]
                .map(|(found, expected): (f64, f64)| (found - expected).abs());
            assert!(off[0] < 5.0 && off[1] < 5.0, "{latitude}: {off:?}");
        }
    }

    #[test]
    fn sine_and_cosine_of_the_library() {
        for step in -70..=70 {
            let angle = f64::from(step) / 10.0;
            let (sin, cos) = sine_and_cosine(angle);
            assert!((sin - angle.sin()).abs() < 1e-12, "{angle}");
            assert!((cos - angle.cos()).abs() < 1e-12, "{angle}");
        }
    }

    /// By PROJ 9.5.1 with the same seven parameters to three decimals, so that a few centimetres lie between.
    #[test]
    fn agrees_with_proj() {
        for (latitude, longitude, easting, northing) in [
            (51.5074, -0.1278, 530_028.747, 180_380.094),
            (52.657_977, 1.716_053, 651_409.981, 313_177.095),
            (58.212_622_47, -7.592_555_60, 71_712.565, 938_512.245),
            (49.922_263_94, -6.299_777_52, 91_487.426, 11_318.402),
            (60.133_080_92, -2.073_828_23, 395_998.701, 1_138_729.677),
            (53.4808, -2.2426, 383_997.434, 398_258.316),
        ] {
            let (e, n) = easting_and_northing(latitude, longitude);
            assert!(
                (e - easting).abs() < 0.05 && (n - northing).abs() < 0.05,
                "{e} {n}"
            );
        }
    }
}

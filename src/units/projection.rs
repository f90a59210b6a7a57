//! Latitude and longitude to the National Grid, as well as that can be done without a grid of corrections.
//!
//! Ordnance Survey, "A guide to coordinate systems in Great Britain": the Helmert transformation from WGS 84 to the datum of
//! the National Grid (its section 6.6), then the transverse Mercator projection (its annexes B and C). By the same source the
//! result is up to some 3.5 metres out (95%); OSTN15, which has no such error, is megabytes of corrections.

/// An ellipsoid by its two axes in metres.
#[derive(Clone, Copy)]
struct Ellipsoid {
    major: f64,
    minor: f64,
}

const WGS_84: Ellipsoid = Ellipsoid {
    major: 6_378_137.0,
    minor: 6_356_752.314_2,
};
const AIRY_1830: Ellipsoid = Ellipsoid {
    major: 6_377_563.396,
    minor: 6_356_256.909,
};

impl Ellipsoid {
    fn eccentricity_squared(self) -> f64 {
        1.0 - (self.minor * self.minor) / (self.major * self.major)
    }
}

/// From WGS 84: metres, parts per million and seconds of arc.
const TRANSLATION: [f64; 3] = [-446.448, 125.157, -542.060];
const SCALE: f64 = 20.4894e-6;
const ROTATION: [f64; 3] = [-0.1502, -0.2470, -0.8421];

/// The projection's scale on its central meridian, its true origin in degrees, and that origin's easting and northing.
const CENTRAL_SCALE: f64 = 0.999_601_271_7;
const TRUE_ORIGIN: (f64, f64) = (49.0, -2.0);
const FALSE_ORIGIN: (f64, f64) = (400_000.0, -100_000.0);

/// Easting and northing in metres on the National Grid, of latitude and longitude in degrees (WGS 84). Places outside Great
/// Britain give numbers that mean nothing, and may be off the grid.
#[must_use]
pub fn easting_and_northing(latitude: f64, longitude: f64) -> (f64, f64) {
    let (latitude, longitude) = to_airy(latitude.to_radians(), longitude.to_radians());
    project(latitude, longitude)
}

/// Annex B and section 6: to cartesian coordinates at height 0, by Helmert, and back. Radians.
fn to_airy(latitude: f64, longitude: f64) -> (f64, f64) {
    let e2 = WGS_84.eccentricity_squared();
    let radius = WGS_84.major / (1.0 - e2 * latitude.sin().powi(2)).sqrt();
    let x = radius * latitude.cos() * longitude.cos();
    let y = radius * latitude.cos() * longitude.sin();
    let z = radius * (1.0 - e2) * latitude.sin();
    let [rx, ry, rz] = ROTATION.map(|seconds| (seconds / 3600.0).to_radians());
    let s = 1.0 + SCALE;
    let [tx, ty, tz] = TRANSLATION;
    let to_x = tx + s * x - rz * y + ry * z;
    let to_y = ty + rz * x + s * y - rx * z;
    let to_z = tz - ry * x + rx * y + s * z;
    let e2 = AIRY_1830.eccentricity_squared();
    let across = to_x.hypot(to_y);
    let mut latitude = to_z.atan2(across * (1.0 - e2));
    // Each round gains some three digits.
    for _ in 0..6 {
        let radius = AIRY_1830.major / (1.0 - e2 * latitude.sin().powi(2)).sqrt();
        latitude = (to_z + e2 * radius * latitude.sin()).atan2(across);
    }
    (latitude, to_y.atan2(to_x))
}

/// Annex C.1. Radians on the Airy ellipsoid to metres.
#[allow(clippy::many_single_char_names, clippy::similar_names)] // As in the source.
fn project(latitude: f64, longitude: f64) -> (f64, f64) {
    let Ellipsoid { major: a, minor: b } = AIRY_1830;
    let e2 = AIRY_1830.eccentricity_squared();
    let n = (a - b) / (a + b);
    let (phi, phi0) = (latitude, TRUE_ORIGIN.0.to_radians());
    let (sin, cos, tan) = (phi.sin(), phi.cos(), phi.tan());
    let nu = a * CENTRAL_SCALE / (1.0 - e2 * sin * sin).sqrt();
    let rho = a * CENTRAL_SCALE * (1.0 - e2) / (1.0 - e2 * sin * sin).powf(1.5);
    let eta2 = nu / rho - 1.0;
    let (less, more) = (phi - phi0, phi + phi0);
    let m = b
        * CENTRAL_SCALE
        * ((1.0 + n + 1.25 * n * n + 1.25 * n.powi(3)) * less
            - (3.0 * n + 3.0 * n * n + 2.625 * n.powi(3)) * less.sin() * more.cos()
            + (1.875 * n * n + 1.875 * n.powi(3)) * (2.0 * less).sin() * (2.0 * more).cos()
            - 35.0 / 24.0 * n.powi(3) * (3.0 * less).sin() * (3.0 * more).cos());
    let i = m + FALSE_ORIGIN.1;
    let ii = nu / 2.0 * sin * cos;
    let iii = nu / 24.0 * sin * cos.powi(3) * (5.0 - tan.powi(2) + 9.0 * eta2);
    let iii_a = nu / 720.0 * sin * cos.powi(5) * (61.0 - 58.0 * tan.powi(2) + tan.powi(4));
    let iv = nu * cos;
    let v = nu / 6.0 * cos.powi(3) * (nu / rho - tan.powi(2));
    let vi = nu / 120.0
        * cos.powi(5)
        * (5.0 - 18.0 * tan.powi(2) + tan.powi(4) + 14.0 * eta2 - 58.0 * tan.powi(2) * eta2);
    let l = longitude - TRUE_ORIGIN.1.to_radians();
    (
        FALSE_ORIGIN.0 + iv * l + v * l.powi(3) + vi * l.powi(5),
        i + ii * l.powi(2) + iii * l.powi(4) + iii_a * l.powi(6),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The guide's worked example in annex C.1.
    #[test]
    fn the_projection_of_the_guides_worked_example() {
        let latitude: f64 = 52.0 + 39.0 / 60.0 + 27.2531 / 3600.0;
        let longitude: f64 = 1.0 + 43.0 / 60.0 + 4.5177 / 3600.0;
        let (easting, northing) = project(latitude.to_radians(), longitude.to_radians());
        assert!((easting - 651_409.903).abs() < 0.002, "{easting}");
        assert!((northing - 313_177.270).abs() < 0.002, "{northing}");
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

//! Where a photo was taken.

/// A position in WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// North positive, -90 to 90.
    pub lat: f64,
    /// East positive, -180 to 180.
    pub lon: f64,
}

impl Position {
    /// A position from degrees; `None` outside the globe, for what is no number, and for exactly 0, 0,
    /// which is what receivers without a fix write.
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        let on_globe = lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0;
        (on_globe && !(lat == 0.0 && lon == 0.0)).then_some(Self { lat, lon })
    }
}

/// The nearest named place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// City or town, in the spelling of GeoNames.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_island_and_impossible_degrees_are_no_position() {
        assert!(Position::new(0.0, 0.0).is_none());
        assert!(Position::new(91.0, 0.0).is_none());
        assert!(Position::new(f64::NAN, 4.0).is_none());
        assert!(Position::new(39.9, 116.4).is_some());
    }
}

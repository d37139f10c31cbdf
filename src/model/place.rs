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

/// Which location a photo is spoken of by (IPTC Photo Metadata Standard 2025.1: Location Created, Location Shown).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whereabouts {
    /// Where the camera was.
    Created,
    /// What is in the picture.
    Shown,
}

/// A part of a [`Location`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LocationPart {
    /// A place within the city: a hall, a street.
    Sublocation,
    /// City.
    City,
    /// State or province.
    Region,
    /// Country.
    Country,
    /// ISO 3166-1 code of the country.
    CountryCode,
}

impl LocationPart {
    /// All parts, from the near to the far.
    pub const ALL: [Self; 5] =
        [Self::Sublocation, Self::City, Self::Region, Self::Country, Self::CountryCode];
}

/// A location as it is written into metadata, part by part (IPTC Photo Metadata Standard 2025.1, Location structure).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    parts: [Option<Box<str>>; LocationPart::ALL.len()],
}

impl Location {
    /// One part.
    pub fn get(&self, part: LocationPart) -> Option<&str> {
        self.parts.get(part as usize)?.as_deref()
    }

    /// Puts one part; empty text takes it away.
    pub fn set(&mut self, part: LocationPart, text: &str) {
        if let Some(of) = self.parts.get_mut(part as usize) {
            *of = (!text.is_empty()).then(|| text.into());
        }
    }

    /// Whether no part is known.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(Option::is_none)
    }
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

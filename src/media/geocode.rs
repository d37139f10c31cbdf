//! The nearest named place, from GeoNames as the program carries it (CC BY 4.0). No network.

use std::sync::LazyLock;

use reverse_geocoder::ReverseGeocoder;

use crate::model::place::{Place, Position};

/// Over 140,000 places: read when the first position is asked for.
static GEOCODER: LazyLock<ReverseGeocoder> = LazyLock::new(ReverseGeocoder::new);

/// The greatest distance at which a place still says where one is: about 100 km. Farther out it is sea or wilderness.
const MAX_CHORD: f64 = 100.0 / 6371.0;

/// The town nearest to a position, or `None` far from all.
pub fn place_at(position: Position) -> Option<Place> {
    let found = GEOCODER.search((position.lat, position.lon));
    // The distance is the square of the chord on a sphere of radius one.
    (found.distance <= MAX_CHORD * MAX_CHORD)
        .then(|| Place { name: found.record.name.clone(), country: found.record.cc.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_have_their_country_and_the_open_sea_has_none() {
        let at = |lat, lon| place_at(Position::new(lat, lon).unwrap()).map(|place| place.country);
        assert_eq!(at(39.9042, 116.4074).as_deref(), Some("CN"));
        assert_eq!(at(37.5665, 126.9780).as_deref(), Some("KR"));
        assert_eq!(at(-48.0, -123.0), None);
    }
}

//! The time zone of a position, from OpenStreetMap as the program carries it (ODbL). No network.

use std::sync::{Arc, LazyLock};

use tzf_rs::EmbeddedFinder;

use crate::model::place::Position;

/// Looks things up in the program's own file, where they lie: nothing is unpacked, and half a microsecond to a few are enough.
static FINDER: LazyLock<EmbeddedFinder> = LazyLock::new(EmbeddedFinder::new);

/// The zones of a position by their names in the IANA database. None at sea, where no clock on a wall shows anything (the map has
/// `Etc/GMT` there); several where peoples or states disagree about the clock.
pub fn zones_at(position: Position) -> Vec<Arc<str>> {
    let names = FINDER.get_tz_names(position.lon, position.lat);
    names.into_iter().filter(|name| !name.is_empty() && !name.starts_with("Etc/")).map(Arc::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_have_their_zone_and_the_open_sea_has_none() {
        for (lat, lon, want) in [
            (39.9042, 116.4074, &["Asia/Shanghai"][..]),
            (37.5665, 126.9780, &["Asia/Seoul"]),
            (40.4397, -3.6905, &["Europe/Madrid"]),
            (27.7172, 85.3240, &["Asia/Kathmandu"]),
            (43.8256, 87.6168, &["Asia/Shanghai", "Asia/Urumqi"]),
            (-48.0, -123.0, &[]),
            (90.0, 0.0, &[]),
        ] {
            let found = zones_at(Position::new(lat, lon).unwrap());
            assert_eq!(found.iter().map(AsRef::as_ref).collect::<Vec<_>>(), want, "{lat} {lon}");
        }
    }
}

//! Words that are a place on the globe to within a few hundred metres: latitude and longitude in the ways that people and machines
//! write them, in the languages of the albums.
//!
//! Sources: ISO 6709 (latitude and longitude in text), RFC 5870 (`geo:`), the Open Location Code specification.

use super::words::{char_before, word_from};

/// Signs that stand for a degree: the right one, and those that keyboards and fonts offer for it.
const DEGREES: [char; 6] = ['°', 'º', '˚', '度', '도', '゜'];
/// Signs and words for minutes of arc.
const MINUTES: [char; 7] = ['\'', '′', '’', '‘', '分', '분', '`'];
/// Words that come before a latitude or a longitude, in lower case.
const AXES: [&str; 17] = [
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "북위",
    "남위",
    "동경",
    "서경",
    "위도",
    "경도",
    "北纬",
    "南纬",
    "东经",
    "西经",
    "纬度",
    "经度",
];
/// Keys that only a machine writes.
const KEYS: [&str; 4] = ["gpslatitude", "gpslongitude", "gps_latitude", "gps_longitude"];

/// Something that reads as a latitude and a longitude, or as one of them.
pub(super) fn position(text: &str) -> Option<&str> {
    // Most words hold no digit at all.
    if !text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return KEYS.iter().find_map(|key| keyed(text, key));
    }
    degrees(text)
        .or_else(|| KEYS.iter().find_map(|key| keyed(text, key)))
        .or_else(|| geo_address(text))
        .or_else(|| after_an_axis(text))
        .or_else(|| pair(text))
        .or_else(|| open_location_code(text))
}

fn keyed<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let at = text.to_ascii_lowercase().find(key)?;
    Some(word_from(text, at))
}

/// `geo:37.5,127.0`.
fn geo_address(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let (at, _) = lower.match_indices("geo:").find(|(at, found)| {
        let after = lower.get(at + found.len()..).and_then(|rest| rest.chars().next());
        after.is_some_and(|c| c.is_ascii_digit() || c == '-')
    })?;
    Some(word_from(text, at))
}

/// `37° 33′`, `北纬39度54分`, `37.56°N`.
fn degrees(text: &str) -> Option<&str> {
    for (at, sign) in text.match_indices(DEGREES) {
        if !char_before(text, at).is_some_and(|c| c.is_ascii_digit()) {
            continue;
        }
        let rest = text.get(at + sign.len()..).unwrap_or_default().trim_start();
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let has_minutes = behind.len() < rest.len() && behind.trim_start().starts_with(MINUTES);
        let mut letters = rest.chars();
        let is_side = letters.next().is_some_and(|c| "NSEWnsew".contains(c))
            && !letters.next().is_some_and(char::is_alphanumeric)
            && has_fraction(text, at);
        // In Korean and Chinese the same words are degrees of warmth and minutes of waiting.
        let is_word = matches!(sign, "도" | "度");
        let is_of_globe = || text.contains(['초', '秒', '″']) || AXES.iter().any(|axis| text.contains(axis));
        if (has_minutes && (!is_word || is_of_globe())) || is_side {
            return Some(context(text, at));
        }
    }
    None
}

/// Whether the number that ends at a byte has digits behind a point.
fn has_fraction(text: &str, end: usize) -> bool {
    let head = text.get(..end).unwrap_or_default();
    let number =
        head.rsplit(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).next().unwrap_or_default();
    number.split_once(['.', ',']).is_some_and(|(_, behind)| behind.len() >= 2)
}

/// `latitude: 39.9042`, `위도 37.5665`, `北纬39.90`: a word for an axis and a number with at least two digits behind the point.
fn after_an_axis(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    // Where small letters have other lengths than capitals, places in one text are none in the other.
    if lower.len() != text.len() {
        return None;
    }
    for axis in AXES {
        for (at, _) in lower.match_indices(axis) {
            let is_word = !axis.is_ascii() || !char_before(text, at).is_some_and(char::is_alphanumeric);
            let rest = text.get(at + axis.len()..).unwrap_or_default();
            let number =
                rest.trim_start_matches(|c: char| c.is_whitespace() || "=:\"'：은는이가为是+-".contains(c));
            let n = number.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(number.len());
            let digits = number.get(..n).unwrap_or_default();
            let is_near = rest.len() - number.len() <= 8;
            if is_word
                && is_near
                && digits
                    .split_once('.')
                    .is_some_and(|(whole, behind)| !whole.is_empty() && behind.len() >= 2)
            {
                return Some(context(text, at));
            }
        }
    }
    None
}

/// `37.5665, 126.9780`: two numbers with at least three digits behind the point, with nothing but marks between them.
fn pair(text: &str) -> Option<&str> {
    let numbers = decimals(text);
    numbers.windows(2).find_map(|pair| {
        let [(first, a), (second, b)] = pair else { return None };
        let between = text.get(first.end..second.start)?;
        let only_marks = between.chars().count() <= 8
            && !between.is_empty()
            && between.chars().all(|c| c.is_whitespace() || ",;/°|+-NSEWnsew，、；·".contains(c));
        (only_marks && *a <= 90.0 && *b <= 180.0).then(|| text.get(first.start..second.end)).flatten()
    })
}

/// Numbers with at least three digits behind the point: where they stand, and their size.
fn decimals(text: &str) -> Vec<(std::ops::Range<usize>, f64)> {
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        match (c.is_ascii_digit() || c == '.', start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                let number = text.get(from..at).unwrap_or_default().trim_end_matches('.');
                let digits_behind = number.split_once('.').map_or(0, |(_, behind)| behind.len());
                if let (true, Ok(value)) = (digits_behind >= 3, number.parse::<f64>()) {
                    out.push((from..from + number.len(), value));
                }
            }
            _ => {}
        }
    }
    out
}

/// A whole Open Location Code, such as `8Q98HX9X+8QW`: eight of its twenty letters, a plus, two or three more.
fn open_location_code(text: &str) -> Option<&str> {
    let is_letter = |c: char| "23456789CFGHJMPQRVWX".contains(c);
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '+')).find(|word| {
        word.split_once('+').is_some_and(|(area, rest)| {
            area.len() == 8
                && (2..=3).contains(&rest.len())
                && area.chars().chain(rest.chars()).all(is_letter)
        })
    })
}

/// A few characters on both sides of a byte.
fn context(text: &str, at: usize) -> &str {
    let from = text.get(..at).unwrap_or_default().char_indices().rev().nth(3).map_or(0, |(n, _)| n);
    let to = text.get(at..).unwrap_or_default().char_indices().nth(14).map_or(text.len(), |(n, _)| at + n);
    text.get(from..to).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_found_however_they_are_written() {
        for text in [
            "37.5665, 126.9780",
            "N 37.5665° E 126.9780°",
            "37° 33′ 59″",
            "37º33'59\"N",
            "geo:37.5,127.0",
            "+37.5665+126.9780/",
            "37.57°N 126.98°E",
            "북위 37도 33분, 동경 126도 58분",
            "위도 37.5665 경도 126.9780",
            "위도: 37.57",
            "北纬39度54分26秒",
            "北纬39.90 东经116.40",
            "39.9042，116.4074",
            "latitude=39.90",
            "{\"lat\":39.9042}",
            "8PFRW9X4+8Q",
            "GPSLatitude",
        ] {
            assert!(position(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_none() {
        for text in [
            "Temperature 5°C; 37° of frost; turn 90° East",
            "at 18도 in the evening, 30분 뒤에",
            "기온은 영하 5도였다",
            "今年气温达39度",
            "Paid 12.500 and 13.750 won",
            "latest 3.14159, long 2 m",
            "plus 1+1, A+B, 12345678+9",
            "lat 5",
        ] {
            assert_eq!(position(text), None, "{text}");
        }
    }
}

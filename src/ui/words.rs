//! What the window says of a photo, in sentences. Pure.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::model::clearance::{Party, Ruling};
use crate::model::collection::Collection;
use crate::model::notes::Flag;
use crate::model::photo::{Photo, PhotoKind};
use crate::model::programme::ProgrammeItem;
use crate::model::text::LangTag;
use crate::model::time::CaptureTime;
use crate::model::wording;

use super::icons;
use super::sheet::data::has_caption;

/// The languages that people caption in first, as they call them.
pub fn language_name(lang: &LangTag) -> String {
    match lang.as_str() {
        "en" => "English".to_owned(),
        "ko" => "한국어".to_owned(),
        "zh-Hans" => "简体中文".to_owned(),
        "zh-Hant" => "繁體中文".to_owned(),
        "ja" => "日本語".to_owned(),
        "fr" => "Français".to_owned(),
        "de" => "Deutsch".to_owned(),
        "es" => "Español".to_owned(),
        "ru" => "Русский".to_owned(),
        "ar" => "العربية".to_owned(),
        "pt" => "Português".to_owned(),
        "vi" => "Tiếng Việt".to_owned(),
        "und" => "From the file".to_owned(),
        other => other.to_owned(),
    }
}

/// A photo in one line for screen readers and tests: name, when, stars, mark, what is missing.
pub fn photo_name(photo: &Photo, collection: &Collection, langs: &[LangTag]) -> String {
    let notes = collection.notes();
    let mut parts = vec![photo.file_name()];
    if let Some(captured) = collection.captured(photo) {
        parts.push(format!(
            "{} {}",
            wording::date(captured.civil().date(), &LangTag::en()),
            clock(captured.civil())
        ));
    }
    match notes.rating(photo) {
        0 => {}
        1 => parts.push("1 star".to_owned()),
        n => parts.push(format!("{n} stars")),
    }
    match notes.flag(photo) {
        Flag::Pick => parts.push("picked".to_owned()),
        Flag::Reject => parts.push("rejected".to_owned()),
        Flag::None => {}
    }
    let clearance = notes.clearance(photo.id, collection.whereabouts(photo.id).map(|(visit, _)| &visit.id));
    for (party, by) in [(Party::Us, "by us"), (Party::Host, "by the host")] {
        match clearance.by(party) {
            Some(Ruling::Cleared) => parts.push(format!("cleared {by}")),
            Some(Ruling::Held) => parts.push(format!("held back {by}")),
            None => {}
        }
    }
    if let Some(embargo) = clearance.embargo {
        parts.push(format!("embargo until {embargo}"));
    }
    if let Some((_, words)) = kind_mark(notes.kind(photo)) {
        parts.push(words.to_owned());
    }
    if let Some(motion) = &photo.motion {
        let length = motion.duration_words().map(|length| format!(", {length}")).unwrap_or_default();
        parts.push(format!("motion photo{length}, {}", motion.sound_words()));
    }
    let missing: Vec<&str> =
        langs.iter().filter(|lang| !has_caption(photo, notes, lang)).map(LangTag::as_str).collect();
    if !missing.is_empty() {
        parts.push(format!("no caption in {}", missing.join(", ")));
    }
    parts.join(", ")
}

/// The icon and the words of a kind; nothing for a photo of which nothing is known.
pub const fn kind_mark(kind: PhotoKind) -> Option<(&'static str, &'static str)> {
    match kind {
        PhotoKind::Selfie => Some((icons::SELFIE, "selfie")),
        PhotoKind::Event => Some((icons::CAMERA, "event photo")),
        PhotoKind::Screenshot => Some((icons::PHONE, "screenshot")),
        PhotoKind::Document => Some((icons::FILE, "document")),
        PhotoKind::Unknown => None,
    }
}

/// A kind as a choice among others: "Selfie", "Not known".
pub fn kind_choice(kind: PhotoKind) -> String {
    kind_mark(kind).map_or_else(|| "Not known".to_owned(), |(_, words)| sentence(words))
}

/// "18:30".
pub fn clock(civil: DateTime) -> String {
    format!("{:02}:{:02}", civil.hour(), civil.minute())
}

/// "18:30:12".
pub fn clock_with_seconds(civil: DateTime) -> String {
    format!("{:02}:{:02}:{:02}", civil.hour(), civil.minute(), civil.second())
}

/// "+08:00"; nothing where the offset is not known.
pub fn offset(captured: &CaptureTime) -> Option<String> {
    Some(utc_offset(captured.best.offset?))
}

/// "UTC+08:00".
pub fn utc_offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// When an item of a programme is, on its day: "09:30–12:00", "22:00–01:00 (+1)", "All day".
pub fn item_time(item: &ProgrammeItem) -> String {
    let (start, end) = (item.start.civil, item.end.civil);
    let days = end.date().since(start.date()).map_or(0, |span| span.get_days());
    match (item.is_all_day, days) {
        // The last day of one that fills days is not in it any more.
        (true, ..=1) => "All day".to_owned(),
        (true, days) => format!("{days} days"),
        (false, 0) => format!("{}–{}", clock(start), clock(end)),
        (false, days) => format!("{}–{} (+{days})", clock(start), clock(end)),
    }
}

/// "4.2 MB".
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// "about 3 minutes".
pub fn duration(time: std::time::Duration) -> String {
    match time.as_secs() {
        0..=1 => "a moment".to_owned(),
        n @ 2..=59 => format!("{n} s"),
        n @ 60..=119 => format!("1 min {} s", n - 60),
        n @ 120..=3_599 => format!("{} min", n / 60),
        n => format!("{} h {} min", n / 3_600, n % 3_600 / 60),
    }
}

/// "3 s"; what is shorter than a second is one.
pub fn whole_seconds(time: std::time::Duration) -> String {
    format!("{} s", (time.as_secs_f64().round() as u64).max(1))
}

/// "39.9163° N, 116.3972° E".
pub fn position(lat: f64, lon: f64) -> String {
    let (ns, ew) = (if lat < 0.0 { 'S' } else { 'N' }, if lon < 0.0 { 'W' } else { 'E' });
    format!("{:.4}° {ns}, {:.4}° {ew}", lat.abs(), lon.abs())
}

/// Words with a capital first: those of errors begin with a small letter, as they often follow a colon.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A moment on the wall of this machine: "5 January 2026, 18:30".
pub fn moment(at: jiff::Timestamp) -> String {
    let here = at.to_zoned(jiff::tz::TimeZone::system()).datetime();
    format!("{}, {}", wording::date(here.date(), &LangTag::en()), clock(here))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made;

    #[test]
    fn a_video_is_named_with_its_length_and_sound() {
        let collection = made::collection(1);
        let mut photo = Photo::clone(collection.photo(made::id(0)).unwrap());
        photo.motion = Some(made::motion());
        let name = photo_name(&photo, &collection, &[]);
        assert_eq!(name, "IMG_0000.JPG, 5 January 2026 09:00, motion photo, 2.8 s, with sound");
    }

    #[test]
    fn sizes_and_times_are_short() {
        assert_eq!(bytes(4_218_000), "4.2 MB");
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(duration(std::time::Duration::from_secs(75)), "1 min 15 s");
        assert_eq!(whole_seconds(std::time::Duration::from_millis(2_500)), "3 s");
        assert_eq!(whole_seconds(std::time::Duration::from_millis(40)), "1 s");
        assert_eq!(position(-33.85, 151.2), "33.8500° S, 151.2000° E");
    }
}

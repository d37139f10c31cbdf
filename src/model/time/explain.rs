//! How the claims of a photo's time stand to each other, in sentences for a person.

use std::fmt::Write as _;

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::offset::MAX_REST_SECS;
use super::zone::offset_in_zone;
use super::{CaptureTime, OffsetSource, TimeClaim, TimeSource};

/// What two clocks may be apart and still be said to agree: seconds are cut off, and a shutter takes its time.
const AGREE_SECS: u64 = 2;
/// Up to this a GPS time that is apart says that the camera's clock is wrong; beyond it the fix may as well be old.
const DRIFT_SECS: u64 = 600;
const DAY_SECS: u64 = 86_400;

/// One sentence, without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Such as "file name says 18:30:12 UTC, EXIF says 02:30:12 on 2026-01-06 without zone: same instant at +08:00".
    pub text: String,
    /// Whether it tells of sources that cannot both be right.
    pub disagrees: bool,
    /// The name of a source that plainly says the same: enough where there is no room for the sentence.
    pub same: Option<&'static str>,
}

/// What each claim that lost says against or for the one that holds, best first, and what the zone of the position says of its offset.
/// The time of the file is left out: it is never about the picture.
pub fn explain(captured: &CaptureTime, zone: Option<&str>) -> Vec<Explanation> {
    let best = &captured.best;
    let mut found: Vec<Explanation> =
        captured.others.iter().filter_map(|other| compare(best, other)).collect();
    found.extend(zone.and_then(|zone| of_zone(best, zone)));
    found
}

fn compare(best: &TimeClaim, other: &TimeClaim) -> Option<Explanation> {
    use TimeSource as S;
    let told = |text: String, disagrees| Some(Explanation { text, disagrees, same: None });
    let (name, holds) = (short(other.source), short(best.source));
    let same = |text: String| Some(Explanation { text, disagrees: false, same: Some(name) });
    match other.source {
        S::FileTime => return None,
        S::Scanned => {
            let on = date_words(other.civil);
            return told(format!("the picture was scanned on {on}, which is not when it was taken"), false);
        }
        // Pictures are edited after they are taken.
        S::ExifModified if best.civil < other.civil => {
            return told(
                format!("the file was last changed at {} on {}", clock(other.civil), date_words(other.civil)),
                false,
            );
        }
        _ => {}
    }
    if u64::from(other.uncertainty_secs) >= DAY_SECS {
        return coarse(best, other);
    }
    let says = format!("{name} says {}", at(other, best.civil));
    if let (Some(a), Some(b)) = (instant(best), instant(other)) {
        let apart = a.abs_diff(b);
        if apart <= AGREE_SECS {
            return if is_lent(best) && other.offset_source == Some(OffsetSource::Utc) {
                let offset = words(best.offset?);
                let wall = at(&TimeClaim { offset: None, ..best.clone() }, other.civil);
                told(format!("{says}, {holds} says {wall} without zone: same instant at {offset}"), false)
            } else {
                same(format!("{says}: the same instant"))
            };
        }
        let ahead = if b > a { "later" } else { "earlier" };
        let length = duration(apart);
        // A fix is older than the picture, never younger.
        if other.source == S::Gps && b < a && apart <= MAX_REST_SECS.unsigned_abs() {
            return told(format!("{says}: {length} earlier, as old as the fix may be"), false);
        }
        if other.source == S::Gps && apart <= DRIFT_SECS {
            let state = if b > a { "slow" } else { "fast" };
            return told(
                format!("{says}: {length} {ahead}; the camera's clock is {state}, or the fix is old"),
                true,
            );
        }
        if other.source == S::Gps {
            return told(format!("{says}: {length} {ahead}; an old fix or a wrong clock"), true);
        }
        if best.civil == other.civil {
            return told(
                format!("{says}: the same time on the wall, but the offsets differ by {length}"),
                true,
            );
        }
        return told(format!("{says}: {length} {ahead} than {holds}"), true);
    }
    if other.source == S::Gps {
        let wall = at(best, other.civil);
        let text = format!(
            "{says}, {holds} says {wall} without zone: no offset lies between them, so the fix is old or the clock wrong"
        );
        return told(text, true);
    }
    let apart = best.civil.duration_since(other.civil).as_secs().unsigned_abs();
    if apart <= AGREE_SECS {
        return same(format!("{says}: the same"));
    }
    let ahead = if other.civil > best.civil { "later" } else { "earlier" };
    told(format!("{says}: {} {ahead} than {holds}", duration(apart)), true)
}

/// A day, or the moment of saving.
fn coarse(best: &TimeClaim, other: &TimeClaim) -> Option<Explanation> {
    let told = |text: String, disagrees| Some(Explanation { text, disagrees, same: None });
    let (name, holds) = (short(other.source), short(best.source));
    let on = date_words(other.civil);
    if other.civil.time() == jiff::civil::Time::midnight() {
        let days = other.civil.date().duration_since(best.civil.date()).as_hours() / 24;
        return match days {
            0 => told(format!("{name} says {on}, and no time: the same day"), false),
            n if n > 0 => told(format!("{name} says {on}: {n} d after {holds}, as of sending"), false),
            n => told(format!("{name} says {on}: {} d before {holds}", -n), true),
        };
    }
    let moment = at(other, best.civil);
    let (a, b) = match (instant(best), instant(other)) {
        (Some(a), Some(b)) => (a, b),
        // A clock on a wall against UTC: within a day nothing can be said.
        _ => (
            seconds(best.civil),
            seconds(other.civil).saturating_add(if other.offset.is_some() { 50_400 } else { 0 }),
        ),
    };
    // Messengers write when they saved it, which is after it was taken.
    if b.saturating_add(AGREE_SECS as i64) >= a {
        told(format!("{name} says that it was saved at {moment}"), false)
    } else {
        told(
            format!("{name} says that it was saved at {moment}: {} before {holds}", duration(a.abs_diff(b))),
            true,
        )
    }
}

fn of_zone(best: &TimeClaim, zone: &str) -> Option<Explanation> {
    let offset = best.offset?;
    let there = offset_in_zone(zone, best.civil)?;
    let kept = there.near(Some(offset));
    if kept == offset {
        let text = format!("the position is in the zone {zone}, {} on that date", words(kept));
        return Some(Explanation { text, disagrees: false, same: None });
    }
    // A time that is only known in UTC says nothing of clocks.
    (best.offset_source != Some(OffsetSource::Utc)).then(|| Explanation {
        text: format!(
            "the position is in the zone {zone}, {} on that date; the clock was at {}, not set to the time of the place",
            words(kept),
            words(offset)
        ),
        disagrees: true,
        same: None,
    })
}

/// Whether the offset is worked out rather than written.
const fn is_lent(claim: &TimeClaim) -> bool {
    use OffsetSource as O;
    matches!(
        claim.offset_source,
        Some(O::OwnUtc | O::GpsTime | O::Zone | O::Device | O::Programme | O::Visit)
    )
}

fn seconds(civil: DateTime) -> i64 {
    civil.duration_since(DateTime::ZERO).as_secs()
}

fn instant(claim: &TimeClaim) -> Option<i64> {
    Some(seconds(claim.civil) - i64::from(claim.offset?.seconds()))
}

/// What to call a source within a sentence.
const fn short(source: TimeSource) -> &'static str {
    match source {
        TimeSource::Person => "a person",
        TimeSource::Sidecar => "the sidecar",
        TimeSource::ExifOriginal => "EXIF",
        TimeSource::ExifCreateDate => "EXIF CreateDate",
        TimeSource::Xmp => "XMP",
        TimeSource::Iptc => "IPTC",
        TimeSource::Gps => "GPS",
        TimeSource::Maker => "the phone's own UTC time",
        TimeSource::FileName => "file name",
        TimeSource::ExifModified => "the date of last change",
        TimeSource::Neighbours => "the photos before and after it",
        TimeSource::Scanned => "the scanner",
        TimeSource::FileTime => "the file time",
    }
}

fn clock(civil: DateTime) -> String {
    format!("{:02}:{:02}:{:02}", civil.hour(), civil.minute(), civil.second())
}

/// "18:30:12 UTC", with the date where it is another one than that of `beside`.
fn at(claim: &TimeClaim, beside: DateTime) -> String {
    let civil = claim.civil;
    let mut out = clock(civil);
    if claim.offset_source == Some(OffsetSource::Utc) {
        out.push_str(" UTC");
    } else if let Some(offset) = claim.offset {
        let _ = write!(out, " {}", words(offset));
    }
    if civil.date() != beside.date() {
        let _ = write!(out, " on {}", civil.date());
    }
    out
}

fn date_words(civil: DateTime) -> String {
    civil.date().to_string()
}

fn words(offset: Offset) -> String {
    let (sign, minutes) =
        (if offset.seconds() < 0 { '-' } else { '+' }, offset.seconds().unsigned_abs() / 60);
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// "1 min 30 s", "3 h 12 min", "2 d 4 h": the two largest units.
fn duration(secs: u64) -> String {
    let units = [(DAY_SECS, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let first = units.iter().position(|(length, _)| secs >= *length).unwrap_or(3);
    let mut left = secs;
    let mut out = String::new();
    for (length, unit) in units.iter().skip(first).take(2) {
        let n = left / length;
        left %= length;
        if n > 0 || out.is_empty() {
            let _ = write!(out, "{}{n} {unit}", if out.is_empty() { "" } else { " " });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::resolve::{ExifStamp, TimeEvidence, resolve};
    use jiff::civil::date;

    /// The sentences for these dates, "!" before those that disagree.
    fn told(original: &str, offset: &str, evidence: TimeEvidence) -> Vec<String> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let original = ExifStamp { date_time: some(original), subsec: None, offset: some(offset) };
        let zone = evidence.zones.first().cloned();
        let captured =
            resolve(&TimeEvidence { original, ..evidence }, date(2026, 2, 1).at(0, 0, 0, 0)).0.unwrap();
        explain(&captured, zone.as_deref())
            .into_iter()
            .map(|it| if it.disagrees { format!("!{}", it.text) } else { it.text })
            .collect()
    }

    fn named(name: &str) -> TimeEvidence {
        TimeEvidence { file_name: name.into(), ..Default::default() }
    }

    fn fixed(hour: i8, minute: i8, second: i8, zone: &str) -> TimeEvidence {
        TimeEvidence {
            gps: Some(date(2026, 1, 5).at(hour, minute, second, 0)),
            zones: (!zone.is_empty()).then(|| zone.into()).into_iter().collect(),
            ..Default::default()
        }
    }

    #[test]
    fn agreement_and_disagreement_in_words() {
        let evening = "2026:01:05 18:30:12";
        for (original, offset, evidence, want) in [
            (
                "2026:01:06 02:30:12",
                "",
                named("PXL_20260105_183012345.jpg"),
                "file name says 18:30:12 UTC on 2026-01-05, EXIF says 02:30:12 on 2026-01-06 without zone: same instant at +08:00",
            ),
            (
                evening,
                "",
                fixed(10, 30, 12, ""),
                "GPS says 10:30:12 UTC, EXIF says 18:30:12 without zone: same instant at +08:00",
            ),
            (evening, "+08:00", fixed(10, 30, 13, ""), "GPS says 10:30:13 UTC: the same instant"),
            (
                evening,
                "+08:00",
                fixed(10, 31, 42, ""),
                "!GPS says 10:31:42 UTC: 1 min 30 s later; the camera's clock is slow, or the fix is old",
            ),
            (
                evening,
                "+08:00",
                fixed(10, 29, 30, ""),
                "GPS says 10:29:30 UTC: 42 s earlier, as old as the fix may be",
            ),
            (
                evening,
                "",
                fixed(9, 43, 0, ""),
                "!GPS says 09:43:00 UTC, EXIF says 18:30:12 without zone: no offset lies between them, so the fix is old or the clock wrong",
            ),
            (
                evening,
                "+08:00",
                fixed(7, 18, 0, ""),
                "!GPS says 07:18:00 UTC: 3 h 12 min earlier; an old fix or a wrong clock",
            ),
            (evening, "", named("IMG_20260105_183013.jpg"), "file name says 18:30:13: the same"),
            (evening, "", named("IMG_20260105_193012.jpg"), "!file name says 19:30:12: 1 h later than EXIF"),
            (
                evening,
                "",
                named("IMG-20260105-WA0001.jpg"),
                "file name says 2026-01-05, and no time: the same day",
            ),
            (
                evening,
                "",
                named("IMG-20260107-WA0001.jpg"),
                "file name says 2026-01-07: 2 d after EXIF, as of sending",
            ),
            (evening, "", named("IMG-20260103-WA0001.jpg"), "!file name says 2026-01-03: 2 d before EXIF"),
            (
                evening,
                "+08:00",
                named("mmexport1767623412345.jpg"),
                "file name says that it was saved at 14:30:12 UTC",
            ),
            (
                evening,
                "+08:00",
                named("mmexport1767587412345.jpg"),
                "!file name says that it was saved at 04:30:12 UTC: 6 h before EXIF",
            ),
            (
                evening,
                "+08:00",
                TimeEvidence { xmp: Some("2026-01-05T18:30:12+09:00".into()), ..Default::default() },
                "!XMP says 18:30:12 +09:00: the same time on the wall, but the offsets differ by 1 h",
            ),
        ] {
            assert_eq!(told(original, offset, evidence), [want], "{want}");
        }
    }

    #[test]
    fn zones_speak_for_or_against_the_offset() {
        let at = |offset: &str, zone: &str| {
            let zones = vec![zone.into()];
            told("2026:01:05 18:30:12", offset, TimeEvidence { zones, ..Default::default() })
        };
        assert_eq!(at("", "Asia/Seoul"), ["the position is in the zone Asia/Seoul, +09:00 on that date"]);
        let against = at("+08:00", "Asia/Seoul");
        assert!(against[0].starts_with(
            "!the position is in the zone Asia/Seoul, +09:00 on that date; the clock was at +08:00"
        ));
    }

    #[test]
    fn lengths_of_time() {
        for (secs, want) in
            [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3_720, "1 h 2 min"), (90_061, "1 d 1 h")]
        {
            assert_eq!(duration(secs), want);
        }
    }
}

//! From all that a file says of its time to the one that holds.
//!
//! What fields say about time, best first (a test goes through the first column):
//!
//! | source | fields | clock | where that is from |
//! |---|---|---|---|
//! | `person` | what was typed | as typed | |
//! | `sidecar` | photoshop:DateCreated, exif:DateTimeOriginal in a sidecar, where they say other than the file | wall | "Guidelines for Handling Image Metadata" 2.0, 5.4 |
//! | `exif-original` | DateTimeOriginal 0x9003, SubSecTimeOriginal 0x9291, OffsetTimeOriginal 0x9011, else 0x9012, else 0x9010 where DateTime shows the same time | wall | CIPA DC-008-2023, 4.6.6.2 |
//! | `exif-create-date` | DateTimeDigitized 0x9004, 0x9292, 0x9012, else 0x9011 | wall | the same |
//! | `xmp` | photoshop:DateCreated, exif:DateTimeOriginal, xmp:CreateDate | wall | XMP specification part 1, 8.2.1.2 |
//! | `iptc` | 2:55 Date Created, 2:60 Time Created | wall | IPTC-IIM 4.2 |
//! | `gps` | GPSDateStamp 0x001D and GPSTimeStamp 0x0007, both or nothing | UTC | CIPA DC-008-2023, 4.6.6.1 |
//! | `maker` | Samsung's trailer, block 0x0A01 `Image_UTC_Data`: milliseconds since 1970 | UTC | ExifTool, "Samsung Trailer Tags"; two real files whose EXIF has the offset |
//! | `file-name` | the table of [`super::file_name`] | both | |
//! | `exif-modify-date` | DateTime 0x0132, 0x9290, 0x9010 | wall | CIPA DC-008-2023, 4.6.5.4 |
//! | `neighbours` | the photos before and after it | theirs | |
//! | `scanned` | any of the above within a day of DateTimeDigitized, where FileSource 0xA300 is 1 or 2 or a scanner is named | wall | CIPA DC-008-2023, 4.6.6.7 |
//! | `file-time` | when the file was last written | UTC | |

use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, ToSpan};

use super::file_name::claim_of_name;
use super::lend::lend_offsets;
use super::stamp::{Reading, Stamp, nanoseconds, offset_fault, read_offset, read_stamp};
use super::{CaptureTime, OffsetSource, TimeClaim, TimeSource};

/// A date of EXIF with the two tags that complete it, all as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExifStamp {
    /// DateTimeOriginal (0x9003), DateTimeDigitized (0x9004) or DateTime (0x0132).
    pub date_time: Option<String>,
    /// SubSecTimeOriginal (0x9291), SubSecTimeDigitized (0x9292) or SubSecTime (0x9290).
    pub subsec: Option<String>,
    /// OffsetTimeOriginal (0x9011), OffsetTimeDigitized (0x9012) or OffsetTime (0x9010).
    pub offset: Option<String>,
}

/// Everything that a file says of when it was taken, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeEvidence {
    /// EXIF DateTimeOriginal.
    pub original: ExifStamp,
    /// EXIF DateTimeDigitized.
    pub digitized: ExifStamp,
    /// EXIF DateTime.
    pub modified: ExifStamp,
    /// XMP photoshop:DateCreated, exif:DateTimeOriginal, xmp:CreateDate: the first that is there.
    pub xmp: Option<String>,
    /// IPTC-IIM 2:55 and 2:60 as `YYYY-MM-DDTHH:MM:SS+HH:MM`.
    pub iptc: Option<String>,
    /// GPSDateStamp and GPSTimeStamp, in UTC.
    pub gps: Option<DateTime>,
    /// What the maker's own data say, in UTC: `Image_UTC_Data` of Samsung's trailer.
    pub maker: Option<DateTime>,
    /// The zones of the position, by their IANA names: several where they disagree about the clock.
    pub zones: Vec<Arc<str>>,
    /// Whether the picture is the scan of a print, a slide or a page.
    pub is_scan: bool,
    /// Whether GoPro made the camera.
    pub is_gopro: bool,
    /// The name of the file, with its extension.
    pub file_name: String,
    /// When the file was last written, in UTC.
    pub file_time: Option<DateTime>,
}

/// Finds the time that holds and those that lost against it, and says which written dates are none.
///
/// `now` is the time of day in UTC: what lies more than a day ahead of it is no time at which a picture was taken.
/// Each complaint is a sentence for a person, without the path.
pub fn resolve(evidence: &TimeEvidence, now: DateTime) -> (Option<CaptureTime>, Vec<String>) {
    let is_gopro = evidence.is_gopro;
    let mut judge = Judge { now, is_gopro, claims: Vec::new(), complaints: Vec::new() };
    let digitized_offset = evidence.digitized.offset.as_deref();
    // The offset of the last change is about the moment of taking only where both show the same time.
    let same =
        evidence.modified.date_time.is_some() && evidence.modified.date_time == evidence.original.date_time;
    let modified_offset = evidence.modified.offset.as_deref().filter(|_| same);
    judge.exif(TimeSource::ExifOriginal, &evidence.original, &[digitized_offset, modified_offset]);
    judge.exif(TimeSource::ExifCreateDate, &evidence.digitized, &[evidence.original.offset.as_deref()]);
    judge.written(TimeSource::Xmp, evidence.xmp.as_deref());
    judge.written(TimeSource::Iptc, evidence.iptc.as_deref());
    judge.utc(TimeSource::Gps, evidence.gps);
    judge.utc(TimeSource::Maker, evidence.maker);
    if let Some(claim) = claim_of_name(&evidence.file_name)
        && judge.fault(&claim).is_none()
    {
        judge.claims.push(claim);
    }
    judge.exif(TimeSource::ExifModified, &evidence.modified, &[]);
    judge.utc(TimeSource::FileTime, evidence.file_time);
    for (source, stamp) in [
        (TimeSource::ExifOriginal, &evidence.original),
        (TimeSource::ExifCreateDate, &evidence.digitized),
        (TimeSource::ExifModified, &evidence.modified),
    ] {
        judge.offset_of(source, stamp);
    }
    let mut claims = judge.claims;
    if evidence.is_scan {
        mark_scanned(&mut claims);
    }
    lend_offsets(&mut claims, &evidence.zones);
    let mut claims = claims.into_iter();
    (claims.next().map(|best| CaptureTime { best, others: claims.collect() }), judge.complaints)
}

/// Tells the dates of scanning from those that people gave to what was scanned: the standard has the one in DateTimeDigitized and the other
/// in DateTimeOriginal (CIPA DC-008-2023, 4.6.6.2.1 and .2). What is of the same day as the scan is the scan's.
fn mark_scanned(claims: &mut [TimeClaim]) {
    use TimeSource as S;
    let first = |source| claims.iter().find(|claim| claim.source == source).map(|claim| claim.civil);
    let scan = first(S::ExifCreateDate).or_else(|| first(S::ExifModified)).or_else(|| first(S::ExifOriginal));
    for claim in claims.iter_mut() {
        let may_be = matches!(
            claim.source,
            S::ExifOriginal | S::ExifCreateDate | S::Xmp | S::Iptc | S::FileName | S::ExifModified
        );
        let far = |scan: DateTime| scan.duration_since(claim.civil).as_hours().abs() >= 24;
        if may_be && !scan.is_some_and(far) {
            claim.source = S::Scanned;
        }
    }
    claims.sort_by_key(|claim| claim.source);
}

struct Judge {
    now: DateTime,
    is_gopro: bool,
    claims: Vec<TimeClaim>,
    complaints: Vec<String>,
}

impl Judge {
    fn exif(&mut self, source: TimeSource, stamp: &ExifStamp, other_offsets: &[Option<&str>]) {
        let Some(mut read) = self.read(source, stamp.date_time.as_deref()) else { return };
        let subsec = stamp.subsec.as_deref().map_or("", str::trim);
        if read.civil.subsec_nanosecond() == 0 && subsec.starts_with(|c: char| c.is_ascii_digit()) {
            let with = read.civil.with().subsec_nanosecond(nanoseconds(subsec)).build();
            read = Stamp { civil: with.unwrap_or(read.civil), uncertainty_secs: 0, ..read };
        }
        let offset = read_offset(stamp.offset.as_deref().unwrap_or_default())
            .or(read.offset)
            .or_else(|| other_offsets.iter().flatten().find_map(|text| read_offset(text)));
        self.claim(source, Stamp { offset, ..read }, OffsetSource::ExifOffset);
    }

    /// Complains of an offset that is none.
    fn offset_of(&mut self, source: TimeSource, stamp: &ExifStamp) {
        if let Some(why) = stamp.offset.as_deref().and_then(offset_fault) {
            self.complaints.push(format!("The offset of {}, {why}; it was not used.", source.words()));
        }
    }

    fn written(&mut self, source: TimeSource, text: Option<&str>) {
        if let Some(read) = self.read(source, text) {
            self.claim(source, read, OffsetSource::Embedded);
        }
    }

    fn utc(&mut self, source: TimeSource, civil: Option<DateTime>) {
        if let Some(civil) = civil {
            let uncertainty_secs = u32::from(civil.subsec_nanosecond() == 0);
            let read = Stamp { civil, offset: Some(Offset::UTC), uncertainty_secs };
            self.claim(source, read, OffsetSource::Utc);
        }
    }

    fn read(&mut self, source: TimeSource, text: Option<&str>) -> Option<Stamp> {
        match read_stamp(text?) {
            Reading::Absent => None,
            Reading::Time(read) => Some(read),
            Reading::Nonsense(why) => {
                self.complain(source, &why);
                None
            }
        }
    }

    fn claim(&mut self, source: TimeSource, read: Stamp, offset_source: OffsetSource) {
        let Stamp { civil, offset, uncertainty_secs } = read;
        let offset_source = offset.map(|_| offset_source);
        let claim = TimeClaim { source, civil, offset, offset_source, uncertainty_secs };
        match self.fault(&claim) {
            None => self.claims.push(claim),
            Some(why) => self.complain(source, &why),
        }
    }

    fn complain(&mut self, source: TimeSource, why: &str) {
        self.complaints.push(format!("The date from {} {why}; it was not used.", source.words()));
    }

    /// Why a readable time cannot be when a picture was taken, if so.
    fn fault(&self, claim: &TimeClaim) -> Option<String> {
        let civil = claim.civil;
        // Without an offset it may be as far ahead as the clocks of Kiribati.
        let ahead = claim.offset.map_or(14 * 3600, Offset::seconds);
        let latest = self.now.checked_add(1.day()).ok()?;
        let latest = latest.checked_add(SignedDuration::from_secs(i64::from(ahead))).ok()?;
        if civil.year() < 1900 {
            return Some(format!("is of the year {}, before any camera that writes dates", civil.year()));
        }
        if civil > latest {
            return Some(format!("is in the future ({civil})"));
        }
        // Clocks that were never set: the zero of Macintosh, of Unix (in any whole-hour zone) and of DOS.
        let first_of_year = civil.month() == 1 && civil.day() == 1;
        let whole_hour = civil.minute() == 0 && civil.second() == 0;
        let never_set = first_of_year && whole_hour && claim.uncertainty_secs <= 1;
        if never_set && (civil.year() == 1970 || (matches!(civil.year(), 1904 | 1980) && civil.hour() == 0)) {
            return Some(format!("is that of a clock that was never set ({civil})"));
        }
        // The maker's own tracker: without a battery the clock goes back to 2016 (gopro/labs, 444).
        if self.is_gopro && civil.year() == 2016 && first_of_year && civil.hour() == 0 {
            return Some(format!("is that of a GoPro whose clock was never set ({civil})"));
        }
        // The first day of GPS: a receiver that does not know the time yet.
        if claim.source == TimeSource::Gps && civil.year() <= 1980 {
            return Some(format!("is that of a receiver without a fix ({civil})"));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn now() -> DateTime {
        date(2026, 1, 10).at(12, 0, 0, 0)
    }

    fn exif(text: &str) -> ExifStamp {
        ExifStamp { date_time: Some(text.into()), ..Default::default() }
    }

    #[test]
    fn the_table_has_every_source_in_order() {
        let rows = include_str!("resolve.rs").lines().filter_map(|line| line.strip_prefix("//! | `"));
        let codes: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
        assert_eq!(codes, TimeSource::ALL.map(TimeSource::code));
    }

    /// Source, civil time and offset in hours of the claim that holds.
    fn best(evidence: &TimeEvidence) -> Option<(TimeSource, String, Option<i32>)> {
        let best = resolve(evidence, now()).0?.best;
        Some((best.source, best.civil.to_string(), best.offset.map(|o| o.seconds() / 3600)))
    }

    fn full() -> TimeEvidence {
        TimeEvidence {
            original: ExifStamp {
                date_time: Some("2026:01:05 18:30:12".into()),
                subsec: Some("345".into()),
                offset: Some("+08:00".into()),
            },
            digitized: exif("2026:01:05 18:30:13"),
            modified: exif("2026:01:06 09:00:00"),
            xmp: Some("2026-01-05T18:30:14+08:00".into()),
            iptc: Some("2026-01-05T18:30:15+08:00".into()),
            gps: Some(date(2026, 1, 5).at(10, 30, 16, 0)),
            maker: Some(date(2026, 1, 5).at(10, 30, 12, 500_000_000)),
            file_name: "IMG_20260105_183017.jpg".into(),
            file_time: Some(date(2026, 1, 7).at(1, 2, 3, 4)),
            ..Default::default()
        }
    }

    #[test]
    fn every_rung_holds_when_those_above_are_gone() {
        use TimeSource as S;
        let mut evidence = full();
        let some = |source, civil: &str, offset| Some((source, civil.to_owned(), offset));
        assert_eq!(best(&evidence), some(S::ExifOriginal, "2026-01-05T18:30:12.345", Some(8)));
        assert_eq!(resolve(&evidence, now()).0.unwrap().others.len(), 8);
        evidence.original.date_time = None;
        // The offset of the original still speaks for the same clock.
        assert_eq!(best(&evidence), some(S::ExifCreateDate, "2026-01-05T18:30:13", Some(8)));
        evidence.digitized.date_time = None;
        assert_eq!(best(&evidence), some(S::Xmp, "2026-01-05T18:30:14", Some(8)));
        evidence.xmp = None;
        assert_eq!(best(&evidence), some(S::Iptc, "2026-01-05T18:30:15", Some(8)));
        evidence.iptc = None;
        assert_eq!(best(&evidence), some(S::Gps, "2026-01-05T10:30:16", Some(0)));
        evidence.gps = None;
        assert_eq!(best(&evidence), some(S::Maker, "2026-01-05T10:30:12.5", Some(0)));
        evidence.maker = None;
        assert_eq!(best(&evidence), some(S::FileName, "2026-01-05T18:30:17", None));
        evidence.file_name = "a.jpg".into();
        assert_eq!(best(&evidence), some(S::ExifModified, "2026-01-06T09:00:00", None));
        evidence.modified.date_time = None;
        assert_eq!(best(&evidence), some(S::FileTime, "2026-01-07T01:02:03.000000004", Some(0)));
        assert!(!resolve(&evidence, now()).0.unwrap().dates_photo());
        evidence.file_time = None;
        assert_eq!(best(&evidence), None);
    }

    #[test]
    fn offset_of_the_last_change_counts_only_for_the_same_moment() {
        let mut evidence = TimeEvidence { original: exif("2026:01:05 18:30:12"), ..Default::default() };
        evidence.modified = exif("2026:01:05 18:30:12");
        evidence.modified.offset = Some("+09:00".into());
        assert_eq!(best(&evidence).unwrap().2, Some(9));
        evidence.modified.date_time = Some("2026:01:06 10:00:00".into());
        assert_eq!(best(&evidence).unwrap().2, None);
    }

    #[test]
    fn nonsense_is_a_complaint_and_never_a_date() {
        for text in [
            "0000:00:00 00:00:00",
            "    :  :     :  :  ",
            "1601:01:01 00:00:00",
            "1899:12:31 23:59:59",
            "2026:00:05 10:00:00",
            "2026:13:05 10:00:00",
            "2026:01:12 03:00:00",
            "2099:01:05 10:00:00",
            "1970:01:01 00:00:00",
            "1970:01:01 09:00:00",
            "1980:01:01 00:00:00",
            "1904:01:01 00:00:00",
        ] {
            let (time, complaints) =
                resolve(&TimeEvidence { original: exif(text), ..Default::default() }, now());
            assert_eq!(time, None, "{text}");
            assert_eq!(complaints.len(), 1, "{text}");
        }
    }

    #[test]
    fn odd_but_possible_dates_hold() {
        for text in
            ["2026:01:12 01:00:00", "1923:05:01 10:00:00", "1970:01:01 10:23:00", "2000:01:01 00:00:00"]
        {
            let evidence = TimeEvidence { original: exif(text), ..Default::default() };
            assert!(best(&evidence).is_some(), "{text}");
        }
        // With an offset the future is told exactly.
        let mut ahead = TimeEvidence { original: exif("2026:01:12 01:00:00"), ..Default::default() };
        ahead.original.offset = Some("+08:00".into());
        assert_eq!(best(&ahead), None);
    }

    #[test]
    fn offsets_that_are_none_are_told_of() {
        let mut evidence = TimeEvidence { original: exif("2026:01:05 18:30:12"), ..Default::default() };
        for (text, hours, complains) in
            [("+25:00", None, true), ("Z", Some(0), false), ("+8", Some(8), false), ("   :  ", None, false)]
        {
            evidence.original.offset = Some(text.into());
            let (time, complaints) = resolve(&evidence, now());
            assert_eq!(time.unwrap().best.offset.map(|o| o.seconds() / 3600), hours, "{text}");
            assert_eq!(complaints.iter().any(|words| words.contains(text)), complains, "{text}");
        }
    }

    #[test]
    fn years_and_times_that_cannot_be() {
        for text in [
            "0000:01:05 18:30:12",
            "1601:01:01 00:00:00",
            "2107:12:31 23:59:58",
            "2026:01:05 24:00:00",
            "2026:01:05 18:30:61",
        ] {
            let (time, complaints) =
                resolve(&TimeEvidence { original: exif(text), ..Default::default() }, now());
            assert_eq!((time, complaints.len()), (None, 1), "{text}");
        }
        let leap = TimeEvidence { original: exif("2016:12:31 23:59:60"), ..Default::default() };
        assert_eq!(best(&leap).unwrap().1, "2016-12-31T23:59:59");
    }

    #[test]
    fn clocks_that_were_never_set() {
        let mut evidence = TimeEvidence { original: exif("2016:01:01 00:04:12"), ..Default::default() };
        assert!(best(&evidence).is_some());
        evidence.is_gopro = true;
        assert_eq!(best(&evidence), None);
        let gps = Some(date(1980, 1, 6).at(0, 0, 3, 0));
        assert_eq!(best(&TimeEvidence { gps, ..Default::default() }), None);
    }

    #[test]
    fn scans_are_dated_by_what_people_say_of_them_only() {
        let mut evidence = TimeEvidence {
            original: exif("2026:01:05 18:30:12"),
            digitized: exif("2026:01:05 18:30:12"),
            is_scan: true,
            ..Default::default()
        };
        let (time, _) = resolve(&evidence, now());
        assert_eq!(time.as_ref().unwrap().best.source, TimeSource::Scanned);
        assert!(!time.unwrap().dates_photo());
        evidence.original = exif("1972:02:21 11:30:00");
        let time = resolve(&evidence, now()).0.unwrap();
        assert_eq!(time.best.source, TimeSource::ExifOriginal);
        assert_eq!(time.others[0].source, TimeSource::Scanned);
        evidence.original = ExifStamp::default();
        evidence.xmp = Some("1972-02-21".into());
        assert_eq!(resolve(&evidence, now()).0.unwrap().best.source, TimeSource::Xmp);
    }

    #[test]
    fn a_nonsense_date_leaves_the_next_rung() {
        let mut evidence = full();
        evidence.original = exif("0000:00:00 00:00:00");
        let (time, complaints) = resolve(&evidence, now());
        assert_eq!(time.unwrap().best.source, TimeSource::ExifCreateDate);
        assert_eq!(complaints.len(), 1);
    }
}

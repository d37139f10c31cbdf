//! From all that a file says of its time to the one that holds.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, ToSpan};

use super::file_name::claim_of_name;
use super::stamp::{Reading, Stamp, nanoseconds, read_offset, read_stamp};
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
    let mut judge = Judge { now, claims: Vec::new(), complaints: Vec::new() };
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
    if let Some(claim) = claim_of_name(&evidence.file_name)
        && judge.fault(&claim).is_none()
    {
        judge.claims.push(claim);
    }
    judge.exif(TimeSource::ExifModified, &evidence.modified, &[]);
    judge.utc(TimeSource::FileTime, evidence.file_time);
    let mut claims = judge.claims.into_iter();
    (claims.next().map(|best| CaptureTime { best, others: claims.collect() }), judge.complaints)
}

struct Judge {
    now: DateTime,
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
            file_name: "IMG_20260105_183017.jpg".into(),
            file_time: Some(date(2026, 1, 7).at(1, 2, 3, 4)),
        }
    }

    #[test]
    fn every_rung_holds_when_those_above_are_gone() {
        use TimeSource as S;
        let mut evidence = full();
        let some = |source, civil: &str, offset| Some((source, civil.to_owned(), offset));
        assert_eq!(best(&evidence), some(S::ExifOriginal, "2026-01-05T18:30:12.345", Some(8)));
        assert_eq!(resolve(&evidence, now()).0.unwrap().others.len(), 7);
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
    fn a_nonsense_date_leaves_the_next_rung() {
        let mut evidence = full();
        evidence.original = exif("0000:00:00 00:00:00");
        let (time, complaints) = resolve(&evidence, now());
        assert_eq!(time.unwrap().best.source, TimeSource::ExifCreateDate);
        assert_eq!(complaints.len(), 1);
    }
}

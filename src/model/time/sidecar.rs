//! The date of taking in a sidecar: what it says, and what it said before a person's correction was written over it.
//!
//! A correction is in the library, and in the sidecar only for others to see. So that the library that wrote it does not take it for
//! somebody else's word, and can take it back, it is written with a note: by which library, and what stood there before.

use jiff::SignedDuration;
use jiff::tz::Offset;

use super::offset::snap;
use super::stamp::{Reading, read_stamp};
use super::{OffsetSource, TimeClaim, TimeSource};

/// Tells libraries apart: a number drawn when a library is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LibraryId(pub i64);

/// What a sidecar says of the time of taking, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SidecarDate {
    /// photoshop:DateCreated.
    pub created: Option<String>,
    /// exif:DateTimeOriginal.
    pub original: Option<String>,
    /// That it was written there as a correction, and in place of what.
    pub correction: Option<WrittenCorrection>,
}

/// A correction that was written into a sidecar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenCorrection {
    /// The date that was written, in both properties.
    pub wrote: String,
    /// The library that wrote it; `None` where that had no identity.
    pub library: Option<LibraryId>,
    /// photoshop:DateCreated as it was before.
    pub created: Option<String>,
    /// exif:DateTimeOriginal as it was before.
    pub original: Option<String>,
}

/// Two clocks that are no further apart say the same: other programs cut or round the seconds.
const SAME_SECS: u64 = 2;

impl SidecarDate {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What it says of the time of taking, if that is a time: photoshop:DateCreated, else exif:DateTimeOriginal ("Guidelines for Handling
    /// Image Metadata" 2.0, 5.4: both are the original date and time, and photoshop:DateCreated is the one to go by).
    pub fn claim(&self) -> Option<TimeClaim> {
        let stamps = [&self.created, &self.original].into_iter().flatten();
        let stamp = stamps.filter_map(|text| match read_stamp(text) {
            Reading::Time(stamp) if stamp.civil.year() >= 1900 => Some(stamp),
            _ => None,
        });
        let stamp = stamp.into_iter().next()?;
        Some(TimeClaim {
            source: TimeSource::Sidecar,
            civil: stamp.civil,
            offset: stamp.offset,
            offset_source: stamp.offset.map(|_| OffsetSource::Embedded),
            uncertainty_secs: stamp.uncertainty_secs,
        })
    }

    /// Whether what it says is what this library wrote there.
    pub fn is_of(&self, library: Option<LibraryId>) -> bool {
        let said = self.created.as_ref().or(self.original.as_ref());
        library.is_some()
            && self.correction.as_ref().is_some_and(|it| it.library == library && said == Some(&it.wrote))
    }

    /// The same with a correction in it.
    pub fn corrected(&self, date: &str, library: Option<LibraryId>) -> Self {
        let Self { created, original, .. } = self.before();
        Self {
            created: Some(date.to_owned()),
            original: Some(date.to_owned()),
            correction: Some(WrittenCorrection { wrote: date.to_owned(), library, created, original }),
        }
    }

    /// The same as it was before a correction was written: what has been written since by others stays.
    pub fn before(&self) -> Self {
        let Some(it) = &self.correction else { return self.clone() };
        let back = |now: &Option<String>, before: &Option<String>| {
            if now.as_ref() == Some(&it.wrote) { before.clone() } else { now.clone() }
        };
        Self {
            created: back(&self.created, &it.created),
            original: back(&self.original, &it.original),
            correction: None,
        }
    }

    /// What it claims, where that is other than what is known of the photo: `filed` as its own file says it, `best` with its place known.
    /// Most sidecars only repeat the file.
    pub fn news(&self, filed: Option<&TimeClaim>, best: Option<&TimeClaim>) -> Option<TimeClaim> {
        let claim = self.claim()?;
        let dates = |claim: &&TimeClaim| !matches!(claim.source, TimeSource::Scanned | TimeSource::FileTime);
        let Some(best) = best.filter(dates) else { return Some(claim) };
        let slack = if self.correction.is_some() { 0 } else { SAME_SECS };
        let known = || [Some(best), filed].into_iter().flatten();
        if !known().any(|known| says_the_same(&claim, known, slack)) {
            // Some programs write the moment by the clock of the computer that they run on, or in UTC: that is no correction.
            let is_told = self.correction.is_none() && known().any(|known| is_the_moment(&claim, known));
            return (!is_told).then_some(claim);
        }
        // The same time on the wall, and an offset that is not known or was corrected.
        let is_wanted = best.offset.is_none() || self.correction.is_some() && claim.offset != best.offset;
        (is_wanted && claim.offset.is_some()).then_some(TimeClaim {
            civil: best.civil,
            uncertainty_secs: best.uncertainty_secs,
            ..claim
        })
    }
}

/// Whether a claim with an offset is of the same moment as another: by its offset, or, where that is not known, as UTC to the time on a wall.
fn is_the_moment(claim: &TimeClaim, known: &TimeClaim) -> bool {
    let utc = |claim: &TimeClaim| {
        let secs = i64::from(claim.offset?.seconds());
        claim.civil.checked_sub(SignedDuration::from_secs(secs)).ok()
    };
    let Some(moment) = utc(claim).filter(|_| claim.uncertainty_secs < 60) else { return false };
    match utc(known) {
        Some(known) => known.duration_since(moment).as_secs().unsigned_abs() <= SAME_SECS,
        None => claim.offset == Some(Offset::UTC) && snap(known.civil, moment).is_some(),
    }
}

/// Whether a claim shows the same time on the wall as another, as exactly as it is known.
fn says_the_same(claim: &TimeClaim, known: &TimeClaim, slack_secs: u64) -> bool {
    let uncertain = claim.uncertainty_secs.max(known.uncertainty_secs);
    if uncertain >= 86_400 {
        return claim.civil.date() == known.civil.date();
    }
    let whole = |claim: &TimeClaim| claim.civil.with().subsec_nanosecond(0).build().unwrap_or(claim.civil);
    let apart = whole(claim).duration_since(whole(known)).as_secs().unsigned_abs();
    apart <= slack_secs.max(if uncertain >= 60 { 60 } else { 0 })
}

/// The words of a correction as they stand in a sidecar, each with its name before it.
pub fn correction_words(of: &WrittenCorrection) -> Vec<String> {
    let library = of.library.map(|LibraryId(id)| format!("{id:016x}"));
    [
        ("wrote", Some(&of.wrote)),
        ("library", library.as_ref()),
        ("DateCreated", of.created.as_ref()),
        ("DateTimeOriginal", of.original.as_ref()),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some(format!("{name} {}", text?)))
    .collect()
}

/// Reads what [`correction_words`] wrote; `None` where it does not say what was written.
pub fn read_correction(words: &[String]) -> Option<WrittenCorrection> {
    let word = |name: &str| {
        let mut split = words.iter().filter_map(|word| word.split_once(' '));
        split.find(|(of, _)| *of == name).map(|(_, text)| text.to_owned())
    };
    let id = |text: String| u64::from_str_radix(&text, 16).ok().map(u64::cast_signed);
    Some(WrittenCorrection {
        wrote: word("wrote")?,
        library: word("library").and_then(id).map(LibraryId),
        created: word("DateCreated"),
        original: word("DateTimeOriginal"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::offset;

    const OURS: Option<LibraryId> = Some(LibraryId(-7));

    fn says(created: &str, original: Option<&str>) -> SidecarDate {
        SidecarDate { created: Some(created.into()), original: original.map(Into::into), correction: None }
    }

    #[test]
    fn a_correction_is_taken_back_to_what_stood_there() {
        let other = says("2026-01-05T18:30:12", Some("2026:01:05 18:30:12"));
        let corrected = other.corrected("2026-01-05T19:30:12+09:00", OURS);
        assert!(corrected.is_of(OURS) && !corrected.is_of(Some(LibraryId(7))) && !corrected.is_of(None));
        assert_eq!(corrected.before(), other);
        // A second correction is one in place of the first.
        let again = corrected.corrected("2026-01-05T20:00:00", OURS);
        assert_eq!(again.before(), other);
        // What another program wrote since is its own word.
        let mut changed = again;
        changed.created = Some("2026-01-06T08:00:00".into());
        assert!(!changed.is_of(OURS));
        let before = changed.before();
        assert_eq!(before.created.as_deref(), Some("2026-01-06T08:00:00"));
        assert_eq!(before.original, other.original);
        assert_eq!(SidecarDate::default().corrected("2026-01-05", None).before(), SidecarDate::default());
    }

    #[test]
    fn the_words_of_a_correction_are_read_again() {
        for library in [OURS, Some(LibraryId(i64::MAX)), None] {
            let it = says("2026-01-05T18:30:12", None).corrected("2026-01-05T19:30:12.345", library);
            let it = it.correction.unwrap();
            assert_eq!(read_correction(&correction_words(&it)), Some(it));
        }
        assert_eq!(read_correction(&["library x".into()]), None);
        assert_eq!(read_correction(&[]), None);
    }

    #[test]
    fn most_sidecars_only_repeat_the_file() {
        let filed = |offset: Option<i8>| TimeClaim {
            source: TimeSource::ExifOriginal,
            civil: date(2026, 1, 5).at(18, 30, 12, 345_000_000),
            offset: offset.map(jiff::tz::offset),
            offset_source: offset.map(|_| OffsetSource::ExifOffset),
            uncertainty_secs: 0,
        };
        let news = |of: &SidecarDate, filed: &TimeClaim| of.news(Some(filed), Some(filed));
        for same in
            ["2026-01-05T18:30:12", "2026:01:05 18:30:13", "2026-01-05T18:30", "2026-01-05", "2026-01"]
        {
            assert_eq!(news(&says(same, None), &filed(None)), None, "{same}");
        }
        let told = news(&says("2026-01-05T18:30:12+09:00", None), &filed(None)).unwrap();
        assert_eq!((told.civil, told.offset), (filed(None).civil, Some(offset(9))));
        assert_eq!(news(&says("2026-01-05T18:30:12+08:00", None), &filed(Some(9))), None);
        // The same moment by another clock.
        assert_eq!(news(&says("2026-01-05T17:30:12+08:00", None), &filed(Some(9))), None);
        assert_eq!(news(&says("2026-01-05T09:30:12Z", None), &filed(None)), None);
        assert!(news(&says("2026-01-05T09:37:12Z", None), &filed(None)).is_some());
        assert!(news(&says("2026-01-05T17:30:12+08:00", None), &filed(None)).is_some());
        let other = news(&says("2026-01-05T19:30:12", None), &filed(Some(9))).unwrap();
        assert_eq!((other.source, other.civil.hour(), other.offset), (TimeSource::Sidecar, 19, None));
        // A correction by a second, or of the offset alone, is one.
        let corrected = |date: &str| SidecarDate::default().corrected(date, OURS);
        assert!(news(&corrected("2026-01-05T18:30:13+09:00"), &filed(Some(9))).is_some());
        assert!(news(&corrected("2026-01-05T18:30:12+08:00"), &filed(Some(9))).is_some());
        let mut scanned = filed(None);
        scanned.source = TimeSource::Scanned;
        assert!(news(&says("1972-02-21", None), &scanned).is_some());
        assert_eq!(says("not a date", Some("2026-01-07")).claim().unwrap().uncertainty_secs, 86_400);
    }
}

//! When a photo was taken, and how that is known.
//!
//! A [`CaptureTime`] is the time that a clock on the wall of that place showed (*civil* time), and, where something says so,
//! how far that clock was from UTC (*offset*). The two are known from different sources and never invented:
//! only a time with an offset has an instant in UTC.
//!
//! - [`stamp`]: text such as `2026:01:05 18:30:12` into a time, or the reason why it is none
//! - [`file_name`]: the times that phones and messengers write into names
//! - [`zone`]: how far the clocks of a zone were from UTC at a time
//! - [`offset`]: which offsets there are, and how two clocks tell one
//! - [`resolve`]: all that a file says into one [`CaptureTime`]; [`lend`]: offsets for claims that have none
//! - [`sidecar`]: the date in a sidecar, and corrections that were written there
//! - [`explain`]: how the claims stand to each other, in words

pub mod explain;
pub mod file_name;
pub mod lend;
pub mod offset;
pub mod resolve;
pub mod sidecar;
pub mod stamp;
pub mod zone;

use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Where the civil time of a photo comes from, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeSource {
    /// A person said so.
    Person,
    /// A sidecar says other than the file: photoshop:DateCreated or exif:DateTimeOriginal.
    Sidecar,
    /// EXIF DateTimeOriginal (0x9003).
    ExifOriginal,
    /// EXIF DateTimeDigitized (0x9004), which exiftool calls CreateDate.
    ExifCreateDate,
    /// XMP photoshop:DateCreated, exif:DateTimeOriginal or xmp:CreateDate.
    Xmp,
    /// IPTC-IIM 2:55 Date Created and 2:60 Time Created.
    Iptc,
    /// EXIF GPSDateStamp and GPSTimeStamp: UTC.
    Gps,
    /// The UTC time that the maker's own data carry: Samsung's trailer.
    Maker,
    /// The name of the file.
    FileName,
    /// EXIF DateTime (0x0132), which exiftool calls ModifyDate: when the picture was last changed, often when it was taken.
    ExifModified,
    /// The photos before and after it in the folder's own numbering.
    Neighbours,
    /// When a print or a page was scanned: not when the picture was taken.
    Scanned,
    /// When the file was last written: not when the picture was taken.
    FileTime,
}

impl TimeSource {
    /// All sources, best first.
    pub const ALL: [Self; 13] = [
        Self::Person,
        Self::Sidecar,
        Self::ExifOriginal,
        Self::ExifCreateDate,
        Self::Xmp,
        Self::Iptc,
        Self::Gps,
        Self::Maker,
        Self::FileName,
        Self::ExifModified,
        Self::Neighbours,
        Self::Scanned,
        Self::FileTime,
    ];

    /// The stable word for JSON and for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Sidecar => "sidecar",
            Self::ExifOriginal => "exif-original",
            Self::ExifCreateDate => "exif-create-date",
            Self::Xmp => "xmp",
            Self::Iptc => "iptc",
            Self::Gps => "gps",
            Self::Maker => "maker",
            Self::FileName => "file-name",
            Self::ExifModified => "exif-modify-date",
            Self::Neighbours => "neighbours",
            Self::Scanned => "scanned",
            Self::FileTime => "file-time",
        }
    }

    /// The source that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }

    /// How a person is told.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Person => "set by a person",
            Self::Sidecar => "date created in the sidecar beside it",
            Self::ExifOriginal => "camera clock (EXIF DateTimeOriginal)",
            Self::ExifCreateDate => "camera clock (EXIF CreateDate)",
            Self::Xmp => "XMP date created",
            Self::Iptc => "IPTC date created",
            Self::Gps => "GPS time",
            Self::Maker => "the phone's own UTC time (Samsung trailer)",
            Self::FileName => "file name",
            Self::ExifModified => "date of last change (EXIF DateTime)",
            Self::Neighbours => "the photos before and after it in the same numbering",
            Self::Scanned => {
                "date of scanning only: when the print was scanned, not when the picture was taken"
            }
            Self::FileTime => "file time only: when the file was written, not when the picture was taken",
        }
    }
}

/// Where the offset from UTC comes from, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OffsetSource {
    /// A person said so.
    Person,
    /// EXIF OffsetTimeOriginal (0x9011) or its siblings 0x9010, 0x9012.
    ExifOffset,
    /// The date in XMP or IPTC carries it.
    Embedded,
    /// What the camera's clock showed, less the UTC time that the same clock wrote beside it: Samsung's trailer, the names of Pixel phones.
    OwnUtc,
    /// What the camera's clock showed, less the time of GPS, snapped to an offset that exists.
    GpsTime,
    /// The zone of the position on that date.
    Zone,
    /// Other photos of the same device around it.
    Device,
    /// The item of the programme.
    Programme,
    /// Other devices of the same visit around it.
    Visit,
    /// The source is UTC by definition: GPS time, file time, names such as `PXL_`.
    Utc,
}

impl OffsetSource {
    /// All sources, best first.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::ExifOffset,
        Self::Embedded,
        Self::OwnUtc,
        Self::GpsTime,
        Self::Zone,
        Self::Device,
        Self::Programme,
        Self::Visit,
        Self::Utc,
    ];

    /// The stable word for JSON and for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::ExifOffset => "exif-offset",
            Self::Embedded => "embedded",
            Self::OwnUtc => "own-utc",
            Self::GpsTime => "gps-time",
            Self::Zone => "zone",
            Self::Device => "device",
            Self::Programme => "programme",
            Self::Visit => "visit",
            Self::Utc => "utc",
        }
    }

    /// The source that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }

    /// How a person is told.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Person => "set by a person",
            Self::ExifOffset => "the file's own offset (EXIF OffsetTime)",
            Self::Embedded => "the date in the file's captions",
            Self::OwnUtc => "the UTC time that the same phone wrote beside it",
            Self::GpsTime => "the camera's clock against GPS time",
            Self::Zone => "the time zone of the position on that date",
            Self::Device => "other photos of the same device around it",
            Self::Programme => "the item of the programme that was on by the camera's clock",
            Self::Visit => "other devices of the visit around it",
            Self::Utc => "this source is always UTC",
        }
    }
}

/// One statement about when a photo was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeClaim {
    /// Who says so.
    pub source: TimeSource,
    /// The time on the wall, or UTC where `offset` is zero by [`OffsetSource::Utc`].
    pub civil: DateTime,
    /// Seconds east of UTC, where known.
    pub offset: Option<Offset>,
    /// Who says that; `None` exactly when `offset` is.
    pub offset_source: Option<OffsetSource>,
    /// How far off it may be by the nature of the source, in seconds: 0 with fractions of a second, 1 for a stamp in whole
    /// seconds, 86,400 for a day.
    pub uncertainty_secs: u32,
}

/// When a photo was taken: the best claim, and those that lost against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureTime {
    /// The claim that holds.
    pub best: TimeClaim,
    /// The others, best first, to be shown where they disagree.
    pub others: Vec<TimeClaim>,
}

impl CaptureTime {
    /// The time on the wall.
    pub const fn civil(&self) -> DateTime {
        self.best.civil
    }

    /// The instant in UTC as a civil time, only where an offset is known.
    pub fn utc(&self) -> Option<DateTime> {
        let timestamp = self.best.offset?.to_timestamp(self.best.civil).ok()?;
        Some(Offset::UTC.to_datetime(timestamp))
    }

    /// The time by which the photo is put in order; `None` where it says nothing of when the picture was taken. What is known
    /// to the day only stands at noon, so that it is a part of that day.
    pub fn for_order(&self) -> Option<DateTime> {
        let civil = self.best.civil;
        let is_day = self.best.uncertainty_secs >= 86_400 && civil.time() == jiff::civil::Time::midnight();
        self.dates_photo().then(|| if is_day { civil.date().at(12, 0, 0, 0) } else { civil })
    }

    /// Whether it says when the picture was taken at all: the time of a file or of scanning alone does not.
    pub const fn dates_photo(&self) -> bool {
        !matches!(self.best.source, TimeSource::Scanned | TimeSource::FileTime)
    }
}

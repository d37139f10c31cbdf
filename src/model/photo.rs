//! One picture, with its companions, and everything that its files say of it.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::device::DeviceFacts;
use super::hidden::Hidden;
use super::motion::{Motion, MotionClaim};
use super::notes::Field;
use super::orientation::Orientation;
use super::place::{Location, Place, Position, Whereabouts};
use super::problem::Problem;
use super::region::StoredRegions;
use super::said::TextSources;
use super::text::{LangTag, LangText};
use super::time::CaptureTime;
use super::time::sidecar::SidecarDate;

/// Names a photo: BLAKE3 of the length (8 bytes, little-endian), the first and the last 64 KiB of its Original.
/// It stays the same when the file is moved or renamed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhotoId(pub [u8; 32]);

impl PhotoId {
    /// 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        use fmt::Write as _;
        self.0.iter().fold(String::with_capacity(64), |mut out, byte| {
            // Writing to a String cannot fail.
            let _ = write!(out, "{byte:02x}");
            out
        })
    }

    /// Reads what [`PhotoId::hex`] wrote.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut out = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (n, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * n..2 * n + 2)?, 16).ok()?;
        }
        Some(Self(out))
    }
}

impl fmt::Debug for PhotoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhotoId({})", &self.hex()[..8])
    }
}

/// What a file is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// JPEG, with or without more pictures behind the first.
    Jpeg,
    /// PNG.
    Png,
    /// WebP, lossy or lossless.
    WebP,
    /// TIFF that is a picture, not raw.
    Tiff,
    /// HEIF with HEVC pictures.
    Heic,
    /// HEIF with AV1 pictures.
    Avif,
    /// JPEG XL.
    Jxl,
    /// GIF.
    Gif,
    /// BMP.
    Bmp,
    /// A camera's raw file of any maker.
    Raw,
}

impl Format {
    /// Every format, in the order of their declaration.
    pub const ALL: [Self; 10] = [
        Self::Jpeg,
        Self::Png,
        Self::WebP,
        Self::Tiff,
        Self::Heic,
        Self::Avif,
        Self::Jxl,
        Self::Gif,
        Self::Bmp,
        Self::Raw,
    ];

    /// The stable word for JSON and for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Tiff => "tiff",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Jxl => "jxl",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Raw => "raw",
        }
    }

    /// The format that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    /// What to call it in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Tiff => "TIFF",
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
            Self::Jxl => "JPEG XL",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Raw => "camera raw",
        }
    }
}

/// What sort of picture it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PhotoKind {
    /// Taken with the camera on the side of the screen.
    Selfie,
    /// Taken by an event camera.
    Event,
    /// A picture of a screen.
    Screenshot,
    /// A page or a print that was scanned.
    Document,
    /// Nothing says.
    #[default]
    Unknown,
}

impl PhotoKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Selfie, Self::Event, Self::Screenshot, Self::Document, Self::Unknown];

    /// The stable word for JSON and for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Selfie => "selfie",
            Self::Event => "event",
            Self::Screenshot => "screenshot",
            Self::Document => "document",
            Self::Unknown => "unknown",
        }
    }

    /// The kind that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The file a photo is read from. Only ever opened for reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Where it is.
    pub path: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// When its content last changed, in nanoseconds since 1970-01-01 UTC, if the file system says.
    pub modified_ns: Option<i64>,
}

/// Texts and names that a file carries in EXIF, IPTC-IIM or XMP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedded {
    /// IPTC Title (XMP dc:title, IIM 2:05 Object Name).
    pub title: LangText,
    /// IPTC Headline (XMP photoshop:Headline, IIM 2:105).
    pub headline: LangText,
    /// IPTC Description (XMP dc:description, IIM 2:120, EXIF ImageDescription).
    pub caption: LangText,
    /// IPTC Alt Text (XMP Iptc4xmpCore:AltTextAccessibility).
    pub alt: LangText,
    /// IPTC Extended Description (XMP Iptc4xmpCore:ExtDescrAccessibility).
    pub extended: LangText,
    /// IPTC Event Name (XMP Iptc4xmpExt:Event).
    pub event: LangText,
    /// Creators in order (XMP dc:creator, IIM 2:80, EXIF Artist).
    pub creator: Vec<String>,
    /// Credit line (XMP photoshop:Credit, IIM 2:110).
    pub credit: Option<String>,
    /// Copyright notice (XMP dc:rights, IIM 2:116, EXIF Copyright).
    pub copyright: Option<String>,
    /// Keywords in order (XMP dc:subject, IIM 2:25).
    pub keywords: Vec<String>,
    /// Persons shown (XMP Iptc4xmpExt:PersonInImage).
    pub persons: Vec<String>,
    /// IPTC Source (XMP photoshop:Source, IIM 2:115).
    pub source: Option<String>,
    /// IPTC Instructions (XMP photoshop:Instructions, IIM 2:40).
    pub instructions: Option<String>,
    /// IPTC Digital Source Type (XMP Iptc4xmpExt:DigitalSourceType): the last word of its address.
    pub source_type: Option<String>,
    /// IPTC Location Created (XMP Iptc4xmpExt:LocationCreated), if any part of it is known.
    pub created: Option<Box<Location>>,
    /// IPTC Location Shown (XMP Iptc4xmpExt:LocationShown; else the fields of IPTC Core and IIM 2:90 to 2:101, which do not say which), if
    /// any part of it is known.
    pub shown: Option<Box<Location>>,
    /// XMP xmp:Rating: 0 to 5, or -1 for rejected.
    pub rating: Option<i8>,
    /// Where persons are on the picture as it is stored (mwg-rs:Regions, Iptc4xmpExt:ImageRegion, MP:RegionInfo).
    pub regions: Option<Box<StoredRegions>>,
    /// When it was taken, as a sidecar says; what the picture's own file says of that is in [`Photo::captured`].
    pub taken: Option<Box<SidecarDate>>,
    /// Texts that a person took away although the picture's own file says them: only sidecars say so (attache:Removed).
    pub removed: Vec<Removed>,
    /// Where all this is from and what disagrees, if that is worth telling: [`Embedded::source_of`], [`Embedded::disagreements`].
    pub sources: Option<Box<TextSources>>,
}

/// A field, and its language where it has some.
pub type Removed = (Field, Option<LangTag>);

impl Embedded {
    /// Where it was taken, or what it shows.
    pub fn location(&self, which: Whereabouts) -> Option<&Location> {
        match which {
            Whereabouts::Created => self.created.as_deref(),
            Whereabouts::Shown => self.shown.as_deref(),
        }
    }
}

/// One picture and what its files say. What people say of it is in [`super::notes`].
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    /// Its name, whatever its file is called.
    pub id: PhotoId,
    /// The file that is shown.
    pub original: Original,
    /// Other files with the same bytes.
    pub copies: Vec<PathBuf>,
    /// Files that belong to it: raw or JPEG twin, Live Photo or motion video, sidecars.
    pub companions: Vec<PathBuf>,
    /// What the file is.
    pub format: Format,
    /// Width as stored, before turning; 0 when not known.
    pub width_px: u32,
    /// Height as stored, before turning; 0 when not known.
    pub height_px: u32,
    /// How to turn it.
    pub orientation: Orientation,
    /// When it was taken and how that is known.
    pub captured: Option<CaptureTime>,
    /// What took it.
    pub device: DeviceFacts,
    /// Where it was taken.
    pub position: Option<Position>,
    /// The nearest named place to that position.
    pub place: Option<Place>,
    /// The time zone of that position, as IANA names it: `Asia/Shanghai`.
    pub zone: Option<Arc<str>>,
    /// Texts in the file.
    pub embedded: Embedded,
    /// The video that belongs to it.
    pub motion: Option<Motion>,
    /// What the file says of a video that is not in it; the video may yet be beside it, and is then in [`Photo::motion`].
    pub motion_claim: Option<MotionClaim>,
    /// What the file carries beside all this, and no viewer shows.
    pub hidden: Hidden,
    /// What sort of picture.
    pub kind: PhotoKind,
    /// Why [`Photo::kind`] is what it is, in plain words.
    pub kind_evidence: Vec<String>,
    /// What was read and not used, and why: a serial number of zeros, a position at 0, 0. No faults, and sentences for a person.
    pub remarks: Vec<String>,
    /// Faults found while reading that did not lose the photo.
    pub problems: Vec<Problem>,
}

impl Photo {
    /// Width by height of its place in the contact sheet: as seen, 3:2 where the size is not known; very long pictures are shown
    /// smaller, not longer.
    pub fn shape(&self) -> f32 {
        let (width, height) = self.upright_size();
        if width == 0 || height == 0 {
            return 1.5;
        }
        (width as f32 / height as f32).clamp(0.5, 3.0)
    }

    /// Width and height in pixels as people see it.
    pub const fn upright_size(&self) -> (u32, u32) {
        self.orientation.upright_size(self.width_px, self.height_px)
    }

    /// What the file says of a video that was not found anywhere.
    pub fn missing_motion(&self) -> Option<&MotionClaim> {
        self.motion_claim.as_ref().filter(|_| self.motion.is_none())
    }

    /// The file's own name for lists, with what is not Unicode replaced.
    pub fn file_name(&self) -> String {
        self.original.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_round_trips() {
        let id = PhotoId(std::array::from_fn(|n| n as u8 * 7));
        assert_eq!(PhotoId::from_hex(&id.hex()), Some(id));
        assert_eq!(PhotoId::from_hex("00"), None);
        assert_eq!(PhotoId::from_hex(&"가".repeat(22)), None);
    }
}

//! Where a text in a photo's files was found, and what else those files say in the same field.
//!
//! Files say a thing up to four times: in EXIF, in IPTC-IIM, in XMP, and in a sidecar. One of them is taken by the order of the Metadata
//! Working Group; those that say something else are kept here, for a person to choose from.

use std::sync::Arc;

use super::notes::Field;
use super::photo::Embedded;
use super::place::{LocationPart, Whereabouts};
use super::text::LangTag;

/// Which part of a photo's files a text is from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextSource {
    /// A tag of the EXIF standard.
    Exif,
    /// A tag of Windows among those of EXIF.
    Windows,
    /// A dataset of IPTC-IIM.
    Iim,
    /// The XMP in the picture's own file.
    Xmp,
    /// The same, in the older fields of a location that do not say which one it is: photoshop:City and its like.
    XmpCore,
    /// The XMP in a file beside it, with that file's name.
    Sidecar(Arc<str>),
}

/// What a field says in one place, where another place was taken for the photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherText {
    /// Which field.
    pub field: Field,
    /// In which language; `None` for fields that have none.
    pub lang: Option<LangTag>,
    /// What it says there; several names with `; ` between them.
    pub text: Box<str>,
    /// Where.
    pub from: TextSource,
}

/// Where texts of a photo's files are from. Most photos have none, or all of them from XMP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextSources {
    /// Those that are not from the XMP in the picture's own file.
    pub not_xmp: Vec<(Field, Option<LangTag>, TextSource)>,
    /// What is said elsewhere and differs.
    pub others: Vec<OtherText>,
    /// Sidecars that were laid over the file's own texts. Found anew whenever folders are read.
    pub sidecars: Vec<SidecarMark>,
}

/// Which sidecar was read, and in which state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarMark {
    /// Its name; it lies in the folder of the photo.
    pub name: Arc<str>,
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was last written, in nanoseconds since 1970-01-01 UTC, if the file system says.
    pub modified_ns: Option<i64>,
}

impl TextSources {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.not_xmp.is_empty() && self.others.is_empty() && self.sidecars.is_empty()
    }
}

impl Embedded {
    /// Where the text of a field is from, if the files have it at all: the caller asks of what they have.
    pub fn source_of(&self, field: Field, lang: Option<&LangTag>) -> TextSource {
        let told = self.sources.as_deref().into_iter().flat_map(|sources| &sources.not_xmp);
        told.filter(|(of, in_lang, _)| *of == field && in_lang.as_ref() == lang)
            .map(|(.., from)| from.clone())
            .next()
            .unwrap_or(TextSource::Xmp)
    }

    /// What the files say elsewhere in a field, other than what was taken.
    pub fn others_of(&self, field: Field) -> impl Iterator<Item = &OtherText> {
        self.disagreements().iter().filter(move |other| other.field == field)
    }

    /// The sidecars that were read.
    pub fn sidecars(&self) -> &[SidecarMark] {
        self.sources.as_deref().map_or(&[], |sources| &sources.sidecars)
    }

    /// Everything that the files say and that was not taken, as something else says otherwise.
    pub fn disagreements(&self) -> &[OtherText] {
        self.sources.as_deref().map_or(&[], |sources| &sources.others)
    }
}

impl TextSource {
    /// The stable word for the library: `exif`, `windows`, `iim`, `xmp`, `xmp-core`, or `sidecar:` and the name of the file.
    pub fn code(&self) -> String {
        match self {
            Self::Exif => "exif".to_owned(),
            Self::Windows => "windows".to_owned(),
            Self::Iim => "iim".to_owned(),
            Self::Xmp => "xmp".to_owned(),
            Self::XmpCore => "xmp-core".to_owned(),
            Self::Sidecar(name) => format!("sidecar:{name}"),
        }
    }

    /// The source that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "exif" => Self::Exif,
            "windows" => Self::Windows,
            "iim" => Self::Iim,
            "xmp" => Self::Xmp,
            "xmp-core" => Self::XmpCore,
            _ => Self::Sidecar(code.strip_prefix("sidecar:")?.into()),
        })
    }

    /// What a field is called there: `EXIF ImageDescription`, `IIM 2:120`, `XMP dc:description`.
    pub fn property(&self, field: Field) -> String {
        match self {
            Self::Exif => format!("EXIF {}", exif_name(field)),
            Self::Windows => format!("EXIF {}", windows_name(field)),
            Self::Iim => format!("IIM {}", iim_name(field)),
            Self::XmpCore => format!("XMP {}", core_name(field)),
            Self::Xmp | Self::Sidecar(_) => format!("XMP {}", xmp_name(field)),
        }
    }

    /// The same for a person, with the file where that is another one: `XMP dc:description in a.xmp`.
    pub fn words(&self, field: Field) -> String {
        match self {
            Self::Sidecar(name) => format!("{} in {name}", self.property(field)),
            _ => self.property(field),
        }
    }

    /// The sidecar, where it is one.
    pub fn sidecar(&self) -> Option<&str> {
        match self {
            Self::Sidecar(name) => Some(name),
            _ => None,
        }
    }
}

/// Tags of EXIF (CIPA DC-008-2023, 4.6.5).
const fn exif_name(field: Field) -> &'static str {
    match field {
        Field::Caption => "ImageDescription",
        Field::Creator => "Artist",
        Field::Copyright => "Copyright",
        _ => "?",
    }
}

const fn windows_name(field: Field) -> &'static str {
    match field {
        Field::Title => "XPTitle",
        Field::Caption => "XPComment",
        Field::Keywords => "XPKeywords",
        _ => "?",
    }
}

/// Datasets of IIM 4.2, as IPTC's standard maps them.
const fn iim_name(field: Field) -> &'static str {
    match field {
        Field::Title => "2:05",
        Field::Keywords => "2:25",
        Field::Instructions => "2:40",
        Field::Creator => "2:80",
        Field::ShownCity => "2:90",
        Field::ShownSublocation => "2:92",
        Field::ShownRegion => "2:95",
        Field::ShownCountryCode => "2:100",
        Field::ShownCountry => "2:101",
        Field::Headline => "2:105",
        Field::Credit => "2:110",
        Field::Source => "2:115",
        Field::Copyright => "2:116",
        Field::Caption => "2:120",
        _ => "?",
    }
}

/// Older properties of XMP that say where, and not whether it was taken there or is shown.
const fn core_name(field: Field) -> &'static str {
    match field {
        Field::ShownSublocation => "Iptc4xmpCore:Location",
        Field::ShownCity => "photoshop:City",
        Field::ShownRegion => "photoshop:State",
        Field::ShownCountry => "photoshop:Country",
        Field::ShownCountryCode => "Iptc4xmpCore:CountryCode",
        _ => "?",
    }
}

/// Properties of XMP (IPTC Photo Metadata Standard 2025.1).
const fn xmp_name(field: Field) -> &'static str {
    match field {
        Field::Title => "dc:title",
        Field::Headline => "photoshop:Headline",
        Field::Caption => "dc:description",
        Field::AltText => "Iptc4xmpCore:AltTextAccessibility",
        Field::ExtendedDescription => "Iptc4xmpCore:ExtDescrAccessibility",
        Field::Event => "Iptc4xmpExt:Event",
        Field::Creator => "dc:creator",
        Field::Credit => "photoshop:Credit",
        Field::Copyright => "dc:rights",
        Field::Source => "photoshop:Source",
        Field::Instructions => "photoshop:Instructions",
        Field::Keywords => "dc:subject",
        Field::Persons => "Iptc4xmpExt:PersonInImage",
        Field::SourceType => "Iptc4xmpExt:DigitalSourceType",
        Field::Rating => "xmp:Rating",
        _ => match field.location() {
            Some((Whereabouts::Created, _)) => "Iptc4xmpExt:LocationCreated",
            Some((Whereabouts::Shown, _)) => "Iptc4xmpExt:LocationShown",
            None => "?",
        },
    }
}

/// Whether two texts are one, but for blanks and line ends.
pub fn says_the_same(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// Whether a text is another one with something lost: cut off, as IIM's lengths demand, or with question marks for letters that an old
/// program could not write.
pub fn says_less(less: &str, more: &str) -> bool {
    const LEAST_CUT_BYTES: usize = 30;
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (less, more) = (plain(less), plain(more));
    if less.len() >= LEAST_CUT_BYTES && less.len() < more.len() && more.starts_with(&less) {
        return true;
    }
    let ascii = |text: &str| text.chars().filter(|c| c.is_ascii() && *c != '?').collect::<String>();
    let is_mangled = less.contains('?') && less.is_ascii() && !more.is_ascii();
    is_mangled && less.contains(|c: char| c.is_ascii_alphanumeric()) && ascii(&less) == ascii(&more)
}

/// The field of a part of a location.
pub fn location_field(which: Whereabouts, part: LocationPart) -> Option<Field> {
    Field::ALL.iter().copied().find(|field| field.location() == Some((which, part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back_and_properties_have_names() {
        let sidecar = TextSource::Sidecar("a.jpg.xmp".into());
        for source in [
            TextSource::Exif,
            TextSource::Windows,
            TextSource::Iim,
            TextSource::Xmp,
            TextSource::XmpCore,
            sidecar.clone(),
        ] {
            assert_eq!(TextSource::from_code(&source.code()), Some(source));
        }
        assert_eq!(TextSource::from_code("else"), None);
        assert_eq!(sidecar.words(Field::Caption), "XMP dc:description in a.jpg.xmp");
        assert_eq!(TextSource::Iim.words(Field::ShownCity), "IIM 2:90");
        for part in LocationPart::ALL {
            for which in [Whereabouts::Created, Whereabouts::Shown] {
                let field = location_field(which, part).unwrap();
                assert!(!TextSource::Xmp.property(field).contains('?'));
            }
        }
    }

    #[test]
    fn losses_are_told_from_differences() {
        let long = "The delegation drinks tea in the garden of the guest house";
        assert!(says_less(&long[..40], long));
        assert!(!says_less("The", long) && !says_less(long, long));
        assert!(says_less("???? in Seoul", "회담 in Seoul") && !says_less("Talks?", "Talks"));
        assert!(says_the_same("a\r\nb ", "a b") && !says_the_same("a", "b"));
    }
}

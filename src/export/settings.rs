//! What a person chooses for an export.

use std::path::PathBuf;

use jiff::Timestamp;

use super::delivery::{Form, MOST_PAGE_BYTES};
use crate::model::clearance::Needs;
use crate::model::text::LangTag;
use crate::model::visit::VisitId;

/// Part of every picture's name. Raise it when the same settings begin to give other pixels.
pub const MEDIA_VERSION: u32 = 3;

/// Long edges of the exported pictures in pixels, smallest first.
pub const EDGES_PX: [u32; 3] = [512, 1280, 2048];

/// Who the album is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Everyone: pictures, captions, dates, places.
    #[default]
    Public,
    /// The press: as public, with creator, credit and copyright lines, and pictures that carry all texts.
    Press,
}

impl Profile {
    /// The stable word for the command line and the manifest.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Press => "press",
        }
    }
}

/// How the pages look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// White and typographic, a newspaper of record.
    #[default]
    Gazette,
    /// Dark and led by the pictures.
    Evening,
    /// A person's own: files of this folder stand in the place of gazette's.
    Folder(PathBuf),
}

impl ThemeChoice {
    /// The stable word for the manifest, which never names a folder of the machine.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Gazette => "gazette",
            Self::Evening => "evening",
            Self::Folder(_) => "own",
        }
    }
}

impl From<&str> for ThemeChoice {
    /// What a person typed: the name of a theme of ours, or else a folder.
    fn from(text: &str) -> Self {
        match text {
            "gazette" => Self::Gazette,
            "evening" => Self::Evening,
            folder => Self::Folder(folder.into()),
        }
    }
}

/// What to export, in which languages, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportSettings {
    /// The folder or file of the album. It must not exist, be empty, or hold an older album of ours.
    pub target: PathBuf,
    /// As what it goes out.
    pub form: Form,
    /// The most bytes that one page for mail may have.
    pub most_page_bytes: u64,
    /// Which visits; `None` for all of them.
    pub visits: Option<Vec<VisitId>>,
    /// Whether photos that nothing dates get a page of their own.
    pub undated: bool,
    /// Languages of the pages. The first stands at the root, the others in folders named after them. Never empty in use:
    /// [`crate::export::plan()`] takes English where nothing is given.
    pub languages: Vec<LangTag>,
    /// Title of the whole album; the visit's where there is one visit, or else plain words.
    pub title: Option<String>,
    /// Only photos that a person picked.
    pub only_picks: bool,
    /// Whether pages name the town and country of each photo.
    pub places: bool,
    /// Who it is for.
    pub profile: Profile,
    /// Whose clearance is needed even where they cleared nothing yet; who cleared anything in a visit is asked for the rest of it anyway.
    pub needs: Needs,
    /// The moment by which embargoes are judged. Without one none is over.
    pub as_of: Option<Timestamp>,
    /// How the pages look.
    pub theme: ThemeChoice,
    /// Where the album will be published, for what needs whole addresses: cards of social media, the feed, the site map.
    pub base_url: Option<String>,
    /// Where on the web it is written what may be done with the pictures.
    pub license: Option<String>,
    /// Where on the web the right to use them is asked for.
    pub acquire_license: Option<String>,
    /// Quality of the JPEG files, 1 to 100.
    pub jpeg_quality: u8,
    /// Whether pictures are there as WebP too, where that saves bytes: pages load faster, and the export takes longer.
    pub webp: bool,
}

impl ExportSettings {
    /// Everything, in English, for everyone, into this folder.
    pub fn to(target: impl Into<PathBuf>) -> Self {
        Self {
            target: target.into(),
            form: Form::default(),
            most_page_bytes: MOST_PAGE_BYTES,
            visits: None,
            undated: false,
            languages: vec![LangTag::en()],
            title: None,
            only_picks: false,
            places: true,
            profile: Profile::Public,
            needs: Needs::default(),
            as_of: None,
            theme: ThemeChoice::default(),
            base_url: None,
            license: None,
            acquire_license: None,
            jpeg_quality: 82,
            webp: false,
        }
    }
}

//! What an album looks like: templates, a style sheet, one script, an icon.
//!
//! Themes of ours are built into the program: templates and the style sheet of `assets/themes/base` lay pages out, and each theme adds its
//! colours, letters and whatever it wants otherwise. A person's own folder ([`own`]) puts files in the place of ours. What a template is
//! given is written down in `assets/themes/README.md`.

pub mod own;

use std::path::PathBuf;

use super::settings::ThemeChoice;

/// The script that adds comfort.
pub const SCRIPT: &str = include_str!("../../../assets/themes/base/album.js");

/// Every script that any version wrote into an album: what the audit lets pass.
pub const SCRIPTS: [&str; 1] = [SCRIPT];

/// Templates by the names that they call each other.
const TEMPLATES: [(&str, &str); 5] = [
    ("base.html", include_str!("../../../assets/themes/base/base.html")),
    ("parts.html", include_str!("../../../assets/themes/base/parts.html")),
    ("cover.html", include_str!("../../../assets/themes/base/cover.html")),
    ("visit.html", include_str!("../../../assets/themes/base/visit.html")),
    ("photo.html", include_str!("../../../assets/themes/base/photo.html")),
];

/// How pages are laid out, in every theme.
const LAYOUT: &str = include_str!("../../../assets/themes/base/album.css");

const GAZETTE: &str = include_str!("../../../assets/themes/gazette/theme.css");
const EVENING: &str = include_str!("../../../assets/themes/evening/theme.css");

/// The picture in the browser's tab, PNG.
const ICON: &[u8] = include_bytes!("../../../assets/themes/base/icon.png");

/// A file that a theme brings along, to be published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Its path within the album.
    pub path: String,
    /// Its content.
    pub data: Vec<u8>,
}

/// A theme, all of it in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The word of it for style sheets: `gazette`, `evening`, `own`.
    pub code: &'static str,
    /// Templates by name.
    pub templates: Vec<(String, String)>,
    /// The style sheet, to which each album adds the ratios of its pictures.
    pub style: String,
    /// The script.
    pub script: String,
    /// The picture in the browser's tab, PNG.
    pub icon: Vec<u8>,
    /// Letters and pictures of a person's own theme.
    pub files: Vec<ThemeFile>,
}

/// A folder that cannot be used as a theme.
#[derive(Debug, thiserror::Error)]
#[error("the theme in {path} cannot be used: {reason}")]
pub struct ThemeError {
    /// The folder, or the file in it.
    pub path: PathBuf,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl Theme {
    /// Takes the theme that was chosen.
    ///
    /// # Errors
    /// [`ThemeError`] for a person's own folder that cannot be read or holds what an album may not have.
    pub fn of(choice: &ThemeChoice) -> Result<Self, ThemeError> {
        match choice {
            ThemeChoice::Gazette => Ok(Self::built_in(choice.code(), GAZETTE)),
            ThemeChoice::Evening => Ok(Self::built_in(choice.code(), EVENING)),
            ThemeChoice::Folder(folder) => own::read(folder),
        }
    }

    fn built_in(code: &'static str, colours: &str) -> Self {
        Self {
            code,
            templates: TEMPLATES.map(|(name, source)| (name.to_owned(), source.to_owned())).to_vec(),
            style: format!("{LAYOUT}\n{colours}"),
            script: SCRIPT.to_owned(),
            icon: ICON.to_vec(),
            files: Vec::new(),
        }
    }
}

//! The files of a theme, built into the program: templates, one style sheet, one script.

/// Templates by the names that they call each other.
pub const TEMPLATES: [(&str, &str); 5] = [
    ("base.html", include_str!("../../assets/themes/state/base.html")),
    ("parts.html", include_str!("../../assets/themes/state/parts.html")),
    ("cover.html", include_str!("../../assets/themes/state/cover.html")),
    ("visit.html", include_str!("../../assets/themes/state/visit.html")),
    ("photo.html", include_str!("../../assets/themes/state/photo.html")),
];

/// The style sheet, to which each album adds the ratios of its pictures.
pub const STYLE: &str = include_str!("../../assets/themes/state/album.css");

/// The script that adds comfort.
pub const SCRIPT: &str = include_str!("../../assets/themes/state/album.js");

/// The picture in the browser's tab, PNG.
pub const ICON: &[u8] = include_bytes!("../../assets/themes/state/icon.png");

/// Every script that any version wrote into an album: what the audit lets pass.
pub const SCRIPTS: [&str; 1] = [SCRIPT];

//! A picture in its sizes, as a template is given it.

use super::Rendition;
use super::data::{PictureData, Words};
use super::ratios::{focus_class, ratio_class, width_class};

/// How a picture is used, which says how wide it will be.
#[derive(Clone, Copy)]
pub enum Use {
    /// In rows of equal height.
    Cell {
        /// The only one of its part, which a narrow window gives its whole width.
        is_alone: bool,
    },
    /// A card of the cover; the first is wider than the others.
    Card {
        /// Whether it leads.
        is_first: bool,
    },
    /// As wide as the page.
    Hero,
    /// As large as the window.
    Large,
}

/// The picture of these renditions, smallest first, with addresses by `to`; `None` where there are none.
pub fn picture(
    renditions: &[Rendition],
    to: impl Fn(&str) -> String,
    used: Use,
    alt: Words,
    (tint, focus): (String, Option<(u8, u8)>),
) -> Option<PictureData> {
    let largest = renditions.last()?;
    let ratio = f64::from(largest.width_px) / f64::from(largest.height_px.max(1));
    // What a browser without srcset takes, and whose size gives the place: the smallest in rows, the middle one elsewhere.
    let shown = match used {
        Use::Cell { .. } => renditions.first()?,
        _ => renditions.get(1).unwrap_or(largest),
    };
    let set = |path: &dyn Fn(&Rendition) -> Option<String>| {
        let entry = |r: &Rendition| Some(format!("{} {}w", to(&path(r)?), r.width_px));
        renditions.iter().map(entry).collect::<Option<Vec<String>>>().map(|entries| entries.join(", "))
    };
    Some(PictureData {
        src: to(&shown.path),
        srcset: set(&|r| Some(r.path.clone()))?,
        webp: set(&|r| r.webp.clone()),
        sizes: sizes(used, ratio),
        width: shown.width_px,
        height: shown.height_px,
        alt,
        focus: focus_class(focus),
        ratio: ratio_class(largest.width_px, largest.height_px),
        cap: width_class(largest.width_px),
        tint,
    })
}

/// How wide a picture will be shown, for the browser's choice (WHATWG HTML, 4.8.4.2.2 "Sizes attributes"): the heights
/// of rows and the widths of cards are those of the style sheets of ours, rows grown by a sixth as they mostly are.
fn sizes(used: Use, ratio: f64) -> String {
    match used {
        Use::Cell { is_alone } => {
            let shown = ratio.clamp(0.5, 2.6);
            let narrow = if is_alone { "100vw".to_owned() } else { format!("{:.0}px", 132.0 * 1.3 * shown) };
            format!("(max-width: 48rem) {narrow}, {:.0}px", 240.0 * 1.17 * shown)
        }
        Use::Card { is_first: false } => "(max-width: 48rem) 92vw, 30rem".to_owned(),
        Use::Card { is_first: true } => "(max-width: 60rem) 100vw, 66vw".to_owned(),
        Use::Hero => "100vw".to_owned(),
        Use::Large => format!("min(100vw, {:.0}vh)", (ratio * 100.0).clamp(10.0, 10_000.0)),
    }
}

//! Proportions as classes: the policy of the pages forbids styles within them, so each ratio that occurs gets a rule in the
//! one style sheet, and every picture has its place before it is loaded.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Pictures whose large version has fewer pixels across than this keep to their own width.
const FULL_WIDTH_PX: u32 = 2048;

/// The class of a ratio of width to height, to a hundredth: `r150`.
pub fn ratio_class(width_px: u32, height_px: u32) -> String {
    format!("r{}", hundredths(width_px, height_px))
}

fn hundredths(width_px: u32, height_px: u32) -> u64 {
    let (width, height) = (u64::from(width_px.max(1)), u64::from(height_px.max(1)));
    ((width * 100 + height / 2) / height).clamp(1, 10_000)
}

/// The class of a picture that must not be shown wider than it is: `w640`; empty for large ones.
pub fn width_class(width_px: u32) -> String {
    if width_px < FULL_WIDTH_PX { format!("w{width_px}") } else { String::new() }
}

/// The rules of all classes that pictures of these sizes need, in order.
pub fn rules(sizes_px: impl Iterator<Item = (u32, u32)>) -> String {
    let mut ratios = BTreeSet::new();
    let mut widths = BTreeSet::new();
    for (width, height) in sizes_px {
        ratios.insert(hundredths(width, height));
        if width < FULL_WIDTH_PX {
            widths.insert(width);
        }
    }
    let mut out = String::from("\n/* The pictures of this album. */\n");
    // Writing to a String cannot fail.
    for n in ratios {
        let _ = writeln!(out, ".r{n} {{ --r: {}.{:02}; }}", n / 100, n % 100);
    }
    for width in widths {
        let _ = writeln!(out, ".w{width} {{ --w: {width}px; }}");
    }
    out
}

/// The class of a picture that is cut around this place, in percent: `at-50-20`; empty where nothing says which.
pub fn focus_class(focus: Option<(u8, u8)>) -> String {
    focus.map(|(x, y)| format!("at-{x}-{y}")).unwrap_or_default()
}

/// The rules of all classes that pictures cut around these places need, in order.
pub fn focus_rules(places: impl Iterator<Item = (u8, u8)>) -> String {
    let places: BTreeSet<(u8, u8)> = places.collect();
    places.iter().map(|(x, y)| format!(".crop.at-{x}-{y} {{ object-position: {x}% {y}%; }}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_told_to_a_hundredth() {
        assert_eq!(ratio_class(3000, 2000), "r150");
        assert_eq!(ratio_class(2000, 3000), "r67");
        assert_eq!(ratio_class(0, 0), "r100");
        assert_eq!(ratio_class(u32::MAX, 1), "r10000");
        let css = rules([(3000, 2000), (640, 960)].into_iter());
        assert!(css.contains(".r67 { --r: 0.67; }") && css.contains(".r150 { --r: 1.50; }"));
        assert!(css.contains(".w640 { --w: 640px; }") && !css.contains("w3000"));
    }

    #[test]
    fn a_cut_keeps_the_place_that_was_marked() {
        assert_eq!((focus_class(Some((50, 20))).as_str(), focus_class(None).as_str()), ("at-50-20", ""));
        let css = focus_rules([(80, 20), (50, 20), (80, 20)].into_iter());
        assert_eq!(
            css,
            ".crop.at-50-20 { object-position: 50% 20%; }\n.crop.at-80-20 { object-position: 80% 20%; }\n"
        );
    }
}
